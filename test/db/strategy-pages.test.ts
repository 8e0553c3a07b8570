/** Strategy on plain pages: edited by HR without script, seen as a tree with goals and as a SWOT board. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createOrganizationActivities } from '../../activities/organization-checks.js';
import type { Sql } from '../../db/connect.js';
import { goalsOf } from '../../players/story/goals.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, type Reply, startApi } from '../setup/http.js';
import { posted } from '../setup/posted-form.js';
import { asActivity, insertCycle, insertSubmit, units } from './story-cycle.js';

const hr = 'zhou-min';
const hrTwo = 'wu-tong';

let sql: Sql;
let api: Api;

type Form = Record<string, string | string[]>;
const page = (path: string, as = hr, language: 'zh-CN' | 'en' = 'en') => api.ask('GET', path, { as, language });
const send = (path: string, form: Form, as = hr): Promise<Reply> => {
  const body = new URLSearchParams(Object.entries(form).map(([name, value]) => [name, String(value)]));
  return api.ask('POST', path, { as, body: body.toString(), type: 'application/x-www-form-urlencoded' });
};
/** What an entry's own form would send, with what was typed over it. */
const typed = (html: string, over: Form): Form => {
  const edit = /<section id="edit">[\s\S]*?<\/section>/.exec(html)?.[0] ?? '';
  return { ...posted(edit), intent: 'save', ...over };
};

