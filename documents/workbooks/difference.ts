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
  readonly changes: readonly RowChange[];
  readonly unchanged: number;
  /** The same rows in another order. */
  readonly reordered: boolean;
}

export interface Keyed {
  readonly key: string;
  readonly texts: RowTexts;
}

/** Row by row and field by field, in the order of the new list; what is gone comes last. */
export function differenceOf(shape: ListShape, before: readonly Keyed[], after: readonly Keyed[]): ListDifference {
  const titleIn = (texts: RowTexts): string => shape.named.flatMap((id) => texts.get(id) ?? []).join(' ');
  const old = new Map(before.map(({ key, texts }) => [key, texts]));
  const here = new Set(after.map(({ key }) => key));
  const columns = shape.columns.filter(({ kind }) => kind !== 'info').map(({ id }) => id);
  const fieldsOf = (was: RowTexts | undefined, is: RowTexts | undefined): readonly FieldChange[] =>
    columns.flatMap((column) => {
      const [from, to] = [was?.get(column) ?? null, is?.get(column) ?? null];
      return from === to ? [] : [{ column, before: from, after: to }];
    });
  const changes = after.flatMap(({ key, texts }): RowChange[] => {
    const was = old.get(key);
    const fields = fieldsOf(was, texts);
    return was !== undefined && fields.length === 0
      ? []
      : [{ kind: was === undefined ? 'added' : 'changed', key, title: titleIn(texts), fields }];
  });
  const gone = before
    .filter(({ key }) => !here.has(key))
    .map(({ key, texts }): RowChange => ({
      kind: 'removed',
      key,
      title: titleIn(texts),
      fields: fieldsOf(texts, undefined),
    }));
  const order = (rows: readonly Keyed[], other: { has: (key: string) => boolean }): string =>
    rows
      .map(({ key }) => key)
      .filter((key) => other.has(key))
      .join('\n');
  return {
    list: shape.id,
    changes: [...changes, ...gone],
    unchanged: after.length - changes.length,
    reordered: order(before, here) !== order(after, old),
  };
}

export const isEmpty = (differences: readonly ListDifference[]): boolean =>
  differences.every(({ changes, reordered }) => changes.length === 0 && !reordered);
