import { describe, expect, test } from 'vitest';
import { sha256OfBytes } from '../../documents/digest.js';
import { itemsOf, problemOf } from '../setup/http.js';
import { openOwnStep, publishResult, putRelease } from './money-desk.js';
import { auditor, board, finance, financeTwo, head, hr, hrTwo, setUpPayroll } from './payroll-desk.js';
import { storyResults } from './story-cycle.js';

const desk = setUpPayroll();

interface Made {
  readonly number: number;
  readonly copy: boolean;
  readonly totalMinor: string;
  readonly csvDigest: string;
  readonly lines: readonly { unitId: string; amountMinor: string }[];
}

describe('a release', () => {
  test('before the windows are over is refused, naming them, even while its step is closed', async () => {
    await desk.sql`UPDATE steps SET state = 'open', ended_at = NULL WHERE cycle_id = ${desk.cycleId} AND kind = 'appeal' AND unit_id = 'marketing'`;
    for (const state of ['closed', 'open'] as const) {
      await putRelease(desk.sql, desk.cycleId, { state });
      const refused = await desk.submit('release', { note: '' }, hr);
      expect([refused.status, problemOf(refused).code]).toEqual([409, 'RELEASE_TOO_EARLY']);
      expect(problemOf(refused).errors).toMatchObject([
        { code: 'WINDOW_OPEN', unit: 'marketing', step: 'appeal', state: 'open' },
      ]);
    }
    await putRelease(desk.sql, desk.cycleId, { state: 'submitted' });
    expect(problemOf(await desk.approve('release', finance)).code).toBe('RELEASE_TOO_EARLY');
  });

  test('while an attempt waits to be posted is refused; somebody without the step learns nothing', async () => {
    await publishResult(desk.sql, desk.cycleId, 'marketing', { total: '98.6', grade: 'A' });
    await desk.money.proposeMoney({ cycleId: desk.cycleId, kind: 'bonus' });
    await putRelease(desk.sql, desk.cycleId, { state: 'open' });
    const refused = await desk.submit('release', { note: '' }, hr);
    expect(problemOf(refused).errors).toMatchObject([{ code: 'NOT_POSTED', kind: 'bonus' }]);
    expect(problemOf(await desk.submit('release', { note: '' }, finance)).code).toBe('NOT_YOUR_STEP');
  });

  test('is submitted by HR and approved by finance; what it lets go stands on its page', async () => {
    await openOwnStep(desk.sql, desk.cycleId, 'release');
    expect((await desk.submit('release', { note: '发放' }, hr)).status).toBe(200);
    const page = await desk.api.ask('GET', `/cycles/${desk.cycleId}/units/-/steps/release`, { as: finance });
    expect(page.text).toContain('3,000,000.00');
    expect(page.text).toContain('52,000,000.00');
    expect(page.text).toContain('no appeal is pending');
    expect(problemOf(await desk.approve('release', hrTwo)).code).toBe('NOT_YOUR_STEP');
    expect((await desk.approve('release', finance)).status).toBe(200);
    expect((await desk.make(finance)).status).toBe(201);
  });
});

