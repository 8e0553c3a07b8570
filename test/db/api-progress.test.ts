import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { saveProgress } from '../../db/content.js';
import type { Sql } from '../../db/connect.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, type Ask, itemsOf, problemOf, promptEngine, type Reply, startApi } from '../setup/http.js';
import { posted } from '../setup/posted-form.js';
import { approveTasks, setClock, storyTasks } from './plan-setup.js';
import { insertCommand, insertCycle, insertGoals } from './story-cycle.js';

const owner = 'p-new-1';
const colleague = 'p-new-2';
const head = 'jiang-tao';
const noon = '2027-01-20T04:00:00Z';

let sql: Sql;
let api: Api;
let cycle = '';
let cycles = 0;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});
beforeEach(async () => {
  cycle = `tasks-${(cycles += 1)}`;
  await sql`DELETE FROM stand_ins`;
  await insertCycle(sql, cycle);
  await insertGoals(sql, cycle);
  await approveTasks(sql, cycle, storyTasks, Date.parse('2027-01-15T00:00:00Z'));
  await setClock(sql, cycle, noon);
});

const path = (task = 'market-1', unit = 'sales-new') =>
  `/api/v1/cycles/${cycle}/reviews/${unit}/tasks/${task}/progress`;
const report = (body: object, as = owner, more: Ask = {}): Promise<Reply> => api.post(path(), body, as, more);
const reports = async (as = head) =>
  itemsOf<{ percent: string; note: string; by: string; principal: string; at: number }>(await api.get(path(), as));
const progressNow = async (): Promise<string | null> => {
  const [row] = await sql<{ progress: string | null }[]>`
    SELECT progress FROM tasks WHERE cycle_id = ${cycle} AND task_id = 'market-1' AND valid_to IS NULL`;
  return row?.progress ?? null;
};

