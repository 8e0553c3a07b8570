import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCycleActivities } from '../../activities/cycle.js';
import { createMoneyActivities } from '../../activities/money.js';
import { createScoringActivities } from '../../activities/scoring.js';
import { createSweepActivities } from '../../activities/sweep.js';
import type { NextCycle } from '../../api/next-cycle.js';
import type { Sql } from '../../db/connect.js';
import { readDraft } from '../../db/drafts.js';
import { moneyUnits } from '../../db/money.js';
import { readEntry } from '../../db/strategy-versions.js';
import type { GoalsContent } from '../../domain/process/index.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, problemOf, promptEngine, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { approveNewest, balanceOf } from './money-desk.js';
import { asActivity, insertCycle, insertGoals, insertRatings, insertValues, reopenStep } from './story-cycle.js';

const hr = 'zhou-min';
let sql: Sql;
let owner: Sql;
let api: Api;
let from = '';
let cycles = 0;

beforeAll(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

beforeEach(() => {
  from = `x${(cycles += 1)}`;
});

/** A year up to where its budgets are on the books. */
async function year(mode: 'real' | 'rehearsal' = 'rehearsal'): Promise<void> {
  await insertCycle(sql, from, mode);
  await insertGoals(sql, from);
  await insertValues(sql, from, { book: mode === 'real' ? 'real' : from });
  await insertRatings(sql, from);
  const scoring = createScoringActivities({ sql });
  await asActivity(scoring.scoreUnits, { cycleId: from });
  await scoring.publishResults({ cycleId: from });
  const money = createMoneyActivities({ sql });
  await money.proposeMoney({ cycleId: from, kind: 'budget' });
  await approveNewest(sql, from, 'budget');
  await money.postMoney({ cycleId: from, kind: 'budget' });
}

const path = () => `/api/v1/cycles/${from}/next-cycle`;
const start = (body: object = { cycle: {} }, key?: string) =>
  api.post(path(), body, hr, key === undefined ? {} : { key });
const open = (cycleId: string) => createCycleActivities({ sql }).openCycle({ cycleId });
const draftOf = async (cycleId: string, unit: string) =>
  (await readDraft(sql, `${cycleId}/${unit}`, 'goals'))?.content as GoalsContent | undefined;
const historyOf = async (book: string, metric: string) => {
  const entry = await readEntry(sql, book, 'metrics', metric);
  return entry?.kind === 'metrics' ? entry.content.history : undefined;
};

describe('the next cycle', () => {
  test('is looked at before anything is written', async () => {
    await year();
    const looked = (await api.get(path(), hr)).json as NextCycle;
    expect(looked.request).toMatchObject({
      periodStart: '2028-01-01',
      periodEnd: '2028-12-31',
      mode: 'rehearsal',
      title: '远航 2028',
    });
    expect(looked.goals.find(({ goal }) => goal.metric === 'new-customers')).toMatchObject({
      goal: { baseline: '110', target: '200', weight: '40', due: '2028-12-31' },
      source: { baseline: '20', target: '120', actual: '110', origin: 'trend' },
    });
    expect(looked.bases.find(({ unitId }) => unitId === 'sales')?.baseMinor).toBe('962758474');
    expect(looked.history.find(({ metric }) => metric === 'patents')).toMatchObject({ value: '9' });
    const [written] = await sql<
      { count: number }[]
    >`SELECT count(*)::int AS count FROM cycle_seeds WHERE from_cycle = ${from}`;
    expect(written?.count).toBe(0);
  });

  test('has its units’ drafts when it opens, its own budget bases and its own book, and says so in both journals', async () => {
    await year();
    const started = await start();
    expect(started.status, started.text).toBe(201);
    const id = `${from}-next`;
    await open(id);
    await open(id);
    const draft = await draftOf(id, 'rnd');
    expect(draft?.goals.map(({ id: goal, baseline, target }) => [goal, baseline, target])).toContainEqual(
      expect.arrayContaining(['3', '6']),
    );
    expect(draft?.answers).toEqual([]);
    const money = await moneyUnits(sql, id, ['department']);
    const balance = await balanceOf(sql, from, 'budget');
    expect(Object.fromEntries(money.map((unit) => [unit.id, unit.budgetBaseMinor]))).toEqual(balance);
    expect(await historyOf(id, 'patents')).toEqual([...((await historyOf(from, 'patents')) ?? []), '9']);
    const acts = await sql<{ cycle: string; act: string }[]>`
      SELECT cycle_id AS cycle, act FROM journal WHERE cycle_id IN (${from}, ${id}) AND act IN ('next-cycle-begun', 'cycle-seeded')
       ORDER BY cycle_id`;
    expect(acts.map(({ cycle, act }) => [cycle, act])).toEqual([
      [from, 'next-cycle-begun'],
      [id, 'cycle-seeded'],
    ]);
  });

  test('of a rehearsal leaks nothing: real metrics, other books and the organization stay as they were', async () => {
    await year();
    const state = () => sql`
      SELECT (SELECT md5(string_agg(m::text, '' ORDER BY id)) FROM metrics m) AS metrics, (SELECT md5(string_agg(u::text, '' ORDER BY id)) FROM units u) AS units,
             (SELECT count(*) FROM strategy_versions WHERE book IN ('real', ${from})) AS versions`;
    const before = await state();
    await start();
    await open(`${from}-next`);
    expect(await state()).toEqual(before);
  });

  test('goes on from the rehearsal’s own strategy, not from the real one', async () => {
    await year();
    await sql`
      INSERT INTO strategy_versions (book, kind, id, version, content, way, changed_by, changed_at, reason)
      SELECT ${from}, kind, id, 1, jsonb_set(content, '{history}', '["5", "7"]'), 'edit', ${hr}, now(), 'x' FROM strategy_now
       WHERE kind = 'metrics' AND id = 'patents'`;
    await start();
    expect(await historyOf(`${from}-next`, 'patents')).toEqual(['5', '7', '9']);
    expect(await historyOf(from, 'patents')).toEqual(['5', '7']);
  });

  test('leaves alone what units outside the cycle measure: their year may still go on', async () => {
    await year();
    for (const [metric, unit] of [
      [`own-${from}`, 'rnd'],
      [`other-${from}`, 'hr'],
    ] as const) {
      await owner`
        INSERT INTO metrics (id, unit_id, title_zh, title_en, measured_in, better) VALUES (${metric}, ${unit}, 'M', 'M', 'p', 'higher')`;
      await owner`
        INSERT INTO metric_values (book, metric_id, on_date, version, value, entered_by, entered_at)
        VALUES (${from}, ${metric}, '2027-06-30', 1, '5', ${hr}, now())`;
    }
    const { history } = (await api.get(path(), hr)).json as NextCycle;
    const found = history.map(({ metric }) => metric).filter((metric) => metric.endsWith(`-${from}`));
    expect(found).toEqual([`own-${from}`]);
  });

  test('is started once under one key; another under the same id is refused and changes nothing', async () => {
    await year();
    const first = await start({ cycle: {} }, `next-${from}`);
    expect((await start({ cycle: {} }, `next-${from}`)).json).toEqual(first.json);
    await refused('CYCLE_EXISTS', 409, (more) => api.post(path(), { cycle: {} }, hr, more));
    const [seeds] = await sql<
      { count: number }[]
    >`SELECT count(*)::int AS count FROM cycle_seeds WHERE from_cycle = ${from}`;
    expect(seeds?.count).toBe(1);
  });

  test('overwrites no draft: what a head has written stays', async () => {
    await year();
    await start();
    const id = `${from}-next`;
    await open(id);
    const content = { goals: [], answers: [] };
    await sql`UPDATE drafts SET content = ${sql.json(content)}, version = 2 WHERE review_id = ${`${id}/rnd`}`;
    await sql`UPDATE cycles SET state = 'planned' WHERE id = ${id}`;
    await open(id);
    expect(await draftOf(id, 'rnd')).toEqual(content);
    await expect(owner`UPDATE seeded_goals SET position = 9 WHERE cycle_id = ${id}`).rejects.toMatchObject({
      code: '42501',
    });
  });

  test('counts from what stands: a reversed budget does not count twice', async () => {
    await year();
    const money = createMoneyActivities({ sql });
    await sql`UPDATE results SET total = '100', grade = 'A' WHERE cycle_id = ${from} AND unit_id = 'marketing'`;
    await money.proposeMoney({ cycleId: from, kind: 'budget' });
    for (const step of ['budget', 'budget-own']) await reopenStep(sql, from, step);
    await approveNewest(sql, from, 'budget');
    await money.postMoney({ cycleId: from, kind: 'budget' });
    const { bases } = (await api.get(path(), hr)).json as NextCycle;
    expect(Object.fromEntries(bases.map(({ unitId, baseMinor }) => [unitId, baseMinor]))).toEqual(
      await balanceOf(sql, from, 'budget'),
    );
    expect(bases.reduce((all, { baseMinor }) => all + BigInt(baseMinor), 0n)).toBe(5_200_000_000n);
  });

  test('leaves targets empty where that is chosen', async () => {
    await year();
    const looked = (await api.get(`${path()}?targets=empty`, hr)).json as NextCycle;
    const customers = looked.goals.find(({ goal }) => goal.metric === 'new-customers');
    expect([customers?.goal.target, customers?.goal.baseline, customers?.source.origin]).toEqual([
      undefined,
      '110',
      'empty',
    ]);
  });

  test('comes after results, is HR’s, stays what the old one is, and takes sound periods only', async () => {
    await insertCycle(sql, from);
    await refused('NEXT_CYCLE_TOO_EARLY', 409, (more) => api.post(path(), { cycle: {} }, hr, more));
    from = `x${(cycles += 1)}`;
    await year();
    await refused('FORBIDDEN', 403, (more) => api.post(path(), { cycle: {} }, 'fang-yuan', more));
    await refused('NEXT_CYCLE_MODE', 422, (more) => api.post(path(), { cycle: { mode: 'real' } }, hr, more));
    await refused('PERIOD_INVALID', 400, (more) =>
      api.post(path(), { cycle: { periodStart: '2028-05-01', periodEnd: '2028-04-01' } }, hr, more),
    );
    await refused('BODY_INVALID', 400, (more) => api.post(path(), { cycle: { colour: 'red' } }, hr, more));
    expect(problemOf(await api.get(path(), 'fang-yuan')).code).toBe('FORBIDDEN');
  });

  test('shows on its pages what was learnt, and heads see in the form where the goals come from', async () => {
    await year();
    const page = `/cycles/${from}/next-cycle`;
    const looked = (await api.get(page, hr)).text;
    for (const part of ['New customers', '110 → 200', 'CNY 9,627,584.74']) expect(looked).toContain(part);
    const form = (fields: Record<string, string>) =>
      api.ask('POST', page, {
        as: hr,
        body: new URLSearchParams(fields).toString(),
        type: 'application/x-www-form-urlencoded',
        headers: { origin: api.url },
      });
    const wrong = await form({ intent: 'start', id: 'no such id', title: 'x' });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('f-id-problem');
    const done = await form({ intent: 'start', id: `${from}-p`, targets: 'empty', idempotencyKey: `k-${from}` });
    expect([done.status, done.headers.get('location')]).toEqual([303, `/cycles/${from}-p/learnt`]);
    expect((await api.get(`/cycles/${from}-p/learnt`, 'shen-guo')).text).toContain(
      `<a href="/cycles/${from}">远航 2027</a>`,
    );
    expect((await api.get(`/cycles/${from}-p/learnt`, 'fang-yuan')).status).toBe(403);
    await open(`${from}-p`);
    await createCycleActivities({ sql }).enterPhase({ cycleId: `${from}-p`, phase: 'goal-setting' });
    await asActivity(createSweepActivities({ sql }).sweep, { cycleId: `${from}-p` });
    expect((await api.get(`/cycles/${from}-p/units/rnd/steps/goals`, 'fang-yuan')).text).toContain('Carried over');
    expect((await api.get(`/api/v1/cycles/${from}-p/learnt`, hr)).json).toMatchObject({
      fromCycle: from,
      targets: 'empty',
    });
  });

  // Last: it changes the real histories, which every rehearsal begins from.
  test('of a real cycle appends to the real histories as versions, each period once', async () => {
    await year('real');
    const before = (await historyOf('real', 'patents')) ?? [];
    expect((await start({ cycle: { id: `${from}-a` } })).status).toBe(201);
    const again = await start({ cycle: { id: `${from}-b` } });
    expect(again.status).toBe(201);
    // Its trend is still the year's change, though the year's value is in the history by now.
    const customers = (again.json as NextCycle).goals.find(({ goal }) => goal.metric === 'new-customers');
    expect([customers?.goal.baseline, customers?.goal.target]).toEqual(['110', '200']);
    expect(await historyOf('real', 'patents')).toEqual([...before, '9']);
    const [version] = await sql<{ by: string; reason: string }[]>`
      SELECT changed_by AS by, reason FROM strategy_versions WHERE book = 'real' AND kind = 'metrics' AND id = 'patents'
       ORDER BY version DESC LIMIT 1`;
    expect(version).toEqual({ by: hr, reason: `${from}: 2027-12-31` });
    // A year later stands in the history: what comes of this one is counted from what was before it, and stays in its place.
    await sql`UPDATE metrics SET history = history || '130'::text WHERE id = 'new-customers'`;
    await sql`
      INSERT INTO metric_history_appended (book, metric_id, period_end, value, cycle_id)
      SELECT book, metric_id, '2028-12-31', '130', cycle_id FROM metric_history_appended WHERE metric_id = 'new-customers' AND book = 'real'`;
    const late = (await start({ cycle: { id: `${from}-c` } })).json as NextCycle;
    const goal = late.goals.find((each) => each.goal.metric === 'new-customers')?.goal;
    expect([goal?.baseline, goal?.target]).toEqual(['110', '200']);
    expect(late.history).toEqual([]);
  });
});
