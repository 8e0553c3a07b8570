import { exact } from '../domain/numbers.js';
import { confirmerOfTraining, type TrainingAct, wrongWithTraining } from '../domain/cycle/index.js';
import { barring } from '../domain/rights/index.js';
import { lookAgain, openingsOf } from '../db/case-waits.js';
import type { Query, Transaction } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { readDevelopment } from '../db/development.js';
import { type Telling, tellPeople } from '../db/unit-notices.js';
import { appendJournal } from '../db/journal.js';
import { headsOfUnits } from '../db/people.js';
import { readClock } from '../db/record.js';
import { holdTrainingBudget, setTrainingBudget, type TrainingBudgetRow } from '../db/training-budgets.js';
import {
  type AssignmentRow,
  assignTraining,
  readAssignment,
  readTraining,
  settleTrainingWaits,
  type TrainingRow,
  writeTraining,
  writeTrainingEvent,
} from '../db/trainings.js';
import { keyedDigest } from '../documents/digest.js';
import { reviewIdOf } from '../workflows/messages.js';
import type { ApiDeps } from './deps.js';
import { actsForUnit, developmentPlace, holdUnit, needsItemOfUnit, needsPersonOfUnit } from './development.js';
import { needsRunning, personLine, today } from './in-line.js';
import { Refused } from './refused.js';
import { isOfUnit, may, needsRight } from './rights.js';
import type { Person } from './session.js';

export interface TrainingRequest {
  readonly version: number;
  readonly title: { readonly 'zh-CN': string; readonly en: string };
  readonly description: string;
  readonly hours: string;
  readonly costMinor: string;
  readonly currency: string;
  readonly active: boolean;
}

/** HR writes a training of the catalogue, over the version that was seen; in a rehearsal into its own. @throws Refused */
export async function putTraining(
  tx: Transaction,
  person: Person,
  place: { readonly book: string; readonly at: number },
  id: string,
  asked: TrainingRequest,
): Promise<TrainingRow> {
  needsRight(person, 'write', 'catalogue');
  const known = await readTraining(tx, place.book, id);
  if ((known?.version ?? 0) !== asked.version) throw new Refused('TRAINING_CHANGED');
  const { title, description, hours, costMinor, currency, active, version } = asked;
  const written = await writeTraining(tx, {
    id,
    ...place,
    version: version + 1,
    titleZh: title['zh-CN'],
    titleEn: title.en,
    description: description.trim(),
    ...{ hours, costMinor, currency, active },
    by: person.id,
  });
  if (!written) throw new Refused('TRAINING_CHANGED');
  const row = await readTraining(tx, place.book, id);
  if (row === undefined) throw new Error(`no training ${id}`);
  return row;
}

export interface AssignRequest {
  readonly unit: string;
  readonly person: string;
  readonly training: string;
  readonly dueOn: string;
  readonly entry?: string;
  readonly item?: string;
}

/**
 * Assigns a training to a person; the unit's budget pays at once. Two at the
 * same moment stand in line for the unit's review, and the schema takes no more
 * than the budget has. @throws Refused
 */
export async function assign(
  deps: ApiDeps,
  tx: Transaction,
  person: Person,
  cycle: CycleRow,
  asked: AssignRequest,
): Promise<AssignmentRow> {
  await holdUnit(tx, cycle, asked.unit);
  const principal = await actsForUnit(tx, person, cycle, asked.unit, ['name', 'training']);
  if (principal === null) throw new Refused('DEVELOPMENT_NOT_YOURS');
  if (asked.dueOn < today(cycle)) throw new Refused('DUE_NOT_AHEAD', [{ pointer: '/dueOn', code: 'DUE_NOT_AHEAD' }]);
  await needsPersonOfUnit(tx, asked.unit, asked.person);
  const of = await offered(tx, cycle, asked.training);
  if (asked.item !== undefined) await needsItemOfUnit(tx, cycle, asked.unit, asked.item);
  if (asked.entry !== undefined) await needsEntryOfUnit(tx, cycle, asked.unit, asked.entry);
  await needsMeans(tx, cycle, asked.unit, of);
  const { now } = await readClock(tx, cycle.id);
  const by = { by: person.id, principal, at: now };
  const id = await assignTraining(tx, {
    ...{ cycleId: cycle.id, unitId: asked.unit, person: asked.person, of, dueOn: asked.dueOn },
    ...{ entry: asked.entry ?? null, item: asked.item ?? null, ...by },
  });
  if (id === null) throw new Refused('TRAINING_ASSIGNED');
  const digest = keyedDigest(deps.config.digestKey, { assignment: id, ...asked });
  const data = { assignment: id, training: of.id, dueOn: asked.dueOn, amountMinor: of.costMinor };
  return moved(tx, cycle, { id, unitId: asked.unit, act: 'training-assigned', digest, data, ...by }, (row) => ({
    ...{ code: 'TRAINING_GIVEN', key: `training/${id}/0`, to: [{ person: row.person }] },
  }));
}

