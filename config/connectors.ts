import { z } from 'zod';

/** What connectors may reach and how long they may take. Secrets are in memory only and never printed. */
export interface ConnectorSettings {
  /** `host` (the scheme's own port) or `host:port`, lowercase. */
  readonly hosts: readonly string[];
  /** By the whole name of the variable. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Addresses of databases by the name in `PERFCYCLE_SQL_SOURCE_<NAME>`. */
  readonly sources: ReadonlyMap<string, string>;
  /** For one reading as a whole. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly maxRows: number;
}

const secretName = /^PERFCYCLE_SECRET_[A-Z0-9_]+$/;
const sourceName = /^PERFCYCLE_SQL_SOURCE_([A-Z0-9_]+)$/;
const host = /^[a-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-f:]+\](:\d{1,5})?$/;

export const connectorSchema = {
  PERFCYCLE_CONNECTOR_HOSTS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(/[\s,]+/)
        .filter((part) => part !== '')
        .map((part) => part.toLowerCase()),
    )
    .refine((hosts) => hosts.every((each) => host.test(each)), 'hosts as host or host:port, parted by commas'),
  PERFCYCLE_CONNECTOR_TIMEOUT_MS: z.coerce.number().int().min(100).max(120_000).default(20_000),
  PERFCYCLE_CONNECTOR_MAX_BYTES: z.coerce.number().int().min(1024).max(256_000_000).default(16_000_000),
  PERFCYCLE_CONNECTOR_MAX_ROWS: z.coerce.number().int().min(1).max(1_000_000).default(100_000),
};
type Parsed = z.output<z.ZodObject<typeof connectorSchema>>;

/** Variables of ours that may come from a file named by `<NAME>_FILE`. */
export function namedSecrets(values: Readonly<Record<string, string>>): readonly string[] {
  const names = Object.keys(values).map((name) => name.replace(/_FILE$/, ''));
  return [...new Set(names.filter((name) => secretName.test(name) || sourceName.test(name)))];
}

/** Adds to `problems` what is wrong, without its content. */
export function connectorSettings(
  values: Readonly<Record<string, string>>,
  parsed: Parsed,
  problems: string[],
): ConnectorSettings {
  const secrets = new Map<string, string>();
  const sources = new Map<string, string>();
  for (const [name, value] of Object.entries(values)) {
    if (name.endsWith('_FILE')) continue;
    const source = sourceName.exec(name)?.[1];
    if (secretName.test(name)) {
      if (/[\r\n\0]/.test(value)) problems.push(`${name}: a secret is one line`);
      secrets.set(name, value);
    } else if (source !== undefined) {
      const usable = /^postgres(ql)?:\/\//.test(value) && URL.canParse(value);
      if (!usable) problems.push(`${name}: a URL that begins with postgres://`);
      sources.set(source, value);
    }
  }
  return {
    hosts: parsed.PERFCYCLE_CONNECTOR_HOSTS,
    secrets,
    sources,
    timeoutMs: parsed.PERFCYCLE_CONNECTOR_TIMEOUT_MS,
    maxBytes: parsed.PERFCYCLE_CONNECTOR_MAX_BYTES,
    maxRows: parsed.PERFCYCLE_CONNECTOR_MAX_ROWS,
  };
}
