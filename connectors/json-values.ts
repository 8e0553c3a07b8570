import { parse } from 'lossless-json';
import type { RawValueRow, RowsTake, SingleTake } from '../domain/values/index.js';
import { ReadingFailed } from './failure.js';

/** A number as it is written: no float ever stands between. */
class NumberText {
  constructor(readonly text: string) {}
}

/** @throws ReadingFailed CONNECTOR_WRONG_TYPE */
export function parseExactly(text: string): unknown {
  try {
    return parse(text, null, (number) => new NumberText(number));
  } catch {
    throw new ReadingFailed('CONNECTOR_WRONG_TYPE', 'the answer is no JSON');
  }
}

/** Follows a JSON pointer (RFC 6901); undefined where there is nothing. */
export function at(document: unknown, pointer: string): unknown {
  let here = document;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Readonly<Record<string, unknown>>)[key];
  }
  return here;
}

/** The rows that an answer holds. A value of `null` is no value, and its row none. @throws ReadingFailed */
export function rowsOf(document: unknown, take: SingleTake | RowsTake, on: string, maxRows: number): RawValueRow[] {
  return 'rows' in take ? manyOf(document, take, maxRows) : [singleOf(document, take, on)];
}

function singleOf(document: unknown, take: SingleTake, on: string): RawValueRow {
  const value = textAt(document, take.value);
  if (value === null) throw new ReadingFailed('CONNECTOR_WRONG_TYPE', `no number at ${take.value}`);
  const day = take.on === undefined ? on : textAt(document, take.on);
  if (day === null) throw new ReadingFailed('CONNECTOR_WRONG_TYPE', `no day at ${take.on ?? ''}`);
  return { row: 1, metric: take.metric, on: day, value };
}

function manyOf(document: unknown, take: RowsTake, maxRows: number): RawValueRow[] {
  const list = at(document, take.rows);
  if (!Array.isArray(list)) {
    throw new ReadingFailed('CONNECTOR_WRONG_TYPE', `no list at ${take.rows === '' ? 'the top' : take.rows}`);
  }
  if (list.length > maxRows) throw new ReadingFailed('CONNECTOR_TOO_MANY_ROWS', `more than ${maxRows} rows`);
  const field = (row: unknown, pointer: string): string => textAt(row, pointer) ?? '';
  return list.flatMap((row: unknown, index): RawValueRow[] => {
    if (at(row, take.value) === null) return [];
    const metric = take.metric.startsWith('/') ? field(row, take.metric) : take.metric;
    return [{ row: index + 1, metric, on: field(row, take.on), value: field(row, take.value) }];
  });
}

/** A number or a text, exactly as written; null for anything else. */
function textAt(document: unknown, pointer: string): string | null {
  const found = at(document, pointer);
  if (found instanceof NumberText) return found.text;
  return typeof found === 'string' ? found : null;
}
