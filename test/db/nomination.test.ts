import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRecordActivities } from '../../activities/record.js';
import { createScoringActivities } from '../../activities/scoring.js';
import { createSweepActivities } from '../../activities/sweep.js';
import { json, type Sql } from '../../db/connect.js';
import { noticesOf } from '../../db/page-inbox.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, type Ask, promptEngine, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { asActivity, insertCommand, insertCycle, insertYear } from './story-cycle.js';

const unit = 'rnd';
const [head, superior, board, otherBoard] = ['fang-yuan', 'chen-mingyuan', 'shen-guo', 'mei-lan'] as const;
const opensAt = Date.parse('2028-02-01T02:00:00Z');
const workday = 86_400_000;

let sql: Sql;
let owner: Sql;
let api: Api;
let cycle = '';
let cycles = 0;

beforeAll(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

beforeEach(async () => {
  cycle = `n${(cycles += 1)}`;
  await insertCycle(sql, cycle);
  await insertYear(sql, cycle);
  await sql`UPDATE cycles SET phase = 'application' WHERE id = ${cycle}`;
  await sql`UPDATE persons SET active = true`;
  await at(opensAt);
});

const at = (instant: number) => sql`UPDATE cycle_clocks SET now_at = ${instant} WHERE cycle_id = ${cycle}`;
async function publish(): Promise<void> {
  const scoring = createScoringActivities({ sql });
  await asActivity(scoring.scoreUnits, { cycleId: cycle });
  await scoring.publishResults({ cycleId: cycle });
}
const sweep = () => asActivity(createSweepActivities({ sql }).sweep, { cycleId: cycle });
const review = () => `/api/v1/cycles/${cycle}/reviews/${unit}`;
const ask = (as: string = superior, more: Ask = {}) => api.post(`${review()}/nominations`, {}, as, more);
const stepOf = async (as = 'zhou-min') =>
  (await api.get(`${review()}/steps/nomination-1`, as)).json as {
    state: string;
    outcome: string | null;
    revision: number;
    dueAt: number;
    closesAt: number;
  };
const words = { person: head, position: '副总经理', reasons: '三个新品，团队稳定', evidence: ['report/checkpoint-3'] };
const submit = async (content: object = words, more: Ask = {}, as: string = superior) =>
  api.post(`${review()}/steps/nomination-1/submit`, { stepRevision: (await stepOf()).revision, content }, as, more);
const decide = async (decision: string, as: string = board, more: Ask = {}) => {
  const body = { stepRevision: (await stepOf()).revision, decision, reason: '已审阅' };
  return api.post(`${review()}/steps/nomination-1/approve`, body, as, more);
};
const toldTo = async (person: string) =>
  (await noticesOf(sql, person, 100)).filter((each) => each.cycleId === cycle).map(({ code }) => code);

describe('a nomination for promotion', () => {
  test('is opened by the head above after publication, once, and by nobody else', async () => {
    await refused('NOMINATION_TOO_EARLY', 409, (more) => ask(superior, more));
    await publish();
    for (const as of [head, 'su-qing', 'zhou-min', board]) {
      await refused('NOT_YOUR_STEP', 403, (more) => ask(as, more));
    }
    expect((await ask()).json).toEqual({ stepId: 'nomination-1' });
    await refused('NOMINATION_OPEN', 409, (more) => ask(superior, more));
  });

  test('answered: the board approves, only then is the person told, and sees it', async () => {
    await publish();
    await ask();
    expect((await submit()).status).toBe(200);
    expect(await toldTo(head)).not.toContain('NOMINATED');
    await refused('STEP_NOT_FOUND', 404, (more) =>
      api.ask('GET', `${review()}/steps/nomination-1`, { as: head, ...more }),
    );
    expect((await decide('approve')).status).toBe(200);
    expect(await stepOf()).toMatchObject({ state: 'done', outcome: 'approved' });
    expect(await toldTo(head)).toContain('NOMINATED');
    expect((await api.get(`/cycles/${cycle}/units/${unit}/steps/nomination-1`, head)).text).toContain('副总经理');
  });

  test('decided twice at the same moment is decided once: one stands, the other is told so', async () => {
    await publish();
    await ask();
    await submit();
    const { revision } = await stepOf();
    const say = (decision: string, as: string) =>
      api.post(`${review()}/steps/nomination-1/approve`, { stepRevision: revision, decision, reason: '已审阅' }, as);
    const replies = await Promise.all([say('approve', board), say('return', otherBoard), say('approve', otherBoard)]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    const [row] = await sql<{ count: number }[]>`
      SELECT count(*)::int AS count FROM journal WHERE cycle_id = ${cycle} AND step_id = 'nomination-1' AND act = 'decided'`;
    expect(row?.count).toBe(1);
    const told = (await toldTo(head)).filter((code) => code === 'NOMINATED').length;
    expect(told).toBe((await stepOf()).outcome === 'approved' ? 1 : 0);
  });

  test('decided late: the board is reminded, and it counts', async () => {
    await publish();
    await ask();
    await submit();
    const { dueAt } = await stepOf();
    await at(dueAt + workday);
    await sweep();
    for (const as of [board, otherBoard]) expect(await toldTo(as)).toContain('STEP_REMINDED');
    expect((await decide('approve')).status).toBe(200);
    expect(await toldTo(head)).toContain('NOMINATED');
  });

  test('is hidden from the unit while it is not approved: in lists, journal and pages', async () => {
    await publish();
    await ask();
    await submit();
    const looks = (as: string) =>
      Promise.all(
        [review(), `${review()}/journal`, `/cycles/${cycle}/units/${unit}`, `/cycles/${cycle}/units/${unit}/audit`].map(
          async (path) => (await api.get(path, as)).text.includes('nomination-1'),
        ),
      );
    expect(await looks(head)).toEqual([false, false, false, false]);
    expect(await looks(superior)).toEqual([true, true, true, true]);
    expect((await api.get(review(), 'su-qing')).text).not.toContain('nomination-1');
  });

  test('returned: it has ended, nobody is told but who nominated, and another can be opened', async () => {
    await publish();
    await ask();
    await submit();
    expect((await decide('return')).status).toBe(200);
    expect(await stepOf()).toMatchObject({ state: 'done', outcome: 'returned' });
    expect(await toldTo(head)).not.toContain('NOMINATED');
    expect((await ask()).json).toEqual({ stepId: 'nomination-2' });
  });

  test('late: it is reminded of, escalated, and still accepted before its window closes', async () => {
    await publish();
    await ask();
    const { dueAt, closesAt } = await stepOf();
    await at(dueAt + 2 * workday);
    await sweep();
    expect(await toldTo(superior)).toContain('STEP_REMINDED');
    await at(closesAt - 1);
    expect((await submit()).status).toBe(200);
  });

  test('never submitted, or never decided: it is cancelled, and silence promotes nobody', async () => {
    await publish();
    await ask();
    await at((await stepOf()).closesAt);
    await sweep();
    expect(await stepOf()).toMatchObject({ state: 'cancelled', outcome: null });
    await ask();
    const second = `${review()}/steps/nomination-2`;
    await api.post(`${second}/submit`, { stepRevision: 1, content: words }, superior);
    const [row] = await sql<{ at: number }[]>`
      SELECT decide_closes_at AS at FROM steps WHERE cycle_id = ${cycle} AND unit_id = ${unit} AND step_id = 'nomination-2'`;
    await at(row?.at ?? 0);
    await sweep();
    expect((await api.get(second, 'zhou-min')).json).toMatchObject({ state: 'cancelled', outcome: null });
    expect(await toldTo(head)).not.toContain('NOMINATED');
  });

  test('names a person of the unit, with evidence and reasons', async () => {
    await publish();
    await ask();
    await refused('NOMINEE_NOT_OF_UNIT', 422, (more) => submit({ ...words, person: 'su-qing' }, more));
    await refused('NOMINEE_ACTS', 403, (more) => submit({ ...words, person: superior }, more));
    await refused('CONTENT_INVALID', 400, (more) => submit({ ...words, evidence: [] }, more));
    await refused('CONTENT_INVALID', 400, (more) => submit({ note: '提名方远' }, more));
  });

  test('a person who left is neither submitted nor approved; returning still works', async () => {
    await publish();
    await ask();
    await sql`UPDATE persons SET active = false WHERE id = ${head}`;
    await refused('NOMINEE_GONE', 422, (more) => submit(words, more));
    await sql`UPDATE persons SET active = true WHERE id = ${head}`;
    await submit();
    await sql`UPDATE persons SET active = false WHERE id = ${head}`;
    await refused('NOMINEE_GONE', 422, (more) => decide('approve', board, more));
    expect((await api.get(`/cycles/${cycle}/units/${unit}/steps/nomination-1`, board)).text).toContain('has left');
    expect((await decide('return')).status).toBe(200);
  });

  test('whoever leaves between receipt and record is refused there as well', async () => {
    await publish();
    await ask();
    await submit();
    const { revision } = await stepOf();
    const late = await startApi(sql, {
      ...promptEngine(sql),
      say: async (it) => {
        await sql`UPDATE persons SET active = false WHERE id = ${head}`;
        return promptEngine(sql).say(it);
      },
    });
    const body = { stepRevision: revision, decision: 'approve', reason: '' };
    await refused('NOMINEE_GONE', 422, (more) =>
      late.post(`${review()}/steps/nomination-1/approve`, body, board, more),
    );
    expect(await stepOf()).toMatchObject({ state: 'submitted' });
  });

  test('nobody decides about themselves or what they submitted, whichever way they try', async () => {
    await publish();
    await sql`INSERT INTO unit_members (unit_id, person_id) VALUES (${unit}, ${board}) ON CONFLICT DO NOTHING`;
    await ask();
    await submit({ ...words, person: board });
    await refused('NOMINEE_ACTS', 403, (more) => decide('approve', board, more));
    await refused('NOT_YOUR_STEP', 403, (more) => decide('approve', superior, more));
    const forged = owner`
      UPDATE steps SET state = 'done', outcome = 'approved', decided_by = ${board}, ended_at = now()
       WHERE review_id = ${`${cycle}/${unit}`} AND step_id = 'nomination-1'`;
    await expect(forged).rejects.toMatchObject({ code: '23514' });
    expect((await decide('approve', otherBoard)).status).toBe(200);
    await sql`DELETE FROM unit_members WHERE unit_id = ${unit} AND person_id = ${board}`;
  });

  test('nobody is promoted by a word that they say for another: not by the api, not by record, not by the schema', async () => {
    await publish();
    await ask();
    // Of the unit, and not its head: nothing else bars them.
    const nominee = 'ding-lei';
    await sql`INSERT INTO unit_members (unit_id, person_id) VALUES (${unit}, ${nominee})`;
    await submit({ ...words, person: nominee });
    const instead = [board, nominee, '2020-01-01', '2090-12-31'];
    await owner`INSERT INTO stand_ins (principal_id, person_id, from_date, to_date) VALUES ${owner([instead])}`;
    try {
      await refused('NOMINEE_ACTS', 403, (more) => decide('approve', nominee, more));
      const body = { decision: 'approve', reason: '' };
      const place = await insertCommand(sql, {
        cycleId: cycle,
        unit,
        step: 'nomination-1',
        by: nominee,
        body,
        decision: 'approve',
      });
      const { commandId } = place;
      await sql`
        UPDATE commands SET state = 'received', settled_at = NULL, delivered_at = NULL, principal_id = ${board}, received_at = ${opensAt},
               step_revision = ${(await stepOf()).revision} WHERE id = ${commandId}`;
      const [{ digest } = { digest: '' }] = await sql<{ digest: string }[]>`
        SELECT body_digest AS digest FROM commands WHERE id = ${commandId}`;
      const who = { actor: nominee, principal: board, digest, stepRevision: 0, reviewRevision: 0 };
      const word = {
        commandId,
        reviewId: place.reviewId,
        stepId: 'nomination-1',
        decision: 'approve',
        ...who,
      } as const;
      const { record } = createRecordActivities({ sql });
      expect(await record(word)).toMatchObject({ outcome: 'refused', code: 'NOMINEE_ACTS' });
      const forged = owner`
        UPDATE steps SET state = 'done', outcome = 'approved', decided_by = ${board}, decide_command = ${commandId}, ended_at = now()
         WHERE review_id = ${place.reviewId} AND step_id = 'nomination-1'`;
      await expect(forged).rejects.toMatchObject({ code: '23514', constraint_name: 'nobody_promotes_themselves' });
    } finally {
      await owner`DELETE FROM stand_ins WHERE person_id = ${nominee}`;
      await sql`DELETE FROM unit_members WHERE unit_id = ${unit} AND person_id = ${nominee}`;
    }
  });

  test('what a template schedules goes on as it did, and numbers go on after it', async () => {
    await publish();
    const plan = {
      id: 'nomination-1',
      kind: 'nomination',
      phase: 'application',
      scope: 'unit',
      opensAt,
      dueAt: opensAt + workday,
      closesAt: opensAt + 3 * workday,
      after: [],
      barrier: null,
      submitter: 'parent-head',
      decider: 'board',
      decideWorkdays: [5, 10],
      againWorkdays: 5,
      onNo: 'done',
      onClose: 'forward',
      ladder: { remindBefore: [], remindAfter: [], escalateAfter: [] },
    };
    await sql`UPDATE cycles SET schedule = jsonb_set(schedule, '{steps}', schedule -> 'steps' || ${json(sql, [plan])}) WHERE id = ${cycle}`;
    await sql`
      INSERT INTO steps (review_id, step_id, cycle_id, unit_id, plan_id, kind, phase, position, state, revision, opens_at, due_at,
                         closes_at, submitter_rule, decider_rule, opened_at, next_at)
      VALUES (${`${cycle}/${unit}`}, 'nomination-1', ${cycle}, ${unit}, 'nomination-1', 'nomination', 'application', 90, 'open', 1,
              ${opensAt}, ${opensAt + workday}, ${opensAt + 3 * workday}, 'parent-head', 'board', ${opensAt}, ${opensAt + workday})`;
    await refused('NOMINATION_OPEN', 409, (more) => ask(superior, more));
    expect((await submit()).status).toBe(200);
    expect((await decide('approve')).status).toBe(200);
    expect(await toldTo(head)).toContain('NOMINATED');
    expect((await ask()).json).toEqual({ stepId: 'nomination-2' });
  });

  test('has a button on the unit’s page for the head above, and a form without script', async () => {
    await publish();
    const page = `/cycles/${cycle}/units/${unit}`;
    expect((await api.get(page, head)).text).not.toContain('/nominations"');
    expect((await api.get(page, superior)).text).toContain('/nominations"');
    const pressed = await api.ask('POST', `${page}/nominations`, {
      as: superior,
      body: '',
      type: 'application/x-www-form-urlencoded',
      headers: { origin: api.url },
    });
    expect([pressed.status, pressed.headers.get('location')]).toEqual([303, `${page}/steps/nomination-1`]);
    const form = (await api.get(`${page}/steps/nomination-1`, superior)).text;
    for (const name of ['person', 'position', 'reasons', 'evidence']) expect(form).toContain(`name="${name}"`);
    expect((await api.get(page, superior)).text).not.toContain('/nominations"');
  });
});
