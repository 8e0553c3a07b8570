import { describe, expect, test } from 'vitest';
import { itemsOf, problemOf } from '../setup/http.js';
import { openOwnStep } from './money-desk.js';
import { finance, financeTwo, head, hr, setUpPayroll } from './payroll-desk.js';

const desk = setUpPayroll();

describe('the ledger', () => {
  test('shows posting, reversal and new posting beside each other, with sums before and after', async () => {
    await desk.correct('marketing', '98.6', 'A');
    const postings = itemsOf(await desk.api.get(desk.path('postings'), finance));
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
    const page = await desk.api.ask('GET', `/cycles/${desk.cycleId}/ledger`, { as: finance });
    for (const amount of ['233,481.96', '-233,481.96', '522,686.03', '3,000,000.00', '-3,000,000.00']) {
      expect(page.text).toContain(`>${amount}<`);
    }
    expect(page.text).toContain('results moved: Marketing');
  });

  test('has beside each posting the whole that it split, not the last one', async () => {
    await desk.sql`UPDATE templates SET document = document #- '{budget,envelopeMinor}'`;
    await desk.correct('marketing', '98.6', 'A', 'budget');
    const postings = itemsOf(await desk.api.get(desk.path('postings'), finance));
    const budgets = postings.filter((posting) => posting['kind'] === 'budget');
    // Unscaled: 9.3 + 7.507733 33 + 17.1 + 2.85 + 12.96 + 1.053333 33 million.
    expect(budgets.map((posting) => [posting['wholeMinor'], posting['standsMinor']])).toEqual([
      ['5200000000', '5200000000'],
      ['5077106666', '5077106666'],
    ]);
    const page = await desk.api.ask('GET', `/cycles/${desk.cycleId}/ledger`, { as: finance });
    expect(page.text.match(/>52,000,000.00</g)?.length).toBeGreaterThan(1);
    await desk.sql`UPDATE templates SET document = jsonb_set(document, '{budget,envelopeMinor}', '"5200000000"') WHERE document ? 'budget'`;
  });

  test("is its own line to a head, without sums and reasons; nobody else's", async () => {
    await desk.correct('marketing', '98.6', 'A');
    const page = await desk.api.ask('GET', `/cycles/${desk.cycleId}/ledger`, { as: head });
    expect(page.text).toContain('522,686.03');
    expect(page.text).not.toContain('1,437,386.57');
    expect(page.text).not.toContain('3,000,000.00');
    const { text } = await desk.api.get(desk.path('ledger.csv'), head);
    expect(text).toContain('-233481.96');
    expect(text).not.toContain('rnd');
    expect((await desk.api.get(desk.path('postings'), head)).status).toBe(403);
    expect((await desk.api.get(desk.path('ledger.xlsx'), finance)).bytes.subarray(0, 2).toString()).toBe('PK');
  });
});

