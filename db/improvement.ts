import {
  type Criterion,
  type OwnResult,
  type PlanEnd,
  type PlanEvent,
  type PlanStage,
  type PlanStanding,
  type PlanStep,
  type PlanTalk,
  type PlanTerms,
  settlingEnds,
} from '../domain/improvement/index.js';
import { json, type Query } from './connect.js';

/** A plan as its clock needs it. */
export interface PlanRow extends PlanStanding {
  readonly id: string;
  readonly cycleId: string;
  readonly unitId: string;
  readonly criterion: Criterion;
}

interface PlanColumns extends Omit<PlanRow, 'talks'> {
  readonly talks: readonly PlanTalk[];
}

const columns = (sql: Query) => sql`
  p.id, p.cycle_id AS "cycleId", p.unit_id AS "unitId", p.number, p.criterion, p.terms, p.stage, p.first_day AS "firstDay",
  p.judgements, p.end_reason AS "end",
  coalesce((SELECT jsonb_agg(jsonb_build_object('days', t.days, 'opensAt', round(extract(epoch FROM t.opens_at) * 1000)::bigint,
              'state', t.state) ORDER BY t.days) FROM improvement_talks t WHERE t.plan_id = p.id), '[]') AS talks`;

/** Where a plan belongs; undefined: there is none of that id. */
export async function placeOfPlan(
  sql: Query,
  planId: string,
): Promise<{ readonly cycleId: string; readonly unitId: string } | undefined> {
  const [row] = await sql<{ cycleId: string; unitId: string }[]>`
    SELECT cycle_id AS "cycleId", unit_id AS "unitId" FROM improvement_plans WHERE id = ${planId}`;
  return row;
}

/** Locks the plan; its review is locked before (clock, review, steps, plan). */
export async function lockPlan(sql: Query, planId: string): Promise<PlanRow> {
  await sql`SELECT FROM improvement_plans WHERE id = ${planId} FOR UPDATE`;
  const [row] = await sql<PlanColumns[]>`SELECT ${columns(sql)} FROM improvement_plans p WHERE p.id = ${planId}`;
  if (row === undefined) throw new Error(`no improvement plan ${planId}`);
  return row;
}

/** The plan's steps by id, with what was submitted last in each. */
export async function stepsOfPlan(
  sql: Query,
  { cycleId, unitId, number }: Pick<PlanRow, 'cycleId' | 'unitId' | 'number'>,
): Promise<ReadonlyMap<string, PlanStep>> {
  const rows = await sql<(PlanStep & { readonly id: string })[]>`
    SELECT s.step_id AS id, s.state, s.outcome, s.due_at AS "dueAt", s.ended_at AS "endedAt",
           CASE WHEN s.submitted_by <> '{}' THEN s.submitted_at END AS "submittedAt",
           v.content ->> 'firstDay' AS "firstDay", v.content ->> 'verdict' AS verdict, (v.content ->> 'days')::int AS days
      FROM steps s
      LEFT JOIN LATERAL (SELECT content FROM step_versions WHERE review_id = s.review_id AND step_id = s.step_id
                          ORDER BY version DESC LIMIT 1) v ON true
     WHERE s.cycle_id = ${cycleId} AND s.unit_id = ${unitId}
       AND s.step_id ~ ('^improvement(-appeal|-talk|-outcome)?-' || ${number}::text || '(-\\d+)?$')`;
  return new Map(rows.map(({ id, ...step }) => [id, step]));
}

/** The unit's latest published result, with the grade in force; undefined: none is known yet. */
export async function publishedResult(
  sql: Query,
  cycleId: string,
  unitId: string,
): Promise<(OwnResult & { readonly version: number }) | undefined> {
  const [row] = await sql<(OwnResult & { version: number })[]>`
    SELECT version, total, coalesce(calibrated_grade, grade) AS grade FROM results
     WHERE cycle_id = ${cycleId} AND unit_id = ${unitId} AND published_at IS NOT NULL ORDER BY version DESC LIMIT 1`;
  return row;
}

