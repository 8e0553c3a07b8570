import { beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { readFile } from '../../documents/workbooks/read-file.js';
import type { Cell, Filter, ReportKind, Target, Value } from '../../domain/reports/index.js';
import { reportKinds } from '../../domain/reports/index.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { type Desk, openDesk } from './reports-desk.js';
import { insertCycle, insertRating, insertRatings } from './story-cycle.js';

interface ReportAnswer {
  readonly kind: ReportKind;
  readonly figures: readonly (Cell & { readonly id: string })[];
  readonly tables: readonly { readonly id: string; readonly rows: readonly (readonly Cell[])[] }[];
  readonly lists: readonly { readonly id: string; readonly facets: readonly string[]; readonly count: number }[];
}
interface RowsAnswer {
  readonly items: readonly (readonly Cell[])[];
  readonly next: string | null;
  readonly count: number;
  readonly columns: readonly { readonly id: string }[];
}

const hr = 'zhou-min';
const head = 'lin-xiao';
const above = 'chen-mingyuan';
const member = 'p-new-1';
const finance = 'gao-yan';
const auditor = 'yan-zheng';
let sql: Sql;
let owner: Sql;
let api: Api;
let desk: Desk;
const cycle = 'year';
const base = `/api/v1/cycles/${cycle}/reports`;

beforeAll(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
  desk = await openDesk(sql, api, cycle);
  await play();
}, 120_000);

const repeated = '原材料涨价的风险仍在，已与供应商谈判';

/** Read and returned, then approved unread; read and approved at once; a text typed by two units; four forgotten reports. */
async function play(): Promise<void> {
  await desk.runTo('2027-04-01');
  await desk.submit('sales', 'checkpoint-1', head);
  await desk.look('sales', 'checkpoint-1', above);
  await desk.decide('sales', 'checkpoint-1', above, { decision: 'return', reason: '请补充风险' });
  await desk.submit('sales', 'checkpoint-1', head, repeated);
  await desk.runTo('2027-04-06');
  await desk.decide('sales', 'checkpoint-1', above, { decision: 'approve' });
  await desk.submit('marketing', 'checkpoint-1', 'su-qing', ` ${repeated}\n`);
  await desk.look('marketing', 'checkpoint-1', above);
  await desk.decide('marketing', 'checkpoint-1', above, { decision: 'approve' });
  await desk.runTo('2027-05-31');
  await desk.publish();
  await desk.post();
}

async function report(kind: string, as = hr): Promise<ReportAnswer> {
  const reply = await api.get(`${base}/${kind}`, as);
  expect([kind, as, reply.status]).toEqual([kind, as, 200]);
  return reply.json as ReportAnswer;
}
const figures = ({ figures: all }: ReportAnswer): Record<string, Value> =>
  Object.fromEntries(all.map(({ id, value }) => [id, value]));
const counts = (of: ReportAnswer): Record<string, number> =>
  Object.fromEntries(of.figures.flatMap(({ id, value }) => (value.kind === 'count' ? [[id, value.count]] : [])));

async function rowsOf(kind: string, list: string, filter: Filter = {}, as = hr, limit = 7): Promise<RowsAnswer> {
  const items: (readonly Cell[])[] = [];
  const [name, scope = ''] = kind.split('?');
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = new URLSearchParams({ ...filter, limit: String(limit), ...(cursor !== '' && { cursor }) });
    const reply = await api.get(`${base}/${name}/lists/${list}?${query.toString()}&${scope}`, as);
    if (reply.status !== 200) throw new Error(`${list}: ${reply.text}`);
    const page = reply.json as RowsAnswer;
    items.push(...page.items);
    if (page.next === null) return { ...page, items };
    cursor = page.next;
  }
  throw new Error('no page');
}
const one = async (question: ReturnType<Sql>): Promise<number> => {
  const [row] = (await question) as unknown as { count: string }[];
  return Number(row?.count);
};

/** Sums over rows, or different things in them: they lead to the rows that they are about. */
const noRowCounts = new Set(['reminders', 'escalations', 'units in objectives', 'evidence', 'items']);

