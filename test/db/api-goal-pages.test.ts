import { beforeAll, describe, expect, test } from 'vitest';
import { json, type Sql } from '../../db/connect.js';
import { checkIfChanged } from '../../db/organization-checks.js';
import { saveFindings } from '../../db/organization-findings.js';
import { loadCycle } from '../../db/cycles.js';
import { goalsOf } from '../../players/story/goals.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, itemsOf, problemOf, promptEngine, startApi } from '../setup/http.js';
import { posted } from '../setup/posted-form.js';
import { approveGoals, approveTasks, setClock, storyTasks } from './plan-setup.js';
import { insertCycle, insertGoals, insertValues } from './story-cycle.js';

/** Persons of the sample organization by what they are (DESIGN.md 1). */
const hr = 'zhou-min';
const board = 'shen-guo';
const auditor = 'yan-zheng';
const head = 'lin-xiao';
const headBelow = 'jiang-tao';
const headBeside = 'su-qing';
const member = 'p-new-1';
const memberBeside = 'lv-hang';
const finance = 'gao-yan';
const admin = 'guan-li';
const everybody = [hr, board, auditor, head, headBelow, headBeside, member, memberBeside, finance, admin];

const cycle = 'year';
const day = (text: string): number => Date.parse(`${text}T04:00:00Z`);

interface GoalJson {
  readonly state: string;
  readonly above: readonly { readonly id: string; readonly state: string }[];
  readonly objective: { readonly id: string } | null;
  readonly serving: {
    readonly items: readonly { readonly id: string; readonly unitId: string }[];
    readonly next: string;
  };
  readonly tasks: readonly { readonly id: string }[] | null;
  readonly values: readonly unknown[] | null;
  readonly deviations: readonly unknown[] | null;
  readonly findings: readonly { readonly code: string }[] | null;
  readonly versions: readonly { readonly version: number; readonly validTo: number | null }[];
}

let sql: Sql;
let api: Api;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
  await insertCycle(sql, cycle);
  await insertGoals(sql, cycle);
  await insertValues(sql, cycle, { days: ['2027-03-31'] });
  await approveTasks(sql, cycle, storyTasks, day('2027-01-15'));
  await setClock(sql, cycle, '2027-04-01T04:00:00Z');
  await sql`
    INSERT INTO deviations (cycle_id, unit_id, goal_id, on_date, severity, line, seen_at)
    VALUES (${cycle}, 'sales', 'sales/growth', '2027-03-31', 'amber', '{}', ${day('2027-04-01')})`;
  const row = await loadCycle(sql, cycle);
  if (row === undefined) throw new Error('no cycle');
  const { fingerprint, findings } = await checkIfChanged(sql, { ...row, phase: 'planning' }, null, () => {});
  await saveFindings(sql, cycle, { fingerprint, findings: findings ?? [], at: day('2027-04-01') });
});

const path = (goal: string): string => `/api/v1/cycles/${cycle}/goals/${goal}`;
const goal = async (id: string, as = hr): Promise<GoalJson> => {
  const reply = await api.get(path(id), as);
  expect(reply.status, reply.text).toBe(200);
  return reply.json as GoalJson;
};

