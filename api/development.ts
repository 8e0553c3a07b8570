import {
  type DevelopmentOrigin,
  type DevelopmentWord,
  keptDevelopment,
  wrongWithDevelopment,
} from '../domain/cycle/index.js';
import type { Act, Field } from '../domain/rights/index.js';
import { lookAgain, openingsOf } from '../db/case-waits.js';
import type { Query, Transaction } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import {
  type DevelopmentRow,
  type DevelopmentSight,
  openDevelopment,
  readDevelopment,
  settleDevelopmentWaits,
  writeDevelopment,
} from '../db/development.js';
import { readItem } from '../db/feedback-items.js';
import { tellPeople } from '../db/unit-notices.js';
import { appendJournal } from '../db/journal.js';
import { unitPeople } from '../db/page-names.js';
import { activePersons } from '../db/people.js';
import { readClock } from '../db/record.js';
import { latestResults } from '../db/results.js';
import { lockReviews } from '../db/reviews.js';
import { keyedDigest } from '../documents/digest.js';
import { reviewIdOf } from '../workflows/messages.js';
import type { ApiDeps } from './deps.js';
import { needsRunning, personLine, sideOf, today } from './in-line.js';
import { principalByRule } from './principal.js';
import { Refused } from './refused.js';
import { may, relationOfSide, unitsSeen } from './rights.js';
import type { Person } from './session.js';

/** The place where notices of development and training belong: they are of no step. */
export const developmentPlace = 'development';

/**
 * On whose behalf the person does that to a unit's: its head, a head above, whoever is in their place where nobody is, or
 * themselves by role. Null: not they.
 */
export async function actsForUnit(
  sql: Query,
  person: Person,
  cycle: CycleRow,
  unitId: string,
  [act, field]: readonly [Act, Field],
): Promise<string | null> {
  const side = await sideOf(sql, person, cycle, unitId);
  if (side !== undefined && may(person, act, field, [relationOfSide(side, person)])) return side.principal;
  if (may(person, act, field)) return person.id;
  if (!may(person, act, field, ['above'])) return null;
  return (await principalByRule(sql, 'parent-head', unitId, { actor: person.id, day: today(cycle) })) ?? null;
}

/** The same of its development plans. */
export const developsUnit = (sql: Query, person: Person, cycle: CycleRow, unitId: string): Promise<string | null> =>
  actsForUnit(sql, person, cycle, unitId, ['write', 'development']);

/** What somebody sees of plans and training: all, or of the line that they speak for, their own, what they help with, and their units' as a whole. */
export async function developmentSight(sql: Query, person: Person, cycle: CycleRow): Promise<DevelopmentSight> {
  const units = await unitsSeen(sql, person, 'development', today(cycle));
  return { units, person: person.id, memberOf: person.memberOf };
}

/** May the person see this entry? */
export const seesEntry = (
  sight: DevelopmentSight,
  row: Pick<DevelopmentRow, 'unitId' | 'person' | 'supporter'>,
): boolean =>
  sight.units === null ||
  sight.units.includes(row.unitId) ||
  row.person === sight.person ||
  row.supporter === sight.person ||
  (row.person === null && sight.memberOf.includes(row.unitId));

/** The unit takes part in the cycle, and its review is held. @throws Refused NOT_FOUND */
export async function holdUnit(tx: Transaction, cycle: CycleRow, unitId: string): Promise<void> {
  needsRunning(cycle);
  if ((await lockReviews(tx, [reviewIdOf(cycle.id, unitId)])).length === 0) throw new Refused('NOT_FOUND');
}

/** @throws Refused PERSON_NOT_IN_UNIT */
export async function needsPersonOfUnit(sql: Query, unitId: string, person: string): Promise<void> {
  const people = await unitPeople(sql, unitId);
  if (!people.some((each) => each.id === person))
    throw new Refused('PERSON_NOT_IN_UNIT', [{ pointer: '/person', code: 'PERSON_NOT_IN_UNIT' }]);
}

/** The item is one that this unit named. @throws Refused ITEM_UNKNOWN */
export async function needsItemOfUnit(sql: Query, cycle: CycleRow, unitId: string, item: string): Promise<void> {
  const row = await readItem(sql, cycle.id, item);
  if (row?.unitId !== unitId) throw new Refused('ITEM_UNKNOWN', [{ pointer: '/item', code: 'ITEM_UNKNOWN' }]);
}

interface Words {
  readonly learn: string;
  readonly why: string;
  readonly how: string;
  readonly untilOn: string;
  readonly supporter?: string;
}

export interface DevelopmentRequest extends Words {
  readonly unit: string;
  readonly person?: string;
  readonly origin: DevelopmentOrigin;
  readonly line?: string;
  readonly item?: string;
}

/** Opens an entry of a development plan: from a result, a named difficulty, or by hand. @throws Refused */
export async function openEntry(
  deps: ApiDeps,
  tx: Transaction,
  person: Person,
  cycle: CycleRow,
  asked: DevelopmentRequest,
): Promise<DevelopmentRow> {
  await holdUnit(tx, cycle, asked.unit);
  const principal = await developsUnit(tx, person, cycle, asked.unit);
  if (principal === null) throw new Refused('DEVELOPMENT_NOT_YOURS');
  const word = checked(wordOf('planned', asked, ''), null, cycle);
  if (asked.person !== undefined) await needsPersonOfUnit(tx, asked.unit, asked.person);
  await needsSupporter(tx, word);
  const from = await originOf(tx, cycle, asked);
  const { now } = await readClock(tx, cycle.id);
  const by = { by: person.id, principal, at: now };
  const opened = { cycleId: cycle.id, unitId: asked.unit, person: asked.person ?? null, ...from };
  const id = await openDevelopment(tx, { ...opened, ...by });
  return write(deps, tx, cycle, { id, unitId: asked.unit, who: asked.person ?? null, word, ...by });
}

