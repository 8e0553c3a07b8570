export * from './distribution.js';
export * from './money.js';
export * from './unit-result.js';
export * from './watch.js';
