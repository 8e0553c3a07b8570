import { readSettings, ConfigError } from '../config/index.js';
import { migrate } from '../db/migrate.js';
import { type Command, onlyOptions } from './command.js';

export function ownDatabase(): string {
  const url = readSettings(process.env).DATABASE_URL;
  if (url === undefined)
    throw new ConfigError(['DATABASE_URL: is needed; `perfcycle start` does this itself for the embedded database']);
  return url;
}

export const command: Command = {
  summary: 'brings the database of DATABASE_URL up to date',
  help: 'perfcycle migrate\n\nApplies the missing migrations in one transaction. Prints their names.',
  run: async (argv) => {
    onlyOptions(argv);
    const { applied } = await migrate(ownDatabase());
    process.stdout.write(applied.map((file) => `${file}\n`).join(''));
    process.stderr.write(applied.length === 0 ? 'nothing to do\n' : `${applied.length} applied\n`);
    return 0;
  },
};
