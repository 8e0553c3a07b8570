import type { PersonRule, Stage, StepKind } from '../domain/process/index.js';
import type { Query } from './connect.js';

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
  readonly revision: number;
  readonly attempt: number;
  readonly opensAt: number;
  readonly dueAt: number;
  readonly now: number;
}

/**
 * Steps of running cycles that wait for this person now, earliest due first. Whose they are is said as where somebody
 * acts (`resolvePersons`): who has left is nobody, and the next one up has the task.
 */
export async function inboxOf(sql: Query, personId: string): Promise<readonly InboxTask[]> {
  return sql<InboxTask[]>`
    WITH me AS (SELECT ${personId}::text AS id, ARRAY(SELECT role FROM person_roles WHERE person_id = ${personId}) AS roles)
    SELECT s.cycle_id AS "cycleId", c.title AS "cycleTitle", c.mode, s.unit_id AS "unitId", u.name_zh AS "unitZh", u.name_en AS "unitEn",
           r.name_zh AS "otherZh", r.name_en AS "otherEn",
           s.step_id AS "stepId", s.kind, CASE s.state WHEN 'open' THEN 'submit' ELSE 'approve' END AS act, s.revision, s.attempt,
           CASE s.state WHEN 'open' THEN greatest(s.opens_at, coalesce(s.opened_at, s.opens_at)) ELSE s.submitted_at END AS "opensAt",
           CASE s.state WHEN 'open' THEN s.due_at ELSE coalesce(s.decide_due_at, s.due_at) END AS "dueAt",
           coalesce(k.now_at, clock_timestamp()) AS now
      FROM me CROSS JOIN steps s JOIN cycles c ON c.id = s.cycle_id JOIN cycle_clocks k ON k.cycle_id = c.id
      LEFT JOIN units u ON u.id = s.unit_id LEFT JOIN units p ON p.id = u.parent_id LEFT JOIN units g ON g.id = p.parent_id
      LEFT JOIN persons uh ON uh.id = u.head_id AND uh.active LEFT JOIN persons ph ON ph.id = p.head_id AND ph.active
      LEFT JOIN persons gh ON gh.id = g.head_id AND gh.active
      LEFT JOIN units r ON r.id = s.rater_unit_id
     WHERE c.state = 'running' AND s.state IN ('open', 'submitted')
       AND CASE CASE s.state WHEN 'open' THEN s.submitter_rule ELSE s.decider_rule END
             WHEN 'head' THEN u.head_id = me.id
             WHEN 'rater-head' THEN r.head_id = me.id
             WHEN 'common-head' THEN me.id = ANY (settlers(s.unit_id, s.rater_unit_id))
             WHEN 'outside-head' THEN me.id = ANY (outsiders(s.cycle_id, s.unit_id, s.step_id))
             WHEN 'parent-head' THEN CASE WHEN ph.id IS DISTINCT FROM uh.id AND ph.id IS NOT NULL THEN ph.id = me.id
                                          ELSE me.id = ANY (heads_above(s.unit_id, 1)) END
             WHEN 'second-head' THEN CASE WHEN gh.id <> ph.id AND ph.id IS DISTINCT FROM uh.id AND gh.id IS DISTINCT FROM uh.id THEN gh.id = me.id
                                          ELSE me.id = ANY (heads_above(s.unit_id, 2)) END
             ELSE CASE s.state WHEN 'open' THEN s.submitter_rule ELSE s.decider_rule END = ANY (me.roles) END
       AND (s.state = 'open' OR NOT me.id = ANY (s.submitted_by))
     ORDER BY "dueAt", s.cycle_id, s.unit_id, s.step_id`;
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

/** Is the unit headed by this person, or below one that is? */
export async function isAtOrBelow(sql: Query, personId: string, unitId: string): Promise<boolean> {
  const [row] = await sql<{ found: boolean }[]>`
    WITH RECURSIVE above AS (
      SELECT id, parent_id, head_id FROM units WHERE id = ${unitId}
      UNION ALL SELECT u.id, u.parent_id, u.head_id FROM units u JOIN above a ON u.id = a.parent_id)
    SELECT true AS found FROM above WHERE head_id = ${personId} LIMIT 1`;
  return row !== undefined;
}
