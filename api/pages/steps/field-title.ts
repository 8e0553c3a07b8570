import type { Reader } from '../reader.js';
import { textAt } from './form-data.js';

/** The label of a field, as the forms have it; one that they do not show by its name. */
export function fieldTitle(reader: Reader, names: Readonly<Record<string, unknown>>, field: string): string {
  const key = field === 'costMinor' ? 'cost' : field;
  const name = Object.hasOwn(names, key) ? names[key] : undefined;
  if (typeof name !== 'object' || name === null) return field;
  return textAt(name, reader.language) || field;
}

/** Any value as a line of text. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null || value === '') return '–';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(textOf).join(', ');
  return Object.entries(value)
    .map(([key, inner]: [string, unknown]) => `${key} ${textOf(inner)}`)
    .join(', ');
}
