import type { RawValueRow } from '../domain/values/index.js';
import { checkHeader, type CsvProblem, decodeTable, readTable } from './organization-table.js';

/** Values of metrics as a table; the first line names the columns, in any order and either language. */
export const valueColumns = [
  { name: 'metric', zh: '指标', says: 'id of a metric' },
  { name: 'on', zh: '日期', says: 'the day the value stands for, YYYY-MM-DD' },
  { name: 'value', zh: '数值', says: 'a decimal number' },
  { name: 'reason', zh: '理由', says: 'why a known value is corrected; else empty' },
] as const;

export type ValuesCsv =
  | { readonly ok: true; readonly rows: readonly RawValueRow[] }
  | { readonly ok: false; readonly problems: readonly CsvProblem[] };

/** The rows as they stand there, their number that of the line (the header is line 1); what is no table is told of. */
export function readValuesCsv(bytes: Uint8Array): ValuesCsv {
  const table = readTable(decodeTable(bytes), valueColumns);
  if ('problem' in table) return { ok: false, problems: [table.problem] };
  const problems = [...checkHeader(table.header, valueColumns, ['metric', 'on', 'value'])];
  if (problems.length > 0) return { ok: false, problems };
  const beyond = table.lines.flatMap(({ row, cells }) =>
    [...cells.keys()]
      .filter((column) => column.startsWith('#'))
      .map((column): CsvProblem => ({
        row,
        column,
        pointer: '',
        code: 'FIELD_UNKNOWN',
        detail: 'a cell beyond the last column',
      })),
  );
  if (beyond.length > 0) return { ok: false, problems: beyond };
  return {
    ok: true,
    rows: table.lines.map(({ row, cells }) => ({
      row,
      metric: cells.get('metric') ?? '',
      on: cells.get('on') ?? '',
      value: cells.get('value') ?? '',
      reason: cells.get('reason'),
    })),
  };
}