describe('a goal', () => {
  test('shows what it serves up to the strategy, what serves it, tasks, values, deviations and versions', async () => {
    const below = await goal('sales-new/markets-opened');
    expect(below.above.map(({ id, state }) => [id, state])).toEqual([['sales/growth', 'in-force']]);
    expect(below.objective?.id).toBe('O1');
    expect(below.tasks?.map(({ id }) => id)).toEqual(
      storyTasks.filter((task) => task.goal === 'sales-new/markets-opened').map(({ id }) => id),
    );
    const growth = await goal('sales/growth');
    expect(growth.serving.items.map(({ id }) => id).toSorted()).toEqual(
      goalsOf('sales-new')
        .filter((each) => each.supports === 'sales/growth')
        .map(({ id }) => id)
        .toSorted(),
    );
    expect([growth.deviations, growth.versions.length]).toEqual([[{ on: '2027-03-31', severity: 'amber' }], 1]);
    const quality = await goal('quality/material-pass-rate');
    expect(quality.findings?.map(({ code }) => code)).toContain('CONFLICT_TENSION');
  });

  test('is reached with its slash as it is or escaped; what is none, or of no cycle, is not found', async () => {
    expect((await api.get(path('sales%2Fgrowth'), hr)).status).toBe(200);
    expect((await api.get(`/cycles/${cycle}/goals/sales%2Fgrowth`, hr)).status).toBe(200);
    for (const address of [
      path('sales/none'),
      path('%20'),
      path('sales/growth/notes'),
      '/api/v1/cycles/none/goals/sales/growth',
    ]) {
      expect([address, problemOf(await api.get(address, hr)).status]).toEqual([address, 404]);
    }
    for (const address of ['sales/none', 'sales/growth/notes', '%20']) {
      expect([address, (await api.get(`/cycles/${cycle}/goals/${address}`, hr)).status]).toEqual([address, 404]);
    }
  });

  test('is seen by HR, board, auditor, heads, own members and members below, as much of it as each may see', async () => {
    const seen = await Promise.all(
      everybody.map(async (person) => {
        const reply = await api.get(path('sales/growth'), person);
        const page = await api.get(`/cycles/${cycle}/goals/sales/growth`, person);
        expect([person, page.status]).toEqual([person, reply.status]);
        if (reply.status !== 200) return [person, reply.status];
        const { tasks, values, findings, serving } = reply.json as GoalJson;
        const parts = [tasks !== null && 'tasks', values !== null && 'values', findings !== null && 'findings'];
        return [person, parts.filter((part) => part !== false).join(' '), serving.items.length];
      }),
    );
    expect(seen).toEqual([
      [hr, 'tasks values findings', 2],
      [board, 'tasks values findings', 2],
      [auditor, 'tasks values findings', 2],
      [head, 'tasks values findings', 2],
      [headBelow, 'tasks values', 2],
      [headBeside, 'tasks values', 2],
      // What theirs serves, and that theirs serves it.
      [member, '', 2],
      [memberBeside, 403],
      [finance, 403],
      [admin, 403],
    ]);
    const looks = await sql<{ what: string }[]>`SELECT what FROM audit_looks WHERE person_id = ${auditor}`;
    expect(looks.map(({ what }) => what)).toEqual(
      expect.arrayContaining([path('sales/growth'), `/cycles/${cycle}/goals/sales/growth`]),
    );
  });

  test('tells members nothing of other units: neither their goals below nor what tasks cost', async () => {
    await sql`INSERT INTO unit_members VALUES ('sales', ${memberBeside})`;
    const seen = await goal('sales/growth', memberBeside);
    expect(seen.serving.items).toEqual([]);
    expect(seen.tasks).toEqual([]);
    await sql`DELETE FROM unit_members WHERE unit_id = 'sales'`;
    const own = await api.get(path('sales-new/markets-opened'), member);
    expect((own.json as GoalJson).tasks?.length).toBeGreaterThan(0);
    expect(own.text).not.toContain('costMinor');
  });

  test('pages what serves it: every goal once, at any depth', async () => {
    await sql`
      INSERT INTO standing_goals (cycle_id, unit_id, position, goal_id, metric, content)
      SELECT ${cycle}, 'sales-east', n, 'sales-east/g' || n, NULL,
             jsonb_build_object('id', 'sales-east/g' || n, 'unit', 'sales-east', 'title', 'G' || n, 'supports',
               CASE WHEN n = 1 THEN 'sales/growth' ELSE 'sales-east/g' || (n - 1) END) FROM generate_series(1, 7) n`;
    const ids: string[] = [];
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null && pages < 20; pages += 1) {
      const at: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { serving } = (await api.get(`${path('sales/growth')}?limit=2${at}`, hr)).json as GoalJson;
      ids.push(...serving.items.map(({ id }) => id));
      cursor = serving.next;
    }
    expect(ids).toHaveLength(9);
    expect(new Set(ids).size).toBe(9);
    expect(problemOf(await api.get(`${path('sales/growth')}?cursor=nonsense`, hr)).code).toBe('BODY_INVALID');
    await sql`DELETE FROM standing_goals WHERE unit_id = 'sales-east'`;
  });

  test('that ended in a circle, as a reorganization may leave it, is shown all the same', async () => {
    await insertCycle(sql, 'circle');
    const circle = ['a', 'b'].map((name) => ({
      id: `sales/${name}`,
      unit: 'sales',
      title: name,
      supports: `sales/${name === 'a' ? 'b' : 'a'}`,
    }));
    await approveGoals(sql, 'circle', 'sales', circle, day('2027-01-10'));
    const reply = (await api.get('/api/v1/cycles/circle/goals/sales/a', hr)).json as GoalJson;
    expect(reply.above.map(({ id }) => id)).toEqual(['sales/b']);
    expect(reply.serving.items.map(({ id }) => id)).toEqual(['sales/b']);
  });

  test('whose parent was withdrawn says so, names the day, and both stay readable', async () => {
    await insertCycle(sql, 'withdrawn');
    await insertGoals(sql, 'withdrawn');
    await approveGoals(
      sql,
      'withdrawn',
      'sales',
      goalsOf('sales').filter(({ id }) => id !== 'sales/growth'),
      day('2027-06-10'),
    );
    const below = (await api.get('/api/v1/cycles/withdrawn/goals/sales-new/markets-opened', hr)).json as GoalJson;
    expect([below.above.map(({ state }) => state), below.objective?.id]).toEqual([['withdrawn'], 'O1']);
    const title = goalsOf('sales').find(({ id }) => id === 'sales/growth')?.title ?? '?';
    for (const [language, words] of [
      ['en', `“${title}”, was withdrawn on 2027-06-10`],
      ['zh-CN', `「${title}」已于 2027-06-10 撤销`],
    ] as const) {
      const page = await api.ask('GET', '/cycles/withdrawn/goals/sales-new/markets-opened', {
        as: headBelow,
        language,
      });
      expect(page.text).toContain(words);
    }
    const parent = await api.get('/cycles/withdrawn/goals/sales/growth', head);
    expect(parent.text).toContain('This goal was withdrawn on 2027-06-10');
  });

  test('that supports what never was says so', async () => {
    const [first] = goalsOf('sales-new');
    if (first === undefined) throw new Error('no goal');
    await insertCycle(sql, 'orphan');
    await approveGoals(sql, 'orphan', 'sales-new', [{ ...first, supports: 'sales/never' }], day('2027-01-10'));
    const page = await api.get(`/cycles/orphan/goals/${first.id}`, headBelow);
    expect(page.text).toContain('What it supports, “sales/never”, does not exist.');
  });

  test('can be taken up by a head below while goals are written: a new goal of their draft that supports it', async () => {
    await insertCycle(sql, 'cascade');
    await approveGoals(sql, 'cascade', 'sales', goalsOf('sales'), day('2027-01-05'));
    const goalPath = '/cycles/cascade/goals/sales/growth';
    expect((await api.get(goalPath, headBelow)).text).not.toContain('value="adopt"');
    await sql`UPDATE steps SET state = 'open', opened_at = opens_at WHERE cycle_id = 'cascade' AND kind = 'goals'`;
    expect((await api.get(goalPath, headBelow)).text).toContain('value="adopt"');
    expect((await api.get(goalPath, headBeside)).text).not.toContain('value="adopt"');
    const stepPath = '/cycles/cascade/units/sales-new/steps/goals';
    const post = (fields: Record<string, string | string[]>, as: string) =>
      api.ask('POST', stepPath, {
        as,
        body: new URLSearchParams(fields as Record<string, string>).toString(),
        type: 'application/x-www-form-urlencoded',
      });
    const taken = await post({ intent: 'adopt', adopt: 'sales/growth' }, headBelow);
    expect([taken.status, taken.headers.get('location')]).toEqual([303, `${stepPath}#goals-0`]);
    const form = posted((await api.get(stepPath, headBelow)).text);
    const title = goalsOf('sales').find(({ id }) => id === 'sales/growth')?.title;
    expect(form).toMatchObject({ 'goals.0.title': title, 'goals.0.supports': 'sales/growth', 'goals.0.metric': '' });
    // In the form itself, beside what was typed there and not saved yet.
    const typed = { ...form, 'goals.0.title': 'Changed meanwhile', adopt: 'sales/teamwork', intent: 'adopt:goals' };
    expect((await post(typed, headBelow)).status).toBe(303);
    const again = posted((await api.get(stepPath, headBelow)).text);
    expect([again['goals.0.title'], again['goals.1.supports']]).toEqual(['Changed meanwhile', 'sales/teamwork']);
    expect((await post({ intent: 'adopt', adopt: 'sales/growth' }, headBeside)).status).toBe(403);
    expect((await post({ intent: 'adopt', adopt: 'nothing/such' }, headBelow)).status).toBe(303);
    expect(posted((await api.get(stepPath, headBelow)).text)['goals.2.supports']).toBeUndefined();
  });
});

