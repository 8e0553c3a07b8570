import { describe, expect, test } from 'vitest';
import { resolvePersons } from '../../db/people.js';
import { refused } from '../setup/refused.js';
import { claim, claimed, dayMs, head, setUpAppeals, unit } from './appeal-desk.js';
import { headOf, insertCommand } from './story-cycle.js';

const desk = setUpAppeals();

describe('the window of an appeal', () => {
  test('is seven working days from the end of the talk, and open to the head alone', async () => {
    const { state, closesAt } = await desk.stepOf('appeal');
    expect([state, new Date(closesAt).toISOString()]).toEqual(['open', '2028-02-15T16:00:00.000Z']);
    await refused('NOT_YOUR_STEP', 403, (ask) =>
      desk.api.post(`${desk.base()}/steps/appeal/submit`, { stepRevision: 1, content: claim }, headOf('sales'), ask),
    );
  });

  test('reminds nobody, and lapses when nobody used it: the second instance with it, and nobody is told of either', async () => {
    await desk.sql`UPDATE cycles SET phase = 'application' WHERE id = ${desk.cycle}`;
    await desk.at(Date.parse('2028-02-15T16:00:00Z'));
    await desk.sweep();
    expect([await desk.stepOf('appeal'), await desk.stepOf('appeal-2')]).toMatchObject([
      { state: 'cancelled' },
      { state: 'cancelled' },
    ]);
    expect([await desk.notices('STEP_REMINDED'), await desk.notices('STEP_FORWARDED')]).toEqual([[], []]);
  });

  test.each([
    ['at its last millisecond', -1, 200],
    ['at its end', 0, 409],
  ])('judges by receipt: %s', async (_when, offset, status) => {
    const { closesAt } = await desk.stepOf('appeal');
    await desk.at(closesAt + offset);
    const reply = await desk.file();
    expect([reply.status, (reply.json as { code?: string }).code]).toEqual([
      status,
      status === 200 ? undefined : 'STEP_CLOSED',
    ]);
  });

  test('received in time and heard after its end counts, whatever else of the review is recorded meanwhile', async () => {
    const { closesAt } = await desk.stepOf('appeal');
    await desk.sql`UPDATE steps SET state = 'open', outcome = NULL, ended_at = NULL, closes_at = ${closesAt + dayMs}
                    WHERE cycle_id = ${desk.cycle} AND unit_id = ${unit} AND kind = 'self-evaluation'`;
    await desk.at(closesAt - 1);
    const hear = await desk.received('submit', 'appeal', { content: claim }, head);
    await desk.at(closesAt);
    const other = { values: [], ratings: [], text: '补充' };
    expect((await desk.act('submit', 'self-evaluation', { content: other }, head)).status).toBe(200);
    await desk.sweep();
    expect(await desk.stepOf('appeal')).toMatchObject({ state: 'open' });
    expect(await hear()).toMatchObject({ outcome: 'applied' });
    expect(await desk.stepOf('appeal')).toMatchObject({ state: 'submitted' });
  });

  test('asks for evidence, and for facts that count', async () => {
    expect(await desk.file({ ...claim, evidence: [] })).toMatchObject({
      status: 422,
      json: { code: 'EVIDENCE_MISSING' },
    });
    const wrong = await desk.file({
      ...claim,
      values: [
        { ...claimed, metric: 'unit-cost' },
        { ...claimed, value: '16.2' },
      ],
    });
    expect(wrong).toMatchObject({
      status: 400,
      json: {
        errors: [
          { pointer: '/content/values/0/metric', code: 'ID_UNKNOWN' },
          { pointer: '/content/values/1/value', code: 'NOTHING_CHANGED' },
        ],
      },
    });
  });
});

