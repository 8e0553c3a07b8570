import type { StepKind } from '../process/types.js';
import type { Field } from './types.js';

/** What is written into a step of that kind. A new kind has to say here who sees it. */
export const fieldOfKind: Readonly<Record<StepKind, Field>> = {
  goals: 'goals',
  plan: 'plan',
  change: 'change',
  alignment: 'alignment',
  settlement: 'alignment',
  checkpoint: 'report',
  'self-evaluation': 'self-evaluation',
  rating: 'rating',
  evaluation: 'evaluation',
  calibration: 'calibration',
  publication: 'publication',
  feedback: 'feedback',
  appeal: 'appeal',
  'appeal-2': 'appeal',
  bonus: 'proposal',
  'bonus-own': 'proposal',
  budget: 'proposal',
  'budget-own': 'proposal',
  release: 'release',
  nomination: 'nomination',
  rules: 'rules-proposal',
  correction: 'correction',
  improvement: 'improvement',
  'improvement-talk': 'feedback',
  'improvement-appeal': 'appeal',
  'improvement-outcome': 'improvement',
};

/**
 * Steps of which not everybody is told that they are there, with the group that
 * their being there belongs to; where all others stand is no secret.
 */
export const secretSteps: readonly { readonly field: Field; readonly kinds: readonly StepKind[] }[] = [
  { field: 'nomination', kinds: ['nomination'] },
  {
    field: 'improvement',
    kinds: ['improvement', 'improvement-appeal', 'improvement-talk', 'improvement-outcome'],
  },
];

/** To which group it belongs that a step of that kind is there; null: everybody is told. */
export const secretFieldOf = (kind: StepKind): Field | null =>
  secretSteps.find(({ kinds }) => kinds.includes(kind))?.field ?? null;

/** Every group of fields that is the content of some step. */
export const contents: readonly Field[] = [...new Set(Object.values(fieldOfKind))];
