import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMonitoringActivities } from '../../activities/monitoring.js';
import type { Sql } from '../../db/connect.js';
import { listDeviations } from '../../db/monitoring.js';
import { readWatch } from '../../db/watch.js';
import { createTestDatabase } from '../setup/database.js';
import { asActivity, insertCycle, insertGoals, insertValue, insertValues, storyDocument } from './story-cycle.js';

let sql: Sql;
let monitoring: ReturnType<typeof createMonitoringActivities>;
let cycleId: string;
let cycles = 0;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  monitoring = createMonitoringActivities({ sql });
});

beforeEach(async () => {
  cycles += 1;
  cycleId = `w${cycles}`;
  await insertCycle(sql, cycleId);
  await insertGoals(sql, cycleId);
});

const monitorAll = () => asActivity(monitoring.monitorUnits, { cycleId });

async function noticed(): Promise<readonly string[]> {
  const rows = await sql<{ line: string }[]>`
    SELECT data ->> 'goal' || ' ' || (data ->> 'on') || ' → ' || person_id AS line FROM notices
     WHERE cycle_id = ${cycleId} AND code = 'DEVIATION' ORDER BY id`;
  return rows.map((row) => row.line);
}

describe('monitoring', () => {
  test("sees the year's deviations, these and no others, each on its own day", async () => {
    await insertValues(sql, cycleId);
    expect(await monitorAll()).toEqual({ red: 1, amber: 2 });
    const seen = await listDeviations(sql, cycleId);
    expect(seen.map(({ on, goalId, severity }) => `${on} ${goalId} ${severity}`)).toEqual([
      '2027-03-31 marketing/leads amber',
      '2027-03-31 sales/growth red',
      '2027-12-31 quality/material-pass-rate amber',
    ]);
    const [quarter] = storyDocument('monitor') as { expect: { lines: Record<string, unknown> } }[];
    for (const { on, goalId, line } of seen) {
      if (on === '2027-03-31') expect(line).toEqual(quarter?.expect.lines[goalId]);
    }
  });

  test('tells the head and the head above, once', async () => {
    await insertValues(sql, cycleId, { days: ['2027-03-31'] });
    await monitorAll();
    expect(await monitorAll()).toEqual({ red: 0, amber: 0 });
    expect((await noticed()).toSorted()).toEqual([
      'marketing/leads 2027-03-31 → chen-mingyuan',
      'marketing/leads 2027-03-31 → su-qing',
      'sales/growth 2027-03-31 → chen-mingyuan',
      'sales/growth 2027-03-31 → lin-xiao',
    ]);
  });

  test('judges a value that arrives late on its own day', async () => {
    await insertValues(sql, cycleId, { days: ['2027-03-31', '2027-06-30'], without: ['complaints'] });
    await monitorAll();
    await insertValue(sql, cycleId, 'quality', cycleId, [{ metric: 'complaints', on: '2027-03-31', value: '59' }]);
    expect(await monitorAll()).toEqual({ red: 1, amber: 0 });
    expect(await noticed()).toContain('quality/complaints 2027-03-31 → he-jing');
  });

  test('says nothing where there is no value, nothing of another book, nothing of a day outside the period', async () => {
    await insertValues(sql, cycleId, { days: ['2027-03-31'], book: 'real' });
    const late = { metric: 'new-customers', on: '2028-01-01', value: '0' };
    await insertValue(sql, cycleId, 'sales', cycleId, [late]);
    expect(await monitorAll()).toEqual({ red: 0, amber: 0 });
  });

  test('is due when values come for a running cycle or goals come into force, until they have been judged', async () => {
    const due = async (): Promise<boolean> => (await readWatch(sql, cycleId, 0)).toMonitor;
    expect(await due()).toBe(true);
    await monitorAll();
    expect(await due()).toBe(false);
    await insertValues(sql, cycleId, { days: ['2027-03-31'], book: 'real' });
    expect(await due()).toBe(false);
    await insertValues(sql, cycleId, { days: ['2027-03-31'] });
    expect(await due()).toBe(true);
    await monitorAll();
    expect(await due()).toBe(false);
  });

  test('passes over a goal whose way has no length instead of failing for all', async () => {
    await insertValues(sql, cycleId, { days: ['2027-03-31'] });
    await sql`UPDATE goals SET content = jsonb_set(content, '{target}', content -> 'baseline')
               WHERE cycle_id = ${cycleId} AND goal_id = 'sales/growth'`;
    expect(await monitorAll()).toEqual({ red: 0, amber: 1 });
  });
});
