export * from './model.js';
export * from './words.js';
export {
  approvalsReport,
  approvingOutcomes,
  type DeciderRow,
  enoughDecisions,
  hastyMs,
  judgedKinds,
  neverReturned,
  outcomesOfNo,
} from './approvals.js';
export {
  attemptsShape,
  type DecisionRow,
  decisionsShape,
  type Reading,
  type RungRow,
  rungsShape,
} from './attempt-lists.js';
export type { AttemptContext, AttemptRow } from './attempts.js';
export { type CycleContext, cycleReport, type CycleRows, type UnitRow } from './cycle.js';
export { type StepRow, stepsShape, type StepSum } from './cycle-steps.js';
export { type CaseReportRow, deviationsReport } from './deviations.js';
export { fairnessReport, type FairnessRows, type JudgedRow, type RatingRow } from './fairness.js';
export type { MoneyRow } from './money.js';
export { type AskedRow, type RepeatRows, repeatsReport, type TypedRow } from './repeats.js';
export { type GoalRow, strategyReport, type StrategyRows } from './strategy.js';
export {
  type CheckpointRow,
  type ResultVersionRow,
  type UnitGoalRow,
  unitReport,
  type UnitReportRows,
} from './unit.js';
export { headOf, type KeptShape } from './list.js';
export { type Moment, type RankedWaits, type Wait, waitBetween } from './waits.js';
export { hoursAndMinutes, hoursOf, type Names } from './values.js';
export { waitingReport, type WaitingRow } from './waiting.js';
