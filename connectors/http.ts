import type { ConnectorSettings } from '../config/index.js';
import type { HttpConnector } from '../domain/values/index.js';
import { codeOfError, ReadingFailed } from './failure.js';

/** What the address answers, as text. No redirect is followed. @throws ReadingFailed */
export async function readHttp(
  connector: HttpConnector,
  on: string,
  settings: ConnectorSettings,
  beat: () => void,
): Promise<string> {
  const url = addressOf(connector, on, settings);
  const headers = { accept: 'application/json', ...secretHeader(connector, settings) };
  // One deadline for all of it: also an answer that drips ends.
  const signal = AbortSignal.timeout(settings.timeoutMs);
  try {
    const response = await fetch(url, { headers, signal, redirect: 'manual' });
    checkStatus(response, url);
    return await bodyOf(response, settings.maxBytes, beat);
  } catch (error) {
    if (error instanceof ReadingFailed) throw error;
    if (signal.aborted) throw new ReadingFailed('CONNECTOR_TIMEOUT', `no answer within ${settings.timeoutMs} ms`);
    throw new ReadingFailed('CONNECTOR_FAILED', codeOfError(error) ?? 'the request could not be made');
  }
}

function addressOf({ url: template }: HttpConnector, on: string, { hosts }: ConnectorSettings): URL {
  const url = new URL(template.replaceAll('{on}', on));
  const allowed = hosts.includes(url.host.toLowerCase());
  if (!allowed || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new ReadingFailed('CONNECTOR_HOST_FORBIDDEN', `${url.host} is not on the list PERFCYCLE_CONNECTOR_HOSTS`);
  }
  return url;
}

function secretHeader({ secret }: HttpConnector, { secrets }: ConnectorSettings): Readonly<Record<string, string>> {
  if (secret === undefined) return {};
  const value = secrets.get(secret.env);
  if (value === undefined) throw new ReadingFailed('CONNECTOR_SECRET_MISSING', `${secret.env} is not set`);
  return { [secret.header]: `${secret.prefix ?? ''}${value}` };
}

function checkStatus(response: Response, url: URL): void {
  if (response.ok) return;
  void response.body?.cancel();
  if (response.status < 300 || response.status > 399) {
    throw new ReadingFailed('CONNECTOR_FAILED', `HTTP ${response.status}`);
  }
  const to = response.headers.get('location') ?? '';
  const host = URL.canParse(to, url) ? new URL(to, url).host : 'nowhere';
  throw new ReadingFailed('CONNECTOR_REDIRECT_FORBIDDEN', `HTTP ${response.status} to ${host}`);
}

async function bodyOf(response: Response, maxBytes: number, beat: () => void): Promise<string> {
  const tooLarge = new ReadingFailed('CONNECTOR_TOO_LARGE', `more than ${maxBytes} bytes`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    // Leaving the loop cancels the rest.
    if (size > maxBytes) throw tooLarge;
    chunks.push(chunk);
    beat();
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new ReadingFailed('CONNECTOR_WRONG_TYPE', 'the answer is no UTF-8');
  }
}