describe("an owner's word on a task", () => {
  test('is kept with who, when in cycle time and why, and is how far the task is', async () => {
    expect((await report({ percent: '40', note: '已签合同' })).status).toBe(201);
    expect((await report({ percent: '６５.5' })).status).toBe(201);
    expect(await reports()).toMatchObject([
      { percent: '40', note: '已签合同', by: owner, principal: owner, at: Date.parse(noon) },
      { percent: '65.5', note: '', by: owner },
    ]);
    expect(await progressNow()).toBe('65.5');
  });

  test('is one act however often it is sent, and needs a key', async () => {
    const key = { key: `progress-${cycle}` };
    const clicks = await Promise.all([1, 2, 3].map(() => report({ percent: '10' }, owner, key)));
    expect(clicks.map((reply) => reply.status)).toEqual([201, 201, 201]);
    expect(await reports()).toHaveLength(1);
    expect(problemOf(await report({ percent: '20' }, owner, key)).code).toBe('IDEMPOTENCY_KEY_REUSED');
    const without = await api.ask('POST', path(), { as: owner, body: { percent: '20' } });
    expect(problemOf(without).code).toBe('IDEMPOTENCY_KEY_MISSING');
  });

  test.each([
    [{ percent: '100.01' }, '/percent', 'OUT_OF_RANGE'],
    [{ percent: '-1' }, '/percent', 'OUT_OF_RANGE'],
    [{ percent: '100.00000000000000000001' }, '/percent', 'OUT_OF_RANGE'],
    [{ percent: 'half' }, '/percent', 'NUMBER_INVALID'],
    [{ percent: 50 }, '/percent', 'TYPE_WRONG'],
    [{ note: 'well on the way' }, '/percent', 'FIELD_MISSING'],
    [{ percent: '50', note: 'x'.repeat(2001) }, '/note', 'TOO_LARGE'],
    [{ percent: '50', version: 0 }, '/version', 'TOO_SMALL'],
    [{ percent: '50', by: 'chen-mingyuan' }, '/by', 'FIELD_UNKNOWN'],
  ])('%j is refused at its place', async (body, pointer, code) => {
    const problem = problemOf(await report(body));
    expect([problem.code, problem.errors]).toMatchObject(['BODY_INVALID', [{ pointer, code }]]);
    expect(await reports()).toEqual([]);
  });

  test('is nobody elses: not of a colleague, the head, the head above, HR, finance, an auditor or an admin', async () => {
    for (const person of [
      colleague,
      head,
      'lin-xiao',
      'chen-mingyuan',
      'zhou-min',
      'gao-yan',
      'yan-zheng',
      'guan-li',
    ]) {
      const problem = problemOf(await report({ percent: '50' }, person));
      expect([person, problem.status, problem.code]).toEqual([person, 403, 'TASK_NOT_YOURS']);
    }
    expect(await progressNow()).toBeNull();
  });

  test('may be said by a stand-in within their days, and tells for whom', async () => {
    await sql`INSERT INTO stand_ins VALUES (${owner}, ${colleague}, '2027-01-20', '2027-01-20')`;
    expect(itemsOf<{ id: string }>(await api.get('/api/v1/me/plan-tasks', colleague)).map(({ id }) => id)).toContain(
      'market-1',
    );
    expect((await report({ percent: '30' }, colleague)).status).toBe(201);
    expect(await reports()).toMatchObject([{ by: colleague, principal: owner }]);
    await setClock(sql, cycle, '2027-01-20T16:30:00Z');
    expect(problemOf(await report({ percent: '31' }, colleague)).code).toBe('TASK_NOT_YOURS');
  });

  test('about a task that has ended, was replaced, never was, or in a cycle that does not run is refused by name', async () => {
    expect(problemOf(await api.post(path('nothing'), { percent: '1' }, owner)).status).toBe(404);
    expect(problemOf(await api.post(path('market-1', '-'), { percent: '1' }, owner)).status).toBe(404);
    // The same plan again has replaced nothing.
    await approveTasks(sql, cycle, storyTasks, Date.parse('2027-01-16T00:00:00Z'));
    expect((await report({ percent: '10', version: 1 })).status).toBe(201);
    const later = storyTasks.map((task) => (task.id === 'market-1' ? { ...task, end: '2027-03-31' } : task));
    await approveTasks(sql, cycle, later, Date.parse('2027-01-17T00:00:00Z'));
    const replaced = await report({ percent: '20', version: 1 });
    expect([replaced.status, problemOf(replaced).code]).toEqual([409, 'TASK_REPLACED']);
    expect((await report({ percent: '20', version: 3 })).status).toBe(201);
    expect(await progressNow()).toBe('20');
    await approveTasks(sql, cycle, storyTasks.slice(1), Date.parse('2027-01-18T00:00:00Z'));
    expect(problemOf(await report({ percent: '30' })).code).toBe('TASK_ENDED');
    await sql`UPDATE cycles SET state = 'planned' WHERE id = ${cycle}`;
    expect(problemOf(await report({ percent: '30' })).code).toBe('CYCLE_NOT_RUNNING');
    await sql`UPDATE cycles SET state = 'closed' WHERE id = ${cycle}`;
    expect(problemOf(await report({ percent: '30' })).code).toBe('CYCLE_CLOSED');
    expect(await reports()).toHaveLength(2);
  });

  test('that comes while a new plan is being approved is about the new plan', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const place = await insertCommand(sql, { cycleId: cycle, unit: 'sales-new', step: 'plan', by: head });
    const approving = sql.begin(async (tx) => {
      await tx`UPDATE tasks SET valid_to = '2027-01-19T00:00:00Z' WHERE cycle_id = ${cycle} AND unit_id = 'sales-new' AND valid_to IS NULL`;
      await held;
      await tx`
        INSERT INTO tasks (cycle_id, unit_id, task_id, version, position, content, command_id, valid_from)
        SELECT cycle_id, unit_id, task_id, 2, position, content, ${place.commandId}, '2027-01-19T00:00:00Z'
          FROM tasks WHERE cycle_id = ${cycle} AND task_id = 'market-1'`;
    });
    const said = report({ percent: '33' });
    await waitForLock();
    release();
    await approving;
    expect((await said).status).toBe(201);
    expect(await progressNow()).toBe('33');
  });

  test('cannot be changed or taken back afterwards', async () => {
    await report({ percent: '40' });
    await expect(sql`UPDATE task_reports SET percent = '90'`).rejects.toThrow();
    await expect(sql`DELETE FROM task_reports`).rejects.toThrow();
    await expect(
      sql`INSERT INTO task_reports (cycle_id, unit_id, task_id, percent, reported_by, principal_id, reported_at)
          VALUES (${cycle}, 'sales-new', 'market-1', '101', ${owner}, ${owner}, now())`,
    ).rejects.toThrow();
  });

  test("is overtaken by the head's report where that says something else, under the head's name", async () => {
    await report({ percent: '40' });
    const place = await insertCommand(sql, { cycleId: cycle, unit: 'sales-new', step: 'checkpoint-1', by: head });
    await saveProgress(sql, place, [
      { task: 'market-1', percent: '40.0' },
      { task: 'market-2', percent: '5' },
    ]);
    // What is known already is nobody's news.
    expect(await reports()).toMatchObject([{ by: owner }]);
    await saveProgress(sql, place, [{ task: 'market-1', percent: '55' }]);
    expect(await reports()).toMatchObject([{ by: owner }, { by: head, command: place.commandId }]);
    expect(await progressNow()).toBe('55');
  });
});

