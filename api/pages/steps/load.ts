import { decisionsOf, isJudgement, planById, type StepPlan } from '../../../domain/process/index.js';
import type { CycleRow } from '../../../db/cycles.js';
import { keptDrafts, readDraft } from '../../../db/drafts.js';
import { type NameRow, personNames, unitNames } from '../../../db/page-names.js';
import { type VersionWithDecision, versionsWithDecisions } from '../../../db/page-step.js';
import { activeStandIns, placeOfStep, resolvePersons } from '../../../db/people.js';
import { readSteps, type StepRow } from '../../../db/reviews.js';
import { localDay } from '../../../documents/schedule.js';
import { reviewIdOf } from '../../../workflows/messages.js';
import { effectsOfChange } from '../../change-effects.js';
import type { ApiDeps } from '../../deps.js';
import { Refused } from '../../refused.js';
import { maySeeStep } from '../../rights.js';
import { toldStep } from '../../told-steps.js';
import type { Person } from '../../session.js';
import { refusalOfDecision } from '../../two-persons.js';
import { contentFor } from '../../shown-content.js';
import type { ShownCycle } from '../components/layout.js';
import { lessonOf } from './load-evidence.js';
import { loadFacts, unnamed } from './load-facts.js';
import { standsFor } from './load-stands.js';
import type { StepView } from './view.js';

export interface StepPlace {
  readonly cycleId: string;
  readonly unitId: string | null;
  readonly stepId: string;
}

/** A step with everything its page shows, and the draft's content where there is one. */
export interface LoadedStep {
  readonly view: StepView;
  readonly cycle: CycleRow;
  readonly reviewId: string;
  readonly draftContent: unknown;
}

export const shownCycle = (cycle: CycleRow): ShownCycle & { readonly id: string; readonly zone: string } => ({
  id: cycle.id,
  title: cycle.title,
  zone: cycle.zone,
  rehearsal: cycle.mode === 'rehearsal',
  now: cycle.clock.now,
  held: cycle.clock.held,
  closed: cycle.state === 'closed',
});

