import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSweepActivities } from '../../activities/sweep.js';
import type { Sql } from '../../db/connect.js';
import { goalsInForce } from '../../db/goal-document.js';
import { planInForce } from '../../db/tasks.js';
import type { ChangeEffects } from '../../domain/cycle/index.js';
import { goalsOf, tasksOf } from '../../players/story/goals.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, type Ask, promptEngine, type Reply, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { asActivity, headOf, insertCycle, insertGoals, insertValues } from './story-cycle.js';

const unit = 'sales-new';
const head = headOf(unit);
const superior = headOf('sales');
const june = Date.parse('2027-06-07T02:00:00Z');
const evaluation = Date.parse('2028-01-03T01:00:00Z');

let sql: Sql;
let api: Api;
let cycle = '';
let cycles = 0;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

beforeEach(async () => {
  cycle = `h${(cycles += 1)}`;
  await insertCycle(sql, cycle);
  await insertGoals(sql, cycle);
  await sql`
    INSERT INTO tasks (cycle_id, unit_id, task_id, version, position, content, command_id, valid_from)
    SELECT ${cycle}, ${unit}, t.content ->> 'id', 1, t.position, t.content, (SELECT id FROM commands WHERE cycle_id = ${cycle} LIMIT 1),
           '2027-01-19'
      FROM jsonb_array_elements(${JSON.stringify(tasksOf(unit))}::text::jsonb) WITH ORDINALITY AS t (content, position)`;
  await sql`UPDATE cycles SET phase = 'monitoring' WHERE id = ${cycle}`;
  await sql`UPDATE cycle_clocks SET now_at = ${june} WHERE cycle_id = ${cycle}`;
});

const sweep = () => asActivity(createSweepActivities({ sql }).sweep, { cycleId: cycle });
const review = () => `/api/v1/cycles/${cycle}/reviews/${unit}`;
const ask = (as = head, more: Ask = {}) => api.post(`${review()}/change-requests`, {}, as, more);
const stepOf = async (n = 1) =>
  (await api.get(`${review()}/steps/change-${n}`, 'zhou-min')).json as {
    state: string;
    revision: number;
    outcome: string | null;
  };

/** The last two markets open in November instead. */
const later = () =>
  tasksOf(unit).map((task) => (/-(9|10)$/.test(task.id) ? { ...task, start: '2027-11-01', end: '2027-11-30' } : task));
async function submit(content: object, more: Ask = {}): Promise<Reply> {
  const { revision } = await stepOf();
  return api.post(`${review()}/steps/change-1/submit`, { stepRevision: revision, content }, head, more);
}
async function decide(decision: string, as = superior, more: Ask = {}): Promise<Reply> {
  const { revision } = await stepOf();
  const body = { stepRevision: revision, decision, reason: '已核对' };
  return api.post(`${review()}/steps/change-1/approve`, body, as, more);
}
const moved = () => ({ tasks: later(), answers: [], note: '供应商延期' });
const windows = async () =>
  (await planInForce(sql, cycle, unit))
    .filter(({ id }) => /-(9|10)$/.test(id))
    .map(({ start, end }) => `${start} ${end}`);

