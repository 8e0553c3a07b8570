import type { Phase, ReviewState, Schedule, Step, StepStanding } from '../domain/process/index.js';
import { json, type Query } from './connect.js';

export interface ReviewRow {
  readonly id: string;
  readonly cycleId: string;
  readonly unitId: string | null;
  readonly revision: number;
  readonly born: boolean;
  readonly journalSeq: number;
  readonly journalHead: string;
}

export interface StepRow extends Step {
  readonly reviewId: string;
  readonly unitId: string | null;
  readonly raterUnitId: string | null;
}

/** The cycle as `record` and the sweep need it. */
export interface CycleStanding {
  readonly id: string;
  readonly mode: 'real' | 'rehearsal';
  readonly book: string;
  readonly state: 'planned' | 'running' | 'closed';
  readonly phase: Phase;
  readonly zone: string;
  readonly schedule: Schedule;
  readonly closesAt: number;
}

export async function readCycleStanding(sql: Query, cycleId: string): Promise<CycleStanding | undefined> {
  const [cycle] = await sql<CycleStanding[]>`
    SELECT id, mode, book, state, phase, zone, schedule, closes_at AS "closesAt" FROM cycles WHERE id = ${cycleId}`;
  return cycle;
}

const reviewColumns = (sql: Query) => sql`
  id, cycle_id AS "cycleId", unit_id AS "unitId", revision, born, journal_seq AS "journalSeq", journal_head AS "journalHead"`;

/** Locks reviews in ascending order of id. */
export async function lockReviews(sql: Query, ids: readonly string[]): Promise<readonly ReviewRow[]> {
  return sql<ReviewRow[]>`
    SELECT ${reviewColumns(sql)} FROM reviews WHERE id = ANY (${ids as string[]}) ORDER BY id FOR NO KEY UPDATE`;
}

export async function readSteps(sql: Query, reviewIds: readonly string[]): Promise<readonly StepRow[]> {
  return sql<StepRow[]>`
    SELECT review_id AS "reviewId", unit_id AS "unitId", rater_unit_id AS "raterUnitId", step_id AS id,
           plan_id AS "planId", kind, state, outcome, attempt, revision, opens_at AS "opensAt", due_at AS "dueAt",
           closes_at AS "closesAt", decide_due_at AS "decideDueAt", decide_closes_at AS "decideClosesAt",
           waits_for AS "waitsFor", barrier, submitted_by AS "submittedBy", decided_by AS "decidedBy", rung,
           next_at AS "nextAt"
      FROM steps WHERE review_id = ANY (${reviewIds as string[]}) ORDER BY review_id, position, step_id`;
}

/** What a changed step looked like before, beside what it is now. */
export interface StepChange {
  readonly reviewId: string;
  readonly step: Step;
  readonly at: number;
  /** Set where a command moved the step. */
  readonly submitCommand?: string;
  readonly decideCommand?: string;
}

/** Writes changed steps, of one or many reviews, in one statement. */
export async function saveSteps(sql: Query, changes: readonly StepChange[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ reviewId, step, at, submitCommand, decideCommand }) => ({
    review_id: reviewId,
    step_id: step.id,
    state: step.state,
    outcome: step.outcome,
    attempt: step.attempt,
    revision: step.revision,
    due_at: step.dueAt,
    closes_at: step.closesAt,
    decide_due_at: step.decideDueAt,
    decide_closes_at: step.decideClosesAt,
    submitted_by: step.submittedBy,
    decided_by: step.decidedBy,
    rung: step.rung,
    next_at: step.nextAt,
    at,
    submit_command: submitCommand ?? null,
    decide_command: decideCommand ?? null,
  }));
  await sql`
    UPDATE steps s SET state = r.state, outcome = r.outcome, attempt = r.attempt, revision = r.revision,
      due_at = to_timestamp(r.due_at / 1000), closes_at = to_timestamp(r.closes_at / 1000),
      decide_due_at = to_timestamp(r.decide_due_at / 1000), decide_closes_at = to_timestamp(r.decide_closes_at / 1000),
      submitted_by = ARRAY(SELECT jsonb_array_elements_text(r.submitted_by)), decided_by = r.decided_by,
      rung = r.rung, next_at = to_timestamp(r.next_at / 1000),
      opened_at = CASE WHEN s.state <> 'open' AND r.state = 'open' THEN to_timestamp(r.at / 1000) ELSE s.opened_at END,
      submitted_at = CASE WHEN r.submit_command IS NOT NULL THEN to_timestamp(r.at / 1000) ELSE s.submitted_at END,
      ended_at = CASE WHEN r.state IN ('done', 'cancelled') THEN coalesce(s.ended_at, to_timestamp(r.at / 1000)) END,
      submit_command = coalesce(r.submit_command, s.submit_command),
      decide_command = coalesce(r.decide_command, s.decide_command)
    FROM jsonb_to_recordset(${json(sql, rows)}::jsonb) AS r (
      review_id text, step_id text, state text, outcome text, attempt int, revision int, due_at numeric,
      closes_at numeric, decide_due_at numeric, decide_closes_at numeric, submitted_by jsonb, decided_by text,
      rung int, next_at numeric, at numeric, submit_command uuid, decide_command uuid)
    WHERE s.review_id = r.review_id AND s.step_id = r.step_id`;
}

/** The review's present state, as its workflow is born with it. */
export async function readReviewState(sql: Query, reviewId: string): Promise<ReviewState> {
  const rows = await sql<(StepStanding & { id: string; reviewRevision: number })[]>`
    SELECT s.step_id AS id, s.state, s.outcome, s.attempt, s.revision, s.due_at AS "dueAt", s.closes_at AS "closesAt",
           r.revision AS "reviewRevision"
      FROM reviews r JOIN steps s ON s.review_id = r.id WHERE r.id = ${reviewId} ORDER BY s.position, s.step_id`;
  return {
    revision: rows[0]?.reviewRevision ?? 0,
    steps: Object.fromEntries(
      rows.map(({ id, state, outcome, attempt, revision, dueAt, closesAt }) => [
        id,
        { state, outcome, attempt, revision, dueAt, closesAt },
      ]),
    ),
  };
}

/** The same state from rows already in hand. */
export function stateOf(revision: number, steps: readonly Step[]): ReviewState {
  return {
    revision,
    steps: Object.fromEntries(
      steps.map(({ id, state, outcome, attempt, revision: stepRevision, dueAt, closesAt }) => [
        id,
        { state, outcome, attempt, revision: stepRevision, dueAt, closesAt },
      ]),
    ),
  };
}

export async function barriersMet(sql: Query, cycleId: string): Promise<ReadonlySet<string>> {
  const rows = await sql<{ id: string }[]>`
    SELECT id FROM barriers WHERE cycle_id = ${cycleId} AND met_at IS NOT NULL`;
  return new Set(rows.map((row) => row.id));
}
