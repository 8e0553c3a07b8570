import { at, listAt, textAt } from '../steps/form-data.js';
import type { Match } from './page.js';

/** A person's word as the workflow's history carries it. */
export interface HistoryWord {
  readonly eventId: string;
  readonly commandId: string;
  readonly stepId: string;
  readonly actor: string;
  readonly principal: string;
  readonly digest: string;
}

/**
 * The words in a history (the JSON form of its protobuf): accepted updates and
 * signals carry one payload each. Anything else is passed over.
 */
export function wordsOf(history: unknown): readonly HistoryWord[] {
  return listAt(history, 'events').flatMap((event) => {
    const update = at(
      event,
      'workflowExecutionUpdateAcceptedEventAttributes',
      'acceptedRequest',
      'input',
      'args',
      'payloads',
    );
    const signal = at(event, 'workflowExecutionSignaledEventAttributes', 'input', 'payloads');
    const [payload] = listAt({ payloads: update ?? signal }, 'payloads');
    const word = decode(textAt(payload, 'data'));
    const commandId = textAt(word, 'commandId');
    if (commandId === '') return [];
    return [
      {
        eventId: textAt(event, 'eventId'),
        commandId,
        stepId: textAt(word, 'stepId'),
        actor: textAt(word, 'actor'),
        principal: textAt(word, 'principal'),
        digest: textAt(word, 'digest'),
      },
    ];
  });
}

function decode(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}

export interface JournaledAct {
  readonly commandId: string | null;
  readonly stepId: string | null;
  readonly actorId: string | null;
  readonly principalId: string | null;
  readonly contentDigest: string | null;
}

/** Compares one entry with the words of the histories; null: no history to compare with. */
export function matchOf(entry: JournaledAct, words: ReadonlyMap<string, HistoryWord> | null): Match {
  if (entry.commandId === null) return { kind: 'clock' };
  if (words === null) return { kind: 'unknown' };
  const word = words.get(entry.commandId);
  if (word === undefined) return { kind: 'missing' };
  const same =
    word.stepId === entry.stepId &&
    word.actor === entry.actorId &&
    word.principal === entry.principalId &&
    word.digest === entry.contentDigest;
  return same ? { kind: 'match', eventId: word.eventId } : { kind: 'mismatch' };
}

/** Words whose command the journal does not know: a workflow ahead of Postgres is an incident. */
export function extraWords(words: ReadonlyMap<string, HistoryWord>, journaled: ReadonlySet<string>): readonly string[] {
  return [...words.keys()].filter((commandId) => !journaled.has(commandId));
}
