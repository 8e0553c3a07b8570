/** What a rehearsal edits is its own; what is sent wrong is refused with its place. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMonitoringActivities } from '../../activities/monitoring.js';
import type { Sql } from '../../db/connect.js';
import { loadCycle } from '../../db/cycles.js';
import { currentFindings } from '../../db/organization-checks.js';
import { metricsById } from '../../db/results.js';
import { goalsOf } from '../../players/story/goals.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, type Ask, problemOf, promptEngine, type Reply, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { asActivity, insertCycle, insertGoals, insertSubmit, insertValues, units } from './story-cycle.js';

const hr = 'zhou-min';
const base = '/api/v1/strategy';

let sql: Sql;
let api: Api;
let keys = 0;
let rehearsal: string;
let other: string;
const year = 'year';

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
  await insertCycle(sql, year, 'real');
});

beforeEach(async () => {
  keys += 1;
  [rehearsal, other] = [`r${keys}`, `other${keys}`];
  await insertCycle(sql, rehearsal);
  await insertCycle(sql, other);
});

interface Shown {
  readonly version: number;
  readonly book: string;
  readonly etag: string;
  readonly content: Readonly<Record<string, unknown>>;
}
const read = async (path: string): Promise<Shown> => (await api.get(`${base}/${path}`, hr)).json as Shown;
const put = (
  path: string,
  content: unknown,
  tag: string | null,
  ask: Ask & { reason?: string } = {},
): Promise<Reply> => {
  const { reason = 'tried in a rehearsal', ...rest } = ask;
  return api.ask('PUT', `${base}/${path}`, {
    as: hr,
    key: `edit-${(keys += 1)}`,
    body: { content, reason },
    headers: tag === null ? { 'if-none-match': '*' } : { 'if-match': tag },
    ...rest,
  });
};
const drop = (path: string, tag: string, ask: Ask = {}): Promise<Reply> =>
  api.ask('DELETE', `${base}/${path}&reason=gone`, {
    as: hr,
    key: `edit-${(keys += 1)}`,
    headers: { 'if-match': tag },
    ...ask,
  });
async function edit(path: string, change: object): Promise<Shown> {
  const { content, etag } = await read(path);
  const reply = await put(path, { ...content, ...change }, etag);
  expect(reply.status, reply.text).toBe(200);
  return reply.json as Shown;
}
const title = (en: string) => ({ title: { 'zh-CN': en, en } });

async function findingsOf(cycleId: string): Promise<readonly string[]> {
  const cycle = await loadCycle(sql, cycleId);
  if (cycle === undefined) throw new Error('no cycle');
  return (await currentFindings(sql, cycle)).map(({ code, at }) => `${code} ${at.join(' ')}`).toSorted();
}

describe("a rehearsal's strategy", () => {
  test('is the real one until it is edited there; then its own, seen by nobody else', async () => {
    expect(await read(`objectives/O1?cycle=${rehearsal}`)).toMatchObject({ book: 'real', version: 1 });
    const copy = await edit(`objectives/O1?cycle=${rehearsal}`, title('Only rehearsed'));
    expect(copy).toMatchObject({ book: rehearsal, version: 1, etag: `"${rehearsal}-1"` });
    for (const path of ['objectives/O1', `objectives/O1?cycle=${other}`, `objectives/O1?cycle=${year}`]) {
      expect([path, (await read(path)).content]).not.toEqual([path, copy.content]);
    }
    const page = (cycle: string) => api.get(`/cycles/${cycle}/units/sales/steps/goals`, 'lin-xiao');
    await sql`UPDATE steps SET state = 'open', opened_at = opens_at WHERE kind = 'goals' AND cycle_id = ANY (${[year, rehearsal, other]})`;
    expect((await page(rehearsal)).text).toContain('Only rehearsed');
    for (const cycle of [year, other]) expect((await page(cycle)).text).not.toContain('Only rehearsed');
    // The real one goes on beside it.
    await edit('objectives/O1', title('Really changed'));
    expect((await read(`objectives/O1?cycle=${other}`)).content).toEqual(title('Really changed'));
    expect((await read(`objectives/O1?cycle=${rehearsal}`)).content).toEqual(title('Only rehearsed'));
    const reply = await api.get(`${base}/objectives/O1/versions?cycle=${rehearsal}`, hr);
    const all = (reply.json as { items: { book: string; version: number }[] }).items;
    expect(all.map(({ book, version }) => `${book} ${version}`)).toEqual([`${rehearsal} 1`, 'real 2', 'real 1']);
    const real = await api.get(`${base}/objectives/O1/versions`, hr);
    expect(real.text).not.toContain('Only rehearsed');
  });

  test('decides its own goal checks, of drafts and of the whole organization, and nobody else’s', async () => {
    const cycles = [year, rehearsal, other];
    for (const cycleId of cycles) {
      for (const unit of units) {
        await insertSubmit(sql, { cycleId, unit, step: 'goals', body: { goals: goalsOf(unit), answers: [] } });
      }
    }
    const [before] = await Promise.all(cycles.map(findingsOf));
    await edit(`metrics/unit-cost?cycle=${rehearsal}`, { tension: [] });
    await edit(`metrics/patents?cycle=${rehearsal}`, { tension: ['new-customers'] });
    const added = await put(`objectives/O9?cycle=${rehearsal}`, title('Nobody serves this'), null);
    expect(added.status, added.text).toBe(201);
    const found = await findingsOf(rehearsal);
    expect(found).toContain('OBJECTIVE_UNCOVERED O9');
    expect(found).not.toContain('CONFLICT_TENSION production/unit-cost quality/material-pass-rate');
    expect(found.some((each) => each.startsWith('CONFLICT_TENSION rnd/'))).toBe(true);
    for (const cycle of [year, other]) expect(await findingsOf(cycle)).toEqual(before);
    await sql`UPDATE steps SET state = 'open', opened_at = opens_at WHERE kind = 'goals' AND cycle_id = ANY (${cycles})`;
    const draft = async (cycle: string) => {
      const body = { content: { goals: goalsOf('production') } };
      const path = `/api/v1/cycles/${cycle}/reviews/production/steps/goals/draft`;
      return (await api.ask('PUT', path, { as: 'zhao-gang', headers: { 'if-none-match': '*' }, body })).text;
    };
    expect(await draft(other)).toContain('CONFLICT_TENSION');
    expect(await draft(rehearsal)).not.toContain('CONFLICT_TENSION');
  });

  test('decides how its own values are watched and scored', async () => {
    for (const cycleId of [rehearsal, other]) {
      await insertGoals(sql, cycleId);
      await insertValues(sql, cycleId, { days: ['2027-03-31'] });
    }
    await edit(`metrics/revenue?cycle=${rehearsal}`, { accrual: 'level', better: 'lower' });
    expect((await metricsById(sql, { book: rehearsal }, ['revenue'])).get('revenue')).toMatchObject({
      accrual: 'level',
      better: 'lower',
    });
    expect((await metricsById(sql, { book: other })).get('revenue')).toMatchObject({
      accrual: 'accumulating',
      better: 'higher',
    });
    const { monitorUnits } = createMonitoringActivities({ sql });
    for (const cycleId of [rehearsal, other]) await asActivity(monitorUnits, { cycleId });
    const lines = await sql<{ cycle: string }[]>`
      SELECT d.cycle_id AS cycle FROM deviations d JOIN goals g ON g.cycle_id = d.cycle_id AND g.goal_id = d.goal_id
       WHERE g.content ->> 'metric' = 'revenue' AND d.cycle_id = ANY (${[rehearsal, other]})`;
    // A quarter's revenue is red as a level of the year, and in order as an accumulating one.
    expect(lines).toEqual([{ cycle: rehearsal }]);
  });

  test('loses what it takes out, alone; an edit is in its own journal, in cycle time, and in no other', async () => {
    const { etag } = await read(`swot/W1?cycle=${rehearsal}`);
    const gone = await drop(`swot/W1?cycle=${rehearsal}`, etag);
    expect(gone.status, gone.text).toBe(200);
    expect((await api.get(`${base}/swot/W1?cycle=${rehearsal}`, hr)).status).toBe(404);
    for (const query of ['', `?cycle=${other}`])
      expect((await api.get(`${base}/swot/W1${query}`, hr)).status).toBe(200);
    expect((await put(`swot/W1?cycle=${rehearsal}`, { kind: 'weakness', ...title('Back') }, null)).status).toBe(201);
    const lines = await sql<{ cycle: string; at: number }[]>`
      SELECT cycle_id AS cycle, at FROM journal
       WHERE act = 'strategy-changed' AND data ->> 'entry' = 'swot/W1' AND cycle_id = ANY (${[year, rehearsal, other]})`;
    expect(lines.map(({ cycle }) => cycle)).toEqual([rehearsal, rehearsal]);
    const clock = (await loadCycle(sql, rehearsal))?.clock.now;
    expect(lines[0]?.at).toBe(clock);
    const [version] = await sql<{ at: number }[]>`
      SELECT changed_at AS at FROM strategy_versions WHERE book = ${rehearsal} ORDER BY version LIMIT 1`;
    expect(version?.at).toBe(clock);
  });

  test('is held back by the goals of that rehearsal alone; the real one by all that read it', async () => {
    await insertGoals(sql, rehearsal);
    const inRehearsal = await read(`objectives/O3?cycle=${rehearsal}`);
    await refused('STRATEGY_IN_USE', 409, (ask) => drop(`objectives/O3?cycle=${rehearsal}`, inRehearsal.etag, ask));
    const inOther = await read(`objectives/O3?cycle=${other}`);
    expect((await drop(`objectives/O3?cycle=${other}`, inOther.etag)).status).toBe(200);
    const real = await read('objectives/O3');
    const problem = await refused('STRATEGY_IN_USE', 409, (ask) => drop('objectives/O3?x=1', real.etag, ask));
    expect(problem.errors).toContainEqual(expect.objectContaining({ cycleId: rehearsal }));
  });

  test('is edited only in a rehearsal that runs; who rates whom and new metrics are not for it', async () => {
    const { etag, content } = await read('objectives/O2');
    const cooperation = await read('cooperation/sales');
    const metric = { unit: 'sales', ...title('New'), better: 'higher' };
    await refused('NOT_A_REHEARSAL', 409, (ask) => put(`objectives/O2?cycle=${year}`, content, etag, ask));
    await refused('NOT_FOUND', 404, (ask) => put('objectives/O2?cycle=nowhere', content, etag, ask));
    await refused('COOPERATION_SETTLED', 409, (ask) =>
      put(`cooperation/sales?cycle=${rehearsal}`, { raters: ['rnd'] }, cooperation.etag, ask),
    );
    await refused('METRIC_NEW_IN_REHEARSAL', 409, (ask) => put(`metrics/fresh?cycle=${rehearsal}`, metric, null, ask));
    await sql`UPDATE cycles SET state = 'closed', closed_at = now() WHERE id = ${rehearsal}`;
    await refused('CYCLE_CLOSED', 409, (ask) => put(`objectives/O2?cycle=${rehearsal}`, content, etag, ask));
  });
});

describe('what is sent wrong', () => {
  const metric = { unit: 'sales', ...title('New'), better: 'higher', tension: [] as string[] };
  const at = (reply: Reply) => problemOf(reply).errors.map(({ pointer, code }) => `${pointer ?? ''} ${code ?? ''}`);

  test('is told at its place: unknown units and metrics, itself, twice, too long', async () => {
    const bad = async (path: string, content: unknown) => {
      await refused('BODY_INVALID', 400, (ask) => put(path, content, null, ask));
      return at(await put(path, content, null));
    };
    expect(await bad('metrics/m1', { ...metric, unit: 'moon' })).toEqual(['/content/unit ID_UNKNOWN']);
    expect(await bad('metrics/m1', { ...metric, tension: ['sun', 'm1', 'patents', 'patents'] })).toEqual([
      '/content/tension/1 NAMES_ITSELF',
      '/content/tension/3 ID_DUPLICATE',
      '/content/tension/0 ID_UNKNOWN',
    ]);
    expect(await bad('metrics/m1', { ...metric, cadence: 'often', history: ['1', 'x'] })).toEqual([
      '/content/cadence VALUE_UNKNOWN',
      '/content/history/1 NUMBER_INVALID',
    ]);
    expect(await bad('objectives/o1', title('x'.repeat(100_000)))).toEqual([
      '/content/title/zh-CN TOO_LARGE',
      '/content/title/en TOO_LARGE',
    ]);
    expect(await bad('metrics/m1', { ...metric, measuredIn: 'x'.repeat(100_000) })).toEqual([
      '/content/measuredIn TOO_LARGE',
    ]);
    expect(await bad('swot/s1', { kind: 'hope', ...title('x'), key: 'yes' })).toHaveLength(2);
    expect(await bad('cooperation/hq', { raters: ['moon', 'hq', 'rnd', 'rnd'] })).toEqual([
      '/content/raters/1 NAMES_ITSELF',
      '/content/raters/3 ID_DUPLICATE',
      '/content/raters/0 ID_UNKNOWN',
    ]);
    expect(await bad('cooperation/hq', { raters: [] })).toEqual(['/content/raters TOO_SMALL']);
    const nul = await put('objectives/o1', title('a\u0000b'), null);
    expect(problemOf(nul).code).toBe('BODY_INVALID');
    expect(await sql`SELECT FROM strategy_versions WHERE id = ANY (ARRAY['m1', 'o1', 's1', 'hq'])`).toHaveLength(0);
  });

  test('without a reason, without what was seen, for what is no kind or id', async () => {
    const { etag, content } = await read('objectives/O2');
    await refused('REASON_MISSING', 400, (ask) => put('objectives/O2', title('x'), etag, { ...ask, reason: ' ' }));
    await refused('STRATEGY_TAG_MISSING', 428, (ask) => put('objectives/O2', content, null, { ...ask, headers: {} }));
    await refused('STRATEGY_CHANGED', 412, (ask) => put('objectives/O2', title('x'), '*', ask));
    await refused('NOT_FOUND', 404, (ask) => put('plans/O2', content, etag, ask));
    await refused('NOT_FOUND', 404, (ask) => put('cooperation/moon', { raters: ['rnd'] }, null, ask));
    await refused('NOT_FOUND', 404, (ask) => put('objectives/-', content, null, ask));
    const noKey = await api.ask('PUT', `${base}/objectives/O2`, { as: hr, body: {}, headers: { 'if-match': etag } });
    expect(problemOf(noKey).code).toBe('IDEMPOTENCY_KEY_MISSING');
    expect((await read('objectives/O2')).version).toBe(1);
  });

  test('in an import: a metric in tension with itself, a rehearsal called like the real book', async () => {
    const document = {
      format: 'perfcycle/strategy@1',
      objectives: [],
      swot: [],
      metrics: [{ id: 'm', ...metric, tension: ['m'] }],
    };
    const problem = await refused('IMPORT_INVALID', 400, (ask) => api.post(base, document, hr, ask));
    expect(problem.errors).toMatchObject([{ pointer: '/metrics/0/tension/0', code: 'NAMES_ITSELF' }]);
    const cycle = { id: 'real', title: 'x', templateId: 'balanced-year', rootUnit: 'hq', mode: 'rehearsal' };
    const dates = { periodStart: '2028-01-01', periodEnd: '2028-12-31' };
    const reply = await api.post('/api/v1/cycles', { ...cycle, ...dates }, hr);
    expect(problemOf(reply).errors).toMatchObject([{ pointer: '/id', code: 'ID_RESERVED' }]);
  });
});
