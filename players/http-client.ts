/** One person's way into the API: signed in as a persona, with cookie and idempotency keys. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** The API refused: `code` is the closed refusal code, `errors` its details. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly errors: readonly unknown[],
    what: string,
  ) {
    super(`${what}: ${String(status)} ${code} ${JSON.stringify(errors)}`);
  }
}

export interface Session {
  readonly get: (path: string) => Promise<Answer>;
  /** `key` names the act: repeated with the same body it is the same act, whatever happened to the answer. */
  readonly post: (path: string, body: unknown, key?: string) => Promise<Answer>;
  readonly put: (path: string, body: unknown, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
}

export interface ClientOptions {
  readonly baseUrl: string;
  /** How long to go on trying while nobody answers (a restart), in ms. */
  readonly patienceMs?: number;
  readonly signal?: AbortSignal;
}

type Extra = Readonly<Record<string, string>>;

const busy = new Set([429, 502, 503, 504]);

/** A sentence-free key: the act's name and a digest of its body, so that another body is another act. */
export function keyOf(act: string, body: unknown): string {
  return createHash('sha256')
    .update(`${act}\n${JSON.stringify(body)}`)
    .digest('hex');
}

/** Signs in as a persona (by person id) and again by itself when the session has ended. */
export function createSession(options: ClientOptions, persona: string): Session {
  let cookie: string | null = null;
  const signIn = async (): Promise<void> => {
    const answer = await send(options, 'POST', '/api/v1/session', null, { persona });
    expectOk(answer, `sign in as ${persona}`);
    cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0] ?? '')
      .join('; ');
  };
  const call = async (method: string, path: string, body?: unknown, headers: Extra = {}): Promise<Answer> => {
    if (cookie === null) await signIn();
    let answer = await send(options, method, path, cookie, body, headers);
    if (answer.status === 401) {
      await signIn();
      answer = await send(options, method, path, cookie, body, headers);
    }
    return expectOk(answer, `${method} ${path} as ${persona}`);
  };
  return {
    get: (path) => call('GET', path),
    post: (path, body, key) => call('POST', path, body, { 'idempotency-key': key ?? keyOf(path, body) }),
    put: (path, body, headers) => call('PUT', path, body, headers),
  };
}

/** Asks without being anybody (health, readiness). */
export function ask(options: ClientOptions, path: string): Promise<Answer> {
  return send(options, 'GET', path, null);
}

async function send(
  options: ClientOptions,
  method: string,
  path: string,
  cookie: string | null,
  body?: unknown,
  headers?: Extra,
): Promise<Answer> {
  const until = Date.now() + (options.patienceMs ?? 60_000);
  for (let pauseMs = 100; ; pauseMs = Math.min(2 * pauseMs, 2_000)) {
    const answer = await once(options, method, path, cookie, body, headers);
    const over = Date.now() > until || options.signal?.aborted === true;
    if (answer instanceof Error) {
      if (over) throw answer;
    } else if (!busy.has(answer.status) || over) return answer;
    await sleep(pauseMs, undefined, options.signal === undefined ? {} : { signal: options.signal });
  }
}

async function once(
  options: ClientOptions,
  method: string,
  path: string,
  cookie: string | null,
  body: unknown,
  extra: Extra = {},
): Promise<Answer | Error> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    origin: new URL(options.baseUrl).origin,
    ...extra,
  };
  if (cookie !== null) headers['cookie'] = cookie;
  if (body !== undefined) headers['content-type'] = 'application/json';
  try {
    const timeout = AbortSignal.timeout(15_000);
    const response = await fetch(new URL(path, options.baseUrl), {
      method,
      headers,
      redirect: 'manual',
      signal: options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: parsed(text), headers: response.headers };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function parsed(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function expectOk(answer: Answer, what: string): Answer {
  if (answer.status >= 200 && answer.status < 300) return answer;
  const problem: { code?: unknown; errors?: unknown } =
    typeof answer.body === 'object' && answer.body !== null ? answer.body : {};
  const code = typeof problem.code === 'string' ? problem.code : 'INTERNAL';
  throw new Refusal(answer.status, code, Array.isArray(problem.errors) ? problem.errors : [], what);
}
