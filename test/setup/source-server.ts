/** Another system over real HTTP, with its bad days. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface SourceServer {
  readonly host: string;
  readonly url: string;
  /** Answers to this path from now on. */
  readonly on: (path: string, answer: Answer) => void;
  /** What was asked, path and query. */
  readonly asked: string[];
}

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

export async function startSource(): Promise<SourceServer> {
  const answers = new Map<string, Answer>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const address = request.url ?? '/';
    asked.push(address);
    const answer = answers.get(address.split('?')[0] ?? '');
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, url: `http://${host}`, asked, on: (path, answer) => answers.set(path, answer) };
}

/** Answers with that text. */
export const says =
  (text: string | Uint8Array, status = 200, headers: Readonly<Record<string, string>> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
  };
