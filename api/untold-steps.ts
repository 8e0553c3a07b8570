import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import type { StepDetail } from '../db/inbox.js';
import { planNumberOf } from '../domain/improvement/index.js';
import { plansSeen } from './improvement-view.js';
import { today } from './in-line.js';
import { Refused } from './refused.js';
import { hiddenSteps } from './rights.js';
import type { Person } from './session.js';

/** Steps of one review of which this person is not even told that they are there: also those of a plan not theirs to see. */
export async function untoldSteps(
  sql: Query,
  person: Person,
  cycle: CycleRow,
  steps: readonly StepDetail[],
): Promise<ReadonlySet<string>> {
  const hidden = await hiddenSteps(sql, person, steps, today(cycle));
  const ofPlans = steps.filter(({ id }) => planNumberOf(id) !== null);
  const unitId = ofPlans[0]?.unitId;
  if (typeof unitId !== 'string') return hidden;
  const seen = await numbersSeen(sql, person, cycle, unitId);
  const untold = ofPlans.filter(({ id }) => !seen.has(planNumberOf(id)));
  return new Set([...hidden, ...untold.map(({ id }) => id)]);
}

async function numbersSeen(
  sql: Query,
  person: Person,
  cycle: CycleRow,
  unitId: string,
): Promise<ReadonlySet<number | null>> {
  try {
    return new Set((await plansSeen(sql, person, cycle, unitId)).map(({ number }) => number));
  } catch (failure) {
    if (failure instanceof Refused && failure.code === 'FORBIDDEN') return new Set();
    throw failure;
  }
}
