/** What a submit costs beside the bare floor, and how long a cycle of many units takes to open: on a stack of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Sql } from '../../db/connect.js';
import { startStack, stopOnSignals } from '../../embedded/launcher.js';
import { createCycleApi, type CycleApi } from '../../players/cycle-api.js';
import { type Floor, startFloor } from './floor.js';
import { type Call, evenly, inParallel, type Measured } from './load.js';
import { benchGoals, benchOrganization, benchTemplate, headId, superior, unitId } from './units.js';

const hr = 'zhou-min';
const most = 10_000;
const lanes = 32;
const parallelCount = 640;
const rates = [20, 50] as const;
const secondsEach = 10;
const limitMs = 60_000;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

export async function benchCycles(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'perfcycle-bench-'));
  const env = { ...process.env, PERFCYCLE_DATA: folder, PERFCYCLE_PORT: '0', LOG_LEVEL: 'warn' };
  const stack = await startStack({ say, demo: false, env });
  stopOnSignals(stack);
  const sql = connect({ databaseUrl: stack.config.databaseUrl }, { max: 2 });
  const floor = await startFloor(stack.config.temporal);
  try {
    const api = createCycleApi({ baseUrl: stack.url });
    await api.as(hr).post('/api/v1/organization', benchOrganization(most));
    await api.as(hr).post('/api/v1/templates', benchTemplate('bench', most));
    for (const count of [1000, most]) {
      const seconds = await open(api, sql, count);
      print(`POST /cycles to all first tasks visible, ${String(count)} units: ${seconds.toFixed(1)} s`);
    }
    await submits(api, floor);
  } finally {
    await floor.stop();
    await sql.end();
    await stack.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds from the request to the last unit's task. The period began a week ago, so that goals open at once. */
async function open(api: CycleApi, db: Sql, count: number): Promise<number> {
  const id = cycleOf(count);
  const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const subjects = Array.from({ length: count }, (_, n) => unitId(n));
  const cycle = { id, title: id, templateId: 'bench', rootUnit: 'hq', subjects };
  const begun = performance.now();
  await api.as(hr).post('/api/v1/cycles', { ...cycle, periodStart: day(-7), periodEnd: day(358) });
  for (let visible = 0; visible < count;) {
    await sleep(50);
    const [row] = await db<{ open: number }[]>`
      SELECT count(*)::int AS open FROM steps WHERE review_id LIKE ${`${id}/%`} AND step_id = 'goals' AND state = 'open'`;
    visible = row?.open ?? 0;
  }
  const seconds = (performance.now() - begun) / 1000;
  const tasks = await api.tasks(headId(count - 1), id);
  if (tasks.length !== 1) throw new Error(`the last head sees ${String(tasks.length)} tasks`);
  return seconds;
}

function cycleOf(count: number): string {
  return `bench-${String(count)}`;
}

/** Goals of as many units as it takes, first words and answers, each load beside the floor's. */
async function submits(api: CycleApi, floor: Floor): Promise<void> {
  const cycle = cycleOf(most);
  const loads = [
    {
      name: `${String(lanes)} in parallel`,
      count: parallelCount,
      run: (call: Call) => inParallel(lanes, parallelCount, limitMs, call),
    },
    ...rates.map((rate) => ({
      name: `${String(rate)}/s evenly`,
      count: rate * secondsEach,
      run: (call: Call) => evenly(rate, rate * secondsEach, call),
    })),
  ];
  print('\nload             what           submits/s   p50 ms   p99 ms  failed   of the floor');
  let from = 0;
  for (const load of loads) {
    const first = from;
    const units = Array.from({ length: load.count }, (_, n) => first + n);
    from += load.count;
    // Sessions are made before: signing in is not what is measured.
    for (const n of units) await api.tasks(headId(n), cycle);
    const { revision } = await api.step(headId(first), cycle, unitId(first), 'goals');
    const submit: Call = (n) =>
      api.act(headId(first + n), cycle, unitId(first + n), 'goals', 'submit', {
        stepRevision: revision,
        content: { goals: benchGoals(first + n, '2027-06-30'), answers: [] },
      });
    const approve: Call = (n) =>
      api.act(superior, cycle, unitId(first + n), 'goals', 'approve', {
        stepRevision: revision + 1,
        decision: 'approve',
      });
    row(load.name, 'first word', await load.run(submit), await load.run(floor.first(load.name)));
    row(load.name, 'later word', await load.run(approve), await load.run(floor.again(load.name)));
  }
}

function row(load: string, what: string, ours: Measured, bare: Measured): void {
  for (const [name, m] of [
    [what, ours],
    ['  bare floor', bare],
  ] as const) {
    const share = m === ours ? (ours.perSecond / bare.perSecond).toFixed(2) : '';
    const figures = [m.perSecond, m.p50, m.p99].map((value) => value.toFixed(1).padStart(9)).join('');
    print(
      `${load.padEnd(16)} ${name.padEnd(13)}${figures.replace(/^/, '  ')} ${String(m.failed).padStart(7)}   ${share}`,
    );
    if (m.failure !== null) say(m.failure);
  }
}
