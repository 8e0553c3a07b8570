import { fieldOfKind } from '../../../domain/rights/index.js';
import { type PersonRule, planById } from '../../../domain/process/index.js';
import { readCorrectionStanding } from '../../../db/corrections.js';
import type { CycleRow } from '../../../db/cycles.js';
import { listProposals } from '../../../db/money.js';
import { listDeviations } from '../../../db/monitoring.js';
import { cycleOverview, listOverdue, listUnitStandings } from '../../../db/overview.js';
import { countOpenFindings } from '../../../db/organization-findings.js';
import { anyPublished, readSeed } from '../../../db/next-cycle.js';
import { personNames, unitNames } from '../../../db/page-names.js';
import { resolvePersons } from '../../../db/people.js';
import { readSteps } from '../../../db/reviews.js';
import { unitsAround } from '../../../db/sight.js';
import { reviewIdOf } from '../../../workflows/messages.js';
import type { ApiDeps } from '../../deps.js';
import { kindsFor } from '../../reports/access.js';
import { may, opensUnit, seesProgress, seesSomewhere } from '../../rights.js';
import type { Person } from '../../session.js';
import { untoldKinds } from '../../told-steps.js';
import { loadRevisions } from '../rules/load.js';
import { unnamed } from '../steps/load-facts.js';
import { shownProposal } from '../steps/money-facts.js';
import type { CycleView, LiveStep } from './cycle-page.js';

const mostUnits = 200;

/** The cycle as its page shows it to this person. */
export async function loadCycleView(
  { sql }: ApiDeps,
  cycle: CycleRow,
  person: Person,
  watching: boolean,
): Promise<CycleView> {
  const untold = await untoldKinds(sql, person, cycle);
  const [overview, late, standings, own, allDeviations, proposals, around, revisions, open] = await Promise.all([
    cycleOverview(sql, cycle.id, untold),
    listOverdue(sql, cycle.id, untold),
    listUnitStandings(sql, cycle.id, { offset: 0, limit: mostUnits }, untold),
    ownSteps(sql, cycle, person),
    listDeviations(sql, cycle.id),
    may(person, 'see', 'proposal') ? listProposals(sql, cycle.id) : [],
    unitsAround(sql, person.id),
    loadRevisions(sql, cycle),
    may(person, 'see', 'organization-findings') ? countOpenFindings(sql, cycle.id) : null,
  ]);
  const mayCorrect = may(person, 'propose', 'correction') && cycle.state === 'running';
  const correct = mayCorrect && (await readCorrectionStanding(sql, cycle.id)).published;
  const deviations = allDeviations.filter((row) => seesProgress(person, row.unitId));
  const names = await unitNames(sql, [
    ...late.flatMap((step) => [step.unitId ?? '', step.raterUnitId ?? '']),
    ...deviations.map((row) => row.unitId),
  ]);
  const waiting = await personNames(
    sql,
    [...late, ...own].flatMap((step) => step.waitingFor),
  );
  const named = (ids: readonly string[]) => ids.map((id) => waiting.get(id) ?? unnamed(id));
  const newest = (['bonus', 'budget'] as const).flatMap((kind) => proposals.find((each) => each.kind === kind) ?? []);
  return {
    ...cycle,
    phases: cycle.schedule.phases,
    clock: { ...cycle.clock, rate: String(cycle.clock.rate), watching },
    counts: overview.steps,
    overdue: late.map((step) => ({
      ...step,
      outcome: null,
      unit: step.unitId === null ? null : (names.get(step.unitId) ?? unnamed(step.unitId)),
      other: step.raterUnitId === null ? null : (names.get(step.raterUnitId) ?? unnamed(step.raterUnitId)),
      waitingFor: named(step.waitingFor),
    })),
    own: own.map((step) => ({ ...step, waitingFor: named(step.waitingFor) })),
    units: standings.map(({ unitId, nameZh, nameEn, steps }) => ({
      id: unitId,
      nameZh,
      nameEn,
      done: (steps ?? []).filter((step) => step.state === 'done' || step.state === 'cancelled').length,
      total: (steps ?? []).length,
      overdue: (steps ?? []).filter((step) => step.late).length,
      opens: opensUnit(person, unitId, around),
    })),
    proposals: await Promise.all(newest.map((proposal) => shownProposal(sql, cycle, proposal))),
    deviations: deviations.map(({ unitId, goalId, title, on, severity }) => ({
      unit: names.get(unitId) ?? unnamed(unitId),
      goalId,
      goal: title,
      on,
      severity,
    })),
    revisions,
    judged: await anyPublished(sql, cycle.id),
    seeded: (await readSeed(sql, cycle.id)) !== undefined,
    openFindings: open === null ? null : Object.values(open).reduce((sum, count) => sum + count, 0),
    may: {
      steer: may(person, 'steer', 'cycle'),
      correct,
      audit: may(person, 'see', 'cycle-journal'),
      plans: may(person, 'see', 'improvement') && cycle.template.improvement !== undefined,
      reports: kindsFor(person).length > 0,
      values: seesSomewhere(person, 'value-desk'),
      goals: seesSomewhere(person, 'goals'),
      money: may(person, 'see', 'amount'),
    },
  };
}

type OwnStep = Omit<LiveStep, 'waitingFor'> & { readonly waitingFor: readonly string[] };

/** The cycle's own steps, with whose turn it is. */
async function ownSteps(sql: ApiDeps['sql'], cycle: CycleRow, person: Person): Promise<readonly OwnStep[]> {
  const steps = await readSteps(sql, [reviewIdOf(cycle.id, null)]);
  const ruleOf = (step: (typeof steps)[number]): PersonRule | null => {
    const plan = planById(cycle.schedule.steps, step.planId);
    if (plan === undefined || (step.state !== 'open' && step.state !== 'submitted')) return null;
    return step.state === 'open' ? plan.submitter : plan.decider;
  };
  const asks = steps.flatMap((step) => {
    const rule = ruleOf(step);
    return rule === null ? [] : [{ key: step.id, rule, unitId: null, raterUnitId: null }];
  });
  const persons = await resolvePersons(sql, asks);
  return steps.map((step) => ({
    unitId: null,
    unit: null,
    other: null,
    stepId: step.id,
    kind: step.kind,
    state: step.state,
    // Where things stand is no secret; how they were decided is.
    outcome: may(person, 'see', fieldOfKind[step.kind]) ? step.outcome : null,
    dueAt: step.state === 'submitted' ? (step.decideDueAt ?? step.dueAt) : step.dueAt,
    waitingFor: (persons.get(step.id) ?? []).filter(
      (each) => step.state !== 'submitted' || !step.submittedBy.includes(each),
    ),
  }));
}
