/** The rules of performance management, pure and exact (RULES.md). */
export type * from './types.js';
export * from './goals-document.js';
export { gradeOf, score } from './score.js';
export { onCurve, type PlainCurve } from './curves.js';
export { allocate, budget, distribute, rawBudgets } from './money.js';
export type { Allocation, Budget, BudgetDocument, DistributionDocument, MoneyFinding, PoolDocument } from './money.js';
export { checkGoals } from './check-goals.js';
export { unusedCode } from './check-together.js';
export { monitor } from './monitor.js';
export type { MonitorDocument, Monitored, MonitoredGoal, MonitorFinding, MonitorLine } from './monitor.js';
export { componentId, expandScorecard } from './expand.js';
export { leavesOf } from './leaves.js';
export { type DriftRating, raterDrift } from './drift.js';
export * from './compare.js';
export { type Load, type PlanLoad, planLoad } from './plan-load.js';
