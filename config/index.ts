import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { type ConnectorSettings, connectorSchema, connectorSettings, namedSecrets } from './connectors.js';

export type { ConnectorSettings } from './connectors.js';

/** Where everything is; read once, checked as a whole. */
export interface Config {
  /** `embedded`: the launcher runs Postgres and Temporal on this machine; not for production. */
  readonly mode: 'embedded' | 'production';
  readonly databaseUrl: string;
  readonly temporal: {
    readonly address: string;
    readonly namespace: string;
    readonly tls: boolean;
    readonly apiKey?: string;
    readonly uiUrl?: string;
  };
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  readonly dataDir: string;
  /** Key of the digests that histories carry: hex, at least 32 bytes. */
  readonly digestKey: string;
  readonly smtp?: { readonly url: string; readonly from: string };
  readonly logLevel: string;
  /** Sign-in as one of the sample's persons, without a password. */
  readonly personas: boolean;
  readonly trustProxy: boolean;
  readonly connectors: ConnectorSettings;
}

/** All that is wrong with the configuration, at once. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`the configuration is wrong:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true');
const schema = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'a URL that begins with postgres://')
    .optional(),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^:/\s]+:\d+$/, 'host:port')
    .optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_TLS: flag.default(false),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_UI_URL: z.url().optional(),
  PERFCYCLE_HOST: z.string().default('127.0.0.1'),
  PERFCYCLE_PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  PERFCYCLE_DATA: z.string().default('data'),
  PERFCYCLE_DIGEST_KEY: z
    .string()
    .regex(/^([0-9a-f]{2}){32,}$/, 'at least 32 bytes in lowercase hex')
    .optional(),
  PERFCYCLE_DEMO: flag.default(false),
  PERFCYCLE_TRUST_PROXY: flag.default(false),
  PUBLIC_URL: z.url().optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'a URL that begins with smtp:// or smtps://')
    .optional(),
  SMTP_FROM: z.email().optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  NODE_ENV: z.string().optional(),
  ...connectorSchema,
});
export type Settings = z.output<typeof schema> & { readonly connectors: ConnectorSettings };

const secrets = ['DATABASE_URL', 'TEMPORAL_API_KEY', 'PERFCYCLE_DIGEST_KEY', 'SMTP_URL'];

/**
 * Reads the environment; `NAME_FILE` names a file that holds the secret `NAME`.
 * @throws ConfigError with every problem.
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const problems: string[] = [];
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined && value !== '') values[name] = value;
  for (const name of [...secrets, ...namedSecrets(values)]) {
    const file = values[`${name}_FILE`];
    if (file === undefined) continue;
    try {
      values[name] = readFileSync(file, 'utf8').trim();
    } catch {
      problems.push(`${name}_FILE: the file ${file} cannot be read`);
    }
  }
  const parsed = schema.safeParse(values);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) problems.push(`${issue.path.join('.')}: ${issue.message}`);
  } else {
    const { DATABASE_URL, TEMPORAL_ADDRESS, NODE_ENV, PERFCYCLE_DIGEST_KEY, SMTP_URL, SMTP_FROM } = parsed.data;
    const servers = [DATABASE_URL, TEMPORAL_ADDRESS].filter((value) => value !== undefined).length;
    if (servers === 1)
      problems.push('DATABASE_URL and TEMPORAL_ADDRESS: set both, or neither for the embedded servers');
    if (servers === 0 && NODE_ENV === 'production') {
      problems.push('NODE_ENV: the embedded servers are not for production; set DATABASE_URL and TEMPORAL_ADDRESS');
    }
    if (servers === 2 && PERFCYCLE_DIGEST_KEY === undefined) {
      problems.push(
        'PERFCYCLE_DIGEST_KEY: is needed with servers of your own; for example the output of openssl rand -hex 32',
      );
    }
    if ((SMTP_URL === undefined) !== (SMTP_FROM === undefined))
      problems.push('SMTP_URL and SMTP_FROM: set both or neither');
    const connectors = connectorSettings(values, parsed.data, problems);
    if (problems.length === 0) return { ...parsed.data, connectors };
  }
  throw new ConfigError(problems);
}

/** The whole configuration, once the addresses of the servers and the key are known. */
export function configOf(
  settings: Settings,
  servers: {
    readonly databaseUrl: string;
    readonly temporalAddress: string;
    readonly temporalUiUrl?: string;
    readonly digestKey: string;
    readonly port: number;
    readonly embedded: boolean;
  },
): Config {
  const uiUrl = servers.temporalUiUrl ?? settings.TEMPORAL_UI_URL;
  const { SMTP_URL: smtpUrl, SMTP_FROM: from } = settings;
  return {
    mode: servers.embedded ? 'embedded' : 'production',
    databaseUrl: servers.databaseUrl,
    temporal: {
      address: servers.temporalAddress,
      namespace: settings.TEMPORAL_NAMESPACE,
      tls: settings.TEMPORAL_TLS,
      ...(settings.TEMPORAL_API_KEY !== undefined && { apiKey: settings.TEMPORAL_API_KEY }),
      ...(uiUrl !== undefined && { uiUrl }),
    },
    host: settings.PERFCYCLE_HOST,
    port: servers.port,
    publicUrl: settings.PUBLIC_URL ?? `http://${settings.PERFCYCLE_HOST}:${servers.port}`,
    dataDir: resolve(settings.PERFCYCLE_DATA),
    digestKey: servers.digestKey,
    ...(smtpUrl !== undefined && from !== undefined && { smtp: { url: smtpUrl, from } }),
    logLevel: settings.LOG_LEVEL,
    personas: servers.embedded || settings.PERFCYCLE_DEMO,
    trustProxy: settings.PERFCYCLE_TRUST_PROXY,
    connectors: settings.connectors,
  };
}

/** The configuration of a process whose servers run already: production, or a child of the launcher. */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const settings = readSettings(env);
  const { DATABASE_URL, TEMPORAL_ADDRESS, PERFCYCLE_DIGEST_KEY } = settings;
  if (DATABASE_URL === undefined || TEMPORAL_ADDRESS === undefined || PERFCYCLE_DIGEST_KEY === undefined) {
    throw new ConfigError([
      'DATABASE_URL, TEMPORAL_ADDRESS, PERFCYCLE_DIGEST_KEY: are needed here; `perfcycle start` sets them itself',
    ]);
  }
  return configOf(settings, {
    databaseUrl: DATABASE_URL,
    temporalAddress: TEMPORAL_ADDRESS,
    digestKey: PERFCYCLE_DIGEST_KEY,
    port: settings.PERFCYCLE_PORT,
    embedded: env['PERFCYCLE_EMBEDDED'] === '1',
  });
}

/** The same as environment variables, for child processes. */
export function toEnvironment(config: Config): Readonly<Record<string, string>> {
  return {
    DATABASE_URL: config.databaseUrl,
    TEMPORAL_ADDRESS: config.temporal.address,
    PERFCYCLE_DIGEST_KEY: config.digestKey,
    PERFCYCLE_PORT: String(config.port),
    PERFCYCLE_DATA: config.dataDir,
    PUBLIC_URL: config.publicUrl,
    ...(config.temporal.uiUrl !== undefined && { TEMPORAL_UI_URL: config.temporal.uiUrl }),
    ...(config.mode === 'embedded' && { PERFCYCLE_EMBEDDED: '1' }),
  };
}
