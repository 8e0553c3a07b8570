import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCycleActivities } from '../../activities/cycle.js';
import type { Sql } from '../../db/connect.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { chief, createDesk, hrOne, hrTwo, proposal, publishedYear } from './improvement-desk.js';
import { headOf } from './story-cycle.js';

const head = headOf('quality');
const appeal = 'improvement-appeal-1';
let sql: Sql;
let api: Api;
let cycle = '';
let cycles = 0;
let desk: ReturnType<typeof createDesk>;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
  desk = createDesk(sql, api, () => cycle);
});
beforeEach(async () => {
  cycle = `i${(cycles += 1)}`;
  await publishedYear(sql, cycle);
});
describe('an improvement plan is opened', () => {
  test('by the head above for a unit whose own total is below the criterion, once', async () => {
    const key = `open-${cycle}`;
    const first = await desk.open(chief, { key });
    expect([first.status, first.json]).toEqual([
      201,
      { planId: `${cycle}/quality/1`, number: 1, stepId: 'improvement-1' },
    ]);
    expect((await desk.open(chief, { key })).json).toEqual(first.json);
    await refused('IMPROVEMENT_OPEN', 409, (more) => desk.open(chief, more));
    expect((await desk.stepOf('improvement-1')).state).toBe('open');
    const hints = await sql`SELECT FROM outbox WHERE cycle_id = ${cycle} AND kind = 'plan' AND done_at IS NULL`;
    expect(hints).toHaveLength(1);
  });

  test('by HR too, who tells the head above', async () => {
    expect((await desk.open(hrOne)).status).toBe(201);
    expect(await desk.told('STEP_OPENED')).toEqual([chief]);
  });

  test('for nobody whose own result does not meet the criterion, whatever its rank', async () => {
    // Marketing, 83.6, becomes the last of all; it is no ground.
    await sql`DELETE FROM results WHERE cycle_id = ${cycle} AND unit_id IN ('production', 'quality')`;
    await refused('CRITERION_NOT_MET', 422, (more) => desk.open(chief, more, 'marketing'));
    await expect(insertPlanRow('marketing')).rejects.toThrow(/without ground/);
  });

  test('not before the result is published, and by nobody but those above and HR', async () => {
    await refused('NOT_YOUR_STEP', 403, (more) => desk.open(headOf('sales'), more));
    await refused('OWN_UNIT', 403, (more) => desk.open(head, more));
    await sql`UPDATE results SET published_at = NULL WHERE cycle_id = ${cycle}`;
    await refused('RESULT_NOT_PUBLISHED', 409, (more) => desk.open(chief, more));
  });

  test('not by one of HR for the unit that they head', async () => {
    await sql`UPDATE units SET head_id = ${hrTwo} WHERE id = 'quality'`;
    try {
      await refused('OWN_UNIT', 403, (more) => desk.open(hrTwo, more));
    } finally {
      await sql`UPDATE units SET head_id = ${head} WHERE id = 'quality'`;
    }
  });

  test('not where the template has none', async () => {
    await sql`UPDATE cycles SET template_revision = template_revision WHERE id = ${cycle}`;
    await sql`UPDATE templates SET document = document - 'improvement'`;
    try {
      await refused('IMPROVEMENT_NOT_OFFERED', 409, (more) => desk.open(chief, more));
    } finally {
      const { improvement } = JSON.parse(sampleTemplate()) as { improvement: object };
      await sql`UPDATE templates SET document = document || ${sql.json({ improvement } as never)} WHERE id = 'balanced-year'`;
    }
  });
});

