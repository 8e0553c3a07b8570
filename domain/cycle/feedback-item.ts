/** What becomes of a difficulty or a suggestion that a unit named when it answered the talk. */
import type { RefusalCode } from '../errors.js';
import type { Wait } from './follow-up.js';

export const itemKinds = ['difficulty', 'suggestion'] as const;
export type ItemKind = (typeof itemKinds)[number];

export const itemActs = ['assigned', 'answered', 'done', 'not-done', 'confirmed', 'reopened'] as const;
export type ItemAct = (typeof itemActs)[number];

/** `open`: wants an answer; `promised`: is seen to until a day; `settled`: the unit says whether it is; `closed`: over. */
export const itemStates = ['open', 'promised', 'settled', 'closed'] as const;
export type ItemState = (typeof itemStates)[number];

/** The last word on it, assignments apart; null: nobody has said anything. */
export interface ItemWord {
  readonly act: Exclude<ItemAct, 'assigned'>;
  readonly dueOn: string | null;
  /** Local day. */
  readonly writtenDay: string;
}

export function stateOfItem(act: ItemWord['act'] | null): ItemState {
  switch (act) {
    case null:
    case 'reopened':
      return 'open';
    case 'answered':
      return 'promised';
    case 'done':
    case 'not-done':
      return 'settled';
    case 'confirmed':
      return 'closed';
  }
}

/** Whose turn it is and since when; null: it is over. `namedDay`: local. */
export function waitOfItem(it: { readonly namedDay: string; readonly last: ItemWord | null }): Wait | null {
  const { last, namedDay } = it;
  switch (stateOfItem(last?.act ?? null)) {
    case 'open':
      return { reason: 'unanswered', fromDay: last?.writtenDay ?? namedDay };
    case 'promised':
      return { reason: 'overdue', fromDay: last?.dueOn ?? namedDay };
    case 'settled':
      return { reason: 'unconfirmed', fromDay: last?.writtenDay ?? namedDay };
    case 'closed':
      return null;
  }
}

/** A word that somebody wants to say; an assignment is judged by who may have it, not here. */
export interface NewItemWord {
  readonly act: Exclude<ItemAct, 'assigned'>;
  readonly text: string;
  /** The last day, `YYYY-MM-DD`; of an answer. */
  readonly dueOn: string | null;
}

interface Wrong {
  readonly code: RefusalCode;
  readonly field: 'act' | 'text' | 'dueOn';
}

/** What is wrong with a word; null: it may be written. An answer may be given anew while it is under way. `today`: local. */
export function wrongWithItemWord(word: NewItemWord, state: ItemState, today: string): Wrong | null {
  if (state === 'closed') return { code: 'ITEM_CLOSED', field: 'act' };
  const isVerdict = word.act === 'confirmed' || word.act === 'reopened';
  if (isVerdict && state !== 'settled') return { code: 'ITEM_NOT_SETTLED', field: 'act' };
  if (!isVerdict && state === 'settled') return { code: 'ITEM_SETTLED', field: 'act' };
  if (word.act !== 'confirmed' && word.text.trim() === '') return { code: 'TEXT_MISSING', field: 'text' };
  if (word.act === 'answered' && (word.dueOn === null || word.dueOn < today))
    return { code: 'DUE_NOT_AHEAD', field: 'dueOn' };
  return null;
}