describe('the pages of the strategy', () => {
  beforeEach(async () => {
    ({ sql } = await createTestDatabase({ seeded: true }));
    api = await startApi(sql, promptEngine(sql));
  });

  test('lead from the library to each entry, in both languages; a form is HR’s alone', async () => {
    const library = await page('/strategy');
    for (const kind of ['objectives', 'swot', 'metrics', 'cooperation']) {
      expect(library.text).toContain(`href="/strategy/${kind}"`);
      const list = await page(`/strategy/${kind}`);
      expect([kind, list.status, list.text.includes('<form method="post" action="/strategy/')]).toEqual([
        kind,
        200,
        true,
      ]);
      const others = await page(`/strategy/${kind}`, 'lin-xiao', 'zh-CN');
      expect([kind, others.status, others.text.includes('action="/strategy/')]).toEqual([kind, 200, false]);
      expect(others.text).toContain('全部条目');
    }
    const metric = await page('/strategy/metrics/unit-cost', 'lin-xiao');
    expect(metric.text).toContain('Production');
    expect(metric.text).toContain('material-pass-rate');
    expect(metric.text).toContain('id="versions"');
    expect(metric.text).not.toContain('id="edit"');
    expect((await page('/strategy/metrics/unit-cost', 'p-new-1')).text).not.toContain('id="versions"');
    expect((await send('/strategy/metrics/unit-cost', { intent: 'save' }, 'lin-xiao')).status).toBe(403);
    for (const path of ['/strategy/metrics/none', '/strategy/plans', '/strategy/metrics?cycle=none']) {
      expect([path, (await page(path)).status]).toEqual([path, 404]);
    }
  });

  test('save what is typed as a new version; sent as it came nothing changes', async () => {
    const path = '/strategy/metrics/revenue';
    const before = await page(path);
    expect((await send(path, typed(before.text, {}))).status).toBe(303);
    expect((await page(path)).text).not.toContain('Version 2');
    const form = typed(before.text, {
      'content.cadence': 'month',
      'content.history': '４２００\n4500',
      'content.tension': 'unit-cost, leads',
      reason: 'asked for every month',
    });
    const saved = await send(path, form);
    expect([saved.status, saved.headers.get('location')]).toEqual([303, `${path}?done=done`]);
    const after = await page(path);
    for (const text of [
      'Version 2',
      'monthly',
      '4200 → 4500',
      'unit-cost, leads',
      'asked for every month',
      'Zhou Min',
    ]) {
      expect(after.text).toContain(text);
    }
    // The second press of the same button finds its own words there.
    expect((await send(path, form)).status).toBe(303);
    expect((await page(path)).text).not.toContain('Version 3');
  });

  test('keep both texts where two edit one entry, and say so', async () => {
    const path = '/strategy/objectives/O1';
    const mine = typed((await page(path)).text, { 'content.title.en': 'My own words', reason: 'mine' });
    const theirs = typed((await page(path, hrTwo)).text, { 'content.title.en': 'Their words', reason: 'theirs' });
    expect((await send(path, theirs, hrTwo)).status).toBe(303);
    const late = await send(path, mine);
    expect(late.status).toBe(412);
    expect(late.text).toContain('Somebody else changed this entry');
    expect(late.text).toContain('<dd>Their words</dd>');
    expect(posted(late.text)['content.title.en']).toBe('My own words');
    expect((await page(path)).text).toContain('Their words');
    // Having seen theirs, one may go on.
    expect((await send(path, typed(late.text, {}))).status).toBe(303);
    expect((await page(path)).text).toContain('<dd>My own words</dd>');
  });

  test('tell each problem at its field and keep what was typed', async () => {
    const path = '/strategy/metrics/revenue';
    const form = typed((await page(path)).text, {
      'content.title.en': '',
      'content.tension': 'revenue moon',
      'content.history': 'many',
      reason: 'why not',
    });
    const reply = await send(path, form);
    expect(reply.status).toBe(400);
    expect(reply.text).toContain('A number, please');
    expect(posted(reply.text)).toMatchObject({ 'content.history': 'many', reason: 'why not' });
    const again = await send(path, { ...form, 'content.title.en': 'Revenue', 'content.history': '1' });
    expect(again.text).toContain('It names itself.');
    expect(again.text).toContain('This does not exist.');
    const silent = await send(path, typed((await page(path)).text, { 'content.title.en': 'Sales', reason: ' ' }));
    expect([silent.status, silent.text.includes('Please say why.')]).toEqual([400, true]);
    const long = await send(
      path,
      typed((await page(path)).text, { 'content.title.en': 'x'.repeat(100_000), reason: 'x' }),
    );
    expect([long.status, long.text.includes('Too long')]).toEqual([400, true]);
  });

  test('add an entry, and take it out as long as nothing uses it', async () => {
    const list = '/strategy/swot';
    const fresh = {
      id: 'T9',
      'content.title.zh-CN': '新威胁',
      'content.title.en': 'A new threat',
      'content.kind': 'threat',
      reason: 'seen',
    };
    expect((await send(list, { ...fresh, id: 'no id' })).text).toContain('This has the wrong form.');
    const twice = await send(list, { ...fresh, id: 'S1' });
    expect([twice.status, twice.text.includes('Stands twice.')]).toEqual([412, true]);
    const added = await send(list, fresh);
    expect([added.status, added.headers.get('location')]).toEqual([303, '/strategy/swot/T9?done=done']);
    const entry = await page('/strategy/swot/T9');
    expect(entry.text).toContain('Nothing uses it.');
    const tag = String(typed(entry.text, {})['tag']);
    const unsaid = await send('/strategy/swot/T9', { intent: 'drop', tag, whyTakeOut: '' });
    expect([unsaid.status, unsaid.text.includes('Please say why.')]).toEqual([400, true]);
    const gone = await send('/strategy/swot/T9', { intent: 'drop', tag, whyTakeOut: 'passed' });
    expect([gone.status, gone.headers.get('location')]).toEqual([303, '/strategy/swot?done=done']);
    expect((await page('/strategy/swot/T9')).status).toBe(404);
    await insertCycle(sql, 'year', 'real');
    await insertSubmit(sql, {
      cycleId: 'year',
      unit: 'rnd',
      step: 'goals',
      body: { goals: goalsOf('rnd'), answers: [] },
    });
    const used = await page('/strategy/swot/S1');
    expect(used.text).toContain('href="/cycles/year/strategy?goal=rnd%2F');
    expect(used.text).not.toContain('value="drop"');
    const kept = await send('/strategy/swot/S1', { intent: 'drop', tag: '"real-1"', whyTakeOut: 'x' });
    expect([kept.status, kept.text.includes('This entry is in use')]).toEqual([409, true]);
  });

  test('say of a rehearsal’s copy that it is one, and change that copy alone', async () => {
    await insertCycle(sql, 'trial');
    const path = '/strategy/objectives/O1?cycle=trial';
    const shown = await page(path);
    expect(shown.text).toContain('This is the strategy that the rehearsal');
    const saved = await send(path, typed(shown.text, { 'content.title.en': 'Only here', reason: 'trying' }));
    expect([saved.status, saved.headers.get('location')]).toEqual([303, `${path}&done=done`]);
    expect((await page(path)).text).toContain('of this rehearsal only');
    expect((await page('/strategy?cycle=trial')).text).toContain('Only here');
    expect((await page('/cycles/trial/strategy')).text).toContain('Only here');
    for (const real of ['/strategy', '/strategy/objectives/O1'])
      expect((await page(real)).text).not.toContain('Only here');
    expect((await page('/strategy/cooperation/sales?cycle=trial')).text).not.toContain('id="edit"');
    expect((await page('/strategy/metrics?cycle=trial')).text).not.toContain('id="add"');
  });

  test('show many entries page by page', async () => {
    const metrics = Array.from({ length: 120 }, (_, n) => ({
      id: `m${String(n).padStart(3, '0')}`,
      unit: 'sales',
      title: { 'zh-CN': `指标 ${String(n)}`, en: `Metric ${String(n)}` },
      better: 'higher',
    }));
    await api.post('/api/v1/strategy', { format: 'perfcycle/strategy@1', objectives: [], swot: [], metrics }, hr);
    expect((await page('/strategy')).text).toContain('The first 100 metrics are shown.');
    let path: string | undefined = '/strategy/metrics';
    const ids: string[] = [];
    for (let pages = 0; path !== undefined && pages < 10; pages += 1) {
      const { text } = await page(path);
      ids.push(...[...text.matchAll(/href="\/strategy\/metrics\/([^"?]+)"/g)].map((match) => match[1] ?? ''));
      path = /href="(\/strategy\/metrics\?after=[^"]+)"/.exec(text)?.[1];
    }
    expect([ids.length, new Set(ids).size]).toEqual([134, 134]);
  });
});

