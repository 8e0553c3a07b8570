/** Changing the rules of a running cycle: asked, proposed, decided by two, in force; never silent. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { loadCycle } from '../../db/cycles.js';
import { verifyChains } from '../../db/verify.js';
import * as answers from '../../documents/answers-rules.js';
import { pageOf } from '../../documents/answers.js';
import { createScoringActivities } from '../../activities/scoring.js';
import type { Effects } from '../../domain/cycle/index.js';
import { documentDigest } from '../../documents/digest.js';
import { createTestDatabase } from '../setup/database.js';
import { absentEngine, type Api, type Ask, itemsOf, problemOf, promptEngine, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { bandOfB, change, decide, hr, hrTwo, poolOf, propose, type Proposed, templateOf } from './rules-setup.js';
import { asActivity, insertCycle, insertYear } from './story-cycle.js';

let sql: Sql;
let owner: Sql;
let api: Api;
let cycle: string;
let cycles = 0;

beforeAll(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

beforeEach(async () => {
  cycles += 1;
  cycle = `c${cycles}`;
  await insertCycle(sql, cycle);
  await insertYear(sql, cycle);
  await asActivity(createScoringActivities({ sql }).scoreUnits, { cycleId: cycle });
});

const template = () => templateOf(sql, cycle);
const whatIf = (rules: unknown, as = hr, ask: Ask = {}) =>
  api.post(`/api/v1/cycles/${cycle}/what-if`, { rules }, as, ask);
const unitOf = (effects: Effects, id: string) => effects.units.find((unit) => unit.unitId === id);
const acts = async (): Promise<readonly string[]> =>
  (await sql<{ act: string }[]>`SELECT act FROM journal WHERE review_id = ${cycle} ORDER BY seq`).map((row) => row.act);
const stepState = async (stepId: string) => {
  const [row] = await sql`SELECT state, outcome, submitted_by AS "submittedBy", decided_by AS "decidedBy"
                            FROM steps WHERE review_id = ${cycle} AND step_id = ${stepId}`;
  return row;
};

describe('a question about other rules', () => {
  test('is answered with every unit before and after, and leaves nothing behind', async () => {
    const before = await acts();
    const reply = await whatIf(bandOfB(await template(), '83'));
    expect(reply.status, reply.text).toBe(200);
    expect(answers.effects.parse(reply.json)).toEqual(reply.json);
    const effects = reply.json as Effects;
    expect(effects.units.map((unit) => unit.unitId)).toEqual((await loadCycle(sql, cycle))?.subjects);
    expect(unitOf(effects, 'marketing')).toMatchObject({ before: { grade: 'C' }, after: { grade: 'B' }, moved: true });
    expect(effects.moved).toBe(4);
    expect(await acts()).toEqual(before);
    expect(await sql`SELECT FROM rules_proposals WHERE cycle_id = ${cycle}`).toHaveLength(0);
  });

  test('can be asked of a finished cycle too, by HR only', async () => {
    await sql`UPDATE cycles SET state = 'closed' WHERE id = ${cycle}`;
    const rules = poolOf(await template(), '1000');
    expect((await whatIf(rules)).status).toBe(200);
    for (const person of ['lin-xiao', 'gao-yan', 'shen-guo', 'yan-zheng', 'guan-li']) {
      await refused('FORBIDDEN', 403, (ask) => whatIf(rules, person, ask));
    }
    await refused('CYCLE_CLOSED', 409, (ask) => propose(api, cycle, rules, hr, ask));
  });

  test('with rules that are none is refused with every problem at its place in the body', async () => {
    const reply = await whatIf({ monitoring: { amber: '20', red: '50' }, colour: 'red' });
    expect(reply.status).toBe(400);
    expect(problemOf(reply).errors.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/rules/colour', 'FIELD_UNKNOWN'],
    ]);
    const other = await whatIf({ monitoring: { amber: '20', red: '50' } });
    expect(problemOf(other).errors[0]).toMatchObject({ pointer: '/rules/monitoring/red', code: 'RANGE_EMPTY' });
    const { monitoring } = await template();
    await refused('RULES_UNCHANGED', 422, (ask) => whatIf({ monitoring }, hr, ask));
  });
});

describe('a proposal', () => {
  test('keeps the change with its effects under a digest, opens its step and is submitted', async () => {
    const reply = await propose(api, cycle, bandOfB(await template(), '83'));
    expect(reply.status, reply.text).toBe(201);
    expect(answers.proposedRules.parse(reply.json)).toEqual(reply.json);
    const proposed = reply.json as Proposed;
    expect(proposed).toMatchObject({ number: 1, stepId: 'rules-1' });
    const listed = await api.get(`/api/v1/cycles/${cycle}/rules-proposals`, 'yan-zheng');
    expect(pageOf(answers.rulesProposal).parse(listed.json)).toEqual(listed.json);
    const [kept] = itemsOf<{ basedOn: number; rules: object; effects: object; digest: string }>(listed);
    expect(kept).toMatchObject({ state: 'submitted', outcome: null, proposedBy: hr, digest: proposed.digest });
    const { basedOn, rules, effects } = kept ?? { basedOn: -1, rules: {}, effects: {} };
    expect(documentDigest({ basedOn, rules, effects })).toBe(proposed.digest);
    expect(await stepState('rules-1')).toMatchObject({ state: 'submitted', submittedBy: [hr] });
    expect((await acts()).slice(-2)).toEqual(['opened', 'submitted']);
    expect(await verifyChains(sql, cycle)).toEqual([]);
    // Nothing is in force yet.
    expect((await loadCycle(sql, cycle))?.rulesRevision).toBe(0);
  });

  test('asked twice with one key is one proposal; with another body the key is refused', async () => {
    const rules = poolOf(await template(), '100');
    const [first, again] = await Promise.all([
      propose(api, cycle, rules, hr, { key: 'once' }),
      propose(api, cycle, rules, hr, { key: 'once' }),
    ]);
    expect(first.json).toEqual(again.json);
    expect(await sql`SELECT FROM rules_proposals WHERE cycle_id = ${cycle}`).toHaveLength(1);
    const other = poolOf(await template(), '7');
    await refused('IDEMPOTENCY_KEY_REUSED', 422, (ask) => propose(api, cycle, other, hr, { ...ask, key: 'once' }));
  });

  test('is made by HR only, with a reason, and read by those who see everything', async () => {
    const rules = poolOf(await template(), '100');
    for (const person of ['lin-xiao', 'gao-yan', 'shen-guo', 'yan-zheng', 'guan-li']) {
      await refused('FORBIDDEN', 403, (ask) => propose(api, cycle, rules, person, ask));
    }
    const path = `/api/v1/cycles/${cycle}/rules-proposals`;
    await refused('BODY_INVALID', 400, (ask) => api.post(path, { rules, reason: ' ' }, hr, ask));
    await propose(api, cycle, rules);
    for (const person of ['lin-xiao', 'gao-yan', 'guan-li'])
      await refused('FORBIDDEN', 403, (ask) => api.ask('GET', path, { as: person, ...ask }));
    // Effects show everybody's score and money: the step is as closed as they are.
    const step = await api.get(`/api/v1/cycles/${cycle}/reviews/-/steps/rules-1`, 'gao-yan');
    expect(step.text).not.toContain('市场变化');
  });

  test('with the engine away is received, and is carried out when it is back', async () => {
    const away = await startApi(sql, absentEngine);
    const reply = await propose(away, cycle, poolOf(await template(), '100'));
    expect(reply.status).toBe(202);
    const { command } = reply.json as Proposed;
    expect(await stepState('rules-1')).toMatchObject({ state: 'open' });
    expect((await api.get(`/api/v1/commands/${command}`, hr)).json).toMatchObject({
      state: 'received',
      stepId: 'rules-1',
    });
  });

  test('leaves units with rated goals a rule for rating', async () => {
    const { scorecard } = await template();
    const goals = { id: 'goals', fromGoals: { measure: 'progress', curve: { type: 'identity' } } };
    const root = { id: 'total', combine: 'weighted-mean', parts: [goals] };
    const reply = await propose(api, cycle, { scorecard: { ...scorecard, root } });
    expect(problemOf(reply).errors[0]).toMatchObject({ pointer: '/rules/scorecard', code: 'RATING_RULE_MISSING' });
  });
});

describe('its decision', () => {
  test('belongs to a second person of HR: not to whoever proposed, nor to others', async () => {
    await propose(api, cycle, poolOf(await template(), '100'));
    await refused('OWN_WORK', 403, (ask) => decide(api, cycle, 'rules-1', hr, 'approve', ask));
    for (const person of ['lin-xiao', 'gao-yan', 'shen-guo']) {
      await refused('NOT_YOUR_STEP', 403, (ask) => decide(api, cycle, 'rules-1', person, 'approve', ask));
    }
    expect((await decide(api, cycle, 'rules-1', hrTwo)).status).toBe(200);
    expect((await template()).bonus?.pool).toEqual({ amountMinor: '100' });
  });

  test('with yes puts the rules in force, and the journal and the list of revisions say by whom', async () => {
    await change(api, cycle, bandOfB(await template(), '83'));
    await change(api, cycle, poolOf(await template(), '500'));
    const reply = await api.get(`/api/v1/cycles/${cycle}/rules`, 'lin-xiao');
    expect(answers.rules.parse(reply.json)).toEqual(reply.json);
    const { revision, revisions, rules } = reply.json as { revision: number; revisions: object[]; rules: object };
    expect(revision).toBe(2);
    expect(revisions).toMatchObject([
      { revision: 1, basedOn: 0, proposedBy: hr, approvedBy: hrTwo, takenUpAt: null, reason: '市场变化' },
      { revision: 2, basedOn: 1, rules: { bonus: { pool: { amountMinor: '500' } } } },
    ]);
    // The second stands on the first.
    expect(rules).toMatchObject({ scorecard: { grades: { bands: [{}, { grade: 'B', from: '83' }, {}] } } });
    expect((await acts()).slice(-4)).toEqual(['opened', 'submitted', 'decided', 'rules-in-force']);
    expect(await verifyChains(sql, cycle)).toEqual([]);
    const told = await sql`SELECT DISTINCT person_id FROM notices WHERE cycle_id = ${cycle} AND code = 'STEP_DECIDED'`;
    expect(told).toHaveLength(2);
  });

  test('with no ends it: returned, nothing is in force, and the next proposal has a number of its own', async () => {
    await propose(api, cycle, poolOf(await template(), '100'));
    expect((await decide(api, cycle, 'rules-1', hrTwo, 'return')).status).toBe(200);
    expect(await stepState('rules-1')).toMatchObject({ state: 'done', outcome: 'returned' });
    expect((await loadCycle(sql, cycle))?.rulesRevision).toBe(0);
    expect((await propose(api, cycle, poolOf(await template(), '100'))).json).toMatchObject({ stepId: 'rules-2' });
  });

  test('is refused once publication was submitted meanwhile; returning it is still possible', async () => {
    await propose(api, cycle, bandOfB(await template(), '83'));
    await sql`UPDATE steps SET state = 'submitted' WHERE review_id = ${cycle} AND step_id = 'publication'`;
    await refused('RULES_SETTLED', 409, (ask) => decide(api, cycle, 'rules-1', hrTwo, 'approve', ask));
    const other = bandOfB(await template(), '80');
    const again = await refused('RULES_SETTLED', 409, (ask) => propose(api, cycle, other, hr, ask));
    expect(again.errors).toMatchObject([{ pointer: '/rules/scorecard', code: 'RULES_SETTLED' }]);
    // Money is not settled by publication.
    expect((await propose(api, cycle, poolOf(await template(), '100'))).status).toBe(201);
    expect((await decide(api, cycle, 'rules-1', hrTwo, 'return')).status).toBe(200);
  });

  test('is refused where other rules came into force since its effects were computed', async () => {
    await propose(api, cycle, poolOf(await template(), '100'));
    await change(api, cycle, bandOfB(await template(), '83'));
    await refused('RULES_OUTDATED', 409, (ask) => decide(api, cycle, 'rules-1', hrTwo, 'approve', ask));
  });

  test('keeps results and money from being submitted until the cycle has taken the rules up', async () => {
    await sql`UPDATE steps SET state = 'open', opened_at = opens_at, opens_at = '2027-01-01' WHERE review_id = ${cycle} AND step_id = 'publication'`;
    await change(api, cycle, bandOfB(await template(), '83'));
    const path = `/api/v1/cycles/${cycle}/reviews/-/steps/publication/submit`;
    const { seenDigest } = (await api.get(`/api/v1/cycles/${cycle}/calibration`, hr)).json as { seenDigest: string };
    const submit = (ask: Ask = {}) => api.post(path, { stepRevision: 0, content: { seenDigest } }, hr, ask);
    await refused('RULES_NOT_TAKEN_UP', 409, submit);
    await sql`INSERT INTO rules_taken_up SELECT cycle_id, revision, valid_from FROM cycle_rules WHERE cycle_id = ${cycle}`;
    expect((await submit()).status).toBe(200);
  });
});

describe('the tables of rules', () => {
  const insertRevision = (db: Sql, commandId: string) => db`
    INSERT INTO cycle_rules (cycle_id, revision, rules, from_proposal, command_id, valid_from)
    VALUES (${cycle}, 1, '{"guards": []}', 1, ${commandId}, now())`;

  test('hold what was proposed and decided for good: also their owner cannot alter it', async () => {
    await change(api, cycle, poolOf(await template(), '100'));
    for (const db of [sql, owner]) {
      await expect(db`UPDATE rules_proposals SET effects = '{}' WHERE cycle_id = ${cycle}`.execute()).rejects.toThrow();
      await expect(db`UPDATE cycle_rules SET rules = '{}' WHERE cycle_id = ${cycle}`.execute()).rejects.toThrow();
      await expect(db`DELETE FROM cycle_rules WHERE cycle_id = ${cycle}`.execute()).rejects.toThrow();
    }
  });

  test('take no revision without an approved step, whoever writes it', async () => {
    const { command } = (await propose(api, cycle, { guards: [] })).json as Proposed;
    await expect(insertRevision(owner, command).execute()).rejects.toThrow('rules without approval');
    // By the proposer alone, the step forced to look decided: the step takes it as little as the rules do.
    const forced = () =>
      owner.begin(async (tx) => {
        await tx`UPDATE steps SET state = 'done', outcome = 'approved', decide_command = ${command}, ended_at = now()
                  WHERE review_id = ${cycle} AND step_id = 'rules-1'`;
        await insertRevision(tx as unknown as Sql, command);
      });
    await expect(forced()).rejects.toThrow('decided by who wrote it');
    await owner`ALTER TABLE steps DISABLE TRIGGER two_persons`;
    await expect(forced()).rejects.toThrow('rules without approval');
    await owner`ALTER TABLE steps ENABLE TRIGGER two_persons`;
    expect(await sql`SELECT FROM cycle_rules WHERE cycle_id = ${cycle}`).toHaveLength(0);
  });
});