describe('its proposal', () => {
  beforeEach(async () => {
    await desk.open();
  });

  test('needs a first day that leaves the notice, and goals with measures', async () => {
    const early = proposal('2028-02-18');
    const problem = await refused('NOTICE_TOO_SHORT', 422, (more) => desk.submit('improvement-1', early, chief, more));
    expect(problem.errors).toMatchObject([{ pointer: '/content/firstDay' }]);
    // A year typed wrong would keep the cycle open for decades.
    const far = await refused('CONTENT_INVALID', 400, (more) =>
      desk.submit('improvement-1', proposal('2082-02-21'), chief, more),
    );
    expect(far.errors).toMatchObject([{ pointer: '/content/firstDay', code: 'OUT_OF_RANGE' }]);
    const empty = { ...proposal(), goals: [{ goal: ' ', measure: '' }] };
    await refused('CONTENT_INVALID', 400, (more) => desk.submit('improvement-1', empty, chief, more));
  });

  test('is told to the head of the unit when it is submitted, returned once, and told again when it is approved', async () => {
    expect((await desk.submit('improvement-1', proposal(), chief)).status).toBe(200);
    expect(await desk.told('IMPROVEMENT_PROPOSED')).toEqual([head]);
    await desk.decide('improvement-1', 'return', hrOne);
    expect(await desk.stepOf('improvement-1')).toMatchObject({ state: 'open', attempt: 2 });
    await desk.submit('improvement-1', proposal('2028-02-24'), chief);
    await desk.decide('improvement-1', 'approve', hrTwo);
    expect((await desk.advance()).stage).toBe('notice');
    expect(await desk.told('IMPROVEMENT_APPROVED')).toEqual([head]);
    expect((await desk.plan()).firstDay).toBe('2028-02-24');
    expect(await desk.stepOf(appeal)).toMatchObject({ state: 'open' });
  });

  test('never made: the plan ends, and HR is told', async () => {
    await desk.until('2028-03-10T02:00:00Z');
    expect(await desk.plan()).toMatchObject({ stage: 'ended', end: 'never-proposed' });
    expect(await desk.told('IMPROVEMENT_ENDED')).toEqual([chief, head, hrTwo, hrOne].toSorted());
  });

  test('never decided about: it ends too; silence opens nothing', async () => {
    await desk.submit('improvement-1', proposal(), chief);
    await desk.until('2028-03-10T02:00:00Z');
    expect((await desk.plan()).end).toBe('never-approved');
  });
});

