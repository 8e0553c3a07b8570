/** What the world watches beside steps, by the product's own rules: fresh values, and whose turn it is to act. */
import {
  climb,
  isJudged,
  nextRungAt,
  talkWaits,
  valueWaits,
  type Wait,
  type WaitKind,
} from '../../domain/cycle/index.js';
import { localDay, makeOpenings } from '../../documents/schedule.js';
import type { Phase } from '../../domain/process/index.js';
import { zone } from './standing.js';

export type Watching = ReturnType<typeof createWatching>;

interface Waiting extends Wait {
  readonly kind: WaitKind;
  readonly rung: number;
}

/** What is followed up in a phase: nothing before values are watched, what the talk brought as long as the cycle runs. */
function followedIn(phase: Phase): readonly WaitKind[] {
  if (isJudged(phase)) return talkWaits;
  return phase === 'monitoring' || phase === 'evaluation' ? [...valueWaits, ...talkWaits] : [];
}

export function createWatching() {
  const at = makeOpenings({ holidays: [], workdays: [] }, zone);
  const waits = new Map<string, Waiting>();
  /** Who was told of what, in order: `no-action turn`. */
  const told: string[] = [];
  const nextOf = (wait: Waiting): number => nextRungAt(wait, wait.rung, at) ?? Infinity;
  const followed = (phase: Phase): readonly (readonly [string, Waiting])[] =>
    [...waits].filter(([, { kind }]) => followedIn(phase).includes(kind));
  return {
    /** Values have come that nobody has judged. */
    fresh: false,
    told,
    /** Somebody's turn begins at that instant: to name an action, to end it, to answer. */
    begin: (what: string, kind: WaitKind, reason: Wait['reason'], instant: number): void => {
      waits.set(what, { kind, reason, fromDay: localDay(instant, zone), rung: 0 });
    },
    /** They acted. */
    end: (what: string): void => void waits.delete(what),
    /** As `cycle_watch.follow_up_at`. */
    followUpAt: (phase: Phase): number => Math.min(Infinity, ...followed(phase).map(([, wait]) => nextOf(wait))),
    /** When each rung of that wait is due. */
    rungsOf: (what: string): readonly number[] => {
      const wait = waits.get(what);
      return wait === undefined ? [] : [0, 1, 2].map((climbed) => nextRungAt(wait, climbed, at) ?? Infinity);
    },
    /** As `monitorUnits` does. */
    monitor: (phase: Phase, now: number): void => {
      for (const [what, wait] of followed(phase)) {
        const climbed = climb(wait, now, at);
        told.push(...climbed.told.map((rung) => `${wait.reason} ${rung.tell}`));
        waits.set(what, { ...wait, rung: climbed.rung });
      }
    },
  };
}
