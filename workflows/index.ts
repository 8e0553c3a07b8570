/** The workflow types; every export here becomes one. */
export { performanceCycle } from './performance-cycle.js';
export { unitReview } from './unit-review.js';
