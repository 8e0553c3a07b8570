import { addMonths, dayOf, dayText } from './dates.js';
import type { Cadence } from './strategy.js';

/** When a cycle looks back with its units, in days: steps that give feedback, and metrics by how often they have a value. */
export interface FeedbackRhythm {
  /** The first day of monitoring; null where the cycle does not monitor. */
  readonly monitoringFrom: string | null;
  readonly checkpoints: readonly Instant[];
  /** Evaluations and talks. */
  readonly judgements: readonly Instant[];
  /** The cycle's last day: whoever never hears anything waits until then. */
  readonly closesOn: string;
  readonly metrics: readonly { readonly id: string; readonly cadence: Cadence }[];
}
interface Instant {
  readonly id: string;
  readonly on: string;
}

export interface RhythmAdvice {
  readonly code: 'CHECKPOINTS_TOO_SPARSE' | 'CHECKPOINTS_TOO_DENSE';
  /** The two instants around the gap, or that are too close; then the metrics that are slower. */
  readonly at: readonly string[];
}

/** Longer than this nobody should work without hearing how it goes. */
const longestGapMonths = 6;

/**
 * Days between two values, at the least. Months are four weeks: first working
 * days wander with weekends and holidays, and a quarter from October to January
 * has 88 days where the calendar gives 92.
 */
const daysOf: Readonly<Record<Cadence, number>> = {
  day: 1,
  week: 5,
  month: 28,
  quarter: 84,
  'half-year': 168,
  year: 336,
};

/** Advice at launch: more than six months without feedback, or checkpoints between which a metric has no new value. */
export function rhythmAdvice(rhythm: FeedbackRhythm): readonly RhythmAdvice[] {
  const sparse = longestSilence(rhythm);
  const dense = closestCheckpoints(rhythm);
  return [
    ...(sparse === null ? [] : [{ code: 'CHECKPOINTS_TOO_SPARSE', at: sparse } as const]),
    ...(dense === null ? [] : [{ code: 'CHECKPOINTS_TOO_DENSE', at: dense } as const]),
  ];
}

function longestSilence(rhythm: FeedbackRhythm): readonly string[] | null {
  const { monitoringFrom, checkpoints, judgements, closesOn } = rhythm;
  const start = monitoringFrom === null ? [] : [{ id: 'monitoring', on: monitoringFrom }];
  const heard = [...checkpoints, ...judgements];
  const gap = pairs([...start, ...(heard.length === 0 ? [{ id: 'closes', on: closesOn }] : heard)])
    .filter(({ from, to }) => to.on > dayText(dayOf(addMonths(from.on, longestGapMonths))))
    .toSorted((a, b) => b.days - a.days)[0];
  return gap === undefined ? null : [gap.from.id, gap.to.id];
}

function closestCheckpoints({ checkpoints, metrics }: FeedbackRhythm): readonly string[] | null {
  const closest = pairs(checkpoints).toSorted((a, b) => a.days - b.days)[0];
  if (closest === undefined) return null;
  const slower = metrics
    .filter(({ cadence }) => daysOf[cadence] > closest.days)
    .toSorted((a, b) => daysOf[b.cadence] - daysOf[a.cadence] || (a.id < b.id ? -1 : 1));
  return slower.length === 0 ? null : [closest.from.id, closest.to.id, ...slower.map(({ id }) => id)];
}

interface Pair {
  readonly from: Instant;
  readonly to: Instant;
  readonly days: number;
}

/** Neighbours in order of time; two on one day have nothing between them. */
function pairs(instants: readonly Instant[]): readonly Pair[] {
  const sorted = instants.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  return sorted.slice(1).flatMap((to, index): Pair[] => {
    const from = sorted[index];
    const days = from === undefined ? 0 : dayOf(to.on) - dayOf(from.on);
    return from === undefined || days === 0 ? [] : [{ from, to, days }];
  });
}
