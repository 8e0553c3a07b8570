/** Rules that came into force after something was computed: computed anew, once; and results that say what their documents give. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMoneyActivities } from '../../activities/money.js';
import { createScoringActivities } from '../../activities/scoring.js';
import { createSweepActivities } from '../../activities/sweep.js';
import { createTakeUpRulesActivities } from '../../activities/take-up-rules.js';
import type { Sql } from '../../db/connect.js';
import { listProposals } from '../../db/money.js';
import { latestResults } from '../../db/results.js';
import { isQuiet } from '../../db/clocks.js';
import { verifyResults } from '../../db/verify-results.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, startApi } from '../setup/http.js';
import { runCommand } from '../setup/run-command.js';
import { bandOfB, change, poolOf, templateOf } from './rules-setup.js';
import { asActivity, endStep, insertCycle, insertYear, storyResults } from './story-cycle.js';

let sql: Sql;
let owner: Sql;
let databaseUrl: string;
let api: Api;
let scoring: ReturnType<typeof createScoringActivities>;
let money: ReturnType<typeof createMoneyActivities>;
let cycleId: string;
let cycles = 0;

beforeAll(async () => {
  ({ sql, owner, databaseUrl } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
  scoring = createScoringActivities({ sql });
  money = createMoneyActivities({ sql });
});

beforeEach(async () => {
  cycles += 1;
  cycleId = `t${cycles}`;
  await insertCycle(sql, cycleId);
  await insertYear(sql, cycleId);
});

const score = () => asActivity(scoring.scoreUnits, { cycleId });
const takeUp = () => asActivity(createTakeUpRulesActivities({ sql }).takeUpRules, { cycleId });
const gradeOf = async (unit: string) => (await latestResults(sql, cycleId, unit))[0]?.grade;
const noticesOf = () => sql`SELECT person_id FROM notices WHERE cycle_id = ${cycleId} AND code = 'RULES_IN_FORCE'`;
const journaled = async (act: string) =>
  (
    await sql<{ data: unknown }[]>`SELECT data FROM journal WHERE cycle_id = ${cycleId} AND act = ${act} ORDER BY seq`
  ).map((row) => row.data);

describe('rules approved between scoring and publication', () => {
  test('give every unit a new version of its result; the old one stays, and a second time changes nothing', async () => {
    await score();
    expect(await gradeOf('marketing')).toBe('C');
    await change(api, cycleId, bandOfB(await templateOf(sql, cycleId), '83'));
    expect(await takeUp()).toEqual({ revisions: [1], rescored: 7, bonus: null, budget: null });
    expect(await gradeOf('marketing')).toBe('B');
    expect(await takeUp()).toEqual({ revisions: [], rescored: null, bonus: null, budget: null });
    const versions =
      await sql`SELECT version, grade FROM results WHERE cycle_id = ${cycleId} AND unit_id = 'marketing' ORDER BY version`;
    expect(versions).toMatchObject([
      { version: 1, grade: 'C' },
      { version: 2, grade: 'B' },
    ]);
    expect(await journaled('rules-taken-up')).toEqual([{ revision: 1, rescored: 7 }]);
    expect(await noticesOf()).toHaveLength(2);
    expect((await verifyResults(sql, cycleId)).results).toBe(14);
  });

  test('taken up again after a crash in between write nothing twice', async () => {
    await score();
    await change(api, cycleId, bandOfB(await templateOf(sql, cycleId), '83'));
    // The results were written, the mark was not.
    await score();
    expect(await takeUp()).toMatchObject({ revisions: [1], rescored: 0 });
    expect(await sql`SELECT FROM results WHERE cycle_id = ${cycleId}`).toHaveLength(14);
    await Promise.all([takeUp(), takeUp()]);
    expect(await journaled('rules-taken-up')).toHaveLength(1);
  });
});

describe('rules approved before anything was computed', () => {
  test('need nothing to be computed anew: what comes is by them', async () => {
    await change(api, cycleId, bandOfB(await templateOf(sql, cycleId), '83'));
    expect(await takeUp()).toEqual({ revisions: [1], rescored: null, bonus: null, budget: null });
    await score();
    expect(await gradeOf('marketing')).toBe('B');
  });
});

describe('rules of money', () => {
  const publish = async (): Promise<void> => {
    await score();
    await scoring.publishResults({ cycleId });
  };

  test('approved after the proposals give the next attempt of what they concern, and no new result', async () => {
    await publish();
    await sql`UPDATE cycles SET phase = 'application' WHERE id = ${cycleId}`;
    await money.proposeMoney({ cycleId, kind: 'bonus' });
    await money.proposeMoney({ cycleId, kind: 'budget' });
    await change(api, cycleId, poolOf(await templateOf(sql, cycleId), '330000000'));
    expect(await takeUp()).toEqual({ revisions: [1], rescored: null, bonus: 2, budget: null });
    const proposals = await listProposals(sql, cycleId);
    expect(proposals.map(({ kind, attempt }) => `${kind} ${attempt}`)).toEqual(['bonus 2', 'bonus 1', 'budget 1']);
    expect(proposals[0]?.answer).toMatchObject({ poolMinor: '330000000' });
    expect(proposals[1]?.answer).toEqual(storyResults.bonus.expect);
    expect(await sql`SELECT FROM results WHERE cycle_id = ${cycleId}`).toHaveLength(7);
  });

  test('approved before their phase are what the first proposal is made by', async () => {
    await publish();
    await change(api, cycleId, poolOf(await templateOf(sql, cycleId), '330000000'));
    expect(await takeUp()).toMatchObject({ bonus: null });
    await sql`UPDATE cycles SET phase = 'application' WHERE id = ${cycleId}`;
    expect(await money.proposeMoney({ cycleId, kind: 'bonus' })).toEqual({ attempt: 1, unfit: [] });
    expect((await listProposals(sql, cycleId))[0]?.answer).toMatchObject({ poolMinor: '330000000' });
  });

  test('name who may not decide about the own line: by the rules in force, not by the template', async () => {
    await publish();
    const { bonus } = await templateOf(sql, cycleId);
    await change(api, cycleId, { bonus: { ...bonus, ownUnit: 'rnd' } });
    await takeUp();
    await sql`UPDATE cycles SET phase = 'application' WHERE id = ${cycleId}`;
    await money.proposeMoney({ cycleId, kind: 'bonus' });
    const { digest } = (await listProposals(sql, cycleId))[0] ?? { digest: '' };
    // Finance's own line is among the others now, so that nobody of finance may decide about them.
    await expect(
      endStep(sql, { cycleId, step: 'bonus', content: { proposalDigest: digest, note: '' }, decider: 'gao-yan' }),
    ).rejects.toThrow('decided about the own unit');
    for (const [step, decider] of [
      ['bonus', 'mei-lan'],
      ['bonus-own', 'shen-guo'],
    ] as const) {
      await endStep(sql, { cycleId, step, content: { proposalDigest: digest, note: '' }, decider });
    }
    expect(await money.postMoney({ cycleId, kind: 'bonus' })).toEqual({ posted: true, why: 'POSTED' });
    const [own] = await sql`SELECT unit_id FROM ledger WHERE cycle_id = ${cycleId} AND approved_by = 'shen-guo'`;
    expect(own).toMatchObject({ unit_id: 'rnd' });
  });
});

describe('the sweep', () => {
  test('tells the cycle that rules wait; until they are taken up a rehearsal is not quiet and its clock stands', async () => {
    const sweep = () => asActivity(createSweepActivities({ sql }).sweep, { cycleId });
    expect(await sweep()).toMatchObject({ rulesToTakeUp: false });
    await change(api, cycleId, bandOfB(await templateOf(sql, cycleId), '83'));
    await sql`UPDATE cycle_clocks SET held = false WHERE cycle_id = ${cycleId}`;
    const [before] = await sql`SELECT now_at FROM cycle_clocks WHERE cycle_id = ${cycleId}`;
    expect(await sweep()).toMatchObject({ rulesToTakeUp: true, waitMs: 0 });
    expect(await isQuiet(sql, cycleId)).toBe(false);
    expect((await sql`SELECT now_at FROM cycle_clocks WHERE cycle_id = ${cycleId}`)[0]).toEqual(before);
    await takeUp();
    expect(await sweep()).toMatchObject({ rulesToTakeUp: false });
    expect((await sql`SELECT now_at FROM cycle_clocks WHERE cycle_id = ${cycleId}`)[0]).not.toEqual(before);
  });

  test('closes a proposal that nobody decides, and nothing of it comes into force', async () => {
    const reply = await api.post(
      `/api/v1/cycles/${cycleId}/rules-proposals`,
      { rules: { guards: [] }, reason: '不再需要' },
      'zhou-min',
    );
    expect(reply.status).toBe(201);
    await sql`UPDATE cycles SET phase = 'monitoring' WHERE id = ${cycleId}`;
    await sql`UPDATE cycle_clocks SET now_at = now_at + interval '60 days' WHERE cycle_id = ${cycleId}`;
    await asActivity(createSweepActivities({ sql }).sweep, { cycleId });
    const [step] = await sql`SELECT state, outcome FROM steps WHERE review_id = ${cycleId} AND step_id = 'rules-1'`;
    expect(step).toEqual({ state: 'cancelled', outcome: null });
    expect(await sql`SELECT FROM cycle_rules WHERE cycle_id = ${cycleId}`).toHaveLength(0);
  });
});

describe('a stored result', () => {
  const wrong = async () => (await verifyResults(sql, cycleId)).problems.map(({ where, what }) => `${where} ${what}`);

  test('is what its stored documents give, byte for byte; altered by anybody, it is named', async () => {
    await score();
    expect(await verifyResults(sql, cycleId)).toEqual({ results: 7, problems: [] });
    await owner`UPDATE results SET result = jsonb_set(result, '{total}', '"99"') WHERE cycle_id = ${cycleId} AND unit_id = 'sales'`;
    await owner`UPDATE results SET total = '99' WHERE cycle_id = ${cycleId} AND unit_id = 'marketing'`;
    await owner`UPDATE results SET facts = jsonb_set(facts, '{facts,close-days,actual}', '"4"') WHERE cycle_id = ${cycleId} AND unit_id = 'finance'`;
    await owner`UPDATE results SET scorecard = '{}' WHERE cycle_id = ${cycleId} AND unit_id = 'rnd'`;
    expect(await wrong()).toEqual([
      'finance v1 RESULT_WRONG',
      'marketing v1 COLUMNS_WRONG',
      'rnd v1 RESULT_WRONG',
      'sales v1 RESULT_WRONG',
    ]);
    expect(await verifyResults(sql, cycleId, 'quality')).toEqual({ results: 1, problems: [] });
  });

  test('that was altered is told to the auditor, by the journal of the API and on the page', async () => {
    await score();
    const path = `/api/v1/cycles/${cycleId}/journal`;
    expect((await api.get(path, 'yan-zheng')).json).toMatchObject({ verification: { results: 7, problems: [] } });
    await owner`UPDATE results SET total = '99' WHERE cycle_id = ${cycleId} AND unit_id = 'marketing'`;
    const problems = [{ where: 'marketing v1', what: 'COLUMNS_WRONG' }];
    expect((await api.get(path, 'yan-zheng')).json).toMatchObject({ verification: { results: 7, problems } });
    const page = await api.get(`/cycles/${cycleId}/audit`, 'yan-zheng');
    expect(page.text).toContain('marketing v1: COLUMNS_WRONG');
  });

  // The last one: while it waits for processes, open connections come to their end.
  test('is recomputed by `perfcycle verify` too, which ends with 1 where something does not hold', async () => {
    await score();
    const own = { DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: '127.0.0.1:1', PERFCYCLE_DIGEST_KEY: 'ab'.repeat(32) };
    const verify = (...args: readonly string[]) => runCommand(['verify', ...args], { ...process.env, ...own });
    const good = await verify(cycleId);
    expect([good.status, JSON.parse(good.stdout)]).toEqual([0, { cycle: cycleId, results: 7, problems: [] }]);
    await owner`UPDATE results SET grade = 'A' WHERE cycle_id = ${cycleId} AND unit_id = 'quality'`;
    const bad = await verify(cycleId);
    expect(bad.status).toBe(1);
    expect(JSON.parse(bad.stdout)).toMatchObject({ problems: [{ where: 'quality v1', what: 'COLUMNS_WRONG' }] });
    expect([(await verify()).status, (await verify('moon')).status]).toEqual([2, 2]);
  }, 60_000);
});
