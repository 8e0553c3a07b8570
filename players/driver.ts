/** Plays one rehearsal: holds, lets the players act, runs to the next instant that matters to them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CycleView } from './contract.js';
import type { CycleApi } from './cycle-api.js';
import type { Player } from './player.js';

export interface DriveOptions {
  /** Who watches and moves the clock: a person of HR. */
  readonly person: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (line: string) => void;
}

const lookMs = 60;
const heldLookMs = 500;
const pacedLookMs = 300;

/**
 * Returns when the cycle is closed, or when the signal says so. With rate 0 the
 * driver moves the clock from act to act; with a rate the clock moves by itself,
 * the players act as time passes, and a person who holds it has the floor.
 */
export async function playCycle(api: CycleApi, cycleId: string, player: Player, options: DriveOptions): Promise<void> {
  let target: number | null = null;
  while (options.signal?.aborted !== true) {
    const cycle = await api.cycle(options.person, cycleId);
    if (cycle.state === 'closed') return;
    if (cycle.clock.rate > 0) await sleep(await paced(cycle, player));
    else {
      const next = await stepped(api, cycle, player, options, target);
      if (next.target !== target && next.target !== null) options.onProgress?.(new Date(next.target).toISOString());
      target = next.target;
      await sleep(next.pauseMs);
    }
  }
}

async function paced(cycle: CycleView, player: Player): Promise<number> {
  if (cycle.clock.held && cycle.clock.runTo === null) return heldLookMs;
  await player.act(cycle);
  return pacedLookMs;
}

interface Next {
  /** Where the clock was last told to run. */
  readonly target: number | null;
  readonly pauseMs: number;
}

async function stepped(
  api: CycleApi,
  cycle: CycleView,
  player: Player,
  options: DriveOptions,
  target: number | null,
): Promise<Next> {
  const { now, held, runTo, quiet } = cycle.clock;
  if (runTo !== null) return { target, pauseMs: lookMs };
  if (!held) return run(api, cycle, options, Math.max(target ?? now, now));
  // Held before it got there: a person holds it, and has the floor until it is let go.
  if (target !== null && now < target) return { target, pauseMs: heldLookMs };
  if (!quiet) return { target, pauseMs: lookMs };
  if ((await player.act(cycle)) > 0) return { target, pauseMs: lookMs };
  const next = await player.nextAt(cycle);
  return run(api, cycle, options, next ?? cycle.closesAt);
}

async function run(api: CycleApi, cycle: CycleView, options: DriveOptions, to: number): Promise<Next> {
  await api.clock(options.person, cycle.id, { runTo: new Date(to).toISOString() });
  return { target: to, pauseMs: lookMs };
}
