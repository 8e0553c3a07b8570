import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSweepActivities } from '../../activities/sweep.js';
import type { Sql } from '../../db/connect.js';
import { loadCycle } from '../../db/cycles.js';
import { currentFindings } from '../../db/organization-checks.js';
import { listRulesRevisions } from '../../db/rules.js';
import type { Goal } from '../../domain/rules/index.js';
import { goalsOf, qualityGuard } from '../../players/story/goals.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, type Reply, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { asActivity, headOf, insertCycle } from './story-cycle.js';

const chief = 'chen-mingyuan';
const [production, quality] = [headOf('production'), headOf('quality')];
const guard = qualityGuard;
const note = '质量低于 99% 时成本不再加分';

let sql: Sql;
let api: Api;
let cycle = '';
let cycles = 0;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

beforeEach(async () => {
  cycle = `a${(cycles += 1)}`;
  await insertCycle(sql, cycle);
  // The guard is what the heads come to here.
  await sql`UPDATE templates SET document = document || '{"guards": []}'`;
  await sweep();
});

const sweep = () => asActivity(createSweepActivities({ sql }).sweep, { cycleId: cycle });
const path = (unit: string, step: string) => `/api/v1/cycles/${cycle}/reviews/${unit}/steps/${step}`;

interface StepAnswer {
  readonly state: string;
  readonly outcome: string | null;
  readonly attempt: number;
  readonly revision: number;
}
const stepOf = async (unit: string, step: string): Promise<StepAnswer> =>
  (await api.get(path(unit, step), 'zhou-min')).json as StepAnswer;

async function submit(unit: string, step: string, content: object, as = headOf(unit)): Promise<Reply> {
  const { revision } = await stepOf(unit, step);
  return api.post(`${path(unit, step)}/submit`, { stepRevision: revision, content }, as);
}
async function decide(unit: string, step: string, decision: string, as: string, ask = {}): Promise<Reply> {
  const { revision } = await stepOf(unit, step);
  return api.post(`${path(unit, step)}/approve`, { stepRevision: revision, decision, reason: '看过了' }, as, ask);
}
const goals = (unit: string, change: (goal: Goal) => Goal = (goal) => goal) => ({
  goals: goalsOf(unit).map(change),
  answers: [],
});

/** Both have submitted; quality was second. */
async function bothSubmitted(): Promise<void> {
  expect((await submit('production', 'goals', goals('production'))).status).toBe(200);
  expect((await submit('quality', 'goals', goals('quality'))).status).toBe(200);
}
const toldOf = async (person: string, step: string): Promise<readonly string[]> =>
  (
    await sql<{ code: string }[]>`
      SELECT code FROM notices WHERE cycle_id = ${cycle} AND person_id = ${person} AND step_id = ${step} ORDER BY id`
  ).map(({ code }) => code);
async function clockTo(instant: number): Promise<void> {
  await sql`UPDATE cycle_clocks SET now_at = ${instant} WHERE cycle_id = ${cycle}`;
  await sweep();
}
const closesAt = async (unit: string, step: string): Promise<number> => {
  const [row] = await sql<{ at: number }[]>`
    SELECT coalesce(CASE state WHEN 'submitted' THEN decide_closes_at END, closes_at) AS at FROM steps
     WHERE cycle_id = ${cycle} AND unit_id = ${unit} AND step_id = ${step}`;
  return row?.at ?? 0;
};

