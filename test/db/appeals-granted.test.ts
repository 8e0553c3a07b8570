import { describe, expect, test } from 'vitest';
import { createMoneyActivities } from '../../activities/money.js';
import { createScoringActivities } from '../../activities/scoring.js';
import { loadLedger } from '../../api/ledger.js';
import { loadCycle } from '../../db/cycles.js';
import { latestResults } from '../../db/results.js';
import type { Reply } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { claim, claimed, head, setUpAppeals, unit } from './appeal-desk.js';
import { approveNewest, balanceOf } from './money-desk.js';
import { asActivity, headOf, resultsAfterAppeal, storyResults } from './story-cycle.js';

const desk = setUpAppeals();

describe('a granted appeal', () => {
  async function grantAtOnce(more: object = {}): Promise<Reply> {
    await desk.file();
    return desk.decide('grant', headOf('quality'), more);
  }

  test('corrects the facts, computes anew, and tells those whose result moved, once', async () => {
    expect((await grantAtOnce()).status).toBe(200);
    expect(await desk.sweep()).toMatchObject({ toRecalculate: true, waitMs: 0 });
    expect(await desk.recalculate()).toEqual({ moved: 1, proposed: [] });
    expect(await desk.recalculate()).toEqual({ moved: 0, proposed: [] });
    const [result] = await latestResults(desk.sql, desk.cycle, unit);
    expect([result?.total, result?.grade, result?.version]).toEqual(['98.6', 'A', 2]);
    expect(result?.publishedAt).not.toBeNull();
    expect(result?.facts.facts['brand-awareness']).toEqual(
      resultsAfterAppeal.units[unit]?.facts.facts['brand-awareness'],
    );
    expect(await desk.notices('RESULT_MOVED')).toEqual(['chen-mingyuan', head].sort());
    const [value] =
      await desk.sql`SELECT reason, entered_by AS by FROM metric_values WHERE book = ${desk.cycle} AND metric_id = 'brand-awareness'
                                AND on_date = '2027-12-31' ORDER BY version DESC LIMIT 1`;
    expect(value).toEqual({ reason: '调查样本计错', by: headOf('quality') });
    expect(await desk.stepOf('appeal-2')).toMatchObject({ state: 'cancelled' });
  });

  test('corrects what the decider found, where that is something else', async () => {
    expect((await grantAtOnce({ corrections: { values: [{ ...claimed, value: '17.1' }], ratings: [] } })).status).toBe(
      200,
    );
    await desk.recalculate();
    // (17.1 - 9) / 9 is 90 %: 0.5 · 90 + 0.3 · 92 + 0.2 · 80.
    expect(await desk.totalOf()).toBe('88.6');
  });

  test('corrects a rating', async () => {
    const rating = { item: 'teamwork', role: 'superior', by: 'hq', value: '5' };
    expect((await desk.file({ ...claim, values: [], ratings: [rating] })).status).toBe(200);
    expect((await desk.decide('grant', headOf('quality'))).status).toBe(200);
    await desk.recalculate();
    // (0.6 · 5 + 0.4 · 4.5) = 4.8, 95 points: 40 + 27.6 + 19.
    expect(await desk.totalOf()).toBe('86.6');
  });

  test('cannot put a rating out of its scale, twice, or as it stands', async () => {
    const rating = { item: 'teamwork', role: 'superior', by: 'hq', value: '5' };
    const errorsOf = async (ratings: readonly object[], values: readonly object[] = []) => {
      const { json } = await desk.file({ ...claim, values, ratings });
      const { code, errors } = json as { code: string; errors: readonly { pointer: string; code: string }[] };
      return [code, ...errors.map((each) => `${each.pointer} ${each.code}`)];
    };
    expect(await errorsOf([{ ...rating, value: '9' }])).toEqual([
      'RATING_OUT_OF_SCALE',
      '/content/ratings/0/value RATING_OUT_OF_SCALE',
    ]);
    expect(await errorsOf([rating, { ...rating, value: '3' }])).toEqual([
      'CONTENT_INVALID',
      '/content/ratings/1/item ID_DUPLICATE',
    ]);
    expect(await errorsOf([{ ...rating, value: '4.0' }], [{ ...claimed, value: '16.20' }])).toEqual([
      'CONTENT_INVALID',
      '/content/values/0/value NOTHING_CHANGED',
      '/content/ratings/0/value NOTHING_CHANGED',
    ]);
  });

  test('beside another that is taken up with it: each unit is told its own', async () => {
    await grantAtOnce();
    const quality = { item: 'teamwork', role: 'superior', by: 'hq', value: '5' };
    const appeal = { ...claim, values: [], ratings: [quality] };
    await desk.act('submit', 'appeal', { content: appeal }, headOf('quality'), 'quality');
    const decided = await desk.act('approve', 'appeal', { decision: 'grant' }, headOf('finance'), 'quality');
    expect([decided.status, await desk.recalculate()]).toEqual([200, { moved: 2, proposed: [] }]);
    const told = await desk.sql<{ unit: string; decided: string }[]>`
      SELECT DISTINCT r.unit_id AS unit, n.data ->> 'decidedUnit' AS decided FROM notices n JOIN reviews r ON r.id = n.review_id
       WHERE n.cycle_id = ${desk.cycle} AND n.code = 'RESULT_MOVED' ORDER BY 1`;
    expect(told.map(({ unit: of, decided: by }) => [of, by])).toEqual([
      ['marketing', 'marketing'],
      ['quality', 'quality'],
    ]);
    const because = await desk.sql<{ unit: string; step: string }[]>`
      SELECT r.unit_id AS unit, c.review_id AS step FROM results r JOIN recalculations c ON c.command_id = r.because
       WHERE r.cycle_id = ${desk.cycle} ORDER BY 1`;
    expect(because.map(({ unit: of, step }) => [of, step])).toEqual(
      ['marketing', 'quality'].map((of) => [of, `${desk.cycle}/${of}`]),
    );
  });

  test('that moves no figure tells nobody that one has moved', async () => {
    // Of an earlier day: the result goes by the last one.
    await desk.file({ ...claim, values: [{ ...claimed, on: '2027-06-30', value: '12.5' }] });
    await desk.decide('grant', headOf('quality'));
    expect(await desk.recalculate()).toEqual({ moved: 0, proposed: [] });
    // The same figure on other evidence is another version of the result.
    await desk.sql`
      INSERT INTO ratings (cycle_id, unit_id, item_id, role, by_unit_id, version, rated_by, value, evidence, command_id, rated_at)
      SELECT cycle_id, unit_id, item_id, role, by_unit_id, version + 1, rated_by, value, '{note/1}', command_id, rated_at FROM ratings
       WHERE cycle_id = ${desk.cycle} AND unit_id = ${unit} AND role = 'superior'`;
    await desk.openCorrection();
    const content = { values: [{ ...claimed, on: '2027-03-31', value: '10' }], ratings: [], reason: 'x', evidence: [] };
    await desk.act('submit', 'correction-1', { content }, 'zhou-min', null);
    await desk.act('approve', 'correction-1', { decision: 'approve' }, 'wu-tong', null);
    expect(await desk.recalculate()).toEqual({ moved: 0, proposed: [] });
    expect((await latestResults(desk.sql, desk.cycle, unit))[0]).toMatchObject({ version: 2, total: '83.6' });
    expect(await desk.notices('RESULT_MOVED')).toEqual([]);
  });

  test('is taken up once, and journaled once, by two who try at the same time', async () => {
    await grantAtOnce();
    await asActivity(createScoringActivities({ sql: desk.sql }).scoreUnits, { cycleId: desk.cycle });
    const both = await Promise.all([desk.recalculate(), desk.recalculate()]);
    expect(both.map(({ moved }) => moved).toSorted()).toEqual([0, 1]);
    const lines = await desk.sql`SELECT FROM journal WHERE review_id = ${desk.cycle} AND act = 'recalculated'`;
    expect(lines).toHaveLength(1);
  });

  test('that corrects nothing is refused', async () => {
    await desk.file({ ...claim, values: [] });
    await refused('CORRECTION_MISSING', 422, (ask) =>
      desk.api.post(
        `${desk.base()}/steps/appeal/approve`,
        { stepRevision: 2, decision: 'grant', reason: '' },
        headOf('quality'),
        ask,
      ),
    );
  });

  test('after the posting reopens the money, whose new posting reverses the old, to the cent', async () => {
    const money = createMoneyActivities({ sql: desk.sql });
    await desk.sql`UPDATE steps SET state = 'open', revision = 1 WHERE cycle_id = ${desk.cycle} AND kind LIKE 'b%' AND unit_id IS NULL`;
    for (const kind of ['bonus', 'budget'] as const) {
      await money.proposeMoney({ cycleId: desk.cycle, kind });
      await approveNewest(desk.sql, desk.cycle, kind);
      await money.postMoney({ cycleId: desk.cycle, kind });
    }
    expect(await balanceOf(desk.sql, desk.cycle, 'bonus')).toEqual(storyResults.bonus.expect.lines);
    await grantAtOnce();
    expect(await desk.recalculate()).toEqual({ moved: 1, proposed: ['bonus', 'budget'] });
    for (const step of ['bonus', 'bonus-own', 'budget', 'budget-own']) {
      expect(await desk.stepOf(step, null), step).toMatchObject({ state: 'open', attempt: 2 });
    }
    expect(await desk.sweep()).toMatchObject({ toPost: [] });
    for (const kind of ['bonus', 'budget'] as const) await approveNewest(desk.sql, desk.cycle, kind);
    expect(await desk.sweep()).toMatchObject({ toPost: ['bonus', 'budget'] });
    for (const kind of ['bonus', 'budget'] as const) {
      expect(await money.postMoney({ cycleId: desk.cycle, kind })).toEqual({ posted: true, why: 'POSTED' });
      expect(await balanceOf(desk.sql, desk.cycle, kind)).toEqual(resultsAfterAppeal[kind].expect.lines);
    }
    expect(await desk.sweep()).toMatchObject({ toRecalculate: false, toPost: [] });
  });

  test('stands in the ledger beside the posting that it brought, though the clock stood still between two', async () => {
    const money = createMoneyActivities({ sql: desk.sql });
    const kind = 'bonus';
    await money.proposeMoney({ cycleId: desk.cycle, kind });
    const post = async (): Promise<void> => {
      await approveNewest(desk.sql, desk.cycle, kind);
      expect(await money.postMoney({ cycleId: desk.cycle, kind })).toEqual({ posted: true, why: 'POSTED' });
    };
    await post();
    await grantAtOnce();
    await desk.recalculate();
    await post();
    await desk.openCorrection();
    const rating = { unit: 'finance', item: 'teamwork', role: 'superior', by: 'hq', value: '1' };
    const content = { values: [], ratings: [rating], reason: '记错', evidence: ['https://minutes.example/7'] };
    await desk.act('submit', 'correction-1', { content }, 'zhou-min', null);
    expect((await desk.act('approve', 'correction-1', { decision: 'approve' }, 'wu-tong', null)).status).toBe(200);
    await desk.recalculate();
    await post();
    const cycle = await loadCycle(desk.sql, desk.cycle);
    if (cycle === undefined) throw new Error('no cycle');
    const { reasons } = await loadLedger(desk.sql, cycle, kind, null);
    expect(reasons.map(({ attempt, decisions }) => [attempt, decisions.map((each) => each.stepId)])).toEqual([
      [1, []],
      [2, ['appeal']],
      [3, ['correction-1']],
    ]);
  });

  test('takes an undecided release back until all that it waits for has ended', async () => {
    await desk.sql`UPDATE steps SET state = 'submitted', revision = 2, submitted_by = '{zhou-min}' WHERE cycle_id = ${desk.cycle} AND step_id = 'release'`;
    await createMoneyActivities({ sql: desk.sql }).proposeMoney({ cycleId: desk.cycle, kind: 'bonus' });
    await grantAtOnce();
    await desk.recalculate();
    expect(await desk.stepOf('release', null)).toMatchObject({ state: 'closed', attempt: 2 });
  });
});
