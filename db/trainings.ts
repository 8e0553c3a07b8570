import { type OpeningAfter, type TrainingAct, type TrainingState, waitOfTraining } from '../domain/cycle/index.js';
import { localDay } from '../documents/schedule.js';
import { settleWaits, type WaitingCycle } from './case-waits.js';
import type { Query } from './connect.js';
import type { DevelopmentSight } from './development.js';
import { actsToday, turnsOf } from './turns.js';

/** A training as the catalogue offers it. */
export interface TrainingRow {
  readonly id: string;
  /** The real catalogue's, or a rehearsal's own. */
  readonly book: string;
  readonly version: number;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly description: string;
  readonly hours: string;
  readonly costMinor: string;
  readonly currency: string;
  readonly active: boolean;
  readonly by: string;
  readonly at: number;
}

const trainingColumns = (sql: Query) => sql`
  t.training_id AS id, t.book, t.version, t.title_zh AS "titleZh", t.title_en AS "titleEn", t.description, t.hours,
  t.cost_minor::text AS "costMinor", t.currency, t.active, t.written_by AS by, t.written_at AS at`;

/** The catalogue of a book: a rehearsal's own versions before the real ones, each as it was last written. */
export async function listTrainings(sql: Query, book: string): Promise<readonly TrainingRow[]> {
  return sql<TrainingRow[]>`
    SELECT * FROM (SELECT DISTINCT ON (t.training_id) ${trainingColumns(sql)} FROM training_versions t
                    WHERE t.book IN (${book}, 'real')
                    ORDER BY t.training_id, (t.book = ${book}) DESC, t.version DESC) x ORDER BY x.id`;
}

export async function readTraining(sql: Query, book: string, id: string): Promise<TrainingRow | undefined> {
  return (await listTrainings(sql, book)).find((row) => row.id === id);
}

/** Writes the next version in that book. False where somebody wrote the same one first. */
export async function writeTraining(
  sql: Query,
  it: Omit<TrainingRow, 'at'> & { readonly at: number },
): Promise<boolean> {
  const rows = await sql`
    INSERT INTO training_versions (book, training_id, version, title_zh, title_en, description, hours, cost_minor, currency, active, written_by, written_at)
    VALUES (${it.book}, ${it.id}, ${it.version}, ${it.titleZh}, ${it.titleEn}, ${it.description}, ${it.hours}, ${it.costMinor},
            ${it.currency}, ${it.active}, ${it.by}, ${it.at})
    ON CONFLICT DO NOTHING RETURNING version`;
  return rows.length > 0;
}

/** A person's training. */
export interface AssignmentRow {
  readonly id: string;
  readonly cycleId: string;
  readonly unitId: string;
  readonly person: string;
  readonly training: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly hours: string;
  readonly costMinor: string;
  readonly dueOn: string;
  /** The development entry that it serves. */
  readonly entry: string | null;
  /** The difficulty or suggestion that it answers. */
  readonly item: string | null;
  readonly state: TrainingState;
  readonly by: string;
  readonly principal: string;
  readonly at: number;
  /** How often something was said of it; 0: never. */
  readonly version: number;
  readonly last: { readonly act: TrainingAct; readonly text: string; readonly by: string; readonly at: number } | null;
}

const assignmentRows = (sql: Query) => sql`
  SELECT a.id, a.cycle_id AS "cycleId", a.unit_id AS "unitId", a.person_id AS person, a.training_id AS training,
         t.title_zh AS "titleZh", t.title_en AS "titleEn", t.hours, a.cost_minor::text AS "costMinor", a.due_on AS "dueOn",
         a.entry_id AS entry, a.item_id AS item, a.state, a.assigned_by AS by, a.principal_id AS principal,
         a.assigned_at AS at, coalesce(l.version, 0) AS version,
         CASE WHEN l.version IS NULL THEN NULL ELSE jsonb_build_object('act', l.act, 'text', l.text, 'by', l.written_by,
           'at', round(extract(epoch FROM l.written_at) * 1000)::bigint) END AS last
    FROM training_assignments a
    JOIN training_versions t ON t.book = a.book AND t.training_id = a.training_id AND t.version = a.training_version
    LEFT JOIN LATERAL (SELECT * FROM training_events e WHERE e.assignment_id = a.id ORDER BY e.version DESC LIMIT 1) l ON true`;

export async function readAssignment(sql: Query, cycleId: string, id: string): Promise<AssignmentRow | undefined> {
  const [row] = await sql<AssignmentRow[]>`${assignmentRows(sql)} WHERE a.id = ${id} AND a.cycle_id = ${cycleId}`;
  return row;
}

export async function readAssignments(sql: Query, ids: readonly string[]): Promise<readonly AssignmentRow[]> {
  if (ids.length === 0) return [];
  return sql<AssignmentRow[]>`${assignmentRows(sql)} WHERE a.id = ANY (${ids as string[]}::bigint[]) ORDER BY a.id`;
}

export interface AssignmentFilter {
  readonly unit?: string | undefined;
  readonly person?: string | undefined;
  readonly state?: TrainingState | undefined;
  readonly item?: string | undefined;
}

