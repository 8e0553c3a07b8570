/** Steps of which not everybody is told: asked for by their exact id they are like ids that no step has, and nothing counts them. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { saveHistory } from '../../db/histories.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, itemsOf, promptEngine, type Reply, startApi } from '../setup/http.js';
import { chief, createDesk, hrOne, proposal, publishedYear } from './improvement-desk.js';
import { headOf } from './story-cycle.js';

const cycle = 'untold';
const unit = 'quality';
const head = headOf(unit);
const [member, elsewhere] = ['w-member', 'w-elsewhere'];
const beside = headOf('sales');
const standIn = 'w-stand-in';
const secret = ['improvement-1', 'nomination-1'] as const;

let sql: Sql;
let api: Api;
let desk: ReturnType<typeof createDesk>;
const nominated = { person: head, position: 'x', reasons: 'x', evidence: ['report/checkpoint-3'] };
const word = (stepId: string) => ({ id: 7, at: 0, type: 'WorkflowExecutionUpdateAccepted', words: [{ stepId }] });

beforeAll(async () => {
  let owner: Sql;
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
  for (const person of [member, elsewhere, standIn])
    await owner`INSERT INTO persons (id, name_zh, name_en) VALUES (${person}, ${person}, ${person})`;
  await owner`INSERT INTO unit_members (unit_id, person_id) VALUES (${unit}, ${member}), ('product', ${elsewhere})`;
  await owner`INSERT INTO stand_ins (principal_id, person_id, from_date, to_date) VALUES (${head}, ${standIn}, '2020-01-01', '2090-12-31')`;
  const events = [word('goals'), ...secret.map(word)] as never;
  api = await startApi(sql, { ...promptEngine(sql), history: () => Promise.resolve(events) });
  desk = createDesk(sql, api, () => cycle);
  await publishedYear(sql, cycle);
  await desk.open();
  await api.post(`${desk.review()}/nominations`, {}, chief);
  await desk.submit('improvement-1', proposal(), chief);
  await desk.submit('nomination-1', nominated, chief);
  const kept = { workflowId: `review/${cycle}/${unit}`, runId: 'r', cycleId: cycle, digest: 'd' };
  await saveHistory(sql, { ...kept, history: { events: [] } });
});

/** Everything that can be asked of a step, by its id. */
const asks = (step: string): readonly (readonly [string, string, unknown, Readonly<Record<string, string>>])[] => {
  const at = `${desk.review()}/steps/${step}`;
  const page = `/cycles/${cycle}/units/${unit}/steps/${step}`;
  const decision = { decision: 'approve', reason: 'x', stepRevision: 2 };
  const seen = { 'if-match': '"1"' };
  return [
    ['GET', at, undefined, {}],
    ['GET', `${at}/draft`, undefined, {}],
    ['GET', `${at}/draft/versions`, undefined, {}],
    ['GET', `${at}/files`, undefined, {}],
    ['GET', `${at}/workbook.csv`, undefined, {}],
    ['PUT', `${at}/draft`, { content: {} }, seen],
    ['POST', `${at}/submit`, { stepRevision: 1, content: nominated }, {}],
    ['POST', `${at}/submit`, { stepRevision: 2, content: proposal() }, {}],
    ['POST', `${at}/approve`, decision, {}],
    ['POST', `${at}/files`, {}, {}],
    ['GET', page, undefined, {}],
    ['POST', page, { intent: 'save' }, {}],
    ['POST', page, { intent: 'discard' }, {}],
    ['POST', page, { intent: 'submit' }, {}],
    ['POST', page, { intent: 'decide', decision: 'approve', stepRevision: '2' }, {}],
    ['GET', `/cycles/${cycle}/units/${unit}/workbooks/${step}`, undefined, {}],
  ];
};

let keys = 0;
/** What came back, but for what is each answer's own and for the id that was asked. */
function answerOf({ status, text }: Reply, step: string): readonly [number, string] {
  return [status, text.replaceAll(step, '…').replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '#')];
}
const ask = async (as: string, step: string) =>
  Promise.all(
    asks(step).map(async ([method, path, body, headers]) => {
      const isForm = method === 'POST' && !path.startsWith('/api');
      const sent = isForm ? new URLSearchParams(body as Record<string, string>).toString() : body;
      const reply = await api.ask(method, path, {
        ...{ as, headers, key: `untold-${(keys += 1)}` },
        ...(sent !== undefined && { body: sent }),
        ...(isForm && { type: 'application/x-www-form-urlencoded' }),
      });
      return [method, path.replaceAll(step, '…'), ...answerOf(reply, step)];
    }),
  );

const untoldTo: readonly (readonly [step: string, persons: readonly string[]])[] = [
  ['improvement-1', [member, elsewhere, beside, headOf('marketing'), 'gao-yan', 'guan-li']],
  ['nomination-1', [head, standIn, member, elsewhere, beside, 'gao-yan', 'guan-li']],
];

describe('a step asked for by its exact id', () => {
  test.each(untoldTo)('answers who is not told of %s exactly as an id that no step has', async (step, persons) => {
    const nothing = step.replace('1', '9');
    for (const person of persons) {
      const answers = await ask(person, step);
      expect([person, answers]).toEqual([person, await ask(person, nothing)]);
      expect([person, new Set(answers.map(([, , status]) => status))]).toEqual([person, new Set([404])]);
    }
  });

  test('answers who is told: of the plan the line and who speaks for it, of the nomination the head above and the board', async () => {
    const statuses = async (step: string, persons: readonly string[]) =>
      Promise.all(persons.map(async (person) => (await api.get(`${desk.review()}/steps/${step}`, person)).status));
    expect(await statuses('improvement-1', [head, standIn, chief, hrOne, 'shen-guo', 'yan-zheng'])).toEqual(
      Array(6).fill(200),
    );
    expect(await statuses('nomination-1', [chief, hrOne, 'shen-guo', 'yan-zheng'])).toEqual(Array(4).fill(200));
  });
});

