import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, readSettings } from '../../config/index.js';

const problemsOf = (env: NodeJS.ProcessEnv): readonly string[] => {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

describe('the configuration of connectors', () => {
  test('allows no host and knows no secret unless it is told so', () => {
    const { hosts, secrets, sources } = readSettings({ DATABASE_PASSWORD: 'x', PERFCYCLE_DATA: 'data' }).connectors;
    expect([hosts, secrets.size, sources.size]).toEqual([[], 0, 0]);
  });

  test('reads hosts, secrets and sources by name, also from files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'perfcycle-config-'));
    writeFileSync(join(folder, 'secret'), 'from-a-file\n');
    const { connectors } = readSettings({
      PERFCYCLE_CONNECTOR_HOSTS: 'ERP.example.com, 127.0.0.1:9000',
      PERFCYCLE_SECRET_CRM_FILE: join(folder, 'secret'),
      PERFCYCLE_SECRET_ERP: 'plain',
      PERFCYCLE_SQL_SOURCE_ERP: 'postgres://reader:word@db/erp',
    });
    rmSync(folder, { recursive: true });
    expect(connectors.hosts).toEqual(['erp.example.com', '127.0.0.1:9000']);
    expect([...connectors.secrets]).toEqual(
      expect.arrayContaining([
        ['PERFCYCLE_SECRET_CRM', 'from-a-file'],
        ['PERFCYCLE_SECRET_ERP', 'plain'],
      ]),
    );
    expect([...connectors.sources.keys()]).toEqual(['ERP']);
  });

  test('tells every problem, and no secret', () => {
    const problems = problemsOf({
      PERFCYCLE_CONNECTOR_HOSTS: 'https://erp.example.com/',
      PERFCYCLE_CONNECTOR_MAX_ROWS: '0',
    });
    expect(problems).toHaveLength(2);
    const wrong = problemsOf({
      PERFCYCLE_SECRET_CRM: 'two\nlines',
      PERFCYCLE_SQL_SOURCE_ERP: 'mysql://me:hidden@db/x',
    });
    expect(wrong).toHaveLength(2);
    expect(wrong.join()).not.toMatch(/hidden|lines/);
  });

  test('is printed nowhere with the rest of it', () => {
    expect(JSON.stringify(readSettings({ PERFCYCLE_SECRET_CRM: 'hidden' }))).not.toContain('hidden');
  });
});
