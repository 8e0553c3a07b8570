import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMoneyActivities } from '../../activities/money.js';
import { createRecalculateActivities } from '../../activities/recalculate.js';
import { createScoringActivities } from '../../activities/scoring.js';
import { createSweepActivities } from '../../activities/sweep.js';
import type { Sql } from '../../db/connect.js';
import { resolvePersons } from '../../db/people.js';
import { latestResults } from '../../db/results.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, type Reply, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { approveNewest, balanceOf } from './money-desk.js';
import {
  asActivity,
  endStep,
  headOf,
  insertCycle,
  insertYear,
  resultsAfterAppeal,
  storyResults,
} from './story-cycle.js';

const unit = 'marketing';
const head = headOf(unit);
/** 4 February 2028, noon in Shanghai. */
const told = Date.parse('2028-02-04T04:00:00Z');
const dayMs = 86_400_000;
const claimed = { metric: 'brand-awareness', on: '2027-12-31', value: '18.9', reason: '调查样本计错' };
const claim = {
  text: '知名度调查计错了样本。',
  values: [claimed],
  ratings: [],
  evidence: ['https://survey.example/2027'],
};

let sql: Sql;
let owner: Sql;
let api: Api;
let cycle = '';
let cycles = 0;

beforeAll(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

/** Everybody's result is told and acknowledged at that instant: the windows begin. */
beforeEach(async () => {
  cycle = `a${(cycles += 1)}`;
  await insertCycle(sql, cycle);
  await insertYear(sql, cycle);
  await asActivity(createScoringActivities({ sql }).scoreUnits, { cycleId: cycle });
  await createScoringActivities({ sql }).publishResults({ cycleId: cycle });
  await sql`
    UPDATE steps SET state = 'done', outcome = 'forwarded', ended_at = ${told}, next_at = NULL
     WHERE cycle_id = ${cycle} AND kind NOT IN ('appeal', 'appeal-2', 'bonus', 'bonus-own', 'budget', 'budget-own', 'release')`;
  await sql`UPDATE barriers SET met_at = ${told}, how = 'met' WHERE cycle_id = ${cycle} AND id <> 'all:appeal-2'`;
  await sql`UPDATE cycles SET phase = 'feedback' WHERE id = ${cycle}`;
  await at(told);
  await sweep();
});

const sweep = () => asActivity(createSweepActivities({ sql }).sweep, { cycleId: cycle, recalculates: true });
const recalculate = () => asActivity(createRecalculateActivities({ sql }).recalculate, { cycleId: cycle });
/** The clock stands there, and everything that was due by then is looked at. */
async function at(instant: number): Promise<void> {
  await sql`UPDATE cycle_clocks SET now_at = ${instant}, held = true WHERE cycle_id = ${cycle}`;
  await sql`UPDATE steps SET next_at = opens_at WHERE cycle_id = ${cycle} AND state = 'closed' AND opens_at <= ${instant} AND kind LIKE 'appeal%'`;
}

interface Step {
  readonly state: string;
  readonly outcome: string | null;
  readonly revision: number;
  readonly attempt: number;
  readonly closesAt: number;
  readonly dueAt: number;
}
const base = (of: string | null = unit) => `/api/v1/cycles/${cycle}/reviews/${of ?? '-'}`;
const stepOf = async (step: string, of: string | null = unit): Promise<Step> =>
  (await api.get(`${base(of)}/steps/${step}`, 'zhou-min')).json as Step;
async function act(
  act: 'submit' | 'approve',
  step: string,
  body: object,
  as: string,
  of: string | null = unit,
): Promise<Reply> {
  const { revision } = await stepOf(step, of);
  return api.post(`${base(of)}/steps/${step}/${act}`, { stepRevision: revision, ...body }, as);
}
const file = (content: object = claim, step = 'appeal') => act('submit', step, { content }, head);
const decide = (decision: string, as: string, more: object = {}, step = 'appeal') =>
  act('approve', step, { decision, reason: '已核对原始数据', ...more }, as);
const totalOf = async (of = unit) => (await latestResults(sql, cycle, of))[0]?.total;
const notices = async (code: string) => {
  const rows = await sql<{ person: string }[]>`
    SELECT person_id AS person FROM notices WHERE cycle_id = ${cycle} AND code = ${code} ORDER BY person_id`;
  return rows.map(({ person }) => person);
};

describe('the window of an appeal', () => {
  test('is seven working days from the end of the talk, and open to the head alone', async () => {
    const { state, closesAt } = await stepOf('appeal');
    expect([state, new Date(closesAt).toISOString()]).toEqual(['open', '2028-02-15T16:00:00.000Z']);
    await refused('NOT_YOUR_STEP', 403, (ask) =>
      api.post(`${base()}/steps/appeal/submit`, { stepRevision: 1, content: claim }, headOf('sales'), ask),
    );
  });

  test('reminds nobody, and lapses when nobody used it: the second instance with it, and nobody is told of either', async () => {
    await sql`UPDATE cycles SET phase = 'application' WHERE id = ${cycle}`;
    await at(Date.parse('2028-02-15T16:00:00Z'));
    await sweep();
    expect([await stepOf('appeal'), await stepOf('appeal-2')]).toMatchObject([
      { state: 'cancelled' },
      { state: 'cancelled' },
    ]);
    expect([await notices('STEP_REMINDED'), await notices('STEP_FORWARDED')]).toEqual([[], []]);
  });

  test.each([
    ['at its last millisecond', -1, 200],
    ['at its end', 0, 409],
  ])('judges by receipt: %s', async (_when, offset, status) => {
    const { closesAt } = await stepOf('appeal');
    await at(closesAt + offset);
    const reply = await file();
    expect([reply.status, (reply.json as { code?: string }).code]).toEqual([
      status,
      status === 200 ? undefined : 'STEP_CLOSED',
    ]);
  });

  test('asks for evidence, and for facts that count', async () => {
    expect(await file({ ...claim, evidence: [] })).toMatchObject({ status: 422, json: { code: 'EVIDENCE_MISSING' } });
    const wrong = await file({
      ...claim,
      values: [
        { ...claimed, metric: 'unit-cost' },
        { ...claimed, value: '16.2' },
      ],
    });
    expect(wrong).toMatchObject({
      status: 400,
      json: {
        errors: [
          { pointer: '/content/values/0/metric', code: 'ID_UNKNOWN' },
          { pointer: '/content/values/1/value', code: 'NOTHING_CHANGED' },
        ],
      },
    });
  });
});

describe('whoever decides an appeal', () => {
  test('heads a unit beside, and took no part: the next three in the order of the organization', async () => {
    const ask = {
      key: 'd',
      rule: 'outside-head',
      unitId: unit,
      raterUnitId: null,
      cycleId: cycle,
      stepId: 'appeal',
    } as const;
    expect((await resolvePersons(sql, [ask])).get('d')).toEqual(['production', 'quality', 'finance'].map(headOf));
    await file();
    const tasks = async (as: string) =>
      (
        (await api.get('/api/v1/me/tasks', as)).json as { items: { stepId: string; unitId: string; cycleId: string }[] }
      ).items.filter((task) => task.cycleId === cycle && task.unitId === unit && task.stepId === 'appeal').length;
    expect(await Promise.all([headOf('quality'), headOf('sales'), headOf('rnd'), 'shen-guo'].map(tasks))).toEqual([
      1, 0, 0, 0,
    ]);
  });

  test('is none who rated, even where the rule named them; the schema says so as well', async () => {
    await file();
    await refused('NOT_YOUR_STEP', 403, (ask) =>
      api.post(
        `${base()}/steps/appeal/approve`,
        { stepRevision: 2, decision: 'reject', reason: 'x' },
        headOf('sales'),
        ask,
      ),
    );
    const decided = owner`UPDATE steps SET state = 'done', outcome = 'rejected', decided_by = ${headOf('sales')}, ended_at = now()
                           WHERE cycle_id = ${cycle} AND unit_id = ${unit} AND step_id = 'appeal'`;
    await expect(decided).rejects.toThrow('took part');
  });

  test('who never decides lets it go on to the second instance', async () => {
    await file();
    const { dueAt } = await stepOf('appeal');
    await sql`UPDATE cycles SET phase = 'application' WHERE id = ${cycle}`;
    await at(dueAt + 10 * dayMs);
    await sweep();
    expect([await stepOf('appeal'), await stepOf('appeal-2')]).toMatchObject([
      { state: 'done', outcome: 'forwarded' },
      { state: 'open' },
    ]);
    expect((await notices('STEP_ESCALATED')).length).toBeGreaterThan(0);
  });

  test('of the second instance is another, and no third is asked', async () => {
    await file();
    expect((await decide('reject', headOf('quality'))).status).toBe(200);
    expect((await file(claim, 'appeal-2')).status).toBe(200);
    expect((await decide('reject', headOf('quality'), {}, 'appeal-2')).status).toBe(403);
    expect((await decide('reject', 'shen-guo', {}, 'appeal-2')).status).toBe(200);
    expect(await file(claim, 'appeal-2')).toMatchObject({ status: 409, json: { code: 'STEP_ENDED' } });
    expect(await file()).toMatchObject({ status: 409, json: { code: 'STEP_ENDED' } });
    expect(await totalOf()).toBe('83.6');
  });
});

describe('a granted appeal', () => {
  async function grantAtOnce(more: object = {}): Promise<Reply> {
    await file();
    return decide('grant', headOf('quality'), more);
  }

  test('corrects the facts, computes anew, and tells those whose result moved, once', async () => {
    expect((await grantAtOnce()).status).toBe(200);
    expect(await sweep()).toMatchObject({ toRecalculate: true, waitMs: 0 });
    expect(await recalculate()).toEqual({ moved: 1, proposed: [] });
    expect(await recalculate()).toEqual({ moved: 0, proposed: [] });
    const [result] = await latestResults(sql, cycle, unit);
    expect([result?.total, result?.grade, result?.version]).toEqual(['98.6', 'A', 2]);
    expect(result?.publishedAt).not.toBeNull();
    expect(result?.facts.facts['brand-awareness']).toEqual(
      resultsAfterAppeal.units[unit]?.facts.facts['brand-awareness'],
    );
    expect(await notices('RESULT_MOVED')).toEqual(['chen-mingyuan', head].sort());
    const [value] =
      await sql`SELECT reason, entered_by AS by FROM metric_values WHERE book = ${cycle} AND metric_id = 'brand-awareness'
                                AND on_date = '2027-12-31' ORDER BY version DESC LIMIT 1`;
    expect(value).toEqual({ reason: '调查样本计错', by: headOf('quality') });
    expect(await stepOf('appeal-2')).toMatchObject({ state: 'cancelled' });
  });

  test('corrects what the decider found, where that is something else', async () => {
    expect((await grantAtOnce({ corrections: { values: [{ ...claimed, value: '17.1' }], ratings: [] } })).status).toBe(
      200,
    );
    await recalculate();
    // (17.1 - 9) / 9 is 90 %: 0.5 · 90 + 0.3 · 92 + 0.2 · 80.
    expect(await totalOf()).toBe('88.6');
  });

  test('corrects a rating', async () => {
    const rating = { item: 'teamwork', role: 'superior', by: 'hq', value: '5' };
    expect((await file({ ...claim, values: [], ratings: [rating] })).status).toBe(200);
    expect((await decide('grant', headOf('quality'))).status).toBe(200);
    await recalculate();
    // (0.6 · 5 + 0.4 · 4.5) = 4.8, 95 points: 40 + 27.6 + 19.
    expect(await totalOf()).toBe('86.6');
  });

  test('that corrects nothing is refused', async () => {
    await file({ ...claim, values: [] });
    await refused('CORRECTION_MISSING', 422, (ask) =>
      api.post(
        `${base()}/steps/appeal/approve`,
        { stepRevision: 2, decision: 'grant', reason: '' },
        headOf('quality'),
        ask,
      ),
    );
  });

  test('after the posting reopens the money, whose new posting reverses the old, to the cent', async () => {
    const money = createMoneyActivities({ sql });
    await sql`UPDATE steps SET state = 'open', revision = 1 WHERE cycle_id = ${cycle} AND kind LIKE 'b%' AND unit_id IS NULL`;
    for (const kind of ['bonus', 'budget'] as const) {
      await money.proposeMoney({ cycleId: cycle, kind });
      await approveNewest(sql, cycle, kind);
      await money.postMoney({ cycleId: cycle, kind });
    }
    expect(await balanceOf(sql, cycle, 'bonus')).toEqual(storyResults.bonus.expect.lines);
    await grantAtOnce();
    expect(await recalculate()).toEqual({ moved: 1, proposed: ['bonus', 'budget'] });
    for (const step of ['bonus', 'bonus-own', 'budget', 'budget-own']) {
      expect(await stepOf(step, null), step).toMatchObject({ state: 'open', attempt: 2 });
    }
    expect(await sweep()).toMatchObject({ toPost: [] });
    for (const kind of ['bonus', 'budget'] as const) await approveNewest(sql, cycle, kind);
    expect(await sweep()).toMatchObject({ toPost: ['bonus', 'budget'] });
    for (const kind of ['bonus', 'budget'] as const) {
      expect(await money.postMoney({ cycleId: cycle, kind })).toEqual({ posted: true, why: 'POSTED' });
      expect(await balanceOf(sql, cycle, kind)).toEqual(resultsAfterAppeal[kind].expect.lines);
    }
    expect(await sweep()).toMatchObject({ toRecalculate: false, toPost: [] });
  });

  test('takes an undecided release back until all that it waits for has ended', async () => {
    await sql`UPDATE steps SET state = 'submitted', revision = 2, submitted_by = '{zhou-min}' WHERE cycle_id = ${cycle} AND step_id = 'release'`;
    await createMoneyActivities({ sql }).proposeMoney({ cycleId: cycle, kind: 'bonus' });
    await grantAtOnce();
    await recalculate();
    expect(await stepOf('release', null)).toMatchObject({ state: 'closed', attempt: 2 });
  });
});

describe('a correction of published results', () => {
  const content = { values: [claimed], ratings: [], reason: '复核发现样本计错', evidence: [] };
  const open = (as = 'zhou-min') => api.post(`/api/v1/cycles/${cycle}/corrections`, {}, as);

  test('is proposed by HR, approved by a second person of HR, and moves what rests on it', async () => {
    expect(await open()).toMatchObject({ status: 201, json: { stepId: 'correction-1' } });
    expect((await act('submit', 'correction-1', { content }, 'zhou-min', null)).status).toBe(200);
    const own = await act('approve', 'correction-1', { decision: 'approve', reason: '' }, 'zhou-min', null);
    expect(own).toMatchObject({ status: 403, json: { code: 'OWN_WORK' } });
    expect(await totalOf()).toBe('83.6');
    expect((await act('approve', 'correction-1', { decision: 'approve', reason: '' }, 'wu-tong', null)).status).toBe(
      200,
    );
    await recalculate();
    expect(await totalOf()).toBe('98.6');
  });

  test('that is returned or says nothing corrects nothing', async () => {
    await open();
    const empty = await act('submit', 'correction-1', { content: { ...content, values: [] } }, 'zhou-min', null);
    expect(empty).toMatchObject({ status: 422, json: { code: 'CORRECTION_MISSING' } });
    await act('submit', 'correction-1', { content }, 'zhou-min', null);
    await act('approve', 'correction-1', { decision: 'return', reason: '请附依据' }, 'wu-tong', null);
    expect(await recalculate()).toEqual({ moved: 0, proposed: [] });
  });

  test('is HR’s alone, and of no use before publication', async () => {
    expect((await open(head)).status).toBe(403);
    await sql`UPDATE results SET published_at = NULL WHERE cycle_id = ${cycle}`;
    await refused('CORRECTION_TOO_EARLY', 409, (ask) =>
      api.post(`/api/v1/cycles/${cycle}/corrections`, {}, 'zhou-min', ask),
    );
  });

  test('is the only way: a value that counts is not typed over', async () => {
    const rows = [{ metric: 'brand-awareness', on: '2027-12-31', value: '18.9', reason: 'x' }];
    await refused('VALUE_SETTLED', 409, (ask) =>
      api.post(`/api/v1/cycles/${cycle}/metric-values`, { rows }, head, ask),
    );
  });

  test('without a decision cannot be written by anybody', async () => {
    const [command] = await sql<{ id: string }[]>`SELECT id FROM commands WHERE cycle_id = ${cycle} LIMIT 1`;
    const forged = sql`
      INSERT INTO recalculations (command_id, cycle_id, review_id, step_id, unit_id, corrections, asked_at)
      VALUES (${command?.id ?? ''}, ${cycle}, ${`${cycle}/${unit}`}, 'appeal', ${unit}, '{}', now())`;
    await expect(forged).rejects.toThrow('recalculation without a decision');
  });
});

test('what is posted while an appeal is open is not released', async () => {
  await sql`UPDATE barriers SET met_at = NULL WHERE cycle_id = ${cycle} AND id = 'all:appeal-2'`;
  await endStep(sql, { cycleId: cycle, step: 'bonus', content: {}, decider: 'gao-yan' });
  const reply = await act('submit', 'release', { content: { note: '' } }, 'zhou-min', null);
  expect(reply.status).toBe(409);
});