describe('the appeal against it', () => {
  beforeEach(() => desk.approved());
  const file = (more = {}) =>
    desk.submit(appeal, { note: '检测设备故障，数据不准', evidence: ['设备维修单'] }, head, more);
  const outsider = headOf('finance');

  test('granted by a head outside the line: the plan does not begin, and there is no second on that result', async () => {
    expect((await file()).status).toBe(200);
    expect((await desk.decide(appeal, 'grant', outsider)).status).toBe(200);
    expect((await desk.advance()).stage).toBe('ended');
    expect((await desk.plan()).end).toBe('appeal-granted');
    await refused('IMPROVEMENT_SETTLED', 409, (more) => desk.open(chief, more));
  });

  test('rejected: it begins on the first working day from then, not before the day that was told', async () => {
    await file();
    await desk.at('2028-02-23T02:00:00Z');
    await desk.decide(appeal, 'reject', outsider);
    await desk.advance();
    const { stage, firstDay, talks } = await desk.plan();
    expect([stage, firstDay, talks.map(({ days, state }) => [days, state])]).toEqual([
      'running',
      '2028-02-23',
      [
        [30, 'planned'],
        [60, 'planned'],
        [90, 'planned'],
      ],
    ]);
  });

  test('is decided by nobody of the line, and by nobody who took part', async () => {
    await file();
    await refused('NOT_YOUR_STEP', 403, (more) => desk.decide(appeal, 'reject', chief, more));
    // Production rated quality: it is asked neither itself, nor through another.
    const rater = headOf('production');
    await refused('NOT_YOUR_STEP', 403, (more) => desk.decide(appeal, 'reject', rater, more));
    await sql`INSERT INTO stand_ins (principal_id, person_id, from_date, to_date) VALUES (${outsider}, ${rater}, '2028-02-01', '2028-02-29')`;
    try {
      expect((await desk.decide(appeal, 'reject', rater)).json).toMatchObject({ code: 'TOOK_PART' });
    } finally {
      await sql`DELETE FROM stand_ins WHERE principal_id = ${outsider}`;
    }
  });

  test('not filed: its window lapses without a word, and the plan begins', async () => {
    await desk.until('2028-02-21T16:00:00Z');
    expect(await desk.stepOf(appeal)).toMatchObject({ state: 'cancelled' });
    expect(await desk.plan()).toMatchObject({ stage: 'running', firstDay: '2028-02-22' });
    expect(await desk.told('STEP_FORWARDED')).toEqual([]);
    // What was told goes out, and the cycle, which may sleep for months, knows the first talk: the plan's own clock may be lost.
    expect(await desk.told('IMPROVEMENT_BEGUN')).toEqual([chief, head].toSorted());
    expect(await desk.wakes()).toBe((await desk.plan()).events.length);
    await refused('STEP_CLOSED', 409, (more) => file(more));
  });

  test('filed and never decided: the plan does not begin, and may be opened anew', async () => {
    await file();
    await desk.until('2028-03-20T02:00:00Z');
    expect((await desk.plan()).end).toBe('appeal-undecided');
    const waiting = async () =>
      ((await api.get(`/api/v1/cycles/${cycle}/improvement-candidates`, hrOne)).json as { items: { unitId: string }[] })
        .items;
    expect((await waiting()).map(({ unitId }) => unitId)).toEqual(['production', 'quality']);
    const first = await api.get(`/api/v1/cycles/${cycle}/improvement-candidates?limit=1`, hrOne);
    const { next } = first.json as { next: string };
    const second = await api.get(`/api/v1/cycles/${cycle}/improvement-candidates?limit=1&cursor=${next}`, hrOne);
    expect(second.json).toMatchObject({ items: [{ unitId: 'quality' }], next: null });
    expect((await desk.open()).json).toMatchObject({ number: 2, stepId: 'improvement-2' });
    expect((await waiting()).map(({ unitId }) => unitId)).toEqual(['production']);
  });
});

describe('the close of the cycle', () => {
  const closeCycle = (it: { readonly cycleId: string }) => createCycleActivities({ sql }).closeCycle(it);
  const state = async () => (await sql<{ state: string }[]>`SELECT state FROM cycles WHERE id = ${cycle}`)[0]?.state;

  test('waits for a plan that was opened after the sweep found nothing left', async () => {
    await desk.open();
    expect(await closeCycle({ cycleId: cycle })).toBe(false);
    expect(await state()).toBe('running');
    await desk.until('2028-03-10T02:00:00Z');
    expect(await closeCycle({ cycleId: cycle })).toBe(true);
    expect(await closeCycle({ cycleId: cycle })).toBe(true);
    await refused('CYCLE_CLOSED', 409, (more) => desk.open(chief, more));
  });

  test('and the opening of a plan at one moment: one of the two comes first, and no plan is left in a closed cycle', async () => {
    const [closed, opened] = await Promise.all([closeCycle({ cycleId: cycle }), desk.open()]);
    expect([closed, opened.status]).toEqual(closed ? [true, 409] : [false, 201]);
    const live = await sql`SELECT FROM improvement_plans p JOIN cycles c ON c.id = p.cycle_id
      WHERE p.cycle_id = ${cycle} AND p.stage <> 'ended' AND c.state = 'closed'`;
    expect(live).toHaveLength(0);
  });
});
/** Straight into the table, as no route would. */
const insertPlanRow = (unit: string) =>
  sql`INSERT INTO improvement_plans (id, cycle_id, unit_id, number, criterion, terms, result_version, opened_by, principal_id, opened_at)
      VALUES (${`${cycle}/${unit}/1`}, ${cycle}, ${unit}, 1, '{"totalBelow": "70"}', '{}', 1, ${hrOne}, ${hrOne}, now())`;

const sampleTemplate = (): string => readFileSync(new URL('../../sample/template.json', import.meta.url), 'utf8');
