/**
 * What a day's collection costs, and the monitoring that follows from it: 50,000 values from another system on
 * loopback, each with a goal that rests on it, of 10,000 units; then the same goals as those of one unit alone.
 */
import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCollectingActivities } from '../../activities/collect-metrics.js';
import { createMonitoringActivities } from '../../activities/monitoring.js';
import { createConnectorReader } from '../../connectors/reader.js';
import { connect, type Sql } from '../../db/connect.js';
import { saveConnector, saveTry, switchConnector } from '../../db/connectors.js';
import { migrate } from '../../db/migrate.js';
import { seed } from '../../db/seed.js';
import { enterPhase } from '../../db/sweep.js';
import type { Connector } from '../../domain/values/index.js';
import { startPostgres } from '../../embedded/postgres.js';
import { asActivity, insertCommand, insertCycle } from '../db/story-cycle.js';

const count = 50_000;
const goalsEach = 5;
const cycleId = 'bench';
const oneUnit = 'bench-one';
const by = 'zhou-min';
const title = { 'zh-CN': '压测', en: 'Bench' };
/** From the first day of monitoring on: one planned reading each. */
const days = ['2027-02-01', '2027-02-02', '2027-02-03'] as const;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

export async function benchCollect(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'perfcycle-bench-'));
  const postgres = await startPostgres(folder);
  const source = await startSource();
  await migrate(postgres.url);
  await seed(postgres.url);
  const sql = connect({ databaseUrl: postgres.url });
  try {
    await prepare(sql);
    const reader = createConnectorReader({
      hosts: [source.host],
      secrets: new Map(),
      sources: new Map([['SELF', postgres.url]]),
      timeoutMs: 60_000,
      maxBytes: 64_000_000,
      maxRows: 100_000,
    });
    const { collectMetrics } = createCollectingActivities({ sql, reader });
    const { monitorUnits } = createMonitoringActivities({ sql });
    const collect = async (day: string): Promise<{ readonly seconds: number; readonly written: number }> => {
      await sql`UPDATE cycle_clocks SET now_at = ${Date.parse(`${day}T09:00+08:00`)}::timestamptz WHERE cycle_id = ${cycleId}`;
      let written = 0;
      const seconds = await timed(async () => {
        const counts = await asActivity(collectMetrics, { cycleId });
        if (counts.failed > 0) throw new Error(`the reading of ${day} failed`);
        ({ written } = counts);
      });
      return { seconds, written };
    };
    for (const connector of [httpOf(source.host), sqlOf()]) {
      await switchOn(sql, connector);
      for (const day of days) {
        const { seconds, written } = await collect(day);
        const monitoring = await timed(() => asActivity(monitorUnits, { cycleId }));
        const [read, judged, both] = [seconds, monitoring, seconds + monitoring].map((each) => each.toFixed(1));
        print(
          `${connector.kind}, ${day}: ${String(written)} values collected in ${String(read)} s, monitored in ${String(judged)} s: ${String(both)} s (goal 60 s)`,
        );
      }
      await switchConnector(sql, connector.kind, { on: false, version: 1 }, by);
    }
    await alone(sql);
    const seconds = await timed(() => asActivity(monitorUnits, { cycleId: oneUnit }));
    print(`monitored, ${String(count)} goals of one unit, all of them behind: ${seconds.toFixed(1)} s`);
  } finally {
    await sql.end();
    source.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds of a call. */
async function timed(call: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await call();
  return (performance.now() - begun) / 1000;
}

const common = { title, schedule: 'day' } as const;
const httpOf = (host: string): Connector => ({
  ...common,
  kind: 'http-json',
  url: `http://${host}/values?day={on}`,
  take: { rows: '/rows', metric: '/metric', on: '/day', value: '/value' },
});
const sqlOf = (): Connector => ({
  ...common,
  kind: 'sql',
  source: 'SELF',
  statement: `SELECT 'bench-' || n AS metric, {on} AS "on", n * 2.5 + 1 AS value FROM generate_series(1, ${String(count)}) n`,
});

async function switchOn(sql: Sql, connector: Connector): Promise<void> {
  const id = connector.kind;
  await saveConnector(sql, id, connector, by);
  const well = { on: days[0], code: null, detail: null, found: count, shown: [], problems: [] };
  await saveTry(sql, { id, version: 1 }, by, well);
  const switched = await switchConnector(sql, id, { on: true, version: 1 }, by);
  if (switched !== 'switched') throw new Error(switched);
}

/** So many collected metrics, five to a unit, a goal on each, one in ten far behind its way, and a real cycle that watches them. */
async function prepare(sql: Sql): Promise<void> {
  await sql`
    INSERT INTO units (id, kind, parent_id, name_zh, name_en, head_id, position)
    SELECT 'bench-' || n, 'team', 'sales', 'bench ' || n, 'bench ' || n, ${by}, 1000 + n
      FROM generate_series(1, ${count / goalsEach}::int) n`;
  await sql`
    INSERT INTO metrics (id, unit_id, title_zh, title_en, better, source, cadence)
    SELECT 'bench-' || n, ${benchUnit(sql)}, 'bench ' || n, 'bench ' || n, 'higher', 'collected', 'day' FROM generate_series(1, ${count}) n`;
  await insertCycle(sql, cycleId, 'real');
  await enterPhase(sql, cycleId, 'monitoring');
  await sql`INSERT INTO reviews (id, cycle_id, unit_id) SELECT ${cycleId} || '/' || id, ${cycleId}, id FROM units WHERE id ~ '^bench-'`;
  const { commandId } = await insertCommand(sql, { cycleId, unit: 'sales', step: 'goals', by: 'lin-xiao' });
  await insertGoals(sql, cycleId, benchUnit(sql), sql`CASE WHEN n % 10 = 0 THEN '1000000' ELSE '1' END`, commandId);
}

/** The same goals again, as those of one unit in a cycle of its own. */
async function alone(sql: Sql): Promise<void> {
  await insertCycle(sql, oneUnit, 'real');
  await enterPhase(sql, oneUnit, 'monitoring');
  const { commandId } = await insertCommand(sql, { cycleId: oneUnit, unit: 'sales', step: 'goals', by: 'lin-xiao' });
  await insertGoals(sql, oneUnit, sql`'sales'`, sql`'1000000'`, commandId);
}

/** The unit of the n-th metric. */
const benchUnit = (sql: Sql) => sql`'bench-' || (1 + (n - 1) / ${goalsEach}::int)`;

type Part = ReturnType<typeof benchUnit>;

async function insertGoals(sql: Sql, cycle: string, unit: Part, target: Part, commandId: string): Promise<void> {
  await sql`
    INSERT INTO goals (cycle_id, unit_id, goal_id, version, position, content, command_id, valid_from)
    SELECT ${cycle}, ${unit}, ${unit} || '/bench-' || n, 1, n, jsonb_build_object('id', ${unit} || '/bench-' || n, 'unit', ${unit},
           'title', 'bench', 'metric', 'bench-' || n, 'baseline', '0', 'target', ${target}), ${commandId}, now()
      FROM generate_series(1, ${count}) n`;
}

/** Answers with a value of the asked day for every metric. */
async function startSource(): Promise<{ readonly host: string; readonly close: () => void }> {
  const server = createServer((request, response) => {
    const day = new URL(request.url ?? '/', 'http://source').searchParams.get('day') ?? '';
    const rows = Array.from({ length: count }, (_, n) => ({ metric: `bench-${String(n + 1)}`, day, value: n + 0.5 }));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ rows }));
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return { host: `127.0.0.1:${String((server.address() as AddressInfo).port)}`, close: () => server.close() };
}
