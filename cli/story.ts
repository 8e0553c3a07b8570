import { join, resolve } from 'node:path';
import { readSettings } from '../config/index.js';
import { startStack, stopOnSignals } from '../embedded/launcher.js';
import { readHolder } from '../embedded/lock.js';
import { StartError } from '../embedded/start-error.js';
import { runStory } from '../players/story/main.js';
import type { Command } from './command.js';

export const command: Command = {
  summary: "plays the sample organization's year and compares every figure",
  help: `perfcycle story [--cycle ID]

Plays the year as a rehearsal through the public API, each act as the right person, and prints expected against
found for every score and amount. Starts what is not running. Exit 1 on any difference.`,
  run: async (argv) => {
    const say = (line: string): void => void process.stderr.write(`${line}\n`);
    const settings = readSettings(process.env);
    const running = readHolder(join(resolve(settings.PERFCYCLE_DATA), 'launcher.json'));
    if (running?.url !== undefined) return runStory({ baseUrl: running.url, say }, argv);
    if (settings.DATABASE_URL !== undefined && !settings.PERFCYCLE_DEMO) {
      throw new StartError(
        'the story signs in as the people of the sample: PERFCYCLE_DEMO=1 allows it with your servers',
      );
    }
    const stack = await startStack({ say, demo: false });
    stopOnSignals(stack);
    try {
      return await runStory({ baseUrl: stack.url, say }, argv);
    } finally {
      await stack.stop();
    }
  },
};
