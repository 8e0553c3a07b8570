export * from './types.js';
export * from './kinds.js';
export * from './next.js';
export * from './advance.js';
export * from './content.js';
export * from './standing.js';
export * from './clock.js';
export * from './at-once.js';