describe('whoever decides an appeal', () => {
  test('heads a unit beside, and took no part: the next three in the order of the organization', async () => {
    const ask = {
      key: 'd',
      rule: 'outside-head',
      unitId: unit,
      raterUnitId: null,
      cycleId: desk.cycle,
      stepId: 'appeal',
    } as const;
    expect((await resolvePersons(desk.sql, [ask])).get('d')).toEqual(['production', 'quality', 'finance'].map(headOf));
    await desk.file();
    const tasks = async (as: string) =>
      (
        (await desk.api.get('/api/v1/me/tasks', as)).json as {
          items: { stepId: string; unitId: string; cycleId: string }[];
        }
      ).items.filter((task) => task.cycleId === desk.cycle && task.unitId === unit && task.stepId === 'appeal').length;
    expect(await Promise.all([headOf('quality'), headOf('sales'), headOf('rnd'), 'shen-guo'].map(tasks))).toEqual([
      1, 0, 0, 0,
    ]);
  });

  test('is none who rated, even where the rule named them; the schema says so as well', async () => {
    await desk.file();
    await refused('NOT_YOUR_STEP', 403, (ask) =>
      desk.api.post(
        `${desk.base()}/steps/appeal/approve`,
        { stepRevision: 2, decision: 'reject', reason: 'x' },
        headOf('sales'),
        ask,
      ),
    );
    const decided = desk.owner`UPDATE steps SET state = 'done', outcome = 'rejected', decided_by = ${headOf('sales')}, ended_at = now()
                           WHERE cycle_id = ${desk.cycle} AND unit_id = ${unit} AND step_id = 'appeal'`;
    await expect(decided).rejects.toThrow('took part');
  });

  test('at once with another: the second hears that it has ended, not that its facts are as claimed', async () => {
    await desk.file();
    const stale = { stepRevision: (await desk.stepOf('appeal')).revision, decision: 'grant', reason: '' };
    expect((await desk.decide('grant', headOf('quality'))).status).toBe(200);
    await refused('STEP_ENDED', 409, (ask) =>
      desk.api.post(`${desk.base()}/steps/appeal/approve`, stale, headOf('production'), ask),
    );
  });

  test('is none who took part as a stand-in either: the schema asks who spoke, not only for whom', async () => {
    await desk.file();
    const place = { cycleId: desk.cycle, unit, step: 'appeal', by: headOf('sales'), decision: 'reject' };
    const { commandId } = await insertCommand(desk.sql, place);
    const decided = desk.sql`UPDATE steps SET state = 'done', outcome = 'rejected', decided_by = ${headOf('quality')}, ended_at = now(),
                                    decide_command = ${commandId}
                              WHERE cycle_id = ${desk.cycle} AND unit_id = ${unit} AND step_id = 'appeal'`;
    await expect(decided).rejects.toThrow('took part');
  });

  test('who never decides lets it go on to the second instance', async () => {
    await desk.file();
    const { dueAt } = await desk.stepOf('appeal');
    await desk.sql`UPDATE cycles SET phase = 'application' WHERE id = ${desk.cycle}`;
    await desk.at(dueAt + 10 * dayMs);
    await desk.sweep();
    expect([await desk.stepOf('appeal'), await desk.stepOf('appeal-2')]).toMatchObject([
      { state: 'done', outcome: 'forwarded' },
      { state: 'open' },
    ]);
    // HR finds another; the board is the next instance, and hears of it then.
    expect(await desk.notices('STEP_ESCALATED')).toEqual(['wu-tong', 'zhou-min']);
  });

  test('of the second instance is another, and no third is asked', async () => {
    await desk.file();
    expect((await desk.decide('reject', headOf('quality'))).status).toBe(200);
    expect((await desk.file(claim, 'appeal-2')).status).toBe(200);
    expect((await desk.decide('reject', headOf('quality'), {}, 'appeal-2')).status).toBe(403);
    expect((await desk.decide('reject', 'shen-guo', {}, 'appeal-2')).status).toBe(200);
    expect(await desk.file(claim, 'appeal-2')).toMatchObject({ status: 409, json: { code: 'STEP_ENDED' } });
    expect(await desk.file()).toMatchObject({ status: 409, json: { code: 'STEP_ENDED' } });
    expect(await desk.totalOf()).toBe('83.6');
  });
});
