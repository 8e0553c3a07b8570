import { lookAgain, openingsOf } from '../db/case-waits.js';
import type { Query, Transaction } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { appendJournal } from '../db/journal.js';
import { personNames, unitPeople } from '../db/page-names.js';
import { resolvePersons } from '../db/people.js';
import {
  insertRecognition,
  listRecognitions,
  lockRecognitions,
  recognitionGrounds,
  type RecognitionGround,
  type RecognitionRow,
  readRecognition,
  settleRecognition,
  settleRecognitionWaits,
} from '../db/recognition.js';
import { readClock } from '../db/record.js';
import { insertNotices } from '../db/step-notices.js';
import { keyedDigest } from '../documents/digest.js';
import { barring } from '../domain/rights/index.js';
import { recognitionPlace, reviewIdOf } from '../workflows/messages.js';
import type { ApiDeps } from './deps.js';
import { needsRunning, personLine } from './in-line.js';
import { Refused } from './refused.js';
import { isOfUnit, needsRight } from './rights.js';
import type { Person } from './session.js';

/** What HR decides from: whose result is ground for a recognition, and what was given so far. */
export interface Recognitions {
  /** null: the template names no criterion. */
  readonly criterion: { readonly kinds: readonly string[]; readonly grades: readonly string[] } | null;
  /** `named`: a recognition of the unit as a whole stands or waits. */
  readonly proposals: readonly (RecognitionGround & { readonly named: boolean })[];
  readonly items: readonly RecognitionRow[];
}

const stands = ({ state }: RecognitionRow): boolean => state === 'given' || state === 'confirmed';

/** Computed from the published results, never stored. */
export async function readRecognitions(sql: Query, cycle: CycleRow): Promise<Recognitions> {
  const criterion = cycle.template.recognition ?? null;
  const items = await listRecognitions(sql, cycle.id);
  const grounds = criterion === null ? [] : await recognitionGrounds(sql, cycle.id, criterion);
  const named = new Set(items.filter((each) => each.personId === null && stands(each)).map(({ unitId }) => unitId));
  return { criterion, proposals: grounds.map((each) => ({ ...each, named: named.has(each.unitId) })), items };
}

export interface GivenRecognition {
  readonly unit: string;
  /** Absent: the unit as a whole. */
  readonly person?: string;
  readonly words: string;
}

/** HR gives a recognition, which waits for a second person of HR. @throws Refused */
export async function giveRecognition(
  deps: ApiDeps,
  tx: Transaction,
  person: Person,
  cycle: CycleRow,
  asked: GivenRecognition,
): Promise<RecognitionRow> {
  needsRight(person, 'propose', 'recognition');
  needsRunning(cycle);
  const criterion = cycle.template.recognition;
  if (criterion === undefined) throw new Refused('RECOGNITION_NOT_PLANNED');
  const words = asked.words.trim();
  if (words === '') throw new Refused('TEXT_MISSING', [{ pointer: '/words', code: 'TEXT_MISSING' }]);
  await lockRecognitions(tx, cycle.id);
  const [ground] = await recognitionGrounds(tx, cycle.id, criterion, asked.unit);
  if (ground === undefined) throw new Refused('RECOGNITION_WITHOUT_GROUND');
  needsOther('propose', person, { unitId: asked.unit, personId: asked.person ?? null, givenBy: null });
  const personId = asked.person ?? null;
  if (personId !== null && !(await unitPeople(tx, asked.unit)).some(({ id }) => id === personId)) {
    throw new Refused('NOMINEE_NOT_OF_UNIT', [{ pointer: '/person', code: 'NOMINEE_NOT_OF_UNIT' }]);
  }
  const before = await listRecognitions(tx, cycle.id, asked.unit);
  if (before.some((each) => each.personId === personId && stands(each))) throw new Refused('RECOGNITION_STANDS');
  const { now: at } = await readClock(tx, cycle.id);
  const number = await insertRecognition(tx, cycle.id, { ...ground, personId, words, by: person.id, at });
  const written = await rowOf(tx, cycle.id, number);
  await journal(deps, tx, person, cycle, 'recognition-given', written, words);
  const hr = await resolvePersons(tx, [{ key: 'hr', rule: 'hr', unitId: null, raterUnitId: null }]);
  const others = (hr.get('hr') ?? []).filter((each) => each !== person.id);
  await tell(tx, cycle, 'RECOGNITION_TO_CONFIRM', written, others, at);
  await followUp(tx, cycle, number, at);
  return written;
}

export interface SettledRecognition {
  readonly number: number;
  readonly event: 'confirmed' | 'declined';
  /** Must not be blank where it is declined. */
  readonly words: string;
}

