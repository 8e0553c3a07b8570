import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMonitoringActivities } from '../../activities/monitoring.js';
import { putGoalsInForce } from '../../db/content.js';
import type { Sql } from '../../db/connect.js';
import { judgementsOf } from '../../db/monitoring.js';
import { goalsOf } from '../../players/story/goals.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, itemsOf, problemOf, promptEngine, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { asActivity, insertCommand, insertCycle, insertGoals, insertValue, insertValues } from './story-cycle.js';

const q1 = '2027-03-31';
const q2 = '2027-06-30';

let sql: Sql;
let api: Api;
let monitoring: ReturnType<typeof createMonitoringActivities>;
let cycle: string;
let cycles = 0;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
  monitoring = createMonitoringActivities({ sql });
});

beforeEach(async () => {
  cycles += 1;
  cycle = `c${cycles}`;
  await insertCycle(sql, cycle);
  await insertGoals(sql, cycle);
  await clockAt('2027-04-02');
});

const opening = (day: string, time = '09:00'): number => Date.parse(`${day}T${time}:00+08:00`);
async function clockAt(day: string, time = '09:00'): Promise<void> {
  await sql`UPDATE cycle_clocks SET now_at = ${opening(day, time)} WHERE cycle_id = ${cycle}`;
}
const monitorAll = () => asActivity(monitoring.monitorUnits, { cycleId: cycle });
async function monitorAt(day: string): Promise<void> {
  await clockAt(day);
  await monitorAll();
}
const value = (unit: string, metric: string, on: string, it: string, reason?: string) =>
  insertValue(sql, cycle, unit, cycle, [{ metric, on, value: it, ...(reason !== undefined && { reason }) }]);

