import { type RuleSection, ruleSections } from '../../../domain/cycle/index.js';
import type { Template } from '../../../domain/template.js';
import { at, linesOf, plainNumber, textAt } from '../steps/form-data.js';
import { minorOf } from '../steps/kinds/plan.js';
import { amountText } from '../../../messages/amount.js';
import { placesOf, pointsText, type RulePlace } from './places.js';

/** What a field shows of the rules in force. */
export function shownAt(template: Template, { section, path, kind }: RulePlace): string {
  const value = at(template[section], ...path);
  if (kind === 'points') return pointsText(Array.isArray(value) ? (value as [string, string][]) : []);
  const text = typeof value === 'string' ? value : '';
  return kind === 'amount' && /^\d+$/.test(text) ? amountText(text) : text;
}

/** The field's name in the form, by its place in the list. */
export const fieldName = (index: number): string => `places.${index}`;

export type TypedRules =
  | { readonly ok: true; readonly rules: Readonly<Record<string, unknown>> }
  /** The JSON text is none. */
  | { readonly ok: false };

/**
 * What a posted form says, as the `rules` of the API: every section in which a
 * field was changed, whole; then the sections written as JSON, which win.
 * Nothing is checked here but that the JSON is an object.
 */
export function rulesOf(template: Template, form: unknown): TypedRules {
  const rules: Record<string, unknown> = {};
  placesOf(template).forEach((place, index) => {
    const typed = at(form, 'places', index);
    if (typeof typed !== 'string' || sameText(typed, shownAt(template, place))) return;
    const { section, path } = place;
    rules[section] = withValue(rules[section] ?? template[section], path, valueOf(place, typed));
  });
  const advanced = textAt(form, 'advanced').trim();
  if (advanced === '') return { ok: true, rules };
  const sections = objectOf(advanced);
  return sections === null ? { ok: false } : { ok: true, rules: { ...rules, ...sections } };
}

const sameText = (a: string, b: string): boolean => linesOf(a).join('\n') === linesOf(b).join('\n');

function valueOf({ kind }: RulePlace, typed: string): unknown {
  if (kind === 'amount') return minorOf(typed);
  if (kind === 'number') return plainNumber(typed);
  return linesOf(typed).map((line) =>
    line.split(/→|->|[,，;；\s]+/).flatMap((part) => (part.trim() === '' ? [] : [plainNumber(part)])),
  );
}

/** A copy with that value at that place. */
function withValue(of: unknown, [key, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (key === undefined) return value;
  const inner = withValue(at(of, key), rest, value);
  if (Array.isArray(of)) return of.map((each: unknown, index) => (index === key ? inner : each));
  return { ...(typeof of === 'object' ? of : {}), [key]: inner };
}

function objectOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** The field that a pointer of the API (`/rules/…`) is about; what has none belongs to the JSON text. */
export function fieldOf(template: Template, pointer: string): string {
  const places = placesOf(template);
  const below = (place: RulePlace): boolean => {
    const own = `/rules/${[place.section, ...place.path].join('/')}`;
    return pointer === own || pointer.startsWith(`${own}/`);
  };
  const index = places.findIndex(below);
  return index === -1 ? 'advanced' : fieldName(index);
}

/** Sections that have fields, in their order. */
export const sectionsWithFields = (places: readonly RulePlace[]): readonly RuleSection[] =>
  ruleSections.filter((section) => places.some((place) => place.section === section));
