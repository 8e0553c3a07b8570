import { dayNumber } from '../dates.js';
import { parseDecimal } from '../numbers.js';

/** A row as it was typed, pasted, pushed or collected; an absent cell is empty. */
export interface RawValueRow {
  /** Its place where it came from, told with every problem. */
  readonly row: number;
  readonly metric: string;
  readonly on: string;
  readonly value: string;
  readonly reason?: string | undefined;
}

/** A row that can be written as a new version. */
export interface ValueRow {
  readonly row: number;
  readonly metric: string;
  /** `YYYY-MM-DD` */
  readonly on: string;
  /** A decimal string. */
  readonly value: string;
  readonly reason: string | null;
}

export interface RowProblem {
  readonly row: number;
  readonly column: 'metric' | 'on' | 'value' | 'reason';
  readonly code:
    | 'FIELD_MISSING'
    | 'ID_UNKNOWN'
    | 'METRIC_NOT_YOURS'
    | 'DAY_INVALID'
    | 'NUMBER_INVALID'
    | 'ID_DUPLICATE'
    | 'VALUE_WITHOUT_REASON';
  /** What stands there. */
  readonly value?: string;
}

/** What is known of a day's value: its present version, and what was last collected for it. */
export interface KnownDay {
  readonly value: string;
  readonly collected: string | null;
}

/** What rows are checked against. */
export interface RowContext {
  /** Those of the rows' metrics that exist. */
  readonly metrics: ReadonlySet<string>;
  /** Those of them whose values this writer may write. */
  readonly writable: ReadonlySet<string>;
  /** By `dayKey`. */
  readonly known: ReadonlyMap<string, KnownDay>;
  /**
   * `person`: a correction says why. `connector`: needs no reason, and what it brought before is no
   * news, so that a person's correction of it stands until the source itself says something else.
   */
  readonly writer: 'person' | 'connector';
}

export interface CheckedRows {
  /** To be written: nothing may be written while there are problems. */
  readonly rows: readonly ValueRow[];
  /** How many say what is known already. */
  readonly unchanged: number;
  readonly problems: readonly RowProblem[];
}

export const dayKey = (metric: string, on: string): string => `${metric} ${on}`;

/**
 * Rows to values that can be written, with every problem by row and column. Pure: the caller loads
 * the context in the transaction that writes (`db/values.ts`: `loadRowContext`, then `applyValueRows`).
 */
export function checkValueRows(raw: readonly RawValueRow[], context: RowContext): CheckedRows {
  const rows: ValueRow[] = [];
  const problems: RowProblem[] = [];
  const seen = new Set<string>();
  let unchanged = 0;
  for (const each of raw) {
    const plain = plainRow(each);
    const found = problemsOfRow(plain, context, seen);
    problems.push(...found);
    if (found.length > 0) continue;
    if (isNews(plain, context)) rows.push(plain);
    else unchanged += 1;
  }
  return { rows, unchanged, problems };
}

function problemsOfRow(row: ValueRow, context: RowContext, seen: Set<string>): readonly RowProblem[] {
  const problems: RowProblem[] = [];
  const tell = (column: RowProblem['column'], code: RowProblem['code']): void => {
    const value = row[column];
    const shown = value === null || value === '' ? {} : { value: value.slice(0, 80) };
    problems.push({ row: row.row, column, code, ...shown });
  };
  if (row.metric === '') tell('metric', 'FIELD_MISSING');
  else if (!context.metrics.has(row.metric)) tell('metric', 'ID_UNKNOWN');
  else if (!context.writable.has(row.metric)) tell('metric', 'METRIC_NOT_YOURS');
  if (row.on === '') tell('on', 'FIELD_MISSING');
  else if (dayNumber(row.on) === null || row.on < '1900') tell('on', 'DAY_INVALID');
  if (row.value === '') tell('value', 'FIELD_MISSING');
  else if (parseDecimal(row.value) === null) tell('value', 'NUMBER_INVALID');
  if (problems.length > 0) return problems;
  const key = dayKey(row.metric, row.on);
  if (seen.has(key)) tell('metric', 'ID_DUPLICATE');
  seen.add(key);
  const unsaid = context.writer === 'person' && row.reason === null && context.known.has(key);
  if (unsaid && isNews(row, context)) tell('reason', 'VALUE_WITHOUT_REASON');
  return problems;
}

/** Does it say anything that is not known? Numbers that are equal are, however they are written. */
function isNews(row: ValueRow, { known, writer }: RowContext): boolean {
  const before = known.get(dayKey(row.metric, row.on));
  if (before === undefined) return true;
  if (isSame(before.value, row.value)) return false;
  return writer === 'person' || before.collected === null || !isSame(before.collected, row.value);
}

export function isSame(a: string, b: string): boolean {
  if (a === b) return true;
  const [x, y] = [parseDecimal(a), parseDecimal(b)];
  return x !== null && y !== null && x.equals(y);
}

/** Full-width characters, thousands marks and the days of spreadsheets become plain; what cannot be read stays as it is. */
export function plainRow({ row, metric, on, value, reason = '' }: RawValueRow): ValueRow {
  const why = reason.trim();
  return { row, metric: metric.trim(), on: plainDay(on), value: plainNumber(value), reason: why === '' ? null : why };
}

const thousands = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/;

function plainNumber(text: string): string {
  const plain = text.normalize('NFKC').replaceAll('−', '-').replaceAll('。', '.').trim();
  return thousands.test(plain) ? plain.replaceAll(',', '') : plain;
}

function plainDay(text: string): string {
  const plain = text.normalize('NFKC').trim();
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain);
  const [, year = '', month = '', day = ''] = parts ?? [];
  return parts === null ? plain : [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-');
}
