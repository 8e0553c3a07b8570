import type { ActionState, CaseOutcome, KnownCase, Severity } from '../domain/cycle/index.js';
import { json, type Query } from './connect.js';

/** A case as monitoring moves it. */
export interface MonitoredCase extends KnownCase {
  readonly unitId: string;
  readonly goalId: string;
  readonly ownerId: string | null;
}

/** All cases of the goals of these units. */
export async function casesOfUnits(
  sql: Query,
  cycleId: string,
  units: readonly string[],
): Promise<readonly MonitoredCase[]> {
  return sql<MonitoredCase[]>`
    SELECT id, unit_id AS "unitId", goal_id AS "goalId", since, owner_id AS "ownerId", closed_on AS "closedOn",
           closed_at IS NULL AS open
      FROM deviation_cases WHERE cycle_id = ${cycleId} AND unit_id = ANY (${units as string[]}) ORDER BY id`;
}

export interface NewCase {
  readonly unitId: string;
  readonly goalId: string;
  readonly since: string;
  readonly severity: Severity;
  readonly closedOn: string | null;
}

/** Returns them with their numbers, in their order. */
export async function openCases(
  sql: Query,
  cycleId: string,
  at: number,
  cases: readonly NewCase[],
): Promise<readonly (NewCase & { readonly id: string })[]> {
  if (cases.length === 0) return [];
  return sql`
    INSERT INTO deviation_cases (cycle_id, unit_id, goal_id, since, opened_at, severity, seen_at, closed_at, closed_on, outcome)
    SELECT ${cycleId}, "unitId", "goalId", since::date, ${at}, severity, ${at},
           CASE WHEN "closedOn" IS NULL THEN NULL ELSE ${at}::timestamptz END, "closedOn"::date,
           CASE WHEN "closedOn" IS NULL THEN NULL ELSE 'recovered' END
      FROM jsonb_to_recordset(${json(sql, cases)}::jsonb)
           AS c ("unitId" text, "goalId" text, since text, severity text, "closedOn" text)
    RETURNING id, unit_id AS "unitId", goal_id AS "goalId", since, severity, closed_on AS "closedOn"`;
}

export async function closeCases(
  sql: Query,
  at: number,
  cases: readonly { readonly id: string; readonly on: string | null; readonly outcome: CaseOutcome }[],
): Promise<void> {
  if (cases.length === 0) return;
  await sql`
    UPDATE deviation_cases d SET closed_at = ${at}, closed_on = c."on"::date, outcome = c.outcome
      FROM jsonb_to_recordset(${json(sql, cases)}::jsonb) AS c (id bigint, "on" text, outcome text)
     WHERE d.id = c.id AND d.closed_at IS NULL`;
  await sql`DELETE FROM monitoring_waits WHERE kind = 'action' AND subject = ANY (${cases.map((each) => each.id)}::bigint[])`;
}

/** The newest value deviates again: so much, judged now. */
export async function markSeen(
  sql: Query,
  at: number,
  cases: readonly { readonly id: string; readonly severity: Severity }[],
): Promise<void> {
  if (cases.length === 0) return;
  await sql`
    UPDATE deviation_cases d SET severity = c.severity, seen_at = ${at}
      FROM jsonb_to_recordset(${json(sql, cases)}::jsonb) AS c (id bigint, severity text) WHERE d.id = c.id`;
}

/** The latest word on the corrective action of a case. */
export interface ActionRow {
  readonly version: number;
  readonly state: ActionState;
  readonly action: string;
  readonly note: string;
  readonly dueOn: string | null;
  readonly by: string;
  readonly principal: string;
  readonly at: number;
  /** By the report that said so; null: by itself. */
  readonly stepId: string | null;
}

export interface CaseRow {
  readonly id: string;
  readonly cycleId: string;
  readonly unitId: string;
  readonly goalId: string;
  readonly title: string;
  readonly since: string;
  readonly openedAt: number;
  readonly severity: Severity;
  readonly seenAt: number;
  /** null: nobody else was named, so the unit's head, whoever that is. */
  readonly ownerId: string | null;
  readonly headId: string | null;
  readonly closedAt: number | null;
  readonly closedOn: string | null;
  readonly outcome: CaseOutcome | null;
  readonly action: ActionRow | null;
}

