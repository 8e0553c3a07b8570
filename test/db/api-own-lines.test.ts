import { beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, problemOf, promptEngine, startApi } from '../setup/http.js';
import { endStep, insertCycle } from './story-cycle.js';

const [hr, finance, board] = ['zhou-min', 'gao-yan', 'shen-guo'];
const cycle = 'year';
const review = (unit: string): string => `/api/v1/cycles/${cycle}/reviews/${unit}`;
let sql: Sql;
let api: Api;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
  await insertCycle(sql, cycle);
  for (const step of ['bonus', 'bonus-own', 'budget', 'budget-own']) {
    await endStep(sql, { cycleId: cycle, step, content: {}, decider: board });
  }
});

describe('nobody decides about their own', () => {
  const open = (step: string) => sql`
    UPDATE steps SET state = 'submitted', outcome = NULL, ended_at = NULL, submitted_by = ${[hr]}, decided_by = NULL, revision = revision + 1
     WHERE review_id = ${cycle} AND step_id = ${step}`;
  const decide = async (step: string, person: string) => {
    const [row] = await sql<
      { revision: number }[]
    >`SELECT revision FROM steps WHERE review_id = ${cycle} AND step_id = ${step}`;
    return api.post(
      `${review('-')}/steps/${step}/approve`,
      { stepRevision: row?.revision ?? 0, decision: 'approve' },
      person,
    );
  };

  test('bonus line: finance does not decide its own, nor does whoever heads or belongs to a unit with a line', async () => {
    for (const step of ['bonus', 'bonus-own', 'budget', 'budget-own']) {
      await sql`DELETE FROM unit_members WHERE unit_id = 'marketing'`;
      await open(step);
      if (step.endsWith('-own')) {
        const own = await decide(step, finance);
        expect([step, own.status, problemOf(own).code]).toEqual([step, 403, 'NOT_YOUR_STEP']);
        await sql`INSERT INTO person_roles VALUES ('qian-hui', 'board') ON CONFLICT DO NOTHING`;
        const fromTheBoard = await decide(step, 'qian-hui');
        expect([step, problemOf(fromTheBoard).code]).toEqual([step, 'OWN_UNIT']);
      } else {
        await sql`INSERT INTO unit_members VALUES ('marketing', ${finance}) ON CONFLICT DO NOTHING`;
        const member = await decide(step, finance);
        expect([step, member.status, problemOf(member).code]).toEqual([step, 403, 'OWN_UNIT']);
        expect(problemOf(member).title).toBe('Nobody decides about their own unit.');
      }
      const another = await decide(step, step.endsWith('-own') ? board : 'tang-li');
      expect([step, another.status]).toEqual([step, 200]);
    }
  });
});
