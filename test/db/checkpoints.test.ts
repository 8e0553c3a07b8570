import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMonitoringActivities } from '../../activities/monitoring.js';
import { createSweepActivities } from '../../activities/sweep.js';
import type { Sql } from '../../db/connect.js';
import { closingsOfUnit } from '../../db/checkpoints.js';
import { listDeviations } from '../../db/monitoring.js';
import { enterPhase } from '../../db/sweep.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, itemsOf, problemOf, promptEngine, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { asActivity, insertCycle, insertGoals, insertValues } from './story-cycle.js';

const q1 = '2027-03-31';

let sql: Sql;
let api: Api;
let monitoring: ReturnType<typeof createMonitoringActivities>;
let sweeping: ReturnType<typeof createSweepActivities>;
let cycle: string;
let cycles = 0;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
  monitoring = createMonitoringActivities({ sql });
  sweeping = createSweepActivities({ sql });
});

beforeEach(async () => {
  cycles += 1;
  cycle = `k${cycles}`;
  await insertCycle(sql, cycle);
  await insertGoals(sql, cycle);
  await clockAt(Date.parse('2027-03-31T08:00:00+08:00'));
  // Goals and plans are settled; only the checkpoints are of interest.
  await sql`UPDATE steps SET state = 'done', outcome = 'approved', ended_at = now(), next_at = NULL
             WHERE cycle_id = ${cycle} AND kind IN ('goals', 'plan')`;
  await sql`UPDATE steps SET next_at = opens_at WHERE cycle_id = ${cycle} AND kind = 'checkpoint'`;
  await enterPhase(sql, cycle, 'monitoring');
});

async function clockAt(at: number): Promise<void> {
  await sql`UPDATE cycle_clocks SET now_at = ${at} WHERE cycle_id = ${cycle}`;
}
const noon = (day: string): number => Date.parse(`${day}T12:00:00+08:00`);

/** As the cycle's loop does, from instant to instant, up to noon of that day. */
async function runTo(day: string): Promise<void> {
  for (;;) {
    const swept = await asActivity(sweeping.sweep, { cycleId: cycle });
    if (swept.toMonitor === true) await asActivity(monitoring.monitorUnits, { cycleId: cycle });
    else if (swept.nextAt === null || swept.nextAt > noon(day)) break;
    else await clockAt(swept.nextAt);
  }
  await clockAt(noon(day));
}

const stepPath = (unit: string, step: string): string => `/api/v1/cycles/${cycle}/reviews/${unit}/steps/${step}`;
const revisionOf = async (unit: string, step: string): Promise<number> => {
  const reply = await api.get(stepPath(unit, step), 'zhou-min');
  return (reply.json as { revision: number }).revision;
};
async function report(unit: string, step: string, as: string, content: object, ask: object = {}) {
  const body = { values: [], progress: [], risks: '', asks: '', ...content };
  return api.post(
    `${stepPath(unit, step)}/submit`,
    { stepRevision: await revisionOf(unit, step), content: body },
    as,
    ask,
  );
}
async function decide(unit: string, step: string, as: string, body: object, ask: object = {}) {
  return api.post(`${stepPath(unit, step)}/approve`, { stepRevision: await revisionOf(unit, step), ...body }, as, ask);
}
async function told(code: string): Promise<readonly string[]> {
  const rows = await sql<{ line: string }[]>`
    SELECT person_id || ' ' || review_id AS line FROM notices WHERE cycle_id = ${cycle} AND code = ${code} ORDER BY id`;
  return rows.map((row) => row.line);
}
const asks = async (unit = 'sales') =>
  itemsOf<{ id: string; text: string; answer: { text: string; by: string } | null }>(
    await api.get(`/api/v1/cycles/${cycle}/asks?unit=${unit}`, 'chen-mingyuan'),
  );

