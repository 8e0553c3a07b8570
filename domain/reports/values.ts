import Fraction from 'fraction.js';
import type { Phase, Stage, StepKind, StepOutcome } from '../process/index.js';
import { exact, floorInteger, printNumber, type Rational, roundTo, sum } from '../numbers.js';
import type { Cell, Name, Target, Value } from './model.js';
import type { ReportWord } from './words.js';

/** The values of a report, made shortly. */
export const none: Value = { kind: 'none' };
export const count = (of: number): Value => ({ kind: 'count', count: of });
export const text = (of: string): Value => ({ kind: 'text', text: of });
export const named = (name: Name): Value => ({ kind: 'named', name });
export const word = (id: ReportWord): Value => ({ kind: 'term', term: { of: 'word', id } });
export const stepKind = (id: StepKind): Value => ({ kind: 'term', term: { of: 'step', id } });
export const outcome = (id: StepOutcome): Value => ({ kind: 'term', term: { of: 'outcome', id } });
export const stage = (id: Stage): Value => ({ kind: 'term', term: { of: 'stage', id } });
export const phase = (id: Phase): Value => ({ kind: 'term', term: { of: 'phase', id } });
export const amount = (minor: bigint | string): Value => ({ kind: 'amount', minor: String(minor) });
export const day = (on: string | null): Value => (on === null ? none : { kind: 'day', day: on });
export const instant = (at: number | null): Value => (at === null ? none : { kind: 'instant', at });
export const exactValue = (of: Rational | null): Value =>
  of === null ? none : { kind: 'exact', exact: printNumber(of) };
/** As it was printed before. */
export const printed = (of: string | null): Value => (of === null ? none : { kind: 'exact', exact: of });

/** Of so many, so many: exact; nothing of nothing is no data. */
export const percentOf = (part: number, whole: number): Value =>
  whole === 0 ? none : { kind: 'percent', exact: printNumber(new Fraction(100 * part, whole)) };

export const cell = (value: Value, target?: Target): Cell => (target === undefined ? { value } : { value, target });

export const mean = (values: readonly Rational[]): Rational | null =>
  values.length === 0 ? null : sum(values).div(new Fraction(values.length));

/** The names of units and persons by their ids; what has none is called by its id. */
export type Names = ReadonlyMap<string, Name>;
export const nameOf = (names: Names, id: string): Name => names.get(id) ?? { nameZh: id, nameEn: id };

/** Milliseconds as whole hours and minutes; what is under a minute is left out. */
export function hoursAndMinutes(ms: string): { readonly hours: string; readonly minutes: string } {
  const minutes = floorInteger(exact(ms).div(60_000));
  return { hours: String(minutes / 60n), minutes: String(minutes % 60n) };
}
/** Milliseconds as hours with two places. */
export const hoursOf = (ms: string): string => printNumber(roundTo(exact(ms).div(3_600_000), 2));