describe('a proposal', () => {
  const floors = async () => {
    await desk.sql`UPDATE templates SET document = jsonb_set(document, '{budget,floorPercent}', '"99"')
               WHERE (id, revision) = (SELECT template_id, template_revision FROM cycles WHERE id = ${desk.cycleId})`;
    await desk.money.proposeMoney({ cycleId: desk.cycleId, kind: 'budget' });
    for (const id of ['budget', 'budget-own']) await openOwnStep(desk.sql, desk.cycleId, id);
    const [row] = await desk.sql<{ digest: string }[]>`
      SELECT digest FROM proposals WHERE cycle_id = ${desk.cycleId} AND kind = 'budget' ORDER BY attempt DESC LIMIT 1`;
    return row?.digest ?? '';
  };

  test('beyond its bounds needs a reason, in the step whose lines they are', async () => {
    const proposalDigest = await floors();
    const refused = await desk.submit('budget', { proposalDigest, note: ' ' }, hr);
    expect([refused.status, problemOf(refused).code]).toEqual([422, 'PROPOSAL_UNANSWERED']);
    expect(problemOf(refused).errors.map((error) => error.code)).toEqual([
      ...['PROPOSAL_UNANSWERED', 'BUDGET_BELOW_FLOOR', 'BUDGET_BELOW_FLOOR'],
    ]);
    // finance's own line is above its floor.
    expect((await desk.submit('budget-own', { proposalDigest, note: '' }, hr)).status).toBe(200);
    expect((await desk.submit('budget', { proposalDigest, note: '全年下调，已与两部门说明' }, hr)).status).toBe(200);
    const page = await desk.api.ask('GET', `/cycles/${desk.cycleId}/units/-/steps/budget`, { as: finance });
    expect(page.text).toContain('Production is below the floor.');
    await desk.sql`UPDATE templates SET document = document #- '{budget,floorPercent}'`;
  });

  test('is decided by one of two finance people at once; the other hears what it is by now', async () => {
    const [row] = await desk.sql<
      { digest: string }[]
    >`SELECT digest FROM proposals WHERE cycle_id = ${desk.cycleId} AND kind = 'bonus'`;
    await openOwnStep(desk.sql, desk.cycleId, 'bonus');
    await desk.submit('bonus', { proposalDigest: row?.digest, note: '' }, hr);
    const stepRevision = await desk.revisionOf('bonus');
    const said = await Promise.all(
      [finance, financeTwo].map((person) =>
        desk.api.post(`${desk.step('bonus')}/approve`, { stepRevision, decision: 'approve' }, person),
      ),
    );
    expect(said.map((reply) => reply.status).toSorted()).toEqual([200, 409]);
    const [refused] = said.filter((reply) => reply.status === 409).map((reply) => problemOf(reply).code);
    expect(['STALE_REVISION', 'STEP_ENDED', 'STEP_NOT_SUBMITTED']).toContain(refused);
    const decided = await desk.sql`
      SELECT FROM journal WHERE review_id = ${desk.cycleId} AND step_id = 'bonus' AND act = 'decided'`;
    expect(decided).toHaveLength(1);
  });

  test('is never decided by whoever submitted it, though they are of finance too', async () => {
    await desk.sql`INSERT INTO person_roles VALUES (${finance}, 'hr') ON CONFLICT DO NOTHING`;
    const [row] = await desk.sql<
      { digest: string }[]
    >`SELECT digest FROM proposals WHERE cycle_id = ${desk.cycleId} AND kind = 'bonus'`;
    await openOwnStep(desk.sql, desk.cycleId, 'bonus');
    await desk.submit('bonus', { proposalDigest: row?.digest, note: '' }, finance);
    expect(problemOf(await desk.approve('bonus', finance))).toMatchObject({ status: 403, code: 'OWN_WORK' });
    await desk.sql`DELETE FROM person_roles WHERE person_id = ${finance} AND role = 'hr'`;
  });

  test('can be tried with another pool, by those who see it, and nothing is kept', async () => {
    const before = await desk.sql`SELECT count(*) FROM proposals`;
    const tried = await desk.api.ask('POST', desk.path('money/bonus/what-if'), {
      as: finance,
      body: { pool: { amountMinor: '330000000' }, coefficients: { D: '0.1' } },
    });
    expect(tried.status).toBe(200);
    const { computed } = tried.json as {
      computed: { whatIfMinor: string; lines: { unitId: string; differenceMinor: string }[] };
    };
    expect(computed.whatIfMinor).toBe('330000000');
    expect(BigInt(computed.lines.find((line) => line.unitId === 'quality')?.differenceMinor ?? '0') > 0n).toBe(true);
    const wrong = await desk.api.ask('POST', desk.path('money/bonus/what-if'), {
      as: finance,
      body: { coefficients: { A: '-1' } },
    });
    expect(problemOf(wrong)).toMatchObject({ code: 'BODY_INVALID', errors: [{ pointer: '/coefficients/A' }] });
    expect((await desk.api.ask('POST', desk.path('money/bonus/what-if'), { as: head, body: {} })).status).toBe(403);
    expect(await desk.sql`SELECT count(*) FROM proposals`).toEqual(before);
    const page = await desk.api.ask('GET', `/cycles/${desk.cycleId}/money/bonus?p0=x`, { as: finance });
    expect(page.status).toBe(200);
    expect(page.text).toContain('778,273.21');
  });
});
