import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMoneyActivities } from '../../activities/money.js';
import { createScoringActivities } from '../../activities/scoring.js';
import type { Sql } from '../../db/connect.js';
import { listLedger } from '../../db/ledger.js';
import { listProposals } from '../../db/money.js';
import type { MoneyKind } from '../../domain/cycle/index.js';
import { createTestDatabase } from '../setup/database.js';
import { approveNewest, balanceOf, newestProposal } from './money-desk.js';
import {
  asActivity,
  endStep,
  insertCycle,
  insertGoals,
  insertRatings,
  insertValue,
  insertValues,
  insertYear,
  resultsAfterAppeal,
  storyResults,
} from './story-cycle.js';

let sql: Sql;
let owner: Sql;
let scoring: ReturnType<typeof createScoringActivities>;
let money: ReturnType<typeof createMoneyActivities>;
let cycleId: string;
let cycles = 0;

beforeAll(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
  scoring = createScoringActivities({ sql });
  money = createMoneyActivities({ sql });
});

beforeEach(async () => {
  cycles += 1;
  cycleId = `m${cycles}`;
  await insertCycle(sql, cycleId);
});

const propose = (kind: MoneyKind) => money.proposeMoney({ cycleId, kind });
const post = (kind: MoneyKind) => money.postMoney({ cycleId, kind });

async function publishYear(): Promise<void> {
  await insertYear(sql, cycleId);
  await score();
}

async function score(): Promise<void> {
  await asActivity(scoring.scoreUnits, { cycleId });
  await scoring.publishResults({ cycleId });
}

const newest = (kind: MoneyKind) => newestProposal(sql, cycleId, kind);
const approveBoth = (kind: MoneyKind) => approveNewest(sql, cycleId, kind);
const balance = (kind: MoneyKind) => balanceOf(sql, cycleId, kind);

async function approve(step: string, decider: string, proposalDigest: string): Promise<void> {
  await endStep(sql, { cycleId, step, content: { proposalDigest, note: '' }, decider });
}

describe.each(['bonus', 'budget'] as const)('a proposal of %s', (kind) => {
  test('is the document of the story, with its answer, to the cent', async () => {
    await publishYear();
    expect(await propose(kind)).toEqual({ attempt: 1, unfit: [] });
    const { document, answer } = await newest(kind);
    expect(document).toEqual(storyResults[kind].document);
    expect(answer).toEqual(storyResults[kind].expect);
  });

  test('made again of the same results is the same attempt', async () => {
    await publishYear();
    await propose(kind);
    expect(await propose(kind)).toEqual({ attempt: null, unfit: [] });
    expect(await listProposals(sql, cycleId)).toHaveLength(1);
  });

  test('is not made while a unit has no published result: its share would go to the others', async () => {
    await insertGoals(sql, cycleId);
    await insertValues(sql, cycleId, { without: ['material-pass-rate'] });
    await insertRatings(sql, cycleId);
    await score();
    expect(await propose(kind)).toEqual({ attempt: null, unfit: ['production', 'quality'] });
    expect(await propose(kind)).toEqual({ attempt: null, unfit: ['production', 'quality'] });
    expect(await post(kind)).toEqual({ posted: false, why: 'NO_PROPOSAL' });
    // Told to both persons of HR and journaled, once for the same reason.
    const told = await sql`SELECT code FROM notices WHERE cycle_id = ${cycleId} AND step_id = ${kind} ORDER BY code`;
    expect(told.map((row) => String(row['code']))).toEqual([
      ...['NOT_POSTED', 'NOT_POSTED', 'NOT_PROPOSED', 'NOT_PROPOSED'],
    ]);
    const lines = await sql<{ act: string; data: unknown }[]>`
      SELECT act, data FROM journal WHERE review_id = ${cycleId} AND act LIKE 'not-%' ORDER BY seq`;
    expect(lines.map(({ act, data }) => [act, data])).toEqual([
      ['not-proposed', { kind, unfit: ['production', 'quality'] }],
      ['not-posted', { kind, why: 'NO_PROPOSAL' }],
    ]);
  });

  test('is posted only once both steps are approved', async () => {
    await publishYear();
    await propose(kind);
    const { digest } = await newest(kind);
    expect(await post(kind)).toEqual({ posted: false, why: 'NOT_APPROVED' });
    await approve(kind, 'gao-yan', digest);
    expect(await post(kind)).toEqual({ posted: false, why: 'NOT_APPROVED' });
    await approve(`${kind}-own`, 'shen-guo', digest);
    expect(await post(kind)).toEqual({ posted: true, why: 'POSTED' });
    expect(await balance(kind)).toEqual(storyResults[kind].expect.lines);
  });

  test('is not posted where what was approved is another proposal', async () => {
    await publishYear();
    await propose(kind);
    await approve(kind, 'gao-yan', (await newest(kind)).digest);
    await approve(`${kind}-own`, 'shen-guo', '0'.repeat(64));
    expect(await post(kind)).toEqual({ posted: false, why: 'OTHER_PROPOSAL_APPROVED' });
    expect(await balance(kind)).toEqual({});
  });

  test('is not posted where its steps were forwarded by policy', async () => {
    await publishYear();
    await propose(kind);
    const content = { proposalDigest: (await newest(kind)).digest, note: '' };
    for (const step of [kind, `${kind}-own`])
      await endStep(sql, { cycleId, step, content, decider: 'gao-yan', outcome: 'forwarded' });
    expect(await post(kind)).toEqual({ posted: false, why: 'NOT_APPROVED' });
  });

  test('that a phase entered anew makes of other bases is asked of those who approved the one before', async () => {
    await publishYear();
    await propose(kind);
    await approveBoth(kind);
    await post(kind);
    const column = owner(kind === 'bonus' ? 'payroll_base' : 'budget_base_minor');
    await owner`UPDATE units SET ${column} = 1000 WHERE id = 'sales'`;
    try {
      expect(await propose(kind)).toEqual({ attempt: 2, unfit: [] });
      const steps = await sql<{ state: string; attempt: number }[]>`
        SELECT state, attempt FROM steps WHERE review_id = ${cycleId} AND kind IN (${kind}, ${`${kind}-own`})`;
      expect(steps.map(({ state, attempt }) => [state, attempt])).toEqual([
        ['open', 2],
        ['open', 2],
      ]);
    } finally {
      await owner`UPDATE units SET payroll_base = '640', budget_base_minor = '900000000' WHERE id = 'sales'`;
    }
  });

  test('that was changed behind the program is not posted', async () => {
    await publishYear();
    await propose(kind);
    await approveBoth(kind);
    await owner`UPDATE proposals SET answer = jsonb_set(answer, '{lines,quality}', '"100"') WHERE cycle_id = ${cycleId}`;
    await expect(post(kind)).rejects.toThrow('changed after it was made');
    expect(await balance(kind)).toEqual({});
  });
});

