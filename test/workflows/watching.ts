/** What the world watches beside steps, by the product's own rules: fresh values, and whose turn it is to act. */
import { climb, nextRungAt, type Wait } from '../../domain/cycle/index.js';
import { localDay, makeOpenings } from '../../documents/schedule.js';
import { zone } from './standing.js';

export type Watching = ReturnType<typeof createWatching>;

export function createWatching() {
  const at = makeOpenings({ holidays: [], workdays: [] }, zone);
  const waits = new Map<string, Wait & { readonly rung: number }>();
  /** Who was told of what, in order: `no-action turn`. */
  const told: string[] = [];
  const nextOf = ({ rung, ...wait }: Wait & { readonly rung: number }): number =>
    nextRungAt(wait, rung, at) ?? Infinity;
  return {
    /** Values have come that nobody has judged. */
    fresh: false,
    told,
    /** Somebody's turn begins at that instant: to name an action, to end it, to answer. */
    begin: (what: string, reason: Wait['reason'], instant: number): void => {
      waits.set(what, { reason, fromDay: localDay(instant, zone), rung: 0 });
    },
    /** They acted. */
    end: (what: string): void => void waits.delete(what),
    /** As `cycle_watch.follow_up_at`. */
    followUpAt: (): number => Math.min(Infinity, ...[...waits.values()].map(nextOf)),
    /** When each rung of that wait is due. */
    rungsOf: (what: string): readonly number[] => {
      const wait = waits.get(what);
      return wait === undefined ? [] : [0, 1, 2].map((climbed) => nextRungAt(wait, climbed, at) ?? Infinity);
    },
    /** As `monitorUnits` does. */
    monitor: (now: number): void => {
      for (const [what, wait] of waits) {
        const climbed = climb(wait, now, at);
        told.push(...climbed.told.map((rung) => `${wait.reason} ${rung.tell}`));
        waits.set(what, { ...wait, rung: climbed.rung });
      }
    },
  };
}