describe('a change request', () => {
  test('is opened by the head, once: the same key gives the same, another is told of the one under way', async () => {
    const key = 'ask-1';
    const first = await ask(head, { key });
    expect([first.status, first.json]).toEqual([201, { stepId: 'change-1' }]);
    expect((await ask(head, { key })).json).toEqual({ stepId: 'change-1' });
    await refused('CHANGE_OPEN', 409, (more) => ask(head, more));
    await refused('NOT_YOUR_STEP', 403, (more) => ask(headOf('marketing'), more));
    const [line] =
      await sql`SELECT act, actor_id FROM journal WHERE review_id = ${`${cycle}/${unit}`} AND step_id = 'change-1'`;
    expect(line).toEqual({ act: 'opened', actor_id: head });
  });

  test('moves tasks from its approval on; before it, and in the versions, the old plan stays', async () => {
    await ask();
    expect((await submit(moved())).status).toBe(200);
    expect(await windows()).not.toContain('2027-11-01 2027-11-30');
    expect((await decide('approve')).status).toBe(200);
    expect(await windows()).toEqual(['2027-11-01 2027-11-30', '2027-11-01 2027-11-30']);
    const versions = await sql<{ versions: number; ended: number }[]>`
      SELECT count(*)::int AS versions, count(valid_to)::int AS ended FROM tasks WHERE cycle_id = ${cycle} AND task_id LIKE '%-10'`;
    expect(versions[0]).toEqual({ versions: 2, ended: 1 });
    const [effective] = await sql<{ from: number }[]>`
      SELECT valid_from AS from FROM tasks WHERE cycle_id = ${cycle} AND valid_to IS NULL LIMIT 1`;
    expect(effective?.from).toBe(june);
  });

  test('shows its decider what it does: days, capacity, weights, the score to be expected', async () => {
    await insertValues(sql, cycle, { days: ['2027-03-31'] });
    await ask();
    const [first, second] = goalsOf(unit);
    if (first === undefined || second === undefined) throw new Error('two goals');
    const goals = [
      { ...first, weight: '50', target: '20' },
      { ...second, weight: '50' },
    ];
    const reply = await submit({ ...moved(), goals });
    expect(reply.status, reply.text).toBe(200);
    const effects = (await api.get(`${review()}/change-requests/1/effects`, superior)).json as ChangeEffects;
    expect(effects.tasks.moved).toHaveLength(2);
    expect(effects.weights).toEqual([
      { goal: first.id, title: first.title, before: '60', after: '50' },
      { goal: second.id, title: second.title, before: '40', after: '50' },
    ]);
    expect(effects.load.length).toBeGreaterThan(0);
    // 3 of 10 and 4 of 15 after 90 of 365 days: forecasts 73/6 and 146/9. Progress is held at 120:
    // before 0.6 · 120 + 0.4 · 2920/27, after 0.5 · 365/6 + 0.5 · 2920/27.
    expect(effects.score).toEqual({ before: '3112/27', after: '9125/108' });
    await refused('FORBIDDEN', 403, (more) =>
      api.ask('GET', `${review()}/change-requests/1/effects`, { as: 'gao-yan', ...more }),
    );
  });

  test('shows members of the unit the new plan, and neither money nor a score to be expected', async () => {
    await ask();
    await submit(moved());
    const [member] = await sql<{ id: string }[]>`
      SELECT person_id AS id FROM unit_members WHERE unit_id = ${unit} AND person_id <> ${head} LIMIT 1`;
    const as = member?.id ?? '';
    expect((await api.get(`${review()}/steps/change-1`, as)).status).toBe(200);
    await refused('FORBIDDEN', 403, (more) => api.ask('GET', `${review()}/change-requests/1/effects`, { as, ...more }));
    const page = async (person: string): Promise<string> =>
      (await api.get(`/cycles/${cycle}/units/${unit}/steps/change-1`, person)).text;
    expect(await page(superior)).toContain('Score to be expected');
    const shown = await page(as);
    expect(shown).toContain('2027-11-01');
    expect(shown).not.toContain('Score to be expected');
  });

  test('with a new goal against another unit’s waits until it is aligned, though the goal does not stand yet', async () => {
    const [first, second] = goalsOf(unit);
    const [cost] = goalsOf('production');
    if (first === undefined || second === undefined || cost === undefined) throw new Error('three goals');
    await ask();
    const goals = [
      { ...first, weight: '50' },
      { ...second, weight: '20' },
      { ...cost, id: `${unit}/unit-cost`, unit, weight: '30' },
    ];
    const answers = [{ code: 'GOAL_WITHOUT_TASK', at: [`${unit}/unit-cost`], reason: '由各班组完成' }];
    const reply = await submit({ ...moved(), goals, answers });
    expect(reply.status, reply.text).toBe(200);
    await refused('ALIGNMENT_PENDING', 409, (more) => decide('approve', superior, more));
    for (const other of ['production', 'quality']) {
      const step = `${review()}/steps/alignment/${other}`;
      const said = await api.post(`${step}/submit`, { stepRevision: 1, content: { note: '不影响质量' } }, head);
      expect(said.status, said.text).toBe(200);
      const words = { stepRevision: 2, decision: 'agree', reason: '同意' };
      expect((await api.post(`${step}/approve`, words, headOf(other))).status).toBe(200);
    }
    expect((await decide('approve')).status).toBe(200);
  });

  test('without a change is refused; without a reason too', async () => {
    await ask();
    await refused('NOTHING_CHANGED', 422, (more) =>
      submit({ tasks: tasksOf(unit), goals: goalsOf(unit), answers: [], note: '无' }, more),
    );
    await refused('CONTENT_INVALID', 400, (more) => submit({ ...moved(), note: ' ' }, more));
  });

  test('that needs more than there is is refused as a plan is', async () => {
    await ask();
    const tasks = later().map((task) => ({ ...task, start: '2027-06-01', end: '2027-06-30' }));
    const problem = await refused('FINDINGS_OPEN', 422, (more) => submit({ ...moved(), tasks }, more));
    expect(problem.errors.map(({ code }) => code)).toContain('PLAN_OVER_CAPACITY');
  });

  test('returned comes again; nobody approves their own', async () => {
    await ask();
    await submit(moved());
    await refused('NOT_YOUR_STEP', 403, (more) => decide('approve', head, more));
    expect((await decide('return')).status).toBe(200);
    expect(await stepOf()).toMatchObject({ state: 'open' });
    expect((await submit(moved())).status).toBe(200);
  });

  test('is reminded on the working day before it is due, not when it is', async () => {
    await ask();
    const [step] = await sql<{ nextAt: number; dueAt: number }[]>`
      SELECT next_at AS "nextAt", due_at AS "dueAt" FROM steps WHERE cycle_id = ${cycle} AND step_id = 'change-1'`;
    expect(step?.nextAt).toBeLessThan((step?.dueAt ?? 0) - 10 * 3_600_000);
    await sql`UPDATE cycle_clocks SET now_at = ${step?.nextAt ?? 0} WHERE cycle_id = ${cycle}`;
    await sweep();
    const told =
      await sql`SELECT FROM notices WHERE cycle_id = ${cycle} AND step_id = 'change-1' AND code = 'STEP_REMINDED'`;
    expect(told).toHaveLength(1);
  });

  test('that is late is reminded and escalated; that is never written or decided is cancelled, and nothing changes', async () => {
    await ask();
    const [closes] = await sql<
      { at: number }[]
    >`SELECT closes_at AS at FROM steps WHERE cycle_id = ${cycle} AND step_id = 'change-1'`;
    await sql`UPDATE cycle_clocks SET now_at = ${closes?.at ?? 0} WHERE cycle_id = ${cycle}`;
    await sweep();
    expect(await stepOf()).toMatchObject({ state: 'cancelled' });
    const told = await sql<{ code: string; person: string }[]>`
      SELECT code, person_id AS person FROM notices WHERE cycle_id = ${cycle} AND step_id = 'change-1' ORDER BY id`;
    expect(told.map(({ code, person }) => `${code} ${person}`)).toEqual([
      `STEP_REMINDED ${head}`,
      `STEP_REMINDED ${head}`,
      `STEP_ESCALATED ${superior}`,
      `STEP_FORWARDED ${head}`,
      `STEP_FORWARDED ${superior}`,
    ]);
    expect((await ask()).json).toEqual({ stepId: 'change-2' });
  });

  test('comes too late once evaluation has begun: it is not opened, and not approved; what was judged stays', async () => {
    await ask();
    await submit(moved());
    await sql`UPDATE cycles SET phase = 'evaluation' WHERE id = ${cycle}`;
    await sql`UPDATE cycle_clocks SET now_at = ${evaluation} WHERE cycle_id = ${cycle}`;
    await sql`UPDATE steps SET decide_closes_at = to_timestamp(${evaluation / 1000 + 86_400}) WHERE cycle_id = ${cycle} AND step_id = 'change-1'`;
    await refused('CHANGE_TOO_LATE', 409, (more) => decide('approve', superior, more));
    expect((await decide('return')).status).toBe(200);
    await refused('CHANGE_TOO_LATE', 409, (more) => ask(head, more));
    expect((await goalsInForce(sql, cycle, unit)).map(({ id }) => id)).toEqual(goalsOf(unit).map(({ id }) => id));
  });

  test('asks for approved goals first, and for a running cycle', async () => {
    await sql`UPDATE goals SET valid_to = now() WHERE cycle_id = ${cycle} AND unit_id = ${unit}`;
    await refused('CHANGE_WITHOUT_BASE', 409, (more) => ask(head, more));
    await sql`UPDATE cycles SET state = 'closed', closed_at = now() WHERE id = ${cycle}`;
    await refused('CYCLE_CLOSED', 409, (more) => ask(head, more));
  });
});
