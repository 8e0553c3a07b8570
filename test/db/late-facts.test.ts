/** Facts that come after the scores: scored before anything is published, and after it nothing moves by itself. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSweepActivities } from '../../activities/sweep.js';
import { createTakeUpRulesActivities } from '../../activities/take-up-rules.js';
import type { Sql } from '../../db/connect.js';
import { latestResults } from '../../db/results.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, problemOf, promptEngine, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { type Desk, deskOf, hr, hrTwo, one } from './judging-desk.js';
import {
  asActivity,
  endStep,
  insertCycle,
  insertGoals,
  insertRating,
  insertValue,
  insertValues,
} from './story-cycle.js';

let sql: Sql;
let api: Api;
let desk: Desk;
let cycle: string;
let cycles = 0;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

/** At the cut-off marketing and production had rated sales; its superior had not. */
beforeEach(async () => {
  cycle = `l${(cycles += 1)}`;
  await insertCycle(sql, cycle);
  await insertGoals(sql, cycle);
  await insertValues(sql, cycle);
  for (const by of ['marketing', 'production'])
    await insertRating(sql, {
      cycleId: cycle,
      unit: 'sales',
      step: `rating/${by}`,
      role: 'cooperating',
      by,
      value: '3',
    });
  await sql`UPDATE cycles SET phase = 'evaluation' WHERE id = ${cycle}`;
  desk = deskOf(sql, api, cycle);
  await desk.score();
  await desk.open('evaluation', 'self-evaluation', 'calibration', 'publication');
  await sql`UPDATE steps SET closes_at = '2090-01-01', due_at = '2090-01-01', next_at = NULL WHERE cycle_id = ${cycle}`;
});

const sweep = () => asActivity(createSweepActivities({ sql }).sweep, { cycleId: cycle });
const takeUp = () => asActivity(createTakeUpRulesActivities({ sql }).takeUpRules, { cycleId: cycle });
const sales = async () => (await latestResults(sql, cycle, 'sales'))[0];
const seen = async () =>
  (await api.get(`/api/v1/cycles/${cycle}/calibration`, hr)).json as {
    seenDigest: string;
    odd: { code: string; unitId: string }[];
  };
const publication = async () => ({ seenDigest: (await seen()).seenDigest, note: '' });
const wakes = () => sql`SELECT FROM outbox WHERE cycle_id = ${cycle} AND key LIKE 'wake/late-facts/%'`;

describe('a rating after the cut-off', () => {
  test('is in the result before it is published: the sweep says so, the loop scores anew, and once', async () => {
    expect(await sweep()).toMatchObject({ rulesToTakeUp: false });
    // 60 × nothing, 40 × 3: by the cooperating units alone.
    expect((await sales())?.total).toBe('87.25');
    expect((await desk.rate(one('4'))).status).toBe(200);
    expect(await wakes()).toHaveLength(1);
    expect(await sweep()).toMatchObject({ rulesToTakeUp: true, waitMs: 0 });
    expect(await takeUp()).toMatchObject({ revisions: [], rescored: 1 });
    expect(await sales()).toMatchObject({ version: 2, total: '90.25' });
    expect(await sweep()).toMatchObject({ rulesToTakeUp: false });
    expect(await takeUp()).toMatchObject({ rescored: null });
  });

  test('holds calibration and publication until it is scored', async () => {
    const said = { stepRevision: 0, content: await publication() };
    await desk.rate(one('4'));
    await refused('RESULTS_CHANGED', 409, (ask) => desk.say('publication', 'submit', hr, said, ask));
    const again = { stepRevision: 0, content: await publication() };
    await refused('FACTS_NOT_SCORED', 409, (ask) => desk.say('publication', 'submit', hr, again, ask));
    await refused('FACTS_NOT_SCORED', 409, (ask) =>
      desk.say('calibration', 'submit', hr, { stepRevision: 0, content: { changes: [], note: '' } }, ask),
    );
    await takeUp();
    expect(
      (await desk.say('publication', 'submit', hr, { stepRevision: 0, content: await publication() })).status,
    ).toBe(200);
  });

  test('between submit and approval of a publication: what two persons did not see is not published', async () => {
    const seenFirst = await publication();
    await desk.say('publication', 'submit', hr, { stepRevision: 0, content: seenFirst });
    const page = `/cycles/${cycle}/units/-/steps/publication`;
    expect((await api.get(page, hrTwo)).text).not.toContain('not what was published then');
    await desk.rate(one('4'));
    await takeUp();
    const approved = await desk.say('publication', 'approve', hrTwo, { stepRevision: 1, decision: 'approve' });
    expect(problemOf(approved).code).toBe('RESULTS_CHANGED');
    // The second person is told that what is shown is not what was submitted.
    const shown = (await api.get(page, hrTwo)).text;
    expect(shown).toContain(`(digest ${seenFirst.seenDigest.slice(0, 16)}) has changed since`);
    expect(shown).toContain('not what was published then');
    const back = { stepRevision: 1, decision: 'return', reason: '有新的评分' };
    expect((await desk.say('publication', 'approve', hrTwo, back)).status).toBe(200);
  });

  test('after the approval moves nothing by itself', async () => {
    await endStep(sql, { cycleId: cycle, step: 'publication', content: await publication(), decider: hrTwo });
    await desk.rate(one('4'));
    expect(await wakes()).toHaveLength(0);
    expect(await sweep()).toMatchObject({ rulesToTakeUp: false });
    expect(await takeUp()).toMatchObject({ rescored: null });
    expect((await sales())?.version).toBe(1);
  });

  test('that comes while the scores are written anew stops them where publication was decided meanwhile', async () => {
    await desk.rate(one('4'));
    await endStep(sql, { cycleId: cycle, step: 'publication', content: await publication(), decider: hrTwo });
    expect(await takeUp()).toMatchObject({ rescored: null });
    expect((await sales())?.version).toBe(1);
  });
});

