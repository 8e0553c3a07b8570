/** A word on a step that is still to come: nobody has seen it, so nobody's rules have looked at the word. */
import { beforeAll, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { createTestDatabase } from '../setup/database.js';
import { absentEngine, type Api, promptEngine, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { chief, deskOf, one } from './judging-desk.js';
import { insertCycle, insertGoals } from './story-cycle.js';

let sql: Sql;
let api: Api;
let away: Api;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
  away = await startApi(sql, absentEngine);
  await insertCycle(sql, 'u');
  await insertGoals(sql, 'u');
});

test('a rating without evidence, sent before its step opens and while nobody answers, does not wait for it to open', async () => {
  await refused('STALE_REVISION', 409, (ask) =>
    away.post(
      `${deskOf(sql, away, 'u').steps('sales', 'evaluation')}/submit`,
      { stepRevision: 1, content: one('4', []) },
      chief,
      ask,
    ),
  );
  expect(await sql`SELECT FROM commands WHERE cycle_id = 'u' AND step_id = 'evaluation'`).toEqual([]);
});

test('of a step as it stands the rules of its content are asked', async () => {
  const desk = deskOf(sql, api, 'u');
  await desk.open('evaluation');
  await refused('EVIDENCE_MISSING', 422, (ask) => desk.rate(one('4', []), ask));
  expect((await desk.rate(one('4'))).status).toBe(200);
});
