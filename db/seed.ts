import { readFile } from 'node:fs/promises';
import { parseOrganization } from '../documents/organization.js';
import type { Parsed } from '../documents/problems.js';
import { parseStrategy } from '../documents/strategy.js';
import { parseTemplate } from '../documents/template.js';
import { connect } from './connect.js';
import { importOrganization } from './organization.js';
import { importStrategy } from './strategy.js';
import { addTemplate } from './templates.js';

async function sample<T>(name: string, parse: (value: unknown) => Parsed<T>): Promise<T> {
  const text = await readFile(new URL(`../sample/${name}.json`, import.meta.url), 'utf8');
  const parsed = parse(JSON.parse(text));
  if (!parsed.ok) throw new Error(`sample/${name}.json: ${JSON.stringify(parsed.problems)}`);
  return parsed.value;
}

/** Loads the sample organization into a database that has no person yet; otherwise does nothing. */
export async function seed(databaseUrl: string): Promise<{ readonly seeded: boolean }> {
  const sql = connect({ databaseUrl }, { max: 1, applicationName: 'perfcycle-seed' });
  try {
    return await sql.begin(async (tx) => {
      await tx`SELECT pg_advisory_xact_lock(7305112022)`;
      const [person] = await tx`SELECT 1 FROM persons LIMIT 1`;
      if (person !== undefined) return { seeded: false };
      await importOrganization(tx, await sample('organization', parseOrganization));
      await importStrategy(tx, await sample('strategy', parseStrategy));
      await addTemplate(tx, await sample('template', parseTemplate), 'zhou-min');
      return { seeded: true };
    });
  } finally {
    await sql.end();
  }
}