describe('a cycle’s tree and board', () => {
  beforeAll(async () => {
    ({ sql } = await createTestDatabase({ seeded: true }));
    api = await startApi(sql, promptEngine(sql));
    await insertCycle(sql, 'year', 'real');
    for (const unit of units.filter((each) => each !== 'rnd')) {
      await insertSubmit(sql, { cycleId: 'year', unit, step: 'goals', body: { goals: goalsOf(unit), answers: [] } });
    }
    const [first] = goalsOf('rnd');
    const goals = [
      { ...first, id: 'rnd/round', title: 'Round', supports: 'rnd/about', swot: [] },
      { ...first, id: 'rnd/about', title: 'About', supports: 'rnd/round', swot: [] },
      { ...first, id: 'rnd/loose', title: '无处可去', supports: 'nowhere/at-all', swot: [] },
      { ...first, id: 'rnd/below', title: 'Below sales', supports: 'sales/growth', swot: [] },
    ];
    await insertSubmit(sql, { cycleId: 'year', unit: 'rnd', step: 'goals', body: { goals, answers: [] } });
  });

  test('show goals under what they support, with coverage, and what leads nowhere; findings once the checks ran', async () => {
    const before = await page('/cycles/year/strategy');
    expect(before.text).toContain('The checks over all units have not run yet.');
    expect(before.text).toContain('no goal supports it');
    expect(before.text).toMatch(/Goals that lead to no objective[\s\S]*无处可去/);
    await asActivity(createOrganizationActivities({ sql }).checkOrganization, {
      cycleId: 'year',
      at: 1_800_000_000_000,
    });
    const { text } = await page('/cycles/year/strategy');
    expect(text).toContain('Findings are those of the check at');
    const part = (id: string) => new RegExp(`<section id="o-${id}">[\\s\\S]*?</section>`).exec(text)?.[0] ?? '';
    expect(part('O3')).toContain('No goal supports this objective.');
    expect(part('O1')).toMatch(/<summary>Sales \(\d\)/);
    expect(part('O1')).toMatch(/goals? in \d of 7 units/);
    expect(part('O1')).toContain('Below sales');
    expect(part('O2')).toContain('May work against another unit');
    const chinese = await page('/cycles/year/strategy', hr, 'zh-CN');
    expect(chinese.text).toContain('没有目标支撑这个战略目标');
  });

  test('open one branch: what it serves and what serves it', async () => {
    const branch = await page('/cycles/year/strategy?goal=sales%2Fgrowth');
    expect(branch.text).toContain('Below sales');
    expect(branch.text).toMatch(/What it serves[\s\S]*Open new markets/);
    const below = await page('/cycles/year/strategy?goal=rnd%2Fbelow');
    expect(below.text).toMatch(/What it serves[\s\S]*Open new markets[\s\S]*Sales/);
    expect((await page('/cycles/year/strategy?goal=O1')).text).toContain('What serves it');
    for (const goal of ['nothing', 'a/b/c', '%00']) {
      expect([goal, (await page(`/cycles/year/strategy?goal=${goal}`)).status]).toEqual([goal, 404]);
    }
    expect((await page('/cycles/year/strategy?goal=O1&after=nonsense')).status).toBe(200);
  });

  test('go round a circle of goals once', async () => {
    const { text, status } = await page('/cycles/year/strategy?goal=rnd%2Fround');
    expect(status).toBe(200);
    const served = /What it serves([\s\S]*?)<\/section>/.exec(text)?.[1] ?? '';
    expect(served.match(/>About</g)).toHaveLength(1);
  });

  test('mark what is key and unused, and name the goals that use an entry', async () => {
    const { text, status } = await page('/cycles/year/swot');
    expect(status).toBe(200);
    const quarter = (kind: string) => new RegExp(`<section id="${kind}">[\\s\\S]*?</section>`).exec(text)?.[0] ?? '';
    expect(quarter('strength')).toContain('No goal uses this strength.');
    expect(quarter('opportunity')).toMatch(/used by \d goals?/);
    expect(quarter('opportunity')).not.toContain('No goal takes this opportunity.');
    expect(quarter('weakness')).toContain('Little known in new markets');
  });

  test('are for those who see goals: heads, HR, board, auditor; members see their line', async () => {
    for (const path of ['/cycles/year/strategy', '/cycles/year/swot', '/cycles/year/strategy?goal=O1']) {
      for (const person of [hr, 'shen-guo', 'yan-zheng', 'chen-mingyuan', 'lin-xiao']) {
        expect([path, person, (await page(path, person)).status]).toEqual([path, person, 200]);
      }
      expect([path, (await page(path, 'guan-li')).status]).toEqual([path, 403]);
      expect((await api.get(path)).status).toBe(303);
    }
    const member = await page('/cycles/year/strategy', 'p-new-1');
    expect(member.status).toBe(200);
    expect(member.text).toContain('You see the goals of your own units');
    expect(member.text).toMatch(/<summary>New markets|<summary>New-market|<summary>Sales/);
    expect(member.text).not.toMatch(/<summary>(Production|Quality|Research)/);
    expect((await page('/cycles/year/strategy?goal=quality%2Fmaterial-pass-rate', 'p-new-1')).status).toBe(404);
    const board = await page('/cycles/year/swot', 'p-new-1');
    expect(board.text).not.toContain('>Production<');
    const looks = await sql<{ what: string }[]>`SELECT what FROM audit_looks WHERE person_id = 'yan-zheng'`;
    expect(looks.map(({ what }) => what)).toContain('/cycles/year/swot');
    expect((await page('/cycles/year', 'lin-xiao')).text).toContain('href="/cycles/year/strategy"');
    expect((await page('/cycles/year', 'guan-li')).text).not.toContain('href="/cycles/year/strategy"');
  });
});

