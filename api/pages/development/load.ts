import type { CycleRow } from '../../../db/cycles.js';
import {
  type DevelopmentRow,
  type DevelopmentVersion,
  listDevelopment,
  readDevelopment,
  versionsOfDevelopment,
} from '../../../db/development.js';
import { listItems, readItems } from '../../../db/feedback-items.js';
import { listPersons } from '../../../db/organization.js';
import { personNames, unitNames, unitPeople } from '../../../db/page-names.js';
import { partKey, partNames } from '../../../db/part-names.js';
import { latestResults } from '../../../db/results.js';
import { tellingOf } from '../../../db/sight.js';
import {
  listTrainingBudgets,
  type TrainingBudgetVersion,
  versionsOfTrainingBudget,
} from '../../../db/training-budgets.js';
import { type AssignmentRow, listAssignments, listTrainings, type TrainingRow } from '../../../db/trainings.js';
import type { ItemKind } from '../../../domain/cycle/index.js';
import type { ApiDeps } from '../../deps.js';
import { developmentSight, developsUnit, seesEntry } from '../../development.js';
import { shownBudgets } from '../../feedback-shown.js';
import { today } from '../../in-line.js';
import { Refused } from '../../refused.js';
import { may } from '../../rights.js';
import { setsBudget } from '../../trainings.js';
import type { Person } from '../../session.js';
import type { Reader } from '../reader.js';
import { type Named, unnamed } from '../steps/form-facts.js';

/** An entry with the names around it. */
export interface ShownEntry extends DevelopmentRow {
  readonly unit: Named;
  /** null: the unit as a whole. */
  readonly who: Named | null;
  readonly helper: Named | null;
  readonly overdue: boolean;
  /** What it answers, where it is an item; its words are for those who see them. */
  readonly itemKind: ItemKind | null;
  /** The title of the part of the result that it comes from. */
  readonly lineTitle: string | null;
}

type CycleHere = Pick<CycleRow, 'id' | 'title' | 'currency'>;

export async function shownEntries(
  sql: ApiDeps['sql'],
  reader: Reader,
  rows: readonly DevelopmentRow[],
  day: string,
): Promise<readonly ShownEntry[]> {
  const [units, people, items] = await Promise.all([
    unitNames(
      sql,
      rows.map((row) => row.unitId),
    ),
    personNames(
      sql,
      rows.flatMap((row) => [row.person ?? '', row.supporter ?? '']),
    ),
    readItems(
      sql,
      rows.flatMap((row) => row.item ?? []),
    ),
  ]);
  const kinds = new Map(items.map(({ id, kind }) => [id, kind]));
  const lines = await lineTitles(sql, reader, rows);
  return rows.map((row) => ({
    ...row,
    unit: units.get(row.unitId) ?? unnamed(row.unitId),
    who: row.person === null ? null : (people.get(row.person) ?? unnamed(row.person)),
    helper: row.supporter === null ? null : (people.get(row.supporter) ?? unnamed(row.supporter)),
    overdue: (row.state === 'planned' || row.state === 'under-way') && row.untilOn < day,
    itemKind: kinds.get(row.item ?? '') ?? null,
    lineTitle: row.line === null ? null : (lines.get(`${row.cycleId} ${row.unitId} ${row.line}`) ?? row.line),
  }));
}

/** Titles of parts of results that entries come from, by cycle and part. */
async function lineTitles(
  sql: ApiDeps['sql'],
  reader: Reader,
  rows: readonly DevelopmentRow[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const cycleId of new Set(rows.map((row) => row.cycleId))) {
    const places = rows.flatMap(({ cycleId: of, unitId, line }) =>
      of === cycleId && line !== null ? [{ unitId, item: line }] : [],
    );
    for (const [key, name] of await partNames(sql, cycleId, places)) found.set(`${cycleId} ${key}`, reader.name(name));
  }
  return found;
}

/** The parts of a unit's published result, by name. */
async function partsOfResult(
  sql: ApiDeps['sql'],
  reader: Reader,
  cycleId: string,
  unitId: string,
): Promise<readonly { readonly id: string; readonly title: string }[]> {
  const [result] = await latestResults(sql, cycleId, unitId);
  if (result === undefined || !(await tellingOf(sql, cycleId, unitId)).published) return [];
  const parts = Object.keys(result.result.lines)
    .filter((item) => item !== result.scorecard.root.id)
    .map((item) => ({ unitId, item }));
  const names = await partNames(sql, cycleId, parts);
  return parts.map((part) => ({ id: part.item, title: reader.name(names.get(partKey(part)) ?? unnamed(part.item)) }));
}

export interface UnitDevelopmentView {
  readonly cycle: CycleHere;
  readonly unitId: string;
  readonly unit: Named;
  readonly me: string;
  readonly entries: readonly ShownEntry[];
  readonly trainings: readonly AssignmentRow[];
  readonly names: ReadonlyMap<string, Named>;
  readonly people: readonly (Named & { readonly id: string })[];
  readonly everybody: readonly (Named & { readonly id: string })[];
  readonly offered: readonly TrainingRow[];
  readonly items: readonly { readonly id: string; readonly kind: ItemKind; readonly text: string }[];
  readonly lines: readonly { readonly id: string; readonly title: string }[];
  /** Absent: not for this reader. `of` null: none is set. */
  readonly budget?: {
    readonly of: ReturnType<typeof shownBudgets>['items'][number] | null;
    readonly versions: readonly (TrainingBudgetVersion & { readonly byName: Named })[];
  };
  readonly may: { readonly write: boolean };
}

const most = 200;

