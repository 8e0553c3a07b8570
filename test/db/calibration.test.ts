/** Calibration: what it may change, and a quota that holds whatever moves between the api's look and the record. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRecordActivities } from '../../activities/record.js';
import type { Engine } from '../../api/engine.js';
import type { Sql } from '../../db/connect.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, problemOf, promptEngine, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { type Desk, deskOf, forged, hr, hrTwo } from './judging-desk.js';
import { change, decide, propose, type Proposed } from './rules-setup.js';
import { insertCycle, insertValues, insertGoals, insertRatings } from './story-cycle.js';

let sql: Sql;
let owner: Sql;
let api: Api;
let desk: Desk;
let cycle: string;
let cycles = 0;
/** What happens after the api has looked, before `record` judges. */
let meanwhile: () => Promise<unknown> = () => Promise.resolve();

beforeAll(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
  const prompt = promptEngine(sql);
  const say: Engine['say'] = async (ask) => {
    const happens = meanwhile;
    meanwhile = () => Promise.resolve();
    await happens();
    return prompt.say(ask);
  };
  api = await startApi(sql, { ...prompt, say });
});

/** Quality's metric has no value: production's guard cannot be tested, and quality is blocked. */
beforeEach(async () => {
  cycle = `c${(cycles += 1)}`;
  await insertCycle(sql, cycle);
  await insertGoals(sql, cycle);
  await insertValues(sql, cycle, { without: ['complaints'] });
  await insertRatings(sql, cycle);
  desk = deskOf(sql, api, cycle);
  await desk.score();
  await desk.open('calibration', 'publication');
});

const to = (unit: string, grade: string) => ({ unit, grade, reason: '口径一致' });
const content = (...changes: readonly object[]) => ({ changes, note: '' });
const submit = (said: object) => desk.say('calibration', 'submit', hr, { stepRevision: 0, content: said });
const approve = (as = hrTwo) => desk.say('calibration', 'approve', as, { stepRevision: 1, decision: 'approve' });
const stepNow = async () =>
  (await sql`SELECT state, outcome FROM steps WHERE review_id = ${cycle} AND step_id = 'calibration'`)[0];
const quota = (...counts: readonly (readonly [string, string])[]) => ({
  distribution: { mode: 'quota', shares: counts.map(([grade, percent]) => ({ grade, percent })) },
});

describe('a change of a grade', () => {
  test('that cannot be carried out is refused at its field, and nothing is written', async () => {
    for (const [said, field, code] of [
      [to('salse', 'B'), 'unit', 'ID_UNKNOWN'],
      [to('quality', 'B'), 'unit', 'UNIT_NOT_SCORED'],
      [to('marketing', 'Z'), 'grade', 'ID_UNKNOWN'],
      [to('marketing', 'C'), 'grade', 'NOTHING_CHANGED'],
    ] as const) {
      const problem = await refused('CALIBRATION_UNFIT', 422, (ask) =>
        desk.say('calibration', 'submit', hr, { stepRevision: 0, content: content(to('sales', 'A'), said) }, ask),
      );
      expect(problem.errors).toMatchObject([{ pointer: `/content/changes/1/${field}`, code }]);
    }
    const twice = problemOf(await submit(content(to('marketing', 'B'), to('marketing', 'A'))));
    expect([twice.code, twice.errors[0]?.pointer, twice.errors[0]?.code]).toEqual([
      'CONTENT_INVALID',
      '/content/changes/1/unit',
      'ID_DUPLICATE',
    ]);
    expect(await sql`SELECT FROM commands WHERE cycle_id = ${cycle} AND step_id = 'calibration'`).toEqual([]);
    expect((await submit(content(to('marketing', 'B')))).status).toBe(200);
  });

  test('that no api has looked at is refused by record', async () => {
    const { record } = createRecordActivities({ sql });
    for (const said of [to('salse', 'B'), to('quality', 'B'), to('marketing', 'Z')]) {
      const word = await forged(sql, cycle, { unit: null, step: 'calibration', body: content(said), actor: hr });
      expect(await record(word)).toMatchObject({ outcome: 'refused', code: 'CALIBRATION_UNFIT' });
    }
    expect(await stepNow()).toEqual({ state: 'open', outcome: null });
  });

  test('to a grade that other rules have taken away meanwhile is not approved', async () => {
    expect((await submit(content(to('marketing', 'B')))).status).toBe(200);
    meanwhile = () =>
      owner`UPDATE templates SET document = jsonb_set(document, '{scorecard,grades,bands}', '[{"from": "95", "grade": "A"}]')`;
    const before = await sql<{ document: object }[]>`SELECT document FROM templates WHERE id = 'balanced-year'`;
    try {
      expect(problemOf(await approve()).code).toBe('CALIBRATION_UNFIT');
      expect(await stepNow()).toEqual({ state: 'submitted', outcome: null });
    } finally {
      await owner`UPDATE templates SET document = ${owner.json(before[0]?.document as never)} WHERE id = 'balanced-year'`;
    }
  });

  test('of a unit is not approved by its head, in three places', async () => {
    await owner`INSERT INTO person_roles (person_id, role) VALUES ('su-qing', 'hr')`;
    try {
      expect((await submit(content(to('marketing', 'B')))).status).toBe(200);
      await refused('OWN_UNIT', 403, (ask) =>
        desk.say('calibration', 'approve', 'su-qing', { stepRevision: 1, decision: 'approve' }, ask),
      );
      const { record } = createRecordActivities({ sql });
      const body = { decision: 'approve', reason: '', comments: [], difficulties: [], suggestions: [] };
      const word = {
        unit: null,
        step: 'calibration',
        body,
        actor: 'su-qing',
        decision: 'approve',
        stepRevision: 1,
      } as const;
      expect(await record(await forged(sql, cycle, word))).toMatchObject({ outcome: 'refused', code: 'OWN_UNIT' });
      await expect(
        sql`UPDATE steps SET state = 'done', outcome = 'approved', decided_by = 'su-qing', ended_at = now() WHERE review_id = ${cycle} AND step_id = 'calibration'`,
      ).rejects.toMatchObject({ code: '23514', constraint_name: 'decider_is_outside' });
      expect((await approve()).status).toBe(200);
    } finally {
      await owner`DELETE FROM person_roles WHERE person_id = 'su-qing' AND role = 'hr'`;
    }
  });
});

