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

/** Every group of fields that is the content of some step. */
export const contents: readonly Field[] = [...new Set(Object.values(fieldOfKind))];