/** @throws Refused TRAINING_NOT_OFFERED or TRAINING_CURRENCY */
async function offered(sql: Query, cycle: CycleRow, id: string): Promise<TrainingRow> {
  const refuse = (code: 'TRAINING_NOT_OFFERED' | 'TRAINING_CURRENCY'): Refused =>
    new Refused(code, [{ pointer: '/training', code }]);
  const of = await readTraining(sql, cycle.book, id);
  if (of?.active !== true) throw refuse('TRAINING_NOT_OFFERED');
  if (of.currency !== cycle.currency) throw refuse('TRAINING_CURRENCY');
  return of;
}

async function needsEntryOfUnit(sql: Query, cycle: CycleRow, unitId: string, entry: string): Promise<void> {
  const row = await readDevelopment(sql, cycle.id, entry);
  if (row?.unitId !== unitId) throw new Refused('NOT_FOUND');
}

/** @throws Refused TRAINING_OVER_BUDGET */
async function needsMeans(tx: Transaction, cycle: CycleRow, unitId: string, of: TrainingRow): Promise<void> {
  const cost = BigInt(of.costMinor);
  if (cost === 0n) return;
  const budget = await holdTrainingBudget(tx, cycle.id, unitId);
  const left = budget === undefined ? 0n : BigInt(budget.amountMinor) - BigInt(budget.spentMinor);
  if (cost <= left) return;
  const told = { costMinor: of.costMinor, leftMinor: left.toString() };
  throw new Refused('TRAINING_OVER_BUDGET', [{ pointer: '/training', code: 'TRAINING_OVER_BUDGET', ...told }]);
}

/** Done by the person; confirmed, returned or cancelled by the head, a head above or HR, nobody their own. @throws Refused */
export async function sayOfTraining(
  deps: ApiDeps,
  tx: Transaction,
  person: Person,
  cycle: CycleRow,
  asked: { readonly id: string; readonly act: TrainingAct; readonly text: string },
): Promise<AssignmentRow> {
  const found = await readAssignment(tx, cycle.id, asked.id);
  if (found === undefined) throw new Refused('NOT_FOUND');
  await holdUnit(tx, cycle, found.unitId);
  const row = (await readAssignment(tx, cycle.id, asked.id)) ?? found;
  const principal = await actsOnTraining(tx, person, cycle, row, asked.act);
  const wrong = wrongWithTraining(asked.act, asked.text, row.state);
  if (wrong !== null) throw new Refused(wrong.code, [{ pointer: `/${wrong.field}`, code: wrong.code }]);
  const { now } = await readClock(tx, cycle.id);
  const by = { by: person.id, principal, at: now };
  const said = { act: asked.act, text: asked.text.trim() };
  const version = await writeTrainingEvent(tx, { assignment: row.id, ...said, ...by });
  const digest = keyedDigest(deps.config.digestKey, { assignment: row.id, ...said });
  const data = { assignment: row.id, training: row.training, version };
  const line = { id: row.id, unitId: row.unitId, act: `training-${asked.act}`, digest, data, ...by };
  const told = await toldOf(tx, row, asked.act);
  return moved(tx, cycle, line, () => ({ ...told, key: `training/${row.id}/${version}` }));
}

/** On whose behalf the person acts on a training. @throws Refused */
async function actsOnTraining(
  sql: Query,
  person: Person,
  cycle: CycleRow,
  row: AssignmentRow,
  act: TrainingAct,
): Promise<string> {
  if (act === 'done') {
    const owns = row.person === person.id ? (['owner'] as const) : [];
    if (!may(person, 'write', 'training', owns)) throw new Refused('TRAINING_OWN');
    return person.id;
  }
  const does = act === 'cancelled' ? 'name' : 'decide';
  const principal = await actsForUnit(sql, person, cycle, row.unitId, [does, 'training']);
  if (principal === null) throw new Refused('DEVELOPMENT_NOT_YOURS');
  const wrote = [person.id, principal].includes(row.person) ? (['wrote'] as const) : [];
  if (barring(does, wrote, 'training') !== null) throw new Refused('TRAINING_OWN');
  return principal;
}

