import type { PersonRule, Phase, Stage, StepKind, StepOutcome } from '../domain/process/index.js';
import type { Query } from './connect.js';
import { resolvePersons } from './people.js';
import { isToldOf, type UntoldKinds } from './untold-kinds.js';
import { barredColumns, mayActOn, type WaitingStep } from './word-standing.js';

/** How many steps of one plan stand where. `done` leaves out those forwarded by policy. */
export interface PlanCounts {
  readonly planId: string;
  readonly kind: StepKind;
  readonly phase: Phase;
  readonly closed: number;
  readonly open: number;
  readonly submitted: number;
  readonly done: number;
  readonly forwarded: number;
  readonly cancelled: number;
  readonly overdue: number;
}

export interface CycleOverview {
  /** Units by the phase of their earliest step that has not ended; null: all ended. */
  readonly units: readonly { readonly phase: Phase | null; readonly count: number }[];
  readonly steps: readonly PlanCounts[];
  readonly overdue: number;
}

/** Late at the cycle's present time: the submitter's due, then the decider's. */
const late = (sql: Query) => sql`
  coalesce((s.state = 'open' AND s.due_at <= k.now) OR (s.state = 'submitted' AND s.decide_due_at <= k.now), false)`;
const clock = (sql: Query, cycleId: string) => sql`
  (SELECT coalesce(now_at, clock_timestamp()) AS now FROM cycle_clocks WHERE cycle_id = ${cycleId}) k`;

/** Where the steps of a cycle stand, as far as the reader is told of them. */
export async function cycleOverview(sql: Query, cycleId: string, untold: UntoldKinds): Promise<CycleOverview> {
  const steps = await sql<PlanCounts[]>`
    SELECT s.plan_id AS "planId", s.kind, s.phase,
           count(*) FILTER (WHERE s.state = 'closed')::int AS closed,
           count(*) FILTER (WHERE s.state = 'open')::int AS open,
           count(*) FILTER (WHERE s.state = 'submitted')::int AS submitted,
           count(*) FILTER (WHERE s.state = 'done' AND s.outcome <> 'forwarded')::int AS done,
           count(*) FILTER (WHERE s.state = 'done' AND s.outcome = 'forwarded')::int AS forwarded,
           count(*) FILTER (WHERE s.state = 'cancelled')::int AS cancelled,
           count(*) FILTER (WHERE ${late(sql)})::int AS overdue
      FROM steps s, ${clock(sql, cycleId)} WHERE s.cycle_id = ${cycleId} AND ${isToldOf(sql, untold)}
     GROUP BY s.plan_id, s.kind, s.phase ORDER BY min(s.position)`;
  const units = await sql<{ phase: Phase | null; count: number }[]>`
    SELECT phase, count(*)::int AS count FROM (
      SELECT (array_agg(s.phase ORDER BY s.position) FILTER (WHERE s.state IN ('closed', 'open', 'submitted')))[1] AS phase,
             min(s.position) FILTER (WHERE s.state IN ('closed', 'open', 'submitted')) AS position
        FROM steps s WHERE s.cycle_id = ${cycleId} AND s.unit_id IS NOT NULL AND ${isToldOf(sql, untold)} GROUP BY s.review_id) AS each
     GROUP BY phase ORDER BY min(position) NULLS LAST`;
  return { units, steps, overdue: steps.reduce((sum, step) => sum + step.overdue, 0) };
}

export interface OverdueStep {
  readonly reviewId: string;
  /** null: the cycle's own. */
  readonly unitId: string | null;
  readonly nameZh: string | null;
  readonly nameEn: string | null;
  /** The other unit that the step is about. */
  readonly raterUnitId: string | null;
  readonly stepId: string;
  readonly kind: StepKind;
  readonly state: 'open' | 'submitted';
  readonly attempt: number;
  readonly dueAt: number;
  /** Persons whose turn it is; empty: nobody, an open incident. */
  readonly waitingFor: readonly string[];
}

/**
 * What is late now, the longest first; and what nobody can do, late or not: an open incident that ages. Whose turn it is
 * are those whom the rule names, without those whom the table of rights bars.
 */
