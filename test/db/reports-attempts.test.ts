/** Attempts of steps, as the figures sum and rank them and as the lists show them: by returns, by what was opened again, by parts. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { countKept, keysOfKept } from '../../db/kept-rows.js';
import { decidersOfReport, decisionsOfList } from '../../db/reports-approvals.js';
import { attemptsOfUnits } from '../../db/reports-attempts.js';
import {
  attemptsOfList,
  keptAttempts,
  rungsOfList,
  waitingOfReport,
  workdaysPassed,
} from '../../db/reports-waiting.js';
import { type ReportScope, reviewsInOrder } from '../../db/reports.js';
import { dayOf, workingDays } from '../../domain/dates.js';
import { type AttemptRow, type Wait, waitBetween } from '../../domain/reports/index.js';
import { rankedOf } from '../../domain/reports/waits.js';
import { createTestDatabase } from '../setup/database.js';
import { promptEngine, startApi } from '../setup/http.js';
import { above, cycle, head, playYear } from './reports-played.js';

const days = workingDays({ holidays: ['2027-01-01'], workdays: [] });
const scope: ReportScope = {
  ...{ cycleId: cycle, zone: 'Asia/Shanghai', units: null, early: true, secret: [], hidden: [], untold: [] },
};
let sql: Sql;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  const desk = await playYear(sql, await startApi(sql, promptEngine(sql)));
  // Returned, and not submitted again.
  await desk.runTo('2027-07-01');
  await desk.submit('sales', 'checkpoint-2', head);
  await desk.decide('sales', 'checkpoint-2', above, { decision: 'return', reason: '请补充' });
  await desk.runTo('2027-07-05');
}, 120_000);

const read = async (filter: Record<string, string>) => attemptsOfList(sql, scope, filter, null);
const on = (local: string): number => Date.parse(`${local}+08:00`);

/** Lines of the journal and where the step stands, as a new calculation of money leaves them. */
async function play(
  step: string,
  state: 'open' | 'closed',
  lines: readonly (readonly [act: string, attempt: number, at: string])[],
) {
  const [last] = await sql<
    { seq: number }[]
  >`SELECT coalesce(max(seq), 0)::int AS seq FROM journal WHERE review_id = ${cycle}`;
  for (const [index, [act, attempt, at]] of lines.entries()) {
    const seq = (last?.seq ?? 0) + index + 1;
    await sql`
      INSERT INTO journal (review_id, seq, cycle_id, at, wall_at, act, step_id, attempt, actor_id, principal_id, data, prev_hash, hash)
      VALUES (${cycle}, ${seq}, ${cycle}, ${on(at)}, now(), ${act}, ${step}, ${attempt}, ${act === 'decided' ? 'gao-yan' : null},
              ${act === 'decided' ? 'gao-yan' : null}, ${act === 'decided' ? '{"outcome": "approved"}' : '{}'}::text::jsonb, '', ${`${step} ${seq}`})`;
  }
  const opened = lines.findLast(([act]) => act === 'opened' || (state === 'open' && act === 'reopened'))?.[2] ?? '';
  await sql`
    UPDATE steps SET state = ${state}, outcome = NULL, attempt = 2, submitted_by = '{}', decided_by = NULL, ended_at = NULL,
           opened_at = ${on(opened)} WHERE review_id = ${cycle} AND step_id = ${step}`;
}

