import { type ItemAct, wrongWithItemWord } from '../domain/cycle/index.js';
import { lookAgain, openingsOf } from '../db/case-waits.js';
import type { Query, Transaction } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import {
  type ItemFilter,
  type ItemRow,
  possibleItemOwners,
  readItem,
  settleItemWaits,
  stateOf,
  writeItemEvent,
} from '../db/feedback-items.js';
import { type Telling, tellPeople } from '../db/unit-notices.js';
import { appendJournal } from '../db/journal.js';
import { headsOfUnits, resolvePersons } from '../db/people.js';
import { readClock } from '../db/record.js';
import { lockReviews } from '../db/reviews.js';
import { keyedDigest } from '../documents/digest.js';
import { reviewIdOf } from '../workflows/messages.js';
import { actsForOneOf } from './acts-for.js';
import type { ApiDeps } from './deps.js';
import { needsRunning, personLine, sideOf, today } from './in-line.js';
import { Refused } from './refused.js';
import { may, relationOfSide, unitsSeen } from './rights.js';
import type { Person } from './session.js';

/** What somebody may do with an item, each with the person for whom; null: not they. */
export interface ItemRights {
  readonly sees: boolean;
  /** Answers, and tells what came of it. */
  readonly answers: string | null;
  /** Says whether that will do. */
  readonly judges: string | null;
  /** Makes somebody else the owner. */
  readonly passesOn: string | null;
}

/** Whose it is to answer: whoever was made the owner, else the unit's superior. Empty: nobody, an open incident. */
async function ownersOfItem(sql: Query, row: Pick<ItemRow, 'ownerId' | 'unitId'>): Promise<readonly string[]> {
  return row.ownerId === null ? superiorsOf(sql, row.unitId) : [row.ownerId];
}

async function superiorsOf(sql: Query, unitId: string): Promise<readonly string[]> {
  const ask = { key: 'superior', rule: 'parent-head', unitId, raterUnitId: null } as const;
  return (await resolvePersons(sql, [ask])).get('superior') ?? [];
}

export async function itemRights(sql: Query, person: Person, cycle: CycleRow, row: ItemRow): Promise<ItemRights> {
  const superiors = await superiorsOf(sql, row.unitId);
  const owners = row.ownerId === null ? superiors : [row.ownerId];
  const answers = await actsForOneOf(sql, person, cycle, owners);
  const superior = await actsForOneOf(sql, person, cycle, superiors);
  const side = await sideOf(sql, person, cycle, row.unitId);
  const head = await sideOf(sql, person, cycle, row.unitId, 'head');
  const owns = answers === null ? [] : (['owner'] as const);
  const named = superior === null ? [] : (['decider', superior === person.id ? 'above' : 'for-above'] as const);
  const standing = [...(side === undefined ? [] : [relationOfSide(side, person)]), ...owns, ...named];
  const judges = head !== undefined && may(person, 'judge', 'item', [relationOfSide(head, person)]);
  return {
    sees: may(person, 'see', 'item', standing),
    answers: may(person, 'write', 'item', owns) ? answers : null,
    judges: judges ? head.principal : null,
    passesOn: may(person, 'name', 'item', named) ? (superior ?? person.id) : null,
  };
}

/** Whose items somebody sees in a list: all, or those of the line that they speak for and those that are theirs by name. */
export async function itemsInSight(
  sql: Query,
  person: Person,
  cycle: CycleRow,
): Promise<Pick<ItemFilter, 'units' | 'owner'>> {
  return { units: await unitsSeen(sql, person, 'item', today(cycle)), owner: person.id };
}

/** The item, with its unit's review held: nobody moves it meanwhile. @throws Refused */
async function heldItem(
  tx: Transaction,
  person: Person,
  cycle: CycleRow,
  asked: { readonly id: string; readonly version: number },
): Promise<{ readonly row: ItemRow; readonly rights: ItemRights }> {
  needsRunning(cycle);
  const found = await readItem(tx, cycle.id, asked.id);
  if (found === undefined) throw new Refused('NOT_FOUND');
  await lockReviews(tx, [reviewIdOf(cycle.id, found.unitId)]);
  const row = await readItem(tx, cycle.id, asked.id);
  if (row === undefined) throw new Refused('NOT_FOUND');
  const rights = await itemRights(tx, person, cycle, row);
  if (!rights.sees) throw new Refused('FORBIDDEN');
  return { row, rights };
}

/** Somebody else wrote on it meanwhile: that is looked at first. @throws Refused ITEM_CHANGED */
function needsSeen(row: ItemRow, version: number): void {
  if (row.version !== version) throw new Refused('ITEM_CHANGED');
}

export interface ItemWordRequest {
  readonly id: string;
  readonly version: number;
  readonly act: Exclude<ItemAct, 'assigned'>;
  readonly text: string;
  readonly dueOn: string | null;
}

