import { beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { reportKinds, type Target } from '../../domain/reports/index.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, startApi } from '../setup/http.js';
import type { Desk } from './reports-desk.js';
import { above, counts, cycle, figures, playYear, type Reader, readerOf, repeated } from './reports-played.js';

let sql: Sql;
let owner: Sql;
let api: Api;
let desk: Desk;
let report: Reader['report'];
let rowsOf: Reader['rowsOf'];

beforeAll(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
  ({ report, rowsOf } = readerOf(api));
  desk = await playYear(sql, api);
}, 120_000);

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