const actionColumns = (sql: Query) => sql`
  a.version, a.state, a.action, a.note, a.due_on, a.written_by, a.principal_id, a.written_at, m.step_id
    FROM corrective_actions a LEFT JOIN commands m ON m.id = a.command_id`;

const caseRows = (sql: Query) => sql`
  SELECT d.id, d.cycle_id AS "cycleId", d.unit_id AS "unitId", d.goal_id AS "goalId", d.since, d.opened_at AS "openedAt",
         coalesce((SELECT g.content ->> 'title' FROM goals g WHERE g.cycle_id = d.cycle_id AND g.goal_id = d.goal_id
                    ORDER BY g.version DESC LIMIT 1), d.goal_id) AS title,
         d.severity, d.seen_at AS "seenAt", d.owner_id AS "ownerId", u.head_id AS "headId",
         d.closed_at AS "closedAt", d.closed_on AS "closedOn", d.outcome,
         CASE WHEN a.version IS NULL THEN NULL ELSE jsonb_build_object('version', a.version, 'state', a.state,
           'action', a.action, 'note', a.note, 'dueOn', a.due_on, 'by', a.written_by, 'principal', a.principal_id,
           'at', round(extract(epoch FROM a.written_at) * 1000)::bigint, 'stepId', a.step_id) END AS action
    FROM deviation_cases d JOIN units u ON u.id = d.unit_id
    LEFT JOIN LATERAL (SELECT ${actionColumns(sql)} WHERE a.case_id = d.id ORDER BY a.version DESC LIMIT 1) a ON true`;

export async function readCase(sql: Query, cycleId: string, id: string): Promise<CaseRow | undefined> {
  const [row] = await sql<CaseRow[]>`${caseRows(sql)} WHERE d.id = ${id} AND d.cycle_id = ${cycleId}`;
  return row;
}

export async function readCases(sql: Query, ids: readonly string[]): Promise<readonly CaseRow[]> {
  if (ids.length === 0) return [];
  return sql<CaseRow[]>`${caseRows(sql)} WHERE d.id = ANY (${ids as string[]}::bigint[]) ORDER BY d.id`;
}

export async function openCasesOfUnit(sql: Query, cycleId: string, unitId: string): Promise<readonly CaseRow[]> {
  return sql<CaseRow[]>`
    ${caseRows(sql)} WHERE d.cycle_id = ${cycleId} AND d.unit_id = ${unitId} AND d.closed_at IS NULL ORDER BY d.id`;
}

/** Open cases of running cycles that this person owns: named as the owner, or as head of the unit where nobody is. */
export async function casesOwnedBy(
  sql: Query,
  personId: string,
): Promise<readonly (CaseRow & { readonly cycleTitle: string })[]> {
  return sql`
    SELECT c.*, y.title AS "cycleTitle" FROM (${caseRows(sql)}
             WHERE d.closed_at IS NULL AND coalesce(d.owner_id, u.head_id) = ${personId}) c
      JOIN cycles y ON y.id = c."cycleId" AND y.state = 'running' ORDER BY c.id`;
}

export interface CaseFilter {
  /** Of these units alone; null: of all. */
  readonly among: readonly string[] | null;
  readonly unit?: string | undefined;
  readonly owner?: string | undefined;
  /** As `stateOfCase` has it. */
  readonly state?: string | undefined;
}

