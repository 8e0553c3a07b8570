import { connect } from '../db/connect.js';
import { loadCycle } from '../db/cycles.js';
import { verifyResults } from '../db/verify-results.js';
import { verifyChains } from '../db/verify.js';
import { type Command, UsageError } from './command.js';
import { ownDatabase } from './migrate.js';

export const command: Command = {
  summary: 'recomputes the chains and all results of a cycle from what is stored',
  help: [
    'perfcycle verify CYCLE',
    '',
    'Recomputes every entry of the journal, and every version of every result from the scorecard and the facts stored',
    'with it, in the database of DATABASE_URL. One JSON document on stdout. Exit 0 all is as it was, 1 something is not.',
  ].join('\n'),
  run: async (argv) => {
    const [cycleId, ...more] = argv;
    if (cycleId === undefined || cycleId.startsWith('-') || more.length > 0) throw new UsageError('which cycle?');
    const sql = connect({ databaseUrl: ownDatabase() }, { max: 2, applicationName: 'perfcycle-verify' });
    try {
      if ((await loadCycle(sql, cycleId)) === undefined) throw new UsageError(`there is no cycle ${cycleId}`);
      const chains = await verifyChains(sql, cycleId);
      const { results, problems } = await verifyResults(sql, cycleId);
      const found = { cycle: cycleId, results, problems: [...chains, ...problems] };
      process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
      return found.problems.length === 0 ? 0 : 1;
    } finally {
      await sql.end({ timeout: 5 });
    }
  },
};
