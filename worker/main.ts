import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { createActivities } from '../activities/index.js';
import type { Config } from '../config/index.js';
import { createConnectorReader } from '../connectors/reader.js';
import { connect } from '../db/connect.js';
import { taskQueue } from '../workflows/messages.js';
import { workflowBundle } from './bundle.js';
import { createAnchors } from './pumps/anchors.js';
import { createArchive } from './pumps/archive.js';
import { createCycles } from './pumps/cycles.js';
import { createDigests } from './pumps/digests.js';
import { createHints } from './pumps/hints.js';
import { createMail } from './pumps/mail.js';
import { createMailer } from './pumps/mailer.js';
import { createPump } from './pumps/pump.js';
import { createRelay } from './pumps/relay.js';
import { untilStopped } from './stop.js';

/** Runs the worker until it is told to stop; rejects on what it cannot go on from. */
export async function runWorker(config: Config): Promise<void> {
  const logger = pino({ level: config.logLevel, base: { process: 'worker' } }, pino.destination(2));
  Runtime.install({
    logger: new DefaultLogger('WARN'),
    telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'WARN' } } },
    shutdownSignals: [],
  });
  const tls = config.temporal.tls;
  const options = {
    address: config.temporal.address,
    tls,
    ...(config.temporal.apiKey !== undefined && { apiKey: config.temporal.apiKey }),
  };
  const [native, connection] = await Promise.all([NativeConnection.connect(options), Connection.connect(options)]);
  const client = new Client({ connection, namespace: config.temporal.namespace });
  const sql = connect(config, { max: 24, applicationName: 'perfcycle-worker' });
  const worker = await Worker.create({
    connection: native,
    namespace: config.temporal.namespace,
    taskQueue,
    workflowBundle: await workflowBundle(config.dataDir),
    activities: createActivities({ sql, client, reader: createConnectorReader(config.connectors) }),
    // About 70 KB each: under 150 MB.
    maxCachedWorkflows: 2000,
    maxConcurrentLocalActivityExecutions: 32,
    shutdownGraceTime: '10s',
    shutdownForceTime: '20s',
  });
  const mailer = config.smtp === undefined ? null : createMailer(config.smtp);
  const pumps = [
    createPump({ name: 'relay', everyMs: 1000, run: createRelay({ sql, client, logger }), logger }),
    createPump({ name: 'cycles', everyMs: 30_000, run: createCycles({ sql, client }), logger }),
    createPump({ name: 'hints', everyMs: 250, run: createHints({ sql, client }), logger }),
    createPump({ name: 'digests', everyMs: 60_000, run: createDigests({ sql }), logger }),
    createPump({ name: 'mail', everyMs: 500, run: createMail({ sql, mailer, publicUrl: config.publicUrl }), logger }),
    createPump({ name: 'anchors', everyMs: 2000, run: createAnchors({ sql }), logger }),
    createPump({ name: 'archive', everyMs: 10_000, run: createArchive({ sql, client, logger }), logger }),
  ];
  const stopped = untilStopped().then(() => {
    worker.shutdown();
  });
  process.send?.({ ready: true });
  logger.info('worker ready');
  try {
    await worker.run();
  } finally {
    await Promise.all(pumps.map((pump) => pump.stop()));
    await Promise.all([sql.end({ timeout: 5 }), connection.close(), native.close()]);
  }
  await stopped;
}
