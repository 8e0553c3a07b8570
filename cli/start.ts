import { launch } from '../embedded/launcher.js';
import { type Command, onlyOptions } from './command.js';

export const command: Command = {
  summary: 'runs everything on this machine',
  help: `perfcycle start [--no-demo]

Starts Postgres and Temporal (unless DATABASE_URL and TEMPORAL_ADDRESS name servers of your own), worker and api,
and supervises them. Ctrl-C stops all. --no-demo creates no sample rehearsals.

PERFCYCLE_PORT   port of the pages (8080, or the next free one)
PERFCYCLE_DATA   folder of all data (./data)`,
  run: async (argv) => {
    onlyOptions(argv, ['--no-demo']);
    return launch({ demo: !argv.includes('--no-demo'), say: (line) => process.stderr.write(`${line}\n`) });
  },
};
