/** Texts and figures that stand in one group of fields of one unit and nowhere else. */
import type { Field } from '../../../domain/rights/index.js';
import { headOf } from '../story-cycle.js';
import type { Place } from './people.js';

export interface Mark extends Place {
  readonly field: Field;
  /** Any of these is it: as written, as JSON has it, as a page shows it. */
  readonly texts: readonly string[];
  /** Whose lists of their own show it. */
  readonly mine?: string;
}

/** What the database has numbered, by name. */
export const ids = new Map<string, string>();

const marks: Mark[] = [];
export const allMarks: readonly Mark[] = marks;
export const marksSoFar = (): number => marks.length;

/** A text to plant. What stands in a step's content is also for those who submit or decide it. */
export function mark(
  field: Field,
  unit: string | null,
  more: Omit<Place, 'unit'> & { readonly mine?: string } = {},
): string {
  const text = `zq${field.replaceAll('-', '')}x${(unit ?? 'cycle').replaceAll('-', '')}x${marks.length}zq`;
  marks.push({ field, unit, ...more, texts: [text] });
  return text;
}

export function markFigure(field: Field, unit: string, texts: readonly string[], more: Omit<Place, 'unit'> = {}): void {
  marks.push({ field, unit, ...more, texts });
}

/** An amount of minor units as a page shows it. */
export const grouped = (minor: string): string =>
  `${(Number(minor) / 100).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;

const superiorOf: Readonly<Record<string, string>> = { 'sales-new': 'lin-xiao' };
export const above = (unit: string): string => superiorOf[unit] ?? 'chen-mingyuan';
export const byHead = (unit: string) => ({ submits: [headOf(unit)], decides: [above(unit)] });
/** Who decides an appeal of `sales`: the next three beside, but for who rated it. */
export const outsiders = ['production', 'quality', 'rnd'].map(headOf);
export const board = ['shen-guo', 'mei-lan'];
export const hr = ['w-hr', 'zhou-min', 'wu-tong'];
export const finance = ['w-finance', 'gao-yan', 'tang-li'];
