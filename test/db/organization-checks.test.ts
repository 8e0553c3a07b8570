import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createOrganizationActivities } from '../../activities/organization-checks.js';
import { createSweepActivities } from '../../activities/sweep.js';
import type { Sql } from '../../db/connect.js';
import { putTasksInForce } from '../../db/content.js';
import { changeClock } from '../../db/clocks.js';
import { loadCycle } from '../../db/cycles.js';
import { currentFindings } from '../../db/organization-checks.js';
import { countOpenFindings, keyOf, settleFinding } from '../../db/organization-findings.js';
import { enterPhase } from '../../db/sweep.js';
import type { Goal } from '../../domain/rules/index.js';
import { goalsOf } from '../../players/story/goals.js';
import { createTestDatabase } from '../setup/database.js';
import { asActivity, headOf, insertCommand, insertCycle, insertSubmit, units } from './story-cycle.js';

const goalsOpen = Date.parse('2027-01-04T01:00:00Z');
const goalsDue = Date.parse('2027-01-15T16:00:00Z');
const lastWorkday = Date.parse('2027-01-15T01:00:00Z');
const planningOpens = Date.parse('2027-01-18T01:00:00Z');
const tensionAt = ['production/unit-cost', 'quality/material-pass-rate'];

let sql: Sql;
let owner: Sql;
let activities: ReturnType<typeof createOrganizationActivities>;
let cycleId: string;
let cycles = 0;

beforeAll(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
  activities = createOrganizationActivities({ sql });
});

beforeEach(async () => {
  cycles += 1;
  cycleId = `w${cycles}`;
  await insertCycle(sql, cycleId);
});

const check = (at: number) => asActivity(activities.checkOrganization, { cycleId, at });
const report = (phase: 'goal-setting' | 'planning', at: number) =>
  asActivity(activities.reportOpenFindings, { cycleId, phase, at });

const submit = (unit: string, step: 'goals' | 'plan', content: object) =>
  insertSubmit(sql, { cycleId, unit, step, body: { answers: [], ...content } });

const withoutSwot = (goals: readonly Goal[]): Goal[] => goals.map(({ swot: _swot, ...goal }) => goal);
const reason = '保留:设有护栏';
const answer = { code: 'CONFLICT_TENSION', at: tensionAt, reason };

/** All units have submitted the agreed goals; rnd forgets the strength, and nobody gives a reason unless told to. */
async function submitAll({ answered = false, forgetful = true } = {}): Promise<void> {
  for (const unit of units) {
    const goals = forgetful && unit === 'rnd' ? withoutSwot(goalsOf(unit)) : goalsOf(unit);
    await submit(unit, 'goals', { goals, answers: answered && unit === 'quality' ? [answer] : [] });
  }
}

async function toldTo(person: string): Promise<readonly string[]> {
  const rows = await sql<{ line: string }[]>`
    SELECT concat_ws(' ', code, data ->> 'finding', data ->> 'aboutEn', data ->> 'phase', data ->> 'open') AS line
      FROM notices WHERE cycle_id = ${cycleId} AND step_id = 'findings' AND person_id = ${person} ORDER BY id`;
  return rows.map((row) => row.line);
}

async function listed(): Promise<readonly string[]> {
  const cycle = await loadCycle(sql, cycleId);
  if (cycle === undefined) throw new Error('no cycle');
  const found = await currentFindings(sql, cycle);
  return found.map(({ code, at, state }) => `${code} ${at.join(' ')} ${state}`).toSorted();
}

const strength = 'FINDING STRENGTH_UNUSED Strong research and development';

