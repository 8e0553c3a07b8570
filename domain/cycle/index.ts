export * from './money.js';
export * from './unit-result.js';
