import { join, resolve } from 'node:path';
import { readSettings } from '../config/index.js';
import { startStack, stopOnSignals } from '../embedded/launcher.js';
import { readHolder } from '../embedded/lock.js';
import { runStory } from '../players/story/main.js';
import type { Command } from './command.js';

export const command: Command = {
  summary: "plays the sample organization's year and compares every figure",
  help: `perfcycle story [--cycle ID]

Plays the year as a rehearsal through the public API, each act as the right person, and prints expected against
found for every score and amount. Starts what is not running. Exit 1 on any difference.`,
  run: async (argv) => {
    const say = (line: string): void => void process.stderr.write(`${line}\n`);
    const running = readHolder(join(resolve(readSettings(process.env).PERFCYCLE_DATA), 'launcher.json'));
    if (running?.url !== undefined) return runStory({ baseUrl: running.url, say }, argv);
    const stack = await startStack({ say, demo: false });
    stopOnSignals(stack);
    try {
      return await runStory({ baseUrl: stack.url, say }, argv);
    } finally {
      await stack.stop();
    }
  },
};
