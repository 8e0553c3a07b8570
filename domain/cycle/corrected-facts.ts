import type { CorrectionContent } from '../process/index.js';

/** A value of a metric on a day, as a key. */
export const valueKey = ({ metric, on }: { readonly metric: string; readonly on: string }): string => `${metric} ${on}`;

/** A rating of a unit, as a key. */
export const ratingKey = ({
  unit,
  item,
  role,
  by,
}: Pick<CorrectionContent['ratings'][number], 'unit' | 'item' | 'role' | 'by'>): string =>
  JSON.stringify([unit, item, role, by]);