describe('a checkpoint that is forgotten', () => {
  test('is reminded, escalated and closed without it; nothing is made up, and the record says so', async () => {
    await insertValues(sql, cycle, { days: [q1], without: ['material-pass-rate', 'complaints'] });
    await runTo('2027-04-01');
    expect(await told('STEP_OPENED')).toContain(`he-jing ${cycle}/quality`);
    await runTo('2027-05-31');
    expect(await told('STEP_REMINDED')).toContain(`he-jing ${cycle}/quality`);
    expect(await told('STEP_ESCALATED')).toContain(`chen-mingyuan ${cycle}/quality`);
    expect(await told('STEP_FORWARDED')).toContain(`he-jing ${cycle}/quality`);
    const [closing] = await closingsOfUnit(sql, cycle, 'quality');
    expect(closing).toMatchObject({
      stepId: 'checkpoint-1',
      on: q1,
      reported: false,
      missing: ['complaints', 'material-pass-rate'],
    });
    const lines = await sql<{ data: object; stepId: string }[]>`
      SELECT data, step_id AS "stepId" FROM journal WHERE review_id = ${`${cycle}/quality`} AND act = 'no-data'`;
    const data = { code: 'METRIC_NO_DATA', on: q1, reported: false, metrics: 'complaints material-pass-rate' };
    expect(lines).toEqual([{ stepId: 'checkpoint-1', data }]);
    const made =
      await sql`SELECT 1 FROM metric_values WHERE book = ${cycle} AND metric_id IN ('complaints', 'material-pass-rate')`;
    expect(made.length).toBe(0);
    const journal = await api.get(`/api/v1/cycles/${cycle}/journal`, 'zhou-min');
    expect((journal.json as { verification: { problems: unknown[] } }).verification.problems).toEqual([]);
    const page = await api.get(`/cycles/${cycle}/units/quality`, 'he-jing');
    expect(page.text).toMatch(/At the checkpoint of 2027-03-31 there was no data of: .*\(no report came\)/);
  });

  test('is caught up with: the values come late, and neither the record nor the deviations of the day change', async () => {
    await insertValues(sql, cycle, { days: [q1], without: ['material-pass-rate', 'complaints'] });
    await runTo('2027-06-30');
    await insertValues(sql, cycle, { days: ['2027-06-30'] });
    const late = [
      { metric: 'material-pass-rate', on: q1, value: '98.4' },
      { metric: 'complaints', on: q1, value: '56' },
    ];
    expect((await report('quality', 'checkpoint-2', 'he-jing', { values: late })).status).toBe(200);
    await runTo('2027-07-02');
    expect((await closingsOfUnit(sql, cycle, 'quality')).map((each) => each.missing)).toEqual([
      ['complaints', 'material-pass-rate'],
    ]);
    const found = (await listDeviations(sql, cycle)).map((row) => `${row.on} ${row.goalId} ${row.severity}`);
    expect(found).toEqual([`${q1} marketing/leads amber`, `${q1} sales/growth red`]);
  });

  test('of one that was reported in time nothing is missing', async () => {
    await insertValues(sql, cycle, { days: [q1] });
    await runTo('2027-04-01');
    await report('sales', 'checkpoint-1', 'lin-xiao', {});
    await decide('sales', 'checkpoint-1', 'chen-mingyuan', { decision: 'approve' });
    await runTo('2027-05-31');
    expect(await closingsOfUnit(sql, cycle, 'sales')).toMatchObject([{ reported: true, missing: [] }]);
  });
});

