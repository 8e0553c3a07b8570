import { canonicalJson } from '../canonical.js';
import { dayNumber } from '../dates.js';
import type { Goal, Task } from './goals-document.js';

interface Named {
  readonly id: string;
}

/** One field of a row that says something else; absent where it said nothing. */
export interface FieldChange {
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
}
export interface ChangedRow<Row> {
  readonly id: string;
  readonly before: Row;
  readonly after: Row;
  /** By name. */
  readonly fields: readonly FieldChange[];
}
/** What became of the rows of one version in another; rows are the same by id, in the order of the later version. */
export interface VersionComparison<Row> {
  readonly added: readonly Row[];
  readonly removed: readonly Row[];
  readonly changed: readonly ChangedRow<Row>[];
  readonly unchanged: readonly Row[];
}

/** Two versions of a unit's goals. */
export const compareGoals = (before: readonly Goal[], after: readonly Goal[]): VersionComparison<Goal> =>
  compareRows(before, after);

/** A task in other days: by how many calendar days, later is positive; null where it had or has none. */
export interface MovedTask {
  readonly id: string;
  readonly startBy: number | null;
  readonly endBy: number | null;
}
export interface PlanComparison extends VersionComparison<Task> {
  /** Of the changed tasks, those in other days. */
  readonly moved: readonly MovedTask[];
}

/** Two versions of a unit's plan. */
export function comparePlans(before: readonly Task[], after: readonly Task[]): PlanComparison {
  const compared = compareRows(before, after);
  const moved = compared.changed
    .filter(({ fields }) => fields.some(({ field }) => field === 'start' || field === 'end'))
    .map((row) => ({
      id: row.id,
      startBy: daysBetween(row.before.start, row.after.start),
      endBy: daysBetween(row.before.end, row.after.end),
    }));
  return { ...compared, moved };
}

function daysBetween(before: string | undefined, after: string | undefined): number | null {
  const [from, to] = [dayNumber(before ?? ''), dayNumber(after ?? '')];
  return from === null || to === null ? null : to - from;
}

/** The same of any rows with ids; where an id stands twice in one version, its first row counts. */
export function compareRows<Row extends Named>(before: readonly Row[], after: readonly Row[]): VersionComparison<Row> {
  const [was, is] = [byId(before), byId(after)];
  const kept = [...is.values()].flatMap((row) => {
    const earlier = was.get(row.id);
    return earlier === undefined
      ? []
      : [{ id: row.id, before: earlier, after: row, fields: changedFields(earlier, row) }];
  });
  return {
    added: [...is.values()].filter((row) => !was.has(row.id)),
    removed: [...was.values()].filter((row) => !is.has(row.id)),
    changed: kept.filter(({ fields }) => fields.length > 0),
    unchanged: kept.filter(({ fields }) => fields.length === 0).map((row) => row.after),
  };
}

function byId<Row extends Named>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  const found = new Map<string, Row>();
  for (const row of rows) if (!found.has(row.id)) found.set(row.id, row);
  return found;
}

/** Fields whose values differ as JSON, whatever the order of their members. */
export function changedFields(before: object, after: object): readonly FieldChange[] {
  const [was, is] = [new Map(fieldsOf(before)), new Map(fieldsOf(after))];
  const names = [...new Set([...was.keys(), ...is.keys()])].sort();
  return names.flatMap((field): readonly FieldChange[] => {
    const [a, b] = [was.get(field), is.get(field)];
    if (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b)) return [];
    return [{ field, ...(a !== undefined && { before: a }), ...(b !== undefined && { after: b }) }];
  });
}

const fieldsOf = (row: object): readonly [string, unknown][] =>
  Object.entries(row).filter((entry: [string, unknown]) => entry[1] !== undefined);
