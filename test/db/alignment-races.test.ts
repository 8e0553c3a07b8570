import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSweepActivities } from '../../activities/sweep.js';
import type { Sql } from '../../db/connect.js';
import { putGoalsInForce } from '../../db/content.js';
import { loadCycle } from '../../db/cycles.js';
import { putGuardsInForce } from '../../db/rules.js';
import type { Goal } from '../../domain/rules/index.js';
import { goalsOf, qualityGuard as guard } from '../../players/story/goals.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, type Reply, startApi } from '../setup/http.js';
import { asActivity, headOf, insertCommand, insertCycle, insertGoals } from './story-cycle.js';

const chief = 'chen-mingyuan';
const note = '质量低于 99% 时成本不再加分';

let sql: Sql;
let api: Api;
let cycle = '';
let cycles = 0;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  const engine = promptEngine(sql);
  // As a conversation does: an attempt that the database refuses is made again.
  api = await startApi(sql, { ...engine, say: (ask) => engine.say(ask).catch(() => engine.say(ask)) });
});

beforeEach(async () => {
  cycle = `ar${(cycles += 1)}`;
  await insertCycle(sql, cycle);
  await sql`UPDATE templates SET document = document || '{"guards": []}'`;
  await asActivity(createSweepActivities({ sql }).sweep, { cycleId: cycle });
});

const path = (unit: string, step: string) => `/api/v1/cycles/${cycle}/reviews/${unit}/steps/${step}`;
const revisionOf = async (unit: string, step: string): Promise<number> =>
  ((await api.get(path(unit, step), 'zhou-min')).json as { revision: number }).revision;
async function submit(unit: string, step: string, content: object): Promise<Reply> {
  return api.post(`${path(unit, step)}/submit`, { stepRevision: await revisionOf(unit, step), content }, headOf(unit));
}
async function agree(unit: string, other: string): Promise<Reply> {
  const step = `alignment/${other}`;
  const body = { stepRevision: await revisionOf(unit, step), decision: 'agree', reason: '同意' };
  return api.post(`${path(unit, step)}/approve`, body, headOf(other));
}
const goals = (unit: string, change: (goal: Goal) => Goal = (goal) => goal) => ({
  goals: goalsOf(unit).map(change),
  answers: [],
});

/** Both have judged all there is to judge and wait, the one for whom both want to tell, the other for the first. */
async function atOnce(both: readonly (() => Promise<Reply>)[]): Promise<readonly Reply[]> {
  return sql
    .begin(async (tx) => {
      await tx`SELECT FROM persons WHERE id = ${chief} FOR UPDATE`;
      const replies = Promise.all(both.map((each) => each()));
      await expect
        .poll(
          async () => {
            const [row] = await sql<{ n: number }[]>`
              SELECT count(DISTINCT pid)::int AS n FROM pg_locks WHERE NOT granted`;
            return row?.n;
          },
          { timeout: 10_000 },
        )
        .toBe(both.length);
      return { replies };
    })
    .then(({ replies }) => replies);
}

