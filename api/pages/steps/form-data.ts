/** What a posted form says, as nested plain data; and looking into data of unknown shape without believing it. */

type Tree = { [key: string]: string | Tree | (string | Tree)[] };

const forbidden = new Set(['__proto__', 'constructor', 'prototype']);
const maxRows = 500;

/** `goals.0.title=x` becomes `{goals: [{title: 'x'}]}`. A name given twice is a list. */
export function nest(body: unknown): Tree {
  const root: Tree = {};
  if (typeof body !== 'object' || body === null) return root;
  const fields: [string, unknown][] = Object.entries(body);
  for (const [name, value] of fields) {
    const path = name.split('.');
    if (path.length > 6 || path.some((part) => part === '' || forbidden.has(part))) continue;
    const said = Array.isArray(value) ? value.filter((each) => typeof each === 'string') : value;
    if (typeof said === 'string' || Array.isArray(said)) put(root, path, said);
  }
  return packed(root);
}

function put(root: Tree, path: readonly string[], value: string | string[]): void {
  let at = root;
  for (const part of path.slice(0, -1)) {
    const below = at[part];
    if (typeof below === 'object' && !Array.isArray(below)) at = below;
    else {
      const made: Tree = {};
      at[part] = made;
      at = made;
    }
  }
  const last = path.at(-1);
  if (last !== undefined) at[last] = value;
}

/** Rows are numbered in the names, maybe with gaps: they become lists in that order. */
function packed(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]): [string, Tree[string]] => {
      if (typeof value === 'string' || Array.isArray(value)) return [key, value];
      const inner = packed(value);
      const keys = Object.keys(inner);
      if (keys.length === 0 || !keys.every((each) => /^\d{1,4}$/.test(each))) return [key, inner];
      const rows = keys.map(Number).sort((a, b) => a - b);
      return [
        key,
        rows
          .slice(0, maxRows)
          .map((row) => inner[String(row)])
          .filter((row) => isRow(row)),
      ];
    }),
  );
}

const isRow = (value: Tree[string] | undefined): value is string | Tree => value !== undefined && !Array.isArray(value);

/** Looks into anything: undefined where the path leads nowhere. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value;
  for (const part of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = Object.hasOwn(here, part) ? Reflect.get(here, part) : undefined;
  }
  return here;
}

/** The text at a place; empty where there is none. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : '';
}

export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
}

/** A list of texts; one text alone is a list of one. */
export function textsAt(value: unknown, ...path: readonly (string | number)[]): readonly string[] {
  const found = at(value, ...path);
  if (typeof found === 'string') return found === '' ? [] : [found];
  return listAt(value, ...path).filter((each) => typeof each === 'string');
}

export const linesOf = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** `{key: text}` where something was typed, else nothing. */
export function said<K extends string>(key: K, text: string): { readonly [P in K]?: string } {
  const found: { [P in K]?: string } = {};
  if (text.trim() !== '') found[key] = text.trim();
  return found;
}

/** The same for numbers: full-width digits, minus and point become plain ones; what is no number stays as typed. */
export function saidNumber<K extends string>(key: K, text: string): { readonly [P in K]?: string } {
  return said(key, plainNumber(text));
}

export const plainNumber = (text: string): string => text.normalize('NFKC').replaceAll('−', '-').trim();

/** `add:goals` and `remove:goals.2`: buttons that work without script change the posted form. */
export function changeRows(form: Readonly<Record<string, unknown>>, intent: string): Record<string, unknown> {
  const [act, where = ''] = intent.split(':');
  const [list = '', row] = where.split('.');
  const rows = listAt(form, list);
  if (forbidden.has(list)) return { ...form };
  if (act === 'add') return { ...form, [list]: [...rows, {}] };
  if (act === 'remove') return { ...form, [list]: rows.filter((_, index) => String(index) !== row) };
  return { ...form };
}
