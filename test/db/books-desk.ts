/** Cycles with the story's results published row by row, and what is proposed, moved and posted in them. */
import { beforeAll, beforeEach } from 'vitest';
import { createMoneyActivities } from '../../activities/money.js';
import type { Sql } from '../../db/connect.js';
import type { MoneyKind } from '../../domain/cycle/index.js';
import { createTestDatabase } from '../setup/database.js';
import { approveNewest, publishResult, putRelease, reopenAndApprove } from './money-desk.js';
import { insertCycle } from './story-cycle.js';

export const kinds = ['bonus', 'budget'] as const;
/** Grades and totals of the story's year. */
export const year: Readonly<Record<string, readonly [total: string, grade: string]>> = {
  ...{ sales: ['91.25', 'B'], marketing: ['83.6', 'C'], production: ['69.25', 'D'] },
  ...{ quality: ['763/13', 'D'], rnd: ['105', 'A'], finance: ['95', 'A'] },
};

/** One database for a test file, and such a cycle for each of its tests. */
export function setUpBooks() {
  let sql: Sql;
  let owner: Sql;
  let money: ReturnType<typeof createMoneyActivities>;
  let cycleId = '';
  let cycles = 0;

  beforeAll(async () => {
    ({ sql, owner } = await createTestDatabase({ seeded: true }));
    money = createMoneyActivities({ sql });
  });
  beforeEach(() => publishCycle());

  /** The next cycle; all that follows is about it. */
  async function publishCycle(): Promise<void> {
    cycles += 1;
    cycleId = `reserve-${cycles}`;
    await insertCycle(sql, cycleId);
    for (const [unit, [total, grade]] of Object.entries(year)) {
      await publishResult(sql, cycleId, unit, { total, grade });
    }
  }
  const propose = (kind: MoneyKind) => money.proposeMoney({ cycleId, kind });
  const post = (kind: MoneyKind) => money.postMoney({ cycleId, kind });
  const move = (unit: string, total: string, grade: string) => publishResult(sql, cycleId, unit, { total, grade });

  /** The year posted, the appeal granted and posted, then released. */
  async function releaseYear(): Promise<void> {
    for (const kind of kinds) {
      await propose(kind);
      await approveNewest(sql, cycleId, kind);
      await post(kind);
    }
    await move('marketing', '98.6', 'A');
    for (const kind of kinds) {
      await propose(kind);
      await reopenAndApprove(sql, cycleId, kind);
      await post(kind);
    }
    await putRelease(sql, cycleId, { state: 'done' });
  }

  return {
    ...{ publishCycle, propose, post, move, releaseYear },
    get sql() {
      return sql;
    },
    get owner() {
      return owner;
    },
    get cycleId() {
      return cycleId;
    },
  };
}
