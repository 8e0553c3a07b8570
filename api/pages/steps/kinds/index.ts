import type { StepKind } from '../../../../domain/process/index.js';
import type { StepForm } from '../form.js';
import { alignmentForm } from './alignment.js';
import { withCarried } from './carried.js';
import { appealForm } from './appeal.js';
import { calibrationForm } from './calibration.js';
import { changeForm } from './change.js';
import { checkpointForm } from './checkpoint.js';
import { correctionForm } from './correction.js';
import { goalsForm } from './goals.js';
import { improvementAppealForm, improvementForm, improvementOutcomeForm, improvementTalkForm } from './improvement.js';
import { moneyForm } from './money.js';
import { nominationForm } from './nomination.js';
import { planForm } from './plan.js';
import { ratingForm, selfEvaluationForm } from './ratings.js';
import { releaseForm } from './release.js';
import { rulesForm } from './rules.js';
import { feedbackForm, publicationForm } from './words.js';

/** The form of every kind of step: one flow around them all. */
export const formOf: Readonly<Record<StepKind, StepForm>> = {
  goals: withCarried(goalsForm),
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
  release: releaseForm,
  nomination: nominationForm,
  rules: rulesForm,
  correction: correctionForm,
  improvement: improvementForm,
  'improvement-appeal': improvementAppealForm,
  'improvement-talk': improvementTalkForm,
  'improvement-outcome': improvementOutcomeForm,
};
