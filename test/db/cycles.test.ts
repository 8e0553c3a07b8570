import { beforeAll, describe, expect, test } from 'vitest';
import { json, type Sql } from '../../db/connect.js';
import { loadCycle, populateCycle } from '../../db/cycles.js';
import { cycleOverview, listOverdue, listUnitStandings } from '../../db/overview.js';
import { previewCycle, startCycle } from '../../db/preview.js';
import { type CycleRequest, parseNewCycle } from '../../documents/cycle.js';
import { lastDay } from '../../documents/schedule.js';
import { createTestDatabase } from '../setup/database.js';

let sql: Sql;
let owner: Sql;

beforeAll(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
});

function request(id: string, changes: Record<string, unknown> = {}): CycleRequest {
  const parsed = parseNewCycle({
    id,
    title: '远航 2027',
    templateId: 'balanced-year',
    rootUnit: 'hq',
    mode: 'rehearsal',
    periodStart: '2027-01-01',
    periodEnd: '2027-12-31',
    ...changes,
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

async function preview(changes: Record<string, unknown> = {}) {
  const previewed = await previewCycle(sql, request('p', changes));
  if (!previewed.ok) throw new Error(JSON.stringify(previewed.problems));
  return previewed.preview;
}

async function start(id: string, changes: Record<string, unknown> = {}): Promise<void> {
  const started = await sql.begin((tx) => startCycle(tx, request(id, changes), 'zhou-min'));
  expect(started).toMatchObject({ ok: true });
  await sql.begin((tx) => populateCycle(tx, id));
}

describe('a request for a cycle', () => {
  const codes = (value: unknown): readonly string[] => {
    const parsed = parseNewCycle(value);
    return parsed.ok ? [] : parsed.problems.map(({ pointer, code }) => `${pointer} ${code}`);
  };
  const good = { ...request('x'), held: false };

  test('has a period that ends after it starts, in a zone and a currency that exist', () => {
    expect(codes(good)).toEqual([]);
    expect(codes({ ...good, periodEnd: '2026-12-31' })).toEqual(['/periodEnd PERIOD_INVALID']);
    expect(codes({ ...good, zone: 'Asia/Atlantis', currency: 'yuan' })).toEqual([
      '/zone ZONE_UNKNOWN',
      '/currency FORMAT_WRONG',
    ]);
  });

  test('has players and a pace only in a rehearsal', () => {
    const real = { ...good, mode: 'real', player: { kind: 'policy', policy: 'late' }, rate: 5, held: true };
    expect(codes(real)).toEqual(['/player NOT_A_REHEARSAL', '/rate NOT_A_REHEARSAL', '/held NOT_A_REHEARSAL']);
  });
});

describe('a preview', () => {
  test("of the sample organization's year has its units, its days and nothing that stops it", async () => {
    const { cycle, dates, preflight } = await preview();
    expect(cycle.subjects).toEqual(['sales', 'sales-new', 'marketing', 'production', 'quality', 'rnd', 'finance']);
    expect(dates.steps.find((step) => step.id === 'goals')).toMatchObject({ opens: '2027-01-04', due: '2027-01-15' });
    expect(dates.steps.find((step) => step.id === 'calibration')?.after).toEqual(['evaluation']);
    expect(preflight.filter((finding) => finding.severity === 'error')).toEqual([]);
    expect(preflight.find((finding) => finding.code === 'CALENDAR_UNKNOWN')?.at[0]).toBe('2028');
    expect(preflight.find((finding) => finding.code === 'UNIT_WITHOUT_RATERS')?.at).toEqual(['sales-new']);
    const [count] = await sql<{ cycles: number }[]>`SELECT count(*)::int AS cycles FROM cycles WHERE id = 'p'`;
    expect(count?.cycles).toBe(0);
  });

  test('of a part of the organization takes the units below that part', async () => {
    expect((await preview({ rootUnit: 'sales' })).cycle.subjects).toEqual(['sales', 'sales-new']);
    expect((await preview({ subjects: ['rnd', 'marketing'] })).cycle.subjects).toEqual(['marketing', 'rnd']);
  });

  test('names everything unknown in the request at once', async () => {
    const asked = request('p', { templateId: 'none', rootUnit: 'sales', subjects: ['sales-new', 'rnd', 'moon'] });
    const previewed = await previewCycle(sql, asked);
    expect(previewed.ok ? [] : previewed.problems.map((problem) => problem.pointer)).toEqual([
      '/templateId',
      '/subjects/1',
      '/subjects/2',
    ]);
  });

  test('says where nobody could act, where times do not fit, and when all is over already', async () => {
    const find = async (changes: Record<string, unknown>): Promise<readonly string[]> =>
      (await preview(changes)).preflight.filter((each) => each.severity === 'error').map((each) => each.code);
    expect(await find({ periodEnd: '2027-03-31' })).toEqual(['TIMES_OUT_OF_ORDER']);
    expect(await find({ mode: 'real', periodStart: '2020-01-01', periodEnd: '2020-12-31' })).toEqual(['CYCLE_IS_OVER']);
    await owner.begin(async (tx) => {
      await tx`UPDATE units SET head_id = NULL WHERE id = 'rnd'`;
      await tx`DELETE FROM person_roles WHERE person_id = 'wu-tong'`;
      const previewed = await previewCycle(tx, request('p'));
      const found = previewed.ok ? previewed.preview.preflight.filter((each) => each.severity === 'error') : [];
      expect(found).toEqual([
        { code: 'UNIT_WITHOUT_HEAD', severity: 'error', at: ['rnd'] },
        { code: 'STEP_WITHOUT_PERSONS', severity: 'error', at: ['calibration'] },
        { code: 'STEP_WITHOUT_PERSONS', severity: 'error', at: ['publication'] },
      ]);
      const started = await startCycle(tx, request('p'), 'zhou-min');
      expect(started).toMatchObject({ ok: false, code: 'CYCLE_PREFLIGHT_FAILED' });
      await tx`UPDATE units SET head_id = 'fang-yuan' WHERE id = 'rnd'`;
      await tx`INSERT INTO person_roles VALUES ('wu-tong', 'hr')`;
    });
  });
});

describe('starting', () => {
  test('writes the cycle with its clock and barriers once; the second time it is refused', async () => {
    await start('once', { held: true, rate: 1000 });
    const again = await sql.begin((tx) => startCycle(tx, request('once'), 'zhou-min'));
    expect(again).toMatchObject({ ok: false, code: 'CYCLE_EXISTS' });
    const cycle = await loadCycle(sql, 'once');
    expect(cycle).toMatchObject({ state: 'planned', book: 'once', clock: { held: true } });
    expect(cycle && lastDay(cycle.clock.now, 'Asia/Shanghai')).toBe('2027-01-04');
    const barriers = await sql`SELECT id FROM barriers WHERE cycle_id = 'once' ORDER BY id`;
    expect(barriers.map((row: Record<string, unknown>) => row['id'])).toEqual([
      'all:appeal-2',
      'all:evaluation',
      'publication',
    ]);
  });

  test('by two at once makes one cycle', async () => {
    const both = await Promise.all([1, 2].map(() => sql.begin((tx) => startCycle(tx, request('twice'), 'zhou-min'))));
    expect(both.filter((started) => started.ok)).toHaveLength(1);
    expect(both.find((started) => !started.ok)).toMatchObject({ code: 'CYCLE_EXISTS' });
  });

  test('gives every unit its steps, a rating per cooperating unit, and fills in nothing twice', async () => {
    await start('steps');
    await sql.begin((tx) => populateCycle(tx, 'steps'));
    const of = async (review: string) =>
      sql<{ id: string; waits: string[]; next: number | null; barrier: string | null }[]>`
        SELECT step_id AS id, waits_for AS waits, next_at AS next, barrier FROM steps WHERE review_id = ${review} ORDER BY position, step_id`;
    const marketing = await of('steps/marketing');
    expect(marketing.map((step) => step.id)).toEqual([
      'goals',
      'plan',
      'checkpoint-1',
      'checkpoint-2',
      'checkpoint-3',
      'self-evaluation',
      'rating/rnd',
      'rating/sales',
      'evaluation',
      'feedback',
      'appeal',
      'appeal-2',
    ]);
    expect(marketing.find((step) => step.id === 'evaluation')?.waits.toSorted()).toEqual([
      'rating/rnd',
      'rating/sales',
      'self-evaluation',
    ]);
    expect(marketing.filter((step) => step.next !== null).map((step) => step.id)).toEqual(['goals']);
    const unrated = await of('steps/sales-new');
    expect(unrated.find((step) => step.id === 'evaluation')?.waits).toEqual(['self-evaluation']);
    const own = await of('steps');
    expect(own.map((step) => `${step.id} ${step.barrier}`)).toEqual([
      'calibration all:evaluation',
      'publication null',
      'bonus null',
      'bonus-own null',
      'budget null',
      'budget-own null',
      'release all:appeal-2',
    ]);
  });

  test('where a step waits for ratings only, a unit that nobody rates waits for nothing', async () => {
    await owner.begin(async (tx) => {
      await start('unrated', {});
      await tx`DELETE FROM steps WHERE cycle_id = 'unrated'`;
      await tx`UPDATE cycles SET schedule = jsonb_set(schedule, '{steps}', (
        SELECT jsonb_agg(CASE WHEN s ->> 'id' = 'evaluation' THEN s || '{"after": ["rating"]}' ELSE s END) FROM jsonb_array_elements(schedule -> 'steps') s))
        WHERE id = 'unrated'`;
      await populateCycle(tx, 'unrated');
      const rows = await tx<{ unit: string }[]>`
        SELECT unit_id AS unit FROM steps WHERE cycle_id = 'unrated' AND step_id = 'evaluation' AND next_at IS NOT NULL`;
      expect(rows.map((row) => row.unit)).toEqual(['sales-new']);
    });
  });
});

describe('the overview', () => {
  test('counts units by phase and steps by state, and names what is late with whose turn it is', async () => {
    await start('view');
    await sql`UPDATE steps SET state = 'open', opened_at = opens_at WHERE cycle_id = 'view' AND step_id = 'goals'`;
    await sql`UPDATE steps SET state = 'done', outcome = 'forwarded', ended_at = due_at WHERE review_id = 'view/rnd' AND step_id = 'goals'`;
    await sql`UPDATE steps SET state = 'submitted', decide_due_at = due_at WHERE review_id = 'view/sales' AND step_id = 'goals'`;
    await sql`UPDATE cycle_clocks SET now_at = '2027-01-18T01:00:00Z' WHERE cycle_id = 'view'`;
    const overview = await cycleOverview(sql, 'view', []);
    expect(overview.units).toEqual([
      { phase: 'goal-setting', count: 6 },
      { phase: 'planning', count: 1 },
    ]);
    expect(overview.steps[0]).toEqual({
      planId: 'goals',
      kind: 'goals',
      phase: 'goal-setting',
      closed: 0,
      open: 5,
      submitted: 1,
      done: 0,
      forwarded: 1,
      cancelled: 0,
      overdue: 6,
    });
    const late = await listOverdue(sql, 'view', []);
    expect(late.map((step) => [step.unitId, step.state, ...step.waitingFor])).toEqual([
      ['finance', 'open', 'qian-hui'],
      ['marketing', 'open', 'su-qing'],
      ['production', 'open', 'zhao-gang'],
      ['quality', 'open', 'he-jing'],
      ['sales', 'submitted', 'chen-mingyuan'],
      ['sales-new', 'open', 'jiang-tao'],
    ]);
    const page = await listUnitStandings(sql, 'view', { offset: 5, limit: 1 }, []);
    expect(page.map((unit) => unit.unitId)).toEqual(['rnd']);
    expect(page[0]?.steps[0]).toMatchObject({ id: 'goals', state: 'done', outcome: 'forwarded', late: false });
  });
});

test('ten thousand units are previewed and given their steps within seconds', async () => {
  const units = Array.from({ length: 10_000 }, (_, n) => ({
    id: `u${n}`,
    head: `h${n}`,
    parent: n === 0 ? null : `u${Math.floor((n - 1) / 10)}`,
    rater: `u${(n + 1) % 10_000}`,
  }));
  const rows = json(owner, units);
  await owner`INSERT INTO persons (id, name_zh, name_en) SELECT head, head, head FROM jsonb_to_recordset(${rows}::jsonb) AS u (head text)`;
  await owner`INSERT INTO units (id, kind, parent_id, name_zh, name_en, head_id) SELECT id, 'team', parent, id, id, head FROM jsonb_to_recordset(${rows}::jsonb) AS u (id text, parent text, head text)`;
  await owner`INSERT INTO cooperation SELECT id, rater, 1 FROM jsonb_to_recordset(${rows}::jsonb) AS u (id text, rater text)`;
  const subjects = units.map((unit) => unit.id);
  const begun = performance.now();
  await start('many', { rootUnit: 'u0', subjects });
  const seconds = (performance.now() - begun) / 1000;
  const [count] = await sql<{ steps: number }[]>`SELECT count(*)::int AS steps FROM steps WHERE cycle_id = 'many'`;
  expect(count?.steps).toBe(10_000 * 11 + 7);
  console.info(`10,000 units: preview and steps in ${seconds.toFixed(1)} s`);
  expect(seconds).toBeLessThan(30);
}, 60_000);
