import { describe, expect, test } from 'vitest';
import { listLedger } from '../../db/ledger.js';
import { kinds, setUpBooks } from './books-desk.js';
import { approveNewest, balanceOf, newestProposal, putRelease, reopenAndApprove, sumsOf } from './money-desk.js';
import { resultsAfterAppeal, storyResults } from './story-cycle.js';

const desk = setUpBooks();

describe('a correction after the release', () => {
  // production's on-time delivery was 98, not 97.5: 60 · 100 · 65, in all 73, C; coefficient 0.6 instead of 0.
  const corrected = { bonus: '52766976', budget: '12183250' };
  const before = { bonus: resultsAfterAppeal.bonus.expect.lines, budget: resultsAfterAppeal.budget.expect.lines };

  test.each(kinds)(
    'gives the unit the difference of its %s from the reserve; all others stay as paid',
    async (kind) => {
      await desk.releaseYear();
      const paid = await listLedger(desk.sql, desk.cycleId);
      await desk.move('production', '73', 'C');
      expect(await desk.propose(kind)).toEqual({ attempt: 3, unfit: [] });
      const { correction } = await newestProposal(desk.sql, desk.cycleId, kind);
      expect(correction).toEqual({
        of: 2,
        lines: { production: corrected[kind] },
        reserveMinor: `-${corrected[kind]}`,
      });
      // Who approved the second attempt is asked about the third.
      expect(await desk.post(kind)).toEqual({ posted: false, why: 'NOT_APPROVED' });
      await reopenAndApprove(desk.sql, desk.cycleId, kind);
      expect(await desk.post(kind)).toEqual({ posted: true, why: 'POSTED' });
      expect(await desk.post(kind)).toEqual({ posted: false, why: 'ALREADY_POSTED' });
      const stands = (BigInt(before[kind]['production'] ?? '0') + BigInt(corrected[kind])).toString();
      expect(await balanceOf(desk.sql, desk.cycleId, kind)).toEqual({ ...before[kind], production: stands });
      const whole = kind === 'bonus' ? '300000000' : '5200000000';
      const { lines, reserve } = await sumsOf(desk.sql, desk.cycleId, kind);
      expect((BigInt(lines) + BigInt(reserve)).toString()).toBe(whole);
      expect(reserve).toBe(`-${corrected[kind]}`);
      const added = (await listLedger(desk.sql, desk.cycleId)).slice(paid.length);
      expect(
        added.map((entry) => [entry.effectKey, entry.ofKind, entry.amountMinor, entry.reverses, entry.approvedBy]),
      ).toEqual([
        [`${desk.cycleId}/${kind}/3/production`, kind, corrected[kind], null, 'tang-li'],
        [`${desk.cycleId}/reserve/${kind}/3`, kind, `-${corrected[kind]}`, null, 'tang-li'],
      ]);
    },
  );

  test('of finance itself is decided by the board, what comes to the reserve by finance', async () => {
    await desk.releaseYear();
    await desk.move('finance', '80', 'C');
    await desk.propose('bonus');
    await reopenAndApprove(desk.sql, desk.cycleId, 'bonus');
    await desk.post('bonus');
    const [line, reserve] = (await listLedger(desk.sql, desk.cycleId)).slice(-2);
    expect([line?.unitId, line?.approvedBy, reserve?.kind, reserve?.approvedBy]).toEqual([
      ...['finance', 'mei-lan', 'reserve', 'tang-li'],
    ]);
    expect(BigInt(line?.amountMinor ?? '0') < 0n && BigInt(reserve?.amountMinor ?? '0') > 0n).toBe(true);
  });

  test('that moves nothing this money goes by is none', async () => {
    await desk.releaseYear();
    // Another total within the same grade: the budget goes by it, the bonus does not.
    await desk.move('sales', '90', 'B');
    expect(await desk.propose('bonus')).toEqual({ attempt: null, unfit: [] });
    expect(await desk.propose('budget')).toEqual({ attempt: 3, unfit: [] });
    expect(Object.keys((await newestProposal(desk.sql, desk.cycleId, 'budget')).correction?.lines ?? {})).toEqual([
      'sales',
    ]);
  });

  test('taken back before it was posted is replaced by one that changes nothing', async () => {
    await desk.releaseYear();
    await desk.move('production', '73', 'C');
    await desk.propose('bonus');
    await desk.move('production', '69.25', 'D');
    expect(await desk.propose('bonus')).toEqual({ attempt: 4, unfit: [] });
    await reopenAndApprove(desk.sql, desk.cycleId, 'bonus');
    expect(await desk.post('bonus')).toEqual({ posted: true, why: 'POSTED' });
    expect(await balanceOf(desk.sql, desk.cycleId, 'bonus')).toEqual(before.bonus);
    expect(await desk.propose('bonus')).toEqual({ attempt: null, unfit: [] });
  });

  test('taken back after it was posted gives to the reserve what came from it', async () => {
    await desk.releaseYear();
    for (const [total, grade] of [
      ['73', 'C'],
      ['69.25', 'D'],
    ] as const) {
      await desk.move('production', total, grade);
      await desk.propose('bonus');
      await reopenAndApprove(desk.sql, desk.cycleId, 'bonus');
      await desk.post('bonus');
    }
    expect(await balanceOf(desk.sql, desk.cycleId, 'bonus')).toEqual(before.bonus);
    expect(await sumsOf(desk.sql, desk.cycleId, 'bonus')).toEqual({ lines: '300000000', reserve: '0' });
  });

  test('takes the place of a split that was approved before the release and not posted', async () => {
    await desk.propose('bonus');
    await approveNewest(desk.sql, desk.cycleId, 'bonus');
    await desk.post('bonus');
    await desk.move('marketing', '98.6', 'A');
    await desk.propose('bonus');
    await reopenAndApprove(desk.sql, desk.cycleId, 'bonus');
    await putRelease(desk.sql, desk.cycleId, { state: 'done' });
    expect(await desk.post('bonus')).toEqual({ posted: false, why: 'RELEASED' });
    const { attempt, correction } = await newestProposal(desk.sql, desk.cycleId, 'bonus');
    expect([attempt, Object.keys(correction?.lines ?? {})]).toEqual([3, ['marketing']]);
    // Those who approved the split are asked about the correction.
    const steps =
      await desk.sql`SELECT state FROM steps WHERE review_id = ${desk.cycleId} AND kind IN ('bonus', 'bonus-own')`;
    expect(steps.map((step) => String(step['state']))).toEqual(['open', 'open']);
    expect(await balanceOf(desk.sql, desk.cycleId, 'bonus')).toEqual(storyResults.bonus.expect.lines);
  });
});

