import type { ConnectorSettings } from '../config/index.js';
import type { Connector, ConnectorCode, RawValueRow } from '../domain/values/index.js';
import { ReadingFailed } from './failure.js';
import { readHttp } from './http.js';
import { parseExactly, rowsOf } from './json-values.js';
import { readSql } from './sql.js';

export type Reading =
  | { readonly ok: true; readonly rows: readonly RawValueRow[] }
  | { readonly ok: false; readonly code: ConnectorCode; readonly detail: string };

/** Reads other systems; writes nothing, here or there. */
export interface ConnectorReader {
  /** What the connector brings for that day; how it failed is a value. `beat` is called while it goes on. */
  readonly read: (connector: Connector, on: string, beat?: () => void) => Promise<Reading>;
  /** Without any configured secret that might stand in it. */
  readonly redact: (text: string) => string;
}

export function createConnectorReader(settings: ConnectorSettings): ConnectorReader {
  const secrets = [...settings.secrets.values(), ...[...settings.sources.values()].flatMap(passwordOf)].map(anyCase);
  const redact = (text: string): string => secrets.reduce((all, secret) => all.replaceAll(secret, '***'), text);

  async function rowsFrom(connector: Connector, on: string, beat: () => void): Promise<readonly RawValueRow[]> {
    if (connector.kind === 'sql') return readSql(connector, on, settings, beat);
    const answer = parseExactly(await readHttp(connector, on, settings, beat));
    return rowsOf(answer, connector.take, on, settings.maxRows);
  }

  return {
    redact,
    read: async (connector, on, beat = () => {}) => {
      try {
        return { ok: true, rows: await rowsFrom(connector, on, beat) };
      } catch (error) {
        if (!(error instanceof ReadingFailed)) throw error;
        return { ok: false, code: error.code, detail: redact(error.detail) };
      }
    },
  };
}

function passwordOf(url: string): readonly string[] {
  const { password } = new URL(url);
  return password === '' ? [] : [decodeURIComponent(password)];
}

/** A host name comes back in lower case. */
const anyCase = (text: string): RegExp => new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi');