/** The first quarter: new-customers red, leads amber. */
async function firstQuarter(): Promise<string> {
  await insertValues(sql, cycle, { days: [q1] });
  await monitorAll();
  return caseOf('sales/growth');
}
async function caseOf(goal: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    SELECT id FROM deviation_cases WHERE cycle_id = ${cycle} AND goal_id = ${goal} ORDER BY id DESC LIMIT 1`;
  return row?.id ?? '0';
}
async function told(code: string): Promise<readonly string[]> {
  const rows = await sql<{ personId: string }[]>`
    SELECT person_id AS "personId" FROM notices WHERE cycle_id = ${cycle} AND code = ${code}
       AND (data ->> 'goal' = 'sales/growth' OR data ->> 'goal' IS NULL) ORDER BY id`;
  return rows.map((row) => row.personId);
}
const base = (): string => `/api/v1/cycles/${cycle}/deviation-cases`;
const read = async (id: string, as = 'zhou-min') =>
  (await api.get(`${base()}/${id}`, as)).json as Record<string, unknown> & { action: Record<string, unknown> | null };
const act = (id: string, body: object, as = 'lin-xiao', ask: object = {}) =>
  api.post(`${base()}/${id}/action`, body, as, ask);
const plan = { version: 0, state: 'planned', action: '每周拜访十家客户', dueOn: '2027-04-30' };
async function followUpDay(): Promise<string | null> {
  const [row] = await sql<
    { at: number | null }[]
  >`SELECT follow_up_at AS at FROM cycle_watch WHERE cycle_id = ${cycle}`;
  return row?.at == null ? null : new Date(row.at + 8 * 3_600_000).toISOString().slice(0, 16);
}
async function verified(): Promise<void> {
  const journal = await api.get(`/api/v1/cycles/${cycle}/journal`, 'zhou-min');
  expect((journal.json as { verification: { problems: unknown[] } }).verification.problems).toEqual([]);
}

describe('a deviation', () => {
  test('becomes a case of the unit’s head on the day its value is judged, and is journaled', async () => {
    const id = await firstQuarter();
    expect(await read(id)).toMatchObject({
      goalId: 'sales/growth',
      since: q1,
      severity: 'red',
      owner: 'lin-xiao',
      state: 'open',
    });
    const listed = itemsOf<{ goalId: string }>(await api.get(base(), 'zhou-min'));
    expect(listed.map((each) => each.goalId).toSorted()).toEqual(['marketing/leads', 'sales/growth']);
    const acts = await sql`SELECT 1 FROM journal WHERE review_id = ${`${cycle}/sales`} AND act = 'deviation-opened'`;
    expect(acts.length).toBe(1);
    await verified();
  });

  test('is one case, however often and by however many it is looked for', async () => {
    await insertValues(sql, cycle, { days: [q1] });
    await Promise.all([monitorAll(), monitorAll(), monitorAll()]);
    expect(itemsOf(await api.get(base(), 'zhou-min')).length).toBe(2);
    expect((await told('DEVIATION')).toSorted()).toEqual(['chen-mingyuan', 'lin-xiao']);
    await verified();
  });

  test('is told anew when a correction changes how grave it is; what was said before stays', async () => {
    const id = await firstQuarter();
    await value('sales', 'new-customers', q1, '30', 'counted again');
    await monitorAll();
    const days = (await judgementsOf(sql, cycle, 'sales/growth')).map(
      (row) => `${row.on} ${row.version} ${row.severity} ${row.value ?? ''}`,
    );
    expect(days).toEqual([`${q1} 1 red 24`, `${q1} 2 amber 30`]);
    expect(await read(id)).toMatchObject({ severity: 'amber', state: 'open' });
    expect((await told('DEVIATION')).length).toBe(4);
    await expect(sql`UPDATE deviations SET severity = 'amber' WHERE cycle_id = ${cycle}`).rejects.toThrow();
  });

  test('is not told anew when a correction changes the figure alone', async () => {
    await firstQuarter();
    await value('sales', 'new-customers', q1, '25', 'counted again');
    await monitorAll();
    expect((await judgementsOf(sql, cycle, 'sales/growth')).map((row) => row.severity)).toEqual(['red', 'red']);
    expect((await told('DEVIATION')).length).toBe(2);
  });

  test('ends with a later value that is back on its way, and says so', async () => {
    const id = await firstQuarter();
    await act(id, plan);
    await clockAt('2027-07-02');
    await value('sales', 'new-customers', q2, '52');
    await monitorAll();
    expect(await read(id)).toMatchObject({ state: 'closed', outcome: 'recovered', closedOn: q2 });
    expect((await told('DEVIATION_CLOSED')).toSorted()).toEqual(['chen-mingyuan', 'lin-xiao']);
    await monitorAt('2027-07-30');
    expect(await told('ACTION_OVERDUE')).toEqual([]);
    await refused('DEVIATION_CLOSED', 409, (ask) => act(id, { ...plan, version: 1 }, 'lin-xiao', ask));
  });

  test('ends as corrected when the value was wrong', async () => {
    const id = await firstQuarter();
    await value('sales', 'new-customers', q1, '60', 'a branch was left out');
    await monitorAll();
    expect(await read(id)).toMatchObject({ state: 'closed', outcome: 'corrected' });
  });

  test('is judged by new goals in force, and ends with its goal', async () => {
    const id = await firstQuarter();
    const lower = goalsOf('sales').map((goal) => (goal.id === 'sales/growth' ? { ...goal, target: '36' } : goal));
    const place = await insertCommand(sql, { cycleId: cycle, unit: 'sales', step: 'goals', by: 'lin-xiao' });
    await putGoalsInForce(sql, place, { goals: lower, answers: [] });
    await monitorAll();
    expect(await read(id)).toMatchObject({ state: 'closed', outcome: 'corrected' });
    const leads = await caseOf('marketing/leads');
    const other = await insertCommand(sql, { cycleId: cycle, unit: 'marketing', step: 'goals', by: 'su-qing' });
    const kept = goalsOf('marketing').filter((goal) => goal.id !== 'marketing/leads');
    await putGoalsInForce(sql, other, { goals: kept, answers: [] });
    await monitorAll();
    expect(await read(leads)).toMatchObject({ state: 'closed', outcome: 'goal-ended', closedOn: null });
  });

  test('of a day that has passed is not judged by goals that came after the next value', async () => {
    await firstQuarter();
    await value('sales', 'new-customers', q2, '52');
    await monitorAll();
    const easy = goalsOf('sales').map((goal) => (goal.id === 'sales/growth' ? { ...goal, target: '36' } : goal));
    const place = await insertCommand(sql, { cycleId: cycle, unit: 'sales', step: 'goals', by: 'lin-xiao' });
    await putGoalsInForce(sql, { ...place, at: place.at + 60_000 }, { goals: easy, answers: [] });
    await monitorAll();
    expect((await judgementsOf(sql, cycle, 'sales/growth')).map((row) => `${row.on} ${row.severity}`)).toEqual([
      `${q1} red`,
    ]);
  });
});

describe('a corrective action', () => {
  test('is named by the owner with a date, in versions, and journaled without its words', async () => {
    const id = await firstQuarter();
    const reply = await act(id, plan);
    expect([reply.status, reply.json]).toMatchObject([
      200,
      { state: 'acting', action: { version: 1, by: 'lin-xiao' } },
    ]);
    await act(id, { version: 1, state: 'going-on', dueOn: '2027-05-15', note: '进行中' });
    await act(id, { version: 2, state: 'not-effective' });
    const whole = (await read(id)) as unknown as {
      state: string;
      actions: { state: string; action: string; dueOn: string | null }[];
    };
    expect(whole.state).toBe('open');
    expect(whole.actions.map(({ state, action, dueOn }) => [state, action, dueOn])).toEqual([
      ['planned', plan.action, '2027-04-30'],
      ['going-on', plan.action, '2027-05-15'],
      ['not-effective', plan.action, null],
    ]);
    const lines = await sql<{ data: object; digest: string | null; actor: string }[]>`
      SELECT data, content_digest AS digest, actor_id AS actor FROM journal
       WHERE review_id = ${`${cycle}/sales`} AND act = 'action-written' ORDER BY seq`;
    expect(lines.map((line) => line.actor)).toEqual(['lin-xiao', 'lin-xiao', 'lin-xiao']);
    expect(lines.every((line) => line.digest !== null && !JSON.stringify(line.data).includes(plan.action))).toBe(true);
    await expect(sql`DELETE FROM corrective_actions`).rejects.toThrow();
    await verified();
  });

  test('said twice with one key is one; by two at once, who saw the same, is one', async () => {
    const id = await firstQuarter();
    const [first, again] = [
      await act(id, plan, 'lin-xiao', { key: 'a' }),
      await act(id, plan, 'lin-xiao', { key: 'a' }),
    ];
    expect(again.json).toEqual(first.json);
    const leads = await caseOf('marketing/leads');
    const replies = await Promise.all(['x', 'y', 'z'].map((action) => act(leads, { ...plan, action }, 'su-qing')));
    expect(replies.map((reply) => reply.status).toSorted()).toEqual([200, 409, 409]);
    await refused('ACTION_CHANGED', 409, (ask) => act(leads, plan, 'su-qing', ask));
  });

  test('has its words, its date and somebody whose it is', async () => {
    const id = await firstQuarter();
    await refused('TEXT_MISSING', 400, (ask) => act(id, { ...plan, action: '  ' }, 'lin-xiao', ask));
    await refused('DUE_NOT_AHEAD', 422, (ask) => act(id, { ...plan, dueOn: '2027-04-01' }, 'lin-xiao', ask));
    await refused('ACTION_MISSING', 422, (ask) => act(id, { version: 0, state: 'done' }, 'lin-xiao', ask));
    await refused('BODY_INVALID', 400, (ask) => act(id, { ...plan, action: 'x'.repeat(20_001) }, 'lin-xiao', ask));
    for (const person of ['su-qing', 'zhou-min', 'chen-mingyuan', 'yan-zheng', 'p-new-1']) {
      expect([person, problemOf(await act(id, plan, person)).code]).toEqual([person, 'ACTION_NOT_YOURS']);
    }
    expect(problemOf(await act('999999', plan)).code).toBe('NOT_FOUND');
    expect(problemOf(await act('no-number', plan)).code).toBe('NOT_FOUND');
    await sql`UPDATE cycles SET state = 'closed', closed_at = now() WHERE id = ${cycle}`;
    await refused('CYCLE_CLOSED', 409, (ask) => act(id, plan, 'lin-xiao', ask));
  });

  test('passes to a member of the unit or of one below, who is told; to nobody else', async () => {
    const id = await firstQuarter();
    const pass = (owner: string, as = 'lin-xiao', ask: object = {}) =>
      api.post(`${base()}/${id}/owner`, { owner }, as, ask);
    await refused('OWNER_NOT_IN_UNIT', 422, (ask) => pass('su-qing', 'lin-xiao', ask));
    await refused('ACTION_NOT_YOURS', 403, (ask) => pass('p-new-1', 'su-qing', ask));
    expect((await pass('p-new-1')).json).toMatchObject({ owner: 'p-new-1' });
    expect(await told('DEVIATION_YOURS')).toEqual(['p-new-1']);
    expect((await act(id, plan, 'p-new-1')).status).toBe(200);
    await monitorAt('2027-05-03');
    expect(await told('ACTION_OVERDUE')).toEqual(['p-new-1']);
    expect((await read(id, 'p-new-1')).action).toMatchObject({ action: plan.action });
    await verified();
  });

  test('of a unit beside is seen without its words, by strangers not at all', async () => {
    const id = await firstQuarter();
    await act(id, plan);
    expect((await read(id, 'su-qing')).action).toMatchObject({ state: 'planned', action: null, note: null });
    expect((await read(id, 'su-qing')) as object).toMatchObject({ actions: [], owners: [] });
    expect((await read(id, 'chen-mingyuan')).action).toMatchObject({ action: plan.action });
    for (const person of ['guan-li', 'gao-yan']) {
      expect([person, (await api.get(`${base()}/${id}`, person)).status]).toEqual([person, 403]);
    }
    expect((await api.get(base(), 'guan-li')).status).toBe(403);
    expect(itemsOf(await api.get(base(), 'gao-yan'))).toEqual([]);
    await api.get(`${base()}/${id}`, 'yan-zheng');
    const looks =
      await sql`SELECT 1 FROM audit_looks WHERE person_id = 'yan-zheng' AND what LIKE ${`%${base()}/${id}`}`;
    expect(looks.length).toBe(1);
  });

  test('comes page by page, of one state, unit or owner', async () => {
    const id = await firstQuarter();
    await act(id, plan);
    const list = async (query: string) =>
      itemsOf<{ goalId: string }>(await api.get(`${base()}?${query}`, 'zhou-min')).map((row) => row.goalId);
    expect(await list('state=acting')).toEqual(['sales/growth']);
    expect(await list('state=open')).toEqual(['marketing/leads']);
    expect(await list('unit=sales')).toEqual(['sales/growth']);
    expect(await list('owner=su-qing')).toEqual(['marketing/leads']);
    const first = await api.get(`${base()}?limit=1`, 'zhou-min');
    const { next } = first.json as { next: string };
    expect((await list(`limit=1&cursor=${next}`)).length).toBe(1);
    expect(problemOf(await api.get(`${base()}?state=strange`, 'zhou-min')).code).toBe('BODY_INVALID');
  });
});

describe('the wait for an action', () => {
  test('answered in time: nobody is reminded, and the next wait is its due date', async () => {
    const id = await firstQuarter();
    expect(await followUpDay()).toBe('2027-04-09T09:00');
    await act(id, plan);
    await act(await caseOf('marketing/leads'), { ...plan, dueOn: '2027-06-30' }, 'su-qing');
    await monitorAt('2027-04-09');
    expect(await told('ACTION_WANTED')).toEqual([]);
    await monitorAt('2027-05-03');
    expect(await told('ACTION_OVERDUE')).toEqual(['lin-xiao']);
  });

  test('answered late: the owner is reminded once, and nobody above is told', async () => {
    const id = await firstQuarter();
    await monitorAt('2027-04-09');
    await monitorAll();
    expect(await told('ACTION_WANTED')).toEqual(['lin-xiao']);
    await act(id, plan);
    await monitorAt('2027-04-20');
    expect(await told('ACTION_IGNORED')).toEqual([]);
  });

  test('never answered: the owner, then the head above, then HR, each once; then it is left to them', async () => {
    await firstQuarter();
    await monitorAt('2027-04-09');
    await monitorAt('2027-04-13');
    expect(await told('ACTION_IGNORED')).toEqual(['chen-mingyuan']);
    await monitorAt('2027-04-16');
    await Promise.all([monitorAll(), monitorAll()]);
    expect([await told('ACTION_WANTED'), (await told('ACTION_IGNORED')).toSorted()]).toEqual([
      ['lin-xiao'],
      ['chen-mingyuan', 'wu-tong', 'zhou-min'],
    ]);
    const acts = await sql<{ act: string }[]>`
      SELECT act FROM journal WHERE review_id = ${`${cycle}/sales`} AND act LIKE 'wait-%' ORDER BY seq`;
    expect(acts.map((row) => row.act)).toEqual(['wait-reminded', 'wait-escalated', 'wait-escalated']);
    await verified();
  });

  test('begins anew when an action did not help, and when the value stays behind after one was done', async () => {
    const id = await firstQuarter();
    await act(id, plan);
    await act(id, { version: 1, state: 'done' });
    await monitorAt('2027-06-01');
    expect([await told('ACTION_WANTED'), await told('ACTION_OVERDUE')]).toEqual([[], []]);
    await clockAt('2027-07-02');
    await value('sales', 'new-customers', q2, '30');
    await monitorAll();
    expect(await read(id)).toMatchObject({ state: 'open', severity: 'red' });
    await monitorAt('2027-07-09');
    expect(await told('ACTION_WANTED')).toEqual(['lin-xiao']);
  });
});
