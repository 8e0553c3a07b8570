import postgres from 'postgres';
import type { ConnectorSettings } from '../config/index.js';
import { openPool, placeOf } from '../db/connect.js';
import type { RawValueRow, SqlConnector } from '../domain/values/index.js';
import { codeOfError, ReadingFailed } from './failure.js';

const pageRows = 1000;
/** Beyond the server's own time-out: a server that does not keep it is left. */
const patienceMs = 2000;

type Cells = Readonly<Record<string, string | null>>;

/**
 * The rows of one statement on a configured source: behind a cursor, so that nothing but a query is
 * one, in a transaction that only reads, with the server's own time-out. @throws ReadingFailed
 */
export async function readSql(
  connector: SqlConnector,
  on: string,
  settings: ConnectorSettings,
  beat: () => void,
): Promise<RawValueRow[]> {
  const url = settings.sources.get(connector.source);
  if (url === undefined) throw new ReadingFailed('CONNECTOR_SOURCE_UNKNOWN', `no source ${connector.source}`);
  const sql = openSource(url, settings);
  let late: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_done, fail) => {
    const error = new ReadingFailed('CONNECTOR_TIMEOUT', `no answer within ${settings.timeoutMs} ms`);
    late = setTimeout(() => fail(error), settings.timeoutMs + patienceMs);
  });
  try {
    return await Promise.race([rowsOf(sql, connector, on, settings, beat), deadline]);
  } catch (error) {
    throw failureOf(error, settings);
  } finally {
    clearTimeout(late);
    // Not waited for: a server that hangs would hold us as well.
    void sql.end({ timeout: 0 });
  }
}

function openSource(url: string, { timeoutMs }: ConnectorSettings): postgres.Sql {
  const asText = (text: string): string => text;
  const place = placeOf(url);
  return openPool(place.url, {
    ...place.socket,
    max: 1,
    connect_timeout: Math.ceil(timeoutMs / 1000),
    onnotice: () => {},
    fetch_types: false,
    connection: {
      application_name: 'perfcycle-connector',
      default_transaction_read_only: true,
      statement_timeout: timeoutMs,
      lock_timeout: timeoutMs,
      idle_in_transaction_session_timeout: timeoutMs,
    },
    // Every cell as the server writes it: no float, no Date.
    types: {
      number: { to: 0, from: [20, 21, 23, 26, 700, 701, 1700], serialize: asText, parse: asText },
      day: { to: 1082, from: [1082, 1114, 1184], serialize: asText, parse: asText },
    },
  });
}

async function rowsOf(
  sql: postgres.Sql,
  connector: SqlConnector,
  on: string,
  { maxRows }: ConnectorSettings,
  beat: () => void,
): Promise<RawValueRow[]> {
  const statement = connector.statement.trim().replace(/;$/, '').replaceAll('{on}', '$1::date');
  const asked = statement.includes('$1::date') ? [on] : [];
  return sql.begin('READ ONLY', async (tx) => {
    await tx.unsafe(`DECLARE collected NO SCROLL CURSOR FOR ${statement}`, asked);
    const found: RawValueRow[] = [];
    for (;;) {
      const page = await tx.unsafe<Cells[]>(`FETCH ${pageRows} FROM collected`);
      checkColumns(
        page.columns.map((column) => column.name),
        connector,
      );
      for (const cells of page) if (cells['value'] !== null) found.push(rowOf(cells, connector, found.length + 1));
      beat();
      if (found.length > maxRows) throw new ReadingFailed('CONNECTOR_TOO_MANY_ROWS', `more than ${maxRows} rows`);
      if (page.length < pageRows) return found;
    }
  });
}

function checkColumns(columns: readonly string[], { metric }: SqlConnector): void {
  const missing = ['on', 'value', ...(metric === undefined ? ['metric'] : [])].filter(
    (name) => !columns.includes(name),
  );
  if (missing.length > 0) throw new ReadingFailed('CONNECTOR_WRONG_TYPE', `no column ${missing.join(', ')}`);
}

function rowOf(cells: Cells, { metric }: SqlConnector, row: number): RawValueRow {
  return { row, metric: metric ?? cells['metric'] ?? '', on: cells['on'] ?? '', value: cells['value'] ?? '' };
}

function failureOf(error: unknown, { timeoutMs }: ConnectorSettings): ReadingFailed {
  if (error instanceof ReadingFailed) return error;
  const code = codeOfError(error);
  // Cancelled by its time-out, on the server or while connecting.
  if (code === '57014' || code === '55P03' || code === 'CONNECT_TIMEOUT') {
    return new ReadingFailed('CONNECTOR_TIMEOUT', `no answer within ${timeoutMs} ms`);
  }
  const said = error instanceof postgres.PostgresError ? `: ${error.message.slice(0, 300)}` : '';
  return new ReadingFailed('CONNECTOR_FAILED', `${code ?? 'the source could not be read'}${said}`);
}
