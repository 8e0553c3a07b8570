import type { PersonRule, Stage, StepKind } from '../domain/process/index.js';
import type { Query } from './connect.js';
import { actsToday, turnsOf } from './turns.js';
import { barredColumns, mayActOn, type WaitingStep } from './word-standing.js';

export interface InboxTask {
  readonly cycleId: string;
  readonly cycleTitle: string;
  readonly mode: 'real' | 'rehearsal';
  readonly unitId: string | null;
  readonly unitZh: string | null;
  readonly unitEn: string | null;
  /** The other unit that the step is about. */
  readonly otherZh: string | null;
  readonly otherEn: string | null;
  readonly stepId: string;
  readonly kind: StepKind;
  readonly act: 'submit' | 'approve';
  /** For whom it is done: they themselves, or the one whom they stand in for. */
  readonly principal: string;
  readonly principalZh: string;
  readonly principalEn: string;
  readonly revision: number;
  readonly attempt: number;
  readonly opensAt: number;
  readonly dueAt: number;
  readonly now: number;
}

/**
 * Steps of running cycles that wait for this person now, earliest due first: whom their rules name, as `resolvePersons`
 * says, or who stands in for them that day. What they would be refused, for what they are to it, is left out.
 */
export async function inboxOf(sql: Query, personId: string): Promise<readonly InboxTask[]> {
  const rows = await sql<(InboxTask & WaitingStep)[]>`
    WITH RECURSIVE ${turnsOf(sql, personId)}, mine AS MATERIALIZED (
      SELECT DISTINCT ON (s.review_id, s.step_id) s.review_id, s.step_id, a.id AS principal
        FROM acting a JOIN cycles c ON c.state = 'running' JOIN cycle_clocks k ON k.cycle_id = c.id
        JOIN steps s ON s.cycle_id = c.id AND s.state IN ('open', 'submitted')
        LEFT JOIN units u ON u.id = s.unit_id LEFT JOIN units r ON r.id = s.rater_unit_id
        CROSS JOIN LATERAL (SELECT CASE s.state WHEN 'open' THEN s.submitter_rule ELSE s.decider_rule END AS rule) t
       WHERE ${actsToday(sql)}
         AND CASE WHEN t.rule = 'head' THEN u.head_id = a.id
                  WHEN t.rule = 'rater-head' THEN r.head_id = a.id
                  WHEN t.rule = 'common-head' THEN a.id = ANY (settlers(s.unit_id, s.rater_unit_id))
                  WHEN t.rule = 'outside-head' THEN a.id = ANY (outsiders(s.cycle_id, s.unit_id, s.step_id))
                  WHEN t.rule IN ('parent-head', 'second-head')
                    THEN (a.id, s.unit_id::text, t.rule) IN (SELECT id, unit, rule FROM superior_of)
                  ELSE (a.id, t.rule) IN (SELECT id, role FROM held_roles) END
       ORDER BY s.review_id, s.step_id, a.from_date IS NOT NULL, a.id)
    SELECT s.cycle_id AS "cycleId", c.title AS "cycleTitle", c.mode, s.unit_id AS "unitId", u.name_zh AS "unitZh", u.name_en AS "unitEn",
           r.name_zh AS "otherZh", r.name_en AS "otherEn", m.principal, p.name_zh AS "principalZh", p.name_en AS "principalEn",
           s.step_id AS "stepId", s.kind, CASE s.state WHEN 'open' THEN 'submit' ELSE 'approve' END AS act, s.revision, s.attempt,
           CASE s.state WHEN 'open' THEN greatest(s.opens_at, coalesce(s.opened_at, s.opens_at)) ELSE s.submitted_at END AS "opensAt",
           CASE s.state WHEN 'open' THEN s.due_at ELSE coalesce(s.decide_due_at, s.due_at) END AS "dueAt",
           coalesce(k.now_at, clock_timestamp()) AS now, ${barredColumns(sql)}
      FROM mine m JOIN steps s ON s.review_id = m.review_id AND s.step_id = m.step_id
      JOIN cycles c ON c.id = s.cycle_id JOIN cycle_clocks k ON k.cycle_id = c.id JOIN persons p ON p.id = m.principal
      LEFT JOIN units u ON u.id = s.unit_id LEFT JOIN units r ON r.id = s.rater_unit_id
     ORDER BY "dueAt", s.cycle_id, s.unit_id, s.step_id`;
  return rows
    .filter((row) => mayActOn(row, personId, row.principal))
    .map(({ wrote: _wrote, ownUnit: _ownUnit, tookPart: _tookPart, ...task }) => task);
}

