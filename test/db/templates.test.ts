import { beforeAll, describe, expect, test } from 'vitest';
import { createScoringActivities } from '../../activities/scoring.js';
import type { Query, Sql } from '../../db/connect.js';
import { putGoalsInForce, writeMetricValues } from '../../db/content.js';
import { loadCycle, populateCycle } from '../../db/cycles.js';
import { previewCycle, startCycle } from '../../db/preview.js';
import { latestResults } from '../../db/results.js';
import { seedTemplates } from '../../db/seed.js';
import { addTemplate, listTemplates } from '../../db/templates.js';
import { templateExplanation } from '../../documents/answers-organization.js';
import { type CycleRequest, parseNewCycle } from '../../documents/cycle.js';
import { readLibrary } from '../../documents/library.js';
import { parseTemplate } from '../../documents/template.js';
import { explainTemplate } from '../../messages/template.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, itemsOf, problemOf, promptEngine, startApi } from '../setup/http.js';
import { asActivity, headOf, insertCommand } from './story-cycle.js';

const library = await readLibrary();
const ids = library.map((template) => template.id);
let sql: Sql;
let owner: Sql;
let databaseUrl: string;
let api: Api;

beforeAll(async () => {
  ({ sql, owner, databaseUrl } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

function request(id: string, templateId: string, changes: Record<string, unknown> = {}): CycleRequest {
  const period = { periodStart: '2027-01-01', periodEnd: '2027-12-31' };
  const parsed = parseNewCycle({ id, title: id, templateId, rootUnit: 'hq', mode: 'rehearsal', ...period, ...changes });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

async function start(id: string, templateId: string): Promise<void> {
  const started = await sql.begin((tx) => startCycle(tx, request(id, templateId), 'zhou-min'));
  expect(started).toMatchObject({ ok: true });
  await sql.begin((tx) => populateCycle(tx, id));
}

describe('the library', () => {
  test("comes with the sample organization, beside the sample's own template", async () => {
    const templates = await listTemplates(sql);
    expect(templates.map(({ id, revision }) => [id, revision])).toEqual(
      [...ids, 'balanced-year'].toSorted().map((id) => [id, 1]),
    );
    expect(templates.find(({ id }) => id === 'okr-stretch')?.document).toEqual(
      library.find(({ id }) => id === 'okr-stretch'),
    );
  });

  test('is added to an organization of its own once, and changes nothing that HR has made of it', async () => {
    const { sql: own, databaseUrl: url } = await createTestDatabase();
    expect(await seedTemplates(url)).toBeNull();
    await own`INSERT INTO persons (id, name_zh, name_en) VALUES ('li', '李', 'Li'), ('wang', '王', 'Wang')`;
    await own`INSERT INTO person_roles VALUES ('wang', 'hr')`;
    const [first] = library;
    if (first === undefined) throw new Error('no library');
    await addTemplate(own, { ...first, closes: { base: 'period-end', workdays: 200 } }, 'wang');
    expect(await seedTemplates(url)).toEqual(ids.filter((id) => id !== first.id));
    expect(await seedTemplates(url)).toEqual([]);
    const kept = await listTemplates(own, first.id);
    expect(kept.map(({ revision, document }) => [revision, document.closes.workdays])).toEqual([[1, 200]]);
    expect(await seedTemplates(databaseUrl)).toEqual([]);
  });
});

describe.each(ids)('a cycle by %s', (templateId) => {
  test('is previewed for the sample organization, appeals with their days, and nothing stops it', async () => {
    for (const year of ['2027', '2028']) {
      const period = { periodStart: `${year}-01-01`, periodEnd: `${year}-12-31` };
      const previewed = await previewCycle(sql, request('p', templateId, period));
      if (!previewed.ok) throw new Error(JSON.stringify(previewed.problems));
      const { cycle, dates, preflight } = previewed.preview;
      expect(cycle.subjects).toEqual(expect.arrayContaining(['sales', 'marketing', 'finance', 'hr']));
      expect(preflight.filter((finding) => finding.severity === 'error')).toEqual([]);
      const codes = preflight.map((finding) => finding.code);
      for (const code of ['OWN_UNIT_UNKNOWN', 'DECIDER_HEADS_A_UNIT', 'BONUS_BASE_MISSING', 'BUDGET_BASE_MISSING'])
        expect(codes).not.toContain(code);
      expect(dates.appeals.map((window) => window.instance)).toEqual(dates.appeals.length === 1 ? [1] : [1, 2]);
      for (const window of dates.appeals) {
        expect(window.opens < window.files && window.files < window.decides).toBe(true);
        expect(window.decides <= dates.closes).toBe(true);
      }
    }
  });

  test('starts, and gives every unit its steps', async () => {
    await start(templateId, templateId);
    const cycle = await loadCycle(sql, templateId);
    const [count] = await sql<{ units: number }[]>`
      SELECT count(DISTINCT unit_id)::int AS units FROM steps WHERE cycle_id = ${templateId} AND kind = 'goals'`;
    expect(count?.units).toBe(cycle?.subjects.length);
  });
});

test('a cycle that ends before its last appeal, because of holidays after the period, is not started', async () => {
  const template = library.find(({ id }) => id === 'forty-forty-twenty');
  const early = parseTemplate({ ...template, id: 'early', closes: { base: 'period-end', days: 65 } });
  if (!early.ok) throw new Error(JSON.stringify(early.problems));
  await sql.begin((tx) => addTemplate(tx, early.value, 'zhou-min'));
  const found = async (tx: Query): Promise<readonly unknown[]> => {
    const previewed = await previewCycle(tx, request('early', 'early'));
    return previewed.ok ? previewed.preview.preflight.filter((each) => each.severity === 'error') : [];
  };
  expect(await found(sql)).toEqual([]);
  const spring = ['14', '15', '16', '17', '18'].map((day) => `2028-02-${day}`);
  await owner`INSERT INTO calendar_days SELECT unnest(${spring}::date[]), 'holiday'`;
  expect(await found(sql)).toEqual([{ code: 'TIMES_OUT_OF_ORDER', severity: 'error', at: ['appeal'] }]);
  await owner`DELETE FROM calendar_days WHERE day = ANY (${spring}::date[])`;
});

describe('a year by the award fee', () => {
  const criteria = ['technical', 'schedule', 'cost', 'cooperation'].map((name) => `criterion-${name}`);
  const cycleId = 'fees';
  const scoring = () => createScoringActivities({ sql });
  const rate = (unit: string, values: readonly string[], revision: number) =>
    api.post(
      `/api/v1/cycles/${cycleId}/reviews/${unit}/steps/evaluation/submit`,
      {
        stepRevision: revision,
        content: {
          ratings: criteria.map((item, index) => ({
            item,
            value: values[index] ?? '',
            evidence: ['https://minutes.example/2027'],
          })),
          text: '',
        },
      },
      'chen-mingyuan',
    );

  test('is scored from goals, values and the ratings that the form asks for; one unsatisfactory criterion and nothing is earned', async () => {
    await start(cycleId, 'award-fee');
    await sql`UPDATE cycles SET state = 'running', phase = 'evaluation' WHERE id = ${cycleId}`;
    await sql`UPDATE steps SET state = 'open', opened_at = opens_at WHERE cycle_id = ${cycleId} AND kind = 'evaluation'`;
    const evaluation = (await loadCycle(sql, cycleId))?.schedule.steps.find((plan) => plan.kind === 'evaluation');
    await sql`UPDATE cycle_clocks SET now_at = to_timestamp(${(evaluation?.dueAt ?? 0) / 1000 - 3600}) WHERE cycle_id = ${cycleId}`;
    for (const [unit, metric] of [
      ['marketing', 'leads'],
      ['quality', 'complaints'],
    ] as const) {
      const place = await insertCommand(sql, { cycleId, unit, step: 'goals', by: headOf(unit) });
      const goal = {
        id: `${unit}/one`,
        unit,
        title: '一',
        metric,
        weight: '100',
        baseline: '10',
        target: '50',
        due: '2027-12-31',
      };
      await putGoalsInForce(sql, place, { goals: [goal], answers: [] });
      const reported = await insertCommand(sql, { cycleId, unit, step: 'self-evaluation', by: headOf(unit) });
      await writeMetricValues(sql, cycleId, reported, headOf(unit), [{ metric, on: '2027-12-31', value: '45' }]);
    }
    const page = await api.ask('GET', `/cycles/${cycleId}/units/marketing/steps/evaluation`, { as: 'chen-mingyuan' });
    for (const title of ['Technical quality', 'Schedule', 'Cost control', 'Management and cooperation', 'from 1 to 5'])
      expect(page.text).toContain(title);
    expect((await rate('marketing', ['4', '3', '5', '2'], 0)).status).toBe(200);
    expect((await rate('quality', ['5', '1.5', '5', '5'], 0)).status).toBe(200);
    // Nothing counts before the second head, here the board, has approved it.
    expect(await asActivity(scoring().scoreUnits, { cycleId })).toMatchObject({ scored: 0 });
    for (const unit of ['marketing', 'quality']) {
      const approval = { stepRevision: 1, decision: 'approve' };
      const step = `/api/v1/cycles/${cycleId}/reviews/${unit}/steps/evaluation`;
      expect((await api.post(`${step}/approve`, approval, 'shen-guo')).status).toBe(200);
    }
    const counts = await asActivity(scoring().scoreUnits, { cycleId });
    expect(counts).toMatchObject({ scored: 2 });
    const results = await latestResults(sql, cycleId);
    const of = (unit: string) => results.find((row) => row.unitId === unit);
    // 45 of 50 is 90 % → 50; criteria 90·0.4 + 75·0.25 + 100·0.25 + 50·0.1 = 84.75; 0.3·50 + 0.7·84.75 = 74.325.
    expect(of('marketing')).toMatchObject({ total: '74.325', grade: 'C' });
    // Complaints: 45 of 50 where less is better is 110 % → 100; the gate counts.
    expect(of('quality')).toMatchObject({ total: '0', grade: 'U' });
    expect(of('quality')?.result.lines['complaints']?.points).toBe('100');
    // Who was not rated has no score yet.
    expect(of('sales')).toMatchObject({ status: 'blocked', total: null });
  });

  test('shows calibration how many of each grade are aimed at, beside those found, without ranking anybody', async () => {
    await sql`UPDATE steps SET state = 'open', opened_at = opens_at WHERE review_id = ${cycleId} AND step_id = 'calibration'`;
    const { text } = await api.ask('GET', `/cycles/${cycleId}/units/-/steps/calibration`, { as: 'zhou-min' });
    expect(text).toContain('Distribution of grades');
    expect(text).toContain('are advice');
    // Two graded units: 20 and 45 percent of two are 0.4 and 0.9, so one B and one of the next largest remainder, C.
    const rows = [
      ...text.matchAll(/<td data-title="(Grade|Aimed at|Computed|After the changes)"[^>]*>([^<]*)<\/td>/g),
    ].map((match) => match[2]);
    const table = rows.slice(0, 20).join(' ');
    expect(table).toContain('A 0 0 0 B 1 0 0 C 1 1 1 D 0 0 0 U 0 1 1');
  });
});

describe('a template in words', () => {
  test('is answered in the language asked for, else in the reader’s', async () => {
    const path = '/api/v1/templates/okr-stretch/explanation';
    const english = await api.get(`${path}?lang=en`, 'zhou-min');
    const parsed = templateExplanation.strict().parse(english.json);
    expect([parsed.id, parsed.revision, parsed.language]).toEqual(['okr-stretch', 1, 'en']);
    // The same sentences as before it was stored: a stored document keeps no order of fields.
    const document = library.find(({ id }) => id === 'okr-stretch');
    const before = document === undefined ? [] : explainTemplate(document);
    expect(parsed.sections.map(({ sentences }) => sentences)).toEqual(
      before.map(({ sentences }) => sentences.map((sentence) => sentence.en)),
    );
    const chinese = templateExplanation.parse((await api.get(`${path}?lang=zh-CN&revision=1`, 'zhou-min')).json);
    expect(chinese.sections.map((section) => section.id)).toEqual(parsed.sections.map((section) => section.id));
    expect(chinese.sections[0]?.title).toBe('考核谁');
    expect(templateExplanation.parse((await api.get(path, 'zhou-min')).json).language).toBe('en');
    for (const bad of ['?lang=de', '?revision=0', '?revision=x', '?other=1']) {
      expect([bad, problemOf(await api.get(path + bad, 'zhou-min')).code]).toEqual([bad, 'BODY_INVALID']);
    }
    for (const none of ['/api/v1/templates/none/explanation', `${path}?revision=9`]) {
      expect((await api.get(none, 'zhou-min')).status).toBe(404);
    }
    expect((await api.get(path)).status).toBe(401);
  });

  test('has a page of its own that the list leads to, without script', async () => {
    const list = await api.ask('GET', '/templates', { as: 'lin-xiao' });
    for (const id of ids) expect(list.text).toContain(`href="/templates/${id}"`);
    const page = await api.ask('GET', '/templates/state-owned-enterprise', { as: 'lin-xiao' });
    expect(page.status).toBe(200);
    expect(page.text).toContain('Plus 4 for every 3, 2 times: 100 + 2 × 4, 20 at most = 108');
    expect(page.text).not.toContain('<script');
    const chinese = await api.ask('GET', '/templates/balanced-year', { as: 'lin-xiao', language: 'zh-CN' });
    expect(chinese.text).toContain('怎么得分');
    expect((await api.ask('GET', '/templates/none', { as: 'lin-xiao' })).status).toBe(404);
    const all = itemsOf(await api.get('/api/v1/templates', 'lin-xiao'));
    expect(all.length).toBeGreaterThanOrEqual(6);
  });
});
