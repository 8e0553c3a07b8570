import type { Query } from '../db/connect.js';
import { type CycleRow, loadCycle } from '../db/cycles.js';
import { loadCalendar } from '../db/calendar.js';
import { settledValues } from '../db/corrections.js';
import type { ValuesPlace } from '../db/metric-states.js';
import { applyValueRows, loadRowContext } from '../db/values.js';
import { localDay } from '../documents/schedule.js';
import { workingDays } from '../domain/dates.js';
import { checkValueRows, type RawValueRow, type RowProblem } from '../domain/values/index.js';
import { lockClockShared } from '../db/sweep.js';
import { defaultZone } from './pages/reader.js';
import { Refused } from './refused.js';
import { may, unitsInSight } from './rights.js';
import type { Person } from './session.js';

/** Where values are looked at or written: the real ones, or those of a cycle. */
export interface ValuesScope extends ValuesPlace {
  readonly cycle: CycleRow | null;
}

/** @throws Refused NOT_FOUND where there is no such cycle */
export async function valuesScope(sql: Query, cycleId: string | undefined): Promise<ValuesScope> {
  const days = workingDays(await loadCalendar(sql));
  if (cycleId === undefined) {
    return { cycle: null, book: 'real', mode: 'real', today: localDay(Date.now(), defaultZone), days };
  }
  const cycle = await loadCycle(sql, cycleId);
  if (cycle === undefined) throw new Refused('NOT_FOUND');
  return { cycle, book: cycle.book, mode: cycle.mode, today: localDay(cycle.clock.now, cycle.zone), days };
}

/** Whose metrics a person sees in lists: HR, board and auditors all (null), heads those of their line. @throws Refused FORBIDDEN */
export async function unitsOfLists(
  sql: Query,
  person: Person,
  scope: Pick<ValuesScope, 'today'>,
): Promise<readonly string[] | null> {
  return unitsInSight(sql, person, 'value-desk', scope.today);
}

export interface ValuesWanted {
  readonly rows: readonly RawValueRow[];
  readonly source: 'typed' | 'imported' | 'pushed';
}

export interface Written {
  readonly written: number;
  readonly unchanged: number;
}

/**
 * Writes rows, all or none, in the caller's transaction: HR any metric's, heads those of the units they
 * head. @throws Refused IMPORT_INVALID with every problem by row
 */
export async function writeValues(
  tx: Query,
  person: Person,
  scope: Pick<ValuesScope, 'book' | 'cycle'>,
  { rows, source }: ValuesWanted,
): Promise<Written> {
  const at = await instantOf(tx, scope.cycle);
  const { book } = scope;
  const writer = { kind: 'person', person: person.id, mayAll: may(person, 'write', 'value') } as const;
  const context = await loadRowContext(tx, { book, rows, writer, lock: true });
  const checked = checkValueRows(rows, context);
  if (checked.problems.length > 0) throw new Refused('IMPORT_INVALID', checked.problems.map(placed));
  const settled = await settledValues(tx, book, rows);
  if (settled.length > 0) {
    const errors = settled.map((row) => ({ pointer: `/rows/${row}/value`, code: 'VALUE_SETTLED' }));
    throw new Refused('VALUE_SETTLED', errors);
  }
  const written = await applyValueRows(tx, { book, rows: checked.rows, at, source, by: person.id });
  return { written, unchanged: checked.unchanged };
}

/** One value; what is wrong with it is the refusal. @throws Refused NOT_FOUND, METRIC_NOT_YOURS, VALUE_WITHOUT_REASON, BODY_INVALID */
export const writeValue = (
  tx: Query,
  person: Person,
  scope: Pick<ValuesScope, 'book' | 'cycle'>,
  value: Omit<RawValueRow, 'row'>,
): Promise<Written> =>
  refusedPlainly(() => writeValues(tx, person, scope, { rows: [{ row: 1, ...value }], source: 'typed' }));

/** Where rows are no table of the asker's, the first thing wrong is the refusal itself. */
export async function refusedPlainly<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'IMPORT_INVALID') throw error;
    const codes = error.errors.map((each) => ('code' in each ? each.code : undefined));
    if (codes.includes('ID_UNKNOWN')) throw new Refused('NOT_FOUND');
    if (codes.includes('METRIC_NOT_YOURS')) throw new Refused('METRIC_NOT_YOURS');
    if (codes.includes('VALUE_WITHOUT_REASON')) throw new Refused('VALUE_WITHOUT_REASON');
    throw new Refused('BODY_INVALID', error.errors);
  }
}

/** A rehearsal's values are of its own time, which stands still meanwhile. @throws Refused CYCLE_CLOSED, CYCLE_NOT_RUNNING */
async function instantOf(tx: Query, cycle: CycleRow | null): Promise<number | null> {
  if (cycle === null) return null;
  await lockClockShared(tx, cycle.id);
  const present = await loadCycle(tx, cycle.id);
  if (present?.state === 'closed') throw new Refused('CYCLE_CLOSED');
  if (present?.state !== 'running') throw new Refused('CYCLE_NOT_RUNNING');
  return present.mode === 'rehearsal' ? present.clock.now : null;
}

/** A problem of a row, at its place in a JSON body (where rows are counted from 1) and in a table. */
const placed = (problem: RowProblem): object => ({ ...problem, pointer: `/rows/${problem.row - 1}/${problem.column}` });
