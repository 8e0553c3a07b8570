import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSweepActivities } from '../../activities/sweep.js';
import type { Sql } from '../../db/connect.js';
import { listOverdue } from '../../db/overview.js';
import { itemPage } from '../../messages/pages.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, itemsOf, promptEngine, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { chainsHold, type Desk, feedbackDesk } from './feedback-setup.js';
import { asActivity } from './story-cycle.js';

interface Item {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly state: string;
  readonly version: number;
  readonly owners: readonly string[];
  readonly answer: { readonly text: string; readonly dueOn: string | null } | null;
}

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
  desk = await feedbackDesk(sql, api, `f${cycles}`);
});

const base = (): string => `/api/v1/cycles/${desk.cycle}/feedback-items`;
const say = (id: string, act: string, body: object, as: string, ask: object = {}) =>
  api.post(`${base()}/${id}/${act}`, body, as, ask);
const listed = async (as: string, query = ''): Promise<readonly Item[]> =>
  itemsOf<Item>(await api.get(`${base()}${query}`, as));
const answered = { version: 0, text: '下季度增加两名渠道经理', dueOn: '2028-03-31' };

/** Sales answers its talk and names one difficulty and one suggestion. */
async function named(): Promise<readonly [difficulty: Item, suggestion: Item]> {
  expect((await desk.talk('sales', { heldOn: '2028-01-26', text: '结果与原因' })).status).toBe(200);
  const words = {
    decision: 'disagree',
    reason: '新客户数的统计口径偏窄',
    difficulties: ['渠道经理不足'],
    suggestions: ['按月公布线索分配'],
  };
  expect((await desk.answerTalk('sales', 'lin-xiao', words)).status).toBe(200);
  const items = await listed('lin-xiao');
  const [difficulty, suggestion] = ['difficulty', 'suggestion'].map((kind) => items.find((it) => it.kind === kind));
  if (difficulty === undefined || suggestion === undefined) throw new Error('nothing was named');
  return [difficulty, suggestion];
}

describe('a talk', () => {
  test('cannot be submitted before it was held, nor as held before the result was published', async () => {
    const submit = (heldOn: string) => (ask: object) =>
      desk.talk('sales', { heldOn, text: 'told' }, 'chen-mingyuan', ask);
    await refused('TALK_NOT_HELD_YET', 422, submit('2028-01-27'));
    const problem = await refused('TALK_BEFORE_RESULT', 422, submit('2028-01-23'));
    expect(problem.errors).toMatchObject([{ pointer: '/content/heldOn', code: 'TALK_BEFORE_RESULT' }]);
    expect((await submit('2028-01-24')({})).status).toBe(200);
  });

  test('is the new superior’s once the one who evaluated has left, and the board’s where nobody is above', async () => {
    await owner`UPDATE persons SET active = false WHERE id = 'chen-mingyuan'`;
    try {
      await refused('NOT_YOUR_STEP', 403, (ask) =>
        desk.talk('sales', { heldOn: '2028-01-26', text: 'told' }, 'fang-yuan', ask),
      );
      expect((await desk.talk('sales', { heldOn: '2028-01-26', text: 'told' }, 'shen-guo')).status).toBe(200);
      await owner`UPDATE units SET head_id = 'fang-yuan' WHERE id = 'hq'`;
      expect((await desk.talk('quality', { heldOn: '2028-01-26', text: 'told' }, 'fang-yuan')).status).toBe(200);
    } finally {
      await owner`UPDATE units SET head_id = 'chen-mingyuan' WHERE id = 'hq'`;
      await owner`UPDATE persons SET active = true WHERE id = 'chen-mingyuan'`;
    }
  });

  test('that nobody can hold stands in the console as an incident without anybody, and ages', async () => {
    await owner`UPDATE persons SET active = false WHERE id IN ('chen-mingyuan', 'shen-guo', 'mei-lan')`;
    try {
      await desk.clockAt('2028-02-02');
      const late = (await listOverdue(sql, desk.cycle, [])).filter((it) => it.stepId === 'feedback');
      expect(late.map((it) => it.unitId)).toContain('sales');
      expect(late.find((it) => it.unitId === 'sales')?.waitingFor).toEqual([]);
      const console = await api.get(`/cycles/${desk.cycle}`, 'zhou-min');
      expect(console.text).toContain(itemPage.nobody.en);
    } finally {
      await owner`UPDATE persons SET active = true WHERE id IN ('chen-mingyuan', 'shen-guo', 'mei-lan')`;
    }
  });

  test('disagreed with needs a reason, which is kept', async () => {
    await desk.talk('sales', { heldOn: '2028-01-26', text: 'told' });
    await refused('REASON_MISSING', 400, (ask) =>
      desk.answerTalk('sales', 'lin-xiao', { decision: 'disagree', reason: ' ' }, ask),
    );
    await desk.answerTalk('sales', 'lin-xiao', { decision: 'disagree', reason: '口径不同' });
    const [row] = await sql<{ outcome: string; reason: string }[]>`
      SELECT s.outcome, k.body ->> 'reason' AS reason FROM steps s JOIN commands k ON k.id = s.decide_command
       WHERE s.review_id = ${`${desk.cycle}/sales`} AND s.step_id = 'feedback'`;
    expect(row).toEqual({ outcome: 'disagreed', reason: '口径不同' });
  });
});

