import type { Request } from 'express';
import { parseWith } from '../documents/problems.js';
import { pageQuery } from '../documents/requests.js';
import { Refused } from './refused.js';

const usual = 500;

/** Where a page begins (after this key; null: at the beginning) and how long it may be. */
export interface PageAsk {
  readonly limit: number;
  readonly after: readonly (string | number)[] | null;
}
export interface Page<T> {
  readonly items: readonly T[];
  /** The cursor of the next page; null: this was the last. */
  readonly next: string | null;
}
type Key = readonly (string | number)[];

/** @throws Refused BODY_INVALID where limit or cursor are none of ours */
export function pageAsk(request: Pick<Request, 'query'>, shape: readonly ('string' | 'number')[]): PageAsk {
  const parsed = parseWith(pageQuery, request.query);
  if (!parsed.ok) throw new Refused('BODY_INVALID', parsed.problems);
  const { limit = usual, cursor } = parsed.value;
  if (cursor === undefined) return { limit, after: null };
  const after = readCursor(cursor);
  const fits = after?.length === shape.length && after.every((part, index) => typeof part === shape[index]);
  if (!fits) throw new Refused('BODY_INVALID', [{ pointer: '/cursor', code: 'FORMAT_WRONG', detail: 'no cursor' }]);
  return { limit, after };
}

function readCursor(cursor: string): Key | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(value) &&
      value.every((part): part is string | number =>
        typeof part === 'string' ? !part.includes('\u0000') : Number.isSafeInteger(part),
      )
      ? value
      : null;
  } catch {
    return null;
  }
}

/** Rows that were read with `limit + 1`, as one page. */
export function pageOf<T>(rows: readonly T[], { limit }: PageAsk, keyOf: (row: T) => Key): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, next: more ? Buffer.from(JSON.stringify(keyOf(last))).toString('base64url') : null };
}

/** A list that is read whole anyway, page by page in the order of its keys. */
export function pageOfAll<T>(all: readonly T[], ask: PageAsk, keyOf: (row: T) => Key): Page<T> {
  const rows = all
    .filter((row) => ask.after === null || compare(keyOf(row), ask.after) > 0)
    .sort((a, b) => compare(keyOf(a), keyOf(b)));
  return pageOf(rows.slice(0, ask.limit + 1), ask, keyOf);
}

function compare(a: Key, b: Key): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined || left > right) return 1;
    if (left < right) return -1;
  }
  return 0;
}
