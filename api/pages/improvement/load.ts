import type { Query } from '../../../db/connect.js';
import type { CycleRow } from '../../../db/cycles.js';
import {
  eventsOfPlan,
  type PlanEventLine,
  type PlanLine,
  plansIn,
  plansOfUnit,
} from '../../../db/improvement-lists.js';
import { personNames } from '../../../db/page-names.js';
import { readSteps } from '../../../db/reviews.js';
import { planNumberOf } from '../../../domain/improvement/index.js';
import type { Stage, StepKind, StepOutcome } from '../../../domain/process/index.js';
import { reviewIdOf } from '../../../workflows/messages.js';
import { candidates, mayOpenPlan, plansInSight, plansSeen } from '../../improvement-view.js';
import { Refused } from '../../refused.js';
import { seesAll, seesWhole } from '../../rights.js';
import type { Person } from '../../session.js';
import { type Named, unnamed } from '../steps/form-facts.js';
import type { ShownImprovement } from './unit-section.js';

export interface ShownPlanStep {
  readonly stepId: string;
  readonly kind: StepKind;
  readonly state: Stage;
  readonly outcome: StepOutcome | null;
  readonly opensAt: number;
  readonly dueAt: number;
}

export interface PlanView {
  readonly cycleId: string;
  readonly title: string;
  readonly unit: Named;
  readonly plan: PlanLine;
  readonly openedBy: Named;
  readonly steps: readonly ShownPlanStep[];
  readonly events: readonly PlanEventLine[];
}

export interface PlansView {
  readonly cycleId: string;
  readonly title: string;
  readonly offered: boolean;
  readonly plans: readonly PlanLine[];
  /** Who meets the criterion and has no plan; null: not for this reader. */
  readonly candidates: Awaited<ReturnType<typeof candidates>> | null;
  /** There are more of either than are shown. */
  readonly hasMore: boolean;
}

/** So many of each are shown; the API has the rest, and the page says so. */
const most = 500;

/** What the unit's page says of plans; nothing for those who may not know of them. */
export async function improvementOfUnit(
  sql: Query,
  person: Person,
  cycle: CycleRow,
  unitId: string,
): Promise<ShownImprovement> {
  if (cycle.template.improvement === undefined) return { plans: [], mayOpen: false };
  const plans = (await seesWhole(sql, person, unitId)) ? await plansOfUnit(sql, cycle.id, unitId) : [];
  return { plans, mayOpen: await mayOpenPlan(sql, person, cycle, unitId) };
}

/** @throws Refused NOT_FOUND or FORBIDDEN */
export async function loadPlan(
  sql: Query,
  person: Person,
  cycle: CycleRow,
  unitId: string,
  number: number,
): Promise<PlanView> {
  const plan = (await plansSeen(sql, person, cycle, unitId)).find((each) => each.number === number);
  if (plan === undefined) throw new Refused('NOT_FOUND');
  const steps = await readSteps(sql, [reviewIdOf(cycle.id, unitId)]);
  const own = steps.filter(({ id }) => planNumberOf(id) === number).sort((a, b) => a.opensAt - b.opensAt);
  const names = await personNames(sql, [plan.openedBy]);
  return {
    cycleId: cycle.id,
    title: cycle.title,
    unit: { nameZh: plan.unitZh, nameEn: plan.unitEn },
    plan,
    openedBy: names.get(plan.openedBy) ?? unnamed(plan.openedBy),
    steps: own.map(({ id, kind, state, outcome, opensAt, dueAt }) => ({
      stepId: id,
      kind,
      state,
      outcome,
      opensAt,
      dueAt,
    })),
    events: await eventsOfPlan(sql, plan.id),
  };
}

/** @throws Refused FORBIDDEN */
export async function loadPlans(sql: Query, person: Person, cycle: CycleRow): Promise<PlansView> {
  const units = await plansInSight(sql, person);
  const part = { offset: 0, limit: most + 1 };
  const plans = await plansIn(sql, cycle.id, units, part);
  const waiting = seesAll(person) ? await candidates(sql, cycle, part) : null;
  return {
    cycleId: cycle.id,
    title: cycle.title,
    offered: cycle.template.improvement !== undefined,
    plans: plans.slice(0, most),
    candidates: waiting?.slice(0, most) ?? null,
    hasMore: plans.length > most || (waiting?.length ?? 0) > most,
  };
}
