import {
  findingState,
  type GivenAnswer,
  type OrganizationFinding,
  organizationFindings,
  type UnitWord,
} from '../domain/cycle/index.js';
import { phases } from '../domain/process/index.js';
import type { Goal } from '../domain/rules/index.js';
import { loadCalendar } from './calendar.js';
import type { Query, Sql } from './connect.js';
import type { CycleRow } from './cycles.js';
import { unitTree } from './goal-document.js';
import { readFindings, settlementsOf, type StandingFinding } from './organization-findings.js';
import { loadStrategy } from './strategy.js';

type CheckedCycle = Pick<CycleRow, 'id' | 'book' | 'phase' | 'periodStart' | 'periodEnd' | 'template' | 'schedule'>;

const pageSize = 1000;

const withPlans = ({ phase }: CheckedCycle): boolean => phases.indexOf(phase) >= phases.indexOf('planning');

/** A cycle without goals has nothing to check. */
export const hasGoals = ({ schedule }: CheckedCycle): boolean => schedule.steps.some((plan) => plan.kind === 'goals');

/** One text for all that the checks read: as long as it stays the same, so do their findings. */
export async function checksFingerprint(sql: Query, cycle: CheckedCycle): Promise<string> {
  const rules = JSON.stringify([cycle.template.bounds, cycle.periodStart, cycle.periodEnd, withPlans(cycle)]);
  const [row] = await sql<{ fingerprint: string }[]>`
    SELECT md5(concat_ws('|', ${rules}::text,
      -- Submits add versions; what is approved, forwarded or changed adds rows to what is in force.
      (SELECT count(*) FROM step_versions v JOIN steps s ON s.review_id = v.review_id AND s.step_id = v.step_id
        WHERE s.cycle_id = ${cycle.id} AND s.kind IN ('goals', 'plan', 'change')),
      (SELECT string_agg(concat_ws(' ', review_id, step_id, attempt, outcome), ',' ORDER BY review_id, step_id) FROM steps
        WHERE cycle_id = ${cycle.id} AND kind IN ('alignment', 'settlement')),
      (SELECT count(*) || ' ' || count(valid_to) FROM goals WHERE cycle_id = ${cycle.id}),
      (SELECT count(*) || ' ' || count(valid_to) FROM tasks WHERE cycle_id = ${cycle.id}),
      (SELECT md5(string_agg(concat_ws(' ', id, parent_id), ',' ORDER BY id)) FROM units),
      (SELECT md5(string_agg(o::text, ',' ORDER BY id)) FROM objectives_in(${cycle.book}) o),
      (SELECT md5(string_agg(e::text, ',' ORDER BY id)) FROM swot_entries_in(${cycle.book}) e),
      (SELECT md5(string_agg(m::text, ',' ORDER BY id)) FROM metrics_in(${cycle.book}) m),
      (SELECT md5(string_agg(c::text, ',' ORDER BY unit_id, from_date, to_date)) FROM capacity c),
      (SELECT md5(string_agg(day || kind, ',' ORDER BY day)) FROM calendar_days))) AS fingerprint`;
  return row?.fingerprint ?? '';
}

/**
 * Goals, tasks and answers of the next page of units: goals and tasks in force,
 * else as last submitted; the answers given with the latest submits, and what was agreed on between units.
 */
export async function unitWords(
  sql: Query,
  cycleId: string,
  afterUnit: string,
  limit: number,
): Promise<readonly UnitWord[]> {
  return sql<(Omit<UnitWord, 'answers'> & { readonly answers: readonly GivenAnswer[] })[]>`
    WITH page AS MATERIALIZED (
      SELECT id, unit_id FROM reviews WHERE cycle_id = ${cycleId} AND unit_id > ${afterUnit} ORDER BY unit_id LIMIT ${limit}
    ), latest AS MATERIALIZED (
      SELECT DISTINCT ON (s.review_id, s.step_id) s.review_id, s.kind, v.content, v.written_at, c.actor_id, c.principal_id
        FROM page p JOIN steps s ON s.review_id = p.id AND s.kind IN ('goals', 'plan', 'change')
        JOIN step_versions v ON v.review_id = s.review_id AND v.step_id = s.step_id JOIN commands c ON c.id = v.command_id
       ORDER BY s.review_id, s.step_id, v.version DESC
    )
    SELECT p.unit_id AS "unitId",
           coalesce((SELECT jsonb_agg(g.content ORDER BY g.position) FROM standing_goals g
              WHERE g.cycle_id = ${cycleId} AND g.unit_id = p.unit_id), '[]') AS goals,
           coalesce(
             (SELECT jsonb_agg(t.content ORDER BY t.position) FROM tasks t
               WHERE t.cycle_id = ${cycleId} AND t.unit_id = p.unit_id AND t.valid_to IS NULL),
             (SELECT l.content -> 'tasks' FROM latest l WHERE l.review_id = p.id AND l.kind = 'plan' LIMIT 1)) AS tasks,
           coalesce((SELECT jsonb_agg(a.value || jsonb_build_object('by', l.actor_id, 'principal', l.principal_id,
                              'saidAt', round(extract(epoch FROM l.written_at) * 1000)::bigint))
              FROM latest l, jsonb_array_elements(l.content -> 'answers') a WHERE l.review_id = p.id), '[]')
           || coalesce((SELECT jsonb_agg(t.value || jsonb_build_object('reason', v.content ->> 'note', 'by', c.actor_id,
                'principal', c.principal_id, 'saidAt', round(extract(epoch FROM v.written_at) * 1000)::bigint, 'agreed', true))
              FROM steps s JOIN alignments x ON x.review_id = s.review_id AND x.step_id = s.step_id AND x.attempt = s.attempt
              JOIN step_versions v ON v.command_id = s.submit_command JOIN commands c ON c.id = v.command_id
              CROSS JOIN jsonb_array_elements(x.touches) t
              WHERE s.review_id = p.id AND s.kind IN ('alignment', 'settlement') AND s.outcome IN ('agreed', 'submitted')), '[]') AS answers
      FROM page p ORDER BY p.unit_id`;
}

