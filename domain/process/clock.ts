/** A rehearsal's clock: it steps from one instant that matters to the next, only once it is quiet. */

export interface RehearsalClock {
  readonly nowAt: number;
  readonly held: boolean;
  readonly runTo: number | null;
  /** Cycle ms per wall ms; 0: as fast as it goes. */
  readonly rate: number;
  readonly pacedFromWall: number;
  readonly pacedFromCycle: number | null;
  readonly wall: number;
}

export type ClockStep =
  | { readonly kind: 'moved'; readonly nowAt: number; readonly runTo: number | null; readonly held: boolean }
  /** Nothing to do before a message comes. */
  | { readonly kind: 'waits' }
  /** Ahead of the pace by that much. */
  | { readonly kind: 'paces'; readonly waitMs: number };

/** Being less than this ahead of the pace is no reason to sleep. */
const aheadMs = 1000;

/** Where the clock goes next, given the next instant that matters (null: none). Pure. */
export function stepClock(clock: RehearsalClock, nextAt: number | null): ClockStep {
  const { nowAt, runTo } = clock;
  if (runTo !== null && nowAt >= runTo) return { kind: 'moved', nowAt, runTo: null, held: true };
  if (clock.held && runTo === null) return { kind: 'waits' };
  const target = runTo === null ? nextAt : Math.min(nextAt ?? runTo, runTo);
  if (target === null) return { kind: 'waits' };
  if (clock.rate > 0 && runTo === null) {
    const dueWall = clock.pacedFromWall + (target - (clock.pacedFromCycle ?? nowAt)) / clock.rate;
    if (dueWall - clock.wall >= aheadMs) return { kind: 'paces', waitMs: Math.ceil(dueWall - clock.wall) };
  }
  return { kind: 'moved', nowAt: Math.max(target, nowAt), runTo, held: clock.held };
}

/**
 * A rehearsal without a pace whose people are played begins held: its players move the clock from act to act, and one
 * that is let go before they look runs past what they would have done.
 */
export const beginsHeld = (
  asked: boolean,
  { rate, player }: { readonly rate: number; readonly player: 'people' | 'script' | 'policy' },
): boolean => asked || (rate === 0 && player !== 'people');
