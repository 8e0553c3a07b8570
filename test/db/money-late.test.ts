import { beforeAll, expect, test } from 'vitest';
import { createMoneyActivities } from '../../activities/money.js';
import { createRecalculateActivities } from '../../activities/recalculate.js';
import { createScoringActivities } from '../../activities/scoring.js';
import type { Sql } from '../../db/connect.js';
import { listProposals } from '../../db/money.js';
import { askRecalculation } from '../../db/recalculations.js';
import { createTestDatabase } from '../setup/database.js';
import { asActivity, insertCommand, insertCycle, insertGoals, insertRatings, insertValues } from './story-cycle.js';

const cycleId = 'late';
let sql: Sql;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
});

test('what could not be proposed when its phase began is, once a correction gives the missing unit its result', async () => {
  const scoring = createScoringActivities({ sql });
  const money = createMoneyActivities({ sql });
  await insertCycle(sql, cycleId);
  await insertGoals(sql, cycleId);
  await insertValues(sql, cycleId, { without: ['material-pass-rate'] });
  await insertRatings(sql, cycleId);
  await asActivity(scoring.scoreUnits, { cycleId });
  await scoring.publishResults({ cycleId });
  await sql`UPDATE cycles SET phase = 'application' WHERE id = ${cycleId}`;
  for (const kind of ['bonus', 'budget'] as const)
    expect(await money.proposeMoney({ cycleId, kind })).toEqual({ attempt: null, unfit: ['production', 'quality'] });

  await insertValues(sql, cycleId);
  const [unitId, stepId] = ['sales', 'appeal'];
  const granted = { cycleId, unit: unitId, step: stepId, by: 'he-jing', decision: 'grant' };
  const { commandId, reviewId } = await insertCommand(sql, granted);
  await sql`
    UPDATE steps SET state = 'done', outcome = 'granted', submitted_by = '{lin-xiao}', decided_by = 'he-jing',
           decide_command = ${commandId}, ended_at = now() WHERE review_id = ${reviewId} AND step_id = ${stepId}`;
  const asked = { commandId, cycleId, reviewId, stepId, unitId, at: Date.now() };
  await askRecalculation(sql, { ...asked, corrections: { values: [], ratings: [] } });
  const { recalculate } = createRecalculateActivities({ sql });
  expect(await asActivity(recalculate, { cycleId })).toEqual({ moved: 2, proposed: ['bonus', 'budget'] });
  expect((await listProposals(sql, cycleId)).map(({ kind, attempt }) => [kind, attempt])).toEqual([
    ['bonus', 1],
    ['budget', 1],
  ]);
});
