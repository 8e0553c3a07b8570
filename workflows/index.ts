/** The workflow types; every export here becomes one. */
export { improvementPlan } from './improvement-plan.js';
export { performanceCycle } from './performance-cycle.js';
export { unitReview } from './unit-review.js';
