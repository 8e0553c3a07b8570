/** Checkpoints and values (STORY.md, 3). */
import type { Act } from '../../play.js';
import { readings, subjects, valueDays } from '../values.js';
import { submittedAndApproved } from './common.js';

const valuesOf = (unit: string, at: 0 | 1 | 2 | 3) =>
  readings
    .filter((reading) => reading.unit === unit)
    .map((reading) => ({ metric: reading.metric, on: valueDays[at], value: reading.values[at] }));

const checkpoints = [
  ['checkpoint-1', 0, ['2027-04-02', '2027-04-05']],
  ['checkpoint-2', 1, ['2027-07-02', '2027-07-05']],
  ['checkpoint-3', 2, ['2027-10-04', '2027-10-05']],
] as const;

export const monitoring = (): Act[] =>
  checkpoints.flatMap(([step, at, days]) =>
    subjects.flatMap((unit) =>
      submittedAndApproved(unit, step, { values: valuesOf(unit, at), progress: [], risks: '', asks: '' }, days),
    ),
  );

/** What the self-evaluation brings. */
export const yearValuesOf = (unit: string) => valuesOf(unit, 3);
