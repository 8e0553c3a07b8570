import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { anchorCycle, unanchoredCycles } from '../../db/anchors.js';
import type { Sql } from '../../db/connect.js';
import { appendJournal, type JournalLine } from '../../db/journal.js';
import { verifyChains } from '../../db/verify.js';
import { createTestDatabase } from '../setup/database.js';
import { insertCycle } from './story-cycle.js';

let sql: Sql;
let owner: Sql;
let cycleId: string;
let cycles = 0;

beforeAll(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
});

beforeEach(async () => {
  cycles += 1;
  cycleId = `j${cycles}`;
  await insertCycle(sql, cycleId);
});

const line = (act: string): JournalLine => ({
  at: 1_800_000_000_000,
  wallAt: Date.now(),
  act,
  stepId: 'goals',
  attempt: 1,
  actorId: 'lin-xiao',
  principalId: 'lin-xiao',
  commandId: null,
  contentDigest: null,
  data: { note: '中文' },
});

async function tell(unit: string, ...acts: string[]): Promise<void> {
  await sql.begin((tx) => appendJournal(tx, `${cycleId}/${unit}`, acts.map(line)));
}

/** Does what neither the program nor a trigger allows: the hand of somebody with all rights. */
async function tamper(act: (tx: Sql) => Promise<unknown>): Promise<void> {
  await owner.begin(async (tx) => {
    await tx`SET LOCAL session_replication_role = replica`;
    await act(tx as unknown as Sql);
  });
}

describe('the chains', () => {
  test('hold, before and after anchoring, over several reviews and anchors', async () => {
    await tell('sales', 'opened', 'submitted');
    await tell('rnd', 'opened');
    expect(await verifyChains(sql, cycleId)).toEqual([]);
    expect(await anchorCycle(sql, cycleId)).toBe(3);
    await tell('sales', 'decided');
    expect(await anchorCycle(sql, cycleId)).toBe(1);
    expect(await anchorCycle(sql, cycleId)).toBe(0);
    const anchors = await sql`SELECT seq, entries FROM journal_anchors WHERE cycle_id = ${cycleId} ORDER BY seq`;
    expect([...anchors]).toEqual([
      { seq: 1, entries: 3 },
      { seq: 2, entries: 1 },
    ]);
    expect(await verifyChains(sql, cycleId)).toEqual([]);
  });

  test('take in no entry twice when several anchor at once', async () => {
    for (const unit of ['sales', 'rnd', 'quality']) await tell(unit, 'opened', 'submitted', 'decided');
    const taken = await Promise.all([1, 2, 3, 4].map(() => anchorCycle(sql, cycleId, 4)));
    expect(taken.reduce((a, b) => a + b, 0)).toBe(9);
    expect(await verifyChains(sql, cycleId)).toEqual([]);
  });

  test('name the cycles that wait to be anchored', async () => {
    await tell('sales', 'opened');
    expect(await unanchoredCycles(sql)).toContain(cycleId);
    expect(await unanchoredCycles(sql, Date.now() + 1000)).not.toContain(cycleId);
    await anchorCycle(sql, cycleId);
    expect(await unanchoredCycles(sql)).not.toContain(cycleId);
  });

  test('cannot be changed by the program', async () => {
    await tell('sales', 'opened');
    await expect(sql`UPDATE journal SET act = 'x'`).rejects.toThrow('permission denied');
    await expect(owner`UPDATE journal SET act = 'x'`).rejects.toThrow('append-only');
    await expect(owner`TRUNCATE journal_anchors CASCADE`).rejects.toThrow('append-only');
  });
});

describe('whoever has all rights is found out', () => {
  beforeEach(async () => {
    await tell('sales', 'opened', 'submitted', 'decided');
    await tell('rnd', 'opened');
    await anchorCycle(sql, cycleId);
  });
  const found = async () => (await verifyChains(sql, cycleId)).map(({ where, what }) => `${where} ${what}`);

  test('who changes an entry', async () => {
    await tamper(
      (tx) => tx`UPDATE journal SET actor_id = 'he-jing' WHERE review_id = ${`${cycleId}/sales`} AND seq = 2`,
    );
    expect(await found()).toEqual([`${cycleId}/sales#2 HASH_WRONG`]);
  });

  test('who removes an entry from the middle', async () => {
    await tamper((tx) => tx`DELETE FROM journal WHERE review_id = ${`${cycleId}/sales`} AND seq = 2`);
    expect(await found()).toEqual([
      `${cycleId}/sales#3 ENTRY_MISSING`,
      `${cycleId}/sales#3 LINK_BROKEN`,
      `${cycleId} anchor 1 ANCHORED_ENTRY_MISSING`,
    ]);
  });

  test('who removes the end of a review and mends its head', async () => {
    const review = `${cycleId}/sales`;
    await tamper(async (tx) => {
      await tx`DELETE FROM journal WHERE review_id = ${review} AND seq = 3`;
      await tx`UPDATE reviews SET journal_seq = 2, journal_head =
                 (SELECT hash FROM journal WHERE review_id = ${review} AND seq = 2) WHERE id = ${review}`;
    });
    expect(await found()).toEqual([`${cycleId} anchor 1 ANCHORED_ENTRY_MISSING`]);
  });

  test('who removes the end and leaves the head', async () => {
    await tamper((tx) => tx`DELETE FROM journal WHERE review_id = ${`${cycleId}/rnd`}`);
    expect(await found()).toEqual([`${cycleId}/rnd HEAD_WRONG`, `${cycleId} anchor 1 ANCHORED_ENTRY_MISSING`]);
  });

  test('who changes an anchor', async () => {
    await tamper(
      (tx) => tx`UPDATE journal_anchors SET wall_at = wall_at - interval '1 day' WHERE cycle_id = ${cycleId}`,
    );
    expect(await found()).toEqual([`${cycleId} anchor 1 ANCHOR_WRONG`]);
  });

  test('who takes an anchor out', async () => {
    await tell('rnd', 'submitted');
    await anchorCycle(sql, cycleId);
    await tamper(async (tx) => {
      await tx`DELETE FROM journal_anchored WHERE cycle_id = ${cycleId} AND anchor_seq = 1`;
      await tx`DELETE FROM journal_anchors WHERE cycle_id = ${cycleId} AND seq = 1`;
    });
    expect(await found()).toEqual([`${cycleId} anchor 2 ANCHOR_WRONG`]);
  });
});