describe('a payroll export', () => {
  test('is refused before the release, and to everybody but finance', async () => {
    expect(problemOf(await desk.make(finance))).toMatchObject({ status: 409, code: 'RELEASE_MISSING' });
    for (const other of [hr, board, auditor, head]) expect((await desk.make(other ?? '')).status).toBe(403);
    expect((await desk.api.ask('POST', desk.path('payroll-exports'), { as: finance, body: {} })).status).toBe(400);
    expect((await desk.api.get(desk.path('payroll-exports'), head)).status).toBe(403);
    await expect(
      desk.sql`INSERT INTO payroll_exports (cycle_id, number, book, currency, total_minor, csv, csv_digest, xlsx, xlsx_digest, made_by, made_at)
          VALUES (${desk.cycleId}, 1, ${desk.cycleId}, 'CNY', 0, '', encode(sha256(''), 'hex'), '', encode(sha256(''), 'hex'), ${finance}, ${Date.now()})`,
    ).rejects.toThrow('not released');
  });

  test('is made once: whoever asks again gets the same bytes, as a copy', async () => {
    await putRelease(desk.sql, desk.cycleId, { state: 'done' });
    const [one, two] = await Promise.all([desk.make(finance), desk.make(financeTwo)]);
    expect([one?.status, two?.status].toSorted()).toEqual([200, 201]);
    const made = one?.json as Made;
    expect(made).toMatchObject({ number: 1, totalMinor: '300000000' });
    expect(Object.fromEntries(made.lines.map((line) => [line.unitId, line.amountMinor]))).toEqual(
      storyResults.bonus.expect.lines,
    );
    expect((two?.json as Made).csvDigest).toBe(made.csvDigest);
    expect(itemsOf(await desk.api.get(desk.path('payroll-exports'), auditor))).toHaveLength(1);
    const file = desk.path('payroll-exports/1/file.csv');
    const looked = await desk.api.get(file, auditor);
    const first = await desk.api.get(file, finance);
    const again = await desk.api.get(file, financeTwo);
    expect([looked, first, again].map((reply) => reply.headers.get('perfcycle-copy'))).toEqual(['yes', 'no', 'yes']);
    expect(again.headers.get('content-disposition')).toContain('rehearsal-payroll-');
    expect(again.headers.get('content-disposition')).toContain('-copy.csv');
    for (const reply of [looked, first, again]) expect(sha256OfBytes(reply.bytes)).toBe(made.csvDigest);
    const workbook = await desk.api.get(desk.path('payroll-exports/1/file.xlsx'), finance);
    expect(workbook.bytes.subarray(0, 2).toString()).toBe('PK');
    expect((await desk.api.get(desk.path('payroll-exports/2/file.csv'), finance)).status).toBe(404);
    // In the time of the cycle, as the export itself: nobody fetched it before it was made.
    const [listed] = itemsOf(await desk.api.get(desk.path('payroll-exports'), auditor));
    const fetched = listed?.['downloads'] as readonly { form: string; at: number }[];
    expect(new Set(fetched.map(({ at }) => at))).toEqual(new Set([listed?.['madeAt']]));
  });

  test('of a rehearsal says so on every line, and a title cannot become a formula', async () => {
    await desk.sql`UPDATE cycles SET title = '=1+1' WHERE id = ${desk.cycleId}`;
    await putRelease(desk.sql, desk.cycleId, { state: 'done' });
    await desk.make(finance);
    const { text } = await desk.api.get(desk.path('payroll-exports/1/file.csv'), finance);
    const lines = text.trim().split('\r\n').slice(1);
    expect(lines).toHaveLength(6);
    for (const line of lines) expect(line).toMatch(/^"?演练，不得发放 \/ REHEARSAL, NOT FOR PAYMENT"?,/);
    expect(text).toContain(",'=1+1,");
    expect(lines.find((line) => line.includes('marketing'))).toContain(',233481.96,CNY');
  });

  test('of a real cycle bears no mark of a rehearsal', async () => {
    await desk.postCycle('real');
    await putRelease(desk.sql, desk.cycleId, { state: 'done' });
    await desk.make(finance);
    const reply = await desk.api.get(desk.path('payroll-exports/1/file.csv'), finance);
    expect(reply.text).not.toContain('REHEARSAL');
    expect(reply.headers.get('content-disposition')).toContain('filename="payroll-');
  });

  test('after a posted correction is a supplement with only the difference', async () => {
    await putRelease(desk.sql, desk.cycleId, { state: 'done' });
    await desk.make(finance, 'the-first');
    // C instead of D: 0.6 × 980 of 640 + 192 + 588 + 1,320 + 315 = 3,055 shares of three million.
    await desk.correct('production', '73', 'C');
    const supplement = await desk.make(finance);
    expect(supplement.status).toBe(201);
    expect(supplement.json).toMatchObject({
      number: 2,
      copy: false,
      totalMinor: '57741408',
      lines: [{ unitId: 'production', amountMinor: '57741408' }],
    });
    expect((await desk.make(finance)).json).toMatchObject({ number: 2, copy: true });
    // The same key gets the answer that it got.
    expect((await desk.make(finance, 'the-first')).json).toMatchObject({ number: 1, copy: false });
    const page = await desk.api.ask('GET', `/cycles/${desk.cycleId}/payroll`, { as: finance });
    expect(page.text).toContain('577,414.08');
    const twice = desk.sql`INSERT INTO payroll_entries (ledger_id, cycle_id, number) SELECT ledger_id, cycle_id, 2 FROM payroll_entries
                       WHERE cycle_id = ${desk.cycleId} LIMIT 1`;
    await expect(twice).rejects.toThrow(/payroll_entries_pkey|without their payroll export/);
  });
});
