export * from './distribution.js';
export * from './effects.js';
export * from './money.js';
export * from './rules-change.js';
export * from './rules-difference.js';
export * from './unit-result.js';
export * from './watch.js';