/** A second person of HR confirms or declines what waits, on the result as it is now. @throws Refused */
export async function answerRecognition(
  deps: ApiDeps,
  tx: Transaction,
  person: Person,
  cycle: CycleRow,
  { number, event, words: said }: SettledRecognition,
): Promise<RecognitionRow> {
  needsRight(person, 'decide', 'recognition');
  needsRunning(cycle);
  await lockRecognitions(tx, cycle.id);
  const found = await readRecognition(tx, cycle.id, number);
  if (found === undefined) throw new Refused('NOT_FOUND');
  if (found.state !== 'given') throw new Refused('RECOGNITION_SETTLED');
  needsOther('decide', person, found);
  const words = said.trim();
  if (event === 'declined' && words === '') {
    throw new Refused('REASON_MISSING', [{ pointer: '/words', code: 'REASON_MISSING' }]);
  }
  const criterion = cycle.template.recognition;
  const grounds = criterion === undefined ? [] : await recognitionGrounds(tx, cycle.id, criterion, found.unitId);
  if (event === 'confirmed' && grounds.length === 0) throw new Refused('RECOGNITION_WITHOUT_GROUND');
  const { now: at } = await readClock(tx, cycle.id);
  await settleRecognition(tx, cycle.id, { number, event, by: person.id, words, at });
  const settled = await rowOf(tx, cycle.id, number);
  await journal(deps, tx, person, cycle, `recognition-${event}`, settled, words);
  if (event === 'declined') await tell(tx, cycle, 'RECOGNITION_DECLINED', settled, [found.givenBy], at);
  else await tell(tx, cycle, 'RECOGNIZED', settled, await concerned(tx, settled), at);
  await followUp(tx, cycle, number, at);
  return settled;
}

/** Whoever is to confirm it is waited for, until somebody has. */
async function followUp(tx: Transaction, cycle: CycleRow, number: number, at: number): Promise<void> {
  await settleRecognitionWaits(tx, cycle, [number], await openingsOf(tx, cycle.zone));
  await lookAgain(tx, cycle, at);
}

/** The unit's head, and the person where one is named. */
async function concerned(tx: Query, { unitId, personId }: RecognitionRow): Promise<readonly string[]> {
  const heads = await resolvePersons(tx, [{ key: 'head', rule: 'head', unitId, raterUnitId: null }]);
  return [...new Set([...(heads.get('head') ?? []), ...(personId === null ? [] : [personId])])];
}

/** Nobody decides about themselves or their own unit. */
export const isOwnRecognition = (person: Person, unitId: string, personId: string | null): boolean =>
  person.id === personId || isOfUnit(person, unitId);

/** Nobody about themselves or their own unit, and two persons of HR. @throws Refused RECOGNITION_SAME_PERSON, OWN_UNIT */
function needsOther(
  act: 'propose' | 'decide',
  person: Person,
  of: { readonly unitId: string; readonly personId: string | null; readonly givenBy: string | null },
): void {
  const own = isOwnRecognition(person, of.unitId, of.personId);
  const standing = [...(own ? (['own-unit'] as const) : []), ...(person.id === of.givenBy ? (['wrote'] as const) : [])];
  const bar = barring(act, standing, 'recognition');
  if (bar !== null) throw new Refused(bar === 'wrote' ? 'RECOGNITION_SAME_PERSON' : 'OWN_UNIT');
}

async function rowOf(tx: Query, cycleId: string, number: number): Promise<RecognitionRow> {
  const row = await readRecognition(tx, cycleId, number);
  if (row === undefined) throw new Error(`recognition ${number} of ${cycleId} is not there`);
  return row;
}

/** In the cycle's own chain: what waits for confirmation is no business of the unit yet. */
async function journal(
  { config }: ApiDeps,
  tx: Transaction,
  person: Person,
  cycle: CycleRow,
  act: string,
  { number, unitId, personId, grade }: RecognitionRow,
  words: string,
): Promise<void> {
  const data = { number, unit: unitId, grade };
  await appendJournal(tx, cycle.id, [
    await personLine(tx, cycle.id, {
      act,
      actor: person.id,
      principal: person.id,
      digest: keyedDigest(config.digestKey, { number, unitId, personId, words }),
      data,
    }),
  ]);
}

async function tell(
  tx: Query,
  cycle: CycleRow,
  code: 'RECOGNITION_TO_CONFIRM' | 'RECOGNIZED' | 'RECOGNITION_DECLINED',
  { number, unitId, personId }: RecognitionRow,
  persons: readonly string[],
  at: number,
): Promise<void> {
  const name = personId === null ? undefined : (await personNames(tx, [personId])).get(personId);
  await insertNotices(
    tx,
    persons.map((each) => ({
      key: [cycle.id, unitId, recognitionPlace, number, code, each].join('/'),
      cycleId: cycle.id,
      reviewId: reviewIdOf(cycle.id, unitId),
      stepId: recognitionPlace,
      personId: each,
      code,
      data: { number, ...(name !== undefined && { personZh: name.nameZh, personEn: name.nameEn }) },
      at,
    })),
  );
}
