/** A cycle whose bonus and budget are posted, with every window to appeal over; and who acts on its money over HTTP. */
import { beforeAll, beforeEach, expect } from 'vitest';
import { createMoneyActivities } from '../../activities/money.js';
import type { Sql } from '../../db/connect.js';
import type { MoneyKind } from '../../domain/cycle/index.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, startApi } from '../setup/http.js';
import { approveNewest, publishResult, reopenAndApprove } from './money-desk.js';
import { insertCycle } from './story-cycle.js';

export const hr = 'zhou-min';
export const hrTwo = 'wu-tong';
export const finance = 'gao-yan';
export const financeTwo = 'tang-li';
export const board = 'shen-guo';
export const auditor = 'yan-zheng';
/** Of marketing. */
export const head = 'su-qing';

const year: Readonly<Record<string, readonly [total: string, grade: string]>> = {
  ...{ sales: ['91.25', 'B'], marketing: ['83.6', 'C'], production: ['69.25', 'D'] },
  ...{ quality: ['763/13', 'D'], rnd: ['105', 'A'], finance: ['95', 'A'] },
};

/** One database for a test file, and such a rehearsal for each of its tests. */
export function setUpPayroll() {
  let sql: Sql;
  let api: Api;
  let money: ReturnType<typeof createMoneyActivities>;
  let cycleId = '';
  let cycles = 0;

  beforeAll(async () => {
    ({ sql } = await createTestDatabase({ seeded: true }));
    api = await startApi(sql, promptEngine(sql));
    money = createMoneyActivities({ sql });
  });
  beforeEach(() => postCycle('rehearsal'));

  async function postCycle(mode: 'real' | 'rehearsal'): Promise<void> {
    cycles += 1;
    cycleId = `pay-${cycles}`;
    await insertCycle(sql, cycleId, mode);
    for (const [unit, [total, grade]] of Object.entries(year)) {
      await publishResult(sql, cycleId, unit, { total, grade });
    }
    for (const kind of ['bonus', 'budget'] as const) {
      await money.proposeMoney({ cycleId, kind });
      await approveNewest(sql, cycleId, kind);
      await money.postMoney({ cycleId, kind });
    }
    await sql`UPDATE steps SET state = 'cancelled', ended_at = ${Date.now()} WHERE cycle_id = ${cycleId} AND kind IN ('appeal', 'appeal-2')`;
  }

  /** A later result of that unit, approved and posted. */
  async function correct(unit: string, total: string, grade: string, kind: MoneyKind = 'bonus'): Promise<void> {
    await publishResult(sql, cycleId, unit, { total, grade });
    await money.proposeMoney({ cycleId, kind });
    await reopenAndApprove(sql, cycleId, kind);
    expect(await money.postMoney({ cycleId, kind })).toEqual({ posted: true, why: 'POSTED' });
  }

  const path = (rest: string): string => `/api/v1/cycles/${cycleId}/${rest}`;
  const step = (id: string): string => path(`reviews/-/steps/${id}`);
  const revisionOf = async (id: string): Promise<number> =>
    ((await api.get(step(id), hr)).json as { revision: number }).revision;
  const submit = async (id: string, content: object, as: string) =>
    api.post(`${step(id)}/submit`, { stepRevision: await revisionOf(id), content }, as);
  const approve = async (id: string, as: string) =>
    api.post(`${step(id)}/approve`, { stepRevision: await revisionOf(id), decision: 'approve' }, as);
  const make = (as: string, key?: string) =>
    api.post(path('payroll-exports'), {}, as, key === undefined ? {} : { key });

  return {
    ...{ postCycle, correct, path, step, revisionOf, submit, approve, make },
    get sql() {
      return sql;
    },
    get api() {
      return api;
    },
    get money() {
      return money;
    },
    get cycleId() {
      return cycleId;
    },
  };
}