describe('the checks over the whole organization', () => {
  test('find what stands: nothing but the tension that the agreed goals keep, answered with its reason', async () => {
    await submitAll({ answered: true, forgetful: false });
    expect(await check(goalsOpen)).toEqual({ open: 0, told: 0 });
    expect(await listed()).toEqual([`CONFLICT_TENSION ${tensionAt.join(' ')} answered`]);
    expect(await toldTo('zhou-min')).toEqual([]);
  });

  test('tell everybody of HR of each new finding once, in one mail', async () => {
    await submitAll();
    expect(await check(goalsOpen)).toEqual({ open: 2, told: 4 });
    const told = await toldTo('zhou-min');
    expect(told).toHaveLength(2);
    expect(told[0]).toMatch(/^FINDING CONFLICT_TENSION Production .+, Quality .+$/);
    expect(told[1]).toBe(strength);
    expect(await toldTo('wu-tong')).toEqual(told);
    expect(await toldTo('he-jing')).toEqual([]);
    const mails = await sql<{ person: string }[]>`
      SELECT payload ->> 'person' AS person FROM outbox WHERE cycle_id = ${cycleId} AND kind = 'mail' ORDER BY 1`;
    expect(mails.map((mail) => mail.person)).toEqual(['wu-tong', 'zhou-min']);
    expect(await check(goalsOpen + 1)).toEqual({ open: 2, told: 0 });
    await submit('sales', 'goals', { goals: goalsOf('sales') });
    expect(await check(goalsOpen + 2)).toEqual({ open: 2, told: 0 });
    expect(await toldTo('zhou-min')).toEqual(told);
  });

  test('say nothing of coverage while units have yet to propose, and say it on the last working day', async () => {
    await submit('production', 'goals', { goals: goalsOf('production') });
    await submit('quality', 'goals', { goals: goalsOf('quality') });
    expect(await check(goalsOpen)).toMatchObject({ told: 2 });
    expect(await listed()).toContain('OBJECTIVE_UNCOVERED O1 open');
    expect((await toldTo('zhou-min')).map((line) => line.split(' ')[1])).toEqual(['CONFLICT_TENSION']);
    await check(lastWorkday - 1);
    expect(await toldTo('zhou-min')).toHaveLength(1);
    await check(lastWorkday);
    expect((await toldTo('zhou-min')).slice(0, -1).map((line) => line.split(' ')[1])).toEqual([
      'CONFLICT_TENSION',
      ...['OBJECTIVE_UNCOVERED', 'OBJECTIVE_UNCOVERED', 'OPPORTUNITY_UNUSED', 'STRENGTH_UNUSED'],
    ]);
  });

  test('tell the first by name and the rest by number where there are very many', async () => {
    const [first] = goalsOf('production');
    const many = Array.from({ length: 40 }, (_, index) => ({ ...first, id: `production/cost-${index}` }) as Goal);
    await submit('production', 'goals', { goals: many });
    await submit('quality', 'goals', { goals: goalsOf('quality') });
    await check(goalsOpen);
    const told = await toldTo('zhou-min');
    expect(told).toHaveLength(31);
    expect(told.at(-1)).toMatch(/^FINDINGS_MORE goal-setting \d+$/);
    await check(goalsOpen + 1);
    expect(await toldTo('zhou-min')).toEqual(told);
  });

  test('compute nothing where nothing was said since', async () => {
    await submitAll();
    await check(goalsOpen);
    const seen = async () => sql`SELECT key, first_seen, found FROM organization_findings WHERE cycle_id = ${cycleId}`;
    // What the last check left is taken as it is: a mark in it is still there afterwards.
    await sql`UPDATE organization_findings SET found = found || '{"mark": true}' WHERE cycle_id = ${cycleId}`;
    await check(goalsOpen + 1);
    expect((await seen()).every((row) => (row['found'] as { mark?: boolean }).mark === true)).toBe(true);
    await submit('rnd', 'goals', { goals: goalsOf('rnd') });
    await check(goalsOpen + 2);
    expect((await seen()).some((row) => (row['found'] as { mark?: boolean }).mark === true)).toBe(true);
    expect((await seen()).every((row) => (row['found'] as { mark?: boolean }).mark === true)).toBe(false);
  });

  test('mark what is gone, keep what HR settled, and are silent when it comes back', async () => {
    await submitAll();
    await check(goalsOpen);
    const settled = { code: 'STRENGTH_UNUSED', at: ['S1'], units: [] } as const;
    await settleFinding(sql, cycleId, { ...settled, reason: '下半年再用', by: 'zhou-min', settledAt: goalsOpen });
    expect(await countOpenFindings(sql, cycleId)).toEqual({ CONFLICT_TENSION: 1 });
    await submit('rnd', 'goals', { goals: goalsOf('rnd') });
    expect(await check(goalsOpen + 1)).toEqual({ open: 1, told: 0 });
    const [gone] = await sql<{ at: number | null }[]>`
      SELECT gone_at AS at FROM organization_findings WHERE cycle_id = ${cycleId} AND key = ${keyOf(settled)}`;
    expect(gone?.at).toBe(goalsOpen + 1);
    await submit('rnd', 'goals', { goals: withoutSwot(goalsOf('rnd')) });
    expect(await check(goalsOpen + 2)).toEqual({ open: 1, told: 0 });
    expect(await listed()).toContain('STRENGTH_UNUSED S1 settled');
  });

  test('count a plan only once there is one, and know the reason its unit gave', async () => {
    await submitAll({ answered: true, forgetful: false });
    await enterPhase(sql, cycleId, 'planning');
    expect(await check(planningOpens)).toEqual({ open: 0, told: 0 });
    const missing = { code: 'GOAL_WITHOUT_TASK', at: ['finance/close-days'], reason: '由各班组完成' };
    await submit('finance', 'plan', { tasks: [], answers: [missing] });
    await check(planningOpens + 1);
    const plan = (await listed()).filter((line) => line.startsWith('GOAL_WITHOUT_TASK'));
    expect(plan).toContain('GOAL_WITHOUT_TASK finance/close-days answered');
    expect(plan).toContain('GOAL_WITHOUT_TASK finance/budget-accuracy open');
    expect(plan).toHaveLength(goalsOf('finance').length);
    const place = await insertCommand(sql, { cycleId, unit: 'finance', step: 'plan', by: headOf('finance') });
    const task = { id: 'task-1', unit: 'finance', goal: 'finance/budget-accuracy', title: '预算' };
    await putTasksInForce(sql, place, { tasks: [task], answers: [] });
    expect(await listed()).not.toContain('GOAL_WITHOUT_TASK finance/budget-accuracy open');
  });
});

