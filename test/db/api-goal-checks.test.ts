import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import type { Finding, Goal } from '../../domain/rules/index.js';
import { goalsOf } from '../../players/story/goals.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, problemOf, promptEngine, startApi } from '../setup/http.js';
import { headOf, insertCycle, insertGoals, insertSubmit, storyDocument } from './story-cycle.js';

const firstDrafts = storyDocument('goals-first-drafts') as { readonly document: { readonly goals: readonly Goal[] } };
const draftOf = (unit: string): readonly Goal[] => firstDrafts.document.goals.filter((goal) => goal.unit === unit);
const tensionAt = ['production/unit-cost', 'quality/material-pass-rate'];

let sql: Sql;
let api: Api;
let cycle = '';
let cycles = 0;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

beforeEach(async () => {
  cycle = `c${(cycles += 1)}`;
  await insertCycle(sql, cycle);
  await sql`UPDATE steps SET state = 'open', opened_at = opens_at WHERE cycle_id = ${cycle} AND kind IN ('goals', 'plan')`;
});

const step = (unit: string, id = 'goals') => `/api/v1/cycles/${cycle}/reviews/${unit}/steps/${id}`;
const submit = (unit: string, content: object, id = 'goals') =>
  api.post(`${step(unit, id)}/submit`, { stepRevision: 0, content }, headOf(unit));
const others = (unit: string, goals: readonly Goal[]) =>
  insertSubmit(sql, { cycleId: cycle, unit, step: 'goals', body: { goals, answers: [] } });

/** What saving this draft for the first time tells its author. */
async function told(unit: string, content: unknown, id = 'goals'): Promise<readonly string[]> {
  const first = { 'if-none-match': '*' };
  const reply = await api.ask('PUT', `${step(unit, id)}/draft`, {
    as: headOf(unit),
    body: { content },
    headers: first,
  });
  expect(reply.status, reply.text).toBe(200);
  const { findings } = reply.json as { findings: readonly (Finding & { atSubmit: string })[] };
  return findings.map(({ code, at, atSubmit }) => `${code} ${at.join(' ')} ${atSubmit}`);
}

describe('saving a draft', () => {
  test("tells the story's authors what the story says: errors, advice, the conflict, each with what it does", async () => {
    await others('sales', draftOf('sales'));
    expect(await told('marketing', { goals: draftOf('marketing') })).toEqual([
      'WEIGHTS_NOT_TOTAL marketing stops',
      'METRIC_ASKED_TWICE revenue informs',
    ]);
    expect(await told('sales', { goals: draftOf('sales') })).toEqual(['GOAL_NOT_SPECIFIC sales/growth stops']);
    expect(await told('production', { goals: draftOf('production') })).toEqual([]);
    await others('production', draftOf('production'));
    expect(await told('quality', { goals: draftOf('quality') })).toEqual([
      `CONFLICT_TENSION ${tensionAt.join(' ')} informs`,
    ]);
  });

  test('of what is no goal yet says nothing, and is kept', async () => {
    for (const [unit, content] of [
      ['rnd', { goals: 'none' }],
      ['sales', { goals: [null] }],
    ] as const) {
      expect(await told(unit, content)).toEqual([]);
    }
    // What is no number hides nothing of the rest, and is not called missing besides.
    expect(await told('finance', { goals: [{ id: 'finance/x', weight: 'much' }] })).toEqual([
      'GOAL_NOT_SPECIFIC finance/x stops',
      'GOAL_NOT_RELEVANT finance/x stops',
      'GOAL_NO_DUE finance/x stops',
      'GOAL_COUNT finance stops',
    ]);
  });

  test('counts goals that the unit above has in its draft, submitted, and in force', async () => {
    const own = goalsOf('sales-new');
    const relevant = 'GOAL_NOT_RELEVANT sales-new/markets-opened stops';
    expect(await told('sales-new', { goals: own })).toContain(relevant);
    await told('sales', { goals: goalsOf('sales') });
    expect((await submit('sales-new', { goals: own })).status).toBe(200);
    // A draft of a unit beside is nobody's business.
    await insertCycle(sql, 'beside');
    cycle = 'beside';
    await sql`UPDATE steps SET state = 'open', opened_at = opens_at WHERE cycle_id = 'beside' AND kind = 'goals'`;
    await told('marketing', { goals: goalsOf('sales').map((goal) => ({ ...goal, unit: 'marketing' })) });
    expect(problemOf(await submit('sales-new', { goals: own })).errors.map((each) => each.code)).toContain(
      'GOAL_NOT_RELEVANT',
    );
  });

  test('of a plan is about the plan: what was said of the goals is not asked again', async () => {
    await insertGoals(sql, cycle);
    await sql`UPDATE goals SET content = content - 'due' WHERE cycle_id = ${cycle} AND goal_id = 'finance/close-days'`;
    expect(await told('finance', { tasks: [] }, 'plan')).toEqual(
      goalsOf('finance').map((goal) => `GOAL_WITHOUT_TASK ${goal.id} asks`),
    );
  });

  test('shows all of it on the page, the conflict by the name of the other goal and with room for a reason', async () => {
    await others('production', goalsOf('production'));
    await told('quality', { goals: goalsOf('quality') });
    const page = await api.get(`/cycles/${cycle}/units/quality/steps/goals`, headOf('quality'));
    const other = goalsOf('production').find((goal) => goal.id === tensionAt[0]);
    expect(page.text).toContain(`${other?.title ?? '?'}, `);
    expect(page.text).toMatch(/Conflict<\/span>.*Does not stop your submit/s);
    await told('sales', { goals: goalsOf('sales') });
    const below = await api.get(`/cycles/${cycle}/units/sales-new/steps/goals`, headOf('sales-new'));
    expect(below.text).toMatch(/value="sales\/growth"[^>]*>[^<]*\(draft\)/);
  });
});

