import type { Corrections } from '../domain/process/index.js';
import type { MoneyKind } from '../domain/cycle/index.js';
import { json, type Query } from './connect.js';

export interface Recalculation {
  readonly commandId: string;
  readonly reviewId: string;
  readonly stepId: string;
  /** null: of a correction, which may be about several units. */
  readonly unitId: string | null;
}

/** Asks for results to be computed anew from facts that were corrected; once per command. */
export async function askRecalculation(
  sql: Query,
  it: Recalculation & { readonly cycleId: string; readonly corrections: Corrections; readonly at: number },
): Promise<void> {
  await sql`
    INSERT INTO recalculations (command_id, cycle_id, review_id, step_id, unit_id, corrections, asked_at)
    VALUES (${it.commandId}, ${it.cycleId}, ${it.reviewId}, ${it.stepId}, ${it.unitId}, ${json(sql, it.corrections)}, ${it.at})
    ON CONFLICT (command_id) DO NOTHING`;
}

/** Those not taken up yet, in the order they were asked for. */
export async function waitingRecalculations(sql: Query, cycleId: string): Promise<readonly Recalculation[]> {
  return sql<Recalculation[]>`
    SELECT command_id AS "commandId", review_id AS "reviewId", step_id AS "stepId", unit_id AS "unitId" FROM recalculations
     WHERE cycle_id = ${cycleId} AND taken_up_at IS NULL ORDER BY asked_at, command_id`;
}

/** Those of them that still are not, held until the transaction ends: whoever takes them up does so alone. */
export async function holdRecalculations(sql: Query, commandIds: readonly string[]): Promise<readonly Recalculation[]> {
  return sql<Recalculation[]>`
    SELECT command_id AS "commandId", review_id AS "reviewId", step_id AS "stepId", unit_id AS "unitId" FROM recalculations
     WHERE command_id = ANY (${commandIds as string[]}::uuid[]) AND taken_up_at IS NULL ORDER BY asked_at, command_id FOR UPDATE`;
}

export async function markRecalculated(sql: Query, commandIds: readonly string[], at: number): Promise<void> {
  await sql`UPDATE recalculations SET taken_up_at = ${at} WHERE command_id = ANY (${commandIds as string[]}::uuid[]) AND taken_up_at IS NULL`;
}

/** Kinds of money whose newest proposal is approved in all its steps and not posted. */
export async function moneyToPost(sql: Query, cycleId: string): Promise<readonly MoneyKind[]> {
  const rows = await sql<{ kind: MoneyKind }[]>`
    SELECT p.kind FROM (SELECT DISTINCT ON (kind) kind, digest, posted_at FROM proposals WHERE cycle_id = ${cycleId}
                         ORDER BY kind, attempt DESC) p
     WHERE p.posted_at IS NULL
       AND EXISTS (SELECT FROM steps s WHERE s.review_id = ${cycleId} AND s.kind = p.kind)
       AND NOT EXISTS (
         SELECT FROM steps s LEFT JOIN step_versions v ON v.command_id = s.submit_command
          WHERE s.review_id = ${cycleId} AND s.kind IN (p.kind, p.kind || '-own')
            AND (s.outcome IS DISTINCT FROM 'approved' OR v.content ->> 'proposalDigest' IS DISTINCT FROM p.digest))
     ORDER BY p.kind`;
  return rows.map(({ kind }) => kind);
}

/** A result that was told, and the version that takes its place. */
export interface MovedResult {
  readonly unitId: string;
  readonly version: number;
  /** The decision that corrected its facts. */
  readonly because: string;
  /** False: other facts, and the same figures. */
  readonly differs: boolean;
  readonly totalBefore: string | null;
  readonly total: string | null;
  readonly gradeBefore: string | null;
  readonly grade: string | null;
}

/**
 * Publishes what was computed anew, at once. A grade that calibration changed stays where the computed grade is what it
 * was; where that moved, calibration spoke of another result, and the computed grade counts. Of several decisions that
 * were taken up together each unit is told the last one about it: about itself, a rating of it, or a metric that it is
 * scored by.
 */
export async function publishRecalculated(
  sql: Query,
  cycleId: string,
  at: number,
  decisions: readonly string[],
): Promise<readonly MovedResult[]> {
  return sql<MovedResult[]>`
    WITH latest AS (
      SELECT DISTINCT ON (unit_id) * FROM results WHERE cycle_id = ${cycleId} ORDER BY unit_id, version DESC
    ), told AS (
      SELECT DISTINCT ON (unit_id) * FROM results WHERE cycle_id = ${cycleId} AND published_at IS NOT NULL ORDER BY unit_id, version DESC
    ), decided AS (
      SELECT * FROM recalculations WHERE command_id = ANY (${decisions as string[]}::uuid[])
    ), moved AS (
      UPDATE results r SET published_at = ${at}, because = coalesce(own.command_id, any_one.command_id),
             calibrated_grade = CASE WHEN t.grade = r.grade THEN t.calibrated_grade END,
             calibration_reason = CASE WHEN t.grade = r.grade THEN t.calibration_reason END
        FROM latest l LEFT JOIN told t ON t.unit_id = l.unit_id
        LEFT JOIN LATERAL (
          SELECT command_id FROM decided d
           WHERE d.unit_id = l.unit_id
              OR EXISTS (SELECT FROM jsonb_array_elements(d.corrections -> 'ratings') c WHERE c ->> 'unit' = l.unit_id)
              OR EXISTS (SELECT FROM jsonb_array_elements(d.corrections -> 'values') c
                          WHERE l.facts -> 'facts' ? (c ->> 'metric')
                             OR EXISTS (SELECT FROM goals g WHERE g.cycle_id = ${cycleId} AND g.unit_id = l.unit_id AND g.valid_to IS NULL
                                           AND g.content ->> 'metric' = c ->> 'metric'))
           ORDER BY d.asked_at DESC, d.command_id DESC LIMIT 1) own ON true
        CROSS JOIN LATERAL (SELECT command_id FROM decided ORDER BY asked_at DESC, command_id DESC LIMIT 1) any_one
       WHERE r.cycle_id = ${cycleId} AND r.unit_id = l.unit_id AND r.version = l.version AND r.published_at IS NULL AND r.status = 'scored'
      RETURNING r.unit_id, r.version, r.because, t.total AS total_before, r.total, coalesce(t.calibrated_grade, t.grade) AS grade_before,
                coalesce(r.calibrated_grade, r.grade) AS grade, r.result -> 'lines' IS DISTINCT FROM t.result -> 'lines' AS lines_differ)
    SELECT unit_id AS "unitId", version, because, total_before AS "totalBefore", total, grade_before AS "gradeBefore", grade,
           lines_differ OR total IS DISTINCT FROM total_before OR grade IS DISTINCT FROM grade_before AS differs
      FROM moved ORDER BY unit_id`;
}
