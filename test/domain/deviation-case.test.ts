import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { caseMoves, type CaseMove, type JudgedDay, type KnownCase } from '../../domain/cycle/index.js';

const day = (on: string, severity: JudgedDay['severity']): JudgedDay => ({ on, severity });
const [q1, q2, q3] = ['2027-03-31', '2027-06-30', '2027-09-30'];
const open = (since: string): KnownCase => ({ id: '1', since, closedOn: null, open: true });
const over = (since: string, closedOn: string): KnownCase => ({ id: '1', since, closedOn, open: false });

describe('a deviation', () => {
  test('begins with a value that is behind its way', () => {
    expect(caseMoves([day(q1, 'red')], [])).toEqual([{ kind: 'opens', since: q1, severity: 'red', closedOn: null }]);
  });

  test('goes on while values are behind', () => {
    expect(caseMoves([day(q1, 'red'), day(q2, 'amber')], [open(q1)])).toEqual([]);
  });

  test('ends with a later value that is back on its way', () => {
    const moves = caseMoves([day(q1, 'red'), day(q2, 'on-track')], [open(q1)]);
    expect(moves).toEqual([{ kind: 'closes', id: '1', on: q2, outcome: 'recovered' }]);
  });

  test('ends as corrected where the value that began it was wrong', () => {
    const moves = caseMoves([day(q1, 'on-track')], [open(q1)]);
    expect(moves).toEqual([{ kind: 'closes', id: '1', on: q1, outcome: 'corrected' }]);
  });

  test('that is told late, after a value that is back on its way, is over at once', () => {
    const moves = caseMoves([day(q1, 'red'), day(q2, 'on-track'), day(q3, 'on-track')], []);
    expect(moves).toEqual([{ kind: 'opens', since: q1, severity: 'red', closedOn: q2 }]);
  });

  test('of an earlier day changes nothing while a later one is open', () => {
    expect(caseMoves([day(q1, 'red'), day(q2, 'red')], [open(q2)])).toEqual([]);
  });

  test('begins anew after it was over', () => {
    const moves = caseMoves([day(q1, 'red'), day(q2, 'on-track'), day(q3, 'amber')], [over(q1, q2)]);
    expect(moves).toEqual([{ kind: 'opens', since: q3, severity: 'amber', closedOn: null }]);
  });

  test('needs a value', () => {
    expect(caseMoves([], [open(q1)])).toEqual([]);
  });

  test('once moved, is moved no further, whatever came in whatever order', () => {
    const severity = fc.constantFrom('red', 'amber', 'on-track');
    fc.assert(
      fc.property(fc.array(fc.array(severity, { minLength: 1, maxLength: 5 }), { maxLength: 6 }), (rounds) => {
        let cases: readonly KnownCase[] = [];
        for (const severities of rounds) {
          const judged = severities.map((each, index) => day(`2027-0${index + 1}-28`, each));
          cases = applied(cases, caseMoves(judged, cases));
          expect(cases.filter((each) => each.open).length).toBe(severities.at(-1) === 'on-track' ? 0 : 1);
          expect(caseMoves(judged, cases)).toEqual([]);
        }
      }),
    );
  });
});

function applied(cases: readonly KnownCase[], moves: readonly CaseMove[]): readonly KnownCase[] {
  let all = [...cases];
  for (const move of moves) {
    if (move.kind === 'closes') {
      all = all.map((each) => (each.id === move.id ? { ...each, open: false, closedOn: move.on } : each));
    } else {
      const { since, closedOn } = move;
      all.push({ id: String(all.length + 1), since, closedOn, open: closedOn === null });
    }
  }
  return all;
}
