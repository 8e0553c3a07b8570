/** What strategy costs in a large organization: the checks of one draft, of everybody, and the pages that show it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findingsOfDraft } from '../../api/draft-checks.js';
import { connect, json, type Sql } from '../../db/connect.js';
import { createCycle, loadCycle, populateCycle } from '../../db/cycles.js';
import { migrate } from '../../db/migrate.js';
import { checkIfChanged } from '../../db/organization-checks.js';
import { importOrganization } from '../../db/organization.js';
import { seed } from '../../db/seed.js';
import { importStrategy } from '../../db/strategy.js';
import { usesOf } from '../../db/strategy-uses.js';
import { enterPhase } from '../../db/sweep.js';
import { addTemplate } from '../../db/templates.js';
import { parseOrganization } from '../../documents/organization.js';
import { resolveSchedule } from '../../documents/schedule.js';
import { parseTemplate } from '../../documents/template.js';
import type { Goal } from '../../domain/rules/index.js';
import { startPostgres } from '../../embedded/postgres.js';
import { startBenchApi } from './api.js';
import { quantile } from './load.js';
import { benchOrganization, benchTemplate, headId, unitId } from './units.js';

const count = 10_000;
const goalsEach = 5;
const fanOut = 10;
const rounds = 60;
const cycleId = 'bench';
const place = { periodStart: '2027-01-01', periodEnd: '2027-12-31', zone: 'Asia/Shanghai' };

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const parentOf = (n: number): number => Math.floor((n - 1) / fanOut);
const metricId = (n: number, k: number): string => `${unitId(n)}-${String(k % 2)}`;

/** Five goals on two metrics, each supporting the same goal of the unit above; those of the first unit the objectives. */
function goalsOf(n: number): readonly Goal[] {
  const unit = unitId(n);
  return Array.from({ length: goalsEach }, (_, k) => ({
    id: `${unit}/g${String(k)}`,
    unit,
    title: `Goal ${String(k)}`,
    kind: 'kpi' as const,
    metric: metricId(n, k),
    baseline: '10',
    target: '12',
    weight: '20',
    due: '2027-10-31',
    supports: n === 0 ? `O${String((k % 3) + 1)}` : `${unitId(parentOf(n))}/g${String(k)}`,
    ...(n % 7 === 0 && { swot: ['S1'] }),
  }));
}

async function fill(sql: Sql): Promise<void> {
  const document = benchOrganization(count) as { units: Record<string, unknown>[] };
  const own = document.units.map((unit) => {
    const n = Number(/^bench-(\d+)$/.exec(String(unit['id']))?.[1] ?? -1);
    return n > 0 ? { ...unit, parent: unitId(parentOf(n)) } : unit;
  });
  const organization = parseOrganization({ ...document, units: own });
  const template = parseTemplate(benchTemplate('bench', count));
  if (!organization.ok || !template.ok) throw new Error('the bench has no documents');
  const metrics = Array.from({ length: count * 2 }, (_, index) => {
    const n = Math.floor(index / 2);
    const title = { 'zh-CN': `指标 ${String(index)}`, en: `Metric ${String(index)}` };
    const tension = n + 1 < count ? [metricId(n + 1, index)] : [];
    const measured = { measuredIn: '%', better: 'higher', source: 'manual', accrual: 'level' } as const;
    return { id: metricId(n, index), unit: unitId(n), title, tension, history: [], ...measured };
  });
  await sql.begin(async (tx) => {
    await importOrganization(tx, organization.value);
    await importStrategy(tx, {
      format: 'perfcycle/strategy@1',
      ...{ objectives: [], swot: [], metrics, capacity: [] },
    });
    await addTemplate(tx, template.value, 'zhou-min');
  });
  await createCycle(sql, {
    ...place,
    ...{ id: cycleId, title: 'Bench', mode: 'real', templateId: 'bench', templateRevision: 1, rootUnit: 'hq' },
    subjects: Array.from({ length: count }, (_, n) => unitId(n)),
    schedule: resolveSchedule(template.value, place, { holidays: [], workdays: [] }),
    ...{ currency: 'CNY', player: { kind: 'people' }, rate: 0, held: false, startedBy: 'zhou-min' },
  });
  await populateCycle(sql, cycleId);
  await enterPhase(sql, cycleId, 'goal-setting');
  for (let from = 0; from < count; from += 1000) {
    const goals = Array.from({ length: 1000 }, (_, index) => goalsOf(from + index)).flat();
    await sql`
      INSERT INTO standing_goals (cycle_id, unit_id, position, goal_id, metric, content)
      SELECT ${cycleId}, g.value ->> 'unit', g.place, g.value ->> 'id', g.value ->> 'metric', g.value
        FROM jsonb_array_elements(${json(sql, goals)}::jsonb) WITH ORDINALITY AS g (value, place)`;
  }
}