describe('two words at once', () => {
  test('submits of goals in conflict open one alignment between them', async () => {
    const replies = await atOnce([
      () => submit('production', 'goals', goals('production')),
      () => submit('quality', 'goals', goals('quality')),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    const opened = await sql<{ step: string }[]>`
      SELECT unit_id || ' ' || step_id AS step FROM steps WHERE cycle_id = ${cycle} AND kind = 'alignment'`;
    expect(opened).toHaveLength(1);
    expect(['production alignment/quality', 'quality alignment/production']).toContain(opened[0]?.step);
  });

  test('agreements on guards are both in force', async () => {
    await submit('quality', 'goals', goals('quality'));
    await submit('production', 'goals', goals('production'));
    const [cost] = goalsOf('production');
    if (cost === undefined) throw new Error('no goal on cost');
    const saving = { ...cost, id: 'rnd/unit-cost', unit: 'rnd', weight: '50' };
    const replied = await submit(
      'rnd',
      'goals',
      goals('rnd', (goal) => (goal.id === 'rnd/new-products' ? saving : goal)),
    );
    expect(replied.status, replied.text).toBe(200);
    await submit('production', 'alignment/quality', { note, guard });
    const second = await submit('rnd', 'alignment/quality', { note, guard: { ...guard, hold: saving.id } });
    expect(second.status, second.text).toBe(200);
    const replies = await atOnce([() => agree('production', 'quality'), () => agree('rnd', 'quality')]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    const row = await loadCycle(sql, cycle);
    expect(row?.rulesRevision).toBe(2);
    expect(row?.template.guards.map(({ unit }) => unit).sort()).toEqual(['production', 'rnd']);
    // Its rules wait to be taken up, and nothing else may happen for weeks.
    const wakes = await sql`SELECT payload FROM outbox WHERE cycle_id = ${cycle} AND key LIKE 'wake/guard/%'`;
    expect(wakes).toEqual([{ payload: { phase: 'goal-setting' } }, { payload: { phase: 'goal-setting' } }]);
  });

  test('guards that were read before others came in force are not written over them', async () => {
    await submit('quality', 'goals', goals('quality'));
    await submit('production', 'goals', goals('production'));
    await submit('production', 'alignment/quality', { note, guard });
    await agree('production', 'quality');
    const [command] = await sql<{ id: string }[]>`
      SELECT id FROM commands WHERE cycle_id = ${cycle} AND step_id = 'alignment/quality' AND act = 'approve'`;
    const by = { reviewId: `${cycle}/production`, stepId: 'alignment/quality', commandId: command?.id ?? '', at: 0 };
    await expect(putGuardsInForce(sql, cycle, [], { basedOn: 0, ...by })).rejects.toMatchObject({ code: '23505' });
  });

  test('changes that touch only each other are aligned once the second is approved', async () => {
    const [unit, beside] = ['marketing', 'sales-new'];
    const leads = goalsOf(unit).find(({ metric }) => metric === 'leads');
    const [brand] = goalsOf(unit);
    const [first, second] = goalsOf(beside);
    if (leads === undefined || brand === undefined || first === undefined || second === undefined)
      throw new Error('four goals');
    await insertGoals(sql, cycle);
    const place = await insertCommand(sql, { cycleId: cycle, unit, step: 'goals', by: headOf(unit) });
    await putGoalsInForce(sql, place, { goals: goalsOf(unit).filter((goal) => goal !== leads), answers: [] });
    await sql`UPDATE cycles SET phase = 'monitoring' WHERE id = ${cycle}`;
    const wanted: readonly (readonly [string, readonly Goal[]])[] = [
      [unit, goalsOf(unit)],
      [
        beside,
        [
          { ...first, weight: '50' },
          { ...second, weight: '20' },
          { ...leads, id: `${beside}/leads`, unit: beside, weight: '30' },
        ],
      ],
    ];
    for (const [asking, all] of wanted) {
      await api.post(`/api/v1/cycles/${cycle}/reviews/${asking}/change-requests`, {}, headOf(asking));
      const answers = all.map(({ id }) => ({ code: 'GOAL_WITHOUT_TASK', at: [id], reason: '由各班组完成' }));
      const reply = await submit(asking, 'change-1', { goals: all, answers, note: '分工调整' });
      expect(reply.status, reply.text).toBe(200);
    }
    const aligned = async () => sql`SELECT unit_id FROM steps WHERE cycle_id = ${cycle} AND kind = 'alignment'`;
    const approve = async (asking: string, by: string): Promise<Reply> => {
      const stepRevision = await revisionOf(asking, 'change-1');
      return api.post(`${path(asking, 'change-1')}/approve`, { stepRevision, decision: 'approve', reason: '同意' }, by);
    };
    expect((await approve(beside, headOf('sales'))).status).toBe(200);
    expect(await aligned()).toEqual([]);
    expect((await approve(unit, chief)).status).toBe(200);
    expect(await aligned()).toEqual([{ unit_id: unit }]);
  });
});