async function waitForLock(): Promise<void> {
  for (;;) {
    const [row] = await sql`SELECT 1 FROM pg_locks WHERE NOT granted LIMIT 1`;
    if (row !== undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('what was reported is seen', () => {
  test('by all heads, HR, board and auditor, and members of the unit; not by members beside, finance, admin', async () => {
    await report({ percent: '40', note: 'secret of the trade' });
    const seen: string[] = [];
    const persons = [
      owner,
      colleague,
      head,
      'lin-xiao',
      'su-qing',
      'lv-hang',
      'zhou-min',
      'shen-guo',
      'yan-zheng',
      'gao-yan',
      'guan-li',
    ];
    for (const person of persons) {
      const reply = await api.get(path(), person);
      expect([200, 403]).toContain(reply.status);
      if (reply.text.includes('secret of the trade')) seen.push(person);
    }
    expect(seen).toEqual([owner, colleague, head, 'lin-xiao', 'su-qing', 'zhou-min', 'shen-guo', 'yan-zheng']);
    const [look] = await sql`SELECT 1 FROM audit_looks WHERE person_id = 'yan-zheng' AND what = ${path()}`;
    expect(look).toBeDefined();
  });

  test('on the unit page, and stands in the next checkpoint with who said so, to be asked no second time', async () => {
    await report({ percent: '42', note: 'two contracts' });
    const unit = await api.get(`/cycles/${cycle}/units/sales-new`, head);
    expect(unit.text).toMatch(/42 %.*2027-01-20 12:00.*two contracts/s);
    await sql`UPDATE steps SET state = 'open', opened_at = opens_at WHERE cycle_id = ${cycle} AND step_id = 'checkpoint-1'`;
    const checkpoint = await api.get(`/cycles/${cycle}/units/sales-new/steps/checkpoint-1`, head);
    expect(posted(checkpoint.text)['progress.0.percent']).toBe('42');
    expect(checkpoint.text).toContain('2027-01-20 12:00');
  });
});

describe('my tasks', () => {
  const post = (fields: Record<string, string | string[]>, as = owner): Promise<Reply> => {
    const body = new URLSearchParams(fields as Record<string, string>).toString();
    const where = `/cycles/${cycle}/units/sales-new/tasks/market-1/progress`;
    return api.ask('POST', where, { as, body, type: 'application/x-www-form-urlencoded' });
  };
  const key = () => `${cycle}-sales-new-market-1`;

  test('are the own ones of all cycles, without what they cost, running ones first', async () => {
    const mine = itemsOf<{ owner: string; cycleId: string; closed: boolean }>(
      await api.get('/api/v1/me/plan-tasks', owner),
    );
    expect(new Set(mine.map((task) => task.owner))).toEqual(new Set([owner]));
    expect(new Set(mine.map((task) => task.cycleId)).size).toBe(cycles);
    expect(JSON.stringify(mine)).not.toContain('costMinor');
    expect(mine.map((task) => task.closed)).toEqual(mine.map((task) => task.closed).toSorted());
    const first = await api.get('/api/v1/me/plan-tasks?limit=1', owner);
    const { next } = first.json as { next: string };
    const second = await api.get(`/api/v1/me/plan-tasks?limit=1&cursor=${next}`, owner);
    expect([first, second].map((reply) => itemsOf<{ id: string }>(reply)[0]?.id)).toEqual(
      itemsOf<{ id: string }>(await api.get('/api/v1/me/plan-tasks', owner))
        .slice(0, 2)
        .map(({ id }) => id),
    );
  });

  test('are reported from the page without script; a double click is one report', async () => {
    const page = await api.get('/my-tasks', owner);
    const form = {
      key: key(),
      version: '1',
      idempotencyKey: `once-${cycle}`,
      [`percent-${key()}`]: '３５',
      [`note-${key()}`]: 'on the way',
    };
    expect(page.text).toContain(`name="percent-${key()}"`);
    const [one, two] = [await post(form), await post(form)];
    expect([one.status, two.status]).toEqual([303, 303]);
    expect(await reports()).toMatchObject([{ percent: '35', note: 'on the way' }]);
    const after = await api.get(one.headers.get('location') ?? '', owner);
    expect(after.text).toContain('The progress is recorded.');
    // Sent again from a page that the browser still had, with other words: another report.
    expect((await post({ ...form, [`percent-${key()}`]: '36' })).status).toBe(303);
    expect(await reports()).toHaveLength(2);
  });

  test('keep what was typed where it is refused, and say why', async () => {
    const typed = { key: key(), version: '1', [`percent-${key()}`]: '140', [`note-${key()}`]: 'a long note' };
    const wrong = await post(typed);
    expect(wrong.status).toBe(400);
    expect(wrong.text).toMatch(/value="140"/);
    expect(wrong.text).toContain('a long note');
    await approveTasks(sql, cycle, storyTasks.slice(1), Date.parse('2027-01-18T00:00:00Z'));
    const gone = await post({ ...typed, [`percent-${key()}`]: '40' });
    expect(gone.status).toBe(409);
    expect(gone.text).toContain('a long note');
    expect((await post({ ...typed, [`percent-${key()}`]: '40' }, 'lv-hang')).status).toBe(409);
  });

  test('that end soon or are late stand in the inbox until they are done', async () => {
    const inbox = async () =>
      (await api.get('/inbox', owner)).text.match(new RegExp(`#${cycle}-sales-new-[\\w-]+`, 'g')) ?? [];
    expect(await inbox()).toEqual([`#${key()}`]);
    await setClock(sql, cycle, '2027-03-01T00:00:00Z');
    expect((await api.get('/inbox', owner)).text).toContain('29 days late');
    await report({ percent: '100' });
    expect(await inbox()).not.toContain(`#${key()}`);
    await sql`UPDATE cycles SET state = 'closed' WHERE id = ${cycle}`;
    expect(await inbox()).toEqual([]);
  });
});
