import type { RefusalCode } from '../errors.js';
import type { ActionState } from './follow-up.js';

/** What somebody says of a corrective action: names one, or tells how it stands. */
export interface ActionWord {
  readonly state: ActionState;
  /** What is done; of a planned action only. */
  readonly action: string;
  readonly note: string;
  /** The last day, `YYYY-MM-DD`; of an action that is planned or goes on. */
  readonly dueOn: string | null;
}

export interface StandingAction {
  readonly state: ActionState;
  readonly action: string;
}

/** Is an action under way, of which one can say how it stands? */
export const isUnderWay = (action: Pick<StandingAction, 'state'> | null): boolean =>
  action?.state === 'planned' || action?.state === 'going-on';

interface Wrong {
  readonly code: RefusalCode;
  readonly field: 'state' | 'action' | 'dueOn';
}

/** What is wrong with a word; null: it may be written. `today`: a local day. */
export function wrongWithWord(word: ActionWord, standing: StandingAction | null, today: string): Wrong | null {
  if (word.state === 'planned') {
    if (word.action.trim() === '') return { code: 'TEXT_MISSING', field: 'action' };
  } else if (!isUnderWay(standing)) {
    return { code: 'ACTION_MISSING', field: 'state' };
  }
  if (word.state === 'done' || word.state === 'not-effective') return null;
  return word.dueOn === null || word.dueOn < today ? { code: 'DUE_NOT_AHEAD', field: 'dueOn' } : null;
}

/** The word as it is kept: what follows up an action carries its text, what ends it has no date. */
export function keptWord(word: ActionWord, standing: StandingAction | null): ActionWord {
  const isEnd = word.state === 'done' || word.state === 'not-effective';
  return {
    state: word.state,
    action: word.state === 'planned' ? word.action.trim() : (standing?.action ?? word.action.trim()),
    note: word.note.trim(),
    dueOn: isEnd ? null : word.dueOn,
  };
}
