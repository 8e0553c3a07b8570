/** The head who evaluated leaves before the talk; or the head who was to answer it. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSweepActivities } from '../../activities/sweep.js';
import type { Sql } from '../../db/connect.js';
import { listOverdue } from '../../db/overview.js';
import { cyclePage, inbox, itemPage } from '../../messages/pages.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, itemsOf, promptEngine, startApi } from '../setup/http.js';
import { dayAt, type Desk, feedbackDesk } from './feedback-setup.js';
import { asActivity } from './story-cycle.js';

interface Task {
  readonly cycleId: string;
  readonly unitId: string | null;
  readonly stepId: string;
  readonly act: string;
  readonly principal: string;
}

const [superior, head, board, otherBoard] = ['chen-mingyuan', 'lin-xiao', 'shen-guo', 'mei-lan'] as const;
const hr = ['wu-tong', 'zhou-min'] as const;
const talk = { heldOn: '2028-01-26', text: '结果与原因' };
let sql: Sql;
let owner: Sql;
let api: Api;
let desk: Desk;
let cycles = 0;

beforeAll(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

beforeEach(async () => {
  cycles += 1;
  desk = await feedbackDesk(sql, api, `h${cycles}`);
  await sql`UPDATE steps SET next_at = due_at WHERE cycle_id = ${desk.cycle} AND kind = 'feedback'`;
});

afterEach(async () => {
  await owner`UPDATE persons SET active = true WHERE NOT active`;
  await owner`DELETE FROM stand_ins`;
});

const leaves = (...persons: readonly string[]) =>
  owner`UPDATE persons SET active = false WHERE id = ANY (${persons as string[]})`;
const inboxOf = async (as: string): Promise<readonly Task[]> =>
  itemsOf<Task>(await api.get('/api/v1/me/tasks?limit=500', as)).filter((task) => task.cycleId === desk.cycle);
const talksFor = async (as: string): Promise<readonly string[]> =>
  (await inboxOf(as)).filter(({ stepId }) => stepId === 'feedback').map(({ unitId, act }) => `${unitId ?? '-'} ${act}`);
async function sweepAt(instant: number): Promise<void> {
  await sql`UPDATE cycle_clocks SET now_at = ${instant} WHERE cycle_id = ${desk.cycle}`;
  await asActivity(createSweepActivities({ sql }).sweep, { cycleId: desk.cycle });
}
const sweepOn = (day: string): Promise<void> => sweepAt(dayAt(day));
const told = async (code: string, unit = 'sales') => {
  const rows = await sql<{ id: string }[]>`
    SELECT DISTINCT person_id AS id FROM notices WHERE review_id = ${`${desk.cycle}/${unit}`} AND step_id = 'feedback' AND code = ${code} ORDER BY 1`;
  return rows.map(({ id }) => id);
};
const departments = ['finance', 'marketing', 'production', 'quality', 'rnd', 'sales'].map((unit) => `${unit} submit`);
const incidents = async () =>
  (await listOverdue(sql, desk.cycle, []))
    .filter(({ waitingFor, stepId }) => stepId === 'feedback' && waitingFor.length === 0)
    .map((step) => step.unitId);

describe('the superior leaves between evaluation and talk', () => {
  test('answered: the talk is in the inbox of the board, of the page and of the api, and of nobody else; held, it is gone', async () => {
    expect((await talksFor(superior)).toSorted()).toEqual(departments);
    expect(await talksFor(board)).toEqual([]);
    await leaves(superior);
    for (const as of [board, otherBoard]) expect((await talksFor(as)).toSorted()).toEqual(departments);
    for (const as of [head, 'he-jing', ...hr]) expect([as, await talksFor(as)].flat()).not.toContain('sales submit');
    expect((await api.get('/inbox', board)).text).toContain(`/cycles/${desk.cycle}/units/sales/steps/feedback`);
    expect((await desk.talk('sales', talk, board)).status).toBe(200);
    expect(await talksFor(otherBoard)).not.toContain('sales submit');
    expect(await talksFor(head)).toContain('sales approve');
    expect((await desk.answerTalk('sales', head, { decision: 'acknowledge', reason: '' })).status).toBe(200);
    expect(await incidents()).toEqual([]);
  });

  test('a unit without a head is passed over in the same way: its superior is the next one up, then the board', async () => {
    await owner`UPDATE units SET head_id = NULL WHERE id = 'sales'`;
    try {
      expect(await talksFor(superior)).toContain('sales-new submit');
      await leaves(superior);
      expect(await talksFor(board)).toContain('sales-new submit');
      expect((await desk.talk('sales-new', talk, board)).status).toBe(200);
    } finally {
      await owner`UPDATE units SET head_id = ${head} WHERE id = 'sales'`;
    }
  });

  test('late: the board is reminded and told that it is overdue, and it counts', async () => {
    await leaves(superior);
    await sweepOn('2028-02-02');
    expect(await told('STEP_REMINDED')).toEqual([otherBoard, board]);
    const [late] = (await listOverdue(sql, desk.cycle, [])).filter(({ unitId }) => unitId === 'sales');
    expect(late?.waitingFor).toEqual([otherBoard, board]);
    expect((await desk.talk('sales', talk, board)).status).toBe(200);
    expect(await told('STEP_SUBMITTED')).toEqual([head]);
  });

  test('never: it is closed by policy, and the board is told', async () => {
    await leaves(superior);
    await sweepOn('2028-02-07');
    const [step] =
      await sql`SELECT state, outcome FROM steps WHERE review_id = ${`${desk.cycle}/sales`} AND step_id = 'feedback'`;
    expect(step).toEqual({ state: 'done', outcome: 'forwarded' });
    expect(await told('STEP_FORWARDED')).toEqual([otherBoard, board]);
    expect(await talksFor(board)).toEqual([]);
  });

  test('and nobody is left above: an incident at once, late or not, which HR is told', async () => {
    await leaves(superior, board, otherBoard);
    expect((await incidents()).toSorted()).toEqual(['finance', 'marketing', 'production', 'quality', 'rnd', 'sales']);
    const console = (await api.get(`/cycles/${desk.cycle}`, 'zhou-min')).text;
    expect(console).toContain(cyclePage.waits.en);
    expect(console).toContain(itemPage.nobody.en);
    await sweepOn('2028-02-02');
    expect(await told('NOBODY_ACTS')).toEqual(hr);
    expect(await told('STEP_REMINDED')).toEqual([]);
  });
});

describe('the head of the unit leaves between talk and answer', () => {
  test('answered: whoever heads the unit then has it in the inbox', async () => {
    await desk.talk('sales', talk);
    await leaves(head);
    expect(await incidents()).toEqual(['sales']);
    await owner`UPDATE units SET head_id = 'ding-lei' WHERE id = 'sales'`;
    try {
      expect(await talksFor('ding-lei')).toContain('sales approve');
      expect(await incidents()).toEqual([]);
      expect((await desk.answerTalk('sales', 'ding-lei', { decision: 'acknowledge', reason: '' })).status).toBe(200);
    } finally {
      await owner`UPDATE units SET head_id = ${head} WHERE id = 'sales'`;
    }
  });

  test('late and never: HR is told that nobody can answer, the superior that it is overdue; then it is closed by policy', async () => {
    await desk.talk('sales', talk);
    await leaves(head);
    const [step] = await sql<{ closesAt: number }[]>`
      SELECT decide_closes_at AS "closesAt" FROM steps WHERE review_id = ${`${desk.cycle}/sales`} AND step_id = 'feedback'`;
    await sweepAt((step?.closesAt ?? 0) - 1000);
    expect(await told('NOBODY_ACTS')).toEqual(hr);
    expect(await told('STEP_ESCALATED')).toEqual([superior]);
    await sweepAt((step?.closesAt ?? 0) + 1000);
    const [end] =
      await sql`SELECT state, outcome FROM steps WHERE review_id = ${`${desk.cycle}/sales`} AND step_id = 'feedback'`;
    expect(end).toEqual({ state: 'done', outcome: 'forwarded' });
    expect(await incidents()).toEqual([]);
  });
});

describe('a head is away', () => {
  const standIn = (from: string, to: string) =>
    owner`INSERT INTO stand_ins (principal_id, person_id, from_date, to_date) VALUES (${superior}, 'bai-yu', ${from}, ${to})`;

  test('whoever stands in has the tasks in the inbox, said for whom, on those days of the cycle and no others', async () => {
    await standIn('2028-01-26', '2028-01-27');
    const mine = (await inboxOf('bai-yu')).filter(({ stepId }) => stepId === 'feedback');
    expect(mine.map(({ unitId, principal }) => [unitId, principal])).toContainEqual(['sales', superior]);
    expect((await inboxOf(superior)).every(({ principal }) => principal === superior)).toBe(true);
    expect((await api.get('/inbox', 'bai-yu')).text).toContain(inbox.asPrincipal('Chen Mingyuan').en);
    await desk.clockAt('2028-01-28');
    expect(await talksFor('bai-yu')).toEqual([]);
    await desk.clockAt('2028-01-26');
    expect((await desk.talk('sales', talk, 'bai-yu')).status).toBe(200);
    expect(await talksFor('bai-yu')).not.toContain('sales submit');
  });

  test('nobody finds in the inbox what they would be refused: the talk about their own unit, or an answer to their own word', async () => {
    await owner`INSERT INTO stand_ins (principal_id, person_id, from_date, to_date) VALUES (${head}, ${superior}, '2028-01-01', '2028-12-31')`;
    await desk.talk('sales', talk);
    expect(await talksFor(superior)).not.toContain('sales approve');
    expect(await talksFor(head)).toContain('sales approve');
  });

  test('whoever stands in is reminded as well', async () => {
    await standIn('2028-02-01', '2028-02-03');
    await sweepOn('2028-02-02');
    expect(await told('STEP_REMINDED')).toEqual(['bai-yu', superior]);
  });

  test('for somebody who has left nobody stands in, neither for a step nor for the words after a talk', async () => {
    await standIn('2028-01-01', '2028-12-31');
    await desk.talk('sales-new', talk, head);
    const words = { decision: 'acknowledge', reason: '', difficulties: ['渠道经理不足'], suggestions: [] };
    expect((await desk.answerTalk('sales-new', 'jiang-tao', words)).status).toBe(200);
    const [item] = itemsOf<{ id: string }>(await api.get(`/api/v1/cycles/${desk.cycle}/feedback-items`, 'jiang-tao'));
    const path = `/api/v1/cycles/${desk.cycle}/feedback-items/${item?.id ?? ''}`;
    expect((await api.get(path, 'bai-yu')).status).toBe(200);
    await leaves(superior);
    expect((await api.get(path, 'bai-yu')).status).toBe(403);
    expect(await inboxOf('bai-yu')).toEqual([]);
  });
});