describe('what a unit names when it answers the talk', () => {
  test('becomes items with a number, the superior’s to answer, journaled and told', async () => {
    const [difficulty, suggestion] = await named();
    expect(difficulty).toMatchObject({ text: '渠道经理不足', state: 'open', version: 0, owners: ['chen-mingyuan'] });
    expect(suggestion).toMatchObject({ text: '按月公布线索分配', owners: ['chen-mingyuan'] });
    expect(await desk.told('ITEM_NAMED')).toEqual(['chen-mingyuan', 'chen-mingyuan']);
    expect(await chainsHold(api, desk.cycle)).toEqual([]);
  });

  test('is seen by the line, HR, board and auditor, and by nobody beside or below', async () => {
    await named();
    for (const as of ['chen-mingyuan', 'lin-xiao', 'zhou-min', 'shen-guo', 'yan-zheng'])
      expect([as, (await listed(as)).length]).toEqual([as, 2]);
    for (const as of ['he-jing', 'jiang-tao', 'p-new-1', 'gao-yan', 'guan-li'])
      expect([as, (await listed(as)).length]).toEqual([as, 0]);
    const [first] = await listed('lin-xiao');
    expect((await api.get(`${base()}/${first?.id ?? ''}`, 'gao-yan')).status).toBe(403);
    const [look] = await sql`SELECT 1 FROM audit_looks WHERE person_id = 'yan-zheng' AND what LIKE ${`${base()}%`}`;
    expect(look).toBeDefined();
  });

  test('answered in time: the unit is told, the outcome waits for its word, and once confirmed it is over', async () => {
    const [{ id }] = await named();
    await refused('DUE_NOT_AHEAD', 422, (ask) =>
      say(id, 'answer', { ...answered, dueOn: '2028-01-25' }, 'chen-mingyuan', ask),
    );
    await refused('DUE_NOT_AHEAD', 422, (ask) => say(id, 'answer', { version: 0, text: 'yes' }, 'chen-mingyuan', ask));
    await refused('TEXT_MISSING', 400, (ask) => say(id, 'answer', { ...answered, text: ' ' }, 'chen-mingyuan', ask));
    const promised = (await say(id, 'answer', answered, 'chen-mingyuan')).json as Item;
    expect(promised).toMatchObject({ state: 'promised', version: 1, answer: { dueOn: '2028-03-31' } });
    expect(await desk.told('ITEM_ANSWERED')).toEqual(['lin-xiao']);
    await refused('ITEM_NOT_SETTLED', 409, (ask) =>
      say(id, 'verdict', { version: 1, verdict: 'confirmed' }, 'lin-xiao', ask),
    );
    await refused('ITEM_CHANGED', 409, (ask) =>
      say(id, 'outcome', { version: 0, outcome: 'done', text: 'x' }, 'chen-mingyuan', ask),
    );
    await say(id, 'outcome', { version: 1, outcome: 'done', text: '两名经理已到岗' }, 'chen-mingyuan');
    expect(await desk.told('ITEM_SETTLED')).toEqual(['lin-xiao']);
    await refused('ITEM_NOT_YOURS', 403, (ask) =>
      say(id, 'verdict', { version: 2, verdict: 'confirmed' }, 'chen-mingyuan', ask),
    );
    await refused('ITEM_SETTLED', 409, (ask) => say(id, 'answer', { ...answered, version: 2 }, 'chen-mingyuan', ask));
    const over = (await say(id, 'verdict', { version: 2, verdict: 'confirmed' }, 'lin-xiao')).json as Item;
    expect(over.state).toBe('closed');
    await refused('ITEM_CLOSED', 409, (ask) => say(id, 'answer', { ...answered, version: 3 }, 'chen-mingyuan', ask));
    await refused('ITEM_CLOSED', 409, (ask) => say(id, 'owner', { version: 3, owner: 'wu-tong' }, 'zhou-min', ask));
    const whole = (await api.get(`${base()}/${id}`, 'lin-xiao')).json as { events: { act: string }[] };
    expect(whole.events.map((it) => it.act)).toEqual(['answered', 'done', 'confirmed']);
    const { counts } = (await api.get(base(), 'zhou-min')).json as { counts: object };
    expect(counts).toEqual({ open: 1, promised: 0, settled: 0, closed: 1 });
    expect(await chainsHold(api, desk.cycle)).toEqual([]);
  });

  test('can be answered with no, and reopened with a reason: then it is the owner’s again', async () => {
    const [, { id }] = await named();
    await say(id, 'outcome', { version: 0, outcome: 'not-done', text: '线索按区域分配' }, 'chen-mingyuan');
    await refused('TEXT_MISSING', 400, (ask) =>
      say(id, 'verdict', { version: 1, verdict: 'reopened' }, 'lin-xiao', ask),
    );
    const open = (await say(id, 'verdict', { version: 1, verdict: 'reopened', text: '区域分配也可以公布' }, 'lin-xiao'))
      .json as Item;
    expect(open.state).toBe('open');
    expect(await desk.told('ITEM_REOPENED')).toEqual(['chen-mingyuan']);
    expect((await listed('zhou-min', '?state=open')).map((it) => it.id)).toContain(id);
  });

  test('late: the superior is reminded after five working days, the board after seven, HR after ten; then it is answered', async () => {
    const [{ id }] = await named();
    await desk.follow('2028-02-02');
    expect(await desk.told('ITEM_WAITING')).toEqual(['chen-mingyuan', 'chen-mingyuan']);
    await desk.follow('2028-02-04');
    expect((await desk.told('ITEM_IGNORED')).toSorted()).toEqual(['mei-lan', 'mei-lan', 'shen-guo', 'shen-guo']);
    await desk.follow('2028-02-09');
    expect(new Set(await desk.told('ITEM_IGNORED'))).toEqual(new Set(['mei-lan', 'shen-guo', 'wu-tong', 'zhou-min']));
    await desk.follow('2028-02-09');
    expect((await desk.told('ITEM_IGNORED')).length).toBe(8);
    expect((await say(id, 'answer', answered, 'chen-mingyuan')).status).toBe(200);
    await desk.follow('2028-04-04');
    expect(await desk.told('ITEM_OVERDUE')).toEqual(['chen-mingyuan']);
    expect(await chainsHold(api, desk.cycle)).toEqual([]);
  });

  test('never: everybody was told once, it stays open in the list, and an outcome nobody confirms comes to HR', async () => {
    const [{ id }, other] = await named();
    await say(other.id, 'outcome', { version: 0, outcome: 'done', text: '已公布' }, 'chen-mingyuan');
    await desk.follow('2028-05-10');
    expect(await desk.told('ITEM_WAITING')).toEqual(['chen-mingyuan']);
    expect((await desk.told('ITEM_IGNORED')).toSorted()).toEqual(['mei-lan', 'shen-guo', 'wu-tong', 'zhou-min']);
    expect(await desk.told('ITEM_UNCONFIRMED')).toEqual(['lin-xiao']);
    expect((await desk.told('ITEM_UNHEARD')).toSorted()).toEqual(['chen-mingyuan', 'wu-tong', 'zhou-min']);
    expect((await listed('zhou-min', '?state=open')).map((it) => it.id)).toEqual([id]);
    const [watch] = await sql<
      { at: number | null }[]
    >`SELECT follow_up_at AS at FROM cycle_watch WHERE cycle_id = ${desk.cycle}`;
    expect(watch?.at).toBeNull();
  });

  test('is passed on by the superior or HR to HR or another head, who answers it then; never to the unit’s own head', async () => {
    const [{ id }] = await named();
    const pass =
      (owner: string, as: string, version = 0) =>
      (ask: object) =>
        say(id, 'owner', { version, owner }, as, ask);
    await refused('ITEM_OWNER_UNFIT', 422, pass('lin-xiao', 'zhou-min'));
    await refused('ITEM_OWNER_UNFIT', 422, pass('p-new-1', 'zhou-min'));
    await refused('ITEM_NOT_YOURS', 403, pass('wu-tong', 'lin-xiao'));
    await refused('FORBIDDEN', 403, pass('wu-tong', 'he-jing'));
    expect((await pass('he-jing', 'chen-mingyuan')({})).status).toBe(200);
    expect(await desk.told('ITEM_YOURS')).toEqual(['he-jing']);
    expect((await listed('he-jing')).map((it) => it.id)).toEqual([id]);
    await refused('ITEM_NOT_YOURS', 403, (ask) => say(id, 'answer', { ...answered, version: 1 }, 'chen-mingyuan', ask));
    expect((await say(id, 'answer', { ...answered, version: 1 }, 'he-jing')).status).toBe(200);
    expect((await pass('wu-tong', 'zhou-min', 2)({})).status).toBe(200);
    await owner`UPDATE persons SET active = false WHERE id = 'wu-tong'`;
    try {
      // Whoever had it has left: it is the superior's again.
      expect((await listed('zhou-min')).find((it) => it.id === id)?.owners).toEqual(['chen-mingyuan']);
    } finally {
      await owner`UPDATE persons SET active = true WHERE id = 'wu-tong'`;
    }
  });

  test('is confirmed by nobody who gave the outcome, also where the program is wrong', async () => {
    const [{ id }] = await named();
    await say(id, 'outcome', { version: 0, outcome: 'done', text: 'done' }, 'chen-mingyuan');
    await owner`UPDATE units SET head_id = 'chen-mingyuan' WHERE id = 'sales'`;
    try {
      await refused('OWN_WORK', 403, (ask) =>
        say(id, 'verdict', { version: 1, verdict: 'confirmed' }, 'chen-mingyuan', ask),
      );
    } finally {
      await owner`UPDATE units SET head_id = 'lin-xiao' WHERE id = 'sales'`;
    }
    await expect(sql`
      INSERT INTO feedback_item_events (item_id, version, act, written_by, principal_id, written_at)
      VALUES (${id}, 2, 'confirmed', 'chen-mingyuan', 'chen-mingyuan', now())`).rejects.toThrow();
    await expect(sql`DELETE FROM feedback_items WHERE id = ${id}`).rejects.toThrow();
  });

  test('of two answers at the same moment one stands, the other is told to look again', async () => {
    const [{ id }] = await named();
    const replies = await Promise.all([
      say(id, 'answer', answered, 'chen-mingyuan'),
      say(id, 'outcome', { version: 0, outcome: 'not-done', text: 'no' }, 'chen-mingyuan'),
    ]);
    expect(replies.map((it) => it.status).toSorted()).toEqual([200, 409]);
  });

  test('wakes the cycle at its instant after the judgement too, for a loop that knows how to follow up', async () => {
    await named();
    const { sweep } = createSweepActivities({ sql });
    await desk.clockAt('2028-02-02');
    expect(await asActivity(sweep, { cycleId: desk.cycle, collects: true })).toMatchObject({ toMonitor: true });
    expect(await asActivity(sweep, { cycleId: desk.cycle })).toMatchObject({ toMonitor: false });
    await desk.follow('2028-02-02');
    expect(await asActivity(sweep, { cycleId: desk.cycle, collects: true })).toMatchObject({ toMonitor: false });
  });

  test('cannot be written on once the cycle is closed', async () => {
    const [{ id }] = await named();
    await sql`UPDATE cycles SET state = 'closed' WHERE id = ${desk.cycle}`;
    await refused('CYCLE_CLOSED', 409, (ask) => say(id, 'answer', answered, 'chen-mingyuan', ask));
  });
});
