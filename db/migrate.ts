import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from './connect.js';

const folder = new URL('./migrations/', import.meta.url);
/** Any fixed number: one migration at a time per database. */
const lockKey = 7_305_112_021;

export class ChangedMigrationError extends Error {
  constructor(readonly file: string) {
    super(`migration ${file} was changed after it had been applied; add a new migration instead`);
  }
}

interface Migration {
  readonly file: string;
  readonly text: string;
  readonly checksum: string;
}

async function readMigrations(): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}-.*\.sql$/.test(file)).sort();
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(new URL(file, folder), 'utf8');
      return { file, text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/**
 * Applies the migrations that are missing, in order, in one transaction under
 * an advisory lock. A changed old one is refused and nothing is applied.
 */
export async function migrate(databaseUrl: string): Promise<{ readonly applied: readonly string[] }> {
  const migrations = await readMigrations();
  const sql = connect({ databaseUrl }, { role: 'owner', max: 1, applicationName: 'perfcycle-migrate' });
  try {
    return await sql.begin(async (tx) => {
      await tx`SELECT pg_advisory_xact_lock(${lockKey})`;
      await tx`CREATE TABLE IF NOT EXISTS schema_migrations (
        file text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT clock_timestamp())`;
      const done = new Map(
        (await tx<{ file: string; checksum: string }[]>`SELECT file, checksum FROM schema_migrations`).map((row) => [
          row.file,
          row.checksum,
        ]),
      );
      const applied: string[] = [];
      for (const { file, text, checksum } of migrations) {
        const known = done.get(file);
        if (known !== undefined && known !== checksum) throw new ChangedMigrationError(file);
        if (known !== undefined) continue;
        await tx.unsafe(text);
        await tx`INSERT INTO schema_migrations (file, checksum) VALUES (${file}, ${checksum})`;
        applied.push(file);
      }
      await tx`GRANT SELECT ON schema_migrations TO perfcycle_app`;
      return { applied };
    });
  } finally {
    await sql.end();
  }
}

/** Which migrations the database lacks; for `doctor` and readiness. */
export async function pendingMigrations(databaseUrl: string): Promise<readonly string[]> {
  const sql = connect({ databaseUrl }, { role: 'owner', max: 1, applicationName: 'perfcycle-doctor' });
  try {
    const [table] = await sql<{ exists: boolean }[]>`SELECT to_regclass('schema_migrations') IS NOT NULL AS exists`;
    const done = table?.exists ? await sql<{ file: string }[]>`SELECT file FROM schema_migrations` : [];
    const known = new Set(done.map((row) => row.file));
    return (await readMigrations()).map((migration) => migration.file).filter((file) => !known.has(file));
  } finally {
    await sql.end();
  }
}
