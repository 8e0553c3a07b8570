import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMoneyActivities } from '../../activities/money.js';
import type { Sql } from '../../db/connect.js';
import type { MoneyKind } from '../../domain/cycle/index.js';
import { sha256OfBytes } from '../../documents/digest.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, itemsOf, problemOf, promptEngine, startApi } from '../setup/http.js';
import { approveNewest, openOwnStep, publishResult, putRelease, reopenAndApprove } from './money-desk.js';
import { insertCycle, storyResults } from './story-cycle.js';

const [hr, hrTwo, finance, financeTwo, board, auditor] = [
  'zhou-min',
  'wu-tong',
  'gao-yan',
  'tang-li',
  'shen-guo',
  'yan-zheng',
];
const head = 'su-qing';
let sql: Sql;
let api: Api;
let money: ReturnType<typeof createMoneyActivities>;
let cycleId: string;
let cycles = 0;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
  money = createMoneyActivities({ sql });
});

beforeEach(async () => {
  cycleId = await postedCycle('rehearsal');
});

const year: Readonly<Record<string, readonly [total: string, grade: string]>> = {
  ...{ sales: ['91.25', 'B'], marketing: ['83.6', 'C'], production: ['69.25', 'D'] },
  ...{ quality: ['763/13', 'D'], rnd: ['105', 'A'], finance: ['95', 'A'] },
};

