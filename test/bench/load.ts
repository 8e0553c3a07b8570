/** Two ways to load a thing: so many at once, or arriving evenly; and what came of it. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Measured {
  readonly done: number;
  readonly failed: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** The first failure, so that a table of failures explains itself. */
  readonly failure: string | null;
}

/** One call; the number tells it which of the prepared things to take. */
export type Call = (index: number) => Promise<unknown>;

/** `lanes` callers, each with its next call as soon as the last one has answered; over after `limitMs`. */
export async function inParallel(lanes: number, count: number, limitMs: number, call: Call): Promise<Measured> {
  const tally = createTally();
  const begun = performance.now();
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count && performance.now() - begun < limitMs) {
      const index = next++;
      await tally.measure(performance.now(), () => call(index));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return tally.result(performance.now() - begun);
}

/** Arrivals at even distances; the clock of each runs from when it should have begun, so that queueing counts. */
export async function evenly(perSecond: number, count: number, call: Call): Promise<Measured> {
  const tally = createTally();
  const begun = performance.now();
  const running: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = begun + (index * 1000) / perSecond;
    await sleep(Math.max(0, at - performance.now()));
    running.push(tally.measure(at, () => call(index)));
  }
  await Promise.all(running);
  return tally.result(performance.now() - begun);
}

function createTally() {
  const latencies: number[] = [];
  let failed = 0;
  let failure: string | null = null;
  return {
    measure: async (from: number, call: () => Promise<unknown>): Promise<void> => {
      try {
        await call();
        latencies.push(performance.now() - from);
      } catch (error) {
        failed += 1;
        failure ??= error instanceof Error ? error.message : String(error);
      }
    },
    result: (elapsedMs: number): Measured => {
      const sorted = latencies.toSorted((a, b) => a - b);
      return {
        done: sorted.length,
        failed,
        perSecond: (sorted.length * 1000) / elapsedMs,
        p50: quantile(sorted, 0.5),
        p99: quantile(sorted, 0.99),
        failure,
      };
    },
  };
}

/** Nearest rank: a value that was measured. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
