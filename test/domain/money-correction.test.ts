import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  causesOf,
  type ComputedMoney,
  correctionOf,
  findingsOfStep,
  ledgerTable,
  tryMoney,
} from '../../domain/cycle/index.js';
import { allocate, type PoolDocument } from '../../domain/rules/index.js';
import { noticeLine } from '../../messages/mail.js';

/** Corrections after the release, and the books as people read them. */

const split = (poolMinor: string, shares: Readonly<Record<string, string>>): ComputedMoney => {
  const document: PoolDocument = {
    format: 'perfcycle/pool@1',
    currency: 'CNY',
    pool: { amountMinor: poolMinor },
    shares: Object.entries(shares).map(([id, coefficient]) => ({ id, coefficient })),
  };
  return { document, answer: allocate(document) };
};
const standing = (attempt: number, { document, answer }: ComputedMoney) => ({
  attempt,
  document,
  balances: new Map(Object.entries(answer.lines)),
});

describe('a correction', () => {
  // 90 of 1 : 1 : 1 is 30 each; with b at 2 the split is 22.5, 45, 22.5 (23 to the first).
  const posted = split('90', { a: '1', b: '1', c: '1' });

  test('gives only the unit whose own result moved the difference, the reserve the opposite', () => {
    const now = split('90', { a: '1', b: '2', c: '1' });
    expect(now.answer.lines).toEqual({ a: '23', b: '45', c: '22' });
    expect(correctionOf(standing(2, posted), now)).toEqual({ of: 2, lines: { b: '15' }, reserveMinor: '-15' });
  });

  test('goes by what stands, not by what an earlier split said', () => {
    const now = split('90', { a: '1', b: '0', c: '1' });
    const paid = { ...standing(3, split('90', { a: '1', b: '2', c: '1' })), balances: new Map([['b', '45']]) };
    expect(correctionOf(paid, now)).toEqual({ of: 3, lines: { b: '-45' }, reserveMinor: '45' });
  });

  test('always sums to nothing with its reserve, and names nobody who stayed as they were', () => {
    const coefficient = fc.constantFrom('0', '0.6', '1', '1.5');
    const pair = fc.array(fc.tuple(coefficient, coefficient), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 15n), pair, (pool, units) => {
        const of = (side: 0 | 1): ComputedMoney =>
          split(pool.toString(), Object.fromEntries(units.map((each, at) => [`u${at}`, each[side]])));
        const { lines, reserveMinor } = correctionOf(standing(1, of(0)), of(1));
        const sum = Object.values(lines).reduce((all, line) => all + BigInt(line), BigInt(reserveMinor));
        const moved = units.flatMap(([was, is], at) => (was === is ? [] : [`u${at}`]));
        return sum === 0n && Object.keys(lines).every((unit) => moved.includes(unit));
      }),
    );
  });
});

test('why an attempt is another: whose result moved, and whether the rules did', () => {
  const before = split('90', { a: '1', b: '1' }).document;
  expect(causesOf(before, split('90', { a: '1', b: '2' }).document)).toEqual({ units: ['b'], rules: false });
  expect(causesOf(before, split('91', { a: '1', b: '1' }).document)).toEqual({ units: [], rules: true });
});

describe('findings', () => {
  const answer = { ...split('9', { a: '0', b: '0' }).answer };
  const own = { units: ['b'] };
  test('are answered in the step whose lines they are; the pool as a whole in the one of all', () => {
    const proposed = { ...split('9', { a: '0', b: '0' }), answer, correction: null };
    expect(findingsOfStep(proposed, { ...own, step: false })).toEqual([{ code: 'POOL_UNDISTRIBUTED' }]);
    expect(findingsOfStep(proposed, { ...own, step: true })).toEqual([]);
    const floors = {
      ...answer,
      findings: ['a', 'b'].map((unit) => ({ code: 'BUDGET_BELOW_FLOOR' as const, at: [unit] })),
    };
    expect(findingsOfStep({ ...proposed, answer: floors }, { ...own, step: true })).toEqual([floors.findings[1]]);
    const correction = { of: 1, lines: { a: '1' }, reserveMinor: '-1' };
    expect(findingsOfStep({ ...proposed, answer: floors, correction }, { ...own, step: true })).toEqual([]);
  });
});

