/** What the checks of one draft and the page of one goal cost in a large organization: over a database of its own, without Temporal. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findingsOfDraft } from '../../api/draft-checks.js';
import { loadGoal } from '../../api/goal-view.js';
import { connect, type Sql } from '../../db/connect.js';
import { loadActedCycle, loadCycle } from '../../db/cycles.js';
import { migrate } from '../../db/migrate.js';
import { listPersons } from '../../db/organization.js';
import { seed } from '../../db/seed.js';
import { startPostgres } from '../../embedded/postgres.js';
import type { Goal } from '../../domain/rules/index.js';
import { quantile } from './load.js';

const units = 10_000;
const goalsEach = 5;
const rounds = 50;
const hr = 'zhou-min';
const cycleId = 'bench';

export async function benchDrafts(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'perfcycle-bench-'));
  const postgres = await startPostgres(folder);
  try {
    await migrate(postgres.url);
    await seed(postgres.url);
    const sql = connect({ databaseUrl: postgres.url }, { max: 2 });
    await fill(sql);
    await measure(sql);
    await sql.end();
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Departments of a hundred teams each, four metrics of a team's own, one shared by a hundred; every team's goals serve the department's. */
async function fill(sql: Sql): Promise<void> {
  await sql`
    INSERT INTO units (id, kind, parent_id, name_zh, name_en, head_id, position)
    SELECT 'd-' || n, 'department', 'hq', 'D' || n, 'D' || n, ${hr}, 1000 + n FROM generate_series(1, ${units / 100}::int) n`;
  await sql`
    INSERT INTO units (id, kind, parent_id, name_zh, name_en, head_id, position)
    SELECT 't-' || n, 'team', 'd-' || (1 + (n - 1) / 100), 'T' || n, 'T' || n, ${hr}, 10000 + n
      FROM generate_series(1, ${units - units / 100}::int) n`;
  await sql`
    INSERT INTO metrics (id, unit_id, title_zh, title_en, measured_in, better, tension)
    SELECT 'm-' || u.id || '-' || g, u.id, 'M', 'M', '%', 'higher', CASE g WHEN 1 THEN ARRAY['m-' || u.id || '-2'] ELSE '{}' END
      FROM units u, generate_series(1, ${goalsEach}::int) g WHERE u.id ~ '^[dt]-'`;
  await sql`
    INSERT INTO capacity (unit_id, from_date, to_date, person_days, budget_minor)
    SELECT id, d::date, (d + interval '1 month - 1 day')::date, '60', 1000000
      FROM units, generate_series('2027-01-01'::date, '2027-12-01', '1 month') d WHERE id ~ '^[dt]-'`;
  await sql`
    INSERT INTO cycles (id, title, template_id, template_revision, root_unit_id, mode, state, period_start, period_end, zone,
                        currency, subjects, schedule, closes_at, started_by)
    SELECT ${cycleId}, 'Bench', t.id, t.revision, 'hq', 'real', 'running', '2027-01-01', '2027-12-31', 'Asia/Shanghai', 'CNY',
           ARRAY(SELECT id::text FROM units WHERE id ~ '^[dt]-' ORDER BY position), '{"phases":[],"steps":[],"barriers":{},"closesAt":0}',
           '2028-12-31', ${hr}
      FROM templates t WHERE t.id = 'balanced-year' ORDER BY t.revision DESC LIMIT 1`;
  await sql`INSERT INTO cycle_clocks (cycle_id) VALUES (${cycleId})`;
  await sql`INSERT INTO reviews (id, cycle_id, unit_id) SELECT ${cycleId} || '/' || id, ${cycleId}, id FROM units WHERE id ~ '^[dt]-'`;
  await sql`
    INSERT INTO standing_goals (cycle_id, unit_id, position, goal_id, metric, content)
    SELECT ${cycleId}, u.id, g, u.id || '/g' || g, m.id, jsonb_build_object('id', u.id || '/g' || g, 'unit', u.id, 'title', 'Goal ' || g,
             'kind', 'kpi', 'metric', m.id, 'baseline', '0', 'target', '10', 'weight', '20', 'due', '2027-12-31',
             'supports', CASE WHEN u.parent_id = 'hq' THEN 'O1' ELSE u.parent_id || '/g' || g END)
      FROM units u, generate_series(1, ${goalsEach}::int) g
      CROSS JOIN LATERAL (SELECT CASE WHEN g = 5 AND u.kind = 'team' THEN 'm-' || u.parent_id || '-5' ELSE 'm-' || u.id || '-' || g END AS id) m
     WHERE u.id ~ '^[dt]-'`;
  await sql`ANALYZE`;
}

async function measure(sql: Sql): Promise<void> {
  const acted = await loadActedCycle(sql, cycleId);
  const cycle = await loadCycle(sql, cycleId);
  const [person] = await listPersons(sql, hr);
  if (acted === undefined || cycle === undefined || person === undefined) throw new Error('the bench has no cycle');
  const draft = await sql<{ content: Goal }[]>`
    SELECT content FROM standing_goals WHERE cycle_id = ${cycleId} AND unit_id = 't-5000' ORDER BY position`;
  const goals = draft.map(({ content }) => ({ ...content, weight: '19' }));
  const tasks = goals.flatMap((goal) =>
    [1, 2, 3, 4].map((n) => ({
      ...{ id: `${goal.id}-${String(n)}`, unit: goal.unit, goal: goal.id, title: 'Task', owner: hr },
      ...{ effortDays: '20', start: `2027-0${String(n)}-01`, end: `2027-0${String(n + 4)}-28`, costMinor: '5000' },
    })),
  );
  const step = (kind: 'goals' | 'plan') => ({ kind, unitId: 't-5000' });
  const all = { limit: 50, after: null };
  const things: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['checks of one draft of goals', () => findingsOfDraft(sql, acted, step('goals'), { goals, answers: [] })],
    ['checks of one draft of a plan', () => findingsOfDraft(sql, acted, step('plan'), { tasks, answers: [] })],
    ['page of a team’s goal', () => loadGoal(sql, cycle, person, 't-5000/g1', all)],
    ['page of a department’s goal, 100 below', () => loadGoal(sql, cycle, person, 'd-50/g1', all)],
  ];
  process.stdout.write(`${String(units)} units, ${String(units * goalsEach)} goals\n`);
  for (const [what, act] of things) {
    await act();
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const begun = performance.now();
      await act();
      times.push(performance.now() - begun);
    }
    const sorted = times.toSorted((a, b) => a - b);
    const [half, most] = [quantile(sorted, 0.5), quantile(sorted, 0.95)].map((ms) => ms.toFixed(1));
    process.stdout.write(`${what}: ${half ?? ''} ms median, ${most ?? ''} ms of 95 %\n`);
  }
}