describe('goals in conflict', () => {
  test('open an alignment with the second of two submits, of its head, told once', async () => {
    await submit('production', 'goals', goals('production'));
    expect((await api.get(path('production', 'alignment/quality'), 'zhou-min')).status).toBe(404);
    await submit('quality', 'goals', goals('quality'));
    expect(await stepOf('quality', 'alignment/production')).toMatchObject({ state: 'open', attempt: 1 });
    expect(await toldOf(quality, 'alignment/production')).toEqual(['STEP_OPENED']);
    const [task] = await sql<{ found: boolean }[]>`
      SELECT true AS found FROM journal WHERE review_id = ${`${cycle}/quality`} AND act = 'opened' AND step_id = 'alignment/production'`;
    expect(task?.found).toBe(true);
    const inbox = (await api.get('/api/v1/me/tasks', quality)).json as { items: { stepId: string }[] };
    expect(inbox.items.map(({ stepId }) => stepId)).toContain('alignment/production');
  });

  test('hold the approval of both until it has ended; a return is free', async () => {
    await bothSubmitted();
    for (const unit of ['production', 'quality']) {
      await refused('ALIGNMENT_PENDING', 409, (ask) => decide(unit, 'goals', 'approve', chief, ask));
    }
    expect((await decide('production', 'goals', 'return', chief)).status).toBe(200);
    await submit('production', 'goals', goals('production'));
    await submit('quality', 'alignment/production', { note });
    expect((await decide('quality', 'alignment/production', 'agree', production)).status).toBe(200);
    for (const unit of ['production', 'quality']) {
      expect((await decide(unit, 'goals', 'approve', chief)).status).toBe(200);
    }
    expect(await toldOf(chief, 'alignment/production')).toEqual(['STEP_DECIDED']);
    expect(await toldOf(production, 'alignment/production')).toEqual(['STEP_SUBMITTED', 'STEP_DECIDED']);
  });

  test('are settled between the heads by a guard, which enters the scorecard of the goal it holds', async () => {
    await bothSubmitted();
    await submit('quality', 'alignment/production', { note, guard });
    expect((await loadCycle(sql, cycle))?.rulesRevision).toBe(0);
    expect((await decide('quality', 'alignment/production', 'agree', production)).status).toBe(200);
    const [revision] = await listRulesRevisions(sql, cycle);
    expect(revision).toMatchObject({
      proposal: null,
      stepId: 'alignment/production',
      unitId: 'quality',
      proposedBy: quality,
      approvedBy: production,
      reason: note,
    });
    expect((await loadCycle(sql, cycle))?.template.guards).toMatchObject([
      { unit: 'production', gate: { then: { atMost: { 'unit-cost': '60' } } } },
    ]);
    const found = await listed();
    expect(found).toEqual([expect.stringMatching(/^CONFLICT_TENSION .* answered$/)]);
    // The clock stands until the cycle has taken the rules up: it is woken for that.
    expect(await sql`SELECT payload FROM outbox WHERE cycle_id = ${cycle} AND key LIKE 'wake/guard/%'`).toEqual([
      { payload: { phase: 'goal-setting' } },
    ]);
  });

  test('on which the heads do not agree are settled by the superior of both, with a reason', async () => {
    await bothSubmitted();
    await submit('quality', 'alignment/production', { note });
    expect((await decide('quality', 'alignment/production', 'object', production)).status).toBe(200);
    expect(await stepOf('quality', 'alignment/production')).toMatchObject({ state: 'done', outcome: 'objected' });
    expect(await stepOf('quality', 'settlement/production')).toMatchObject({ state: 'open' });
    await refused('ALIGNMENT_PENDING', 409, (ask) => decide('quality', 'goals', 'approve', chief, ask));
    await refused('NOT_YOUR_STEP', 403, (ask) =>
      api.post(
        `${path('quality', 'settlement/production')}/submit`,
        { stepRevision: 1, content: { note } },
        quality,
        ask,
      ),
    );
    expect((await submit('quality', 'settlement/production', { note, guard }, chief)).status).toBe(200);
    expect((await listRulesRevisions(sql, cycle))[0]).toMatchObject({
      stepId: 'settlement/production',
      approvedBy: chief,
    });
    expect((await decide('quality', 'goals', 'approve', chief)).status).toBe(200);
    expect(await listed()).toEqual([expect.stringMatching(/^CONFLICT_TENSION .* answered$/)]);
  });

  test('about which nobody says a word are the superior’s after the clock, and then no longer hold anybody', async () => {
    await bothSubmitted();
    await clockTo(await closesAt('quality', 'alignment/production'));
    expect(await stepOf('quality', 'alignment/production')).toMatchObject({ state: 'done', outcome: 'forwarded' });
    expect(await stepOf('quality', 'settlement/production')).toMatchObject({ state: 'open' });
    expect(await toldOf(chief, 'settlement/production')).toEqual(['STEP_OPENED']);
    await clockTo(await closesAt('quality', 'settlement/production'));
    expect(await stepOf('quality', 'settlement/production')).toMatchObject({ state: 'done', outcome: 'forwarded' });
    expect((await decide('quality', 'goals', 'approve', chief)).status).toBe(200);
    expect(await listed()).toEqual([expect.stringMatching(/^CONFLICT_TENSION .* open$/)]);
  });

  test('that one gives up withdraw the alignment; brought back, they are aligned anew', async () => {
    await bothSubmitted();
    await decide('quality', 'goals', 'return', chief);
    const harmless = goals('quality', (goal) =>
      goal.metric === 'material-pass-rate'
        ? { ...goal, metric: 'complaints', id: 'quality/more', target: '41', baseline: '60' }
        : goal,
    );
    const reply = await submit('quality', 'goals', harmless);
    expect(reply.status, reply.text).toBe(200);
    expect(await stepOf('quality', 'alignment/production')).toMatchObject({ state: 'cancelled' });
    expect((await decide('production', 'goals', 'approve', chief)).status).toBe(200);
    await decide('quality', 'goals', 'return', chief);
    await submit('quality', 'goals', goals('quality'));
    expect(await stepOf('quality', 'alignment/production')).toMatchObject({ state: 'open', attempt: 2 });
  });

  test('once agreed stay agreed when the same goals are submitted again', async () => {
    await bothSubmitted();
    await submit('quality', 'alignment/production', { note });
    await decide('quality', 'alignment/production', 'agree', production);
    await decide('quality', 'goals', 'return', chief);
    await submit('quality', 'goals', goals('quality'));
    expect(await stepOf('quality', 'alignment/production')).toMatchObject({
      state: 'done',
      outcome: 'agreed',
      attempt: 1,
    });
  });
});