/** What the server does by itself a minute after so many rows have come. */
async function analyze(databaseUrl: string): Promise<void> {
  const owner = connect({ databaseUrl }, { role: 'owner', max: 1 });
  await owner`ANALYZE`;
  await owner.end();
}

/** Milliseconds of each call. */
async function timed(times: number, call: (index: number) => Promise<unknown>): Promise<readonly number[]> {
  const found: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const begun = performance.now();
    await call(index);
    found.push(performance.now() - begun);
  }
  return found.toSorted((a, b) => a - b);
}

function row(what: string, times: readonly number[]): void {
  const of = (share: number): string => quantile(times, share).toFixed(1).padStart(9);
  print(`${what.padEnd(52)}${of(0.5)}${of(0.99)}`);
}

export async function benchStrategy(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'perfcycle-bench-'));
  const postgres = await startPostgres(folder);
  await migrate(postgres.url);
  await seed(postgres.url);
  const sql = connect({ databaseUrl: postgres.url });
  try {
    await fill(sql);
    await analyze(postgres.url);
    print(`\n${String(count)} units, ${String(count * goalsEach)} standing goals, ${String(count * 2)} metrics`);
    print(`${''.padEnd(52)}   p50 ms   p99 ms`);
    await checks(sql);
    await pages(sql, postgres.url);
  } finally {
    await sql.end();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function checks(sql: Sql): Promise<void> {
  const cycle = await loadCycle(sql, cycleId);
  if (cycle === undefined) throw new Error('no cycle');
  const draft = (n: number) => findingsOfDraft(sql, cycle, { kind: 'goals', unitId: unitId(n) }, { goals: goalsOf(n) });
  const { findings } = await draft(count - 2);
  if (!findings.some(({ code }) => code === 'CONFLICT_TENSION')) throw new Error('the draft should be in tension');
  row('checks of one draft', await timed(rounds, (index) => draft((index * 163) % count)));
  row('checks of a draft with 1,100 units below', await timed(10, () => draft(1)));
  row('uses of an objective', await timed(10, () => usesOf(sql, 'real', 'objectives', 'O1')));
  row('checks of the whole organization', await timed(2, () => checkIfChanged(sql, cycle, null, () => {})));
}

async function pages(sql: Sql, databaseUrl: string): Promise<void> {
  const { url, cookieOf, close } = await startBenchApi(sql, databaseUrl);
  const as = { hr: await cookieOf('zhou-min'), head: await cookieOf(headId(5)) };
  const ask = async (path: string, cookie: string): Promise<void> => {
    const reply = await fetch(url + path, { headers: { cookie } });
    const text = await reply.text();
    if (reply.status !== 200 || text.length > 1_000_000)
      throw new Error(`${path}: ${String(reply.status)}, ${String(text.length)}`);
  };
  try {
    for (const [what, path, cookie] of [
      ['page: tree of objectives and goals', `/cycles/${cycleId}/strategy`, as.hr],
      ['page: one branch', `/cycles/${cycleId}/strategy?goal=${encodeURIComponent(`${unitId(3)}/g1`)}`, as.head],
      ['page: SWOT board', `/cycles/${cycleId}/swot`, as.head],
      ['page: library', '/strategy', as.head],
      ['page: metrics', '/strategy/metrics?after=bench-5000-0', as.hr],
      ['page: one metric, with its uses', '/strategy/metrics/bench-5000-0', as.hr],
    ] as const) {
      row(what, await timed(20, () => ask(path, cookie)));
    }
  } finally {
    close();
  }
}