describe('versions that were in force', () => {
  const versions = (unit: string, part: string) => `/api/v1/cycles/versions/reviews/${unit}/versions/${part}`;
  beforeAll(async () => {
    await insertCycle(sql, 'versions');
    await insertGoals(sql, 'versions');
    await approveTasks(sql, 'versions', storyTasks, day('2027-01-15'));
    const [first, second, ...rest] = storyTasks;
    if (first === undefined || second === undefined) throw new Error('no tasks');
    const changed = [{ ...first, end: '2027-02-15' }, ...rest, { ...second, id: 'market-x', title: 'New' }];
    await approveTasks(sql, 'versions', changed, day('2027-06-20'));
  });

  test('of a plan are all there, with their days, and two of them are compared', async () => {
    const all = itemsOf<{ number: number; validFrom: number; validTo: number | null; rows: unknown[] }>(
      await api.get(versions('sales-new', 'plan'), hr),
    );
    expect(all.map(({ number, validFrom, validTo, rows }) => [number, validFrom, validTo, rows.length])).toEqual([
      [1, day('2027-01-15'), day('2027-06-20'), storyTasks.length],
      [2, day('2027-06-20'), null, storyTasks.length],
    ]);
    const compared = (await api.get(`${versions('sales-new', 'plan')}/comparison?from=1&to=2`, hr)).json;
    expect(compared).toMatchObject({
      added: [{ id: 'market-x' }],
      removed: [{ id: 'market-2' }],
      moved: [{ id: 'market-1', startBy: 0, endBy: 15 }],
    });
    const page = await api.get('/cycles/versions/units/sales-new/versions/plan', headBelow);
    expect(page.text).toContain('+15 days');
    for (const query of ['from=1&to=9', 'from=0&to=1', 'from=1', 'from=1&to=2&x=1']) {
      expect((await api.get(`${versions('sales-new', 'plan')}/comparison?${query}`, hr)).status).toBeGreaterThanOrEqual(
        400,
      );
    }
    expect((await api.get(versions('sales-new', 'budget'), hr)).status).toBe(404);
    expect((await api.get(versions('-', 'plan'), hr)).status).toBe(404);
  });

  test('are for those who see goals and plan; costs are the line s, on pages too', async () => {
    const rows: [string, number, number, boolean][] = [];
    for (const person of everybody) {
      const [goals, plan] = await Promise.all(
        ['goals', 'plan'].map((part) => api.get(versions('sales-new', part), person)),
      );
      const page = await api.get('/cycles/versions/units/sales-new/versions/plan', person);
      expect([person, page.status]).toEqual([person, plan?.status]);
      expect([person, page.text.includes('300,000.00')]).toEqual([person, plan?.text.includes('costMinor')]);
      rows.push([person, goals?.status ?? 0, plan?.status ?? 0, plan?.text.includes('costMinor') ?? false]);
    }
    expect(rows).toEqual([
      [hr, 200, 200, true],
      [board, 200, 200, true],
      [auditor, 200, 200, true],
      [head, 200, 200, true],
      [headBelow, 200, 200, true],
      [headBeside, 200, 200, false],
      [member, 200, 200, false],
      [memberBeside, 403, 403, false],
      [finance, 403, 403, false],
      [admin, 403, 403, false],
    ]);
  });

  test('of a submitted plan show costs to the line and to who decides, and to nobody else', async () => {
    const content = { tasks: storyTasks, answers: [] };
    await sql`
      INSERT INTO step_versions (review_id, step_id, version, attempt, command_id, content, content_digest, written_at)
      SELECT 'versions/sales-new', 'plan', 1, 1, id, ${json(sql, content)}, '', now()
        FROM commands WHERE review_id = 'versions/sales-new' AND step_id = 'plan' LIMIT 1`;
    const step = '/api/v1/cycles/versions/reviews/sales-new/steps/plan';
    const page = '/cycles/versions/units/sales-new/steps/plan';
    for (const [person, sees] of [
      [hr, true],
      [head, true],
      [headBelow, true],
      [headBeside, false],
      [member, false],
    ] as const) {
      expect([person, (await api.get(step, person)).text.includes('costMinor')]).toEqual([person, sees]);
      expect([person, (await api.get(page, person)).text.includes('300,000.00')]).toEqual([person, sees]);
    }
  });

  test('that were ended without anything in their place say so', async () => {
    await sql`UPDATE tasks SET valid_to = '2027-07-01T00:00:00Z' WHERE cycle_id = 'versions' AND valid_to IS NULL`;
    const all = itemsOf<{ rows: unknown[]; by: unknown }>(await api.get(versions('sales-new', 'plan'), hr));
    expect(all.map(({ rows }) => rows.length)).toEqual([storyTasks.length, storyTasks.length, 0]);
    expect(all.at(-1)?.by).toBeNull();
  });
});

