import type { Query } from './connect.js';
import type { Side } from './sides.js';

export interface NoteRow {
  readonly id: string;
  readonly cycleId: string;
  readonly unitId: string;
  readonly goalId: string;
  /** The goal's title as it last stood. */
  readonly title: string;
  /** The note that this one answers; null: a note of its own. */
  readonly answers: string | null;
  readonly side: Side;
  readonly text: string;
  readonly by: string;
  readonly principal: string;
  readonly at: number;
}

const noteRows = (sql: Query) => sql`
  SELECT n.id, n.cycle_id AS "cycleId", n.unit_id AS "unitId", n.goal_id AS "goalId", n.answers, n.side, n.text,
         coalesce((SELECT g.content ->> 'title' FROM goals g WHERE g.cycle_id = n.cycle_id AND g.goal_id = n.goal_id
                    ORDER BY g.version DESC LIMIT 1), n.goal_id) AS title,
         n.written_by AS by, n.principal_id AS principal, n.written_at AS at FROM coaching_notes n`;

export interface NewNote {
  readonly cycleId: string;
  readonly unitId: string;
  readonly goalId: string;
  readonly answers: string | null;
  readonly side: Side;
  readonly text: string;
  readonly by: string;
  readonly principal: string;
  readonly at: number;
}

/** Returns its number. */
export async function writeNote(sql: Query, it: NewNote): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    INSERT INTO coaching_notes (cycle_id, unit_id, goal_id, answers, side, text, written_by, principal_id, written_at)
    VALUES (${it.cycleId}, ${it.unitId}, ${it.goalId}, ${it.answers}, ${it.side}, ${it.text}, ${it.by}, ${it.principal}, ${it.at})
    RETURNING id`;
  if (row === undefined) throw new Error('the note was not written');
  return row.id;
}

/** A note with its answers, oldest first; empty: there is no such note. */
export async function readThread(sql: Query, cycleId: string, id: string): Promise<readonly NoteRow[]> {
  return sql<NoteRow[]>`
    ${noteRows(sql)} WHERE n.cycle_id = ${cycleId} AND (n.id = ${id} AND n.answers IS NULL OR n.answers = ${id}) ORDER BY n.id`;
}

/** Notes of a unit with their answers, by thread, the newest thread first. `before`: the last thread seen. */
export async function listThreads(
  sql: Query,
  it: {
    readonly cycleId: string;
    readonly unitId: string;
    readonly goalId: string | null;
    readonly before: string | null;
    readonly limit: number;
  },
): Promise<readonly (readonly NoteRow[])[]> {
  const rows = await sql<NoteRow[]>`
    WITH threads AS (
      SELECT id FROM coaching_notes WHERE cycle_id = ${it.cycleId} AND unit_id = ${it.unitId} AND answers IS NULL
         AND (${it.goalId}::text IS NULL OR goal_id = ${it.goalId}) AND (${it.before}::bigint IS NULL OR id < ${it.before})
       ORDER BY id DESC LIMIT ${it.limit})
    SELECT x.* FROM (${noteRows(sql)}) x JOIN threads t ON t.id = coalesce(x.answers, x.id) ORDER BY t.id DESC, x.id`;
  const threads = new Map<string, NoteRow[]>();
  for (const row of rows) {
    const thread = row.answers ?? row.id;
    threads.set(thread, [...(threads.get(thread) ?? []), row]);
  }
  return [...threads.values()];
}

/** Which of these numbers are notes (not answers) about that unit in that cycle. */
export async function notesAmong(
  sql: Query,
  cycleId: string,
  /** null: of any. */
  unitId: string | null,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await sql<{ id: string }[]>`
    SELECT id FROM coaching_notes WHERE cycle_id = ${cycleId} AND (${unitId}::text IS NULL OR unit_id = ${unitId}) AND answers IS NULL
       AND id::text = ANY (${ids as string[]})`;
  return new Set(rows.map((row) => row.id));
}

/** The principals of a side who have written into a thread. */
export async function writersOf(sql: Query, threadId: string, side: Side): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT DISTINCT principal_id::text AS id FROM coaching_notes WHERE (id = ${threadId} OR answers = ${threadId}) AND side = ${side}`;
  return rows.map((row) => row.id);
}