describe('every count', () => {
  test.each(reportKinds)(
    'of the report %s is the number of rows that it leads to',
    async (kind) => {
      const name = kind === 'unit' ? 'unit?scope=sales' : kind;
      const answer = await report(name);
      const cells = [
        ...answer.figures.map((cell) => ({ id: cell.id, cell })),
        ...answer.tables.flatMap(({ id, rows }) => rows.flat().map((cell) => ({ id: `in ${id}`, cell }))),
      ];
      let compared = 0;
      for (const { id, cell } of cells) {
        const target: Target | undefined = cell.target;
        if (cell.value.kind !== 'count' || target?.to !== 'list') continue;
        if (noRowCounts.has(id) || 'reminded' in target.filter || 'escalated' in target.filter) continue;
        const rows = await rowsOf(name, target.list, target.filter);
        if (id === 'in objectives' && rows.count !== cell.value.count) {
          // Of how many units the goals are.
          expect(new Set(rows.items.map(([unit]) => JSON.stringify(unit?.value))).size).toBe(cell.value.count);
          continue;
        }
        expect([id, target, rows.count]).toEqual([id, target, cell.value.count]);
        expect(rows.items.length).toBe(rows.count);
        compared += 1;
      }
      expect(compared).toBeGreaterThan(kind === 'repeats' || kind === 'unit' ? 1 : 4);
    },
    60_000,
  );
});

describe('waiting time', () => {
  test('is what the journal says, attempt by attempt', async () => {
    const answer = await report('waiting');
    const told = counts(answer);
    const act = (what: string) =>
      one(sql`SELECT count(*) FROM journal WHERE cycle_id = ${cycle} AND act = ${what} AND attempt IS NOT NULL`);
    expect(told['reminders']).toBe(await act('reminded'));
    expect(told['escalations']).toBe(await act('escalated'));
    expect(told['reminders']).toBeGreaterThan(0);
    expect(told['forwarded']).toBe(
      await one(
        sql`SELECT count(*) FROM steps WHERE cycle_id = ${cycle} AND outcome = 'forwarded' AND opened_at IS NOT NULL`,
      ),
    );
    const rows = await rowsOf('waiting', 'attempts', { step: 'checkpoint', unit: 'sales', decided: 'yes' });
    const shown = rows.items.map((cells) => cells.slice(2).map(({ value }) => value));
    // Returned on the day it was submitted; then submitted on 1 April (the day of the return), decided on Tuesday the 6th.
    expect(shown.map(([attempt, , submit, decide, outcome]) => [attempt, submit, decide, outcome])).toMatchObject([
      [{ count: 1 }, { workdays: '1' }, { workdays: '0', ms: '0' }, { term: { id: 'returned' } }],
      [{ count: 2 }, { workdays: '0', ms: '0' }, { workdays: '3' }, { term: { id: 'approved' } }],
    ]);
  });
});

describe('idle approvals', () => {
  test('tell what nobody opened from what was read in seconds; a look at another attempt is none', async () => {
    const answer = counts(await report('approvals'));
    expect(answer).toMatchObject({ decisions: 3, approved: 2, returned: 1, unread: 1, hasty: 1 });
    const unread = await rowsOf('approvals', 'decisions', { reading: 'unread' });
    expect(unread.items[0]?.[1]?.target).toEqual({ to: 'step', unit: 'sales', step: 'checkpoint-1' });
  });

  test('who looked is kept once for each attempt, for deciders only, and nobody can change it', async () => {
    const looks = await sql<{ who: string }[]>`
      SELECT review_id || ' ' || attempt || ' ' || person_id AS who FROM step_looks WHERE cycle_id = ${cycle} ORDER BY who`;
    expect(looks.map(({ who }) => who)).toEqual([`${cycle}/marketing 1 ${above}`, `${cycle}/sales 1 ${above}`]);
    await expect(owner`DELETE FROM step_looks`).rejects.toThrow('append-only');
    await expect(owner`UPDATE step_looks SET at = now()`).rejects.toThrow('append-only');
  });

  test('what was decided before looks were kept is not called unread', async () => {
    await owner`UPDATE schema_migrations SET applied_at = applied_at + interval '1 day' WHERE file LIKE '0022-%'`;
    expect(counts(await report('approvals'))).toMatchObject({ approved: 2, unread: 0, hasty: 0 });
    await owner`UPDATE schema_migrations SET applied_at = applied_at - interval '1 day' WHERE file LIKE '0022-%'`;
  });

  test('opening the step by the API counts as well', async () => {
    await desk.runTo('2027-07-01');
    await desk.submit('rnd', 'checkpoint-2', 'fang-yuan');
    await api.get(`/api/v1/cycles/${cycle}/reviews/rnd/steps/checkpoint-2`, 'fang-yuan');
    await api.get(`/api/v1/cycles/${cycle}/reviews/rnd/steps/checkpoint-2`, above);
    expect(
      await one(sql`SELECT count(*) FROM step_looks WHERE review_id = ${`${cycle}/rnd`} AND step_id = 'checkpoint-2'`),
    ).toBe(1);
  });
});