describe('the timeline', () => {
  const page = (unit: string, as: string, query = '') => api.get(`/cycles/${cycle}/units/${unit}/timeline${query}`, as);

  test('draws tasks, months, what waits for what and today, and says the same as a table', async () => {
    const reply = await page('sales-new', headBelow);
    expect(reply.status).toBe(200);
    expect(reply.text.match(/<rect class="bar"/g)).toHaveLength(storyTasks.length);
    expect(reply.text.match(/<text class="month"/g)).toHaveLength(12);
    expect(reply.text.match(/<g class="waits"/g)?.length ?? 0).toBe(
      storyTasks.flatMap((task) => task.after ?? []).length,
    );
    expect(reply.text).toContain('today, 2027-04-01');
    expect(reply.text).not.toMatch(/style=/);
    for (const task of storyTasks) expect(reply.text).toContain(`data-title="Task">${task.title}`);
    expect(reply.text).not.toContain('300,000');
  });

  test('of a line shows the units below, page by page', async () => {
    expect((await page('sales', head)).text).toContain('<rect class="bar"');
    await sql`INSERT INTO units (id, kind, parent_id, name_zh, name_en, position) SELECT 'many-' || n, 'team', 'rnd', '组' || n, 'Many ' || n, 1000 + n FROM generate_series(1, 23) n`;
    await sql`INSERT INTO reviews (id, cycle_id, unit_id) SELECT ${cycle} || '/many-' || n, ${cycle}, 'many-' || n FROM generate_series(1, 23) n`;
    const [first, third] = [await page('rnd', hr), await page('rnd', hr, '?page=3')];
    expect([
      first.text.includes('page 1 of 3'),
      third.text.includes('Many 23'),
      third.text.includes('Many 2<'),
    ]).toEqual([true, true, false]);
    expect((await page('rnd', hr, '?page=99')).text).toContain('page 3 of 3');
    await sql`DELETE FROM reviews WHERE unit_id LIKE 'many-%'`;
    await sql`DELETE FROM units WHERE id LIKE 'many-%'`;
  });

  test('is for heads, HR, board, auditor and own members; members see no unit below', async () => {
    const statuses = await Promise.all(
      everybody.map(async (person) => [person, (await page('sales-new', person)).status]),
    );
    expect(statuses).toEqual([
      [hr, 200],
      [board, 200],
      [auditor, 200],
      [head, 200],
      [headBelow, 200],
      [headBeside, 200],
      [member, 200],
      [memberBeside, 403],
      [finance, 403],
      [admin, 403],
    ]);
    await sql`INSERT INTO unit_members VALUES ('sales', ${memberBeside})`;
    expect((await page('sales', memberBeside)).text).not.toContain('<rect class="bar"');
    await sql`DELETE FROM unit_members WHERE unit_id = 'sales'`;
    expect((await page('nowhere', hr)).status).toBe(404);
  });
});

