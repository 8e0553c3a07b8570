import type { Decision, StepKind, StepOutcome } from './types.js';

/** The two answers a decider can give, by kind of step: [yes, no]; null: there is no decider. */
export function decisionsOf(kind: StepKind): readonly [yes: Decision, no: Decision] | null {
  switch (kind) {
    case 'self-evaluation':
    case 'rating':
    case 'settlement':
      return null;
    case 'alignment':
      return ['agree', 'object'];
    case 'feedback':
      return ['acknowledge', 'disagree'];
    case 'improvement-talk':
      return ['acknowledge', 'disagree'];
    case 'appeal':
    case 'appeal-2':
    case 'improvement-appeal':
      return ['grant', 'reject'];
    case 'goals':
    case 'plan':
    case 'change':
    case 'checkpoint':
    case 'evaluation':
    case 'calibration':
    case 'publication':
    case 'bonus':
    case 'bonus-own':
    case 'budget':
    case 'budget-own':
    case 'release':
    case 'nomination':
    case 'rules':
    case 'correction':
    case 'improvement':
    case 'improvement-outcome':
      return ['approve', 'return'];
  }
}

const outcomes: Readonly<Record<Decision, StepOutcome>> = {
  approve: 'approved',
  return: 'returned',
  agree: 'agreed',
  object: 'objected',
  acknowledge: 'acknowledged',
  disagree: 'disagreed',
  grant: 'granted',
  reject: 'rejected',
};

export function outcomeOf(decision: Decision): StepOutcome {
  return outcomes[decision];
}

/** A "no" says why. */
export function needsReason(decision: Decision): boolean {
  return decision === 'return' || decision === 'object' || decision === 'disagree' || decision === 'reject';
}

/** Decided by somebody outside the line, and by none who judged, calibrated or decided before. */
export function isAppeal(kind: StepKind): boolean {
  return kind === 'appeal' || kind === 'appeal-2' || kind === 'improvement-appeal';
}

/** Acknowledging and agreeing are answers, not decisions about work: exempt from the own-unit rule. */
export function isAnswer(decision: Decision): boolean {
  return decision === 'acknowledge' || decision === 'disagree' || decision === 'agree' || decision === 'object';
}

/** What others say of a unit: nobody says it of their own. */
export const isJudgement = (kind: StepKind): boolean => kind === 'rating' || kind === 'evaluation';