describe('a guard that does not fit', () => {
  test.each([
    ['a goal of a third unit', { hold: 'sales/revenue' }, '/guard/hold'],
    ['a goal that is rated', { hold: 'production/teamwork' }, '/guard/hold'],
    ['the watched metric itself', { hold: 'quality/material-pass-rate' }, '/guard/hold'],
    ['a metric of neither', { metric: 'revenue' }, '/guard/metric'],
  ])('is refused: %s', async (_what, wrong, pointer) => {
    await bothSubmitted();
    const problem = await refused('GUARD_UNFIT', 422, async (ask) => {
      const content = { note, guard: { ...guard, ...wrong } };
      return api.post(`${path('quality', 'alignment/production')}/submit`, { stepRevision: 1, content }, quality, ask);
    });
    expect(problem.errors).toMatchObject([{ pointer: `/content${pointer}`, code: 'GUARD_UNFIT' }]);
  });

  test('cannot be put in force past the schema: not without the step, not with other rules', async () => {
    await bothSubmitted();
    await submit('quality', 'alignment/production', { note, guard });
    const [command] = await sql<{ id: string }[]>`
      SELECT id FROM commands WHERE cycle_id = ${cycle} AND step_id = 'alignment/production'`;
    const insert = (rules: string) => sql`
      INSERT INTO cycle_rules (cycle_id, revision, rules, from_review, from_step, command_id, valid_from)
      VALUES (${cycle}, 1, ${rules}::text::jsonb, ${`${cycle}/quality`}, 'alignment/production', ${command?.id ?? ''}, now())`;
    await expect(insert('{"guards": []}')).rejects.toThrow(/rules without approval/);
  });
});

async function listed(): Promise<readonly string[]> {
  const row = await loadCycle(sql, cycle);
  if (row === undefined) throw new Error('no cycle');
  const found = await currentFindings(sql, row);
  return found
    .filter(({ code }) => code.startsWith('CONFLICT'))
    .map(({ code, at, state }) => `${code} ${at.join(' ')} ${state}`);
}