describe('a member', () => {
  test('sees the goals of the unit up to the strategy and the own tasks, no ratings, no money, nothing of other units', async () => {
    await sql`UPDATE cycles SET started_at = started_at + interval '1 day' WHERE id = ${cycle}`;
    const mine = await api.get('/my-units', member);
    expect(mine.text).toContain('href="/cycles/year/goals/sales-new/markets-opened"');
    expect(mine.text).toContain(storyTasks.find((task) => task.owner === member)?.title ?? '?');
    expect(mine.text).not.toContain('300,000');
    const unit = await api.get(`/cycles/${cycle}/units/sales-new`, member);
    expect([unit.status, unit.text.includes('300,000'), unit.text.includes('Bonus')]).toEqual([200, false, false]);
    // Of the unit above its goals, not its plan.
    await approveTasks(
      sql,
      cycle,
      [{ id: 'above-1', unit: 'sales', goal: 'sales/growth', title: 'Secret of sales' }],
      day('2027-01-15'),
      'sales',
    );
    const above = await api.get(`/cycles/${cycle}/units/sales`, member);
    expect([above.status, above.text.includes('Secret of sales')]).toEqual([200, false]);
    expect((await api.get(`/cycles/${cycle}/units/sales`, head)).text).toContain('Secret of sales');
    for (const address of ['rnd', 'marketing']) {
      expect((await api.get(`/cycles/${cycle}/units/${address}`, member)).status).toBe(403);
    }
  });
});