describe('what a report asks', () => {
  beforeEach(() => runTo('2027-04-01'));

  test('answered with the decision: it is told, and nobody is reminded', async () => {
    await report('sales', 'checkpoint-1', 'lin-xiao', { asks: ' 需要两名客户经理 ' });
    const [asked] = await asks();
    expect(asked).toMatchObject({ text: '需要两名客户经理', answer: null });
    const answers = [{ ask: asked?.id, text: '五月到岗' }];
    expect((await decide('sales', 'checkpoint-1', 'chen-mingyuan', { decision: 'approve', answers })).status).toBe(200);
    expect((await asks())[0]?.answer).toMatchObject({ text: '五月到岗', by: 'chen-mingyuan' });
    expect(await told('ASK_ANSWERED')).toEqual([`lin-xiao ${cycle}/sales`]);
    await runTo('2027-05-31');
    expect([await told('ASK_WAITING'), await told('ASK_IGNORED')]).toEqual([[], []]);
  });

  test('answered late, outside a decision: the superior was reminded, HR is not told', async () => {
    await report('sales', 'checkpoint-1', 'lin-xiao', { asks: 'two people' });
    await decide('sales', 'checkpoint-1', 'chen-mingyuan', { decision: 'approve' });
    await runTo('2027-04-08');
    expect(await told('ASK_WAITING')).toEqual([`chen-mingyuan ${cycle}/sales`]);
    const [asked] = await asks();
    const path = `/api/v1/cycles/${cycle}/asks/${asked?.id ?? ''}/answer`;
    const [first, again] = [
      await api.post(path, { text: 'yes' }, 'chen-mingyuan', { key: `ask-${cycle}` }),
      await api.post(path, { text: 'yes' }, 'chen-mingyuan', { key: `ask-${cycle}` }),
    ];
    expect([first.status, again.json]).toEqual([200, first.json]);
    await refused('ASK_NOT_OPEN', 409, (ask) => api.post(path, { text: 'no' }, 'chen-mingyuan', ask));
    await runTo('2027-05-31');
    expect(await told('ASK_IGNORED')).toEqual([]);
  });

  test('never answered: the superior, those above, HR; it stays open and is shown with the next report', async () => {
    await report('sales', 'checkpoint-1', 'lin-xiao', { asks: 'two people' });
    await runTo('2027-04-30');
    expect(await told('ASK_WAITING')).toEqual([`chen-mingyuan ${cycle}/sales`]);
    const others = (await told('ASK_IGNORED')).map((line) => line.split(' ')[0]);
    expect(others).toEqual(expect.arrayContaining(['zhou-min', 'wu-tong']));
    expect(new Set(others).size).toBe(others.length);
    await runTo('2027-07-01');
    expect((await api.get(`/cycles/${cycle}/units/sales/steps/checkpoint-2`, 'lin-xiao')).text).toContain('two people');
  });

  test('asked otherwise after a return, the first is withdrawn; asked the same, it stays', async () => {
    await report('sales', 'checkpoint-1', 'lin-xiao', { asks: 'two people' });
    await decide('sales', 'checkpoint-1', 'chen-mingyuan', { decision: 'return', reason: 'say when' });
    await report('sales', 'checkpoint-1', 'lin-xiao', { asks: 'two people' });
    expect((await asks()).map((each) => each.text)).toEqual(['two people']);
    await decide('sales', 'checkpoint-1', 'chen-mingyuan', { decision: 'return', reason: 'say when' });
    await report('sales', 'checkpoint-1', 'lin-xiao', { asks: 'two people in May' });
    expect((await asks()).map((each) => each.text)).toEqual(['two people in May']);
    await runTo('2027-04-08');
    expect((await told('ASK_WAITING')).length).toBe(1);
  });

  test('is the superior’s to answer, with words, and read in the line', async () => {
    await report('sales', 'checkpoint-1', 'lin-xiao', { asks: 'two people' });
    await report('marketing', 'checkpoint-1', 'su-qing', { asks: 'a budget' });
    const [asked] = await asks();
    const path = `/api/v1/cycles/${cycle}/asks/${asked?.id ?? ''}/answer`;
    await refused('ASK_NOT_YOURS', 403, (ask) => api.post(path, { text: 'yes' }, 'lin-xiao', ask));
    await refused('TEXT_MISSING', 400, (ask) => api.post(path, { text: ' ' }, 'chen-mingyuan', ask));
    const [others] = await asks('marketing');
    const wrong = { decision: 'approve', answers: [{ ask: others?.id, text: 'yes' }] };
    expect(problemOf(await decide('sales', 'checkpoint-1', 'chen-mingyuan', wrong)).code).toBe('ASK_NOT_OPEN');
    for (const person of ['su-qing', 'p-new-1', 'gao-yan', 'guan-li']) {
      expect([person, (await api.get(`/api/v1/cycles/${cycle}/asks?unit=sales`, person)).status]).toEqual([
        person,
        403,
      ]);
    }
  });
});

