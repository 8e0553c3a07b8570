import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readSettings } from '../config/index.js';
import { readHolder } from '../embedded/lock.js';
import { removePostgres } from '../embedded/postgres.js';
import { stopTemporalLeftover } from '../embedded/temporal.js';
import { type Command, onlyOptions, UsageError } from './command.js';

export const command: Command = {
  summary: 'deletes the embedded data (--yes)',
  help: 'perfcycle reset --yes\n\nDeletes the data folder of the embedded servers. Refused while they run, and with servers of your own.',
  run: async (argv) => {
    onlyOptions(argv, ['--yes']);
    if (!argv.includes('--yes')) throw new UsageError('this deletes all data: say --yes');
    const settings = readSettings(process.env);
    if (settings.DATABASE_URL !== undefined) throw new UsageError('DATABASE_URL is set: only embedded data is reset');
    const folder = resolve(settings.PERFCYCLE_DATA);
    const holder = readHolder(join(folder, 'launcher.json'));
    if (holder !== null) {
      process.stderr.write(`it runs (process ${holder.pid}): stop it first\n`);
      return 1;
    }
    await removePostgres(folder);
    await stopTemporalLeftover(folder);
    rmSync(folder, { recursive: true, force: true });
    process.stderr.write(`deleted ${folder}\n`);
    return 0;
  },
};
