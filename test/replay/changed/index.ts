/**
 * Deliberately changed twins: each makes one change that a running cycle could
 * not survive, without `patched`. The replay test must refuse them.
 */
export { performanceCycle } from './cycle-publishes-first.js';
export { unitReview } from './review-records-otherwise.js';
export { improvementPlan } from './plan-sleeps-first.js';
