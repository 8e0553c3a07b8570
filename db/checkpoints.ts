import { json, type Query } from './connect.js';
import { actsToday, turnsOf } from './turns.js';

export interface ClosedCheckpoint {
  readonly unitId: string;
  readonly stepId: string;
  readonly planId: string;
  readonly closedAt: number;
  readonly attempt: number;
}

/** Checkpoints of these units whose window is over and of which it is not yet kept how they ended. */
export async function checkpointsToClose(
  sql: Query,
  cycleId: string,
  units: readonly string[],
  now: number,
): Promise<readonly ClosedCheckpoint[]> {
  return sql<ClosedCheckpoint[]>`
    SELECT s.unit_id AS "unitId", s.step_id AS "stepId", s.plan_id AS "planId", s.closes_at AS "closedAt", s.attempt
      FROM steps s WHERE s.cycle_id = ${cycleId} AND s.unit_id = ANY (${units as string[]}) AND s.kind = 'checkpoint'
       AND s.state IN ('submitted', 'done') AND s.closes_at <= ${now} AND NOT EXISTS (
         SELECT FROM checkpoint_closings k WHERE k.cycle_id = s.cycle_id AND k.unit_id = s.unit_id
            AND k.step_id = s.step_id AND k.closed_at = s.closes_at)`;
}

export interface CheckpointClosing {
  readonly unitId: string;
  readonly stepId: string;
  readonly closedAt: number;
  /** The day that its values stand for. */
  readonly on: string;
  readonly reported: boolean;
  /** Metrics of goals then in force of which no value had come. */
  readonly missing: readonly string[];
}

/** Keeps how checkpoints ended; returns those that were not kept before. */
export async function saveClosings(
  sql: Query,
  cycle: { readonly id: string; readonly book: string },
  closed: readonly (ClosedCheckpoint & { readonly on: string })[],
): Promise<readonly CheckpointClosing[]> {
  if (closed.length === 0) return [];
  return sql<CheckpointClosing[]>`
    INSERT INTO checkpoint_closings (cycle_id, unit_id, step_id, closed_at, on_date, reported, missing)
    SELECT ${cycle.id}, c."unitId", c."stepId", to_timestamp(c."closedAt" / 1000), c."on"::date,
           EXISTS (SELECT FROM reports r WHERE r.cycle_id = ${cycle.id} AND r.unit_id = c."unitId" AND r.step_id = c."stepId"),
           ARRAY(SELECT DISTINCT g.content ->> 'metric' FROM goals g
                  WHERE g.cycle_id = ${cycle.id} AND g.unit_id = c."unitId" AND g.content ? 'metric'
                    AND g.valid_from <= to_timestamp(c."closedAt" / 1000)
                    AND (g.valid_to IS NULL OR g.valid_to > to_timestamp(c."closedAt" / 1000))
                    AND NOT EXISTS (SELECT FROM metric_values v WHERE v.book = ${cycle.book}
                      AND v.metric_id = g.content ->> 'metric' AND v.on_date = c."on"::date
                      AND v.entered_at <= to_timestamp(c."closedAt" / 1000)) ORDER BY 1)
      FROM jsonb_to_recordset(${json(sql, closed)}::jsonb)
           AS c ("unitId" text, "stepId" text, "closedAt" numeric, "on" text)
    ON CONFLICT DO NOTHING
    RETURNING unit_id AS "unitId", step_id AS "stepId", closed_at AS "closedAt", on_date AS "on", reported, missing`;
}

export async function closingsOfUnit(
  sql: Query,
  cycleId: string,
  unitId: string,
): Promise<readonly CheckpointClosing[]> {
  return sql<CheckpointClosing[]>`
    SELECT unit_id AS "unitId", step_id AS "stepId", closed_at AS "closedAt", on_date AS "on", reported, missing
      FROM checkpoint_closings WHERE cycle_id = ${cycleId} AND unit_id = ${unitId} ORDER BY closed_at, step_id`;
}

export interface AskRow {
  readonly id: string;
  readonly cycleId: string;
  readonly unitId: string;
  readonly stepId: string;
  readonly text: string;
  readonly by: string;
  readonly at: number;
  /** A later report of the same step asked otherwise. */
  readonly withdrawnAt: number | null;
  readonly answer: {
    readonly text: string;
    readonly by: string;
    readonly principal: string;
    readonly at: number;
  } | null;
}