/** Newest first; `before`: the number of the last one seen. */
export async function listAssignments(
  sql: Query,
  cycleId: string,
  sight: Pick<DevelopmentSight, 'units' | 'person'>,
  it: AssignmentFilter & { readonly before: string | null; readonly limit: number },
): Promise<readonly AssignmentRow[]> {
  const [unit, person, state, item] = [it.unit ?? null, it.person ?? null, it.state ?? null, it.item ?? null];
  return sql<AssignmentRow[]>`
    ${assignmentRows(sql)}
     WHERE a.cycle_id = ${cycleId} AND (${it.before}::bigint IS NULL OR a.id < ${it.before})
       AND (${sight.units as string[] | null}::text[] IS NULL OR a.unit_id = ANY (${sight.units as string[] | null})
            OR a.person_id = ${sight.person})
       AND (${unit}::text IS NULL OR a.unit_id = ${unit}) AND (${person}::text IS NULL OR a.person_id = ${person})
       AND (${state}::text IS NULL OR a.state = ${state}) AND (${item}::bigint IS NULL OR a.item_id = ${item})
     ORDER BY a.id DESC LIMIT ${it.limit}`;
}

export type OwnAssignment = AssignmentRow & { readonly cycleTitle: string; readonly mode: 'real' | 'rehearsal' };

/** A person's trainings in all cycles; newest first. */
export async function trainingsOf(sql: Query, personId: string): Promise<readonly OwnAssignment[]> {
  return sql<OwnAssignment[]>`
    SELECT x.*, c.title AS "cycleTitle", c.mode FROM (${assignmentRows(sql)} WHERE a.person_id = ${personId}) x
      JOIN cycles c ON c.id = x."cycleId" ORDER BY x.id DESC LIMIT 200`;
}

/**
 * Trainings of running cycles that are said to be done and wait for this person, or for whom they stand in for: of the
 * head's unit, or where it is the head's own or the unit has none, of the head above.
 */
export async function trainingsToConfirm(sql: Query, personId: string): Promise<readonly OwnAssignment[]> {
  return sql<OwnAssignment[]>`
    WITH RECURSIVE ${turnsOf(sql, personId)}
    SELECT x.*, c.title AS "cycleTitle", c.mode FROM (${assignmentRows(sql)} WHERE a.state = 'done') x
      JOIN cycles c ON c.id = x."cycleId" AND c.state = 'running' JOIN cycle_clocks k ON k.cycle_id = c.id
      JOIN units u ON u.id = x."unitId" LEFT JOIN persons h ON h.id = u.head_id AND h.active
     WHERE x.person <> ${personId} AND EXISTS (
       SELECT FROM acting a WHERE ${actsToday(sql)} AND a.id <> x.person
          AND CASE WHEN h.id IS NULL OR h.id = x.person
                   THEN (a.id, x."unitId"::text, 'parent-head') IN (SELECT id, unit, rule FROM superior_of)
                   ELSE a.id = h.id END)
     ORDER BY x.id`;
}

export interface TrainingEvent {
  readonly version: number;
  readonly act: TrainingAct;
  readonly text: string;
  readonly by: string;
  readonly principal: string;
  readonly at: number;
}

export async function eventsOfAssignment(sql: Query, id: string): Promise<readonly TrainingEvent[]> {
  return sql<TrainingEvent[]>`
    SELECT version, act, text, written_by AS by, principal_id AS principal, written_at AS at
      FROM training_events WHERE assignment_id = ${id} ORDER BY version`;
}

/** Assigns; the budget of the unit pays at once. Null: the person has it in this cycle already. */
export async function assignTraining(
  sql: Query,
  it: {
    readonly cycleId: string;
    readonly unitId: string;
    readonly person: string;
    readonly of: Pick<TrainingRow, 'book' | 'id' | 'version' | 'costMinor'>;
    readonly dueOn: string;
    readonly entry: string | null;
    readonly item: string | null;
    readonly by: string;
    readonly principal: string;
    readonly at: number;
  },
): Promise<string | null> {
  const { of } = it;
  const [row] = await sql<{ id: string }[]>`
    INSERT INTO training_assignments (cycle_id, unit_id, person_id, book, training_id, training_version, cost_minor, due_on,
                                      entry_id, item_id, assigned_by, principal_id, assigned_at)
    VALUES (${it.cycleId}, ${it.unitId}, ${it.person}, ${of.book}, ${of.id}, ${of.version}, ${of.costMinor}, ${it.dueOn},
            ${it.entry}, ${it.item}, ${it.by}, ${it.principal}, ${it.at})
    ON CONFLICT DO NOTHING RETURNING id`;
  return row?.id ?? null;
}

/** The next word on an assignment, which moves it; the caller holds the unit's review. */
export async function writeTrainingEvent(
  sql: Query,
  it: { readonly assignment: string } & Omit<TrainingEvent, 'version'>,
): Promise<number> {
  const [row] = await sql<{ version: number }[]>`
    INSERT INTO training_events (assignment_id, version, act, text, written_by, principal_id, written_at)
    SELECT ${it.assignment}, coalesce(max(version), 0) + 1, ${it.act}, ${it.text}, ${it.by}, ${it.principal}, ${it.at}
      FROM training_events WHERE assignment_id = ${it.assignment} RETURNING version`;
  return row?.version ?? 1;
}

/** The wait for a training, as it now stands. The caller holds the unit's review. */
export async function settleTrainingWaits(
  sql: Query,
  cycle: WaitingCycle,
  ids: readonly string[],
  at: OpeningAfter,
): Promise<void> {
  const rows = (await readAssignments(sql, ids)).map((row) => {
    const doneDay = row.last?.act === 'done' ? localDay(row.last.at, cycle.zone) : null;
    return { ...row, wait: waitOfTraining({ ...row, doneDay }) };
  });
  await settleWaits(sql, cycle, 'training', rows, at);
}
