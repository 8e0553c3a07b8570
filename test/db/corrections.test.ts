import { describe, expect, test } from 'vitest';
import { createMoneyActivities } from '../../activities/money.js';
import { readSteps } from '../../db/reviews.js';
import { refused } from '../setup/refused.js';
import { claimed, head, setUpAppeals, unit } from './appeal-desk.js';
import { approveNewest, balanceOf, openOwnStep, putRelease, sumsOf } from './money-desk.js';
import { endStep, resultsAfterAppeal, storyResults } from './story-cycle.js';

const desk = setUpAppeals();

describe('a correction of published results', () => {
  const content = { values: [claimed], ratings: [], reason: '复核发现样本计错', evidence: [] };

  test('is proposed by HR, approved by a second person of HR, and moves what rests on it', async () => {
    expect(await desk.openCorrection()).toMatchObject({ status: 201, json: { stepId: 'correction-1' } });
    expect((await desk.act('submit', 'correction-1', { content }, 'zhou-min', null)).status).toBe(200);
    const own = await desk.act('approve', 'correction-1', { decision: 'approve', reason: '' }, 'zhou-min', null);
    expect(own).toMatchObject({ status: 403, json: { code: 'OWN_WORK' } });
    expect(await desk.totalOf()).toBe('83.6');
    expect(
      (await desk.act('approve', 'correction-1', { decision: 'approve', reason: '' }, 'wu-tong', null)).status,
    ).toBe(200);
    await desk.recalculate();
    expect(await desk.totalOf()).toBe('98.6');
  });

  test('of a rating brings evidence where the card asks for it: without, the rating would not count at all', async () => {
    const rating = { unit, item: 'teamwork', role: 'superior', by: 'hq', value: '5' };
    await desk.openCorrection();
    const say = (more: object) =>
      desk.act(
        'submit',
        'correction-1',
        { content: { ...content, values: [], ratings: [rating], ...more } },
        'zhou-min',
        null,
      );
    expect(await say({})).toMatchObject({
      status: 422,
      json: { code: 'EVIDENCE_MISSING', errors: [{ pointer: '/content/evidence', code: 'EVIDENCE_MISSING' }] },
    });
    expect((await say({ evidence: ['https://minutes.example/7'] })).status).toBe(200);
    // What is corrected is the proposer's to say: words of the second person would be lost.
    const other = { values: [{ ...claimed, value: '17' }], ratings: [] };
    const approve = (more: object) =>
      desk.act('approve', 'correction-1', { decision: 'approve', ...more }, 'wu-tong', null);
    expect(await approve({ corrections: other })).toMatchObject({
      status: 400,
      json: { code: 'CONTENT_INVALID', errors: [{ pointer: '/corrections', code: 'FIELD_UNKNOWN' }] },
    });
    expect((await approve({})).status).toBe(200);
    await desk.recalculate();
    expect(await desk.totalOf()).toBe('86.6');
  });

  test('that is returned or says nothing corrects nothing', async () => {
    await desk.openCorrection();
    const empty = await desk.act('submit', 'correction-1', { content: { ...content, values: [] } }, 'zhou-min', null);
    expect(empty).toMatchObject({ status: 422, json: { code: 'CORRECTION_MISSING' } });
    await desk.act('submit', 'correction-1', { content }, 'zhou-min', null);
    await desk.act('approve', 'correction-1', { decision: 'return', reason: '请附依据' }, 'wu-tong', null);
    expect(await desk.recalculate()).toEqual({ moved: 0, proposed: [] });
  });

  test('is not decided by the head of a unit that it is about: api, and schema too', async () => {
    await desk.owner`UPDATE units SET head_id = 'wu-tong' WHERE id = ${unit}`;
    try {
      await desk.openCorrection();
      await desk.act('submit', 'correction-1', { content }, 'zhou-min', null);
      const approve = { stepRevision: 2, decision: 'approve' };
      await refused('OWN_UNIT', 403, (ask) =>
        desk.api.post(`${desk.base(null)}/steps/correction-1/approve`, approve, 'wu-tong', ask),
      );
      const decided = desk.sql`UPDATE steps SET state = 'done', outcome = 'approved', decided_by = 'wu-tong', ended_at = now()
                                WHERE review_id = ${desk.cycle} AND step_id = 'correction-1'`;
      await expect(decided).rejects.toThrow('decided about the own unit');
    } finally {
      await desk.owner`UPDATE units SET head_id = ${head} WHERE id = ${unit}`;
    }
  });

  test('is numbered, and listed in that order', async () => {
    for (let n = 0; n < 11; n += 1) await desk.openCorrection();
    const steps = await readSteps(desk.sql, [desk.cycle]);
    expect(steps.flatMap(({ id, kind }) => (kind === 'correction' ? [id] : []))).toEqual(
      Array.from({ length: 11 }, (_, index) => `correction-${index + 1}`),
    );
  });

  test('holds a release that nobody has decided, also where the word came before it', async () => {
    await desk.sql`UPDATE steps SET state = 'cancelled', ended_at = now() WHERE cycle_id = ${desk.cycle} AND kind LIKE 'appeal%'`;
    await desk.openCorrection();
    await desk.act('submit', 'correction-1', { content }, 'zhou-min', null);
    await openOwnStep(desk.sql, desk.cycle, 'release');
    expect((await desk.act('submit', 'release', { content: { note: '' } }, 'zhou-min', null)).status).toBe(200);
    const hear = await desk.received('approve', 'release', { decision: 'approve' }, 'gao-yan', null);
    expect((await desk.act('approve', 'correction-1', { decision: 'approve' }, 'wu-tong', null)).status).toBe(200);
    expect(await hear()).toMatchObject({ outcome: 'refused', code: 'RELEASE_TOO_EARLY' });
    const again = await desk.act('approve', 'release', { decision: 'approve' }, 'gao-yan', null);
    expect(again).toMatchObject({
      status: 409,
      json: { code: 'RELEASE_TOO_EARLY', errors: [{ code: 'RECALCULATING' }] },
    });
    const page = await desk.api.get(`/cycles/${desk.cycle}/units/-/steps/release`, 'gao-yan');
    expect(page.text).toContain('results are computed anew');
    await desk.recalculate();
    expect((await desk.act('approve', 'release', { decision: 'approve' }, 'gao-yan', null)).status).toBe(200);
  });

  test('is HR’s alone, and of no use before publication', async () => {
    expect((await desk.openCorrection(head)).status).toBe(403);
    await desk.sql`UPDATE results SET published_at = NULL WHERE cycle_id = ${desk.cycle}`;
    await refused('CORRECTION_TOO_EARLY', 409, (ask) =>
      desk.api.post(`/api/v1/cycles/${desk.cycle}/corrections`, {}, 'zhou-min', ask),
    );
  });

  test('is the only way: a value that counts is not typed over', async () => {
    const rows = [{ metric: 'brand-awareness', on: '2027-12-31', value: '18.9', reason: 'x' }];
    await refused('VALUE_SETTLED', 409, (ask) =>
      desk.api.post(`/api/v1/cycles/${desk.cycle}/metric-values`, { rows }, head, ask),
    );
  });

  test('three months after the release gives the unit its difference, from the reserve, as a supplement', async () => {
    const money = createMoneyActivities({ sql: desk.sql });
    const kinds = ['bonus', 'budget'] as const;
    const post = async (): Promise<void> => {
      for (const kind of kinds) {
        await approveNewest(desk.sql, desk.cycle, kind);
        expect(await money.postMoney({ cycleId: desk.cycle, kind })).toEqual({ posted: true, why: 'POSTED' });
      }
    };
    for (const kind of kinds) await money.proposeMoney({ cycleId: desk.cycle, kind });
    await post();
    await putRelease(desk.sql, desk.cycle, { state: 'done' });
    const make = () => desk.api.post(`/api/v1/cycles/${desk.cycle}/payroll-exports`, {}, 'gao-yan');
    expect((await make()).status).toBe(201);
    await desk.sql`UPDATE cycles SET phase = 'closing' WHERE id = ${desk.cycle}`;
    await desk.at(Date.parse('2028-06-05T04:00:00Z'));
    const rows = [{ metric: claimed.metric, on: claimed.on, value: '18.9', reason: 'x' }];
    await refused('VALUE_SETTLED', 409, (ask) =>
      desk.api.post(`/api/v1/cycles/${desk.cycle}/metric-values`, { rows }, head, ask),
    );
    await desk.openCorrection();
    await desk.act('submit', 'correction-1', { content }, 'zhou-min', null);
    expect((await desk.act('approve', 'correction-1', { decision: 'approve' }, 'wu-tong', null)).status).toBe(200);
    expect(await desk.sweep()).toMatchObject({ over: false, toRecalculate: true });
    expect(await desk.recalculate()).toEqual({ moved: 1, proposed: ['bonus', 'budget'] });
    await post();
    for (const kind of kinds) {
      const [before, after] = [storyResults[kind].expect.lines, resultsAfterAppeal[kind].expect.lines];
      // Only the unit whose result moved; all others stay as paid, and the whole is what it was.
      expect(await balanceOf(desk.sql, desk.cycle, kind)).toEqual({ ...before, [unit]: after[unit] });
      const { lines, reserve } = await sumsOf(desk.sql, desk.cycle, kind);
      expect(BigInt(lines) + BigInt(reserve)).toBe(kind === 'bonus' ? 300_000_000n : 5_200_000_000n);
    }
    // 522,686.03 instead of 233,481.96.
    expect((await make()).json).toMatchObject({
      ...{ number: 2, totalMinor: '28920407', lines: [{ unitId: unit, amountMinor: '28920407' }] },
    });
  });

  test('of a cycle that is closed is refused', async () => {
    await desk.sql`UPDATE cycles SET state = 'closed', closed_at = now() WHERE id = ${desk.cycle}`;
    await refused('CYCLE_CLOSED', 409, (ask) =>
      desk.api.post(`/api/v1/cycles/${desk.cycle}/corrections`, {}, 'zhou-min', ask),
    );
  });

  test('without a decision cannot be written by anybody', async () => {
    const [command] = await desk.sql<{ id: string }[]>`SELECT id FROM commands WHERE cycle_id = ${desk.cycle} LIMIT 1`;
    const forged = desk.sql`
      INSERT INTO recalculations (command_id, cycle_id, review_id, step_id, unit_id, corrections, asked_at)
      VALUES (${command?.id ?? ''}, ${desk.cycle}, ${`${desk.cycle}/${unit}`}, 'appeal', ${unit}, '{}', now())`;
    await expect(forged).rejects.toThrow('recalculation without a decision');
  });
});

test('what is posted while an appeal is open is not released', async () => {
  await desk.sql`UPDATE barriers SET met_at = NULL WHERE cycle_id = ${desk.cycle} AND id = 'all:appeal-2'`;
  await endStep(desk.sql, { cycleId: desk.cycle, step: 'bonus', content: {}, decider: 'gao-yan' });
  await desk.file();
  const { errors } = await refused('RELEASE_TOO_EARLY', 409, (ask) =>
    desk.api.post(
      `${desk.base(null)}/steps/release/submit`,
      { stepRevision: 0, content: { note: '' } },
      'zhou-min',
      ask,
    ),
  );
  expect(errors).toContainEqual(
    expect.objectContaining({ code: 'WINDOW_OPEN', unit, step: 'appeal', state: 'submitted' }),
  );
});
