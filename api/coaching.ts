import { type NoteRow, readThread, writeNote, writersOf } from '../db/coaching.js';
import type { Query, Transaction } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { unitOfGoal } from '../db/goal-document.js';
import { appendJournal } from '../db/journal.js';
import { resolvePersons } from '../db/people.js';
import { readClock } from '../db/record.js';
import { lockReviews } from '../db/reviews.js';
import type { Side } from '../db/sides.js';
import { insertNotices } from '../db/step-notices.js';
import { keyedDigest } from '../documents/digest.js';
import { reviewIdOf } from '../workflows/messages.js';
import type { ApiDeps } from './deps.js';
import { needsRunning, personLine, sideOf } from './in-line.js';
import { Refused } from './refused.js';
import type { Person } from './session.js';

/** As evidence a note is quoted by its number. */
export const noteReference = (id: string): string => `note/${id}`;

/** Of those who may write on both sides it is the other one's turn to answer. */
const other = (side: Side): Side => (side === 'head' ? 'above' : 'head');

/** A note on a goal in force, by the unit's head or a head above; the other side is told. @throws Refused */
export async function addNote(
  deps: ApiDeps,
  tx: Transaction,
  person: Person,
  cycle: CycleRow,
  asked: { readonly goal: string; readonly text: string },
): Promise<readonly NoteRow[]> {
  needsRunning(cycle);
  const text = wordsOf(asked.text);
  const unitId = await unitOfGoal(tx, cycle.id, asked.goal);
  if (unitId === undefined) throw new Refused('GOAL_NOT_IN_FORCE', [{ pointer: '/goal', code: 'GOAL_NOT_IN_FORCE' }]);
  const side = await sideOf(tx, person, cycle, unitId);
  if (side === undefined) throw new Refused('NOT_IN_LINE');
  return write(deps, tx, person, cycle, { unitId, goalId: asked.goal, answers: null, ...side, text });
}

/** An answer in a thread: by the side that did not write last. @throws Refused */
export async function answerNote(
  deps: ApiDeps,
  tx: Transaction,
  person: Person,
  cycle: CycleRow,
  noteId: string,
  words: string,
): Promise<readonly NoteRow[]> {
  needsRunning(cycle);
  const text = wordsOf(words);
  const [first] = await readThread(tx, cycle.id, noteId);
  if (first === undefined) throw new Refused('NOT_FOUND');
  await lockReviews(tx, [reviewIdOf(cycle.id, first.unitId)]);
  const last = (await readThread(tx, cycle.id, noteId)).at(-1) ?? first;
  if ((await sideOf(tx, person, cycle, first.unitId)) === undefined) throw new Refused('NOT_IN_LINE');
  const side = await sideOf(tx, person, cycle, first.unitId, other(last.side));
  if (side === undefined) throw new Refused('NOTE_TURN');
  return write(deps, tx, person, cycle, { unitId: first.unitId, goalId: first.goalId, answers: noteId, ...side, text });
}

/** @throws Refused TEXT_MISSING */
function wordsOf(words: string): string {
  const text = words.trim();
  if (text === '') throw new Refused('TEXT_MISSING', [{ pointer: '/text', code: 'TEXT_MISSING' }]);
  return text;
}

interface Written {
  readonly unitId: string;
  readonly goalId: string;
  readonly answers: string | null;
  readonly principal: string;
  readonly side: Side;
  readonly text: string;
}

async function write(
  { config }: ApiDeps,
  tx: Transaction,
  person: Person,
  cycle: CycleRow,
  it: Written,
): Promise<readonly NoteRow[]> {
  const { now } = await readClock(tx, cycle.id);
  const { unitId, goalId, answers, principal, text } = it;
  const id = await writeNote(tx, { ...it, cycleId: cycle.id, by: person.id, at: now });
  const thread = answers ?? id;
  await appendJournal(tx, reviewIdOf(cycle.id, unitId), [
    await personLine(tx, cycle.id, {
      act: answers === null ? 'note-written' : 'note-answered',
      actor: person.id,
      principal,
      digest: keyedDigest(config.digestKey, { note: id, text }),
      data: { note: thread, goal: goalId },
    }),
  ]);
  const written = await readThread(tx, cycle.id, thread);
  const goalsStep = cycle.schedule.steps.find((plan) => plan.kind === 'goals')?.id ?? 'goals';
  const told = (await otherSide(tx, it, thread)).filter((each) => each !== person.id && each !== principal);
  await insertNotices(
    tx,
    told.map((personId) => ({
      key: [cycle.id, unitId, 'note', id, personId].join('/'),
      cycleId: cycle.id,
      reviewId: reviewIdOf(cycle.id, unitId),
      stepId: goalsStep,
      personId,
      code: answers === null ? 'NOTE_WRITTEN' : 'NOTE_ANSWERED',
      data: { note: thread, goal: goalId, title: written[0]?.title ?? goalId },
      at: now,
    })),
  );
  return written;
}

/** Those of the other side who have written in the thread; where nobody has, its head or the head next above. */
async function otherSide(sql: Query, { unitId, side }: Written, thread: string): Promise<readonly string[]> {
  const writers = await writersOf(sql, thread, other(side));
  if (writers.length > 0) return writers;
  const rule = side === 'head' ? 'parent-head' : 'head';
  const persons = await resolvePersons(sql, [{ key: 'other', rule, unitId, raterUnitId: null }]);
  return persons.get('other') ?? [];
}
