import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMoneyActivities } from '../../activities/money.js';
import type { Sql } from '../../db/connect.js';
import { balances, listLedger, post as postEntries } from '../../db/ledger.js';
import { type MoneyKind, reserveOf, sumOf } from '../../domain/cycle/index.js';
import { kinds, setUpBooks, year } from './books-desk.js';
import { approveNewest, newestProposal, putRelease, reopenAndApprove, sumsOf } from './money-desk.js';

const desk = setUpBooks();

describe('the schema refuses', () => {
  const posting = (attempt: number, amounts: Readonly<Record<string, string>>, reversesEarlier: boolean) => ({
    ...({
      cycleId: desk.cycleId,
      book: desk.cycleId,
      kind: 'bonus',
      attempt,
      currency: 'CNY',
      at: Date.now(),
      reversesEarlier,
    } as const),
    lines: Object.entries(amounts).map(([unit, amountMinor]) => {
      return { kind: 'bonus', unit, amountMinor, approvedBy: unit === 'finance' ? 'shen-guo' : 'gao-yan' } as const;
    }),
  });
  const proposed = async () => (await newestProposal(desk.sql, desk.cycleId, 'bonus')).answer.lines;

  test('lines that are not those approved, whatever they sum to', async () => {
    await desk.propose('bonus');
    await approveNewest(desk.sql, desk.cycleId, 'bonus');
    const lines = await proposed();
    const [sales, rnd] = [BigInt(lines['sales'] ?? '0') + 1n, BigInt(lines['rnd'] ?? '0') - 1n];
    const moved = { ...lines, sales: sales.toString(), rnd: rnd.toString() };
    await expect(desk.sql.begin((tx) => postEntries(tx, posting(1, moved, true)))).rejects.toThrow(
      'not what was approved',
    );
    expect(await listLedger(desk.sql, desk.cycleId)).toEqual([]);
    await desk.sql.begin((tx) => postEntries(tx, posting(1, lines, true)));
    await expect(desk.sql.begin((tx) => postEntries(tx, posting(1, lines, true)))).rejects.toThrow('postings_pkey');
  });

  test('lines that nobody approved', async () => {
    await desk.propose('bonus');
    const lines = await proposed();
    await expect(desk.sql.begin((tx) => postEntries(tx, posting(1, lines, true)))).rejects.toThrow(
      'approved by nobody',
    );
  });

  test('an entry without its posting, and one that comes after it', async () => {
    await desk.propose('bonus');
    await approveNewest(desk.sql, desk.cycleId, 'bonus');
    const late = (key: string) => desk.sql`
      INSERT INTO ledger (effect_key, book, cycle_id, kind, of_kind, unit_id, attempt, posted_with, amount_minor, currency, approved_by, posted_at)
      VALUES (${key}, ${desk.cycleId}, ${desk.cycleId}, 'bonus', 'bonus', 'sales', 1, 1, 5, 'CNY', 'gao-yan', ${Date.now()})`;
    await expect(late(`${desk.cycleId}/a`)).rejects.toThrow(/posting|foreign key/);
    await desk.post('bonus');
    await expect(late(`${desk.cycleId}/b`)).rejects.toThrow('entries without their posting');
  });

  test('a reversal after the release', async () => {
    await desk.propose('bonus');
    await approveNewest(desk.sql, desk.cycleId, 'bonus');
    await desk.post('bonus');
    await desk.move('marketing', '98.6', 'A');
    await desk.propose('bonus');
    const lines = await proposed();
    await putRelease(desk.sql, desk.cycleId, { state: 'done' });
    await expect(desk.sql.begin((tx) => postEntries(tx, posting(2, lines, true)))).rejects.toThrow(
      'reversed after the release',
    );
  });

  test('a change of what was posted', async () => {
    await desk.releaseYear();
    await expect(desk.owner`UPDATE postings SET posted_at = posted_at`).rejects.toThrow('append-only');
  });
});