/** Results published, bonus and budget posted; every window to appeal over. */
async function postedCycle(mode: 'real' | 'rehearsal'): Promise<string> {
  cycles += 1;
  cycleId = `pay-${cycles}`;
  await insertCycle(sql, cycleId, mode);
  for (const [unit, [total, grade]] of Object.entries(year)) await publishResult(sql, cycleId, unit, { total, grade });
  for (const kind of ['bonus', 'budget'] as const) {
    await money.proposeMoney({ cycleId, kind });
    await approveNewest(sql, cycleId, kind);
    await money.postMoney({ cycleId, kind });
  }
  await sql`UPDATE steps SET state = 'cancelled', ended_at = ${Date.now()} WHERE cycle_id = ${cycleId} AND kind IN ('appeal', 'appeal-2')`;
  return cycleId;
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
const make = (as: string, key?: string) => api.post(path('payroll-exports'), {}, as, key === undefined ? {} : { key });

interface Made {
  readonly number: number;
  readonly copy: boolean;
  readonly totalMinor: string;
  readonly csvDigest: string;
  readonly lines: readonly { unitId: string; amountMinor: string }[];
}

describe('a release', () => {
  test('before the windows are over is refused, naming them, even while its step is closed', async () => {
    await sql`UPDATE steps SET state = 'open', ended_at = NULL WHERE cycle_id = ${cycleId} AND kind = 'appeal' AND unit_id = 'marketing'`;
    for (const state of ['closed', 'open'] as const) {
      await putRelease(sql, cycleId, { state });
      const refused = await submit('release', { note: '' }, hr ?? '');
      expect([refused.status, problemOf(refused).code]).toEqual([409, 'RELEASE_TOO_EARLY']);
      expect(problemOf(refused).errors).toMatchObject([
        { code: 'WINDOW_OPEN', unit: 'marketing', step: 'appeal', state: 'open' },
      ]);
    }
    await putRelease(sql, cycleId, { state: 'submitted' });
    expect(problemOf(await approve('release', finance ?? '')).code).toBe('RELEASE_TOO_EARLY');
  });

  test('while an attempt waits to be posted is refused; somebody without the step learns nothing', async () => {
    await publishResult(sql, cycleId, 'marketing', { total: '98.6', grade: 'A' });
    await money.proposeMoney({ cycleId, kind: 'bonus' });
    await putRelease(sql, cycleId, { state: 'open' });
    const refused = await submit('release', { note: '' }, hr ?? '');
    expect(problemOf(refused).errors).toMatchObject([{ code: 'NOT_POSTED', kind: 'bonus' }]);
    expect(problemOf(await submit('release', { note: '' }, finance ?? '')).code).toBe('NOT_YOUR_STEP');
  });

  test('is submitted by HR and approved by finance; what it lets go stands on its page', async () => {
    await openOwnStep(sql, cycleId, 'release');
    expect((await submit('release', { note: '发放' }, hr ?? '')).status).toBe(200);
    const page = await api.ask('GET', `/cycles/${cycleId}/units/-/steps/release`, { as: finance ?? '' });
    expect(page.text).toContain('3,000,000.00');
    expect(page.text).toContain('52,000,000.00');
    expect(page.text).toContain('no appeal is pending');
    expect(problemOf(await approve('release', hrTwo ?? '')).code).toBe('NOT_YOUR_STEP');
    expect((await approve('release', finance ?? '')).status).toBe(200);
    expect((await make(finance ?? '')).status).toBe(201);
  });
});

describe('a payroll export', () => {
  test('is refused before the release, and to everybody but finance', async () => {
    expect(problemOf(await make(finance ?? ''))).toMatchObject({ status: 409, code: 'RELEASE_MISSING' });
    for (const other of [hr, board, auditor, head]) expect((await make(other ?? '')).status).toBe(403);
    expect((await api.ask('POST', path('payroll-exports'), { as: finance ?? '', body: {} })).status).toBe(400);
    expect((await api.get(path('payroll-exports'), head)).status).toBe(403);
    await expect(
      sql`INSERT INTO payroll_exports (cycle_id, number, book, currency, total_minor, csv, csv_digest, xlsx, xlsx_digest, made_by, made_at)
          VALUES (${cycleId}, 1, ${cycleId}, 'CNY', 0, '', encode(sha256(''), 'hex'), '', encode(sha256(''), 'hex'), ${finance ?? ''}, ${Date.now()})`,
    ).rejects.toThrow('not released');
  });

  test('is made once: whoever asks again gets the same bytes, as a copy', async () => {
    await putRelease(sql, cycleId, { state: 'done' });
    const [one, two] = await Promise.all([make(finance ?? ''), make(financeTwo ?? '')]);
    expect([one?.status, two?.status].toSorted()).toEqual([200, 201]);
    const made = one?.json as Made;
    expect(made).toMatchObject({ number: 1, totalMinor: '300000000' });
    expect(Object.fromEntries(made.lines.map((line) => [line.unitId, line.amountMinor]))).toEqual(
      storyResults.bonus.expect.lines,
    );
    expect((two?.json as Made).csvDigest).toBe(made.csvDigest);
    expect(itemsOf(await api.get(path('payroll-exports'), auditor))).toHaveLength(1);
    const file = path('payroll-exports/1/file.csv');
    const looked = await api.get(file, auditor);
    const first = await api.get(file, finance);
    const again = await api.get(file, financeTwo);
    expect([looked, first, again].map((reply) => reply.headers.get('perfcycle-copy'))).toEqual(['yes', 'no', 'yes']);
    expect(again.headers.get('content-disposition')).toContain('rehearsal-payroll-');
    expect(again.headers.get('content-disposition')).toContain('-copy.csv');
    for (const reply of [looked, first, again]) expect(sha256OfBytes(reply.bytes)).toBe(made.csvDigest);
    const workbook = await api.get(path('payroll-exports/1/file.xlsx'), finance);
    expect(workbook.bytes.subarray(0, 2).toString()).toBe('PK');
    expect((await api.get(path('payroll-exports/2/file.csv'), finance)).status).toBe(404);
  });

  test('of a rehearsal says so on every line, and a title cannot become a formula', async () => {
    await sql`UPDATE cycles SET title = '=1+1' WHERE id = ${cycleId}`;
    await putRelease(sql, cycleId, { state: 'done' });
    await make(finance ?? '');
    const { text } = await api.get(path('payroll-exports/1/file.csv'), finance);
    const lines = text.trim().split('\r\n').slice(1);
    expect(lines).toHaveLength(6);
    for (const line of lines) expect(line).toMatch(/^"?演练，不得发放 \/ REHEARSAL, NOT FOR PAYMENT"?,/);
    expect(text).toContain(",'=1+1,");
    expect(lines.find((line) => line.includes('marketing'))).toContain(',233481.96,CNY');
  });

  test('of a real cycle bears no mark of a rehearsal', async () => {
    cycleId = await postedCycle('real');
    await putRelease(sql, cycleId, { state: 'done' });
    await make(finance ?? '');
    const reply = await api.get(path('payroll-exports/1/file.csv'), finance);
    expect(reply.text).not.toContain('REHEARSAL');
    expect(reply.headers.get('content-disposition')).toContain('filename="payroll-');
  });

  test('after a posted correction is a supplement with only the difference', async () => {
    await putRelease(sql, cycleId, { state: 'done' });
    await make(finance ?? '', 'the-first');
    // C instead of D: 0.6 × 980 of 640 + 192 + 588 + 1,320 + 315 = 3,055 shares of three million.
    await correct('production', '73', 'C');
    const supplement = await make(finance ?? '');
    expect(supplement.status).toBe(201);
    expect(supplement.json).toMatchObject({
      number: 2,
      copy: false,
      totalMinor: '57741408',
      lines: [{ unitId: 'production', amountMinor: '57741408' }],
    });
    expect((await make(finance ?? '')).json).toMatchObject({ number: 2, copy: true });
    // The same key gets the answer that it got.
    expect((await make(finance ?? '', 'the-first')).json).toMatchObject({ number: 1, copy: false });
    const page = await api.ask('GET', `/cycles/${cycleId}/payroll`, { as: finance ?? '' });
    expect(page.text).toContain('577,414.08');
    const twice = sql`INSERT INTO payroll_entries (ledger_id, cycle_id, number) SELECT ledger_id, cycle_id, 2 FROM payroll_entries
                       WHERE cycle_id = ${cycleId} LIMIT 1`;
    await expect(twice).rejects.toThrow(/payroll_entries_pkey|without their payroll export/);
  });
});

describe('the ledger', () => {
  test('shows posting, reversal and new posting beside each other, with sums before and after', async () => {
    await correct('marketing', '98.6', 'A');
    const postings = itemsOf(await api.get(path('postings'), finance));
    expect(postings.filter((posting) => posting['kind'] === 'bonus')).toMatchObject([
      { attempt: 1, linesMinor: '300000000', standsMinor: '300000000', wholeMinor: '300000000', causes: null },
      {
        attempt: 2,
        linesMinor: '300000000',
        approvedBy: ['tang-li', 'mei-lan'],
        causes: { units: ['marketing'], rules: false },
        correction: false,
      },
    ]);
    const page = await api.ask('GET', `/cycles/${cycleId}/ledger`, { as: finance ?? '' });
    for (const amount of ['233,481.96', '-233,481.96', '522,686.03', '3,000,000.00', '-3,000,000.00']) {
      expect(page.text).toContain(`>${amount}<`);
    }
    expect(page.text).toContain('results moved: Marketing');
  });

  test("is its own line to a head, without sums and reasons; nobody else's", async () => {
    await correct('marketing', '98.6', 'A');
    const page = await api.ask('GET', `/cycles/${cycleId}/ledger`, { as: head });
    expect(page.text).toContain('522,686.03');
    expect(page.text).not.toContain('1,437,386.57');
    expect(page.text).not.toContain('3,000,000.00');
    const { text } = await api.get(path('ledger.csv'), head);
    expect(text).toContain('-233481.96');
    expect(text).not.toContain('rnd');
    expect((await api.get(path('postings'), head)).status).toBe(403);
    expect((await api.get(path('ledger.xlsx'), finance)).bytes.subarray(0, 2).toString()).toBe('PK');
  });
});

describe('a proposal', () => {
  const floors = async () => {
    await sql`UPDATE templates SET document = jsonb_set(document, '{budget,floorPercent}', '"99"')
               WHERE (id, revision) = (SELECT template_id, template_revision FROM cycles WHERE id = ${cycleId})`;
    await money.proposeMoney({ cycleId, kind: 'budget' });
    for (const id of ['budget', 'budget-own']) await openOwnStep(sql, cycleId, id);
    const [row] = await sql<{ digest: string }[]>`
      SELECT digest FROM proposals WHERE cycle_id = ${cycleId} AND kind = 'budget' ORDER BY attempt DESC LIMIT 1`;
    return row?.digest ?? '';
  };

  test('beyond its bounds needs a reason, in the step whose lines they are', async () => {
    const proposalDigest = await floors();
    const refused = await submit('budget', { proposalDigest, note: ' ' }, hr ?? '');
    expect([refused.status, problemOf(refused).code]).toEqual([422, 'PROPOSAL_UNANSWERED']);
    expect(problemOf(refused).errors.map((error) => error.code)).toEqual([
      ...['PROPOSAL_UNANSWERED', 'BUDGET_BELOW_FLOOR', 'BUDGET_BELOW_FLOOR'],
    ]);
    // finance's own line is above its floor.
    expect((await submit('budget-own', { proposalDigest, note: '' }, hr ?? '')).status).toBe(200);
    expect((await submit('budget', { proposalDigest, note: '全年下调，已与两部门说明' }, hr ?? '')).status).toBe(200);
    const page = await api.ask('GET', `/cycles/${cycleId}/units/-/steps/budget`, { as: finance ?? '' });
    expect(page.text).toContain('Production is below the floor.');
    await sql`UPDATE templates SET document = document #- '{budget,floorPercent}'`;
  });

  test('is decided by one of two finance people at once; the other hears what it is by now', async () => {
    const [row] = await sql<
      { digest: string }[]
    >`SELECT digest FROM proposals WHERE cycle_id = ${cycleId} AND kind = 'bonus'`;
    await openOwnStep(sql, cycleId, 'bonus');
    await submit('bonus', { proposalDigest: row?.digest, note: '' }, hr ?? '');
    const stepRevision = await revisionOf('bonus');
    const said = await Promise.all(
      [finance, financeTwo].map((person) =>
        api.post(`${step('bonus')}/approve`, { stepRevision, decision: 'approve' }, person ?? ''),
      ),
    );
    expect(said.map((reply) => reply.status).toSorted()).toEqual([200, 409]);
    const [refused] = said.filter((reply) => reply.status === 409).map((reply) => problemOf(reply).code);
    expect(['STALE_REVISION', 'STEP_ENDED', 'STEP_NOT_SUBMITTED']).toContain(refused);
    const decided = await sql`
      SELECT FROM journal WHERE review_id = ${cycleId} AND step_id = 'bonus' AND act = 'decided'`;
    expect(decided).toHaveLength(1);
  });

  test('is never decided by whoever submitted it, though they are of finance too', async () => {
    await sql`INSERT INTO person_roles VALUES (${finance ?? ''}, 'hr') ON CONFLICT DO NOTHING`;
    const [row] = await sql<
      { digest: string }[]
    >`SELECT digest FROM proposals WHERE cycle_id = ${cycleId} AND kind = 'bonus'`;
    await openOwnStep(sql, cycleId, 'bonus');
    await submit('bonus', { proposalDigest: row?.digest, note: '' }, finance ?? '');
    expect(problemOf(await approve('bonus', finance ?? ''))).toMatchObject({ status: 403, code: 'OWN_WORK' });
    await sql`DELETE FROM person_roles WHERE person_id = ${finance ?? ''} AND role = 'hr'`;
  });

  test('can be tried with another pool, by those who see it, and nothing is kept', async () => {
    const before = await sql`SELECT count(*) FROM proposals`;
    const tried = await api.ask('POST', path('money/bonus/what-if'), {
      as: finance ?? '',
      body: { pool: { amountMinor: '330000000' }, coefficients: { D: '0.1' } },
    });
    expect(tried.status).toBe(200);
    const { computed } = tried.json as {
      computed: { whatIfMinor: string; lines: { unitId: string; differenceMinor: string }[] };
    };
    expect(computed.whatIfMinor).toBe('330000000');
    expect(BigInt(computed.lines.find((line) => line.unitId === 'quality')?.differenceMinor ?? '0') > 0n).toBe(true);
    const wrong = await api.ask('POST', path('money/bonus/what-if'), {
      as: finance ?? '',
      body: { coefficients: { A: '-1' } },
    });
    expect(problemOf(wrong)).toMatchObject({ code: 'BODY_INVALID', errors: [{ pointer: '/coefficients/A' }] });
    expect((await api.ask('POST', path('money/bonus/what-if'), { as: head, body: {} })).status).toBe(403);
    expect(await sql`SELECT count(*) FROM proposals`).toEqual(before);
    const page = await api.ask('GET', `/cycles/${cycleId}/money/bonus?p0=x`, { as: finance ?? '' });
    expect(page.status).toBe(200);
    expect(page.text).toContain('778,273.21');
  });
});
