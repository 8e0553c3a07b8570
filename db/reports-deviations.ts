import type { ActionState, CaseOutcome, Severity } from '../domain/cycle/index.js';
import type { Moment } from '../domain/reports/index.js';
import type { Query } from './connect.js';
import { inScope, momentOf, type ReportScope } from './reports.js';

/** A deviation's case with its newest action and when the first one was named. */
export interface ReportedCase {
  readonly id: string;
  readonly unitId: string;
  readonly goalId: string;
  readonly title: string;
  readonly since: string;
  readonly severity: Severity;
  readonly ownerId: string | null;
  readonly openedAt: number;
  readonly seenAt: number;
  readonly outcome: CaseOutcome | null;
  readonly closedAt: number | null;
  readonly closedOn: string | null;
  readonly action: { readonly state: ActionState; readonly dueOn: string | null; readonly at: number } | null;
  readonly openedDay: number;
  readonly first: Moment | null;
  readonly closed: Moment | null;
}

type Flat = Omit<ReportedCase, 'first' | 'closed'> & {
  readonly firstAt: number | null;
  readonly firstDay: number | null;
  readonly closedDay: number | null;
};

export async function casesOfReport(sql: Query, scope: ReportScope): Promise<readonly ReportedCase[]> {
  const [opened, first, closed] = [
    momentOf(sql, scope, sql`d.opened_at`),
    momentOf(sql, scope, sql`f.written_at`),
    momentOf(sql, scope, sql`d.closed_at`),
  ];
  const rows = await sql<Flat[]>`
    SELECT d.id, d.unit_id AS "unitId", d.goal_id AS "goalId",
           coalesce((SELECT g.content ->> 'title' FROM goals g WHERE g.cycle_id = d.cycle_id AND g.goal_id = d.goal_id
                      ORDER BY g.version DESC LIMIT 1), d.goal_id) AS title,
           d.since, d.severity, coalesce(d.owner_id, u.head_id) AS "ownerId", d.opened_at AS "openedAt", d.seen_at AS "seenAt",
           d.outcome, d.closed_at AS "closedAt", d.closed_on AS "closedOn",
           CASE WHEN a.state IS NULL THEN NULL ELSE jsonb_build_object('state', a.state, 'dueOn', a.due_on,
             'at', round(extract(epoch FROM a.written_at) * 1000)::bigint) END AS action,
           ${opened.day} AS "openedDay", ${first.at} AS "firstAt", ${first.day} AS "firstDay", ${closed.day} AS "closedDay"
      FROM deviation_cases d JOIN units u ON u.id = d.unit_id
      LEFT JOIN LATERAL (SELECT state, due_on, written_at FROM corrective_actions WHERE case_id = d.id ORDER BY version DESC LIMIT 1) a ON true
      LEFT JOIN LATERAL (SELECT written_at FROM corrective_actions WHERE case_id = d.id ORDER BY version LIMIT 1) f ON true
     WHERE d.cycle_id = ${scope.cycleId} AND ${inScope(sql, scope, sql`d.unit_id`)} ORDER BY d.id`;
  return rows.map(({ firstAt, firstDay, closedDay, ...row }) => ({
    ...row,
    first: firstAt === null || firstDay === null ? null : { at: firstAt, day: firstDay },
    closed: row.closedAt === null || closedDay === null ? null : { at: row.closedAt, day: closedDay },
  }));
}
