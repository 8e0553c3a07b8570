import { readFile } from 'node:fs/promises';
import { readLibrary } from '../documents/library.js';
import { parseOrganization } from '../documents/organization.js';
import type { Parsed } from '../documents/problems.js';
import { parseStrategy } from '../documents/strategy.js';
import { parseTemplate } from '../documents/template.js';
import { parseConnectors } from '../documents/connector.js';
import { connect, type Query } from './connect.js';
import { saveConnector } from './connectors.js';
import { importOrganization } from './organization.js';
import { importStrategy } from './strategy.js';
import { addTemplate, loadTemplate } from './templates.js';

/** One seeding at a time per database. */
const seedLock = 7_305_112_022;

async function sample<T>(name: string, parse: (value: unknown) => Parsed<T>): Promise<T> {
  const text = await readFile(new URL(`../sample/${name}.json`, import.meta.url), 'utf8');
  const parsed = parse(JSON.parse(text));
  if (!parsed.ok) throw new Error(`sample/${name}.json: ${JSON.stringify(parsed.problems)}`);
  return parsed.value;
}

/** Adds those templates of the library that are not there yet, by id; what HR has made of them stays. Ids of what was added. */
async function addLibrary(tx: Query, by: string): Promise<readonly string[]> {
  const added: string[] = [];
  for (const template of await readLibrary()) {
    if ((await loadTemplate(tx, template.id, null)) !== undefined) continue;
    await addTemplate(tx, template, by);
    added.push(template.id);
  }
  return added;
}

/** The library for an organization of one's own, in the name of its first person of HR; null where there is none yet. */
export async function seedTemplates(databaseUrl: string): Promise<readonly string[] | null> {
  const sql = connect({ databaseUrl }, { max: 1, applicationName: 'perfcycle-seed' });
  try {
    return await sql.begin(async (tx) => {
      await tx`SELECT pg_advisory_xact_lock(${seedLock})`;
      const [hr] = await tx<{ id: string }[]>`
        SELECT person_id AS id FROM person_roles r JOIN persons p ON p.id = r.person_id AND p.active
         WHERE r.role = 'hr' ORDER BY person_id LIMIT 1`;
      return hr === undefined ? null : addLibrary(tx, hr.id);
    });
  } finally {
    await sql.end();
  }
}

/** The sample's connectors, also for a sample that an older version loaded; an organization of one's own gets none. */
async function addSampleConnectors(tx: Query): Promise<void> {
  const [sampled] = await tx`
    SELECT 1 FROM templates t JOIN metrics m ON m.id = 'new-customers' AND m.source = 'collected'
     WHERE t.id = 'balanced-year' AND t.created_by = 'zhou-min' LIMIT 1`;
  if (sampled === undefined) return;
  for (const { id, definition } of await sample('connectors', parseConnectors)) {
    const [known] = await tx`SELECT 1 FROM connectors WHERE id = ${id}`;
    if (known === undefined) await saveConnector(tx, id, definition, 'zhou-min');
  }
}

/** Loads the sample organization, with its own template and the library, into a database that has no person yet; otherwise does nothing. */
export async function seed(databaseUrl: string): Promise<{ readonly seeded: boolean }> {
  const sql = connect({ databaseUrl }, { max: 1, applicationName: 'perfcycle-seed' });
  try {
    return await sql.begin(async (tx) => {
      await tx`SELECT pg_advisory_xact_lock(${seedLock})`;
      const [person] = await tx`SELECT 1 FROM persons LIMIT 1`;
      if (person !== undefined) {
        await addSampleConnectors(tx);
        return { seeded: false };
      }
      await importOrganization(tx, await sample('organization', parseOrganization));
      await importStrategy(tx, await sample('strategy', parseStrategy));
      await addTemplate(tx, await sample('template', parseTemplate), 'zhou-min');
      await addLibrary(tx, 'zhou-min');
      await addSampleConnectors(tx);
      return { seeded: true };
    });
  } finally {
    await sql.end();
  }
}
