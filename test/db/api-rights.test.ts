import { beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { json } from '../../db/connect.js';
import { latestResults, saveResults } from '../../db/results.js';
import { sha256Hex } from '../../documents/digest.js';
import { score } from '../../domain/rules/index.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, itemsOf, problemOf, promptEngine, startApi } from '../setup/http.js';
import { insertCommand, insertCycle, insertGoals, storyResults } from './story-cycle.js';

/** Persons of the sample organization by what they are (DESIGN.md 1). */
const hr = 'zhou-min';
const finance = 'gao-yan';
const board = 'shen-guo';
const auditor = 'yan-zheng';
const admin = 'guan-li';
const ceo = 'chen-mingyuan';
const head = 'lin-xiao';
const headBelow = 'jiang-tao';
const headBeside = 'su-qing';
const memberBelow = 'p-new-1';
const memberBeside = 'lv-hang';

let sql: Sql;
let api: Api;
const cycle = 'year';
const review = (unit: string): string => `/api/v1/cycles/${cycle}/reviews/${unit}`;

async function write(step: string, unit: string | null, by: string, content: object): Promise<void> {
  const place = await insertCommand(sql, { cycleId: cycle, unit, step, by, body: content });
  const { reviewId, commandId } = place;
  await sql`
    INSERT INTO step_versions (review_id, step_id, version, attempt, command_id, content, content_digest, written_at)
    VALUES (${reviewId}, ${step}, 1, 1, ${commandId}, ${json(sql, content)}, '', ${Date.now()})`;
  await sql`UPDATE steps SET state = 'done', outcome = 'submitted', submitted_by = ${[by]}, submit_command = ${commandId}, ended_at = ${Date.now()}
             WHERE review_id = ${reviewId} AND step_id = ${step}`;
}

beforeAll(async () => {
  let owner: Sql;
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
  await insertCycle(sql, cycle);
  await insertGoals(sql, cycle);
  const text = { text: 'secret words' };
  for (const step of ['goals', 'plan', 'checkpoint-1', 'self-evaluation']) await write(step, 'sales', head, text);
  await write('rating/marketing', 'sales', headBeside, text);
  await write('evaluation', 'sales', ceo, text);
  await write('calibration', null, hr, text);
  await write('bonus', null, hr, text);
  const story = storyResults.units['sales'];
  if (story === undefined) throw new Error('no story');
  const { scorecard, facts } = story;
  await saveResults(sql, cycle, Date.now(), [
    { unitId: 'sales', scorecard, facts, result: score(scorecard, facts, { sha256: sha256Hex }) },
  ]);
  // Entries without the posting that the schema asks for: only who sees them matters here.
  await owner.begin(async (tx) => {
    await tx`SET LOCAL session_replication_role = replica`;
    await tx`
      INSERT INTO ledger (effect_key, book, cycle_id, kind, of_kind, unit_id, attempt, posted_with, amount_minor, currency, approved_by, posted_at)
      SELECT ${cycle} || u, ${cycle}, ${cycle}, 'bonus', 'bonus', u, 1, 1, 100, 'CNY', ${finance}, ${Date.now()}
        FROM unnest(ARRAY['sales', 'sales-new', 'marketing']) u`;
  });
  await sql`
    INSERT INTO deviations (cycle_id, unit_id, goal_id, on_date, severity, line, seen_at)
    SELECT ${cycle}, u, u || '/x', '2027-03-31', 'red', '{}', ${Date.now()} FROM unnest(ARRAY['sales', 'sales-new', 'marketing']) u`;
});

/** Who of these reads the secret words in that step. */
async function readersOf(step: string, unit = 'sales'): Promise<readonly string[]> {
  const readers: string[] = [];
  for (const person of [
    hr,
    finance,
    board,
    auditor,
    admin,
    ceo,
    head,
    headBelow,
    headBeside,
    memberBelow,
    memberBeside,
  ]) {
    const reply = await api.get(`${review(unit)}/steps/${step}`, person);
    expect([person, reply.status]).toEqual([person, 200]);
    if (reply.text.includes('secret words')) readers.push(person);
    // How it ended is as secret as what it says.
    expect([person, (reply.json as { outcome: unknown }).outcome === null]).toEqual([
      person,
      !reply.text.includes('secret words'),
    ]);
  }
  return readers.toSorted();
}
const all = [hr, board, auditor];
const sort = (...persons: readonly string[]): readonly string[] => persons.toSorted();

describe('what was written into a step is read', () => {
  test('of goals: by HR, board, auditor, all heads, and members below whose goals serve them', async () => {
    expect(await readersOf('goals')).toEqual(sort(...all, ceo, head, headBelow, headBeside, memberBelow));
  });

  test('of plans: by heads beside too; of reports: by the line only, and own members', async () => {
    expect(await readersOf('plan')).toEqual(sort(...all, ceo, head, headBelow, headBeside));
    expect(await readersOf('checkpoint-1')).toEqual(sort(...all, ceo, head));
    await sql`INSERT INTO unit_members VALUES ('sales', ${memberBeside})`;
    expect(await readersOf('checkpoint-1')).toEqual(sort(...all, ceo, head, memberBeside));
    expect(await readersOf('self-evaluation')).toEqual(sort(...all, ceo, head));
    await sql`DELETE FROM unit_members WHERE unit_id = 'sales'`;
  });

  test('of judgements: by who gave them and the line above; by the judged once the result is published', async () => {
    expect(await readersOf('rating/marketing')).toEqual(sort(...all, ceo, headBeside));
    expect(await readersOf('evaluation')).toEqual(sort(...all, ceo));
    await sql`UPDATE results SET published_at = now() WHERE cycle_id = ${cycle}`;
    expect(await readersOf('evaluation')).toEqual(sort(...all, ceo, head));
    expect(await readersOf('rating/marketing')).toEqual(sort(...all, ceo, head, headBeside));
    await sql`UPDATE results SET published_at = NULL WHERE cycle_id = ${cycle}`;
  });

  test("of the cycle's own: amounts by finance too, calibration not", async () => {
    expect(await readersOf('bonus', '-')).toEqual(sort(...all, finance));
    expect(await readersOf('calibration', '-')).toEqual(sort(...all));
  });
});

describe('a draft', () => {
  test('is seen and kept only by who will submit it: nobody writes into the words of another', async () => {
    await sql`UPDATE steps SET state = 'open', outcome = NULL, ended_at = NULL WHERE review_id = ${`${cycle}/rnd`} AND step_id = 'goals'`;
    const path = `${review('rnd')}/steps/goals`;
    const body = { content: { text: 'half a thought' } };
    const first = { 'if-none-match': '*' };
    expect((await api.ask('PUT', `${path}/draft`, { as: 'fang-yuan', body, headers: first })).status).toBe(200);
    for (const person of [hr, board, auditor, admin, finance, ceo, head, 'lv-hang']) {
      const put = await api.ask('PUT', `${path}/draft`, { as: person, body, headers: { 'if-match': '"1"' } });
      expect([person, put.status, problemOf(put).code]).toEqual([person, 403, 'NOT_YOUR_STEP']);
      for (const part of ['draft', 'draft/versions']) {
        const look = await api.get(`${path}/${part}`, person);
        expect([person, part, look.status, look.text.includes('thought')]).toEqual([person, part, 403, false]);
      }
      expect([person, (await api.get(path, person)).text.includes('half a thought')]).toEqual([person, false]);
    }
    expect((await api.get(path, 'fang-yuan')).text).toContain('half a thought');
  });

  test("of a cooperating unit's rating belongs to that unit's head", async () => {
    await sql`UPDATE steps SET state = 'open', outcome = NULL, ended_at = NULL WHERE review_id = ${`${cycle}/marketing`} AND step_id = 'rating/rnd'`;
    const path = `${review('marketing')}/steps/rating/rnd`;
    const put = await api.ask('PUT', `${path}/draft`, {
      as: 'fang-yuan',
      headers: { 'if-none-match': '*' },
      body: { content: { text: 'so far' } },
    });
    expect(put.status, put.text).toBe(200);
    expect((await api.get(path, 'su-qing')).text).not.toContain('so far');
  });
});

describe('a result', () => {
  const statuses = async (): Promise<Record<string, number>> =>
    Object.fromEntries(
      await Promise.all(
        [hr, board, auditor, finance, admin, ceo, head, headBeside, memberBelow, memberBeside].map(
          async (person): Promise<[string, number]> => [
            person,
            (await api.get(`${review('sales')}/result`, person)).status,
          ],
        ),
      ),
    );
  const outsiders = { [finance]: 403, [admin]: 403, [headBeside]: 403, [memberBelow]: 403 };

  test('is the line’s once it is published, and the members’ once it was told', async () => {
    await sql`INSERT INTO unit_members VALUES ('sales', ${memberBeside}) ON CONFLICT DO NOTHING`;
    const early = { [hr]: 200, [board]: 200, [auditor]: 200 };
    expect(await statuses()).toEqual({ ...early, ...outsiders, [ceo]: 404, [head]: 404, [memberBeside]: 404 });
    await sql`UPDATE results SET published_at = now() WHERE cycle_id = ${cycle}`;
    expect(await statuses()).toEqual({ ...early, ...outsiders, [ceo]: 200, [head]: 200, [memberBeside]: 404 });
    await sql`UPDATE steps SET state = 'submitted' WHERE review_id = ${`${cycle}/sales`} AND step_id = 'feedback'`;
    expect(await statuses()).toEqual({ ...early, ...outsiders, [ceo]: 200, [head]: 200, [memberBeside]: 200 });
    await sql`DELETE FROM unit_members WHERE unit_id = 'sales'`;
    expect((await latestResults(sql, cycle, 'sales')).length).toBe(1);
  });
});

describe('money, progress and the record', () => {
  test('amounts: all for HR, finance, board, auditor; the own line for heads; none for others', async () => {
    const units = async (person: string) =>
      itemsOf<{ unitId: string }>(await api.get(`/api/v1/cycles/${cycle}/ledger`, person)).map((line) => line.unitId);
    for (const person of [hr, finance, board, auditor, ceo]) expect(await units(person)).toHaveLength(3);
    expect(await units(head)).toEqual(['sales', 'sales-new']);
    expect(await units(headBelow)).toEqual(['sales-new']);
    for (const person of [admin, memberBelow]) {
      expect((await api.get(`/api/v1/cycles/${cycle}/ledger`, person)).status).toBe(403);
    }
    for (const person of [head, headBeside, admin, memberBelow]) {
      expect((await api.get(`/api/v1/cycles/${cycle}/proposals`, person)).status).toBe(403);
    }
    const budgets = async (person: string) =>
      ((await api.get('/api/v1/strategy', person)).json as { capacity: { unit: string }[] }).capacity.map(
        (row) => row.unit,
      );
    for (const person of [hr, finance, board, auditor, ceo, head, headBelow]) {
      expect([person, ...new Set(await budgets(person))]).toEqual([person, 'sales-new']);
    }
    expect(await budgets(headBeside)).toEqual([]);
    expect(await budgets(memberBelow)).toEqual([]);
  });

  test('deviations and values: heads see those beside, members their own unit’s, an admin none', async () => {
    const units = async (person: string) =>
      itemsOf<{ unitId: string }>(await api.get(`/api/v1/cycles/${cycle}/deviations`, person)).map((row) => row.unitId);
    for (const person of [hr, auditor, head, headBeside]) expect(await units(person)).toHaveLength(3);
    expect(await units(memberBelow)).toEqual(['sales-new']);
    expect((await api.get(`/api/v1/cycles/${cycle}/deviations`, admin)).status).toBe(403);
    const [metric] = await sql<{ id: string }[]>`SELECT id FROM metrics WHERE unit_id = 'marketing' LIMIT 1`;
    const values = async (person: string) =>
      (await api.get(`/api/v1/metrics/${metric?.id ?? ''}/values`, person)).status;
    expect([await values(head), await values(hr), await values(memberBelow), await values(admin)]).toEqual([
      200, 200, 403, 403,
    ]);
  });

  test('the record of a review is for those who see all of it; members and those beside do not', async () => {
    for (const part of ['journal', 'history']) {
      for (const person of [hr, board, auditor, ceo, head]) {
        expect([part, person, (await api.get(`${review('sales')}/${part}`, person)).status]).toEqual([
          part,
          person,
          200,
        ]);
      }
      for (const person of [finance, admin, headBeside, headBelow, memberBelow]) {
        expect([part, person, (await api.get(`${review('sales')}/${part}`, person)).status]).toEqual([
          part,
          person,
          403,
        ]);
      }
    }
    for (const person of [head, finance, admin]) {
      expect((await api.get(`/api/v1/cycles/${cycle}/journal`, person)).status).toBe(403);
    }
  });

  test('every look of an auditor is recorded, before anything is shown', async () => {
    const looks = async (): Promise<readonly string[]> =>
      (await sql<{ what: string }[]>`SELECT what FROM audit_looks WHERE person_id = ${auditor} ORDER BY id`).map(
        (row) => row.what,
      );
    const before = (await looks()).length;
    const paths = [
      `${review('sales')}/steps/goals`,
      `${review('sales')}/result`,
      `/api/v1/cycles/${cycle}/ledger`,
      `/api/v1/cycles/${cycle}/journal`,
      `${review('sales')}/journal`,
    ];
    for (const path of paths) await api.get(path, auditor);
    expect((await looks()).slice(before)).toEqual(paths);
    await api.get('/api/v1/me/tasks', auditor);
    expect(await looks()).toHaveLength(before + paths.length);
    // Figures that are asked for with a body are looked at as well.
    const tried = `/api/v1/cycles/${cycle}/money/bonus/what-if`;
    expect((await api.post(tried, {}, auditor)).status).toBe(200);
    expect((await looks()).slice(before + paths.length)).toEqual([tried]);
    for (const path of ['/api/v1/organization', '/api/v1/strategy', '/api/v1/templates', '/api/v1/cycles']) {
      expect((await api.post(path, {}, auditor)).status).toBe(403);
    }
  });
});

describe('the pages', () => {
  const page = (path: string, person: string) => api.ask('GET', path, { as: person, language: 'en' });

  test('keep to the same: judgements from the judged, units beside without results, nothing for an admin', async () => {
    await sql`UPDATE results SET published_at = NULL WHERE cycle_id = ${cycle}`;
    const evaluation = `/cycles/${cycle}/units/sales/steps/evaluation`;
    expect((await page(evaluation, ceo)).text).toContain('secret words');
    for (const person of [head, headBeside, memberBelow, finance, admin]) {
      expect([person, (await page(evaluation, person)).text.includes('secret words')]).toEqual([person, false]);
    }
    const unit = `/cycles/${cycle}/units/sales`;
    expect((await page(unit, hr)).text).toContain('91.25');
    for (const person of [head, headBeside, memberBelow, finance]) {
      const shown = await page(unit, person);
      expect([person, shown.status, shown.text.includes('91.25')]).toEqual([person, 200, false]);
    }
    for (const person of [admin, memberBeside])
      expect([person, (await page(unit, person)).status]).toEqual([person, 403]);
  });

  test('record every look of an auditor, once', async () => {
    const before = await sql`SELECT FROM audit_looks`;
    const paths = [`/cycles/${cycle}/units/sales`, `/cycles/${cycle}/audit`];
    for (const path of paths) expect((await page(path, auditor)).status).toBe(200);
    const looks = await sql<{ what: string }[]>`SELECT what FROM audit_looks ORDER BY id OFFSET ${before.length}`;
    expect(looks.map((row) => row.what)).toEqual(paths);
  });
});
