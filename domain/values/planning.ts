import { addDays, type WorkingDays } from '../dates.js';
import { type CollectingSchedule, nextSlot, type Slot, slotsBetween } from './collecting.js';

/** What of a cycle bears on when its connectors are read. Days are of the cycle's zone. */
export interface CollectingTerm {
  readonly today: string;
  /** The day monitoring begins. */
  readonly monitoringFrom: string;
  readonly periodStart: string;
  /** The last day that is asked for; null: there is none, another cycle may follow on the same book. */
  readonly lastOn: string | null;
}

export interface PlannedConnector {
  readonly schedule: CollectingSchedule;
  /** The day it was switched on; null: before the cycle. */
  readonly since: string | null;
  /** The working day of the last reading that is planned already. */
  readonly lastSlot: string | null;
}

/** After a long stillness no more readings than these are made up for, the newest. */
const mostAtOnce = 31;

/** Readings that are due by today and not planned yet, oldest first. */
export function slotsToPlan(
  connector: PlannedConnector,
  term: CollectingTerm,
  days: Pick<WorkingDays, 'after'>,
): readonly Slot[] {
  return slotsBetween(connector.schedule, plannedUpTo(connector, term), term.today, days)
    .filter((slot) => isOfTerm(slot, term))
    .slice(-mostAtOnce);
}

/** The first reading after today; null: none within the term. */
export function slotToCome(
  { schedule }: PlannedConnector,
  term: CollectingTerm,
  days: Pick<WorkingDays, 'after'>,
): Slot | null {
  const begun = addDays(term.monitoringFrom, -1);
  let slot = nextSlot(schedule, term.today > begun ? term.today : begun, days);
  while (slot.on < term.periodStart) slot = nextSlot(schedule, slot.day, days);
  return isOfTerm(slot, term) ? slot : null;
}

function plannedUpTo({ since, lastSlot }: PlannedConnector, { monitoringFrom }: CollectingTerm): string {
  const known = [addDays(monitoringFrom, -1), since ?? '', lastSlot ?? ''];
  return known.reduce((latest, day) => (day > latest ? day : latest));
}

const isOfTerm = ({ on }: Slot, { periodStart, lastOn }: CollectingTerm): boolean =>
  on >= periodStart && (lastOn === null || on <= lastOn);
