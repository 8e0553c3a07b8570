import { addDays, dayOf, dayText, type WorkingDays } from '../dates.js';
import { type Cadence, periodEnd } from './freshness.js';

/** When a connector is read: on the first working day after each day, week, month or quarter. */
export const collectingSchedules = ['day', 'week', 'month-end', 'quarter-end'] as const;
export type CollectingSchedule = (typeof collectingSchedules)[number];

export const cadenceOf: Readonly<Record<CollectingSchedule, Cadence>> = {
  day: 'day',
  week: 'week',
  'month-end': 'month',
  'quarter-end': 'quarter',
};

/** One planned reading: on a working day, of the period that ended before it. */
export interface Slot {
  /** The working day on which it is read; it names the reading. */
  readonly day: string;
  /** The day asked for: the last of the period. */
  readonly on: string;
}

/** No stretch of days off is longer. */
const longestRest = 31;

/**
 * The readings planned after one day and up to another (both `YYYY-MM-DD`), at most one a working
 * day: where several periods end before the same working day, it asks for the latest of them.
 */
export function slotsBetween(
  schedule: CollectingSchedule,
  after: string,
  until: string,
  days: Pick<WorkingDays, 'after'>,
): readonly Slot[] {
  const cadence = cadenceOf[schedule];
  const found = new Map<string, string>();
  let on = periodEnd(addDays(after, -longestRest), cadence);
  for (; on < until; on = periodEnd(addDays(on, 1), cadence)) {
    const day = dayText(days.after(dayOf(on), 1));
    if (day > after && day <= until) found.set(day, on);
  }
  return [...found].map(([day, of]) => ({ day, on: of }));
}

/** The first reading planned after that day. */
export function nextSlot(schedule: CollectingSchedule, after: string, days: Pick<WorkingDays, 'after'>): Slot {
  const cadence = cadenceOf[schedule];
  let slot: Slot | null = null;
  for (let on = periodEnd(addDays(after, -longestRest), cadence); ; on = periodEnd(addDays(on, 1), cadence)) {
    const day = dayText(days.after(dayOf(on), 1));
    if (slot !== null && day !== slot.day) return slot;
    if (day > after) slot = { day, on };
  }
}

const minute = 60_000;
/** Pauses after the first, second, … failed attempt; after the last of them a reading is given up. */
const pausesMs = [10 * minute, 60 * minute, 240 * minute, 1440 * minute] as const;
export const mostAttempts = pausesMs.length + 1;

/** When a reading that has failed so many times is tried again; null: it is given up. Instants in epoch ms of cycle time. */
export function retryAt(failedAttempts: number, at: number): number | null {
  const pause = pausesMs[failedAttempts - 1];
  return pause === undefined ? null : at + pause;
}

/** A blip is no outage: HR is told when the second attempt in a row fails. */
export const outageAttempts = 2;

/** How a reading can fail; also the codes of a try. */
export const connectorCodes = [
  'CONNECTOR_FAILED',
  'CONNECTOR_TIMEOUT',
  'CONNECTOR_HOST_FORBIDDEN',
  'CONNECTOR_REDIRECT_FORBIDDEN',
  'CONNECTOR_SECRET_MISSING',
  'CONNECTOR_SOURCE_UNKNOWN',
  'CONNECTOR_WRONG_TYPE',
  'CONNECTOR_TOO_LARGE',
  'CONNECTOR_TOO_MANY_ROWS',
  'CONNECTOR_OLD_DATA',
] as const;
export type ConnectorCode = (typeof connectorCodes)[number];
