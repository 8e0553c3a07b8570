/** Who gets which of the reports, on pages, by the API and as files. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { readFile } from '../../documents/workbooks/read-file.js';
import { reportKinds } from '../../domain/reports/index.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import {
  above,
  base,
  counts,
  cycle,
  figures,
  head,
  hr,
  playYear,
  type Reader,
  readerOf,
  repeated,
  type RowsAnswer,
} from './reports-played.js';
import { insertCommand, insertCycle, insertRating, insertRatings } from './story-cycle.js';

const member = 'p-new-1';
const finance = 'gao-yan';
const auditor = 'yan-zheng';
let sql: Sql;
let api: Api;
let report: Reader['report'];
let rowsOf: Reader['rowsOf'];

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
  ({ report, rowsOf } = readerOf(api));
  await playYear(sql, api);
}, 120_000);

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
      const ofSales = sheet?.rows.filter(([, unit]) => unit === 'Sales');
      expect(ofSales?.[1]?.slice(2, 4)).toEqual(['Checkpoint report 1', '2']);
    }
  });

  test('a report comes with its figures and one sheet per table; fractions keep their exact form', async () => {
    const sheets = await textsOf('cycle/rows.xlsx');
    expect(sheets[0]?.rows).toContainEqual(['Rehearsal', 'Mean total', '86.49 (236129/2730)']);
    expect(sheets[0]?.rows).toContainEqual(['Rehearsal', 'Bonus', '3000000']);
    expect(sheets.map(({ name }) => name)).toContain('Distribution of grades');
    const [text] = await textsOf('cycle/rows.csv');
    expect(text?.rows).toContainEqual(['Distribution of grades']);
    expect(text?.rows).toContainEqual(['Rehearsal', 'Bonus', '3000000.00', '0.00', '3000000.00']);
  });

  test('of a rehearsal every line says so, and so does the name; files of a real cycle carry no mark', async () => {
    await insertCycle(sql, 'in-earnest', 'real');
    const named = async (path: string) => {
      const reply = await api.get(`/api/v1/cycles/${path}`, hr);
      return {
        name: reply.headers.get('content-disposition'),
        lines: reply.text
          .replace(/^\ufeff/, '')
          .trim()
          .split('\r\n'),
      };
    };
    for (const path of ['cycle/lists/units', 'waiting/lists/attempts']) {
      const played = await named(`${cycle}/reports/${path}/rows.csv`);
      expect(played.name).toContain(`"rehearsal-${cycle}-`);
      expect(played.lines.slice(1).filter((line) => !line.startsWith('Rehearsal,'))).toEqual([]);
      expect(played.lines.length).toBeGreaterThan(3);
      const real = await named(`in-earnest/reports/${path}/rows.csv`);
      expect(real.name).toContain('"in-earnest-');
      expect([real.lines[0]?.startsWith('Unit'), real.lines.length > 1]).toEqual([true, path.startsWith('cycle')]);
      expect(real.lines.filter((line) => line.includes('Rehearsal'))).toEqual([]);
    }
    const report = await named(`${cycle}/reports/cycle/rows.csv`);
    expect(report.lines.filter((line) => line.startsWith('Rehearsal,Bonus,3000000.00,')).length).toBeGreaterThan(0);
    expect(report.lines.filter((line) => /^Bonus/.test(line))).toEqual([]);
  });

  test('every report is there in both forms and in Chinese', async () => {
    for (const kind of reportKinds) {
      for (const form of ['csv', 'xlsx']) {
        const query = kind === 'unit' ? '?scope=sales' : '';
        const reply = await api.ask('GET', `${base}/${kind}/rows.${form}${query}`, { as: hr, language: 'zh-CN' });
        expect([kind, form, reply.status]).toEqual([kind, form, 200]);
        const [first] = (await readFile(reply.bytes, limits)).sheets;
        expect([...(first?.rows[0]?.cells.values() ?? [])][0]?.text).toMatch(/标记|数字/);
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

  test('a head is not told of a nomination of the own unit: not in steps, waits, decisions, nor by its words', async () => {
    const { commandId } = await insertCommand(sql, { cycleId: cycle, unit: 'sales', step: 'goals', by: above });
    await sql`
      INSERT INTO steps (review_id, step_id, cycle_id, unit_id, plan_id, kind, phase, position, opens_at, due_at, closes_at, submitter_rule,
                         decider_rule, state, outcome, opened_at, submitted_at, ended_at, submit_command, decide_command)
      SELECT review_id, 'nomination-9', cycle_id, unit_id, 'nomination', 'nomination', 'application', 99, opens_at, due_at, closes_at, 'parent-head',
             'board', 'done', 'approved', opens_at, due_at, due_at, ${commandId}, ${commandId} FROM steps
       WHERE review_id = ${`${cycle}/sales`} AND step_id = 'goals'`;
    await sql`
      INSERT INTO step_versions (review_id, step_id, version, attempt, command_id, content, content_digest, written_at)
      VALUES (${`${cycle}/sales`}, 'nomination-9', 1, 1, ${commandId}, ${sql.json({ person: 'lin-xiao', reason: repeated })}, '', now())`;
    const found = async (as: string) => {
      const rows = await Promise.all(
        (
          [
            ['cycle', 'steps'],
            ['waiting', 'attempts'],
            ['approvals', 'decisions'],
            ['repeats', 'typings'],
            ['unit?scope=sales', 'attempts'],
          ] as const
        ).map(async ([kind, list]) => (await rowsOf(kind, list, { step: 'nomination' }, as)).count),
      );
      const { figures: told } = await report('repeats', as);
      const typings = told.find(({ id }) => id === 'typings')?.value;
      return [...rows, typings?.kind === 'count' ? typings.count : null];
    };
    expect(await found(above)).toEqual([1, 1, 1, 1, 1, 3]);
    expect(await found(head)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('when the own unit was evaluated is secret until its result is published', async () => {
    await insertCycle(sql, 'secret');
    await sql`UPDATE steps SET state = 'done', outcome = 'approved', ended_at = now() WHERE cycle_id = 'secret' AND kind = 'evaluation'`;
    const evaluated = async (as: string): Promise<readonly string[]> => {
      const reply = await api.get('/api/v1/cycles/secret/reports/fairness/lists/judged?limit=1000', as);
      const { items, columns } = reply.json as RowsAnswer;
      const at = columns.findIndex(({ id }) => id === 'evaluatedOn');
      return items.flatMap(([unit, ...cells]) =>
        cells[at - 1]?.value.kind === 'day' && unit?.target?.to === 'unit' ? [unit.target.unit] : [],
      );
    };
    expect((await evaluated(above)).length).toBe(7);
    // 林晓 heads sales; its team is below.
    expect(await evaluated(head)).toEqual(['sales-new']);
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
