import type { StepKind } from '../../../../domain/process/index.js';
import type { StepForm } from '../form.js';
import { alignmentForm } from './alignment.js';
import { appealForm } from './appeal.js';
import { calibrationForm } from './calibration.js';
import { changeForm } from './change.js';
import { checkpointForm } from './checkpoint.js';
import { correctionForm } from './correction.js';
import { goalsForm } from './goals.js';
import { moneyForm } from './money.js';
import { planForm } from './plan.js';
import { ratingForm, selfEvaluationForm } from './ratings.js';
import { rulesForm } from './rules.js';
import { feedbackForm, noteForm, publicationForm } from './words.js';

/** The form of every kind of step: one flow around them all. */
export const formOf: Readonly<Record<StepKind, StepForm>> = {
  goals: goalsForm,
  plan: planForm,
  change: changeForm,
  alignment: alignmentForm,
  settlement: alignmentForm,
  checkpoint: checkpointForm,
  'self-evaluation': selfEvaluationForm,
  rating: ratingForm,
  evaluation: ratingForm,
  calibration: calibrationForm,
  publication: publicationForm,
  feedback: feedbackForm,
  appeal: appealForm,
  'appeal-2': appealForm,
  bonus: moneyForm,
  'bonus-own': moneyForm,
  budget: moneyForm,
  'budget-own': moneyForm,
  release: noteForm,
  nomination: noteForm,
  rules: rulesForm,
  correction: correctionForm,
  improvement: noteForm,
  'improvement-appeal': noteForm,
  'improvement-talk': noteForm,
  'improvement-outcome': noteForm,
};