const askRows = (sql: Query) => sql`
  SELECT a.id, a.cycle_id AS "cycleId", a.unit_id AS "unitId", a.step_id AS "stepId", a.text, a.asked_by AS by, a.asked_at AS at,
         a.withdrawn_at AS "withdrawnAt",
         CASE WHEN w.ask_id IS NULL THEN NULL ELSE jsonb_build_object('text', w.text, 'by', w.answered_by,
           'principal', w.principal_id, 'at', round(extract(epoch FROM w.answered_at) * 1000)::bigint) END AS answer
    FROM checkpoint_asks a LEFT JOIN ask_answers w ON w.ask_id = a.id`;

/** What a unit asked, newest first, what was withdrawn left out. */
export async function asksOfUnit(sql: Query, cycleId: string, unitId: string): Promise<readonly AskRow[]> {
  return sql<AskRow[]>`
    ${askRows(sql)} WHERE a.cycle_id = ${cycleId} AND a.unit_id = ${unitId} AND a.withdrawn_at IS NULL ORDER BY a.id DESC`;
}

export async function readAsks(sql: Query, cycleId: string, ids: readonly string[]): Promise<readonly AskRow[]> {
  if (ids.length === 0) return [];
  return sql<AskRow[]>`${askRows(sql)} WHERE a.cycle_id = ${cycleId} AND a.id = ANY (${ids as string[]}::bigint[])`;
}

/** Open asks of running cycles that wait for this person, or for whom they stand in for: of units whose superior they are. */
export async function asksFor(
  sql: Query,
  personId: string,
): Promise<readonly (AskRow & { readonly cycleTitle: string })[]> {
  return sql`
    WITH RECURSIVE ${turnsOf(sql, personId)}
    SELECT x.*, c.title AS "cycleTitle" FROM (${askRows(sql)} WHERE w.ask_id IS NULL AND a.withdrawn_at IS NULL) x
      JOIN cycles c ON c.id = x."cycleId" AND c.state = 'running' JOIN cycle_clocks k ON k.cycle_id = c.id
     WHERE EXISTS (SELECT FROM acting a WHERE ${actsToday(sql)}
                      AND (a.id, x."unitId"::text, 'parent-head') IN (SELECT id, unit, rule FROM superior_of))
     ORDER BY x.id`;
}

interface Place {
  readonly cycleId: string;
  readonly unitId: string;
  readonly stepId: string;
  readonly commandId: string;
  readonly at: number;
}

/**
 * Keeps what a report asks; what an earlier report of the same step asked
 * otherwise and nobody answered is withdrawn. Null: nothing new is asked.
 */
export async function writeAsk(
  sql: Query,
  place: Place,
  by: string,
  text: string,
): Promise<{ readonly id: string | null; readonly withdrawn: readonly string[] }> {
  const asked = text.trim();
  const withdrawn = await sql<{ id: string }[]>`
    UPDATE checkpoint_asks a SET withdrawn_at = ${place.at}
     WHERE cycle_id = ${place.cycleId} AND unit_id = ${place.unitId} AND step_id = ${place.stepId} AND withdrawn_at IS NULL
       AND text <> ${asked} AND NOT EXISTS (SELECT FROM ask_answers w WHERE w.ask_id = a.id) RETURNING id`;
  const [row] =
    asked === ''
      ? []
      : await sql<{ id: string }[]>`
          INSERT INTO checkpoint_asks (cycle_id, unit_id, step_id, text, asked_by, asked_at, command_id)
          SELECT ${place.cycleId}, ${place.unitId}, ${place.stepId}, ${asked}, ${by}, ${place.at}, ${place.commandId}
           WHERE NOT EXISTS (SELECT FROM checkpoint_asks WHERE cycle_id = ${place.cycleId} AND unit_id = ${place.unitId}
                                AND step_id = ${place.stepId} AND withdrawn_at IS NULL AND text = ${asked})
          RETURNING id`;
  return { id: row?.id ?? null, withdrawn: withdrawn.map((each) => each.id) };
}

/** The superior's answer, once; false where it was answered or withdrawn before. */
export async function answerAsk(
  sql: Query,
  it: {
    readonly cycleId: string;
    readonly unitId: string;
    readonly ask: string;
    readonly text: string;
    readonly by: string;
    readonly principal: string;
    readonly at: number;
    readonly commandId: string | null;
  },
): Promise<boolean> {
  const rows = await sql`
    INSERT INTO ask_answers (ask_id, text, answered_by, principal_id, answered_at, command_id)
    SELECT id, ${it.text}, ${it.by}, ${it.principal}, ${it.at}, ${it.commandId} FROM checkpoint_asks
     WHERE id = ${it.ask} AND cycle_id = ${it.cycleId} AND unit_id = ${it.unitId} AND withdrawn_at IS NULL
    ON CONFLICT DO NOTHING RETURNING ask_id`;
  return rows.length > 0;
}
