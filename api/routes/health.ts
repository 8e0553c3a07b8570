import { Router } from 'express';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { ApiDeps } from '../deps.js';

/** Is the process there; are its servers; its figures. */
export function healthRoutes(deps: ApiDeps): Router {
  const router = Router();
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const database = await deps.sql`SELECT 1`.then(
      () => true,
      () => false,
    );
    const worker = await deps.engine.workerPolls().catch(() => null);
    const ready = database && worker === true;
    if (!ready) response.set('Retry-After', '5');
    response.status(ready ? 200 : 503).json({ database, temporal: worker !== null, worker: worker === true });
  });
  router.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}
