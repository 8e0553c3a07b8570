/** What each report costs over 10,000 units whose year is over: asked through HTTP by HR, and by a head of a small line. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Sql } from '../../db/connect.js';
import { migrate } from '../../db/migrate.js';
import { seed } from '../../db/seed.js';
import { reportKinds } from '../../domain/reports/index.js';
import { startPostgres } from '../../embedded/postgres.js';
import { type BenchApi, startBenchApi } from './api.js';
import { insertCommand, insertCycle } from '../db/story-cycle.js';

const count = 10_000;
const goalsEach = 5;
const cycleId = 'bench';
const by = 'zhou-min';
/** Heads none of them: nobody decides about the own unit. */
const decider = 'chen-mingyuan';
const print = (line: string): void => void process.stdout.write(`${line}\n`);

export async function benchReports(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'perfcycle-bench-'));
  const postgres = await startPostgres(folder);
  await migrate(postgres.url);
  await seed(postgres.url);
  const sql = connect({ databaseUrl: postgres.url });
  const api = await startBenchApi(sql, postgres.url);
  try {
    await prepare(sql);
    await analyze(postgres.url);
    for (const persona of [by, 'lin-xiao']) await ask(api, persona);
    print(`most memory of the process: ${String(Math.round(process.resourceUsage().maxRSS / 1024))} MB`);
  } finally {
    api.close();
    await sql.end();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ask({ url, cookieOf }: BenchApi, persona: string): Promise<void> {
  const cookie = await cookieOf(persona);
  const paths = [
    ...reportKinds.map((kind) => `/cycles/${cycleId}/reports/${kind}${kind === 'unit' ? '?scope=sales' : ''}`),
    `/cycles/${cycleId}/reports/waiting/lists/attempts?step=goals&page=3`,
    `/cycles/${cycleId}/reports/approvals/lists/decisions?reading=hasty`,
    `/api/v1/cycles/${cycleId}/reports/waiting/lists/attempts/rows.csv`,
    `/api/v1/cycles/${cycleId}/reports/cycle/lists/units/rows.xlsx`,
  ];
  for (const path of paths) {
    const begun = performance.now();
    const reply = await fetch(`${url}${path}`, { headers: { cookie } });
    const { length } = await reply.text();
    const seconds = ((performance.now() - begun) / 1000).toFixed(2);
    print(`${persona}: ${path}: ${seconds} s (${String(reply.status)}, ${String(Math.round(length / 1000))} kB)`);
  }
}

/** As a database that has lived for a year knows its tables. */
async function analyze(databaseUrl: string): Promise<void> {
  const owner = connect({ databaseUrl }, { role: 'owner', max: 1 });
  await owner`ANALYZE`;
  await owner.end();
}

/** Units, goals, steps that were submitted and decided, ratings, results: each a copy of one with another name. */
export async function prepare(sql: Sql): Promise<void> {
  await insertCycle(sql, cycleId, 'real');
  await sql`
    INSERT INTO units (id, kind, parent_id, name_zh, name_en, head_id, position)
    SELECT 'bench-' || n, 'team', 'production', 'bench ' || n, 'bench ' || n, ${by}, 1000 + n FROM generate_series(1, ${count}::int) n`;
  await sql`UPDATE cycles SET subjects = subjects || ARRAY(SELECT id::text FROM units WHERE id ~ '^bench-') WHERE id = ${cycleId}`;
  await sql`INSERT INTO reviews (id, cycle_id, unit_id) SELECT ${cycleId} || '/' || id, ${cycleId}, id FROM units WHERE id ~ '^bench-'`;
  await sql`
    INSERT INTO steps (review_id, step_id, cycle_id, unit_id, plan_id, kind, phase, position, opens_at, due_at, closes_at,
                       submitter_rule, rater_unit_id, decider_rule, state, outcome, opened_at, submitted_at, ended_at)
    SELECT ${cycleId} || '/' || u.id, s.step_id, s.cycle_id, u.id, s.plan_id, s.kind, s.phase, s.position, s.opens_at, s.due_at,
           s.closes_at, s.submitter_rule, s.rater_unit_id, s.decider_rule, 'done', 'approved', s.opens_at, s.opens_at, s.due_at
      FROM steps s, units u WHERE s.review_id = ${`${cycleId}/sales`} AND u.id ~ '^bench-'`;
  const { commandId } = await insertCommand(sql, { cycleId, unit: 'sales', step: 'goals', by: 'lin-xiao' });
  // Goals of one unit in twenty were sent back once: their second attempt began with the decision about the first.
  await sql`
    UPDATE steps SET attempt = 2, opened_at = opens_at + 2 * interval '26 hours' + length(unit_id) * interval '7 minutes'
     WHERE cycle_id = ${cycleId} AND kind = 'goals' AND unit_id ~ '^bench-[0-9]*[02468]0$'`;
  for (const [act, column, person] of [
    ['submit', 'submit_command', by],
    ['approve', 'decide_command', decider],
  ] as const) {
    await sql`
      WITH said AS (
        INSERT INTO commands (id, cycle_id, review_id, step_id, act, decision, actor_id, principal_id, body, body_digest, step_revision,
                              review_revision, received_at, received_wall, state, settled_at, delivered_at)
        SELECT gen_random_uuid(), cycle_id, review_id, step_id, ${act}, CASE ${act}::text WHEN 'approve' THEN 'approve' END, ${person}, ${person},
               '{}', '', 0, 0, opens_at, clock_timestamp(), 'applied', now(), now()
          FROM steps WHERE cycle_id = ${cycleId} AND unit_id ~ '^bench-' RETURNING id, review_id, step_id)
      UPDATE steps s SET ${sql(column)} = said.id FROM said WHERE said.review_id = s.review_id AND said.step_id = s.step_id`;
  }
  await sql`
    INSERT INTO journal (review_id, seq, cycle_id, at, wall_at, act, step_id, attempt, actor_id, principal_id, data, prev_hash, hash)
    SELECT s.review_id, row_number() OVER (PARTITION BY s.review_id ORDER BY s.position, s.step_id, a.nth), s.cycle_id,
           s.opens_at + a.nth * interval '26 hours' + length(s.unit_id) * interval '7 minutes', clock_timestamp(), a.act, s.step_id,
           CASE WHEN a.nth < 2 THEN 1 ELSE s.attempt END, p.id, p.id,
           CASE a.act WHEN 'decided' THEN jsonb_build_object('outcome', CASE WHEN a.nth = 2 AND s.attempt = 2 THEN 'returned' ELSE 'approved' END)
             WHEN 'reminded' THEN '{"of": "submitter"}' ELSE '{}' END, '', s.review_id || ' ' || s.step_id || a.nth
      FROM steps s, (VALUES (0, 'opened'), (1, 'submitted'), (2, 'decided'), (3, 'submitted'), (4, 'decided'), (5, 'reminded')) AS a (nth, act),
           LATERAL (SELECT CASE a.act WHEN 'submitted' THEN ${by} WHEN 'decided' THEN ${decider} END AS id) p
     WHERE s.cycle_id = ${cycleId} AND s.unit_id ~ '^bench-' AND (a.nth < 3 OR s.attempt = 2 AND a.nth < 5 OR a.nth = 5 AND s.kind = 'plan')`;
  await sql`
    INSERT INTO step_looks (review_id, step_id, attempt, person_id, cycle_id, at, wall_at)
    SELECT s.review_id, s.step_id, s.attempt, d.actor_id, s.cycle_id, s.opens_at, d.received_wall - (s.position % 3) * interval '8 seconds'
      FROM steps s JOIN commands d ON d.id = s.decide_command WHERE s.cycle_id = ${cycleId} AND s.position % 4 > 0`;
  await sql`
    INSERT INTO goals (cycle_id, unit_id, goal_id, version, position, content, command_id, valid_from)
    SELECT ${cycleId}, 'bench-' || n, 'bench-' || n || '/' || g, 1, g,
           jsonb_build_object('id', 'bench-' || n || '/' || g, 'unit', 'bench-' || n, 'title', 'goal ' || g, 'weight', '20',
             'supports', CASE WHEN n = 1 THEN 'O2' ELSE 'bench-' || ((n + 9) / 10) || '/' || g END), ${commandId}, now()
      FROM generate_series(1, ${count}::int) n, generate_series(1, ${goalsEach}::int) g`;
  await sql`
    INSERT INTO ratings (cycle_id, unit_id, item_id, role, by_unit_id, version, rated_by, value, evidence, command_id, rated_at)
    SELECT ${cycleId}, 'bench-' || n, 'teamwork', r.role, r.unit, 1, r.person, (1 + (n + r.nth) % 5)::text,
           CASE WHEN n % 3 = 0 THEN '{}'::text[] ELSE '{minutes}' END, ${commandId}, now()
      FROM generate_series(1, ${count}::int) n,
           (VALUES (0, 'superior', 'hq', 'chen-mingyuan'), (1, 'cooperating', 'sales', 'lin-xiao'), (2, 'cooperating', 'rnd', 'fang-yuan'))
             AS r (nth, role, unit, person)`;
  await sql`
    INSERT INTO results (cycle_id, unit_id, version, status, total, grade, scorecard, facts, result, rules_digest, facts_digest, scored_at, published_at)
    SELECT ${cycleId}, 'bench-' || n, 1, 'scored', (n % 120)::text, 'B', '{}', '{}',
           jsonb_build_object('lines', jsonb_build_object('1', '{"points": "90"}'::jsonb)), '', '', now(), now()
      FROM generate_series(1, ${count}::int) n`;
}
