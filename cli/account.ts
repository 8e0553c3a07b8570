import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { hashPassword } from '../api/passwords.js';
import { saveAccount, savePerson } from '../db/accounts.js';
import { connect } from '../db/connect.js';
import { listPersons } from '../db/organization.js';
import { accountBody, accountParams } from '../documents/requests.js';
import { parseWith } from '../documents/problems.js';
import { roles } from '../documents/organization.js';
import { type Command, UsageError } from './command.js';
import { ownDatabase } from './migrate.js';

export const command: Command = {
  summary: 'gives a person a login; the password is read from stdin',
  help: [
    'perfcycle account LOGIN --person ID [--name NAME] [--role ROLE]… < password',
    '',
    'The password is the first line of stdin, at least 12 characters. For the first administrator of an empty',
    `database: --name adds the person, --role (${roles.join(', ')}) a role. An import of the organization replaces`,
    'all roles: name yourself in its file.',
  ].join('\n'),
  run: async (argv) => {
    const { positionals, person: id, name, role } = argumentsOf(argv);
    const url = ownDatabase();
    const params = parseWith(accountParams, { login: positionals[0] });
    const body = parseWith(accountBody, { person: id, password: (await text(process.stdin)).split(/\r?\n/, 1)[0] });
    if (!params.ok || !body.ok) {
      const problems = [params, body].flatMap((each) => (each.ok ? [] : each.problems));
      process.stderr.write(problems.map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}\n`).join(''));
      return 1;
    }
    const { person, password } = body.value;
    const sql = connect({ databaseUrl: url }, { max: 1 });
    try {
      if (name !== undefined || role.length > 0)
        await savePerson(sql, { id: person, name: name ?? person, roles: role });
      else if ((await listPersons(sql, person)).length === 0) {
        process.stderr.write(`there is no person ${person}; --name adds one\n`);
        return 1;
      }
      await saveAccount(sql, {
        login: params.value.login,
        personId: person,
        passwordHash: await hashPassword(password),
      });
    } finally {
      await sql.end();
    }
    process.stderr.write(`${person} signs in as ${params.value.login}\n`);
    return 0;
  },
};

function argumentsOf(argv: readonly string[]) {
  const options = {
    person: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string', multiple: true },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    const { person, name, role = [] } = values;
    if (positionals.length !== 1 || person === undefined) throw new UsageError('one login and --person are needed');
    const unknown = role.find((each) => !roles.some((known) => known === each));
    if (unknown !== undefined) throw new UsageError(`there is no role ${unknown}`);
    return { positionals, person, name, role };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(error instanceof Error ? error.message : String(error));
  }
}