describe('the other reports', () => {
  test('the cycle: results and money as they are in the books, to the cent', async () => {
    const found = figures(await report('cycle'));
    expect(found).toMatchObject({
      units: { count: 7 },
      scored: { count: 7 },
      published: { count: 7 },
      bonus: { minor: '300000000' },
      budget: { minor: '5200000000' },
      // (4441/10 + 763/13 + 308/3) / 7: sales, marketing, production, rnd and finance; quality; sales-new
      meanTotal: { exact: '236129/2730' },
    });
  });

  test('strategy: goals reach their objective through others; points are those of the results', async () => {
    const answer = await report('strategy');
    expect(counts(answer)).toMatchObject({ objectives: 3, uncovered: 0, loose: 0 });
    const goals = await rowsOf('strategy', 'goals', { objective: 'O1' });
    const ofTeam = goals.items.filter(([unit]) => unit?.target?.to === 'unit' && unit.target.unit === 'sales-new');
    expect(ofTeam.map((cells) => cells.at(-1)?.value)).toEqual([
      { kind: 'exact', exact: '100' },
      { kind: 'exact', exact: '320/3' },
    ]);
    expect(counts(answer)['goals']).toBe(
      await one(sql`SELECT count(*) FROM goals WHERE cycle_id = ${cycle} AND valid_to IS NULL`),
    );
  });

  test('deviations, ratings with evidence, and the text that two units typed', async () => {
    expect(counts(await report('deviations'))['deviations']).toBe(
      await one(sql`SELECT count(*) FROM deviation_cases WHERE cycle_id = ${cycle}`),
    );
    const fair = counts(await report('fairness'));
    expect([fair['ratings'], fair['withEvidence']]).toEqual([17, 16]);
    expect(counts(await report('repeats'))).toMatchObject({ textsTypedTwice: 1, typings: 2 });
    const typed = await rowsOf('repeats', 'typings');
    expect(typed.items.map(([words]) => words?.value)).toEqual([1, 2].map(() => ({ kind: 'text', text: repeated })));
  });
});

describe('as files', () => {
  const limits = { rows: 1000 };
  const textsOf = async (path: string, as = hr) => {
    const reply = await api.get(`${base}/${path}`, as);
    expect([path, reply.status]).toEqual([path, 200]);
    const { sheets } = await readFile(reply.bytes, limits);
    return sheets.map(({ name, rows }) => ({
      name,
      rows: rows.map(({ cells }) => [...cells.values()].map((cell) => cell.text)),
    }));
  };

  test('a list comes as CSV and as a workbook with the rows that its page has', async () => {
    const wanted = await rowsOf('waiting', 'attempts', { step: 'checkpoint' });
    for (const form of ['csv', 'xlsx']) {
      const [sheet] = await textsOf(`waiting/lists/attempts/rows.${form}?step=checkpoint`);
      expect([form, sheet?.rows.length]).toEqual([form, wanted.count + 1]);
      expect(sheet?.rows[0]).toContain('Opening to submit (working days)');
      const ofSales = sheet?.rows.filter(([unit]) => unit === 'Sales');
      expect(ofSales?.[1]?.slice(1, 3)).toEqual(['Checkpoint report 1', '2']);
    }
  });

  test('a report comes with its figures and one sheet per table; fractions keep their exact form', async () => {
    const sheets = await textsOf('cycle/rows.xlsx');
    expect(sheets[0]?.rows).toContainEqual(['Mean total', '86.49 (236129/2730)']);
    expect(sheets[0]?.rows).toContainEqual(['Bonus', '3000000']);
    expect(sheets.map(({ name }) => name)).toContain('Distribution of grades');
    const [text] = await textsOf('cycle/rows.csv');
    expect(text?.rows).toContainEqual(['Distribution of grades']);
    expect(text?.rows).toContainEqual(['Bonus', '3000000.00', '0.00', '3000000.00']);
  });

  test('every report is there in both forms and in Chinese', async () => {
    for (const kind of reportKinds) {
      for (const form of ['csv', 'xlsx']) {
        const query = kind === 'unit' ? '?scope=sales' : '';
        const reply = await api.ask('GET', `${base}/${kind}/rows.${form}${query}`, { as: hr, language: 'zh-CN' });
        expect([kind, form, reply.status]).toEqual([kind, form, 200]);
        const [first] = (await readFile(reply.bytes, limits)).sheets;
        expect([...(first?.rows[0]?.cells.values() ?? [])][0]?.text).toMatch(/项目|数字/);
      }
    }
  });
});