describe('a quota', () => {
  // Computed: A three times, B, C and D once each; quality is blocked and counts nowhere.
  const met = quota(['A', '50'], ['B', '16'], ['C', '17'], ['D', '17']);

  test('that comes into force while an approval is under way is not broken by it: two words, one after the other', async () => {
    expect((await submit(content(to('marketing', 'B')))).status).toBe(200);
    const proposed = (await propose(api, cycle, met)).json as Proposed;
    meanwhile = () => decide(api, cycle, proposed.stepId, hrTwo);
    const problem = problemOf(await approve());
    expect(problem.code).toBe('QUOTA_UNMET');
    expect(await stepNow()).toEqual({ state: 'submitted', outcome: null });
    expect(
      await sql`SELECT step_id AS step, state, code FROM commands WHERE cycle_id = ${cycle} AND act = 'approve' ORDER BY step_id`,
    ).toEqual([
      { step: 'calibration', state: 'refused', code: 'QUOTA_UNMET' },
      { step: proposed.stepId, state: 'applied', code: null },
    ]);
  });

  test('and the approval racing at one moment end in one of two ways, never in a broken quota', async () => {
    expect((await submit(content(to('marketing', 'B')))).status).toBe(200);
    const proposed = (await propose(api, cycle, met)).json as Proposed;
    const [rules, calibrated] = await Promise.all([decide(api, cycle, proposed.stepId, hrTwo), approve()]);
    expect(rules.status).toBe(200);
    const journal = await sql<{ step: string }[]>`
      SELECT step_id AS step FROM journal WHERE review_id = ${cycle} AND act = 'decided' ORDER BY seq`;
    const order = journal.map(({ step }) => step);
    expect([calibrated.status, order]).toEqual(
      calibrated.status === 200
        ? // Approved before there was a quota.
          [200, ['calibration', proposed.stepId]]
        : [422, [proposed.stepId]],
    );
  });

  test('is met by the grades as they are when record judges, not as the api saw them', async () => {
    await change(api, cycle, met);
    await sql`INSERT INTO rules_taken_up (cycle_id, revision, taken_up_at) VALUES (${cycle}, 1, now())`;
    expect((await submit(content())).status).toBe(200);
    meanwhile = () =>
      sql`INSERT INTO results (cycle_id, unit_id, version, status, total, grade, scorecard, facts, result, rules_digest, facts_digest, scored_at)
          SELECT cycle_id, unit_id, version + 1, status, '99', 'A', scorecard, facts, result, rules_digest, facts_digest, scored_at
            FROM results WHERE cycle_id = ${cycle} AND unit_id = 'marketing'`;
    expect(problemOf(await approve()).code).toBe('QUOTA_UNMET');
  });

  test('that is not met is approved where HR said why', async () => {
    await change(api, cycle, met);
    await sql`INSERT INTO rules_taken_up (cycle_id, revision, taken_up_at) VALUES (${cycle}, 1, now())`;
    const said = content(to('marketing', 'B'));
    await refused('QUOTA_UNMET', 422, (ask) =>
      desk.say('calibration', 'submit', hr, { stepRevision: 0, content: said }, ask),
    );
    expect((await submit({ ...said, quotaReason: '市场部情况特殊' })).status).toBe(200);
    expect((await approve()).status).toBe(200);
  });
});
