import {
  type DevelopmentOrigin,
  type DevelopmentState,
  type DevelopmentWord,
  type OpeningAfter,
  waitOfDevelopment,
} from '../domain/cycle/index.js';
import { settleWaits, type WaitingCycle } from './case-waits.js';
import type { Query } from './connect.js';

export interface DevelopmentVersion extends DevelopmentWord {
  readonly version: number;
  readonly by: string;
  readonly principal: string;
  readonly at: number;
}

/** An entry of a development plan as it now stands. */
export interface DevelopmentRow extends DevelopmentVersion {
  readonly id: string;
  readonly cycleId: string;
  readonly unitId: string;
  /** null: the unit as a whole. */
  readonly person: string | null;
  readonly origin: DevelopmentOrigin;
  /** The part of the result that it comes from. */
  readonly line: string | null;
  /** The difficulty or suggestion that it answers. */
  readonly item: string | null;
  readonly openedAt: number;
}

const versionColumns = (sql: Query) => sql`
  v.version, v.state, v.learn, v.why, v.how, v.until_on AS "untilOn", v.supporter_id AS supporter, v.outcome,
  v.written_by AS by, v.principal_id AS principal, v.written_at AS at`;

const entryRows = (sql: Query) => sql`
  SELECT d.id, d.cycle_id AS "cycleId", d.unit_id AS "unitId", d.person_id AS person, d.origin, d.line_id AS line,
         d.item_id AS item, d.opened_at AS "openedAt", ${versionColumns(sql)}
    FROM development_entries d
    JOIN LATERAL (SELECT * FROM development_versions w WHERE w.entry_id = d.id ORDER BY w.version DESC LIMIT 1) v ON true`;

export async function readDevelopment(sql: Query, cycleId: string, id: string): Promise<DevelopmentRow | undefined> {
  const [row] = await sql<DevelopmentRow[]>`${entryRows(sql)} WHERE d.id = ${id} AND d.cycle_id = ${cycleId}`;
  return row;
}

export async function readDevelopments(sql: Query, ids: readonly string[]): Promise<readonly DevelopmentRow[]> {
  if (ids.length === 0) return [];
  return sql<DevelopmentRow[]>`${entryRows(sql)} WHERE d.id = ANY (${ids as string[]}::bigint[]) ORDER BY d.id`;
}

/**
 * Whose entries somebody may see: of these units (null: of all), about themselves, about the units they belong to, and
 * those in which they are the one who helps.
 */
export interface DevelopmentSight {
  readonly units: readonly string[] | null;
  readonly person: string;
  readonly memberOf: readonly string[];
}

export interface DevelopmentFilter {
  readonly unit?: string | undefined;
  readonly person?: string | undefined;
  readonly state?: DevelopmentState | undefined;
  readonly item?: string | undefined;
}

/** Newest first; `before`: the number of the last one seen. */
export async function listDevelopment(
  sql: Query,
  cycleId: string,
  sight: DevelopmentSight,
  it: DevelopmentFilter & { readonly before: string | null; readonly limit: number },
): Promise<readonly DevelopmentRow[]> {
  const [unit, person, state, item] = [it.unit ?? null, it.person ?? null, it.state ?? null, it.item ?? null];
  return sql<DevelopmentRow[]>`
    ${entryRows(sql)}
     WHERE d.cycle_id = ${cycleId} AND (${it.before}::bigint IS NULL OR d.id < ${it.before})
       AND (${sight.units as string[] | null}::text[] IS NULL OR d.unit_id = ANY (${sight.units as string[] | null})
            OR d.person_id = ${sight.person} OR v.supporter_id = ${sight.person}
            OR (d.person_id IS NULL AND d.unit_id = ANY (${sight.memberOf as string[]})))
       AND (${unit}::text IS NULL OR d.unit_id = ${unit}) AND (${person}::text IS NULL OR d.person_id = ${person})
       AND (${state}::text IS NULL OR v.state = ${state}) AND (${item}::bigint IS NULL OR d.item_id = ${item})
     ORDER BY d.id DESC LIMIT ${it.limit}`;
}

/** What is planned for a person, and for the units they belong to, in all cycles that have begun; newest first. */
export async function developmentOf(
  sql: Query,
  personId: string,
  memberOf: readonly string[],
): Promise<readonly (DevelopmentRow & { readonly cycleTitle: string; readonly mode: 'real' | 'rehearsal' })[]> {
  return sql`
    SELECT x.*, c.title AS "cycleTitle", c.mode FROM (
      ${entryRows(sql)} WHERE d.person_id = ${personId} OR (d.person_id IS NULL AND d.unit_id = ANY (${memberOf as string[]}))) x
      JOIN cycles c ON c.id = x."cycleId" ORDER BY x.id DESC LIMIT 200`;
}

export async function versionsOfDevelopment(sql: Query, id: string): Promise<readonly DevelopmentVersion[]> {
  return sql<DevelopmentVersion[]>`
    SELECT ${versionColumns(sql)} FROM development_versions v WHERE v.entry_id = ${id} ORDER BY v.version`;
}

export interface NewDevelopment {
  readonly cycleId: string;
  readonly unitId: string;
  readonly person: string | null;
  readonly origin: DevelopmentOrigin;
  readonly line: string | null;
  readonly item: string | null;
  readonly by: string;
  readonly principal: string;
  readonly at: number;
}

/** Opens an entry, without a word yet; returns its number. */
export async function openDevelopment(sql: Query, it: NewDevelopment): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    INSERT INTO development_entries (cycle_id, unit_id, person_id, origin, line_id, item_id, opened_by, principal_id, opened_at)
    VALUES (${it.cycleId}, ${it.unitId}, ${it.person}, ${it.origin}, ${it.line}, ${it.item}, ${it.by}, ${it.principal}, ${it.at})
    RETURNING id`;
  if (row === undefined) throw new Error('the entry was not written');
  return row.id;
}

/** The next word on an entry; the caller holds the unit's review. */
export async function writeDevelopment(
  sql: Query,
  id: string,
  it: DevelopmentWord & { readonly by: string; readonly principal: string; readonly at: number },
): Promise<number> {
  const [row] = await sql<{ version: number }[]>`
    INSERT INTO development_versions (entry_id, version, state, learn, why, how, until_on, supporter_id, outcome, written_by, principal_id, written_at)
    SELECT ${id}, coalesce(max(version), 0) + 1, ${it.state}, ${it.learn}, ${it.why}, ${it.how}, ${it.untilOn}, ${it.supporter},
           ${it.outcome}, ${it.by}, ${it.principal}, ${it.at} FROM development_versions WHERE entry_id = ${id} RETURNING version`;
  return row?.version ?? 1;
}

/** The wait for what is planned, as it now stands. The caller holds the unit's review. */
export async function settleDevelopmentWaits(
  sql: Query,
  cycle: WaitingCycle,
  ids: readonly string[],
  at: OpeningAfter,
): Promise<void> {
  const rows = await readDevelopments(sql, ids);
  await settleWaits(
    sql,
    cycle,
    'development',
    rows.map((row) => ({ ...row, wait: waitOfDevelopment(row) })),
    at,
  );
}
