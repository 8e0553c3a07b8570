import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPump, type Pump } from '../../worker/pumps/pump.js';

const logger = pino({ level: 'silent' });
let pump: Pump | undefined;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(async () => {
  await pump?.stop();
  vi.useRealTimers();
});

test('a pump runs at once, then every so often', async () => {
  const run = vi.fn(() => Promise.resolve(false));
  pump = createPump({ name: 'test', everyMs: 1000, run, logger });
  await vi.advanceTimersByTimeAsync(0);
  expect(run).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(3000);
  expect(run).toHaveBeenCalledTimes(4);
});

test('a pump with more to do goes on without waiting', async () => {
  let left = 3;
  const run = vi.fn(() => Promise.resolve((left -= 1) > 0));
  pump = createPump({ name: 'test', everyMs: 1000, run, logger });
  await vi.advanceTimersByTimeAsync(0);
  expect(run).toHaveBeenCalledTimes(3);
});

test('a pump never runs twice at once, and stopping waits for the run', async () => {
  let running = 0;
  let most = 0;
  const ends: (() => void)[] = [];
  const run = async (): Promise<boolean> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((resolve) => ends.push(resolve));
    running -= 1;
    return false;
  };
  pump = createPump({ name: 'test', everyMs: 10, run, logger });
  await vi.advanceTimersByTimeAsync(1000);
  expect([most, ends.length]).toEqual([1, 1]);
  let stopped = false;
  const stopping = pump.stop().then(() => (stopped = true));
  await vi.advanceTimersByTimeAsync(1000);
  expect(stopped).toBe(false);
  ends[0]?.();
  await stopping;
  expect(running).toBe(0);
});

test('a pump that fails waits longer each time, and is quick again once it succeeds', async () => {
  let broken = true;
  const run = vi.fn(() => (broken ? Promise.reject(new Error('away')) : Promise.resolve(false)));
  pump = createPump({ name: 'test', everyMs: 1000, run, logger });
  await vi.advanceTimersByTimeAsync(7000);
  // At 0, 2 and 6 seconds.
  expect(run).toHaveBeenCalledTimes(3);
  broken = false;
  await vi.advanceTimersByTimeAsync(7000);
  expect(run).toHaveBeenCalledTimes(4);
  await vi.advanceTimersByTimeAsync(2000);
  expect(run).toHaveBeenCalledTimes(6);
});
