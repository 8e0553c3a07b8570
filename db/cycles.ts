import type { Phase, Schedule } from '../domain/process/index.js';
import type { Template } from '../domain/template.js';
import { json, type Query } from './connect.js';

export interface NewCycle {
  readonly id: string;
  readonly title: string;
  readonly templateId: string;
  readonly templateRevision: number;
  readonly rootUnit: string;
  readonly subjects: readonly string[];
  readonly mode: 'real' | 'rehearsal';
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly zone: string;
  readonly currency: string;
  readonly schedule: Schedule;
  readonly player: unknown;
  readonly rate: number;
  readonly held: boolean;
  readonly startedBy: string;
}

/** Writes the cycle, its clock and its barriers; false where the id is taken. A rehearsal begins at its first phase. */
export async function createCycle(sql: Query, cycle: NewCycle): Promise<boolean> {
  const created = await sql`
    INSERT INTO cycles (id, title, template_id, template_revision, root_unit_id, mode, period_start, period_end, zone,
                        currency, subjects, schedule, player, closes_at, started_by)
    VALUES (${cycle.id}, ${cycle.title}, ${cycle.templateId}, ${cycle.templateRevision}, ${cycle.rootUnit},
            ${cycle.mode}, ${cycle.periodStart}, ${cycle.periodEnd}, ${cycle.zone}, ${cycle.currency},
            ${cycle.subjects as string[]}, ${json(sql, cycle.schedule)}, ${json(sql, cycle.player)},
            ${cycle.schedule.closesAt}, ${cycle.startedBy})
    ON CONFLICT (id) DO NOTHING RETURNING id`;
  if (created.length === 0) return false;
  const begin = cycle.mode === 'rehearsal' ? (cycle.schedule.phases[0]?.opensAt ?? cycle.schedule.closesAt) : null;
  await sql`
    INSERT INTO cycle_clocks (cycle_id, now_at, held, rate, paced_from_cycle)
    VALUES (${cycle.id}, ${begin}, ${cycle.held}, ${cycle.rate}, ${begin})`;
  for (const id of Object.keys(cycle.schedule.barriers)) {
    await sql`INSERT INTO barriers (cycle_id, id) VALUES (${cycle.id}, ${id})`;
  }
  return true;
}

/**
 * All reviews and steps of a cycle, set-based; again it adds nothing. A step of
 * scope raters stands once per cooperating unit, and so does waiting for it; a
 * unit that nobody rates waits for no rating.
 */
export async function populateCycle(sql: Query, cycleId: string): Promise<void> {
  await sql`
    INSERT INTO reviews (id, cycle_id, unit_id)
    SELECT c.id || coalesce('/' || u.id, ''), c.id, u.id
      FROM cycles c, LATERAL (SELECT NULL::text AS id UNION ALL SELECT unnest(c.subjects)) u WHERE c.id = ${cycleId}
    ON CONFLICT DO NOTHING`;
  await sql`
    WITH plans AS MATERIALIZED (
      SELECT e.position::int, s.* FROM cycles c, jsonb_array_elements(c.schedule -> 'steps') WITH ORDINALITY AS e (value, position),
        jsonb_to_record(e.value) AS s (id text, kind text, phase text, scope text, "opensAt" numeric, "dueAt" numeric,
          "closesAt" numeric, after jsonb, barrier text, submitter text, decider text) WHERE c.id = ${cycleId}
    ), waits AS MATERIALIZED (
      SELECT p.id AS plan, a.id AS step, o.scope FROM plans p, jsonb_array_elements_text(p.after) AS a (id) JOIN plans o ON o.id = a.id
    ), own AS MATERIALIZED (
      SELECT r.id, r.unit_id, k.raters FROM reviews r LEFT JOIN LATERAL (
        SELECT array_agg(rater_unit_id::text ORDER BY position) AS raters FROM cooperation WHERE unit_id = r.unit_id) k ON true
       WHERE r.cycle_id = ${cycleId}
    )
    INSERT INTO steps (review_id, step_id, cycle_id, unit_id, plan_id, kind, phase, position, opens_at, due_at, closes_at,
                       waits_for, barrier, submitter_rule, rater_unit_id, decider_rule, next_at)
    SELECT r.id, p.id || coalesce('/' || k.rater, ''), ${cycleId}, r.unit_id, p.id, p.kind, p.phase, p.position,
           to_timestamp(p."opensAt" / 1000), to_timestamp(p."dueAt" / 1000), to_timestamp(p."closesAt" / 1000),
           w.steps, p.barrier, p.submitter, k.rater, p.decider,
           CASE WHEN p.barrier IS NULL AND w.steps = '{}' THEN to_timestamp(p."opensAt" / 1000) END
      FROM own r
      JOIN plans p ON (p.scope = 'cycle') = (r.unit_id IS NULL)
      CROSS JOIN LATERAL (SELECT NULL::text AS rater WHERE p.scope <> 'raters'
                          UNION ALL SELECT unnest(r.raters) WHERE p.scope = 'raters') k
      CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(each.step), '{}') AS steps FROM (
          SELECT step FROM waits WHERE plan = p.id AND scope <> 'raters'
          UNION ALL SELECT step || '/' || unnest(r.raters) FROM waits WHERE plan = p.id AND scope = 'raters') each
      ) w
    ON CONFLICT DO NOTHING`;
}