describe('before a phase ends', () => {
  test('the working day before it is an instant that matters: the sweep names it', async () => {
    await changeClock(sql, cycleId, { hold: true }, 'zhou-min');
    await sql`UPDATE cycle_clocks SET now_at = ${goalsDue - 86_400_000}, held = true WHERE cycle_id = ${cycleId}`;
    const { sweep } = createSweepActivities({ sql });
    expect((await asActivity(sweep, { cycleId })).nextAt).toBe(lastWorkday);
  });

  test('HR is reminded of what is open, once', async () => {
    await submitAll();
    await check(lastWorkday - 1);
    expect((await toldTo('wu-tong')).filter((line) => line.startsWith('FINDINGS'))).toEqual([]);
    await check(lastWorkday);
    await check(lastWorkday + 1);
    expect((await toldTo('wu-tong')).slice(2)).toEqual(['FINDINGS_REMINDED goal-setting 2']);
  });

  test('nobody is reminded of nothing', async () => {
    await submitAll({ answered: true, forgetful: false });
    await check(lastWorkday);
    expect(await toldTo('wu-tong')).toEqual([]);
  });
});

describe('when a phase has ended', () => {
  const lines = async () => sql<{ data: unknown }[]>`
    SELECT data FROM journal WHERE cycle_id = ${cycleId} AND act = 'findings-left-open' ORDER BY seq`;

  test('what is open is journaled with counts and digest, and told, once for each phase', async () => {
    await submitAll();
    expect(await report('goal-setting', planningOpens)).toEqual({ open: 2 });
    await report('goal-setting', planningOpens);
    expect((await lines()).map((line) => line.data)).toEqual([
      {
        phase: 'goal-setting',
        open: 2,
        codes: { CONFLICT_TENSION: 1, STRENGTH_UNUSED: 1 },
        digest: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      },
    ]);
    expect(await toldTo('zhou-min')).toEqual(['FINDINGS_LEFT goal-setting 2']);
    await report('planning', planningOpens + 1);
    expect(await lines()).toHaveLength(2);
  });

  test('what ended with nothing open is not journaled', async () => {
    await submitAll({ answered: true, forgetful: false });
    expect(await report('goal-setting', planningOpens)).toEqual({ open: 0 });
    expect(await lines()).toEqual([]);
    expect(await toldTo('zhou-min')).toEqual([]);
  });

  test('what was settled and how a phase ended is never changed, by nobody', async () => {
    await submitAll();
    await report('goal-setting', planningOpens);
    const word = { code: 'STRENGTH_UNUSED', at: ['S1'], units: [], by: 'zhou-min', settledAt: 1 } as const;
    expect(await settleFinding(sql, cycleId, { ...word, reason: 'first' })).toBe(true);
    expect(await settleFinding(sql, cycleId, { ...word, reason: 'second' })).toBe(false);
    await expect(settleFinding(sql, cycleId, { ...word, at: ['S2'], reason: ' ' })).rejects.toThrow(/check/);
    await expect(owner`UPDATE settled_findings SET reason = 'other'`).rejects.toThrow(/append-only/);
    await expect(owner`DELETE FROM phase_checks`).rejects.toThrow(/append-only/);
  });
});
