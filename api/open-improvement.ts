import type { RefusalCode } from '../domain/errors.js';
import { meetsCriterion, planIdOf, planStepId } from '../domain/improvement/index.js';
import type { Query } from '../db/connect.js';
import { type CycleRow, loadCycle } from '../db/cycles.js';
import { hintPlan } from '../db/improvement-clock.js';
import { insertPlan, plansSoFar, publishedResult } from '../db/improvement.js';
import { resolvePersons } from '../db/people.js';
import { insertNotices } from '../db/step-notices.js';
import { localDay } from '../documents/schedule.js';
import { barring } from '../domain/rights/index.js';
import { needsRunning } from './in-line.js';
import { holdReview, openStep } from './opened-step.js';
import { principalOf } from './principal.js';
import { Refused } from './refused.js';
import { may } from './rights.js';
import type { Person } from './session.js';

export interface PlanOpened {
  readonly planId: string;
  readonly number: number;
  /** In which the head above says what the plan is. */
  readonly stepId: string;
}

/**
 * Opens an improvement plan: its first step is written in the caller's
 * transaction, its clock starts after commit. Only the unit's own published
 * result counts. @throws Refused
 */
export async function openImprovement(
  tx: Query,
  it: { readonly cycleId: string; readonly unitId: string; readonly person: Pick<Person, 'id' | 'roles'> },
): Promise<PlanOpened> {
  const { cycleId, unitId, person } = it;
  const cycle = await loadCycle(tx, cycleId);
  if (cycle === undefined || !cycle.subjects.includes(unitId)) throw new Refused('NOT_FOUND');
  needsRunning(cycle);
  const held = await holdReview(tx, cycle, unitId);
  const { at, reviewId } = held;
  const opener = await openerOf(tx, person, unitId, localDay(at, cycle.zone));
  if (typeof opener === 'string') throw new Refused(opener);
  const { principal, above } = opener;
  const ground = await groundOf(tx, cycle, unitId);
  const number = ground.count + 1;
  const planId = planIdOf(cycleId, unitId, number);
  await insertPlan(tx, { ...ground, id: planId, cycleId, unitId, number, openedBy: person.id, principal, at });
  const wanted = { id: planStepId(number), kind: 'improvement' } as const;
  const opened = { act: 'improvement-opened', data: { version: ground.resultVersion } };
  const step = await openStep(tx, held, wanted, { actor: person.id, principal }, { before: [opened] });
  await tell(
    tx,
    { cycleId, reviewId, stepId: step.id, at, dueAt: step.dueAt },
    above.filter((each) => each !== person.id),
  );
  await hintPlan(tx, planId, cycleId);
  return { planId, number, stepId: step.id };
}

/** The head above, for whom a stand-in may open, or HR; never about one's own unit. A code: why not. */
export async function openerOf(
  tx: Query,
  person: Pick<Person, 'id' | 'roles'>,
  unitId: string,
  day: string,
): Promise<{ readonly principal: string; readonly above: readonly string[] } | RefusalCode> {
  const place = { unitId, raterUnitId: null };
  const persons = await resolvePersons(tx, [
    { key: 'head', rule: 'head', ...place },
    { key: 'above', rule: 'parent-head', ...place },
  ]);
  const above = persons.get('above') ?? [];
  const own = persons.get('head')?.includes(person.id) === true ? (['own-unit'] as const) : [];
  if (barring('propose', own, 'improvement') !== null) return 'OWN_UNIT';
  const principal = await principalOf(tx, above, person.id, day);
  if (principal !== undefined) return { principal, above };
  if (!may(person, 'propose', 'improvement')) return 'NOT_YOUR_STEP';
  return { principal: person.id, above };
}

/** What a plan would rest on: the result that meets the criterion, and the terms. @throws Refused where there is no ground */
async function groundOf(tx: Query, cycle: CycleRow, unitId: string) {
  const rules = cycle.template.improvement;
  if (rules === undefined) throw new Refused('IMPROVEMENT_NOT_OFFERED');
  const result = await publishedResult(tx, cycle.id, unitId);
  if (result === undefined) throw new Refused('RESULT_NOT_PUBLISHED');
  if (!meetsCriterion(rules, result)) throw new Refused('CRITERION_NOT_MET');
  const { count, live, settled } = await plansSoFar(tx, cycle.id, unitId, result.version);
  if (live !== null) throw new Refused('IMPROVEMENT_OPEN');
  if (settled) throw new Refused('IMPROVEMENT_SETTLED');
  const { totalBelow, grades, days, noticeWorkdays, objectWorkdays } = rules;
  return {
    count,
    resultVersion: result.version,
    criterion: { ...(totalBelow !== undefined && { totalBelow }), ...(grades !== undefined && { grades }) },
    terms: { days, noticeWorkdays, objectWorkdays },
  };
}

async function tell(
  tx: Query,
  it: {
    readonly cycleId: string;
    readonly reviewId: string;
    readonly stepId: string;
    readonly at: number;
    readonly dueAt: number;
  },
  persons: readonly string[],
): Promise<void> {
  const { dueAt, ...place } = it;
  await insertNotices(
    tx,
    persons.map((personId) => ({
      ...place,
      key: [it.reviewId, it.stepId, 'STEP_OPENED', personId].join('/'),
      personId,
      code: 'STEP_OPENED',
      data: { dueAt },
    })),
  );
}
