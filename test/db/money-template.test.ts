import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMoneyActivities } from '../../activities/money.js';
import { createScoringActivities } from '../../activities/scoring.js';
import type { Sql } from '../../db/connect.js';
import { loadCycle } from '../../db/cycles.js';
import { listLedger } from '../../db/ledger.js';
import { ownLineUnits } from '../../db/own-lines.js';
import { personsWithLine } from './persons-with-line.js';
import { addTemplate } from '../../db/templates.js';
import type { MoneyKind } from '../../domain/cycle/index.js';
import type { Template } from '../../domain/template.js';
import { createTestDatabase } from '../setup/database.js';
import { approveNewest, balanceOf } from './money-desk.js';
import { asActivity, insertCycle, insertYear, reopenStep, storyResults } from './story-cycle.js';

let sql: Sql;
let owner: Sql;
let money: ReturnType<typeof createMoneyActivities>;
let cycleId: string;
let cycles = 0;

beforeAll(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
  money = createMoneyActivities({ sql });
});

beforeEach(async () => {
  cycles += 1;
  cycleId = `r${cycles}`;
  await insertCycle(sql, cycleId);
});

const propose = (kind: MoneyKind) => money.proposeMoney({ cycleId, kind });
const post = (kind: MoneyKind) => money.postMoney({ cycleId, kind });

async function publishYear(): Promise<void> {
  const scoring = createScoringActivities({ sql });
  await insertYear(sql, cycleId);
  await asActivity(scoring.scoreUnits, { cycleId });
  await scoring.publishResults({ cycleId });
}

/** The cycle goes by other rules of money, as a revision of its template says them. */
async function withMoneyRules(change: (template: Template) => Pick<Template, 'bonus' | 'budget'>): Promise<void> {
  const cycle = await loadCycle(sql, cycleId);
  if (cycle === undefined) throw new Error('no cycle');
  const revision = await addTemplate(sql, { ...cycle.template, ...change(cycle.template) }, 'zhou-min');
  await sql`UPDATE cycles SET template_revision = ${revision} WHERE id = ${cycleId}`;
}

describe('a pool that keeps a reserve', () => {
  const withPool = (pool: NonNullable<Template['bonus']>['pool']) =>
    withMoneyRules(({ bonus }) => ({ ...(bonus !== undefined && { bonus: { ...bonus, pool } }) }));
  const reserve = { baseMinor: '4000000000', ratePercent: '10', reservePercent: '25' };
  const lines = async () =>
    (await listLedger(sql, cycleId)).map(({ effectKey, kind, unitId, amountMinor, approvedBy }) =>
      kind === 'reserve' ? [effectKey, unitId, amountMinor, approvedBy] : [effectKey, unitId],
    );
  beforeEach(publishYear);

  test('posts it beside the lines, approved with them, in the journal by its sum', async () => {
    await withPool(reserve);
    await propose('bonus');
    await approveNewest(sql, cycleId, 'bonus');
    expect(await post('bonus')).toEqual({ posted: true, why: 'POSTED' });
    // 10 % of 40 million is 4 million; a quarter stays back, and three million are shared as in the story.
    expect(await balanceOf(sql, cycleId, 'bonus')).toEqual(storyResults.bonus.expect.lines);
    expect((await lines()).at(-1)).toEqual([`${cycleId}/reserve/bonus/1`, null, '100000000', 'gao-yan']);
    const [told] = await sql<{ data: Record<string, unknown> }[]>`
      SELECT data FROM journal WHERE cycle_id = ${cycleId} AND act = 'posted'`;
    expect(told?.data).toMatchObject({ sumMinor: '300000000', reserveMinor: '100000000' });
    expect(await post('bonus')).toEqual({ posted: false, why: 'ALREADY_POSTED' });
    expect(await lines()).toHaveLength(7);
  });

  test('reverses it with the bonus, approved by whoever approved the new one; a budget leaves it alone', async () => {
    await withPool(reserve);
    for (const kind of ['bonus', 'budget'] as const) {
      await propose(kind);
      await approveNewest(sql, cycleId, kind);
      await post(kind);
    }
    await withPool({ ...reserve, reservePercent: '20' });
    expect(await propose('bonus')).toEqual({ attempt: 2, unfit: [] });
    for (const step of ['bonus', 'bonus-own']) await reopenStep(sql, cycleId, step);
    await approveNewest(sql, cycleId, 'bonus', ['tang-li', 'mei-lan']);
    expect(await post('bonus')).toEqual({ posted: true, why: 'POSTED' });
    expect((await lines()).filter(([key]) => String(key).includes('/reserve/'))).toEqual([
      [`${cycleId}/reserve/bonus/1`, null, '100000000', 'gao-yan'],
      [`${cycleId}/reserve/bonus/1/reversed`, null, '-100000000', 'tang-li'],
      [`${cycleId}/reserve/bonus/2`, null, '80000000', 'tang-li'],
    ]);
    const [sums] = await sql<{ bonus: string; reserve: string }[]>`
      SELECT sum(amount_minor) FILTER (WHERE kind = 'bonus')::text AS bonus, sum(amount_minor) FILTER (WHERE kind = 'reserve')::text AS reserve
        FROM ledger WHERE cycle_id = ${cycleId}`;
    expect(sums).toEqual({ bonus: '320000000', reserve: '80000000' });
  });

  test('that becomes nothing is reversed, and nothing is posted in its place', async () => {
    await withPool(reserve);
    await propose('bonus');
    await approveNewest(sql, cycleId, 'bonus');
    await post('bonus');
    await withPool({ amountMinor: '300000000' });
    await propose('bonus');
    for (const step of ['bonus', 'bonus-own']) await reopenStep(sql, cycleId, step);
    await approveNewest(sql, cycleId, 'bonus');
    await post('bonus');
    const [sum] = await sql<{ reserve: string }[]>`
      SELECT sum(amount_minor)::text AS reserve FROM ledger WHERE cycle_id = ${cycleId} AND kind = 'reserve'`;
    expect(sum?.reserve).toBe('0');
  });
});

