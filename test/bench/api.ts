/** The API over a bench's database: nobody answers its words, no connector reads anything. */
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createApp } from '../../api/app.js';
import type { Engine } from '../../api/engine.js';
import type { Config } from '../../config/index.js';
import type { Sql } from '../../db/connect.js';

const away: Engine = {
  say: () => Promise.resolve('late'),
  startCycle: () => Promise.resolve('late'),
  wake: () => Promise.resolve(),
  workerPolls: () => Promise.resolve(false),
  history: () => Promise.resolve(null),
  close: () => Promise.resolve(),
};

const nothing = { hosts: [], secrets: new Map(), sources: new Map(), timeoutMs: 1000, maxBytes: 1, maxRows: 1 };

export interface BenchApi {
  readonly url: string;
  readonly cookieOf: (persona: string) => Promise<string>;
  readonly close: () => void;
}

export async function startBenchApi(sql: Sql, databaseUrl: string): Promise<BenchApi> {
  const config: Config = {
    ...{
      mode: 'embedded' as const,
      databaseUrl,
      host: '127.0.0.1',
      port: 0,
      publicUrl: 'http://127.0.0.1',
      dataDir: '.',
    },
    ...{ temporal: { address: '127.0.0.1:1', namespace: 'default', tls: false }, digestKey: 'ab'.repeat(32) },
    ...{ logLevel: 'silent', personas: true, trustProxy: false, connectors: nothing },
  };
  const server = createApp({ sql, engine: away, config, logger: pino({ level: 'silent' }) }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const cookieOf = async (persona: string): Promise<string> => {
    const headers = { 'content-type': 'application/json' };
    const reply = await fetch(`${url}/api/v1/session`, { method: 'POST', headers, body: JSON.stringify({ persona }) });
    return (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  };
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url, cookieOf, close };
}
