import type { OpeningAfter } from '../domain/cycle/index.js';
import type { Recognition } from '../domain/template.js';
import { localDay } from '../documents/schedule.js';
import { settleWaits, type WaitingCycle } from './case-waits.js';
import type { Query } from './connect.js';

export type RecognitionState = 'given' | 'confirmed' | 'declined' | 'taken-back';

/** A unit whose published result meets the criterion. */
export interface RecognitionGround {
  readonly unitId: string;
  readonly version: number;
  /** Exact, as scored. */
  readonly total: string;
  /** As published. */
  readonly grade: string;
}

export interface RecognitionRow {
  readonly number: number;
  readonly unitId: string;
  /** null: the unit as a whole. */
  readonly personId: string | null;
  readonly words: string;
  readonly grade: string;
  readonly resultVersion: number;
  readonly state: RecognitionState;
  readonly givenBy: string;
  readonly givenAt: number;
  readonly confirmedBy: string | null;
  /** Confirmed, declined or taken back; null: it waits. */
  readonly movedAt: number | null;
}

const columns = (sql: Query) => sql`
  n.number, n.unit_id AS "unitId", n.person_id AS "personId", n.words, n.grade, n.result_version AS "resultVersion", n.state,
  n.given_by AS "givenBy", n.given_at AS "givenAt", n.confirmed_by AS "confirmedBy", n.moved_at AS "movedAt"`;

/** Units of these kinds whose latest published result has one of these grades, in the cycle's order; all, or one. */
export async function recognitionGrounds(
  sql: Query,
  cycleId: string,
  { kinds, grades }: Recognition,
  unitId: string | null = null,
): Promise<readonly RecognitionGround[]> {
  return sql<RecognitionGround[]>`
    SELECT v.unit_id AS "unitId", r.version, r.total, coalesce(r.calibrated_grade, r.grade) AS grade
      FROM cycles c CROSS JOIN LATERAL unnest(c.subjects) WITH ORDINALITY AS s (id, position)
      JOIN reviews v ON v.cycle_id = c.id AND v.unit_id = s.id JOIN units u ON u.id = v.unit_id
      CROSS JOIN LATERAL (SELECT version, total, grade, calibrated_grade FROM results r
                           WHERE r.cycle_id = v.cycle_id AND r.unit_id = v.unit_id AND r.published_at IS NOT NULL
                           ORDER BY version DESC LIMIT 1) r
     WHERE c.id = ${cycleId} AND u.kind = ANY (${kinds as string[]}) AND (${unitId}::text IS NULL OR v.unit_id = ${unitId})
       AND coalesce(r.calibrated_grade, r.grade) = ANY (${grades as string[]})
     ORDER BY s.position`;
}

/** Recognitions of a cycle, newest first; of all units, or of one. */
export async function listRecognitions(
  sql: Query,
  cycleId: string,
  unitId: string | null = null,
): Promise<readonly RecognitionRow[]> {
  return sql<RecognitionRow[]>`
    SELECT ${columns(sql)} FROM recognitions_now n
     WHERE n.cycle_id = ${cycleId} AND (${unitId}::text IS NULL OR n.unit_id = ${unitId}) ORDER BY n.number DESC`;
}

export async function readRecognition(
  sql: Query,
  cycleId: string,
  number: number,
): Promise<RecognitionRow | undefined> {
  const [row] = await sql<RecognitionRow[]>`
    SELECT ${columns(sql)} FROM recognitions_now n WHERE n.cycle_id = ${cycleId} AND n.number = ${number}`;
  return row;
}

/** Recognitions of running cycles that wait for a second person: of those whom this person did not give, nor who are theirs. */
export async function recognitionsToConfirm(
  sql: Query,
  personId: string,
): Promise<readonly (RecognitionRow & { readonly cycleId: string; readonly cycleTitle: string })[]> {
  return sql`
    SELECT ${columns(sql)}, n.cycle_id AS "cycleId", c.title AS "cycleTitle"
      FROM recognitions_now n JOIN cycles c ON c.id = n.cycle_id AND c.state = 'running' JOIN units u ON u.id = n.unit_id
     WHERE n.state = 'given' AND n.given_by <> ${personId} AND n.person_id IS DISTINCT FROM ${personId}
       AND u.head_id IS DISTINCT FROM ${personId}
       AND NOT EXISTS (SELECT FROM unit_members m WHERE m.unit_id = n.unit_id AND m.person_id = ${personId})
     ORDER BY n.given_at, n.cycle_id, n.number`;
}

