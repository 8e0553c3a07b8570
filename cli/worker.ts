import { loadConfig } from '../config/index.js';
import { runWorker } from '../worker/main.js';
import { type Command, onlyOptions } from './command.js';

export const command: Command = {
  summary: 'runs a worker against servers of your own',
  help: 'perfcycle worker\n\nRuns one worker. Needs DATABASE_URL, TEMPORAL_ADDRESS, PERFCYCLE_DIGEST_KEY.',
  run: async (argv) => {
    onlyOptions(argv);
    await runWorker(loadConfig(process.env));
    return 0;
  },
};