/** Whose turn it is then, or who is to know. */
async function toldOf(
  sql: Query,
  row: AssignmentRow,
  act: TrainingAct,
): Promise<Pick<Telling, 'code' | 'to' | 'turn'>> {
  const head = (await headsOfUnits(sql, [row.unitId])).get(row.unitId) ?? null;
  const person = [{ person: row.person }];
  switch (act) {
    case 'done':
      return { code: 'TRAINING_TO_CONFIRM', to: [confirmerOfTraining(row.person, head)], turn: true };
    case 'confirmed':
      return { code: 'TRAINING_CONFIRMED', to: person };
    case 'returned':
      return { code: 'TRAINING_RETURNED', to: person };
    case 'cancelled':
      return { code: 'TRAINING_CANCELLED', to: person };
  }
}

interface Moved {
  readonly id: string;
  readonly unitId: string;
  readonly act: string;
  readonly digest: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly by: string;
  readonly principal: string;
  readonly at: number;
}

/** Journals what happened to an assignment, waits for who is next, and tells. */
async function moved(
  tx: Transaction,
  cycle: CycleRow,
  { id, unitId, act, digest, data, by, principal, at }: Moved,
  tell: (row: AssignmentRow) => Pick<Telling, 'code' | 'to' | 'key' | 'turn'>,
): Promise<AssignmentRow> {
  await appendJournal(tx, reviewIdOf(cycle.id, unitId), [
    await personLine(tx, cycle.id, { act, actor: by, principal, digest, data }),
  ]);
  await settleTrainingWaits(tx, cycle, [id], await openingsOf(tx, cycle.zone));
  const row = await readAssignment(tx, cycle.id, id);
  if (row === undefined) throw new Error(`no training assignment ${id}`);
  const { training, titleZh, titleEn } = row;
  const about = { unitId, stepId: developmentPlace, data: { assignment: id, training, titleZh, titleEn } };
  await tellPeople(tx, { id: cycle.id, at }, [{ ...tell(row), ...about, but: [by, principal] }]);
  await lookAgain(tx, cycle, at);
  return row;
}

/** HR or finance sets what a unit may spend on training, never their own; never less than it has spent. @throws Refused */
export async function setBudget(
  { config }: ApiDeps,
  tx: Transaction,
  person: Person,
  cycle: CycleRow,
  asked: { readonly unit: string; readonly version: number; readonly amountMinor: string; readonly note: string },
): Promise<TrainingBudgetRow> {
  needsRight(person, 'write', 'training-budget');
  if (!setsBudget(person, asked.unit)) throw new Refused('OWN_UNIT');
  await holdUnit(tx, cycle, asked.unit);
  const known = await holdTrainingBudget(tx, cycle.id, asked.unit);
  if ((known?.version ?? 0) !== asked.version) throw new Refused('TRAINING_BUDGET_CHANGED');
  if (exact(asked.amountMinor).compare(exact(known?.spentMinor ?? '0')) < 0)
    throw new Refused('TRAINING_BUDGET_SPENT', [{ pointer: '/amountMinor', code: 'TRAINING_BUDGET_SPENT' }]);
  const { now } = await readClock(tx, cycle.id);
  const { unit: unitId, amountMinor, note } = asked;
  const version = asked.version + 1;
  const set = { amountMinor, note: note.trim() };
  await setTrainingBudget(tx, { cycleId: cycle.id, unitId, version, ...set, by: person.id, at: now });
  await appendJournal(tx, reviewIdOf(cycle.id, unitId), [
    await personLine(tx, cycle.id, {
      ...{ act: 'training-budget-set', actor: person.id, principal: person.id },
      digest: keyedDigest(config.digestKey, { unit: unitId, ...set }),
      data: { version, amountMinor },
    }),
  ]);
  const row = await holdTrainingBudget(tx, cycle.id, unitId);
  if (row === undefined) throw new Error(`no training budget of ${unitId}`);
  return row;
}

export const setsBudget = (person: Person, unitId: string): boolean =>
  may(person, 'write', 'training-budget', isOfUnit(person, unitId) ? ['own-unit'] : []);

/** The real catalogue is written in real time, a rehearsal's own in its cycle's. */
export async function cataloguePlace(
  sql: Query,
  cycle: CycleRow | null,
): Promise<{ readonly book: string; readonly at: number }> {
  if (cycle === null) return { book: 'real', at: Date.now() };
  needsRunning(cycle);
  return { book: cycle.book, at: (await readClock(sql, cycle.id)).now };
}