/** Writes an entry on: changed, under way, done, dropped. @throws Refused */
export async function writeEntry(
  deps: ApiDeps,
  tx: Transaction,
  person: Person,
  cycle: CycleRow,
  asked: Words & {
    readonly id: string;
    readonly version: number;
    readonly state: DevelopmentWord['state'];
    readonly outcome: string;
  },
): Promise<DevelopmentRow> {
  const found = await readDevelopment(tx, cycle.id, asked.id);
  if (found === undefined) throw new Refused('NOT_FOUND');
  await holdUnit(tx, cycle, found.unitId);
  const row = (await readDevelopment(tx, cycle.id, asked.id)) ?? found;
  const principal = await developsUnit(tx, person, cycle, row.unitId);
  if (principal === null) throw new Refused('DEVELOPMENT_NOT_YOURS');
  if (row.version !== asked.version) throw new Refused('DEVELOPMENT_CHANGED');
  const word = checked(wordOf(asked.state, asked, asked.outcome), row, cycle);
  if (word.supporter !== row.supporter) await needsSupporter(tx, word);
  const { now } = await readClock(tx, cycle.id);
  return write(deps, tx, cycle, { ...row, who: row.person, word, by: person.id, principal, at: now });
}

const wordOf = (
  state: DevelopmentWord['state'],
  { learn, why, how, untilOn, supporter }: Words,
  outcome: string,
): DevelopmentWord => ({ state, learn, why, how, untilOn, supporter: supporter ?? null, outcome });

/** @throws Refused */
function checked(word: DevelopmentWord, standing: DevelopmentRow | null, cycle: CycleRow): DevelopmentWord {
  const wrong = wrongWithDevelopment(word, standing, today(cycle));
  if (wrong !== null) throw new Refused(wrong.code, [{ pointer: `/${wrong.field}`, code: wrong.code }]);
  return keptDevelopment(word);
}

async function needsSupporter(sql: Query, { supporter }: DevelopmentWord): Promise<void> {
  if (supporter === null || (await activePersons(sql, [supporter])).has(supporter)) return;
  throw new Refused('SUPPORTER_UNKNOWN', [{ pointer: '/supporter', code: 'SUPPORTER_UNKNOWN' }]);
}

/** What it comes from is there: a part of the unit's published result, or an item that the unit named. */
async function originOf(
  sql: Query,
  cycle: CycleRow,
  { origin, unit, line = '', item = '' }: DevelopmentRequest,
): Promise<{ readonly origin: DevelopmentOrigin; readonly line: string | null; readonly item: string | null }> {
  switch (origin) {
    case 'hand':
      return { origin, line: null, item: null };
    case 'item':
      if (item === '') throw new Refused('ITEM_UNKNOWN', [{ pointer: '/item', code: 'ITEM_UNKNOWN' }]);
      await needsItemOfUnit(sql, cycle, unit, item);
      return { origin, line: null, item };
    case 'result': {
      const [result] = await latestResults(sql, cycle.id, unit);
      const known = result !== undefined && result.publishedAt !== null && Object.hasOwn(result.result.lines, line);
      if (!known) throw new Refused('LINE_UNKNOWN', [{ pointer: '/line', code: 'LINE_UNKNOWN' }]);
      return { origin, line, item: null };
    }
  }
}

interface Written {
  readonly id: string;
  readonly unitId: string;
  /** Whom it is about; null: the unit as a whole. */
  readonly who: string | null;
  readonly word: DevelopmentWord;
  readonly by: string;
  readonly principal: string;
  readonly at: number;
}

async function write(
  { config }: ApiDeps,
  tx: Transaction,
  cycle: CycleRow,
  { id, unitId, who, word, by, principal, at }: Written,
): Promise<DevelopmentRow> {
  const version = await writeDevelopment(tx, id, { ...word, by, principal, at });
  await appendJournal(tx, reviewIdOf(cycle.id, unitId), [
    await personLine(tx, cycle.id, {
      act: version === 1 ? 'development-opened' : 'development-changed',
      actor: by,
      principal,
      digest: keyedDigest(config.digestKey, { entry: id, ...word }),
      data: { development: id, version, state: word.state, dueOn: word.untilOn },
    }),
  ]);
  await settleDevelopmentWaits(tx, cycle, [id], await openingsOf(tx, cycle.zone));
  const supporter = word.supporter === null ? [] : [{ person: word.supporter }];
  await tellPeople(tx, { id: cycle.id, at }, [
    {
      unitId,
      stepId: developmentPlace,
      code: version === 1 ? 'DEVELOPMENT_OPENED' : 'DEVELOPMENT_CHANGED',
      key: `development/${id}/${version}`,
      to: [who === null ? 'head' : { person: who }, ...supporter],
      data: { development: id },
      but: [by, principal],
    },
  ]);
  await lookAgain(tx, cycle, at);
  const row = await readDevelopment(tx, cycle.id, id);
  if (row === undefined) throw new Error(`no development entry ${id}`);
  return row;
}
