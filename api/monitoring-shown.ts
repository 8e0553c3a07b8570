import { stateOfCase } from '../domain/cycle/index.js';
import { standingOfCase } from '../db/case-waits.js';
import type { NoteRow } from '../db/coaching.js';
import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import type { CaseRow } from '../db/deviation-cases.js';
import { noteReference } from './coaching.js';
import { actsOnCase, ownerOf } from './corrective-actions.js';
import { seesTalk } from './in-line.js';
import type { Person } from './session.js';

/** A case as this person sees it: those beside see that there is an action and how it stands, not its words. */
export async function shownCase(sql: Query, person: Person, cycle: CycleRow, row: CaseRow) {
  const { headId: _head, ownerId: _owner, action, ...rest } = row;
  const whole =
    (await seesTalk(sql, person, cycle, row.unitId)) || (await actsOnCase(sql, person, cycle, row)) !== null;
  const shown = action === null || whole ? action : { ...action, action: null, note: null };
  return { ...rest, owner: ownerOf(row), state: stateOfCase(standingOfCase(row, cycle.zone)), action: shown, whole };
}

/** A note with its answers. */
export function shownThread(thread: readonly NoteRow[]) {
  const [first, ...answers] = thread;
  if (first === undefined) throw new Error('a thread without a note');
  const entry = ({ id, side, text, by, principal, at }: NoteRow) => ({ id, side, text, by, principal, at });
  const { unitId, goalId, title } = first;
  return { ...entry(first), reference: noteReference(first.id), unitId, goalId, title, answers: answers.map(entry) };
}
