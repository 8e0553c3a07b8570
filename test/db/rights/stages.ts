import type { Moment } from '../../../domain/rights/index.js';

export const cycleId = 'walk';

/** The walk's stages, in the order of a year. */
export const stages = ['goals-open', 'evaluation', 'published', 'told', 'posted', 'closed'] as const;
export type WalkStage = (typeof stages)[number];

export const momentOf = (stage: WalkStage): Pick<Moment, 'cycle' | 'telling'> => ({
  cycle: stage === 'closed' ? 'closed' : 'running',
  telling: stage === 'goals-open' || stage === 'evaluation' ? 'secret' : stage === 'published' ? 'published' : 'told',
});

/** The unit of a head, one below it, one beside. */
export const walkedUnits = ['sales', 'sales-new', 'marketing'] as const;
export type WalkedUnit = (typeof walkedUnits)[number];
export const isWalked = (unit: string): boolean => walkedUnits.some((each) => each === unit);
