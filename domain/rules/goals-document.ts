import type { Curve, Measure, Point } from './types.js';

/** goals@1 and its parts; also the content of goal and plan forms. */
export interface Band {
  readonly low: string;
  readonly high: string;
}
export interface Goal {
  readonly id: string;
  readonly unit: string;
  readonly title: string;
  readonly kind?: 'kpi' | 'qualitative';
  readonly metric?: string;
  readonly direction?: 'higher' | 'lower' | 'in-band';
  readonly baseline?: string;
  readonly target?: string | Band;
  readonly weight?: string;
  readonly due?: string;
  readonly supports?: string;
  readonly swot?: readonly string[];
  readonly rubric?: readonly string[];
  readonly measure?: Measure;
  readonly curve?: Curve;
  readonly path?: readonly Point[];
}
export interface Task {
  readonly id: string;
  readonly unit: string;
  readonly goal: string;
  readonly title: string;
  readonly owner?: string;
  readonly effortDays?: string;
  readonly start?: string;
  readonly end?: string;
  readonly after?: readonly string[];
  readonly costMinor?: string;
}
export interface Metric {
  readonly id: string;
  readonly unit: string;
  readonly measuredIn?: string;
  readonly better: 'higher' | 'lower' | 'in-band';
  readonly source?: 'manual' | 'collected';
  readonly accrual?: 'level' | 'accumulating';
  readonly tension?: readonly string[];
  readonly history?: readonly string[];
}
export interface SwotEntry {
  readonly id: string;
  readonly kind: 'strength' | 'weakness' | 'opportunity' | 'threat';
  readonly title: string;
  readonly key?: boolean;
}
export interface Capacity {
  readonly unit: string;
  readonly from: string;
  readonly to: string;
  readonly personDays?: string;
  readonly budgetMinor?: string;
}
export interface Bounds {
  readonly goals: readonly [number, number];
  readonly weight: readonly [string, string];
  readonly weightTotal: string;
}
export interface Period {
  readonly start: string;
  readonly end: string;
}
export interface GoalsDocument {
  readonly format: 'perfcycle/goals@1';
  readonly period: Period;
  readonly bounds?: Bounds;
  readonly units: readonly { readonly id: string; readonly parent?: string }[];
  readonly objectives?: readonly { readonly id: string; readonly title: string }[];
  readonly swot?: readonly SwotEntry[];
  readonly metrics?: readonly Metric[];
  readonly goals: readonly Goal[];
  readonly tasks?: readonly Task[];
  readonly capacity?: readonly Capacity[];
  readonly calendar?: { readonly holidays?: readonly string[]; readonly workdays?: readonly string[] };
}

/** All codes of the checks of goals and plans (RULES.md, goals@1, table). */
export const goalFindingCodes = [
  'GOAL_NOT_SPECIFIC',
  'GOAL_NOT_MEASURABLE',
  'GOAL_NO_CHANGE',
  'GOAL_HARDLY_ACHIEVABLE',
  'GOAL_NOT_RELEVANT',
  'GOAL_NO_DUE',
  'GOAL_OUTSIDE_PERIOD',
  'GOAL_COUNT',
  'WEIGHTS_NOT_TOTAL',
  'WEIGHT_OUT_OF_BOUNDS',
  'OBJECTIVE_UNCOVERED',
  'CONFLICT_DIRECTION',
  'CONFLICT_TENSION',
  'METRIC_ASKED_TWICE',
  'STRENGTH_UNUSED',
  'OPPORTUNITY_UNUSED',
  'WEAKNESS_UNADDRESSED',
  'THREAT_UNADDRESSED',
  'TASK_NO_OWNER',
  'TASK_OUTSIDE_PERIOD',
  'TASK_ORDER',
  'GOAL_WITHOUT_TASK',
  'PLAN_OVER_CAPACITY',
  'PLAN_OVER_BUDGET',
] as const;
export type GoalFindingCode = (typeof goalFindingCodes)[number];

export interface Finding {
  readonly code: GoalFindingCode;
  readonly severity: 'error' | 'warning' | 'advice';
  /** Ids of what it is about, sorted. */
  readonly at: readonly string[];
  readonly data?: Readonly<Record<string, string | number>>;
}