/** An answer, an outcome, or the unit's word on it: the next event of the item. @throws Refused */
export async function sayOfItem(
  deps: ApiDeps,
  tx: Transaction,
  person: Person,
  cycle: CycleRow,
  asked: ItemWordRequest,
): Promise<ItemRow> {
  const { row, rights } = await heldItem(tx, person, cycle, asked);
  const isVerdict = asked.act === 'confirmed' || asked.act === 'reopened';
  const principal = isVerdict ? rights.judges : rights.answers;
  if (principal === null) throw new Refused('ITEM_NOT_YOURS');
  needsSeen(row, asked.version);
  const wrong = wrongWithItemWord(asked, stateOf(row), today(cycle));
  if (wrong !== null) throw new Refused(wrong.code, [{ pointer: `/${wrong.field}`, code: wrong.code }]);
  // Who says what came of it is not who says that it will do.
  const gave = row.last === null ? [] : [row.last.by, row.last.principal];
  if (isVerdict && [person.id, principal].some((each) => gave.includes(each))) throw new Refused('OWN_WORK');
  const dueOn = asked.act === 'answered' ? asked.dueOn : null;
  return write(deps, tx, person, cycle, {
    row,
    act: asked.act,
    owner: null,
    text: asked.text.trim(),
    dueOn,
    principal,
  });
}

/** HR or the superior makes somebody of HR, or the head of another unit, the owner. @throws Refused */
export async function passItemOn(
  deps: ApiDeps,
  tx: Transaction,
  person: Person,
  cycle: CycleRow,
  asked: { readonly id: string; readonly version: number; readonly owner: string },
): Promise<ItemRow> {
  const { row, rights } = await heldItem(tx, person, cycle, asked);
  if (rights.passesOn === null) throw new Refused('ITEM_NOT_YOURS');
  needsSeen(row, asked.version);
  if (stateOf(row) === 'closed') throw new Refused('ITEM_CLOSED');
  const possible = await itemOwnersFor(tx, row.unitId);
  if (!possible.some((each) => each.id === asked.owner))
    throw new Refused('ITEM_OWNER_UNFIT', [{ pointer: '/owner', code: 'ITEM_OWNER_UNFIT' }]);
  const assigned = { act: 'assigned', owner: asked.owner, text: '', dueOn: null } as const;
  return write(deps, tx, person, cycle, { row, ...assigned, principal: rights.passesOn });
}

/** Who may be made the owner of what this unit named: not its own head, who says whether the outcome will do. */
export async function itemOwnersFor(sql: Query, unitId: string): ReturnType<typeof possibleItemOwners> {
  const own = (await headsOfUnits(sql, [unitId])).get(unitId);
  return (await possibleItemOwners(sql)).filter((each) => each.id !== own);
}

interface Written {
  readonly row: ItemRow;
  readonly act: ItemAct;
  readonly owner: string | null;
  readonly text: string;
  readonly dueOn: string | null;
  readonly principal: string;
}

const journaled = {
  assigned: 'item-assigned',
  answered: 'item-answered',
  done: 'item-settled',
  'not-done': 'item-settled',
  confirmed: 'item-confirmed',
  reopened: 'item-reopened',
} as const satisfies Readonly<Record<ItemAct, string>>;

async function write(
  { config }: ApiDeps,
  tx: Transaction,
  person: Person,
  cycle: CycleRow,
  { row, ...said }: Written,
): Promise<ItemRow> {
  const { now } = await readClock(tx, cycle.id);
  const { act, owner, text, dueOn, principal } = said;
  const version = await writeItemEvent(tx, { itemId: row.id, ...said, by: person.id, at: now });
  await appendJournal(tx, reviewIdOf(cycle.id, row.unitId), [
    await personLine(tx, cycle.id, {
      act: journaled[act],
      actor: person.id,
      principal,
      digest: keyedDigest(config.digestKey, { item: row.id, act, owner, text, dueOn }),
      stepId: row.stepId,
      data: { item: row.id, version, ...(owner !== null && { owner }), ...(dueOn !== null && { dueOn }) },
    }),
  ]);
  await settleItemWaits(tx, cycle, [row.id], await openingsOf(tx, cycle.zone));
  await tellPeople(tx, { id: cycle.id, at: now }, [
    {
      ...(await toldOf(tx, row, said)),
      unitId: row.unitId,
      stepId: row.stepId,
      key: `item/${row.id}/${version}`,
      data: { item: row.id, kind: row.kind },
      but: [person.id, principal],
    },
  ]);
  await lookAgain(tx, cycle, now);
  return (await readItem(tx, cycle.id, row.id)) ?? row;
}

/** Whose turn it is now is told; the unit is told of every answer. */
async function toldOf(
  sql: Query,
  row: ItemRow,
  { act, owner }: Pick<Written, 'act' | 'owner'>,
): Promise<Pick<Telling, 'code' | 'to' | 'turn'>> {
  const owners = async (): Promise<Telling['to']> => (await ownersOfItem(sql, row)).map((person) => ({ person }));
  switch (act) {
    case 'assigned':
      return { code: 'ITEM_YOURS', to: owner === null ? [] : [{ person: owner }] };
    case 'answered':
      return { code: 'ITEM_ANSWERED', to: ['head'] };
    case 'done':
    case 'not-done':
      return { code: 'ITEM_SETTLED', to: ['head'], turn: true };
    case 'confirmed':
      return { code: 'ITEM_CONFIRMED', to: await owners() };
    case 'reopened':
      return { code: 'ITEM_REOPENED', to: await owners(), turn: true };
  }
}