export async function listOverdue(
  sql: Query,
  cycleId: string,
  untold: UntoldKinds,
  limit = 100,
): Promise<readonly OverdueStep[]> {
  type Row = Omit<OverdueStep, 'waitingFor'> & WaitingStep & { readonly rule: PersonRule; readonly late: boolean };
  const rows = await sql<Row[]>`
    SELECT s.review_id AS "reviewId", s.unit_id AS "unitId", u.name_zh AS "nameZh", u.name_en AS "nameEn",
           s.step_id AS "stepId", s.kind, s.state, s.attempt, ${late(sql)} AS late,
           CASE WHEN s.state = 'open' THEN s.due_at ELSE s.decide_due_at END AS "dueAt",
           CASE WHEN s.state = 'open' THEN 'submit' ELSE 'approve' END AS act, t.rule,
           s.rater_unit_id AS "raterUnitId", ${barredColumns(sql)}
      FROM steps s JOIN ${clock(sql, cycleId)} ON true LEFT JOIN units u ON u.id = s.unit_id
      CROSS JOIN LATERAL (SELECT CASE s.state WHEN 'open' THEN s.submitter_rule ELSE s.decider_rule END AS rule) t
     WHERE s.cycle_id = ${cycleId} AND s.state IN ('open', 'submitted') AND (${late(sql)} OR ${mayBeStranded(sql)})
       AND ${isToldOf(sql, untold)}
     ORDER BY ${mayBeStranded(sql)} DESC, "dueAt", s.review_id, s.step_id LIMIT ${limit}`;
  const persons = await resolvePersons(
    sql,
    rows.map((row) => ({ key: `${row.reviewId} ${row.stepId}`, ...row, cycleId })),
  );
  const found = rows.flatMap(({ rule: _rule, late: isLate, act, wrote, ownUnit, tookPart, ...row }) => {
    const named = persons.get(`${row.reviewId} ${row.stepId}`) ?? [];
    const step = { kind: row.kind, act, wrote, ownUnit, tookPart };
    const waitingFor = named.filter((person) => mayActOn(step, person, person));
    return isLate || waitingFor.length === 0 ? [{ ...row, waitingFor }] : [];
  });
  return found.toSorted((a, b) => a.dueAt - b.dueAt);
}

/** Steps `s` worth asking whether anybody can do them: the cycle's own, and where the head who is to act is not there. */
const mayBeStranded = (sql: Query) => sql`
  CASE WHEN t.rule = 'head' THEN NOT EXISTS (SELECT FROM units x JOIN persons h ON h.id = x.head_id AND h.active WHERE x.id = s.unit_id)
       WHEN t.rule = 'rater-head' THEN NOT EXISTS (SELECT FROM units x JOIN persons h ON h.id = x.head_id AND h.active WHERE x.id = s.rater_unit_id)
       WHEN s.unit_id IS NULL THEN true
       ELSE NOT EXISTS (SELECT FROM person_roles r JOIN persons p ON p.id = r.person_id AND p.active WHERE r.role = 'board') END`;

export interface UnitStanding {
  readonly unitId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly steps: readonly {
    readonly id: string;
    readonly planId: string;
    readonly kind: StepKind;
    readonly phase: Phase;
    readonly state: Stage;
    readonly outcome: StepOutcome | null;
    readonly attempt: number;
    readonly late: boolean;
  }[];
}

/** The units of a cycle in its order, page by page from `offset`, each with where its steps stand. */
export async function listUnitStandings(
  sql: Query,
  cycleId: string,
  { offset, limit }: { readonly offset: number; readonly limit: number },
  untold: UntoldKinds,
): Promise<readonly UnitStanding[]> {
  return sql<UnitStanding[]>`
    SELECT u.id AS "unitId", u.name_zh AS "nameZh", u.name_en AS "nameEn",
           (SELECT jsonb_agg(jsonb_build_object('id', s.step_id, 'planId', s.plan_id, 'kind', s.kind, 'phase', s.phase,
                     'state', s.state, 'outcome', s.outcome, 'attempt', s.attempt, 'late', ${late(sql)})
                     ORDER BY s.position, s.step_id)
              FROM steps s WHERE s.review_id = ${cycleId} || '/' || u.id AND ${isToldOf(sql, untold)}) AS steps
      FROM cycles c CROSS JOIN LATERAL unnest(c.subjects) WITH ORDINALITY AS subject (id, position)
      JOIN units u ON u.id = subject.id CROSS JOIN ${clock(sql, cycleId)}
     WHERE c.id = ${cycleId} ORDER BY subject.position OFFSET ${offset} LIMIT ${limit}`;
}