/** @throws Refused NOT_FOUND or FORBIDDEN */
export async function loadUnitDevelopment(
  { sql }: ApiDeps,
  reader: Reader,
  cycle: CycleRow,
  person: Person,
  unitId: string,
): Promise<UnitDevelopmentView> {
  const unit = (await unitNames(sql, [unitId])).get(unitId);
  if (unit === undefined || !cycle.subjects.includes(unitId)) throw new Refused('NOT_FOUND');
  const sight = await developmentSight(sql, person, cycle);
  const inLine = sight.units?.includes(unitId) !== false;
  const writes = await developsUnit(sql, person, cycle, unitId);
  if (!inLine && writes === null && !person.memberOf.includes(unitId)) throw new Refused('FORBIDDEN');
  const wanted = { unit: unitId, before: null, limit: most };
  const trainings = await listAssignments(sql, cycle.id, sight, wanted);
  const write = writes !== null && cycle.state === 'running';
  const named = trainings.flatMap(({ person: who, by, last }) => [who, by, last?.by ?? by]);
  return {
    cycle,
    unitId,
    unit,
    me: person.id,
    entries: await shownEntries(sql, reader, await listDevelopment(sql, cycle.id, sight, wanted), today(cycle)),
    trainings,
    names: await personNames(sql, named),
    people: await unitPeople(sql, unitId),
    ...(await choicesFor(sql, reader, cycle, unitId, write)),
    ...(inLine && { budget: await budgetOf(sql, cycle, unitId) }),
    may: { write },
  };
}

/** What the unit may spend, and how it was set over time. */
async function budgetOf(sql: ApiDeps['sql'], cycle: CycleRow, unitId: string) {
  const of = shownBudgets(cycle, await listTrainingBudgets(sql, cycle.id, [unitId])).items[0] ?? null;
  const versions = await versionsOfTrainingBudget(sql, cycle.id, unitId);
  const names = await personNames(
    sql,
    versions.map(({ by }) => by),
  );
  return { of, versions: versions.map((row) => ({ ...row, byName: names.get(row.by) ?? unnamed(row.by) })) };
}

/** What the forms offer; nothing to those who only look. */
async function choicesFor(
  sql: ApiDeps['sql'],
  reader: Reader,
  cycle: CycleRow,
  unitId: string,
  writes: boolean,
): Promise<Pick<UnitDevelopmentView, 'everybody' | 'offered' | 'items' | 'lines'>> {
  if (!writes) return { everybody: [], offered: [], items: [], lines: [] };
  const filter = { units: null, owner: '', unit: unitId, before: null, limit: most };
  const [persons, trainings, items, lines] = await Promise.all([
    listPersons(sql),
    listTrainings(sql, cycle.book),
    listItems(sql, cycle.id, filter),
    partsOfResult(sql, reader, cycle.id, unitId),
  ]);
  return {
    everybody: persons,
    offered: trainings.filter(({ active, currency }) => active && currency === cycle.currency),
    items,
    lines,
  };
}

export interface EntryView {
  readonly cycle: CycleHere;
  readonly of: ShownEntry;
  readonly versions: readonly DevelopmentVersion[];
  readonly names: ReadonlyMap<string, Named>;
  readonly everybody: readonly (Named & { readonly id: string })[];
  readonly trainings: readonly AssignmentRow[];
  readonly may: { readonly write: boolean; readonly item: boolean };
}

/** @throws Refused NOT_FOUND or FORBIDDEN */
export async function loadEntry(
  { sql }: ApiDeps,
  reader: Reader,
  cycle: CycleRow,
  person: Person,
  id: string,
): Promise<EntryView> {
  const row = await readDevelopment(sql, cycle.id, id);
  if (row === undefined) throw new Refused('NOT_FOUND');
  const sight = await developmentSight(sql, person, cycle);
  const writes = await developsUnit(sql, person, cycle, row.unitId);
  if (!seesEntry(sight, row) && writes === null) throw new Refused('FORBIDDEN');
  const [of] = await shownEntries(sql, reader, [row], today(cycle));
  if (of === undefined) throw new Refused('NOT_FOUND');
  const versions = await versionsOfDevelopment(sql, id);
  const goesOn = row.state === 'planned' || row.state === 'under-way';
  const write = writes !== null && cycle.state === 'running' && goesOn;
  const trainings = await listAssignments(sql, cycle.id, sight, { unit: row.unitId, before: null, limit: most });
  return {
    cycle,
    of,
    versions,
    names: await personNames(
      sql,
      versions.flatMap(({ by, principal }) => [by, principal]),
    ),
    everybody: write ? await listPersons(sql) : [],
    trainings: trainings.filter((training) => training.entry === id),
    // The words of the talk are for the line and those who see all.
    may: { write, item: sight.units?.includes(row.unitId) !== false },
  };
}

export interface BudgetsView extends ReturnType<typeof shownBudgets> {
  readonly cycle: CycleHere;
  /** `sets`: the reader may set its budget. */
  readonly units: readonly (Named & { readonly id: string; readonly sets: boolean })[];
  readonly may: { readonly set: boolean };
}

export async function loadBudgets(
  { sql }: ApiDeps,
  cycle: CycleRow,
  person: Person,
  units: readonly string[] | null,
): Promise<BudgetsView> {
  const ids = units === null ? cycle.subjects : cycle.subjects.filter((id) => units.includes(id));
  const names = await unitNames(sql, ids);
  return {
    ...shownBudgets(cycle, await listTrainingBudgets(sql, cycle.id, units)),
    cycle,
    units: ids.map((id) => ({ id, ...(names.get(id) ?? unnamed(id)), sets: setsBudget(person, id) })),
    may: { set: may(person, 'write', 'training-budget') && cycle.state === 'running' },
  };
}
