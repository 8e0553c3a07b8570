import type { ConnectorCode } from './collecting.js';
import {
  type CheckedRows,
  checkValueRows,
  plainRow,
  type RawValueRow,
  type RowContext,
  type RowProblem,
} from './rows.js';

export type JudgedReading =
  | { readonly ok: true; readonly checked: CheckedRows }
  | {
      readonly ok: false;
      readonly code: ConnectorCode;
      readonly detail: string;
      readonly problems: readonly RowProblem[];
    };

/** So many problems are kept of one reading; a source that is wrong is wrong in every row. */
const mostProblems = 100;

/**
 * Whether what a connector brought can be taken, all of it or nothing. `on` is the day that was asked for:
 * where the newest day is an older one, the source has not been brought up to date.
 */
export function judgeReading(rows: readonly RawValueRow[], context: RowContext, on: string): JudgedReading {
  const checked = checkValueRows(rows, context);
  const { problems } = checked;
  if (problems.length > 0) {
    const detail = `${problems.length} problems in ${rows.length} rows`;
    return { ok: false, code: 'CONNECTOR_WRONG_TYPE', detail, problems: problems.slice(0, mostProblems) };
  }
  const newest = rows.reduce((latest, row) => {
    const day = plainRow(row).on;
    return day > latest ? day : latest;
  }, '');
  if (newest >= on) return { ok: true, checked };
  const found = newest === '' ? 'no values' : `the newest value is of ${newest}`;
  return { ok: false, code: 'CONNECTOR_OLD_DATA', detail: `${found}, asked for ${on}`, problems: [] };
}
