import { runApi } from '../api/main.js';
import { loadConfig } from '../config/index.js';
import { type Command, onlyOptions } from './command.js';

export const command: Command = {
  summary: 'serves API and pages against servers of your own',
  help: 'perfcycle api\n\nServes HTTP. Needs DATABASE_URL, TEMPORAL_ADDRESS, PERFCYCLE_DIGEST_KEY.',
  run: async (argv) => {
    onlyOptions(argv);
    await runApi(loadConfig(process.env));
    return 0;
  },
};