/** Newest first; `before`: the number of the last one seen. */
export async function listCases(
  sql: Query,
  cycleId: string,
  it: CaseFilter & { readonly before: string | null; readonly limit: number },
): Promise<readonly CaseRow[]> {
  const { among, unit = null, owner = null, state = null, before, limit } = it;
  return sql<CaseRow[]>`
    ${caseRows(sql)}
     WHERE d.cycle_id = ${cycleId} AND (${before}::bigint IS NULL OR d.id < ${before})
       AND (${among as string[] | null}::text[] IS NULL OR d.unit_id = ANY (${among as string[] | null})) AND (${unit}::text IS NULL OR d.unit_id = ${unit})
       AND (${owner}::text IS NULL OR coalesce(d.owner_id, u.head_id) = ${owner})
       AND (${state}::text IS NULL OR ${state} = CASE
         WHEN d.closed_at IS NOT NULL THEN 'closed'
         WHEN a.state IN ('planned', 'going-on') THEN 'acting'
         WHEN a.state = 'done' AND d.seen_at <= a.written_at THEN 'done' ELSE 'open' END)
     ORDER BY d.id DESC LIMIT ${limit}`;
}

/** Every word on the action, oldest first. */
export async function actionsOf(sql: Query, caseId: string): Promise<readonly ActionRow[]> {
  return sql<ActionRow[]>`
    SELECT version, state, action, note, due_on AS "dueOn", written_by AS by, principal_id AS principal,
           written_at AS at, step_id AS "stepId"
      FROM (SELECT ${actionColumns(sql)} WHERE a.case_id = ${caseId}) x ORDER BY version`;
}

export interface OwnerRow {
  readonly version: number;
  readonly owner: string;
  readonly by: string;
  readonly principal: string;
  readonly at: number;
}

export async function ownersOf(sql: Query, caseId: string): Promise<readonly OwnerRow[]> {
  return sql<OwnerRow[]>`
    SELECT version, owner_id AS owner, given_by AS by, principal_id AS principal, given_at AS at
      FROM deviation_owners WHERE case_id = ${caseId} ORDER BY version`;
}

export interface NewAction {
  readonly caseId: string;
  readonly state: ActionState;
  readonly action: string;
  readonly note: string;
  readonly dueOn: string | null;
  readonly by: string;
  readonly principal: string;
  readonly at: number;
  readonly commandId: string | null;
}

/** The next version of the action; the caller holds the unit's review. */
export async function writeAction(sql: Query, it: NewAction): Promise<number> {
  const [row] = await sql<{ version: number }[]>`
    INSERT INTO corrective_actions (case_id, version, state, action, note, due_on, written_by, principal_id, written_at, command_id)
    SELECT ${it.caseId}, coalesce(max(version), 0) + 1, ${it.state}, ${it.action}, ${it.note}, ${it.dueOn}, ${it.by},
           ${it.principal}, ${it.at}, ${it.commandId} FROM corrective_actions WHERE case_id = ${it.caseId} RETURNING version`;
  return row?.version ?? 1;
}

export async function passOwner(
  sql: Query,
  it: {
    readonly caseId: string;
    readonly owner: string;
    readonly by: string;
    readonly principal: string;
    readonly at: number;
  },
): Promise<void> {
  await sql`
    INSERT INTO deviation_owners (case_id, version, owner_id, given_by, principal_id, given_at)
    SELECT ${it.caseId}, coalesce(max(version), 0) + 1, ${it.owner}, ${it.by}, ${it.principal}, ${it.at}
      FROM deviation_owners WHERE case_id = ${it.caseId}`;
  await sql`UPDATE deviation_cases SET owner_id = ${it.owner} WHERE id = ${it.caseId}`;
}

/** Active persons of the unit or one below it: heads and members. */
export async function possibleOwners(
  sql: Query,
  unitId: string,
): Promise<readonly { readonly id: string; readonly nameZh: string; readonly nameEn: string }[]> {
  return sql`
    WITH RECURSIVE below AS (
      SELECT id, head_id FROM units WHERE id = ${unitId}
      UNION SELECT u.id, u.head_id FROM units u JOIN below b ON u.parent_id = b.id WHERE u.active)
    SELECT p.id, p.name_zh AS "nameZh", p.name_en AS "nameEn" FROM persons p
     WHERE p.active AND (p.id IN (SELECT head_id FROM below)
        OR p.id IN (SELECT m.person_id FROM unit_members m JOIN below b ON b.id = m.unit_id)) ORDER BY p.id`;
}
