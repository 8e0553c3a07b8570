import {
  type Criterion,
  type PlanEnd,
  type PlanEventKind,
  type PlanStage,
  type PlanTerms,
  settlingEnds,
  type TalkState,
} from '../domain/improvement/index.js';
import { json, type Query } from './connect.js';

/** A talk as it is shown. */
export interface TalkLine {
  readonly days: number;
  readonly opensAt: number;
  readonly state: TalkState;
  /** The step in which it is told; null: not open yet. */
  readonly stepId: string | null;
  readonly heldOn: string | null;
  /** What the unit's head answered. */
  readonly outcome: string | null;
}

/** A plan with the result it rests on. */
export interface PlanLine {
  readonly id: string;
  readonly unitId: string;
  readonly unitZh: string;
  readonly unitEn: string;
  readonly number: number;
  readonly stage: PlanStage;
  readonly criterion: Criterion;
  readonly terms: PlanTerms;
  readonly resultVersion: number;
  readonly total: string | null;
  readonly grade: string | null;
  readonly openedBy: string;
  readonly openedAt: number;
  readonly firstDay: string | null;
  readonly end: PlanEnd | null;
  readonly endedAt: number | null;
  readonly nextAt: number | null;
  readonly talks: readonly TalkLine[];
}

const columns = (sql: Query) => sql`
  p.id, p.unit_id AS "unitId", u.name_zh AS "unitZh", u.name_en AS "unitEn", p.number, p.stage, p.criterion, p.terms,
  p.result_version AS "resultVersion", r.total, coalesce(r.calibrated_grade, r.grade) AS grade, p.opened_by AS "openedBy",
  p.opened_at AS "openedAt", p.first_day AS "firstDay", p.end_reason AS "end", p.ended_at AS "endedAt", p.next_at AS "nextAt",
  coalesce((
    SELECT jsonb_agg(jsonb_build_object('days', t.days, 'opensAt', round(extract(epoch FROM t.opens_at) * 1000)::bigint,
             'state', t.state, 'stepId', s.step_id, 'outcome', s.outcome,
             'heldOn', (SELECT v.content ->> 'heldOn' FROM step_versions v WHERE v.review_id = s.review_id AND v.step_id = s.step_id
                         ORDER BY v.version DESC LIMIT 1)) ORDER BY t.days)
      FROM improvement_talks t LEFT JOIN steps s ON s.review_id = p.cycle_id || '/' || p.unit_id
       AND s.step_id = 'improvement-talk-' || p.number || '-' || t.days
     WHERE t.plan_id = p.id), '[]') AS talks`;

const joined = (sql: Query) => sql`
  improvement_plans p JOIN units u ON u.id = p.unit_id
    JOIN results r ON r.cycle_id = p.cycle_id AND r.unit_id = p.unit_id AND r.version = p.result_version`;

/** The plans of a unit in a cycle, the newest first. */
export async function plansOfUnit(sql: Query, cycleId: string, unitId: string): Promise<readonly PlanLine[]> {
  return sql<PlanLine[]>`
    SELECT ${columns(sql)} FROM ${joined(sql)} WHERE p.cycle_id = ${cycleId} AND p.unit_id = ${unitId} ORDER BY p.number DESC`;
}

export async function readPlanOfUnit(
  sql: Query,
  cycleId: string,
  unitId: string,
  number: number,
): Promise<PlanLine | undefined> {
  const [row] = await sql<PlanLine[]>`
    SELECT ${columns(sql)} FROM ${joined(sql)}
     WHERE p.cycle_id = ${cycleId} AND p.unit_id = ${unitId} AND p.number = ${number}`;
  return row;
}

/** The plans of a cycle in the units' order; `units`: of these only, null: all. */
export async function plansIn(
  sql: Query,
  cycleId: string,
  units: readonly string[] | null,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<readonly PlanLine[]> {
  return sql<PlanLine[]>`
    SELECT ${columns(sql)} FROM ${joined(sql)}
     WHERE p.cycle_id = ${cycleId} AND (${units as string[] | null}::text[] IS NULL OR p.unit_id = ANY (${units as string[] | null}::text[]))
     ORDER BY p.stage = 'ended', u.position, p.id OFFSET ${offset} LIMIT ${limit}`;
}

/** Units whose own published result meets the criterion, with no plan under way and none that has had its say about it. */
export async function unitsWithGround(
  sql: Query,
  cycleId: string,
  criterion: Criterion,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<
  readonly {
    readonly id: string;
    readonly nameZh: string;
    readonly nameEn: string;
    readonly total: string | null;
    readonly grade: string | null;
  }[]
> {
  return sql`
    SELECT u.id, u.name_zh AS "nameZh", u.name_en AS "nameEn", r.total, r.grade
      FROM (SELECT DISTINCT ON (unit_id) unit_id, version, total, coalesce(calibrated_grade, grade) AS grade FROM results
             WHERE cycle_id = ${cycleId} AND published_at IS NOT NULL ORDER BY unit_id, version DESC) r
      JOIN units u ON u.id = r.unit_id
     WHERE meets_criterion(${json(sql, criterion)}, r.total, r.grade)
       AND NOT EXISTS (SELECT FROM improvement_plans p WHERE p.cycle_id = ${cycleId} AND p.unit_id = r.unit_id
                         AND (p.stage <> 'ended' OR (p.result_version = r.version AND p.end_reason = ANY (${[...settlingEnds]}::text[]))))
     ORDER BY u.position, u.id OFFSET ${offset} LIMIT ${limit}`;
}

export interface PlanEventLine {
  readonly at: number;
  readonly kind: PlanEventKind;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What became of a plan, oldest first. */
export async function eventsOfPlan(sql: Query, planId: string): Promise<readonly PlanEventLine[]> {
  return sql<PlanEventLine[]>`SELECT at, kind, data FROM improvement_events WHERE plan_id = ${planId} ORDER BY seq`;
}