/** Drafts of goals that are still being written, by unit; nothing is believed about them. */
export async function goalDrafts(sql: Query, cycleId: string): Promise<ReadonlyMap<string, unknown>> {
  const rows = await sql<{ unit: string; content: unknown }[]>`
    SELECT s.unit_id AS unit, d.content FROM drafts d JOIN steps s ON s.review_id = d.review_id AND s.step_id = d.step_id
     WHERE s.cycle_id = ${cycleId} AND s.kind = 'goals' AND s.state = 'open'`;
  return new Map(rows.map((row) => [row.unit, row.content]));
}

/**
 * Reads everybody's words and checks them together. `onPage` hears of each page of units.
 * `drafted`: goals to be taken in place of a unit's own.
 */
export async function checkAll(
  sql: Query,
  cycle: CheckedCycle,
  onPage: (lastUnit: string) => void,
  drafted: ReadonlyMap<string, readonly Goal[]> = new Map(),
): Promise<readonly OrganizationFinding[]> {
  const [strategy, units, calendar] = [
    await loadStrategy(sql, cycle.book),
    await unitTree(sql),
    await loadCalendar(sql),
  ];
  const words: UnitWord[] = [];
  for (let last = ''; ;) {
    const page = await unitWords(sql, cycle.id, last, pageSize);
    words.push(...page.map((word) => ({ ...word, goals: drafted.get(word.unitId) ?? word.goals })));
    const end = page.at(-1)?.unitId;
    if (end === undefined) break;
    last = end;
    onPage(last);
  }
  return organizationFindings({
    ...strategy,
    period: { start: cycle.periodStart, end: cycle.periodEnd },
    bounds: cycle.template.bounds,
    units,
    calendar,
    words,
    withPlans: withPlans(cycle),
  });
}

/** What a check came to; null findings: nothing has changed since the last one. */
export interface Checked {
  readonly fingerprint: string;
  readonly findings: readonly OrganizationFinding[] | null;
}

/** Checks the whole organization in one snapshot, unless the fingerprint is the known one. */
export async function checkIfChanged(
  sql: Sql,
  cycle: CheckedCycle,
  known: string | null,
  onPage: (lastUnit: string) => void,
): Promise<Checked> {
  return sql.begin('isolation level repeatable read read only', (tx) => checkWithin(tx, cycle, known, onPage));
}

async function checkWithin(
  sql: Query,
  cycle: CheckedCycle,
  known: string | null,
  onPage: (lastUnit: string) => void = () => {},
): Promise<Checked> {
  const fingerprint = await checksFingerprint(sql, cycle);
  return { fingerprint, findings: fingerprint === known ? null : await checkAll(sql, cycle, onPage) };
}

/** HR's list as it is true now: as last recorded, or checked anew where somebody has spoken since. */
export async function currentFindings(sql: Query, cycle: CheckedCycle): Promise<readonly StandingFinding[]> {
  if (!hasGoals(cycle)) return [];
  const recorded = await readFindings(sql, cycle.id);
  const { findings } = await checkWithin(sql, cycle, recorded?.fingerprint ?? null);
  if (findings === null) return recorded?.findings ?? [];
  const settled = await settlementsOf(sql, cycle.id);
  return findings.map((finding) => {
    const settlement = settled.get(finding) ?? null;
    return { ...finding, settled: settlement, state: findingState(finding, settlement) };
  });
}
