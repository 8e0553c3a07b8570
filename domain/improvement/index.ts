/** Improvement plans: what opens one, and how it goes on. */
export * from './advance.js';
export * from './criterion.js';
export * from './first-day.js';
export * from './ids.js';
export * from './types.js';
export * from './content.js';
