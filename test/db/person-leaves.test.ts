/** A person leaves between evaluation and talk: whose step it is now, and who sees it waiting. */
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { resolvePersons } from '../../db/people.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { type Desk, feedbackDesk } from './feedback-setup.js';

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
  desk = await feedbackDesk(sql, api, `g${(cycles += 1)}`);
});
afterEach(async () => {
  await owner`UPDATE persons SET active = true`;
  await owner`UPDATE units SET head_id = 'jiang-tao' WHERE id = 'sales-new'`;
});

const leaves = (person: string) => owner`UPDATE persons SET active = false WHERE id = ${person}`;
const talk = { heldOn: '2028-01-26', text: '已沟通。' };
const waiting = async (person: string): Promise<readonly string[]> => {
  const { items } = (await api.get('/api/v1/me/tasks', person)).json as {
    items: { cycleId: string; unitId: string; stepId: string; act: string }[];
  };
  return items.filter(({ cycleId }) => cycleId === desk.cycle).map(({ unitId, act }) => `${unitId} ${act}`);
};

test('the superior: the next head up has the talk, sees it waiting, and holds it', async () => {
  expect(await waiting('lin-xiao')).toEqual(['sales-new submit']);
  await leaves('lin-xiao');
  expect(await waiting('chen-mingyuan')).toContain('sales-new submit');
  const page = await api.get('/inbox', 'chen-mingyuan');
  expect(page.text).toContain(`/cycles/${desk.cycle}/units/sales-new/steps/feedback`);
  await refused('NOT_YOUR_STEP', 403, (ask) => desk.talk('sales-new', talk, 'he-jing', ask));
  expect((await desk.talk('sales-new', talk, 'chen-mingyuan')).status).toBe(200);
  expect((await desk.answerTalk('sales-new', 'jiang-tao', { decision: 'acknowledge' })).status).toBe(200);
});

test('the head of all: the board has the talks', async () => {
  await leaves('chen-mingyuan');
  for (const person of ['shen-guo', 'mei-lan']) expect(await waiting(person)).toHaveLength(6);
  expect((await desk.talk('sales', talk, 'mei-lan')).status).toBe(200);
  expect(await waiting('shen-guo')).toHaveLength(5);
});

test('the head of the unit, with the talk held: nobody answers until the unit has another, and nothing is lost', async () => {
  expect((await desk.talk('sales-new', talk, 'lin-xiao')).status).toBe(200);
  await leaves('jiang-tao');
  await refused('NOT_YOUR_STEP', 403, (ask) =>
    desk.answerTalk('sales-new', 'ding-lei', { decision: 'acknowledge' }, ask),
  );
  await owner`UPDATE units SET head_id = 'ding-lei' WHERE id = 'sales-new'`;
  expect(await waiting('ding-lei')).toContain('sales-new approve');
  expect((await desk.answerTalk('sales-new', 'ding-lei', { decision: 'acknowledge' })).status).toBe(200);
});

test('every inbox says what the rules for persons say, whoever has left', async () => {
  for (const gone of [[], ['lin-xiao'], ['chen-mingyuan'], ['lin-xiao', 'chen-mingyuan'], ['jiang-tao']]) {
    await owner`UPDATE persons SET active = NOT id = ANY (${gone})`;
    for (const rule of ['parent-head', 'second-head'] as const) {
      await sql`UPDATE steps SET submitter_rule = ${rule} WHERE cycle_id = ${desk.cycle} AND kind = 'feedback'`;
      for (const unitId of ['sales', 'sales-new']) {
        const asked = await resolvePersons(sql, [{ key: 'k', rule, unitId, raterUnitId: null }]);
        const persons = await sql<{ id: string }[]>`SELECT id FROM persons WHERE active ORDER BY id`;
        const seeing = [];
        for (const { id } of persons) if ((await waiting(id)).includes(`${unitId} submit`)) seeing.push(id);
        expect([gone, rule, unitId, seeing]).toEqual([gone, rule, unitId, (asked.get('k') ?? []).toSorted()]);
      }
    }
  }
});
