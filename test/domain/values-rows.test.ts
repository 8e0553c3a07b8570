import { describe, expect, test } from 'vitest';
import { checkValueRows, dayKey, judgeReading, type RawValueRow, type RowContext } from '../../domain/values/index.js';

const row = (metric: string, on: string, value: string, reason?: string): RawValueRow => ({
  row: 1,
  metric,
  on,
  value,
  reason,
});

function contextOf(known: readonly (readonly [string, string, string, (string | null)?])[] = []): RowContext {
  return {
    metrics: new Set(['revenue', 'leads']),
    writable: new Set(['revenue']),
    known: new Map(known.map(([metric, on, value, collected = null]) => [dayKey(metric, on), { value, collected }])),
    writer: 'person',
  };
}

const numbered = (rows: readonly RawValueRow[]): readonly RawValueRow[] =>
  rows.map((each, i) => ({ ...each, row: i + 1 }));

describe('rows of values', () => {
  test('are told every problem, by row and column', () => {
    const rows = numbered([
      row('', '', ''),
      row('profit', '2027-02-30', '1e3'),
      row('leads', '2027-03-31', '1'),
      row('revenue', '2027-03-31', '2050'),
      row('revenue', '2027-03-31', '2051'),
    ]);
    const { problems } = checkValueRows(rows, contextOf());
    expect(problems.map(({ row, column, code }) => `${row} ${column} ${code}`)).toEqual([
      '1 metric FIELD_MISSING',
      '1 on FIELD_MISSING',
      '1 value FIELD_MISSING',
      '2 metric ID_UNKNOWN',
      '2 on DAY_INVALID',
      '2 value NUMBER_INVALID',
      '3 metric METRIC_NOT_YOURS',
      '5 metric ID_DUPLICATE',
    ]);
  });

  test.each([
    ['2027/3/1', '1,234.50', '2027-03-01', '1234.50'],
    ['2027年3月1日', '１２．５', '2027-03-01', '12.5'],
    [' 2027-03-01 ', '−5', '2027-03-01', '-5'],
  ])('are read as people and spreadsheets write them: %s %s', (on, value, day, number) => {
    const { rows, problems } = checkValueRows([row(' revenue ', on, value)], contextOf());
    expect(problems).toEqual([]);
    expect(rows).toEqual([{ row: 1, metric: 'revenue', on: day, value: number, reason: null }]);
  });

  test.each(['1,23', '12,5', '1e3', '+1', '012', '.5', '1.', 'NaN', '98%', '0x1', '1 000'])(
    '%s is no number',
    (value) => {
      const { problems } = checkValueRows([row('revenue', '2027-03-31', value)], contextOf());
      expect(problems).toMatchObject([{ column: 'value', code: 'NUMBER_INVALID', value }]);
    },
  );

  test('a correction says why; what is known already is nothing new, however it is written', () => {
    const context = contextOf([['revenue', '2027-03-31', '2050']]);
    const check = (value: string, reason?: string) =>
      checkValueRows([row('revenue', '2027-03-31', value, reason)], context);
    expect(check('2051').problems).toMatchObject([{ column: 'reason', code: 'VALUE_WITHOUT_REASON' }]);
    expect(check('2051', '  ').problems).toHaveLength(1);
    expect(check('2051', ' recount ').rows).toMatchObject([{ value: '2051', reason: 'recount' }]);
    expect(check('2050.0')).toEqual({ rows: [], unchanged: 1, problems: [] });
  });

  test('collected, they need no reason, and bring back nothing that a person has corrected since', () => {
    const collect = (value: string, known: string, collected: string | null) =>
      checkValueRows([row('revenue', '2027-03-31', value)], {
        ...contextOf([['revenue', '2027-03-31', known, collected]]),
        writer: 'connector',
      });
    expect(collect('2051', '2050', null).rows).toHaveLength(1);
    expect(collect('2050', '2051', '2050.0')).toMatchObject({ rows: [], unchanged: 1, problems: [] });
    expect(collect('2052', '2051', '2050').rows).toHaveLength(1);
    expect(collect('2051', '2051', '2050').unchanged).toBe(1);
  });
});

describe('what a connector brings', () => {
  const judge = (rows: readonly RawValueRow[]) =>
    judgeReading(rows, { ...contextOf(), writable: new Set(['revenue', 'leads']), writer: 'connector' }, '2027-03-31');

  test('is taken when its newest day is the one asked for, with older days beside it', () => {
    expect(judge([row('revenue', '2027-02-28', '1'), row('revenue', '2027-03-31', '2')])).toMatchObject({ ok: true });
  });

  test("is yesterday's data when it is not, and when there is nothing", () => {
    expect(judge([row('revenue', '2027-03-30', '2')])).toMatchObject({
      code: 'CONNECTOR_OLD_DATA',
      detail: 'the newest value is of 2027-03-30, asked for 2027-03-31',
    });
    expect(judge([])).toMatchObject({ code: 'CONNECTOR_OLD_DATA' });
  });

  test('is refused whole when one row is wrong, and tells the first hundred of its problems', () => {
    const bad = numbered(Array.from({ length: 150 }, () => row('profit', '2027-03-31', '1')));
    const judged = judge([row('revenue', '2027-03-31', '2'), ...bad]);
    expect(judged).toMatchObject({ ok: false, code: 'CONNECTOR_WRONG_TYPE', detail: '150 problems in 151 rows' });
    expect(judged.ok ? [] : judged.problems).toHaveLength(100);
  });
});