describe('a submit of goals', () => {
  test('is not stopped by a conflict; the reason that came with it is kept with its author', async () => {
    await others('production', goalsOf('production'));
    const answers = [{ code: 'CONFLICT_TENSION', at: tensionAt, reason: '保留:设有护栏' }];
    expect((await submit('quality', { goals: goalsOf('quality'), answers })).status).toBe(200);
    const kept = (await api.get(step('quality'), 'zhou-min')).json as {
      versions: readonly { by: string; content: { answers: unknown } }[];
    };
    expect(kept.versions.map(({ by, content }) => [by, content.answers])).toEqual([['he-jing', answers]]);
  });

  test('that warns is refused until each warning has its reason', async () => {
    const hard = goalsOf('rnd').map((goal) => (goal.id === 'rnd/patents' ? { ...goal, target: '400' } : goal));
    await sql`UPDATE metrics SET history = '{1,2,4}' WHERE id = 'patents'`;
    const reply = await submit('rnd', { goals: hard });
    expect([reply.status, problemOf(reply).code]).toEqual([422, 'WARNING_UNANSWERED']);
    const answers = [{ code: 'GOAL_HARDLY_ACHIEVABLE', at: ['rnd/patents'], reason: '已增加专利团队' }];
    expect((await submit('rnd', { goals: hard, answers: [{ ...answers[0], reason: ' ' }] })).status).toBe(400);
    expect((await submit('rnd', { goals: hard, answers })).status).toBe(200);
    await sql`UPDATE metrics SET history = '{}' WHERE id = 'patents'`;
  });

  test('holds goals of its own unit, under ids that are free', async () => {
    await others('sales', goalsOf('sales'));
    const [first, ...rest] = goalsOf('marketing');
    const foreign = await submit('marketing', { goals: [{ ...first, unit: 'sales' }, ...rest] });
    expect([foreign.status, problemOf(foreign).errors]).toMatchObject([400, [{ pointer: '/content/goals/0/unit' }]]);
    const taken = await submit('marketing', { goals: [{ ...first, id: 'sales/growth' }, ...rest] });
    expect(problemOf(taken).errors).toMatchObject([{ pointer: '/content/goals/0/id', code: 'ID_DUPLICATE' }]);
  });
});
