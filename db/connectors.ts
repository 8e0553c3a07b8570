import type { Connector, RowProblem } from '../domain/values/index.js';
import { json, type Query } from './connect.js';

export interface ConnectorRow {
  readonly id: string;
  /** The newest. */
  readonly version: number;
  readonly definition: Connector;
  readonly writtenBy: string;
  readonly writtenAt: number;
  /** The version that runs; null: switched off. */
  readonly onVersion: number | null;
  readonly switchedBy: string | null;
  readonly switchedAt: number | null;
}

/** All of them, or one, each in its newest version. */
export async function listConnectors(sql: Query, id: string | null = null): Promise<readonly ConnectorRow[]> {
  return sql<ConnectorRow[]>`
    SELECT c.id, v.version, v.definition, v.written_by AS "writtenBy", v.written_at AS "writtenAt",
           CASE WHEN s.is_on THEN s.version END AS "onVersion", s.switched_by AS "switchedBy", s.switched_at AS "switchedAt"
      FROM connectors c
      JOIN LATERAL (SELECT * FROM connector_versions v WHERE v.connector_id = c.id ORDER BY version DESC LIMIT 1) v ON true
      LEFT JOIN LATERAL (SELECT * FROM connector_switches s WHERE s.connector_id = c.id ORDER BY seq DESC LIMIT 1) s ON true
     WHERE ${id}::text IS NULL OR c.id = ${id} ORDER BY c.id`;
}

export interface ConnectorVersion {
  readonly version: number;
  readonly definition: Connector;
  readonly writtenBy: string;
  readonly writtenAt: number;
}

/** Newest first. */
export async function connectorVersions(sql: Query, id: string): Promise<readonly ConnectorVersion[]> {
  return sql<ConnectorVersion[]>`
    SELECT version, definition, written_by AS "writtenBy", written_at AS "writtenAt"
      FROM connector_versions WHERE connector_id = ${id} ORDER BY version DESC`;
}

/** The next version, or the present one where nothing is different. In the caller's transaction. */
export async function saveConnector(
  sql: Query,
  id: string,
  definition: Connector,
  by: string,
): Promise<{ readonly version: number; readonly written: boolean }> {
  await sql`INSERT INTO connectors (id, created_by) VALUES (${id}, ${by}) ON CONFLICT DO NOTHING`;
  // FOR SHARE would let two writers take the same number.
  await sql`SELECT FROM connectors WHERE id = ${id} FOR NO KEY UPDATE`;
  const [newest] = await sql<{ version: number; same: boolean }[]>`
    SELECT version, definition = ${json(sql, definition)}::jsonb AS same FROM connector_versions
     WHERE connector_id = ${id} ORDER BY version DESC LIMIT 1`;
  if (newest?.same === true) return { version: newest.version, written: false };
  const version = (newest?.version ?? 0) + 1;
  await sql`
    INSERT INTO connector_versions (connector_id, version, definition, written_by)
    VALUES (${id}, ${version}, ${json(sql, definition)}, ${by})`;
  return { version, written: true };
}

/** One row of a try, as it would be taken. */
export interface ShownRow {
  readonly metric: string;
  readonly on: string;
  readonly value: string;
}

export interface TryOutcome {
  readonly on: string;
  /** null: it went well. */
  readonly code: string | null;
  readonly detail: string | null;
  /** How many rows would be taken, and the first of them. */
  readonly found: number;
  readonly shown: readonly ShownRow[];
  readonly problems: readonly RowProblem[];
}
export interface TryRow extends TryOutcome {
  readonly id: string;
  readonly version: number;
  readonly by: string;
  readonly at: number;
}

export async function saveTry(
  sql: Query,
  connector: { readonly id: string; readonly version: number },
  by: string,
  it: TryOutcome,
): Promise<TryRow> {
  const [row] = await sql<{ id: string; at: number }[]>`
    INSERT INTO connector_tries (connector_id, version, on_date, ok, code, detail, found, shown, problems, tried_by)
    VALUES (${connector.id}, ${connector.version}, ${it.on}, ${it.code === null}, ${it.code}, ${it.detail}, ${it.found},
            ${json(sql, it.shown)}, ${json(sql, it.problems)}, ${by})
    RETURNING id, tried_at AS at`;
  if (row === undefined) throw new Error('a try was not kept');
  return { ...it, ...row, version: connector.version, by };
}

/** Newest first. */
export async function listTries(sql: Query, id: string, limit: number): Promise<readonly TryRow[]> {
  return sql<TryRow[]>`
    SELECT id, version, on_date AS "on", code, detail, found, shown, problems, tried_by AS by, tried_at AS at
      FROM connector_tries WHERE connector_id = ${id} ORDER BY id DESC LIMIT ${limit}`;
}

/** Switches to that version, or off; on only after a try of that very version that went well. In the caller's transaction. */
export async function switchConnector(
  sql: Query,
  id: string,
  to: { readonly on: boolean; readonly version: number },
  by: string,
): Promise<'switched' | 'unchanged' | 'CONNECTOR_NOT_TRIED'> {
  await sql`SELECT FROM connectors WHERE id = ${id} FOR NO KEY UPDATE`;
  const [last] = await sql<{ seq: number; on: boolean; version: number }[]>`
    SELECT seq, is_on AS "on", version FROM connector_switches WHERE connector_id = ${id} ORDER BY seq DESC LIMIT 1`;
  const isSame = to.on ? last?.on === true && last.version === to.version : last?.on !== true;
  if (isSame) return 'unchanged';
  const [tried] = await sql<{ id: string }[]>`
    SELECT id FROM connector_tries WHERE connector_id = ${id} AND version = ${to.version} AND ok ORDER BY id DESC LIMIT 1`;
  if (to.on && tried === undefined) return 'CONNECTOR_NOT_TRIED';
  await sql`
    INSERT INTO connector_switches (connector_id, seq, is_on, version, try_id, switched_by)
    VALUES (${id}, ${(last?.seq ?? 0) + 1}, ${to.on}, ${to.on ? to.version : (last?.version ?? to.version)},
            ${to.on ? (tried?.id ?? null) : null}, ${by})`;
  return 'switched';
}

export interface RehearsalDay {
  readonly on: string;
  readonly rows: readonly { readonly metric: string; readonly value: string }[];
}

/** What a rehearsal's connector will find, in place of what was given before. In the caller's transaction. */
export async function giveRehearsalData(
  sql: Query,
  place: { readonly cycleId: string; readonly connectorId: string },
  days: readonly RehearsalDay[],
  by: string,
): Promise<void> {
  await sql`DELETE FROM rehearsal_data WHERE cycle_id = ${place.cycleId} AND connector_id = ${place.connectorId}`;
  await sql`
    INSERT INTO rehearsal_data (cycle_id, connector_id, on_date, rows, given_by)
    SELECT ${place.cycleId}, ${place.connectorId}, d."on"::date, d.rows, ${by}
      FROM jsonb_to_recordset(${json(sql, days)}::jsonb) AS d ("on" text, rows jsonb)`;
}

/** By day; up to that day, where one is named. */
export async function rehearsalData(
  sql: Query,
  place: { readonly cycleId: string; readonly connectorId: string },
  until: string | null = null,
): Promise<readonly RehearsalDay[]> {
  return sql<RehearsalDay[]>`
    SELECT on_date AS "on", rows FROM rehearsal_data
     WHERE cycle_id = ${place.cycleId} AND connector_id = ${place.connectorId} AND (${until}::date IS NULL OR on_date <= ${until}::date)
     ORDER BY on_date`;
}
