import type { Decision, StepKind } from '../domain/process/index.js';
import type { Query } from './connect.js';
import type { ValueOrigin } from './metrics.js';

export interface VersionWithDecision {
  readonly version: number;
  readonly attempt: number;
  readonly content: unknown;
  readonly at: number;
  readonly actor: string;
  readonly principal: string;
  readonly decision: {
    readonly decision: Decision;
    /** Epoch ms. */
    readonly at: number;
    readonly actor: string;
    readonly principal: string;
    readonly words: unknown;
  } | null;
}

/** All versions of a step, oldest first, each with the decision that was applied to it. */
export async function versionsWithDecisions(
  sql: Query,
  reviewId: string,
  stepId: string,
): Promise<readonly VersionWithDecision[]> {
  return sql<VersionWithDecision[]>`
    SELECT v.version, v.attempt, v.content, v.written_at AS at, c.actor_id AS actor, c.principal_id AS principal,
           CASE WHEN d.id IS NULL THEN NULL ELSE jsonb_build_object('decision', d.decision,
             'at', round(extract(epoch FROM d.received_at) * 1000)::bigint,
             'actor', d.actor_id, 'principal', d.principal_id, 'words', d.body) END AS decision
      FROM step_versions v JOIN commands c ON c.id = v.command_id
      LEFT JOIN LATERAL (
        SELECT * FROM commands d WHERE d.review_id = v.review_id AND d.step_id = v.step_id AND d.act = 'approve'
           AND d.state = 'applied' AND d.step_revision > c.step_revision
           AND NOT EXISTS (SELECT FROM step_versions o JOIN commands oc ON oc.id = o.command_id
                            WHERE o.review_id = v.review_id AND o.step_id = v.step_id
                              AND oc.step_revision > c.step_revision AND oc.step_revision < d.step_revision)
         ORDER BY d.step_revision LIMIT 1) d ON true
     WHERE v.review_id = ${reviewId} AND v.step_id = ${stepId} ORDER BY v.version`;
}

export interface KnownValueRow {
  readonly metric: string;
  readonly on: string;
  readonly value: string;
  readonly source: ValueOrigin;
  /** Epoch ms. */
  readonly at: number;
}

/** The present version of every day's value of these metrics, within a period, oldest day first. */
export async function knownValues(
  sql: Query,
  cycle: { readonly book: string; readonly periodStart: string; readonly periodEnd: string },
  metrics: readonly string[],
): Promise<readonly KnownValueRow[]> {
  if (metrics.length === 0) return [];
  return sql<KnownValueRow[]>`
    SELECT DISTINCT ON (metric_id, on_date) metric_id AS metric, on_date AS "on", value, source, entered_at AS at
      FROM metric_values
     WHERE book = ${cycle.book} AND metric_id = ANY (${metrics as string[]})
       AND on_date BETWEEN ${cycle.periodStart} AND ${cycle.periodEnd}
     ORDER BY metric_id, on_date, version DESC`;
}

/** The reports of a unit that were submitted, in the order of its steps. */
export async function submittedReports(
  sql: Query,
  cycleId: string,
  unitId: string,
): Promise<readonly { readonly stepId: string; readonly kind: StepKind }[]> {
  return sql<{ stepId: string; kind: StepKind }[]>`
    SELECT s.step_id AS "stepId", s.kind FROM steps s
     WHERE s.cycle_id = ${cycleId} AND s.unit_id = ${unitId} AND s.kind IN ('checkpoint', 'self-evaluation')
       AND EXISTS (SELECT FROM step_versions v WHERE v.review_id = s.review_id AND v.step_id = s.step_id)
     ORDER BY s.position, s.step_id`;
}