/** @throws Refused STEP_NOT_FOUND */
export async function loadStep({ sql }: ApiDeps, person: Person, place: StepPlace): Promise<LoadedStep> {
  const { cycle } = await toldStep(sql, person, place);
  const reviewId = reviewIdOf(place.cycleId, place.unitId);
  const step = (await readSteps(sql, [reviewId])).find((each) => each.id === place.stepId);
  const plan = step === undefined ? undefined : planById(cycle.schedule.steps, step.planId);
  if (step === undefined || plan === undefined) throw new Refused('STEP_NOT_FOUND');
  const at = placeOfStep({ ...step, cycleId: cycle.id });
  const persons = await resolvePersons(sql, [
    { key: 'submit', rule: plan.submitter, ...at },
    ...(plan.decider === null ? [] : [{ key: 'decide', rule: plan.decider, ...at }]),
    { key: 'head', rule: 'head', ...at },
  ]);
  const [submitters, deciders] = ['submit', 'decide'].map((key) => persons.get(key) ?? []);
  const may = await rightsOf(sql, {
    person,
    cycle,
    step,
    plan,
    submitters: submitters ?? [],
    deciders: deciders ?? [],
    heads: persons.get('head') ?? [],
  });
  const asked = { ...step, cycleId: cycle.id, submitterRule: plan.submitter, deciderRule: plan.decider };
  const { costs, decisions, shown } = await contentFor(sql, person, cycle, asked);
  const all = may.see ? await versionsWithDecisions(sql, reviewId, step.id) : [];
  const hidden = { reason: '', comments: [], difficulties: [], suggestions: [] };
  const versions = all.map((each) => ({
    ...each,
    content: shown(each.content),
    decision: each.decision === null || decisions ? each.decision : { ...each.decision, words: hidden },
  }));
  const draft = may.submit ? await readDraft(sql, reviewId, step.id) : undefined;
  const kept = may.write ? await keptDrafts(sql, reviewId, step.id) : [];
  const named = await personNames(sql, [
    ...(submitters ?? []),
    ...(deciders ?? []),
    ...(draft === undefined ? [] : [draft.savedBy]),
    ...kept.map(({ savedBy }) => savedBy),
    ...versions.flatMap(peopleOf),
  ]);
  const name = (id: string): NameRow => named.get(id) ?? { id, ...unnamed(id) };
  const units = await unitNames(
    sql,
    [step.unitId, step.raterUnitId].filter((id) => id !== null),
  );
  const { unitId, kind, id: stepId } = step;
  const { raterUnitId } = step;
  const loaded = await loadFacts(sql, cycle, { unitId, kind, stepId, raterUnitId, opensAt: plan.opensAt });
  const known = may.write ? { ...loaded, lesson: await lessonOf(sql, cycle, kind, person) } : loaded;
  const said = step.state === 'open' ? draft?.content : versions.at(-1)?.content;
  const isAsked = kind === 'change' && (step.state === 'open' || step.state === 'submitted');
  // Budget and expected score are for those who write or decide it.
  const change = isAsked && unitId !== null && costs ? { change: await effectsOfChange(sql, cycle, unitId, said) } : {};
  // Of a draft, whose days may be none yet, the form says what stands.
  const stands = step.state === 'submitted' && may.see ? { stands: await standsFor(sql, cycle, step, said) } : {};
  const facts = { ...known, ...change, ...stands };
  const view: StepView = {
    cycle: shownCycle(cycle),
    unitId: step.unitId,
    unit: step.unitId === null ? null : (units.get(step.unitId) ?? unnamed(step.unitId)),
    rater: step.raterUnitId === null ? null : (units.get(step.raterUnitId) ?? unnamed(step.raterUnitId)),
    stepId: step.id,
    kind: step.kind,
    state: step.state,
    outcome: may.see ? step.outcome : null,
    attempt: step.attempt,
    revision: step.revision,
    opensAt: step.opensAt,
    dueAt: step.dueAt,
    closesAt: step.closesAt,
    decideDueAt: step.decideDueAt,
    waitsFor: step.waitsFor,
    submitters: (submitters ?? []).map(name),
    submitterRule: plan.submitter,
    deciders: plan.decider === null ? null : (deciders ?? []).map(name),
    may,
    versions: versions.map((version) => ({
      ...version,
      actor: name(version.actor),
      principal: name(version.principal),
      decision:
        version.decision === null
          ? null
          : { ...version.decision, actor: name(version.decision.actor), principal: name(version.decision.principal) },
    })),
    draft: draft === undefined ? null : { ...draft, savedBy: name(draft.savedBy) },
    kept: kept.map((each) => ({ ...each, savedBy: name(each.savedBy) })),
    facts,
  };
  return { view, cycle, reviewId, draftContent: draft?.content };
}

const peopleOf = ({ actor, principal, decision }: VersionWithDecision): readonly string[] => [
  actor,
  principal,
  ...(decision === null ? [] : [decision.actor, decision.principal]),
];

interface Asked {
  readonly person: Person;
  readonly cycle: CycleRow;
  readonly step: StepRow;
  readonly plan: StepPlan;
  readonly submitters: readonly string[];
  readonly deciders: readonly string[];
  readonly heads: readonly string[];
}

/** What the page offers; `record` decides. A stand-in may do what the person could. */
async function rightsOf(sql: ApiDeps['sql'], asked: Asked): Promise<StepView['may']> {
  const { person, cycle, step, submitters, deciders, heads } = asked;
  const standIns = await activeStandIns(sql, [...submitters, ...deciders], localDay(cycle.clock.now, cycle.zone));
  const acts = (persons: readonly string[]): boolean =>
    persons.includes(person.id) || persons.some((each) => standIns.get(each)?.includes(person.id));
  const running = cycle.state === 'running';
  // Nobody rates the unit they head, in whatever name.
  const write = acts(submitters) && !(isJudgement(step.kind) && heads.includes(person.id));
  const submit = running && step.state === 'open' && write;
  const [yes] = decisionsOf(step.kind) ?? [null];
  const principal = deciders.includes(person.id) ? person.id : deciders.find((each) => acts([each]));
  const decide =
    running &&
    step.state === 'submitted' &&
    yes !== null &&
    principal !== undefined &&
    (await refusalOfDecision(sql, { ...step, cycleId: cycle.id }, { actor: person.id, principal, decision: yes })) ===
      null;
  const rules = { submitterRule: asked.plan.submitter, deciderRule: asked.plan.decider };
  const asStep = { ...step, ...rules, cycleId: cycle.id };
  return { submit, write, decide, see: await maySeeStep(sql, person, asStep, localDay(cycle.clock.now, cycle.zone)) };
}
