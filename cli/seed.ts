import { seed, seedTemplates } from '../db/seed.js';
import { type Command, onlyOptions } from './command.js';
import { ownDatabase } from './migrate.js';

export const command: Command = {
  summary: 'loads the sample organization into an empty database, or the templates into yours',
  help: `perfcycle seed [--templates]

Loads organization, strategy, calendar and templates of the sample, if the database has no person yet.

--templates   adds only the templates that come with the program, to an organization of your own: those whose id
              is not there yet, in the name of its first person of HR. Again it adds nothing.`,
  run: async (argv) => {
    onlyOptions(argv, ['--templates']);
    if (argv.includes('--templates')) return templates();
    const { seeded } = await seed(ownDatabase());
    process.stderr.write(
      seeded ? 'the sample organization is loaded\n' : 'the database is not empty: nothing was loaded\n',
    );
    return 0;
  },
};

async function templates(): Promise<number> {
  const added = await seedTemplates(ownDatabase());
  if (added === null) {
    process.stderr.write('nobody has the role hr yet: import the organization first\n');
    return 1;
  }
  process.stdout.write(added.map((id) => `${id}\n`).join(''));
  process.stderr.write(added.length === 0 ? 'nothing to do\n' : `${added.length} added\n`);
  return 0;
}
