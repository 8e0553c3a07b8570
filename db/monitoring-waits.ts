import type { WaitKind, WaitReason } from '../domain/cycle/index.js';
import { json, type Query } from './connect.js';

export interface WaitKey {
  readonly kind: WaitKind;
  readonly subject: string;
}

export interface WaitRow extends WaitKey {
  readonly unitId: string;
  readonly reason: WaitReason;
  readonly fromDay: string;
  readonly rung: number;
}

/** Somebody's turn begins. A wait for the same reason from the same day goes on where it was. */
export async function beginWaits(
  sql: Query,
  cycleId: string,
  waits: readonly (Omit<WaitRow, 'rung'> & { readonly nextAt: number | null })[],
): Promise<void> {
  if (waits.length === 0) return;
  await sql`
    INSERT INTO monitoring_waits (kind, subject, cycle_id, unit_id, reason, from_day, next_at)
    SELECT kind, subject, ${cycleId}, "unitId", reason, "fromDay"::date, to_timestamp("nextAt" / 1000)
      FROM jsonb_to_recordset(${json(sql, waits)}::jsonb)
           AS w (kind text, subject bigint, "unitId" text, reason text, "fromDay" text, "nextAt" numeric)
    ON CONFLICT (kind, subject) DO UPDATE SET reason = excluded.reason, from_day = excluded.from_day, rung = 0, next_at = excluded.next_at
     WHERE (monitoring_waits.reason, monitoring_waits.from_day) <> (excluded.reason, excluded.from_day)`;
}

export async function endWaits(sql: Query, kind: WaitKey['kind'], subjects: readonly string[]): Promise<void> {
  if (subjects.length === 0) return;
  await sql`DELETE FROM monitoring_waits WHERE kind = ${kind} AND subject = ANY (${subjects as string[]}::bigint[])`;
}

/** Waits of these kinds and units that are due; the caller holds the units' reviews. */
export async function dueWaits(
  sql: Query,
  cycleId: string,
  it: { readonly units: readonly string[]; readonly kinds: readonly WaitKind[]; readonly now: number },
): Promise<readonly WaitRow[]> {
  return sql<WaitRow[]>`
    SELECT kind, subject, unit_id AS "unitId", reason, from_day AS "fromDay", rung FROM monitoring_waits
     WHERE cycle_id = ${cycleId} AND unit_id = ANY (${it.units as string[]}) AND kind = ANY (${it.kinds as string[]})
       AND next_at <= ${it.now} ORDER BY kind, subject`;
}

/** The units with a wait of these kinds that is due. */
export async function unitsToRemind(
  sql: Query,
  cycleId: string,
  it: { readonly kinds: readonly WaitKind[]; readonly now: number },
): Promise<readonly string[]> {
  const rows = await sql<{ unitId: string }[]>`
    SELECT DISTINCT unit_id::text AS "unitId" FROM monitoring_waits
     WHERE cycle_id = ${cycleId} AND kind = ANY (${it.kinds as string[]}) AND next_at <= ${it.now} ORDER BY 1`;
  return rows.map((row) => row.unitId);
}

export async function saveClimbed(
  sql: Query,
  waits: readonly (WaitKey & { readonly rung: number; readonly nextAt: number | null })[],
): Promise<void> {
  if (waits.length === 0) return;
  await sql`
    UPDATE monitoring_waits m SET rung = w.rung, next_at = to_timestamp(w."nextAt" / 1000)
      FROM jsonb_to_recordset(${json(sql, waits)}::jsonb) AS w (kind text, subject bigint, rung int, "nextAt" numeric)
     WHERE m.kind = w.kind AND m.subject = w.subject`;
}

/**
 * Sets when the cycle must look again: the next rung of a wait, the end of the
 * next checkpoint's window. Returns it, and whether it is earlier than it was.
 */
export async function setFollowUp(
  sql: Query,
  cycleId: string,
  now: number,
): Promise<{ readonly at: number | null; readonly earlier: boolean }> {
  const [row] = await sql<{ at: number | null; was: number | null }[]>`
    WITH due AS (
      SELECT least(
        (SELECT min(next_at) FROM monitoring_waits WHERE cycle_id = ${cycleId} AND next_at > ${now}),
        (SELECT min(closes_at) FROM steps WHERE cycle_id = ${cycleId} AND kind = 'checkpoint' AND state <> 'cancelled'
            AND closes_at > ${now})) AS at
    ), was AS (SELECT follow_up_at AS at FROM cycle_watch WHERE cycle_id = ${cycleId}
    ), saved AS (
      -- Not where it stays the same: all reports of a cycle would wait for this one row.
      INSERT INTO cycle_watch (cycle_id, follow_up_at) SELECT ${cycleId}, at FROM due
       WHERE NOT EXISTS (SELECT FROM was WHERE was.at IS NOT DISTINCT FROM due.at)
      ON CONFLICT (cycle_id) DO UPDATE SET follow_up_at = excluded.follow_up_at)
    SELECT due.at, (SELECT at FROM was) AS was FROM due`;
  const [at, was] = [row?.at ?? null, row?.was ?? null];
  return { at, earlier: at !== null && (was === null || at < was) };
}