describe('an attempt', () => {
  const shown = ({ attempt, opened, ended, outcome }: AttemptRow) => [attempt, opened?.at, ended?.at ?? null, outcome];

  test('that a return began waits from that instant, also before anything was said in it', async () => {
    const rows = await read({ unit: 'sales', step: 'checkpoint' });
    const [first, second] = rows.filter(({ stepId }) => stepId === 'checkpoint-2');
    expect(first).toMatchObject({ attempt: 1, outcome: 'returned' });
    expect(second).toMatchObject({ attempt: 2, opened: first?.decided, submitted: null, ended: null, outcome: null });
    const waiting = await read({ unit: 'sales', stillWaiting: 'yes', step: 'checkpoint' });
    expect(waiting.map(({ stepId, attempt }) => [stepId, attempt])).toEqual([['checkpoint-2', 2]]);
  });

  test('that was opened again by a new calculation begins then, not when the one before was approved', async () => {
    await play('bonus', 'open', [
      ['opened', 1, '2028-02-14T09:00:00'],
      ['submitted', 1, '2028-02-14T10:00:00'],
      ['decided', 1, '2028-02-15T10:00:00'],
      ['reopened', 2, '2028-03-20T10:00:00'],
    ]);
    expect((await read({ step: 'bonus' })).map(shown)).toEqual([
      [1, on('2028-02-14T09:00:00'), on('2028-02-15T10:00:00'), 'approved'],
      [2, on('2028-03-20T10:00:00'), null, null],
    ]);
  });

  test('that nobody had decided when it was opened again is over, and waits no longer', async () => {
    await play('bonus-own', 'open', [
      ['opened', 1, '2028-02-14T09:00:00'],
      ['submitted', 1, '2028-02-14T10:00:00'],
      ['reopened', 2, '2028-03-20T10:00:00'],
    ]);
    expect((await read({ step: 'bonus-own' })).map(shown)).toEqual([
      [1, on('2028-02-14T09:00:00'), on('2028-03-20T10:00:00'), null],
      [2, on('2028-03-20T10:00:00'), null, null],
    ]);
  });

  test('that is wanted again but waits for others has not begun', async () => {
    await play('release', 'closed', [
      ['opened', 1, '2028-02-20T09:00:00'],
      ['reminded', 1, '2028-02-25T09:00:00'],
      ['reopened', 2, '2028-03-20T10:00:00'],
    ]);
    expect((await read({ step: 'release' })).map(shown)).toEqual([
      [1, on('2028-02-20T09:00:00'), on('2028-03-20T10:00:00'), null],
    ]);
  });
});

describe('figures', () => {
  const waits = (
    rows: readonly AttemptRow[],
    from: 'opened' | 'submitted',
    to: 'submitted' | 'decided',
  ): readonly Wait[] =>
    rows.flatMap((row) => {
      const [begin, end] = [row[from], row[to]];
      return begin === null || end === null ? [] : [waitBetween(days, begin, end)];
    });

  test('of waiting are what the rows of the list come to, counted and ranked one by one', async () => {
    const rows = await read({});
    const rungs = await rungsOfList(sql, scope, {}, null);
    const kinds = [null, ...new Set(rows.map(({ kind }) => kind))];
    const byHand = kinds.map((kind) => {
      const found = kind === null ? rows : rows.filter((row) => row.kind === kind);
      const told = rungs.filter((row) => kind === null || row.kind === kind);
      return {
        kind,
        attempts: found.length,
        reminders: told.filter(({ act }) => act === 'reminded').length,
        escalations: told.filter(({ act }) => act === 'escalated').length,
        forwarded: found.filter(({ forwarded }) => forwarded).length,
        stillWaiting: found.filter(({ ended }) => ended === null).length,
        submit: rankedOf(waits(found, 'opened', 'submitted')),
        decide: rankedOf(waits(found, 'submitted', 'decided')),
      };
    });
    const figures = await waitingOfReport(sql, scope, days);
    const inOrder = <Row extends { readonly kind: string | null }>(all: readonly Row[]): readonly Row[] =>
      all.toSorted((a, b) => (a.kind ?? '').localeCompare(b.kind ?? ''));
    expect(inOrder(figures)).toEqual(inOrder(byHand));
    expect(byHand[0]?.submit?.count).toBeGreaterThan(3);
    expect(byHand[0]?.reminders).toBeGreaterThan(0);
  });

  test('of deciders are what the rows of the list come to', async () => {
    const rows = await decisionsOfList(sql, scope, [], {}, null);
    const figures = await decidersOfReport(sql, scope, days);
    expect(figures.length).toBeGreaterThan(1);
    for (const decider of figures) {
      const found = rows.filter(({ deciderId }) => deciderId === decider.id);
      const readAs = (reading: string): number => found.filter((row) => row.reading === reading).length;
      expect(decider).toEqual({
        id: decider.id,
        decisions: found.length,
        judged: found.length,
        returned: found.filter(({ outcome }) => outcome === 'returned').length,
        judgedNo: found.filter(({ outcome }) => outcome === 'returned').length,
        readings: {
          unread: readAs('unread'),
          hasty: readAs('hasty'),
          read: readAs('read'),
          unknown: readAs('unknown'),
        },
        wait: rankedOf(waits(found, 'submitted', 'decided')),
      });
    }
  });

  test('of many waits are ranked as they are by hand, whatever their number', async () => {
    // Sixty more attempts of one kind, each with another wait.
    const [at] = await sql<{ id: string }[]>`SELECT id FROM reviews WHERE cycle_id = ${cycle} AND unit_id = 'rnd'`;
    for (let n = 1; n <= 60; n += 1) {
      await sql`
        INSERT INTO steps (review_id, step_id, cycle_id, unit_id, plan_id, kind, phase, position, opens_at, due_at, closes_at, submitter_rule,
                           decider_rule, state, opened_at, submitted_at)
        VALUES (${at?.id ?? ''}, ${`change-${n + 100}`}, ${cycle}, 'rnd', 'change', 'change', 'monitoring', 900, ${on('2027-04-01T09:00:00')},
                ${on('2027-04-01T09:00:00')}, ${on('2027-12-01T09:00:00')}, 'head', 'parent-head', 'submitted', ${on('2027-04-01T09:00:00')},
                ${on('2027-04-01T09:00:00') + ((n * 37) % 61) * 7_000_000})`;
      const rows = (await read({ step: 'change' })).filter(({ submitted }) => submitted !== null);
      const figures = (await waitingOfReport(sql, scope, days)).find(({ kind }) => kind === 'change');
      expect(figures?.submit).toEqual(rankedOf(waits(rows, 'opened', 'submitted')));
    }
  }, 120_000);

  test('the days are counted by the calendar, from the first to the last on which anything happened', async () => {
    const text = await workdaysPassed(sql, scope, days);
    const [, first = '', last = '', list = ''] = /^\[(\d+):(\d+)\]=\{(.*)\}$/.exec(text) ?? [];
    expect(list.split(',')).toHaveLength(Number(last) - Number(first) + 1);
    const passed = (day: string): number => Number(list.split(',')[dayOf(day) - Number(first)]);
    // Friday to Monday: one working day.
    expect(passed('2027-04-05') - passed('2027-04-02')).toBe(1);
  });
});

