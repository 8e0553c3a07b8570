import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedFields, compareGoals, comparePlans, type Goal, type Task } from '../../domain/rules/index.js';

const goal = (id: string, more: Partial<Goal> = {}): Goal => ({ id, unit: 'sales', title: id, weight: '20', ...more });
const task = (id: string, more: Partial<Task> = {}): Task => ({
  id,
  unit: 'sales',
  goal: 'sales/a',
  title: id,
  start: '2027-02-01',
  end: '2027-03-31',
  ...more,
});

describe('two versions of goals', () => {
  test('differ by what was added, removed and changed, field by field', () => {
    const before = [goal('a'), goal('b'), goal('c', { target: { low: '1', high: '2' } })];
    const after = [
      goal('c', { target: { high: '2', low: '1' } }),
      goal('b', { weight: '30', due: '2027-12-31' }),
      goal('d'),
    ];
    const { added, removed, changed, unchanged } = compareGoals(before, after);
    expect([added, removed, unchanged].map((rows) => rows.map(({ id }) => id))).toEqual([['d'], ['a'], ['c']]);
    expect(changed.map(({ id, fields }) => [id, fields])).toEqual([
      [
        'b',
        [
          { field: 'due', after: '2027-12-31' },
          { field: 'weight', before: '20', after: '30' },
        ],
      ],
    ]);
  });

  test('a field that lost its value says only what it was', () => {
    expect(changedFields(goal('a', { due: '2027-12-31' }), goal('a'))).toEqual([
      { field: 'due', before: '2027-12-31' },
    ]);
  });

  test('of drafts: of an id that stands twice the first row counts', () => {
    const { changed, added } = compareGoals([goal('a')], [goal('a', { weight: '1' }), goal('a', { weight: '2' })]);
    expect([added.length, changed.map(({ after }) => after.weight)]).toEqual([0, ['1']]);
  });
});

describe('two versions of a plan', () => {
  test('tell which tasks moved, by how many days, beside all that changed', () => {
    const before = [task('a'), task('b'), task('c', { start: '2028-02-28', end: '2028-02-28' }), task('d')];
    const { end: _end, ...open } = task('d');
    const after = [
      task('a', { start: '2027-02-11' }),
      task('b', { owner: 'x' }),
      task('c', { start: '2028-03-01', end: '2028-02-27' }),
      open,
    ];
    const compared = comparePlans(before, after);
    expect(compared.moved).toEqual([
      { id: 'a', startBy: 10, endBy: 0 },
      { id: 'c', startBy: 2, endBy: -1 },
      { id: 'd', startBy: 0, endBy: null },
    ]);
    expect(compared.changed.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('whatever they are: every row is told once, and backwards it is the same the other way round', () => {
    const rows = fc.uniqueArray(
      fc.record({
        id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        owner: fc.constantFrom('x', 'y'),
        end: fc.constantFrom('2027-03-31', '2027-04-30'),
      }),
      { selector: ({ id }) => id },
    );
    fc.assert(
      fc.property(rows, rows, (one, two) => {
        const [before, after] = [one, two].map((each) => each.map(({ id, ...more }) => task(id, more)));
        const there = comparePlans(before ?? [], after ?? []);
        const back = comparePlans(after ?? [], before ?? []);
        const ids = (list: readonly { readonly id: string }[]): readonly string[] =>
          list.map(({ id }) => id).toSorted();
        expect(ids([...there.added, ...there.changed, ...there.unchanged])).toEqual(ids(after ?? []));
        expect([ids(there.added), ids(there.removed), ids(there.changed)]).toEqual([
          ids(back.removed),
          ids(back.added),
          ids(back.changed),
        ]);
        for (const { id, startBy, endBy } of there.moved) {
          const other = back.moved.find((each) => each.id === id);
          expect([startBy, endBy]).toEqual([0 - (other?.startBy ?? NaN), 0 - (other?.endBy ?? NaN)].map((n) => n + 0));
        }
      }),
    );
  });
});