describe('what is counted and listed', () => {
  const overview = async (as: string) =>
    itemsOf<{ unitId: string | null; current: string | null; submitted: number }>(
      await api.get(`/api/v1/cycles/${cycle}/units`, as),
    ).find(({ unitId }) => unitId === unit);

  test('of all units leaves out what the reader is not told of', async () => {
    expect(await overview(hrOne)).toMatchObject({ submitted: 2, current: 'improvement-1, nomination-1' });
    expect(await overview(chief)).toMatchObject({ submitted: 2 });
    for (const person of [head, standIn])
      expect([person, await overview(person)]).toMatchObject([person, { submitted: 1, current: 'improvement-1' }]);
    for (const person of [member, elsewhere, beside, 'gao-yan', 'guan-li'])
      expect([person, await overview(person)]).toMatchObject([person, { submitted: 0, current: null }]);
  });

  test('on the page of the cycle as well: rows, sums and what is late', async () => {
    await sql`UPDATE steps SET decide_due_at = to_timestamp(0) WHERE cycle_id = ${cycle} AND step_id = ANY (${[...secret]})`;
    const page = async (as: string) => (await api.ask('GET', `/cycles/${cycle}`, { as, language: 'en' })).text;
    const says = (text: string) => [/Improvement/.test(text), /[Nn]omination/.test(text)];
    expect(says(await page(hrOne))).toEqual([true, true]);
    expect(says(await page(head))).toEqual([true, false]);
    for (const person of [member, elsewhere, beside, 'gao-yan'])
      expect([person, says(await page(person))]).toEqual([person, [false, false]]);
  });

  test('in reports: a head finds no nomination of the own unit, the head above does', async () => {
    const report = async (kind: string, as: string) =>
      (await api.get(`/api/v1/cycles/${cycle}/reports/${kind}`, as)).text +
      (await api.get(`/api/v1/cycles/${cycle}/reports/${kind}/rows.csv`, as)).text;
    for (const kind of ['cycle', 'waiting', 'approvals']) {
      expect([kind, /[Nn]omination/.test(await report(kind, head))]).toEqual([kind, false]);
    }
    expect(/[Nn]omination/.test(await report('waiting', chief))).toBe(true);
    const own = await api.get(`/api/v1/cycles/${cycle}/reports/unit?scope=${unit}`, head);
    expect([own.status, /[Nn]omination/.test(own.text)]).toEqual([200, false]);
  });

  test('in what the engine keeps of the conversation', async () => {
    const kept = async (as: string) => {
      const { events, archived } = (await api.get(`${desk.review()}/history`, as)).json as {
        events: readonly { words: readonly { stepId: string }[] }[];
        archived: readonly unknown[];
      };
      return [events.flatMap(({ words }) => words.map(({ stepId }) => stepId)), archived.length];
    };
    expect(await kept(hrOne)).toEqual([['goals', ...secret], 1]);
    expect(await kept(head)).toEqual([['goals', 'improvement-1'], 0]);
  });

  test('in the answer to a word of one’s own', async () => {
    await sql`
      UPDATE steps SET state = 'open', outcome = NULL, ended_at = NULL, closes_at = '2090-01-01' WHERE cycle_id = ${cycle} AND unit_id = ${unit}
         AND step_id = 'self-evaluation'`;
    const content = { values: [], ratings: [], text: 'x' };
    const reply = await desk.submit('self-evaluation', content, head);
    expect(reply.status, reply.text).toBe(200);
    const { steps } = (reply.json as { state: { steps: Record<string, unknown> } }).state;
    expect(Object.keys(steps)).toContain('improvement-1');
    expect(Object.keys(steps)).not.toContain('nomination-1');
  });
});

describe('an appeal against a plan', () => {
  test('is nobody’s outside the line until it was filed; then the plan is told to who decides it', async () => {
    await sql`
      INSERT INTO steps (review_id, cycle_id, unit_id, step_id, plan_id, kind, phase, position, state, attempt, revision, opens_at, due_at,
                         closes_at, submitter_rule, decider_rule, rung, submitted_by)
      SELECT review_id, cycle_id, unit_id, 'improvement-appeal-1', 'improvement-appeal', 'improvement-appeal', phase, position + 1, 'open', 1, 1,
             opens_at, due_at, closes_at, 'head', 'outside-head', 0, '{}' FROM steps WHERE cycle_id = ${cycle} AND step_id = 'improvement-1'`;
    const [decider = ''] = (
      await sql<{ id: string }[]>`SELECT unnest(outsiders(${cycle}, ${unit}, 'improvement-appeal-1')) AS id`
    ).map(({ id }) => id);
    const path = `${desk.review()}/steps/improvement-appeal-1`;
    expect((await api.get(path, decider)).status).toBe(404);
    await sql`
      UPDATE steps SET state = 'submitted', submitted_by = ${[head]}, submit_command = (SELECT id FROM commands WHERE cycle_id = ${cycle} LIMIT 1)
       WHERE cycle_id = ${cycle} AND step_id = 'improvement-appeal-1'`;
    expect((await api.get(path, decider)).status).toBe(200);
    expect((await api.get(`${desk.review()}/steps/improvement-1`, decider)).status).toBe(200);
    expect((await api.get(`${desk.review()}/steps/nomination-1`, decider)).status).toBe(404);
  });
});