export interface StepDetail {
  readonly cycleId: string;
  readonly reviewId: string;
  readonly unitId: string | null;
  readonly raterUnitId: string | null;
  readonly id: string;
  readonly planId: string;
  readonly kind: StepKind;
  readonly phase: string;
  readonly state: Stage;
  readonly outcome: string | null;
  readonly attempt: number;
  readonly revision: number;
  readonly opensAt: number;
  readonly dueAt: number;
  readonly closesAt: number;
  readonly submitterRule: PersonRule;
  readonly deciderRule: PersonRule | null;
}

export async function readStep(sql: Query, reviewId: string, stepId: string): Promise<StepDetail | undefined> {
  const [row] = await stepQuery(sql, reviewId, stepId);
  return row;
}

export function listSteps(sql: Query, reviewId: string): Promise<readonly StepDetail[]> {
  return stepQuery(sql, reviewId, null);
}

const stepColumns = (sql: Query) => sql`
  s.cycle_id AS "cycleId", s.review_id AS "reviewId", s.unit_id AS "unitId", s.rater_unit_id AS "raterUnitId", s.step_id AS id,
  s.plan_id AS "planId", s.kind, s.phase, s.state, s.outcome, s.attempt, s.revision, s.opens_at AS "opensAt",
  CASE s.state WHEN 'submitted' THEN coalesce(s.decide_due_at, s.due_at) ELSE s.due_at END AS "dueAt",
  s.closes_at AS "closesAt", s.submitter_rule AS "submitterRule", s.decider_rule AS "deciderRule"`;

async function stepQuery(sql: Query, reviewId: string, stepId: string | null): Promise<readonly StepDetail[]> {
  return sql<StepDetail[]>`
    SELECT ${stepColumns(sql)} FROM steps s
     WHERE s.review_id = ${reviewId} AND (${stepId}::text IS NULL OR s.step_id = ${stepId}) ORDER BY s.position, s.step_id`;
}

/** Those of these steps that are reports in which something was submitted. */
export async function reportsAmong(
  sql: Query,
  cycleId: string,
  places: readonly { readonly unitId: string; readonly stepId: string }[],
): Promise<readonly StepDetail[]> {
  if (places.length === 0) return [];
  return sql<StepDetail[]>`
    SELECT ${stepColumns(sql)} FROM steps s
      JOIN (SELECT DISTINCT * FROM unnest(${places.map(({ unitId }) => unitId)}::text[], ${places.map(({ stepId }) => stepId)}::text[])
              AS p (unit, step)) p ON s.review_id = ${cycleId} || '/' || p.unit AND s.step_id = p.step
     WHERE s.kind IN ('checkpoint', 'self-evaluation')
       AND EXISTS (SELECT FROM step_versions v WHERE v.review_id = s.review_id AND v.step_id = s.step_id)`;
}

export interface VersionRow {
  readonly version: number;
  readonly attempt: number;
  readonly content: unknown;
  readonly writtenAt: number;
  readonly by: string;
}

export async function listVersions(sql: Query, reviewId: string, stepId: string): Promise<readonly VersionRow[]> {
  return sql<VersionRow[]>`
    SELECT v.version, v.attempt, v.content, v.written_at AS "writtenAt", c.actor_id AS by
      FROM step_versions v JOIN commands c ON c.id = v.command_id
     WHERE v.review_id = ${reviewId} AND v.step_id = ${stepId} ORDER BY v.version DESC`;
}
