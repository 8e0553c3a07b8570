import { seed } from '../db/seed.js';
import { type Command, onlyOptions } from './command.js';
import { ownDatabase } from './migrate.js';

export const command: Command = {
  summary: 'loads the sample organization into an empty database',
  help: 'perfcycle seed\n\nLoads organization, strategy, calendar and template of the sample, if the database has no person yet.',
  run: async (argv) => {
    onlyOptions(argv);
    const { seeded } = await seed(ownDatabase());
    process.stderr.write(
      seeded ? 'the sample organization is loaded\n' : 'the database is not empty: nothing was loaded\n',
    );
    return 0;
  },
};