test('the ledger stands posting beside reversal beside new posting, the reserve last', () => {
  const entry = (id: string, unitId: string | null, attempt: number, postedWith: number, amountMinor: string) => ({
    ...({ ofKind: 'bonus', unitId, attempt, postedWith, amountMinor, approvedBy: 'f', postedAt: postedWith } as const),
    reverses: attempt === postedWith ? null : id,
  });
  const entries = [entry('1', 'a', 1, 1, '60'), entry('2', 'b', 1, 1, '40')];
  const anew = [
    entry('1', 'a', 1, 2, '-60'),
    entry('2', 'b', 1, 2, '-40'),
    entry('', 'a', 2, 2, '30'),
    entry('', 'b', 2, 2, '70'),
  ];
  const corrected = [entry('', 'b', 3, 3, '5'), entry('', null, 3, 3, '-5')];
  const table = ledgerTable('bonus', [...entries, ...anew, ...corrected], ['b', 'a']);
  expect(table.rows.map((row) => [row.unitId, row.standsMinor])).toEqual([
    ['b', '75'],
    ['a', '30'],
    [null, '-5'],
  ]);
  expect(table.rows[1]?.cells).toEqual([
    { postedMinor: '60', reversedMinor: '-60' },
    { postedMinor: '30', reversedMinor: null },
    { postedMinor: null, reversedMinor: null },
  ]);
  expect(table.postings.map((each) => [each.linesMinor, each.reserveMinor, each.standsMinor])).toEqual([
    ['100', '0', '100'],
    ['100', '0', '100'],
    ['105', '-5', '100'],
  ]);
});

test('other rules are tried beside what is proposed, or name the units they have no answer for', () => {
  const unit = (id: string, grade: string) => ({ id, grade, total: '90', payrollBase: null, budgetBaseMinor: null });
  const rules = (coefficients: Readonly<Record<string, string>>) => ({
    currency: 'CNY',
    template: { bonus: { kinds: ['department'], pool: { amountMinor: '100' }, coefficients } },
  });
  const units = [unit('a', 'A'), unit('b', 'B')];
  expect(tryMoney('bonus', rules({ A: '3', B: '1' }), units, { a: '50', b: '50' }).computed).toMatchObject({
    lines: [
      { unitId: 'a', proposedMinor: '50', whatIfMinor: '75', differenceMinor: '25' },
      { unitId: 'b', proposedMinor: '50', whatIfMinor: '25', differenceMinor: '-25' },
    ],
    whatIfMinor: '100',
  });
  expect(tryMoney('bonus', rules({ A: '3' }), units, null)).toEqual({ unfit: ['b'], computed: null });
});

test('whose amount moved reads what it was, what it is and why', () => {
  const data = {
    kind: 'bonus',
    currency: 'CNY',
    beforeMinor: '23348196',
    afterMinor: '52268603',
    reason: 'OWN_RESULT',
  };
  const notice = { code: 'AMOUNT_MOVED', stepId: 'bonus', kind: null, data, otherZh: null, otherEn: null, due: null };
  const named = { ...notice, unitZh: '市场部', unitEn: 'Marketing' };
  expect(noticeLine(named, 'x', 'en')).toBe(
    "- Marketing, Bonus CNY 233,481.96 → 522,686.03 (the unit's own result has changed) was posted anew",
  );
  expect(noticeLine(named, 'x', 'zh-CN')).toContain('奖金 CNY 233,481.96 → 522,686.03（本单元的结果有变）');
});