describe('a posting', () => {
  beforeEach(publishYear);

  test('names book, key and approver of every line: the own line was decided by the board', async () => {
    await propose('bonus');
    await approveBoth('bonus');
    await post('bonus');
    const lines = await listLedger(sql, cycleId);
    expect(lines.map(({ effectKey, amountMinor, approvedBy }) => [effectKey, amountMinor, approvedBy])).toEqual([
      [`${cycleId}/bonus/1/sales`, '77827321', 'gao-yan'],
      [`${cycleId}/bonus/1/marketing`, '23348196', 'gao-yan'],
      [`${cycleId}/bonus/1/production`, '0', 'gao-yan'],
      [`${cycleId}/bonus/1/quality`, '0', 'gao-yan'],
      [`${cycleId}/bonus/1/rnd`, '160518849', 'gao-yan'],
      [`${cycleId}/bonus/1/finance`, '38305634', 'shen-guo'],
    ]);
    const books = await sql`SELECT DISTINCT book FROM ledger WHERE cycle_id = ${cycleId}`;
    expect(books.map((row) => row['book'] as string)).toEqual([cycleId]);
  });

  test('asked for twice at once, and again, is made once', async () => {
    await propose('budget');
    await approveBoth('budget');
    const posted = await Promise.all([post('budget'), post('budget'), post('budget')]);
    expect(posted.filter((each) => each.posted)).toHaveLength(1);
    expect(await post('budget')).toEqual({ posted: false, why: 'ALREADY_POSTED' });
    expect(await listLedger(sql, cycleId)).toHaveLength(6);
    const told = await sql`SELECT FROM journal WHERE cycle_id = ${cycleId} AND act = 'posted'`;
    expect(told).toHaveLength(1);
  });

  test('is never changed or deleted, not even by the owner of the database', async () => {
    await propose('bonus');
    await approveBoth('bonus');
    await post('bonus');
    await expect(sql`UPDATE ledger SET amount_minor = 1`).rejects.toThrow('permission denied');
    await expect(owner`DELETE FROM ledger`).rejects.toThrow('append-only');
  });

  test('follows the calibrated grade', async () => {
    cycleId = `${cycleId}-calibrated`;
    await insertCycle(sql, cycleId);
    await insertYear(sql, cycleId);
    await asActivity(scoring.scoreUnits, { cycleId });
    const content = { changes: [{ unit: 'marketing', grade: 'A', reason: '客观原因' }], note: '' };
    await endStep(sql, { cycleId, step: 'calibration', content, decider: 'wu-tong' });
    await scoring.publishResults({ cycleId });
    await propose('bonus');
    expect((await newest('bonus')).answer).toEqual(resultsAfterAppeal.bonus.expect);
  });
});

describe('after a won appeal', () => {
  test.each(['bonus', 'budget'] as const)('%s is reversed by opposite entries and posted anew', async (kind) => {
    await publishYear();
    await propose(kind);
    await approveBoth(kind);
    await post(kind);
    const counted = { metric: 'brand-awareness', on: '2027-12-31', value: '18.9', reason: '申诉成立' };
    await insertValue(sql, cycleId, 'marketing', cycleId, [counted]);
    await score();
    expect(await propose(kind)).toEqual({ attempt: 2, unfit: [] });
    const { document, digest } = await newest(kind);
    expect(document).toEqual(resultsAfterAppeal[kind].document);
    // Who approved the first attempt is asked about the second.
    expect(await post(kind)).toEqual({ posted: false, why: 'NOT_APPROVED' });
    await approve(kind, 'tang-li', digest);
    await approve(`${kind}-own`, 'mei-lan', digest);
    expect(await post(kind)).toEqual({ posted: true, why: 'POSTED' });
    expect(await post(kind)).toEqual({ posted: false, why: 'ALREADY_POSTED' });
    expect(await balance(kind)).toEqual(resultsAfterAppeal[kind].expect.lines);
    const lines = await listLedger(sql, cycleId);
    expect(lines).toHaveLength(18);
    const first = lines.filter((line) => line.attempt === 1 && line.reverses === null);
    for (const line of first) {
      expect(lines.find((each) => each.reverses === line.id)).toMatchObject({
        effectKey: `${line.effectKey}/reversed`,
        amountMinor: String(-BigInt(line.amountMinor)),
        approvedBy: line.unitId === 'finance' ? 'mei-lan' : 'tang-li',
      });
    }
  });
});
