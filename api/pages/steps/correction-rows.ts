import type { CorrectionContent } from '../../../domain/process/index.js';
import { textAt } from './form-data.js';
import type { CountedRating } from './form-facts.js';

type RatingPlace = Pick<CorrectionContent['ratings'][number], 'unit' | 'item' | 'role' | 'by'>;

/** The value that a row of an appeal or a correction is about. */
export const valuePlaceOf = (row: unknown): { readonly metric: string; readonly on: string } => ({
  metric: textAt(row, 'metric'),
  on: textAt(row, 'on'),
});

/** The rating that a row is about: of an appeal, one of the unit's own. */
export const ratingPlaceOf = (row: unknown, unitId: string): RatingPlace => ({
  unit: textAt(row, 'unit') || unitId,
  item: textAt(row, 'item'),
  role: textAt(row, 'role') === 'superior' ? 'superior' : 'cooperating',
  by: textAt(row, 'by'),
});

export const isValueOf = (row: unknown, { metric, on }: { readonly metric: string; readonly on: string }): boolean =>
  textAt(row, 'metric') === metric && textAt(row, 'on') === on;

export const isRatingOf = (row: unknown, { item, role, by }: Pick<CountedRating, 'item' | 'role' | 'by'>): boolean =>
  textAt(row, 'item') === item && textAt(row, 'role') === role && textAt(row, 'by') === by;
