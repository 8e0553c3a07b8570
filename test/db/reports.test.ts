import { beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { reportKinds } from '../../domain/reports/index.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, startApi } from '../setup/http.js';
import type { Desk } from './reports-desk.js';
import { above, counts, cycle, figures, hr, playYear, type Reader, readerOf, repeated } from './reports-played.js';

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

const addressOf = (kind: string): string => (kind === 'unit' ? 'unit?scope=sales' : kind);

describe('every count', () => {
  test.each(reportKinds)(
    'of the report %s, and of its lists, is the number of rows that it leads to',
    async (kind) => {
      const name = addressOf(kind);
      const answer = await report(name);
      const lists = await Promise.all(answer.lists.map(async ({ id }) => ({ id, ...(await rowsOf(name, id)) })));
      expect(lists.map(({ id, count, items }) => [id, count, items.length])).toEqual(
        answer.lists.map(({ id, count }) => [id, count, count]),
      );
      const cells = [
        ...answer.figures,
        ...answer.tables.flatMap(({ rows }) => rows.flat()),
        ...lists.flatMap(({ items }) => items.flat()),
      ];
      const linked = cells.flatMap(({ value, target }) =>
        value.kind === 'count' && target?.to === 'list' ? [{ count: value.count, target }] : [],
      );
      for (const { count, target } of linked) {
        const rows = await rowsOf(name, target.list, target.filter, hr, 1000);
        expect([target, rows.count, rows.items.length]).toEqual([target, count, count]);
      }
      expect(linked.length).toBeGreaterThan(kind === 'unit' ? 1 : 4);
      expect(linked.some(({ count }) => count > 0)).toBe(true);
    },
    60_000,
  );

  test.each(reportKinds)('of the figures of the report %s leads somewhere', async (kind) => {
    const answer = await report(addressOf(kind));
    const nowhere = answer.figures.filter(({ value, target }) => target === undefined && value.kind !== 'none');
    // A name and a grade are no figures.
    expect(nowhere.map(({ id }) => id)).toEqual(kind === 'unit' ? ['head', 'grade'] : []);
  });
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