describe('who sees what', () => {
  const unitsIn = async (kind: string, list: string, as: string): Promise<readonly string[]> => {
    const rows = await rowsOf(kind, list, {}, as, 100);
    const at = rows.columns.findIndex(({ id }) => id === 'unit');
    const found = rows.items.map((cells) => cells[at]?.target);
    return [...new Set(found.map((target) => (target?.to === 'unit' ? (target.unit ?? '') : '-')))].toSorted();
  };

  test('HR, board and auditor see all; every look of the auditor is recorded', async () => {
    for (const as of [hr, 'shen-guo', auditor]) {
      for (const kind of reportKinds.filter((each) => each !== 'unit')) await report(kind, as);
    }
    await api.get(`/cycles/${cycle}/reports/fairness`, auditor);
    await api.get(`${base}/waiting/lists/attempts/rows.csv`, auditor);
    const looks = await sql<{ what: string }[]>`SELECT what FROM audit_looks WHERE person_id = ${auditor}`;
    const seen = looks.map(({ what }) => what);
    expect(seen).toContain(`${base}/fairness`);
    expect(seen).toContain(`/cycles/${cycle}/reports/fairness`);
    expect(seen).toContain(`${base}/waiting/lists/attempts/rows.csv`);
  });

  test('heads see their line: lists, counts, money and files alike', async () => {
    for (const [kind, list] of [
      ['cycle', 'units'],
      ['cycle', 'steps'],
      ['strategy', 'goals'],
      ['fairness', 'judged'],
      ['fairness', 'ratings'],
      ['waiting', 'attempts'],
    ] as const) {
      const seen = await unitsIn(kind, list, head);
      expect([kind, list, seen.filter((unit) => unit !== 'sales' && unit !== 'sales-new')]).toEqual([kind, list, []]);
      expect([kind, list, seen.length]).not.toEqual([kind, list, 0]);
    }
    expect(await unitsIn('cycle', 'money', head)).toEqual(['sales']);
    const answer = await report('cycle', head);
    expect(counts(answer)['units']).toBe(2);
    expect(figures(answer)['bonus']).toEqual({ kind: 'amount', minor: '77827321' });
    expect(figures(answer)['reserve']).toBeUndefined();
    const file = (await api.get(`${base}/cycle/lists/units/rows.csv`, head)).text;
    expect(file).toContain('Sales');
    expect(file).not.toContain('Marketing');
    await refused('NOT_FOUND', 404, (ask) => api.ask('GET', `${base}/cycle?scope=nowhere`, { as: head, ...ask }));
    await refused('FORBIDDEN', 403, (ask) => api.ask('GET', `${base}/unit?scope=marketing`, { as: head, ...ask }));
    await refused('FORBIDDEN', 403, (ask) => api.ask('GET', `${base}/waiting?scope=marketing`, { as: head, ...ask }));
  });

  test('a head does not see ratings of the own unit before its result is published', async () => {
    await insertCycle(sql, 'young');
    await insertRatings(sql, 'young');
    const ofTeam = { cycleId: 'young', unit: 'sales-new', step: 'evaluation', role: 'superior', by: 'sales' } as const;
    await insertRating(sql, { ...ofTeam, value: '4' });
    const ratedUnits = async (as: string): Promise<readonly string[]> => {
      const reply = await api.get('/api/v1/cycles/young/reports/fairness/lists/ratings?limit=1000', as);
      const { items } = reply.json as RowsAnswer;
      const units = items.map(([unit]) => (unit?.target?.to === 'unit' ? unit.target.unit : ''));
      return [...new Set(units)].toSorted();
    };
    const departments = ['finance', 'marketing', 'production', 'quality', 'rnd', 'sales'];
    // 林晓 heads sales, and the team is below; 陈明远 heads the company.
    expect(await ratedUnits(head)).toEqual(['sales-new']);
    expect(await ratedUnits('jiang-tao')).toEqual([]);
    expect(await ratedUnits(above)).toEqual([...departments, 'sales-new']);
  });

  test('finance sees the money and nothing else', async () => {
    const answer = await report('cycle', finance);
    expect(answer.figures.map(({ id }) => id)).toEqual(['bonus', 'budget']);
    expect(answer.lists.map(({ id }) => id)).toEqual(['money']);
    await refused('NOT_FOUND', 404, (ask) => api.ask('GET', `${base}/cycle/lists/units`, { as: finance, ...ask }));
    for (const kind of reportKinds.filter((each) => each !== 'cycle')) {
      const path = `${base}/${kind}?scope=sales`;
      await refused('FORBIDDEN', 403, (ask) => api.ask('GET', path, { as: finance, ...ask }));
    }
  });

  test('a member sees the own unit once its result was told: no money, no steps, no other report', async () => {
    const path = `${base}/unit?scope=sales-new`;
    await sql`UPDATE steps SET state = 'open' WHERE review_id = ${`${cycle}/sales-new`} AND kind = 'feedback'`;
    await refused('FORBIDDEN', 403, (ask) => api.ask('GET', path, { as: member, ...ask }));
    await sql`UPDATE steps SET state = 'done', outcome = 'acknowledged', ended_at = now()
               WHERE review_id = ${`${cycle}/sales-new`} AND kind = 'feedback'`;
    const answer = await report('unit?scope=sales-new', member);
    expect(answer.lists.map(({ id }) => id)).toEqual(['goals']);
    expect(figures(answer)).toMatchObject({ total: { exact: '308/3' } });
    expect(figures(answer)['bonus']).toBeUndefined();
    expect((await api.get(`${base}`, member)).json).toEqual({ reports: [] });
    for (const kind of reportKinds) {
      const asked = `${base}/${kind}?scope=sales`;
      await refused('FORBIDDEN', 403, (ask) => api.ask('GET', asked, { as: member, ...ask }));
    }
    expect((await api.get(`/cycles/${cycle}/reports`, member)).text).toContain('reports/unit?scope=sales-new');
  });

  test('an admin as such sees none', async () => {
    await refused('FORBIDDEN', 403, (ask) => api.ask('GET', `${base}/cycle`, { as: 'guan-li', ...ask }));
    expect((await api.get(`/cycles/${cycle}/reports`, 'guan-li')).status).toBe(403);
  });
});

