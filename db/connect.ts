import postgres from 'postgres';
import { survivingBegin } from './transactions.js';

/** Instants travel as epoch ms, days as `YYYY-MM-DD`, bigint and numeric as strings. */
export type Sql = postgres.Sql;
export type Transaction = postgres.TransactionSql;
/** A query function: the pool, or the transaction one is in. */
export type Query = Sql | Transaction;

export interface ConnectOptions {
  readonly max?: number;
  /** `app` (default): only the rights of the program. `owner`: for migrations and resets. */
  readonly role?: 'app' | 'owner';
  readonly applicationName?: string;
}

function toInstant(text: string): number {
  return Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
}

function fromInstant(value: number | string): string {
  return new Date(value).toISOString();
}

/**
 * Opens a pool. The URL is the usual one; `?host=/folder` (as in libpq) means the
 * Unix socket in that folder. Every connection takes the program's own role, to
 * which the append-only tables are not granted for change.
 */
export function connect(config: { readonly databaseUrl: string }, options: ConnectOptions = {}): Sql {
  const { url, socket } = placeOf(config.databaseUrl);
  return openPool(url, {
    ...socket,
    max: options.max ?? 10,
    onnotice: () => {},
    connection: {
      application_name: options.applicationName ?? 'perfcycle',
      TimeZone: 'UTC',
      ...((options.role ?? 'app') === 'app' && { role: 'perfcycle_app' }),
    },
    types: {
      instant: { to: 1184, from: [1184], serialize: fromInstant, parse: toInstant },
      day: { to: 1082, from: [1082], serialize: (day: string) => day, parse: (day: string) => day },
    },
  });
}

/** A pool whose transactions may lose their connection without ending the process. */
export function openPool<Types extends Record<string, postgres.PostgresType>>(
  url: string,
  options: postgres.Options<Types>,
): Sql {
  let closed = 0;
  const onclose = (): void => {
    closed += 1;
  };
  const sql = postgres(url, { ...options, onclose }) as Sql;
  return Object.assign(sql, { begin: survivingBegin(sql, () => closed) });
}

/** The address as the driver takes it: `?host=/folder&port=5432` is the Unix socket in that folder. */
export function placeOf(databaseUrl: string): {
  readonly url: string;
  readonly socket: { readonly host: string; readonly port: number } | null;
} {
  const url = new URL(databaseUrl);
  const host = url.searchParams.get('host');
  const port = Number(url.searchParams.get('port') ?? 5432);
  url.searchParams.delete('host');
  url.searchParams.delete('port');
  return { url: url.toString(), socket: host === null ? null : { host, port } };
}

/** A JSON value as a jsonb parameter. */
export function json(sql: Query, value: unknown): postgres.Parameter {
  return sql.json(value as postgres.JSONValue);
}
