import { type Criterion, meetsCriterion } from '../domain/improvement/index.js';
import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { type PlanLine, plansOfUnit, unitsWithGround } from '../db/improvement-lists.js';
import { plansSoFar, publishedResult } from '../db/improvement.js';
import { readStep } from '../db/inbox.js';
import { planAppealId } from '../domain/improvement/index.js';
import { unitsInLine } from '../db/sight.js';
import { reviewIdOf } from '../workflows/messages.js';
import { sideOf, today } from './in-line.js';
import { openerOf } from './open-improvement.js';
import { Refused } from './refused.js';
import { actsOn, seesAll, seesWhole } from './rights.js';
import type { Person } from './session.js';

/** Whose plans the person finds in lists: all (null) for HR, board and auditor, for heads those of their line. @throws Refused FORBIDDEN */
export async function plansInSight(sql: Query, person: Person): Promise<readonly string[] | null> {
  if (seesAll(person)) return null;
  if (person.heads.length === 0) throw new Refused('FORBIDDEN');
  return unitsInLine(sql, person.id);
}

/**
 * A unit's plans are its line's, HR's, the board's and the auditor's; whoever
 * decides about an appeal sees the one it is about, while it waits for them.
 * Neither members nor heads beside see that there is one. @throws Refused FORBIDDEN
 */
export async function plansSeen(
  sql: Query,
  person: Person,
  cycle: CycleRow,
  unitId: string,
): Promise<readonly PlanLine[]> {
  const plans = await plansOfUnit(sql, cycle.id, unitId);
  if (await seesWhole(sql, person, unitId)) return plans;
  if ((await sideOf(sql, person, cycle, unitId)) !== undefined) return plans;
  const decides: PlanLine[] = [];
  for (const plan of plans) {
    const step = await readStep(sql, reviewIdOf(cycle.id, unitId), planAppealId(plan.number));
    // Only what was filed is theirs to decide.
    if (step?.state === 'submitted' && (await actsOn(sql, person, step, today(cycle))).decides) decides.push(plan);
  }
  if (decides.length === 0) throw new Refused('FORBIDDEN');
  return decides;
}

/** HR or the head above (or a stand-in), where the result meets the criterion and no plan has dealt with it. */
export async function mayOpenPlan(sql: Query, person: Person, cycle: CycleRow, unitId: string): Promise<boolean> {
  const rules = cycle.template.improvement;
  if (rules === undefined || cycle.state !== 'running') return false;
  if (typeof (await openerOf(sql, person, unitId, today(cycle))) === 'string') return false;
  const result = await publishedResult(sql, cycle.id, unitId);
  if (result === undefined || !meetsCriterion(rules, result)) return false;
  const { live, settled } = await plansSoFar(sql, cycle.id, unitId, result.version);
  return live === null && !settled;
}

/** For HR's list: who meets the criterion and may get a plan on that result. */
export async function candidates(
  sql: Query,
  cycle: CycleRow,
  part: { readonly offset: number; readonly limit: number },
) {
  const { improvement } = cycle.template;
  if (improvement === undefined || cycle.state !== 'running') return [];
  const { totalBelow, grades } = improvement;
  const criterion: Criterion = {
    ...(totalBelow !== undefined && { totalBelow }),
    ...(grades !== undefined && { grades }),
  };
  return unitsWithGround(sql, cycle.id, criterion, part);
}