describe('the pages', () => {
  test('show every report with charts that have a name, a description and their data', async () => {
    for (const kind of reportKinds) {
      const page = await api.get(`/cycles/${cycle}/reports/${kind}${kind === 'unit' ? '?scope=sales' : ''}`, hr);
      expect([kind, page.status]).toEqual([kind, 200]);
      for (const [, title = '', about = ''] of page.text.matchAll(/<svg[^>]*aria-labelledby="(\S+) (\S+)"/g)) {
        expect(page.text).toContain(`<title id="${title}"`);
        expect(page.text).toContain(`<desc id="${about}"`);
      }
    }
    const cyclePage = await api.get(`/cycles/${cycle}`, hr);
    expect(cyclePage.text).toContain(`/cycles/${cycle}/reports"`);
  });

  test('lead from a figure to its list, filtered, page by page', async () => {
    const page = await api.get(`/cycles/${cycle}/reports/cycle`, hr);
    expect(page.text).toContain(`/cycles/${cycle}/reports/cycle/lists/steps?outcome=forwarded`);
    const list = await api.get(`/cycles/${cycle}/reports/cycle/lists/steps?step=&stage=&page=2`, hr);
    expect(list.text).toMatch(/Page 2 of \d/);
    expect((await api.get(`/cycles/${cycle}/reports/cycle/lists/nothing`, hr)).status).toBe(404);
    expect((await api.get(`/cycles/${cycle}/reports/nothing`, hr)).status).toBe(404);
    expect((await api.get(`/cycles/${cycle}/reports/unit`, hr)).status).toBe(404);
  });
});