describe('advice about checkpoints', () => {
  beforeAll(async () => {
    ({ sql } = await createTestDatabase({ seeded: true }));
    api = await startApi(sql, promptEngine(sql));
    await sql`UPDATE metrics SET cadence = 'year' WHERE id = 'revenue'`;
    const [row] = await sql<{ document: { steps: { kind: string }[] } }[]>`
      SELECT document FROM templates WHERE id = 'balanced-year' ORDER BY revision DESC LIMIT 1`;
    const sparse = {
      ...row?.document,
      id: 'sparse',
      steps: row?.document.steps.filter(({ kind }) => kind !== 'checkpoint'),
    };
    const added = await api.post(
      '/api/v1/templates',
      JSON.parse(JSON.stringify(sparse).replaceAll('checkpoint-4', 'goals')),
      hr,
    );
    expect(added.status, added.text).toBe(201);
  });
  const cycle = (templateId: string) => ({
    id: templateId,
    title: 'Advised',
    templateId,
    rootUnit: 'hq',
    mode: 'rehearsal',
    periodStart: '2027-01-01',
    periodEnd: '2027-12-31',
  });
  const advice = async (templateId: string) => {
    const reply = await api.ask('POST', '/api/v1/cycles/preview', { as: hr, body: cycle(templateId) });
    const { preflight } = reply.json as { preflight: { code: string; severity: string; at: string[] }[] };
    return preflight.filter(({ severity }) => severity === 'advice');
  };

  test('comes with the answer of the API and on the page, and stops nobody', async () => {
    expect(await advice('balanced-year')).toMatchObject([
      {
        code: 'CHECKPOINTS_TOO_DENSE',
        at: [expect.stringMatching(/^checkpoint-/), expect.stringMatching(/^checkpoint-/), 'revenue'],
      },
    ]);
    expect(await advice('sparse')).toMatchObject([
      { code: 'CHECKPOINTS_TOO_SPARSE', at: ['monitoring', 'evaluation'] },
    ]);
    const shown = await send('/cycles/new', { ...cycle('sparse'), player: 'people', rate: '0', intent: 'preview' });
    expect(shown.text).toContain('Advice (does not stop the start)');
    expect(shown.text).toMatch(/More than six months without feedback[^<]*: Monitoring, Evaluation \(evaluation\)/);
    const started = await api.post('/api/v1/cycles', cycle('sparse'), hr);
    expect(started.status, started.text).toBe(201);
  });
});