/** Whoever gives, settles or takes back in a cycle does so alone until the transaction ends. */
export async function lockRecognitions(sql: Query, cycleId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(730511261, hashtext(${cycleId}))`;
}

/** Returns its number in the cycle. The caller holds the lock. */
export async function insertRecognition(
  sql: Query,
  cycleId: string,
  it: RecognitionGround & {
    readonly personId: string | null;
    readonly words: string;
    readonly by: string;
    readonly at: number;
  },
): Promise<number> {
  const [row] = await sql<{ number: number }[]>`
    INSERT INTO recognitions (cycle_id, number, unit_id, person_id, words, result_version, grade, given_by, given_at)
    SELECT ${cycleId}, coalesce(max(number), 0) + 1, ${it.unitId}, ${it.personId}, ${it.words}, ${it.version}, ${it.grade},
           ${it.by}, ${it.at}::timestamptz
      FROM recognitions WHERE cycle_id = ${cycleId} RETURNING number`;
  if (row === undefined) throw new Error(`no recognition of ${it.unitId} was written`);
  return row.number;
}

export type WaitingRecognition = Pick<
  RecognitionRow,
  'number' | 'unitId' | 'personId' | 'state' | 'givenBy' | 'givenAt'
> & {
  /** What a wait for it is kept under: its number is its cycle's. */
  readonly id: string;
};

const withIds = (sql: Query) => sql`
  SELECT r.id, n.number, n.unit_id AS "unitId", n.person_id AS "personId", n.state, n.given_by AS "givenBy", n.given_at AS "givenAt"
    FROM recognitions r JOIN recognitions_now n ON n.cycle_id = r.cycle_id AND n.number = r.number`;

export async function waitingRecognitions(sql: Query, ids: readonly string[]): Promise<readonly WaitingRecognition[]> {
  if (ids.length === 0) return [];
  return sql<WaitingRecognition[]>`${withIds(sql)} WHERE r.id = ANY (${ids as string[]}::bigint[]) ORDER BY r.id`;
}

/** A second person of HR is waited for as long as it is given and nothing more. The caller holds the lock. */
export async function settleRecognitionWaits(
  sql: Query,
  cycle: WaitingCycle,
  numbers: readonly number[],
  at: OpeningAfter,
): Promise<void> {
  const rows = await sql<WaitingRecognition[]>`
    ${withIds(sql)} WHERE r.cycle_id = ${cycle.id} AND r.number = ANY (${numbers as number[]}) ORDER BY r.id`;
  const waits = rows.map(({ id, unitId, state, givenAt }) => ({
    id,
    unitId,
    wait: state === 'given' ? ({ reason: 'unconfirmed', fromDay: localDay(givenAt, cycle.zone) } as const) : null,
  }));
  await settleWaits(sql, cycle, 'recognition', waits, at);
}

/** A second person's word. The caller holds the lock and has seen that it waits. */
export async function settleRecognition(
  sql: Query,
  cycleId: string,
  it: {
    readonly number: number;
    readonly event: 'confirmed' | 'declined';
    readonly by: string;
    readonly words: string;
    readonly at: number;
  },
): Promise<void> {
  await sql`
    INSERT INTO recognition_events (cycle_id, number, seq, event, given_by, by_id, words, at)
    SELECT cycle_id, number, 1, ${it.event}, given_by, ${it.by}, ${it.words}, ${it.at}::timestamptz
      FROM recognitions WHERE cycle_id = ${cycleId} AND number = ${it.number}`;
}

export interface TakenBack {
  readonly number: number;
  readonly unitId: string;
  readonly personId: string | null;
  readonly grade: string;
  readonly givenBy: string;
  readonly before: 'given' | 'confirmed';
}

/** Takes back what has lost its ground: the unit's published result is under the criterion now. Again it takes nothing. */
export async function takeBackRecognitions(
  sql: Query,
  cycleId: string,
  { grades }: Recognition,
  at: number,
): Promise<readonly TakenBack[]> {
  return sql<TakenBack[]>`
    WITH lost AS (
      SELECT n.number, n.unit_id, n.person_id, n.given_by, n.state, r.grade
        FROM recognitions_now n
        CROSS JOIN LATERAL (SELECT coalesce(calibrated_grade, grade) AS grade FROM results r
                             WHERE r.cycle_id = n.cycle_id AND r.unit_id = n.unit_id AND r.published_at IS NOT NULL
                             ORDER BY version DESC LIMIT 1) r
       WHERE n.cycle_id = ${cycleId} AND n.state IN ('given', 'confirmed')
         AND (r.grade IS NULL OR NOT r.grade = ANY (${grades as string[]}))
    ), written AS (
      INSERT INTO recognition_events (cycle_id, number, seq, event, given_by, at)
      SELECT ${cycleId}, number, CASE state WHEN 'given' THEN 1 ELSE 2 END, 'taken-back', given_by, ${at}::timestamptz FROM lost
      RETURNING number)
    SELECT l.number, l.unit_id AS "unitId", l.person_id AS "personId", coalesce(l.grade, '') AS grade, l.given_by AS "givenBy",
           l.state AS before FROM lost l JOIN written w ON w.number = l.number ORDER BY l.number`;
}
