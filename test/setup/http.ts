/** The API as it is reached: through real HTTP, signed in, over a real database; the engine is the test's own. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterAll } from 'vitest';
import { createRecordActivities } from '../../activities/record.js';
import { createApp } from '../../api/app.js';
import type { Engine } from '../../api/engine.js';
import type { Config, ConnectorSettings } from '../../config/index.js';
import type { Sql } from '../../db/connect.js';

export interface Problem {
  readonly code: string;
  readonly title: string;
  readonly status: number;
  readonly requestId: string;
  readonly errors: readonly {
    readonly code?: string;
    readonly pointer?: string;
    readonly row?: number;
    readonly column?: string | null;
    readonly detail?: string;
  }[];
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
  readonly bytes: Buffer;
}

export interface Ask {
  readonly as?: string;
  /** An object becomes JSON, a text or bytes go as they are. */
  readonly body?: unknown;
  readonly key?: string;
  readonly type?: string;
  readonly language?: 'zh-CN' | 'en';
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Api {
  readonly url: string;
  readonly ask: (method: string, path: string, ask?: Ask) => Promise<Reply>;
  readonly get: (path: string, as?: string) => Promise<Reply>;
  /** With a key of its own unless one is given. */
  readonly post: (path: string, body: unknown, as: string, ask?: Ask) => Promise<Reply>;
}

/** Judges every word at once, as the conversation's handler does. */
export function promptEngine(sql: Sql): Engine {
  const { record } = createRecordActivities({ sql });
  return {
    say: async ({ word }) => ({ kind: 'answered', outcome: await record(word) }),
    startCycle: () => Promise.resolve('started'),
    wake: () => Promise.resolve(),
    workerPolls: () => Promise.resolve(true),
    history: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  };
}

/** Nobody answers. */
export const absentEngine: Engine = {
  say: () => Promise.resolve('late'),
  startCycle: () => Promise.resolve('late'),
  wake: () => Promise.resolve(),
  workerPolls: () => Promise.reject(new Error('away')),
  history: () => Promise.resolve(null),
  close: () => Promise.resolve(),
};

/** Nothing may be reached but what a test names. */
export const testConnectors = (given: Partial<ConnectorSettings> = {}): ConnectorSettings => ({
  hosts: [],
  secrets: new Map(),
  sources: new Map(),
  timeoutMs: 2000,
  maxBytes: 16_000_000,
  maxRows: 100_000,
  ...given,
});

export function testConfig(databaseUrl: string): Config {
  return {
    mode: 'embedded',
    databaseUrl,
    temporal: { address: '127.0.0.1:1', namespace: 'default', tls: false },
    host: '127.0.0.1',
    port: 0,
    publicUrl: 'http://127.0.0.1',
    dataDir: '.',
    digestKey: 'ab'.repeat(32),
    logLevel: 'silent',
    personas: true,
    trustProxy: false,
    connectors: testConnectors(),
  };
}

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

let keys = 0;

export async function startApi(sql: Sql, engine: Engine, config: Config = testConfig('')): Promise<Api> {
  const app = createApp({ sql, engine, config, logger: pino({ level: 'silent' }) });
  const server = app.listen(0, '127.0.0.1');
  // Sender and receiver share one loop: while a large body is made, an idle connection must not be given up.
  server.keepAliveTimeout = 120_000;
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cookies = new Map<string, Promise<string>>();
  const cookieOf = (person: string): Promise<string> => {
    const cookie = cookies.get(person) ?? signIn(url, person);
    cookies.set(person, cookie);
    return cookie;
  };
  const ask: Api['ask'] = async (method, path, { as, body, key, type, language, headers = {} } = {}) => {
    const sent: Record<string, string> = { 'accept-language': language ?? 'en', ...headers };
    if (as !== undefined) sent['cookie'] = await cookieOf(as);
    if (key !== undefined) sent['idempotency-key'] = key;
    if (body !== undefined) sent['content-type'] = type ?? 'application/json';
    const raw = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
    const response = await fetch(url + path, {
      method,
      headers: sent,
      redirect: 'manual',
      ...(body !== undefined && { body: raw as BodyInit }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    return { status: response.status, headers: response.headers, text, json: parsed(text), bytes };
  };
  return {
    url,
    ask,
    get: (path, as) => ask('GET', path, as === undefined ? {} : { as }),
    post: (path, body, as, more = {}) => ask('POST', path, { body, as, key: `key-${(keys += 1)}`, ...more }),
  };
}

async function signIn(url: string, persona: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ persona }),
  });
  if (response.status !== 200) throw new Error(`sign-in as ${persona}: ${response.status} ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const problemOf = (reply: Reply): Problem => reply.json as Problem;
export const itemsOf = <T = Record<string, unknown>>(reply: Reply): readonly T[] =>
  (reply.json as { items: T[] }).items;