describe('a value after the scores', () => {
  test('of the period counts; one of a later day, and what a unit says of itself, asks for nothing', async () => {
    const late = { metric: 'revenue', value: '9600', reason: '补报' };
    await insertValue(sql, cycle, 'sales', cycle, [{ ...late, on: '2028-01-31' }]);
    await desk.rate({ values: [], ratings: one('5', []).ratings, text: '' }, {}, 'lin-xiao', 'self-evaluation');
    expect(await sweep()).toMatchObject({ rulesToTakeUp: false });
    await insertValue(sql, cycle, 'sales', cycle, [{ ...late, on: '2027-12-31' }]);
    expect(await sweep()).toMatchObject({ rulesToTakeUp: true });
    expect(await takeUp()).toMatchObject({ rescored: 1 });
  });

  test('before the first score is no late one', async () => {
    await sql`DELETE FROM unscored_facts`;
    const other = `${cycle}-new`;
    await insertCycle(sql, other);
    await insertValues(sql, other);
    expect(await sql`SELECT FROM unscored_facts`).toEqual([]);
  });
});

describe('calibration that ended without an approval', () => {
  test('changes nothing, and what is seen before publication says so', async () => {
    const content = { changes: [{ unit: 'sales', grade: 'A', reason: '口径' }], note: '' };
    await desk.say('calibration', 'submit', hr, { stepRevision: 0, content });
    const proposed = (await api.get(`/api/v1/cycles/${cycle}/calibration`, hr)).json;
    expect(proposed).toMatchObject({ changes: { approved: false, rows: [{ unitId: 'sales', to: 'A' }] } });
    await sql`UPDATE steps SET state = 'done', outcome = 'forwarded', ended_at = now() WHERE review_id = ${cycle} AND step_id = 'calibration'`;
    const answer = (await api.get(`/api/v1/cycles/${cycle}/calibration`, hr)).json as {
      changes: object;
      gaps: { unitId: string; superior: { grade: string } | null; calibrated: string | null }[];
      odd: { code: string; unitId: string | null; step?: string }[];
      distribution: { grades: { before: number; after: number }[] };
    };
    expect(answer.changes).toEqual({ approved: false, rows: [] });
    const sales = answer.gaps.find(({ unitId }) => unitId === 'sales');
    expect(sales?.calibrated).toBe(sales?.superior?.grade ?? null);
    expect(answer.distribution.grades.map(({ after }) => after)).toEqual(
      answer.distribution.grades.map(({ before }) => before),
    );
    expect(answer.odd).toContainEqual({
      code: 'STEP_FORWARDED',
      unitId: null,
      step: 'calibration',
      kind: 'calibration',
    });
    const html = (await api.get(`/cycles/${cycle}/units/-/steps/publication`, hr)).text;
    expect(html).toContain('forwarded by policy');
    expect(html).toContain(`/cycles/${cycle}/units/-/steps/calibration`);
  });

  test('with an approval that changed nothing, two persons have agreed', async () => {
    await endStep(sql, { cycleId: cycle, step: 'calibration', content: { changes: [], note: '' }, decider: hrTwo });
    expect((await api.get(`/api/v1/cycles/${cycle}/calibration`, hr)).json).toMatchObject({
      changes: { approved: true, rows: [] },
    });
  });
});
