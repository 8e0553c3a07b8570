import type { ConnectorReader } from '../connectors/reader.js';
import { loadCalendar } from '../db/calendar.js';
import type { Query } from '../db/connect.js';
import {
  type ConnectorRow,
  connectorVersions,
  type ConnectorVersion,
  listConnectors,
  saveTry,
  type TryOutcome,
  type TryRow,
} from '../db/connectors.js';
import { loadRowContext } from '../db/values.js';
import { localDay } from '../documents/schedule.js';
import { addDays, workingDays } from '../domain/dates.js';
import { judgeReading, plainRow, slotsBetween } from '../domain/values/index.js';
import { defaultZone } from './pages/reader.js';
import { Refused } from './refused.js';
import type { Person } from './session.js';

/** So many rows of a try are shown. */
const mostShown = 50;

/** @throws Refused NOT_FOUND */
export async function connectorOr404(sql: Query, id: string): Promise<ConnectorRow> {
  const [row] = await listConnectors(sql, id);
  if (row === undefined) throw new Refused('NOT_FOUND');
  return row;
}

/** That version, else the newest. @throws Refused NOT_FOUND */
export async function versionOr404(sql: Query, id: string, version: number | undefined): Promise<ConnectorVersion> {
  const versions = await connectorVersions(sql, id);
  const found = version === undefined ? versions[0] : versions.find((each) => each.version === version);
  if (found === undefined) throw new Refused('NOT_FOUND');
  return found;
}

/** Reads what a connector would bring and keeps how it went; no value is written. */
export async function tryConnector(
  tx: Query,
  reader: ConnectorReader,
  person: Person,
  wanted: { readonly id: string; readonly version: number | undefined; readonly on: string | undefined },
): Promise<TryRow> {
  const { version, definition } = await versionOr404(tx, wanted.id, wanted.version);
  const on = wanted.on ?? (await dayToAsk(tx, definition.schedule));
  return saveTry(tx, { id: wanted.id, version }, person.id, await outcomeOf(tx, reader, definition, on));
}

async function outcomeOf(
  tx: Query,
  reader: ConnectorReader,
  definition: ConnectorVersion['definition'],
  on: string,
): Promise<TryOutcome> {
  const nothing = { on, found: 0, shown: [], problems: [] };
  const reading = await reader.read(definition, on);
  if (!reading.ok) return { ...nothing, code: reading.code, detail: reading.detail };
  const { rows } = reading;
  const context = await loadRowContext(tx, { book: 'real', rows, writer: { kind: 'connector' }, lock: false });
  const judged = judgeReading(rows, context, on);
  if (!judged.ok) {
    const problems = judged.problems.map((problem) =>
      problem.value === undefined ? problem : { ...problem, value: reader.redact(problem.value) },
    );
    return { ...nothing, code: judged.code, detail: judged.detail, problems };
  }
  const shown = rows.slice(0, mostShown).map((row) => {
    const { metric, on: day, value } = plainRow(row);
    return { metric, on: day, value };
  });
  return { on, code: null, detail: null, found: rows.length, shown, problems: [] };
}

/** The day that a reading planned for today or last before it asks for. */
async function dayToAsk(sql: Query, schedule: ConnectorVersion['definition']['schedule']): Promise<string> {
  const today = localDay(Date.now(), defaultZone);
  const days = workingDays(await loadCalendar(sql));
  return slotsBetween(schedule, addDays(today, -200), today, days).at(-1)?.on ?? addDays(today, -1);
}