/** What earlier plans of a unit leave to say about another one. */
export interface PlansSoFar {
  readonly count: number;
  /** The one under way. */
  readonly live: string | null;
  /** A plan on this very result has had its say: passed, ended, or fallen in an appeal. */
  readonly settled: boolean;
}

export async function plansSoFar(
  sql: Query,
  cycleId: string,
  unitId: string,
  resultVersion: number,
): Promise<PlansSoFar> {
  const [row] = await sql<PlansSoFar[]>`
    SELECT count(*)::int AS count, min(id) FILTER (WHERE stage <> 'ended') AS live,
           coalesce(bool_or(result_version = ${resultVersion} AND end_reason = ANY (${[...settlingEnds]}::text[])), false) AS settled
      FROM improvement_plans WHERE cycle_id = ${cycleId} AND unit_id = ${unitId}`;
  return row ?? { count: 0, live: null, settled: false };
}

export interface NewPlan {
  readonly id: string;
  readonly cycleId: string;
  readonly unitId: string;
  readonly number: number;
  readonly criterion: Criterion;
  readonly terms: PlanTerms;
  readonly resultVersion: number;
  readonly openedBy: string;
  readonly principal: string;
  readonly at: number;
}

/** Opens a plan; the schema lets it be only where the result it names meets the criterion. */
export async function insertPlan(sql: Query, it: NewPlan): Promise<void> {
  await sql`
    INSERT INTO improvement_plans (id, cycle_id, unit_id, number, criterion, terms, result_version, opened_by, principal_id, opened_at)
    VALUES (${it.id}, ${it.cycleId}, ${it.unitId}, ${it.number}, ${json(sql, it.criterion)}, ${json(sql, it.terms)},
            ${it.resultVersion}, ${it.openedBy}, ${it.principal}, ${it.at})`;
  await insertPlanEvents(sql, it.id, it.at, [{ kind: 'opened' }]);
}

/** Writes where the plan stands now. */
export async function savePlan(
  sql: Query,
  planId: string,
  to: { readonly plan: PlanStanding; readonly nextAt: number | null; readonly at: number },
): Promise<void> {
  const { stage, firstDay, judgements, end, talks }: PlanStanding & { stage: PlanStage; end: PlanEnd | null } = to.plan;
  await sql`
    UPDATE improvement_plans SET stage = ${stage}, first_day = ${firstDay}, judgements = ${judgements}, end_reason = ${end},
           ended_at = CASE WHEN ${stage} = 'ended' THEN coalesce(ended_at, ${to.at}) END, next_at = ${to.nextAt}
     WHERE id = ${planId}`;
  await sql`
    INSERT INTO improvement_talks (plan_id, days, opens_at, state)
    SELECT ${planId}, t.days, to_timestamp(t."opensAt" / 1000.0), t.state
      FROM jsonb_to_recordset(${json(sql, talks)}::jsonb) AS t (days int, "opensAt" numeric, state text)
    ON CONFLICT (plan_id, days) DO UPDATE SET state = excluded.state WHERE improvement_talks.state <> excluded.state`;
}

/** Returns how many the plan has had by then. */
export async function insertPlanEvents(
  sql: Query,
  planId: string,
  at: number,
  events: readonly PlanEvent[],
): Promise<number> {
  const rows = await sql<{ seq: number }[]>`
    INSERT INTO improvement_events (plan_id, seq, at, kind, data)
    SELECT ${planId}, n.seq + e.position, ${at}::timestamptz, e.event ->> 'kind', e.event - 'kind'
      FROM (SELECT coalesce(max(seq), 0) AS seq FROM improvement_events WHERE plan_id = ${planId}) n,
           jsonb_array_elements(${json(sql, events)}::jsonb) WITH ORDINALITY AS e (event, position) RETURNING seq`;
  return Math.max(...rows.map(({ seq }) => seq));
}
