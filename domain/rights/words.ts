import type { Decision, Stage, StepKind } from '../process/types.js';
import { barring, can } from './can.js';
import { fieldOfKind } from './of-kind.js';
import type { Act, Moment, Relation } from './types.js';

/** One person's word on a step, with who it is about; resolved at the time of judging. */
export interface WordStanding {
  readonly actor: string;
  readonly principal: string;
  /** Whom the rule of the step names for this act. */
  readonly entitled: readonly string[];
  /** The actor is the principal, or stands in for them on that day. */
  readonly mayActForPrincipal: boolean;
  /** Submitters and editors of the attempt, and their principals. */
  readonly wrote: readonly string[];
  /** Heads of the unit under review, or everybody with a line in a proposal. */
  readonly ownUnit: readonly string[];
  /** Who rated, evaluated, calibrated or decided before; asked for appeals only. */
  readonly tookPart?: readonly string[];
}

/** The rule names whom they speak for, and they may. */
export const isNamed = ({ principal, entitled, mayActForPrincipal }: WordStanding): boolean =>
  mayActForPrincipal && entitled.includes(principal);

/** How the two who speak, a person and whom they speak for, stand towards the step. Each of them bars. */
export function relationsOfWord(act: 'submit' | 'approve', it: WordStanding): readonly Relation[] {
  const both = (persons: readonly string[]): boolean => persons.includes(it.actor) || persons.includes(it.principal);
  const named = isNamed(it);
  return [
    ...(named ? ([act === 'submit' ? 'submitter' : 'decider'] as const) : []),
    ...(both(it.wrote) ? (['wrote'] as const) : []),
    ...(both(it.ownUnit) ? (['own-unit'] as const) : []),
    ...(both(it.tookPart ?? []) ? (['took-part'] as const) : []),
  ];
}

/** What a decision is, for the table: a decision about work, an answer, or a judgement on an appeal. */
export function actOf(decision: Decision): Extract<Act, 'decide' | 'answer' | 'judge'> {
  switch (decision) {
    case 'approve':
    case 'return':
      return 'decide';
    case 'acknowledge':
    case 'disagree':
    case 'agree':
    case 'object':
      return 'answer';
    case 'grant':
    case 'reject':
      return 'judge';
  }
}

/** Why somebody may not say that; null: they may. Whose turn it is and whether it is late is not asked here. */
export type WordRefusal = 'NOT_YOUR_STEP' | 'OWN_WORK' | 'OWN_UNIT' | 'TOOK_PART';

/** @param decision null: they submit */
export function refusalOfWord(kind: StepKind, decision: Decision | null, it: WordStanding): WordRefusal | null {
  const field = fieldOfKind[kind];
  const act = decision === null ? 'submit' : actOf(decision);
  const standing = relationsOfWord(decision === null ? 'submit' : 'approve', it);
  const moment = atItsTime(decision === null ? 'open' : 'submitted');
  if (can({ roles: [] }, act, standing, moment, field)) return null;
  if (!standing.includes(decision === null ? 'submitter' : 'decider')) return 'NOT_YOUR_STEP';
  switch (barring(act, standing, field)) {
    case 'wrote':
      return 'OWN_WORK';
    case 'own-unit':
      return 'OWN_UNIT';
    case 'took-part':
      return 'TOOK_PART';
    default:
      return 'NOT_YOUR_STEP';
  }
}

const atItsTime = (step: Stage): Moment => ({ cycle: 'running', telling: 'secret', step });
