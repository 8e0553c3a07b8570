export * from './money.js';
export * from './unit-result.js';
export * from './finding-scope.js';
export * from './organization-findings.js';
