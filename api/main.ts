import { once } from 'node:events';
import { pino } from 'pino';
import type { Config } from '../config/index.js';
import { connect } from '../db/connect.js';
import { createApp } from './app.js';
import { createEngine } from './engine.js';

/** Serves until it is told to stop; requests under way are finished. */
export async function runApi(config: Config): Promise<void> {
  const logger = pino({ level: config.logLevel, base: { process: 'api' } }, pino.destination(2));
  const sql = connect(config, { max: 24, applicationName: 'perfcycle-api' });
  const engine = createEngine(config);
  const server = createApp({ sql, engine, config, logger }).listen(config.port, config.host);
  await once(server, 'listening');
  process.send?.({ ready: true });
  logger.info({ url: config.publicUrl }, 'api ready');
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    if (process.send !== undefined) process.once('disconnect', () => resolve());
  });
  server.close();
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 5000).unref();
  await once(server, 'close');
  await engine.close();
  await sql.end({ timeout: 5 });
}
