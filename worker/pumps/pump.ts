import type { Logger } from 'pino';

export interface Pump {
  readonly stop: () => Promise<void>;
}

/** Runs one thing again and again, never twice at once; after a failure it waits longer, up to 30 s. */
export function createPump(options: {
  readonly name: string;
  readonly everyMs: number;
  /** True: there was more than one run's worth; go on at once. */
  readonly run: () => Promise<boolean>;
  readonly logger: Logger;
}): Pump {
  let stopped = false;
  let wake: () => void = () => {};
  let failures = 0;
  const loop = (async () => {
    while (!stopped) {
      let more = false;
      try {
        more = await options.run();
        failures = 0;
      } catch (error) {
        failures += 1;
        options.logger.warn({ pump: options.name, err: error }, 'pump failed, will try again');
      }
      if (more || stopped) continue;
      const waitMs = Math.min(options.everyMs * 2 ** Math.min(failures, 10), Math.max(options.everyMs, 30_000));
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waitMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      wake();
      await loop;
    },
  };
}
