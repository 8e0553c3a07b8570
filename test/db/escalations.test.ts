import { beforeAll, expect, test } from 'vitest';
import { noticesFor } from '../../activities/step-events.js';
import type { Sql } from '../../db/connect.js';
import { openOnDemand, planById } from '../../domain/process/index.js';
import { times } from '../domain/a-step.js';
import { createTestDatabase } from '../setup/database.js';
import { insertCycle } from './story-cycle.js';

let sql: Sql;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  await insertCycle(sql, 'e');
});

test('the silence of those who decide an appeal from outside the line is told to HR, who finds another', async () => {
  const plan = planById([], 'improvement-appeal');
  if (plan === undefined) throw new Error('no plan of the appeal');
  const step = openOnDemand(
    { id: 'improvement-appeal-1', kind: 'improvement-appeal', at: 0 },
    { times, rungs: () => [] },
  );
  const place = { cycleId: 'e', reviewId: 'e/quality', unitId: 'quality', raterUnitId: null, at: 0 };
  const event = { type: 'escalated', stepId: step.id, rung: 1, of: 'decider' } as const;
  const told = await noticesFor(sql, [{ event, step, plan, ...place }]);
  expect(told.map(({ code, personId }) => `${code} ${personId}`).toSorted()).toEqual([
    'STEP_ESCALATED wu-tong',
    'STEP_ESCALATED zhou-min',
  ]);
});
