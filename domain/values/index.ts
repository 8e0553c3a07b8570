export * from './collecting.js';
export * from './connector.js';
export * from './freshness.js';
export * from './rows.js';
export * from './reading.js';
export * from './planning.js';
