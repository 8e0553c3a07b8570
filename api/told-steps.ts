import type { Query } from '../db/connect.js';
import { type CycleRow, loadCycle } from '../db/cycles.js';
import { listSteps, readStep, type StepDetail } from '../db/inbox.js';
import type { UntoldKinds } from '../db/untold-kinds.js';
import { planNumberOf } from '../domain/improvement/index.js';
import type { ReviewState } from '../domain/process/index.js';
import { secretFieldOf, secretSteps } from '../domain/rights/index.js';
import { reviewIdOf } from '../workflows/messages.js';
import { plansSeen } from './improvement-view.js';
import { today } from './in-line.js';
import { Refused } from './refused.js';
import { actsOn, may, maySeeStep, unitsSeen } from './rights.js';
import type { Person } from './session.js';

/**
 * Of some steps not everybody is told that they are there at all. Whoever is
 * not, and asks for one by its exact id, gets what an id gets that no step has;
 * lists and counts are made without them.
 */
export interface StepAddress {
  readonly cycleId: string;
  /** null: the cycle's own step. */
  readonly unitId: string | null;
  readonly stepId: string;
}

export interface ToldStep {
  readonly cycle: CycleRow;
  readonly step: StepDetail;
}

/** The step, for those who are told of it. @throws Refused STEP_NOT_FOUND to all others, as where there is none */
export async function toldStep(
  sql: Query,
  person: Person,
  { cycleId, unitId, stepId }: StepAddress,
): Promise<ToldStep> {
  const cycle = await loadCycle(sql, cycleId);
  const step = cycle === undefined ? undefined : await readStep(sql, reviewIdOf(cycleId, unitId), stepId);
  if (cycle === undefined || step === undefined || !(await isTold(sql, person, cycle, step)))
    throw new Refused('STEP_NOT_FOUND');
  return { cycle, step };
}

/** Is this person told that the step is there? */
export async function isTold(sql: Query, person: Person, cycle: CycleRow, step: StepDetail): Promise<boolean> {
  return !(await untoldSteps(sql, person, cycle, [step])).has(step.id);
}

/** Steps of one review of which this person is not told. */
export async function untoldSteps(
  sql: Query,
  person: Person,
  cycle: CycleRow,
  steps: readonly StepDetail[],
): Promise<ReadonlySet<string>> {
  const secret = steps.filter(({ kind }) => {
    const field = secretFieldOf(kind);
    return field !== null && !may(person, 'see', field);
  });
  const unitId = secret.find(isOfPlan)?.unitId ?? null;
  const plans = unitId === null ? new Set() : await numbersSeen(sql, person, cycle, unitId);
  const untold: string[] = [];
  for (const step of secret) {
    const told = isOfPlan(step)
      ? plans.has(planNumberOf(step.id)) || (await isTheirTurn(sql, person, step, today(cycle)))
      : await maySeeStep(sql, person, step, today(cycle));
    if (!told) untold.push(step.id);
  }
  return new Set(untold);
}

const isOfPlan = ({ kind }: StepDetail): boolean => secretFieldOf(kind) === 'improvement';

/** The step waits for them, or for one whom they stand in for: an appeal that nobody filed waits for no decider. */
async function isTheirTurn(sql: Query, person: Person, step: StepDetail, day: string): Promise<boolean> {
  if (step.state !== 'open' && step.state !== 'submitted') return false;
  const { submits, decides } = await actsOn(sql, person, step, day);
  return step.state === 'open' ? submits : decides;
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

/** Where a review stands, without the steps that this person is not told of. */
export async function toldState(
  sql: Query,
  person: Person,
  { cycleId, unitId }: Pick<StepAddress, 'cycleId' | 'unitId'>,
  state: ReviewState,
): Promise<ReviewState> {
  if (unitId === null || secretSteps.every(({ field }) => may(person, 'see', field))) return state;
  const steps = await listSteps(sql, reviewIdOf(cycleId, unitId));
  const cycle = steps.some(({ kind }) => secretFieldOf(kind) !== null) ? await loadCycle(sql, cycleId) : undefined;
  if (cycle === undefined) return state;
  const untold = await untoldSteps(sql, person, cycle, steps);
  return { ...state, steps: Object.fromEntries(Object.entries(state.steps).filter(([id]) => !untold.has(id))) };
}

/**
 * The same for lists and counts over many units: the table is asked once for
 * each kind, never per row. A step that waits for the person elsewhere stands
 * in their inbox.
 */
export async function untoldKinds(sql: Query, person: Person, cycle: CycleRow): Promise<UntoldKinds> {
  const each = await Promise.all(
    secretSteps.map(async ({ field, kinds }) => ({ kinds, but: await unitsSeen(sql, person, field, today(cycle)) })),
  );
  return each.flatMap(({ kinds, but }) => (but === null ? [] : [{ kinds, but }]));
}
