/** What is looked at before a cycle starts. An error stops the start, a warning is shown. */
export const preflightCodes = [
  'NO_SUBJECTS',
  'UNIT_WITHOUT_HEAD',
  'STEP_WITHOUT_PERSONS',
  'TIMES_OUT_OF_ORDER',
  'CYCLE_IS_OVER',
  'OWN_UNIT_UNKNOWN',
  'BUDGET_BASE_MISSING',
  'BONUS_BASE_MISSING',
  'GUARD_UNIT_UNKNOWN',
  'UNIT_WITHOUT_METRICS',
  'UNIT_WITHOUT_RATERS',
  'RATER_WITHOUT_HEAD',
  'DECIDER_HEADS_A_UNIT',
  'CALENDAR_UNKNOWN',
  'DUE_BEFORE_NOW',
  'CYCLE_OVERLAPS',
] as const;
export type PreflightCode = (typeof preflightCodes)[number];

export interface PreflightFinding {
  readonly code: PreflightCode;
  readonly severity: 'error' | 'warning';
  /** Ids of units, steps, persons, cycles, or a year. */
  readonly at: readonly string[];
}