export interface CycleRow {
  readonly id: string;
  readonly title: string;
  readonly templateId: string;
  readonly templateRevision: number;
  /** With the rules in force: its sections may have changed since the cycle began. */
  readonly template: Template;
  /** 0: the rules are the template's own. */
  readonly rulesRevision: number;
  readonly rootUnit: string;
  readonly mode: 'real' | 'rehearsal';
  readonly book: string;
  readonly state: 'planned' | 'running' | 'closed';
  readonly phase: Phase;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly zone: string;
  readonly currency: string;
  readonly subjects: readonly string[];
  readonly schedule: Schedule;
  readonly player: { readonly kind: string; readonly name?: string; readonly policy?: string };
  readonly startedBy: string;
  readonly closesAt: number;
  readonly clock: {
    readonly now: number;
    readonly held: boolean;
    readonly runTo: number | null;
    readonly rate: number;
    readonly sweptAt: number | null;
    readonly nextAt: number | null;
    readonly undecided: boolean;
  };
}

const columns = (sql: Query) => sql`
  c.id, c.title, c.template_id AS "templateId", c.template_revision AS "templateRevision", f.document AS template,
  f.revision AS "rulesRevision",
  c.root_unit_id AS "rootUnit", c.mode, c.book, c.state, c.phase, c.period_start AS "periodStart",
  c.period_end AS "periodEnd", c.zone, c.currency, c.subjects, c.schedule, c.player, c.started_by AS "startedBy",
  c.closes_at AS "closesAt",
  jsonb_build_object('now', round(extract(epoch FROM coalesce(k.now_at, clock_timestamp())) * 1000)::bigint, 'held', k.held,
    'runTo', round(extract(epoch FROM k.run_to) * 1000)::bigint, 'rate', k.rate,
    'sweptAt', round(extract(epoch FROM k.swept_at) * 1000)::bigint,
    'nextAt', round(extract(epoch FROM k.next_at) * 1000)::bigint,
    'undecided', EXISTS (SELECT FROM commands m WHERE m.cycle_id = c.id AND m.state = 'received')) AS clock`;

export async function loadCycle(sql: Query, id: string): Promise<CycleRow | undefined> {
  const [row] = await sql<CycleRow[]>`
    SELECT ${columns(sql)} FROM cycles c JOIN cycle_clocks k ON k.cycle_id = c.id
      JOIN rules_in_force f ON f.cycle_id = c.id WHERE c.id = ${id}`;
  return row;
}

/** What judging one person's words needs of a cycle: not its units, of which there may be very many. */
export interface ActedCycle extends Pick<
  CycleRow,
  'id' | 'book' | 'zone' | 'periodStart' | 'periodEnd' | 'rulesRevision'
> {
  /** Of the rules in force. */
  readonly template: Pick<Template, 'bounds' | 'scorecard' | 'guards'> & {
    readonly raterLesson?: Template['raterLesson'] | null;
  };
  readonly now: number;
}

export async function loadActedCycle(sql: Query, id: string): Promise<ActedCycle | undefined> {
  const [row] = await sql<ActedCycle[]>`
    SELECT c.id, c.book, c.zone, c.period_start AS "periodStart", c.period_end AS "periodEnd",
           jsonb_build_object('bounds', f.document -> 'bounds', 'scorecard', f.document -> 'scorecard',
             'guards', f.document -> 'guards', 'raterLesson', f.document -> 'raterLesson') AS template, f.revision AS "rulesRevision",
           coalesce(k.now_at, clock_timestamp()) AS now
      FROM cycles c JOIN cycle_clocks k ON k.cycle_id = c.id JOIN rules_in_force f ON f.cycle_id = c.id WHERE c.id = ${id}`;
  return row;
}

export async function listCycles(sql: Query): Promise<readonly CycleRow[]> {
  return sql<CycleRow[]>`
    SELECT ${columns(sql)} FROM cycles c JOIN cycle_clocks k ON k.cycle_id = c.id
      JOIN rules_in_force f ON f.cycle_id = c.id ORDER BY c.started_at DESC, c.id`;
}

/** The active units at and below the root, in the organization's order; none where there is no such root. */
export async function unitsBelow(
  sql: Query,
  rootUnit: string,
): Promise<readonly { readonly id: string; readonly kind: string }[]> {
  return sql`
    WITH RECURSIVE below AS (
      SELECT id, kind, ARRAY[position] AS path FROM units WHERE id = ${rootUnit} AND active
      UNION ALL SELECT u.id, u.kind, b.path || u.position FROM units u JOIN below b ON u.parent_id = b.id WHERE u.active)
    SELECT id, kind FROM below ORDER BY path, id`;
}

/** Those of these kinds. */
export async function subjectsBelow(
  sql: Query,
  rootUnit: string,
  kinds: readonly string[],
): Promise<readonly string[]> {
  return (await unitsBelow(sql, rootUnit)).filter((unit) => kinds.includes(unit.kind)).map((unit) => unit.id);
}