describe('whose amount moved', () => {
  test('is told before, after and why: the head and the superior, once for each posting', async () => {
    await desk.releaseYear();
    const told = async () =>
      (
        await desk.sql<{ unit: string; person: string; data: Record<string, string> }[]>`
          SELECT r.unit_id AS unit, n.person_id AS person, n.data FROM notices n JOIN reviews r ON r.id = n.review_id
           WHERE n.cycle_id = ${desk.cycleId} AND n.code = 'AMOUNT_MOVED' AND n.step_id = 'bonus' ORDER BY n.id`
      ).map(({ unit, person, data }) => [unit, person, data['beforeMinor'], data['afterMinor'], data['reason']]);
    const first = await told();
    expect(first.filter(([unit]) => unit === 'marketing')).toEqual([
      ['marketing', 'su-qing', '23348196', '52268603', 'OWN_RESULT'],
      ['marketing', 'chen-mingyuan', '23348196', '52268603', 'OWN_RESULT'],
    ]);
    // Whose result it was is not told to others.
    expect(first.filter(([unit]) => unit === 'sales')).toEqual([
      ['sales', 'lin-xiao', '77827321', '69691470', 'OTHER_RESULTS'],
      ['sales', 'chen-mingyuan', '77827321', '69691470', 'OTHER_RESULTS'],
    ]);
    expect(new Set(first.map(([unit]) => unit))).toEqual(new Set(['sales', 'marketing', 'rnd', 'finance']));
    await desk.post('bonus');
    expect(await told()).toEqual(first);
    await desk.move('production', '73', 'C');
    await desk.propose('bonus');
    await reopenAndApprove(desk.sql, desk.cycleId, 'bonus');
    await desk.post('bonus');
    expect((await told()).slice(first.length)).toEqual([
      ['production', 'zhao-gang', '0', '52766976', 'OWN_RESULT'],
      ['production', 'chen-mingyuan', '0', '52766976', 'OWN_RESULT'],
    ]);
  });
});
