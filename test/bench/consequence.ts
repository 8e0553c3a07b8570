/**
 * What follows a judgement, for 10,000 units: scoring, publishing, proposing, posting; then the same again in
 * processes that are killed in the middle of it, which must end in the same sums and no second entry.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Sql } from '../../db/connect.js';
import { migrate } from '../../db/migrate.js';
import { seed } from '../../db/seed.js';
import { startPostgres } from '../../embedded/postgres.js';
import {
  consequencesOf,
  insertDepartments,
  insertManyUnits,
  type Stage,
  stageProcess,
  stages,
} from '../setup/many-units.js';

const units = 10_000;
const limitSeconds = 60;
/** Each attempt lives longer than the one before, so that every point is reached and the end as well. */
const firstKillMs = 200;
const growth = 1.8;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

export async function benchConsequence(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'perfcycle-bench-'));
  const postgres = await startPostgres(folder);
  const owner = connect({ databaseUrl: postgres.url }, { role: 'owner', max: 1 });
  const sql = connect({ databaseUrl: postgres.url });
  try {
    await migrate(postgres.url);
    await seed(postgres.url);
    await insertDepartments(owner, units);
    for (const id of ['smooth', 'killed']) await insertManyUnits(sql, id);
    await owner`ANALYZE`;
    print(`${String(units)} units and finance, 5 goals each`);
    const smooth = await smoothly(sql, 'smooth');
    print(`together: ${smooth.toFixed(1)} s (goal: under ${String(limitSeconds)} s)`);
    const kills = await killAgainAndAgain(postgres.url, sql, 'killed');
    const differing = await differences(owner);
    print(`the same, killed ${String(kills)} times: ${String(differing)} entries differ`);
    if (smooth > limitSeconds || kills === 0 || differing > 0) process.exitCode = 1;
  } finally {
    await Promise.all([sql.end({ timeout: 1 }), owner.end({ timeout: 1 })]);
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds of all stages but people's own, one after the other. */
async function smoothly(sql: Sql, cycleId: string): Promise<number> {
  const run = consequencesOf(sql, cycleId);
  let seconds = 0;
  for (const stage of stages) {
    const begun = performance.now();
    await run[stage]();
    const took = (performance.now() - begun) / 1000;
    if (stage === 'approve') continue;
    seconds += took;
    print(`${stage}: ${took.toFixed(1)} s`);
  }
  return seconds;
}

/** Each stage in processes that are killed sooner than they can end, until one lives long enough; then once more. */
async function killAgainAndAgain(databaseUrl: string, sql: Sql, cycleId: string): Promise<number> {
  let kills = 0;
  for (const stage of stages) {
    if (stage === 'approve') {
      await consequencesOf(sql, cycleId).approve();
      continue;
    }
    for (let afterMs = firstKillMs; !(await lives(databaseUrl, cycleId, stage, afterMs)); afterMs *= growth) kills += 1;
    await lives(databaseUrl, cycleId, stage, 2 * limitSeconds * 1000);
  }
  return kills;
}

/** Whether the stage ended before it was killed, so long after its process was ready. */
async function lives(databaseUrl: string, cycleId: string, stage: Stage, afterMs: number): Promise<boolean> {
  const child = stageProcess(databaseUrl, cycleId, stage);
  let timer: NodeJS.Timeout | undefined;
  child.once('message', () => {
    timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`${stage} ended with ${String(code)}`);
  return code === 0;
}

/** Entries, results and balances of the two cycles that are not the same, and whatever stands twice. */
async function differences(owner: Sql): Promise<number> {
  const [row] = await owner<{ count: number }[]>`
    WITH sides AS (
      SELECT cycle_id, 'ledger ' || kind || coalesce(unit_id::text, '') AS what, count(*) || '/' || sum(amount_minor) AS said FROM ledger GROUP BY 1, 2
      UNION ALL SELECT cycle_id, 'result ' || unit_id, count(*) || '/' || max(total) || '/' || max(published_at::text) FROM results GROUP BY 1, 2
      UNION ALL SELECT cycle_id, 'proposal ' || kind, count(*) || '/' || max(answer::text) FROM proposals GROUP BY 1, 2)
    SELECT count(*)::int AS count FROM (SELECT * FROM sides WHERE cycle_id = 'smooth') a
      FULL JOIN (SELECT * FROM sides WHERE cycle_id = 'killed') b ON a.what = b.what WHERE a.said IS DISTINCT FROM b.said`;
  return row?.count ?? -1;
}
