import { json, type Query } from './connect.js';

/** Somebody is told something about a step; once per key. */
export interface NewNotice {
  readonly key: string;
  readonly cycleId: string;
  readonly reviewId: string;
  readonly stepId: string;
  readonly personId: string;
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly at: number;
}

/** Returns how many were new. */
export async function insertNotices(sql: Query, notices: readonly NewNotice[]): Promise<number> {
  if (notices.length === 0) return 0;
  const rows = notices.map(({ key, cycleId, reviewId, stepId, personId, code, data, at }) => ({
    key,
    cycle_id: cycleId,
    review_id: reviewId,
    step_id: stepId,
    person_id: personId,
    code,
    data,
    at,
  }));
  const inserted = await sql`
    INSERT INTO notices (key, cycle_id, review_id, step_id, person_id, code, data, at)
    SELECT key, cycle_id, review_id, step_id, person_id, code, data, to_timestamp(at / 1000)
      FROM jsonb_to_recordset(${json(sql, rows)}::jsonb) AS n (
        key text, cycle_id text, review_id text, step_id text, person_id text, code text, data jsonb, at numeric)
    ON CONFLICT (key) DO NOTHING RETURNING id`;
  return inserted.length;
}

/** A hint for a pump: the cycle may have something to do, or a living review is behind. */
export async function insertHints(
  sql: Query,
  hints: readonly {
    readonly key: string;
    readonly kind: 'wake' | 'sync';
    readonly cycleId: string;
    readonly payload: unknown;
  }[],
): Promise<void> {
  if (hints.length === 0) return;
  const rows = hints.map(({ key, kind, cycleId, payload }) => ({ key, kind, cycle_id: cycleId, payload }));
  await sql`
    INSERT INTO outbox (key, kind, cycle_id, payload)
    SELECT key, kind, cycle_id, payload
      FROM jsonb_to_recordset(${json(sql, rows)}::jsonb) AS h (key text, kind text, cycle_id text, payload jsonb)
    ON CONFLICT (key) DO NOTHING`;
}

/** The cycle sleeps to a later instant than the next one of these steps: it is to look again. */
export async function hintSooner(
  sql: Query,
  it: { readonly key: string; readonly cycleId: string; readonly phase: string; readonly sleepsTo: number | null },
  steps: readonly { readonly nextAt: number | null }[],
): Promise<void> {
  const soonest = Math.min(...steps.map(({ nextAt }) => nextAt ?? Infinity));
  if (soonest === Infinity || (it.sleepsTo !== null && it.sleepsTo <= soonest)) return;
  const payload = { phase: it.phase, sooner: true };
  await insertHints(sql, [{ key: `wake/sooner/${it.key}`, kind: 'wake', cycleId: it.cycleId, payload }]);
}
