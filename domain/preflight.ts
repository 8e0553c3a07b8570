/** What is looked at before a cycle starts. An error stops the start; a warning and advice are shown. */
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
  'CHECKPOINTS_TOO_SPARSE',
  'CHECKPOINTS_TOO_DENSE',
] as const;
export type PreflightCode = (typeof preflightCodes)[number];

export interface PreflightFinding {
  readonly code: PreflightCode;
  readonly severity: 'error' | 'warning' | 'advice';
  /** Ids of units, steps, persons, cycles, metrics, a phase, or a year. */
  readonly at: readonly string[];
}