describe('the follow-up of corrective actions', () => {
  let id: string;
  const due = '2027-08-31';
  const caseOf = async () =>
    (await api.get(`/api/v1/cycles/${cycle}/deviation-cases/${id}`, 'lin-xiao')).json as {
      state: string;
      action: { version: number; state: string; note: string; dueOn: string | null; stepId: string | null };
    };

  beforeEach(async () => {
    await insertValues(sql, cycle, { days: [q1] });
    await runTo('2027-04-01');
    const listed = itemsOf<{ id: string }>(
      await api.get(`/api/v1/cycles/${cycle}/deviation-cases?unit=sales`, 'lin-xiao'),
    );
    id = listed[0]?.id ?? '';
    const plan = { version: 0, state: 'planned', action: 'call all clients', dueOn: due };
    await api.post(`/api/v1/cycles/${cycle}/deviation-cases/${id}/action`, plan, 'lin-xiao');
    await runTo('2027-06-30');
  });

  test('is asked for with the next report, at the form, and is not passed over', async () => {
    const problem = problemOf(await report('sales', 'checkpoint-2', 'lin-xiao', {}));
    expect([problem.code, problem.status]).toEqual(['FOLLOW_UP_MISSING', 422]);
    const page = await api.get(`/cycles/${cycle}/units/sales/steps/checkpoint-2`, 'lin-xiao');
    expect(page.text).toContain('call all clients');
    expect((await report('marketing', 'checkpoint-2', 'su-qing', {})).status).toBe(200);
  });

  test('going on: it has a new date, by the report, and waits for that', async () => {
    const followUps = [{ case: id, state: 'going-on', dueOn: '2027-10-29', note: 'half of them' }];
    expect((await report('sales', 'checkpoint-2', 'lin-xiao', { followUps })).status).toBe(200);
    const { state, action } = await caseOf();
    expect([state, action]).toMatchObject([
      'acting',
      { version: 2, dueOn: '2027-10-29', stepId: 'checkpoint-2', note: 'half of them' },
    ]);
    await decide('sales', 'checkpoint-2', 'chen-mingyuan', { decision: 'return', reason: 'more' });
    expect((await report('sales', 'checkpoint-2', 'lin-xiao', { followUps })).status).toBe(200);
    expect((await caseOf()).action.version).toBe(2);
    await runTo('2027-09-29');
    expect(await told('ACTION_OVERDUE')).toEqual([]);
  });

  test('late: past its date the owner is reminded, and the report then says that it is done', async () => {
    await runTo('2027-09-30');
    expect((await told('ACTION_OVERDUE')).length).toBe(1);
    const followUps = [{ case: id, state: 'done' }];
    expect((await report('sales', 'checkpoint-3', 'lin-xiao', { followUps })).status).toBe(200);
    expect((await caseOf()).state).toBe('done');
  });

  test('never: no report, no word; the owner, the head above and HR are told', async () => {
    await runTo('2027-09-29');
    expect(await told('ACTION_OVERDUE')).toEqual([`lin-xiao ${cycle}/sales`]);
    expect((await told('ACTION_STALLED')).toSorted()).toEqual([
      `chen-mingyuan ${cycle}/sales`,
      `wu-tong ${cycle}/sales`,
      `zhou-min ${cycle}/sales`,
    ]);
    expect((await caseOf()).action.version).toBe(1);
  });

  test('fits the action it is about', async () => {
    const wrong = async (followUps: object[]) =>
      problemOf(await report('sales', 'checkpoint-2', 'lin-xiao', { followUps }));
    expect((await wrong([{ case: id, state: 'going-on' }])).errors).toMatchObject([
      { pointer: '/content/followUps/0/dueOn', code: 'DUE_NOT_AHEAD' },
    ]);
    expect((await wrong([{ case: id, state: 'planned', dueOn: due }])).errors[0]?.code).toBe('TEXT_MISSING');
    expect(
      (
        await wrong([
          { case: id, state: 'done' },
          { case: '999999', state: 'done' },
        ])
      ).errors[0]?.code,
    ).toBe('DEVIATION_CLOSED');
    expect(
      (
        await wrong([
          { case: id, state: 'done' },
          { case: id, state: 'done' },
        ])
      ).errors[0]?.code,
    ).toBe('ID_DUPLICATE');
    expect((await wrong([{ case: 'x', state: 'done' }])).code).toBe('CONTENT_INVALID');
  });
});
