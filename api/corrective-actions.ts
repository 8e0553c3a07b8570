import { keptWord, type StandingAction, wrongWithWord } from '../domain/cycle/index.js';
import { lookAgain, openingsOf, settleCaseWaits } from '../db/case-waits.js';
import type { Query, Transaction } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { type CaseRow, passOwner, possibleOwners, readCase, writeAction } from '../db/deviation-cases.js';
import { appendJournal } from '../db/journal.js';
import { activeStandIns } from '../db/people.js';
import { readClock } from '../db/record.js';
import { lockReviews } from '../db/reviews.js';
import { insertNotices } from '../db/step-notices.js';
import { keyedDigest } from '../documents/digest.js';
import { reviewIdOf } from '../workflows/messages.js';
import type { ApiDeps } from './deps.js';
import { needsRunning, personLine, sideOf, today } from './in-line.js';
import { Refused } from './refused.js';
import type { Person } from './session.js';

export interface ActionRequest {
  /** The version of the action that was seen; 0: there was none. */
  readonly version: number;
  readonly state: StandingAction['state'];
  readonly action: string;
  readonly note: string;
  readonly dueOn?: string;
}

export const ownerOf = ({ ownerId, headId }: Pick<CaseRow, 'ownerId' | 'headId'>): string | null => ownerId ?? headId;

/** For whom the person may act on a case: as its owner, as the unit's head, or standing in for one. Null: for nobody. */
export async function actsOnCase(
  sql: Query,
  person: Pick<Person, 'id'>,
  cycle: CycleRow,
  row: CaseRow,
): Promise<string | null> {
  const owner = ownerOf(row);
  if (owner === person.id) return owner;
  const head = await sideOf(sql, person, cycle, row.unitId, 'head');
  if (head !== undefined) return head.principal;
  if (owner === null) return null;
  const standIns = await activeStandIns(sql, [owner], today(cycle));
  return standIns.get(owner)?.includes(person.id) === true ? owner : null;
}

/** The case, with its unit's review held: nobody moves it meanwhile. @throws Refused NOT_FOUND or DEVIATION_CLOSED */
async function heldCase(tx: Transaction, cycle: CycleRow, id: string): Promise<CaseRow> {
  const found = await readCase(tx, cycle.id, id);
  if (found === undefined) throw new Refused('NOT_FOUND');
  await lockReviews(tx, [reviewIdOf(cycle.id, found.unitId)]);
  const held = await readCase(tx, cycle.id, id);
  if (held === undefined || held.closedAt !== null) throw new Refused('DEVIATION_CLOSED');
  return held;
}

/**
 * Names the corrective action of a deviation, or tells how it stands: a
 * version more, journaled with who and when. @throws Refused
 */
export async function sayAction(
  { config }: ApiDeps,
  tx: Transaction,
  person: Person,
  cycle: CycleRow,
  caseId: string,
  asked: ActionRequest,
): Promise<CaseRow> {
  needsRunning(cycle);
  const held = await heldCase(tx, cycle, caseId);
  const principal = await actsOnCase(tx, person, cycle, held);
  if (principal === null) throw new Refused('ACTION_NOT_YOURS');
  if ((held.action?.version ?? 0) !== asked.version) throw new Refused('ACTION_CHANGED');
  const word = { ...asked, dueOn: asked.dueOn ?? null };
  const wrong = wrongWithWord(word, held.action, today(cycle));
  if (wrong !== null) throw new Refused(wrong.code, [{ pointer: `/${wrong.field}`, code: wrong.code }]);
  const { now } = await readClock(tx, cycle.id);
  const { state, action, note, dueOn } = keptWord(word, held.action);
  const by = { by: person.id, principal, at: now };
  const version = await writeAction(tx, { caseId, state, action, note, dueOn, ...by, commandId: null });
  await appendJournal(tx, reviewIdOf(cycle.id, held.unitId), [
    await personLine(tx, cycle.id, {
      act: 'action-written',
      actor: person.id,
      principal,
      digest: keyedDigest(config.digestKey, { state, action, note, dueOn }),
      data: { case: caseId, goal: held.goalId, version, state, ...(dueOn !== null && { dueOn }) },
    }),
  ]);
  await settleCaseWaits(tx, cycle, [caseId], await openingsOf(tx, cycle.zone));
  await lookAgain(tx, cycle, now);
  return (await readCase(tx, cycle.id, caseId)) ?? held;
}

/** Makes somebody of the unit, or of one below, the owner; by the unit's head or one above. @throws Refused */
export async function nameOwner(
  { config }: ApiDeps,
  tx: Transaction,
  person: Person,
  cycle: CycleRow,
  caseId: string,
  owner: string,
): Promise<CaseRow> {
  needsRunning(cycle);
  const held = await heldCase(tx, cycle, caseId);
  const side = await sideOf(tx, person, cycle, held.unitId);
  if (side === undefined) throw new Refused('ACTION_NOT_YOURS');
  const possible = await possibleOwners(tx, held.unitId);
  if (!possible.some((each) => each.id === owner)) {
    throw new Refused('OWNER_NOT_IN_UNIT', [{ pointer: '/owner', code: 'OWNER_NOT_IN_UNIT' }]);
  }
  if (ownerOf(held) === owner) return held;
  const { now } = await readClock(tx, cycle.id);
  await passOwner(tx, { caseId, owner, by: person.id, principal: side.principal, at: now });
  const reviewId = reviewIdOf(cycle.id, held.unitId);
  await appendJournal(tx, reviewId, [
    await personLine(tx, cycle.id, {
      act: 'owner-named',
      actor: person.id,
      principal: side.principal,
      digest: keyedDigest(config.digestKey, { case: caseId, owner }),
      data: { case: caseId, goal: held.goalId, owner },
    }),
  ]);
  const goalsStep = cycle.schedule.steps.find((plan) => plan.kind === 'goals')?.id ?? 'goals';
  await insertNotices(tx, [
    {
      key: [cycle.id, held.unitId, 'owner', caseId, now, owner].join('/'),
      cycleId: cycle.id,
      reviewId,
      stepId: goalsStep,
      personId: owner,
      code: 'DEVIATION_YOURS',
      data: { case: caseId, goal: held.goalId, title: held.title, severity: held.severity, on: held.since },
      at: now,
    },
  ]);
  return (await readCase(tx, cycle.id, caseId)) ?? held;
}