describe('lists', () => {
  test('have the same rows part by part, review by review, and of few units', async () => {
    const whole = await read({});
    const pages = await Promise.all(
      Array.from({ length: Math.ceil(whole.length / 10) }, (_, page) =>
        attemptsOfList(sql, scope, {}, { offset: page * 10, limit: 10 }),
      ),
    );
    expect(pages.flat()).toEqual(whole);
    const byReview: AttemptRow[] = [];
    for (const review of await reviewsInOrder(sql, scope)) {
      byReview.push(...(await attemptsOfList(sql, { ...scope, reviews: [review] }, {}, null)));
    }
    expect(byReview).toEqual(whole);
    const ofSales = { ...scope, units: ['sales'] };
    expect(await attemptsOfUnits(sql, ofSales)).toEqual(whole.filter(({ unitId }) => unitId === 'sales'));
    expect(await attemptsOfList(sql, ofSales, {}, null)).toEqual(whole.filter(({ unitId }) => unitId === 'sales'));
  });

  test('offer the keys that their rows have, each once', async () => {
    const rows = await read({});
    const keys = await keysOfKept(sql, keptAttempts(sql, scope), [
      'step',
      'outcome',
      'forwarded',
      'stillWaiting',
      'none',
    ]);
    const distinct = (of: (row: AttemptRow) => string | null): readonly string[] =>
      [...new Set(rows.flatMap((row) => of(row) ?? []))].toSorted();
    expect([...keys].map(([facet, found]) => [facet, found.toSorted()]).toSorted()).toEqual([
      ['forwarded', distinct(({ forwarded }) => (forwarded ? 'yes' : 'no'))],
      ['outcome', distinct(({ outcome }) => outcome)],
      ['step', distinct(({ kind }) => kind)],
      ['stillWaiting', distinct(({ ended }) => (ended === null ? 'yes' : 'no'))],
    ]);
    for (const [facet, found] of keys) {
      const counts = await Promise.all(found.map((key) => countKept(sql, keptAttempts(sql, scope), { [facet]: key })));
      expect([facet, counts.every((count) => count > 0)]).toEqual([facet, true]);
    }
  });

  test('find nothing by a key that no row has, or that is none', async () => {
    expect(await read({ submitted: 'maybe' })).toEqual([]);
    expect(await read({ unit: "x'; DROP TABLE steps" })).toEqual([]);
  });
});
