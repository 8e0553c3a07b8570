/** One stage of the consequences in a process of its own, so that it can be killed, or die of its connection as a worker does: `consequence-stage <database> <cycle> <stage>`. */
import { connect } from '../../db/connect.js';
import { consequencesOf, stages } from './many-units.js';

const [databaseUrl = '', cycleId = '', named] = process.argv.slice(2);
const stage = stages.find((each) => each === named);
if (stage === undefined) throw new Error(`no stage ${String(named)}`);
const sql = connect({ databaseUrl });
await sql`SELECT 1`;
process.send?.('ready');
await consequencesOf(sql, cycleId)[stage]();
await sql.end();
process.disconnect();
