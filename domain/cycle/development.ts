/** Development plans and training: what shall be learnt, and when it counts as learnt. */
import type { RefusalCode } from '../errors.js';
import type { Wait } from './follow-up.js';

export const developmentStates = ['planned', 'under-way', 'done', 'dropped'] as const;
export type DevelopmentState = (typeof developmentStates)[number];

export const developmentOrigins = ['result', 'item', 'hand'] as const;
export type DevelopmentOrigin = (typeof developmentOrigins)[number];

/** Where an entry stands, as somebody writes it. */
export interface DevelopmentWord {
  readonly state: DevelopmentState;
  readonly learn: string;
  readonly why: string;
  readonly how: string;
  /** The last day, `YYYY-MM-DD`. */
  readonly untilOn: string;
  readonly supporter: string | null;
  /** How it ended; of what is done or dropped. */
  readonly outcome: string;
}

const isOver = (state: DevelopmentState): boolean => state === 'done' || state === 'dropped';

interface Wrong<Field extends string> {
  readonly code: RefusalCode;
  readonly field: Field;
}

/** What is wrong with a word; null: it may be written. `standing`: as it is now, null: it is new. `today`: local. */
export function wrongWithDevelopment(
  word: DevelopmentWord,
  standing: Pick<DevelopmentWord, 'state' | 'untilOn'> | null,
  today: string,
): Wrong<'state' | 'learn' | 'why' | 'how' | 'untilOn' | 'outcome'> | null {
  if (standing !== null && isOver(standing.state)) return { code: 'DEVELOPMENT_OVER', field: 'state' };
  const empty = (['learn', 'why', 'how'] as const).find((field) => word[field].trim() === '');
  if (empty !== undefined) return { code: 'TEXT_MISSING', field: empty };
  if (isOver(word.state)) return word.outcome.trim() === '' ? { code: 'TEXT_MISSING', field: 'outcome' } : null;
  if (standing === null && word.state !== 'planned') return { code: 'DEVELOPMENT_NEW', field: 'state' };
  // One that is late already may be written on with its day as it was.
  return word.untilOn < today && word.untilOn !== standing?.untilOn
    ? { code: 'DUE_NOT_AHEAD', field: 'untilOn' }
    : null;
}

/** What ends has an outcome, what goes on has none. */
export const keptDevelopment = (word: DevelopmentWord): DevelopmentWord => ({
  ...word,
  learn: word.learn.trim(),
  why: word.why.trim(),
  how: word.how.trim(),
  outcome: isOver(word.state) ? word.outcome.trim() : '',
});

export function waitOfDevelopment(it: Pick<DevelopmentWord, 'state' | 'untilOn'>): Wait | null {
  return isOver(it.state) ? null : { reason: 'overdue', fromDay: it.untilOn };
}

export const trainingStates = ['assigned', 'done', 'confirmed', 'cancelled'] as const;
export type TrainingState = (typeof trainingStates)[number];

export const trainingActs = ['done', 'confirmed', 'returned', 'cancelled'] as const;
export type TrainingAct = (typeof trainingActs)[number];

/** What is wrong with an act on an assignment; null: it may be written. */
export function wrongWithTraining(act: TrainingAct, text: string, state: TrainingState): Wrong<'act' | 'text'> | null {
  if (state === 'confirmed' || state === 'cancelled') return { code: 'TRAINING_OVER', field: 'act' };
  if (act === 'done' && state !== 'assigned') return { code: 'TRAINING_SAID_DONE', field: 'act' };
  if ((act === 'confirmed' || act === 'returned') && state !== 'done')
    return { code: 'TRAINING_NOT_DONE', field: 'act' };
  if ((act === 'returned' || act === 'cancelled') && text.trim() === '') return { code: 'TEXT_MISSING', field: 'text' };
  return null;
}

/** `doneDay`: the local day on which the person said so. */
export function waitOfTraining(it: {
  readonly state: TrainingState;
  readonly dueOn: string;
  readonly doneDay: string | null;
}): Wait | null {
  switch (it.state) {
    case 'assigned':
      return { reason: 'overdue', fromDay: it.dueOn };
    case 'done':
      return { reason: 'unconfirmed', fromDay: it.doneDay ?? it.dueOn };
    case 'confirmed':
    case 'cancelled':
      return null;
  }
}

/** Who confirms what a person says they have done: the head of the unit; where there is none, or it is theirs, the head above. */
export const confirmerOfTraining = (person: string, head: string | null): 'head' | 'parent-head' =>
  head === null || head === person ? 'parent-head' : 'head';
