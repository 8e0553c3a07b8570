export * from './types.js';
export * from './of-kind.js';
export * from './table.js';
export * from './can.js';
export * from './words.js';