describe('where the template names no finance unit', () => {
  const unnamed = () =>
    withMoneyRules(({ bonus, budget }) => {
      const { ownUnit: _one, ...rest } = bonus ?? { ownUnit: '' };
      const { ownUnit: _two, ...others } = budget ?? { ownUnit: '' };
      return { bonus: rest, budget: others } as Pick<Template, 'bonus' | 'budget'>;
    });
  const ownLines = async () => {
    const cycle = await loadCycle(sql, cycleId);
    return cycle?.template.bonus === undefined ? [] : ownLineUnits(sql, cycle.template.bonus, cycle.subjects);
  };
  beforeEach(unnamed);

  test('the line that pays the persons of finance is decided by the board', async () => {
    await publishYear();
    await propose('bonus');
    await approveNewest(sql, cycleId, 'bonus');
    await post('bonus');
    const own = (await listLedger(sql, cycleId)).filter((line) => line.approvedBy === 'shen-guo');
    expect(own.map((line) => line.unitId)).toEqual(['finance']);
  });

  test('it is found above where a team has no line of its own, and moves with the persons', async () => {
    expect(await ownLines()).toEqual(['finance']);
    await owner.begin(async (tx) => {
      await tx`INSERT INTO unit_members VALUES ('platform', 'gao-yan')`;
      const cycle = await loadCycle(tx, cycleId);
      const rules = cycle?.template.bonus;
      expect(rules === undefined ? [] : await ownLineUnits(tx, rules, cycle?.subjects ?? [])).toEqual([
        'finance',
        'rnd',
      ]);
      // Whoever is paid by such a line decides nothing about it, the others nothing about theirs.
      expect(await personsWithLine(tx, cycleId, 'bonus-own')).toEqual(['fang-yuan', 'gao-yan', 'qian-hui', 'tang-li']);
      expect(await personsWithLine(tx, cycleId, 'bonus')).not.toContain('gao-yan');
      await tx`DELETE FROM unit_members WHERE unit_id = 'platform'`;
    });
  });

  test('there is none where nobody of finance is in a unit with a line', async () => {
    await owner.begin(async (tx) => {
      await tx`DELETE FROM unit_members WHERE unit_id = 'finance'`;
      expect(await personsWithLine(tx, cycleId, 'bonus-own')).toEqual([]);
      await tx`INSERT INTO unit_members VALUES ('finance', 'gao-yan'), ('finance', 'tang-li')`;
    });
  });
});
