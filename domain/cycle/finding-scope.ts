import type { Finding, GoalFindingCode } from '../rules/index.js';

/**
 * Whose a finding is (RULES.md, goals@1). `unit`: of one unit's own goals and
 * tasks, mended or answered by its head. `units`: between units. `organization`:
 * of nobody alone; HR settles it before the phase closes.
 */
export type FindingScope = 'unit' | 'units' | 'organization';

export function findingScope(code: GoalFindingCode): FindingScope {
  switch (code) {
    case 'OBJECTIVE_UNCOVERED':
    case 'STRENGTH_UNUSED':
    case 'OPPORTUNITY_UNUSED':
    case 'WEAKNESS_UNADDRESSED':
    case 'THREAT_UNADDRESSED':
      return 'organization';
    case 'CONFLICT_DIRECTION':
    case 'CONFLICT_TENSION':
    case 'METRIC_ASKED_TWICE':
      return 'units';
    case 'GOAL_NOT_SPECIFIC':
    case 'GOAL_NOT_MEASURABLE':
    case 'GOAL_NO_CHANGE':
    case 'GOAL_HARDLY_ACHIEVABLE':
    case 'GOAL_NOT_RELEVANT':
    case 'GOAL_NO_DUE':
    case 'GOAL_OUTSIDE_PERIOD':
    case 'GOAL_COUNT':
    case 'WEIGHTS_NOT_TOTAL':
    case 'WEIGHT_OUT_OF_BOUNDS':
    case 'TASK_NO_OWNER':
    case 'TASK_OUTSIDE_PERIOD':
    case 'TASK_ORDER':
    case 'GOAL_WITHOUT_TASK':
    case 'PLAN_OVER_CAPACITY':
    case 'PLAN_OVER_BUDGET':
      return 'unit';
  }
}

/** About tasks, owners, time and money: what a plan is asked for. The rest is about goals. */
export function isAboutPlan(code: GoalFindingCode): boolean {
  return code.startsWith('TASK_') || code.startsWith('PLAN_') || code === 'GOAL_WITHOUT_TASK';
}

/** What the ids in `at` name. */
export type FindingSubject = 'goal' | 'task' | 'unit' | 'metric' | 'objective' | 'swot';

export function findingSubject(code: GoalFindingCode): FindingSubject {
  switch (code) {
    case 'OBJECTIVE_UNCOVERED':
      return 'objective';
    case 'STRENGTH_UNUSED':
    case 'OPPORTUNITY_UNUSED':
    case 'WEAKNESS_UNADDRESSED':
    case 'THREAT_UNADDRESSED':
      return 'swot';
    case 'METRIC_ASKED_TWICE':
      return 'metric';
    case 'GOAL_COUNT':
    case 'WEIGHTS_NOT_TOTAL':
    case 'PLAN_OVER_CAPACITY':
    case 'PLAN_OVER_BUDGET':
      return 'unit';
    case 'TASK_NO_OWNER':
    case 'TASK_OUTSIDE_PERIOD':
    case 'TASK_ORDER':
      return 'task';
    case 'GOAL_NOT_SPECIFIC':
    case 'GOAL_NOT_MEASURABLE':
    case 'GOAL_NO_CHANGE':
    case 'GOAL_HARDLY_ACHIEVABLE':
    case 'GOAL_NOT_RELEVANT':
    case 'GOAL_NO_DUE':
    case 'GOAL_OUTSIDE_PERIOD':
    case 'WEIGHT_OUT_OF_BOUNDS':
    case 'GOAL_WITHOUT_TASK':
    case 'CONFLICT_DIRECTION':
    case 'CONFLICT_TENSION':
      return 'goal';
  }
}

/** What a finding does to the submit of the unit it is about: errors stop it, warnings ask for a reason, the rest is shown. */
export type AtSubmit = 'stops' | 'asks' | 'informs';

export function atSubmit({ code, severity }: Pick<Finding, 'code' | 'severity'>): AtSubmit {
  if (findingScope(code) !== 'unit') return 'informs';
  switch (severity) {
    case 'error':
      return 'stops';
    case 'warning':
      return 'asks';
    case 'advice':
      return 'informs';
  }
}

/** One finding has one key: its code and its ids, whatever their order. */
export const findingKey = ({ code, at }: { readonly code: string; readonly at: readonly string[] }): string =>
  JSON.stringify([code, [...at].sort()]);

/** Among all units: ids of tasks are each unit's own, so such a finding is told apart by its unit. */
export function organizationKey(it: {
  readonly code: GoalFindingCode;
  readonly at: readonly string[];
  readonly units: readonly string[];
}): string {
  return findingSubject(it.code) === 'task' ? JSON.stringify([findingKey(it), it.units]) : findingKey(it);
}
