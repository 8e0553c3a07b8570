import { grouped } from './grouped.js';

/** A unit, and the one above it. */
export interface Placed {
  readonly id: string;
  readonly parent?: string;
}

/** Numbers of a walk through the tree: what is below a unit is met between the two. */
interface Span {
  readonly entered: number;
  left: number;
}

/**
 * Tells whether one unit stands above another, at any distance (never above
 * itself), at the same cost however deep the tree. Units in a circle stand
 * nowhere; documents with one are refused beforehand.
 */
export function above(units: readonly Placed[]): (upper: string, lower: string) => boolean {
  const spans = walk(units);
  return (upper, lower) => {
    const [outer, inner] = [spans.get(upper), spans.get(lower)];
    return outer !== undefined && inner !== undefined && outer.entered < inner.entered && inner.entered < outer.left;
  };
}

/** From the roots down, without recursion. A parent that is no unit of the document is a root too. */
function walk(units: readonly Placed[]): ReadonlyMap<string, Span> {
  const ids = new Set(units.map(({ id }) => id));
  const below = grouped(units, ({ parent }) => parent);
  const open: (string | Span)[] = [
    ...units.filter(({ parent }) => parent === undefined).map(({ id }) => id),
    ...[...below.keys()].filter((parent) => !ids.has(parent)),
  ];
  const spans = new Map<string, Span>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'string') {
      next.left = spans.size;
      continue;
    }
    const span: Span = { entered: spans.size, left: 0 };
    spans.set(next, span);
    open.push(span);
    for (const { id } of below.get(next) ?? []) open.push(id);
  }
  return spans;
}
