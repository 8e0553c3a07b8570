import { gradesOf, roleOf } from '../../../domain/cycle/index.js';
import type { StepKind } from '../../../domain/process/index.js';
import type { Component, Goal, RatingRule } from '../../../domain/rules/index.js';
import { readAlignment } from '../../../db/alignment.js';
import type { Query } from '../../../db/connect.js';
import { countedRatings } from '../../../db/corrections.js';
import type { CycleRow } from '../../../db/cycles.js';
import { draftGoalsAbove, goalsInForce, goalsOfUnits } from '../../../db/goal-document.js';
import { listProposals } from '../../../db/money.js';
import { asksOfUnit } from '../../../db/checkpoints.js';
import { listThreads } from '../../../db/coaching.js';
import { openCasesOfUnit } from '../../../db/deviation-cases.js';
import { seededGoals } from '../../../db/next-cycle.js';
import { personNames, unitNames, unitPeople, unitsAbove } from '../../../db/page-names.js';
import { knownValues } from '../../../db/page-step.js';
import { partNames } from '../../../db/part-names.js';
import { latestResults } from '../../../db/results.js';
import { loadStrategy } from '../../../db/strategy.js';
import { tasksInForce } from '../../../db/tasks.js';
import { localDay } from '../../../documents/schedule.js';
import { reviewIdOf } from '../../../workflows/messages.js';
import { noteReference } from '../../coaching.js';
import { correctionFacts } from './correction-facts.js';
import { loadBefore } from './load-before.js';
import { evidenceFacts } from './load-evidence.js';
import { loadShownRules } from '../rules/load.js';
import { shownProposal, shownRelease } from './money-facts.js';
import { type FormFacts, type Named, noFacts, type RatedPart, type ShownResult, unnamed } from './form-facts.js';

export { unnamed };

export interface FactsWanted {
  readonly unitId: string | null;
  readonly kind: StepKind;
  readonly stepId: string;
  readonly opensAt: number;
  /** The other unit that the step is about. */
  readonly raterUnitId?: string | null;
}

/** What the form of that step knows: of the unit for units' steps, of all units for the cycle's own. */
export async function loadFacts(sql: Query, cycle: CycleRow, wanted: FactsWanted): Promise<FormFacts> {
  const common: FormFacts = {
    ...noFacts,
    cycleId: cycle.id,
    unitId: wanted.unitId ?? '',
    periodStart: cycle.periodStart,
    periodEnd: cycle.periodEnd,
    today: localDay(cycle.clock.now, cycle.zone),
    valuesOn: wanted.kind === 'checkpoint' ? localDay(wanted.opensAt, cycle.zone) : cycle.periodEnd,
    ratingRole: roleOf(wanted.kind),
    ratingRule: ratingRuleOf(cycle.template.scorecard.root),
    ratedParts: ratedPartsOf(cycle.template.scorecard.root),
    grades: gradesOf(cycle.template.scorecard),
    distribution: cycle.template.distribution ?? null,
  };
  return wanted.unitId === null
    ? { ...common, ...(await cycleFacts(sql, cycle, wanted)) }
    : {
        ...common,
        ...(await unitFacts(sql, cycle, wanted.unitId)),
        ...(await alignmentFacts(sql, cycle, wanted)),
        ...(await appealFacts(sql, cycle.id, wanted)),
        ...(await talkFacts(sql, cycle.id, wanted.unitId, wanted.kind)),
        ...(await evidenceFacts(sql, cycle, { ...wanted, unitId: wanted.unitId })),
      };
}

/** Written or decided by those of the unit's own line, who read its notes; an appeal's decider reads what it quotes. */
const quotesNotes: ReadonlySet<StepKind> = new Set<StepKind>(['evaluation', 'self-evaluation', 'appeal', 'appeal-2']);

/** What was said in the year: for reports, and for ratings and appeals. */
async function talkFacts(sql: Query, cycleId: string, unitId: string, kind: StepKind): Promise<Partial<FormFacts>> {
  if (kind === 'checkpoint') {
    return { deviations: await openCasesOfUnit(sql, cycleId, unitId), asks: await asksOfUnit(sql, cycleId, unitId) };
  }
  if (kind === 'goals') return { carried: await seededGoals(sql, cycleId, unitId) };
  if (!quotesNotes.has(kind)) return {};
  const threads = await listThreads(sql, { cycleId, unitId, goalId: null, before: null, limit: mostNotes });
  const notes = threads.flatMap(([first]) => first ?? []);
  const names = await personNames(
    sql,
    notes.map((note) => note.principal),
  );
  return {
    notes: notes.map(({ id, title, text, at, principal }) => ({
      reference: noteReference(id),
      title,
      text,
      at,
      by: names.get(principal) ?? unnamed(principal),
    })),
  };
}

/** The newest notes can be picked; older ones are quoted by their number. */
const mostNotes = 100;

