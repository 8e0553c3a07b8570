import type { ListShape, RowTexts } from './columns.js';

export interface FieldChange {
  readonly column: string;
  readonly before: string | null;
  readonly after: string | null;
}
export interface RowChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly key: string;
  /** What the row is about, in its own words. */
  readonly title: string;
  readonly fields: readonly FieldChange[];
}
/** What is different in one list. */
export interface ListDifference {
  readonly list: string;
  /** The first of them; the counts are of all. */
  readonly changes: readonly RowChange[];
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
  /** The same rows in another order. */
  readonly reordered: boolean;
}

export interface Keyed {
  readonly key: string;
  readonly texts: RowTexts;
}

/** More than anybody reads line by line. */
const listed = 500;

/** Row by row and field by field, in the order of the new list; what is gone comes last. */
export function differenceOf(shape: ListShape, before: readonly Keyed[], after: readonly Keyed[]): ListDifference {
  const old = new Map(before.map(({ key, texts }) => [key, texts]));
  const here = new Set(after.map(({ key }) => key));
  const columns = shape.columns.filter(({ kind }) => kind !== 'info').map(({ id }) => id);
  const count = { added: 0, changed: 0, removed: 0 };
  const changes: RowChange[] = [];
  const look = (key: string, was: RowTexts | undefined, is: RowTexts | undefined): void => {
    const kind = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed';
    const different = columns.filter((column) => was?.get(column) !== is?.get(column));
    if (kind === 'changed' && different.length === 0) return;
    count[kind] += 1;
    if (changes.length >= listed) return;
    const title = shape.named.flatMap((id) => (is ?? was)?.get(id) ?? []).join(' ');
    const fields = different.map((column) => ({
      column,
      before: was?.get(column) ?? null,
      after: is?.get(column) ?? null,
    }));
    changes.push({ kind, key, title, fields });
  };
  for (const { key, texts } of after) look(key, old.get(key), texts);
  for (const { key, texts } of before) if (!here.has(key)) look(key, texts, undefined);
  const order = (rows: readonly Keyed[], other: { has: (key: string) => boolean }): string =>
    rows
      .map(({ key }) => key)
      .filter((key) => other.has(key))
      .join('\n');
  return {
    list: shape.id,
    changes,
    ...count,
    unchanged: after.length - count.added - count.changed,
    reordered: order(before, here) !== order(after, old),
  };
}

export const isEmpty = (differences: readonly ListDifference[]): boolean =>
  differences.every(({ added, changed, removed, reordered }) => added + changed + removed === 0 && !reordered);