describe('whatever happens in whatever order', () => {
  const units = Object.keys(year);
  const act = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.tuple(fc.constant('move'), fc.constantFrom(...units), fc.constantFrom('A', 'B', 'C', 'D')),
    },
    { weight: 3, arbitrary: fc.tuple(fc.constant('propose')) },
    { weight: 3, arbitrary: fc.tuple(fc.constant('approve')) },
    { weight: 4, arbitrary: fc.tuple(fc.constantFrom('post', 'post-twice', 'killed')) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('release')) },
  );
  const totals: Readonly<Record<string, string>> = { A: '97', B: '90', C: '75', D: '50' };

  /** The transaction is done and then lost, as when the worker or the database is killed before the commit. */
  const killed = (): ReturnType<typeof createMoneyActivities> => {
    const begin = (work: (tx: unknown) => Promise<unknown>) =>
      desk.sql.begin(async (tx) => {
        await work(tx);
        throw new Error('killed');
      });
    return createMoneyActivities({ sql: Object.assign(() => undefined, { begin }) as unknown as Sql });
  };

  async function happens([what, unit = '', grade = '']: readonly string[], kind: MoneyKind): Promise<void> {
    const at = { cycleId: desk.cycleId, kind };
    const money = createMoneyActivities({ sql: desk.sql });
    if (what === 'move') await desk.move(unit, totals[grade] ?? '0', grade);
    if (what === 'propose') await money.proposeMoney(at);
    if (what === 'approve') await reopenAndApprove(desk.sql, desk.cycleId, kind).catch(() => undefined);
    if (what === 'post') await money.postMoney(at);
    if (what === 'post-twice') await Promise.all([money.postMoney(at), money.postMoney(at)]);
    if (what === 'killed') await expect(killed().postMoney(at)).rejects.toThrow('killed');
    if (what === 'release') await putRelease(desk.sql, desk.cycleId, { state: 'done' });
  }

  /** Each entry reversed at most once, nothing twice, and everything sums to what was approved last. */
  async function holds(kind: MoneyKind): Promise<void> {
    const entries = await listLedger(desk.sql, desk.cycleId);
    if (entries.length === 0) return;
    expect(new Set(entries.map((entry) => entry.effectKey)).size).toBe(entries.length);
    const reversed = entries.flatMap((entry) => entry.reverses ?? []);
    expect(new Set(reversed).size).toBe(reversed.length);
    const proposals = await desk.sql<{ answer: Awaited<ReturnType<typeof newestProposal>>['answer'] }[]>`
      SELECT answer FROM proposals WHERE cycle_id = ${desk.cycleId} AND kind = ${kind} AND posted_at IS NOT NULL AND correction IS NULL
       ORDER BY attempt DESC LIMIT 1`;
    const split = proposals[0]?.answer;
    if (split === undefined) throw new Error('entries without a posted split');
    const { lines, reserve } = await sumsOf(desk.sql, desk.cycleId, kind);
    expect(BigInt(lines) + BigInt(reserve)).toBe(BigInt(sumOf(split)) + BigInt(reserveOf(split)));
    // Without a correction what stands is the split, unit by unit.
    if (reserve === '0' && !entries.some((entry) => entry.kind === 'reserve')) {
      expect(Object.fromEntries(await balances(desk.sql, desk.cycleId, kind))).toEqual(split.lines);
    }
  }

  test.each(kinds)('the books of the %s add up after each act', { timeout: 120_000 }, async (kind) => {
    let posted = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 16 }), async (acts) => {
        await desk.publishCycle();
        await happens(['propose'], kind);
        await approveNewest(desk.sql, desk.cycleId, kind);
        for (const each of acts) {
          await happens(each, kind);
          await holds(kind);
        }
        posted += (await listLedger(desk.sql, desk.cycleId)).length;
      }),
      { numRuns: 10 },
    );
    expect(posted).toBeGreaterThan(0);
  });
});