async function unitFacts(sql: Query, cycle: CycleRow, unitId: string): Promise<Partial<FormFacts>> {
  const [strategy, goals, above, tasks, owners] = await Promise.all([
    loadStrategy(sql, cycle.book),
    goalsInForce(sql, cycle.id, unitId),
    unitsAbove(sql, unitId),
    tasksInForce(sql, cycle.id, [unitId]),
    unitPeople(sql, unitId),
  ]);
  const ids = above.map((unit) => unit.id);
  const goalsAbove = await goalsOfUnits(sql, cycle.id, ids);
  const stands = new Set(goalsAbove.map((goal) => goal.id));
  const draftsAbove = (await draftGoalsAbove(sql, cycle.id, unitId)).filter((goal) => !stands.has(goal.id));
  const metrics = goals.flatMap((goal) => (goal.metric === undefined ? [] : [goal.metric]));
  const known = await knownValues(sql, cycle, metrics);
  return { ...strategy, goals, goalsAbove, draftsAbove, tasks, owners, known };
}

async function alignmentFacts(
  sql: Query,
  cycle: CycleRow,
  { unitId, kind, stepId }: FactsWanted,
): Promise<Partial<FormFacts>> {
  if (kind !== 'alignment' && kind !== 'settlement') return {};
  return { alignment: (await readAlignment(sql, reviewIdOf(cycle.id, unitId), stepId)) ?? null };
}

async function appealFacts(sql: Query, cycleId: string, { unitId, kind }: FactsWanted): Promise<Partial<FormFacts>> {
  if (unitId === null || (kind !== 'appeal' && kind !== 'appeal-2')) return {};
  const ratings = await countedRatings(sql, cycleId, unitId);
  const names = await unitNames(
    sql,
    ratings.map(({ by }) => by),
  );
  const items = await partNames(
    sql,
    cycleId,
    ratings.map(({ item }) => ({ unitId, item })),
  );
  return {
    ratings: ratings.map((rating) => ({ ...rating, byName: names.get(rating.by) ?? unnamed(rating.by) })),
    items,
  };
}

async function cycleFacts(sql: Query, cycle: CycleRow, { kind, stepId }: FactsWanted): Promise<Partial<FormFacts>> {
  if (kind === 'rules') return { rules: await loadShownRules(sql, cycle, stepId) };
  if (kind === 'calibration' || kind === 'publication') {
    return { results: await shownResults(sql, cycle), before: await loadBefore(sql, cycle) };
  }
  if (kind === 'release') return { release: await shownRelease(sql, cycle) };
  if (kind === 'correction') {
    const { metrics } = await loadStrategy(sql, cycle.book);
    const about = await correctionFacts(sql, cycle, stepId);
    const rests = await evidenceFacts(sql, cycle, { unitId: null, kind, stepId });
    return {
      ...about,
      ...rests,
      metrics,
      unitNames: new Map([...(rests.unitNames ?? []), ...(about.unitNames ?? [])]),
    };
  }
  const wanted = kind.startsWith('bonus') ? 'bonus' : kind.startsWith('budget') ? 'budget' : null;
  if (wanted === null) return {};
  const newest = (await listProposals(sql, cycle.id)).find((proposal) => proposal.kind === wanted);
  return { proposal: newest === undefined ? null : await shownProposal(sql, cycle, newest) };
}

async function shownResults(sql: Query, cycle: CycleRow): Promise<readonly ShownResult[]> {
  const [results, names] = await Promise.all([latestResults(sql, cycle.id), unitNames(sql, cycle.subjects)]);
  const place = new Map(cycle.subjects.map((unit, index) => [unit, index]));
  return results
    .map((row) => ({ ...row, unit: names.get(row.unitId) ?? unnamed(row.unitId) }))
    .sort((a, b) => (place.get(a.unitId) ?? 0) - (place.get(b.unitId) ?? 0));
}

/** The rule by which the template rates goals that people judge. */
function ratingRuleOf(component: Component): RatingRule | null {
  if ('fromGoals' in component) return component.fromGoals.rating ?? null;
  if (!('parts' in component)) return null;
  for (const part of component.parts) {
    const found = ratingRuleOf(part);
    if (found !== null) return found;
  }
  return null;
}

function ratedPartsOf(component: Component): readonly RatedPart[] {
  if ('parts' in component) return component.parts.flatMap(ratedPartsOf);
  return 'rating' in component ? [{ id: component.id, title: component.title ?? null, rule: component.rating }] : [];
}

/** The ways from goals up to the strategy: each goal with its unit and what it supports, nearest first. */
export async function goalChain(
  sql: Query,
  cycleId: string,
  unitId: string,
  goals: readonly Goal[],
): Promise<readonly { readonly unit: Named; readonly title: string; readonly supports: string }[]> {
  const above = await unitsAbove(sql, unitId);
  const higher = (
    await Promise.all(
      above.map(async (unit) => (await goalsInForce(sql, cycleId, unit.id)).map((goal) => ({ unit, goal }))),
    )
  ).flat();
  const links: { unit: Named; title: string; supports: string }[] = [];
  let wanted = new Set(goals.map((goal) => goal.supports));
  while (wanted.size > 0) {
    const found = higher.filter(({ goal }) => wanted.has(goal.id) && !links.some((link) => link.title === goal.title));
    links.push(...found.map(({ unit, goal }) => ({ unit, title: goal.title, supports: goal.supports ?? '' })));
    wanted = new Set(found.map(({ goal }) => goal.supports));
  }
  return links;
}
