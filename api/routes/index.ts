import express, { type NextFunction, type Request, type Response, Router } from 'express';
import type { ApiDeps } from '../deps.js';
import { Refused } from '../refused.js';
import { accountRoutes } from './accounts.js';
import { changeRoutes } from './changes.js';
import { connectorRoutes } from './connectors.js';
import { correctionRoutes } from './corrections.js';
import { cycleRoutes } from './cycles.js';
import { developmentRoutes } from './development.js';
import { docsRoute } from './docs.js';
import { draftRoutes } from './drafts.js';
import { engineRoutes } from './engine.js';
import { feedbackItemRoutes } from './feedback-items.js';
import { findingRoutes } from './findings.js';
import { improvementRoutes } from './improvement.js';
import { monitoringRoutes } from './monitoring.js';
import { moneyRoutes } from './money.js';
import { goalRoutes } from './goals.js';
import { growthRoutes } from './growth.js';
import { organizationRoutes } from './organization.js';
import { reportRoutes } from './reports.js';
import { reviewRoutes } from './reviews.js';
import { rulesRoutes } from './rules.js';
import { sessionRoutes } from './session.js';
import { strategyRoutes } from './strategy.js';
import { workbookRoutes } from './workbooks.js';
import { taskRoutes } from './tasks.js';
import { valueRoutes } from './values.js';
import { calibrationRoutes } from './calibration.js';
import { fileRoutes } from './files.js';
import { lessonRoutes } from './lesson.js';

/** Words and forms are small; only whole organizations are not. */
const bodyLimit = '1mb';
const fileLimit = '32mb';
const files = /^\/(organization|strategy|metric-values|cycles\/[^/]+\/(metric-values|connector-data\/[^/]+))\/?$/;
const tables = /^\/(organization|metric-values|cycles\/[^/]+\/metric-values)\/?$/;
const table = 'text/csv';
/** Read by their routes, piece by piece. */
const uploads = /\/(workbook|steps\/.+\/files)\/?$/;

/** Everything under /api/v1. */
export function apiRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.use(knownType);
  const small = express.json({ limit: bodyLimit, type: 'application/json' });
  const large = express.json({ limit: fileLimit, type: 'application/json' });
  const bytes = express.raw({ limit: fileLimit, type: table });
  router.use((request, response, next) => {
    if (!files.test(request.path)) return small(request, response, next);
    return (request.is(table) === false ? large : bytes)(request, response, next);
  });
  const parts = [
    sessionRoutes,
    accountRoutes,
    organizationRoutes,
    strategyRoutes,
    cycleRoutes,
    rulesRoutes,
    findingRoutes,
    draftRoutes,
    monitoringRoutes,
    workbookRoutes,
    taskRoutes,
    goalRoutes,
    // Before the steps themselves, whose ids may hold a slash.
    fileRoutes,
    reviewRoutes,
    changeRoutes,
    growthRoutes,
    correctionRoutes,
    valueRoutes,
    connectorRoutes,
    feedbackItemRoutes,
    developmentRoutes,
    moneyRoutes,
    engineRoutes,
    docsRoute,
    calibrationRoutes,
    lessonRoutes,
    improvementRoutes,
    reportRoutes,
  ];
  const routes = parts.map((part) => part(deps));
  router.use(...routes);
  for (const [path, methods] of pathsOf(routes)) router.all(path, notSo(methods));
  return router;
}

/** Every address with its methods, as registered. */
export function pathsOf(routers: readonly Router[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { route } of routers.flatMap((each) => each.stack)) {
    if (route === undefined) continue;
    const methods = route.stack.map((layer) => layer.method.toUpperCase());
    found.set(route.path, [...new Set([...(found.get(route.path) ?? []), ...methods])]);
  }
  return found;
}

/** The address is known, the method is not; where the method is, nobody wanted that very address. */
function notSo(methods: readonly string[]) {
  return (request: Request, response: Response): void => {
    if (methods.includes(request.method)) throw new Refused('NOT_FOUND');
    response.set('Allow', methods.toSorted().join(', '));
    throw new Refused('METHOD_NOT_ALLOWED');
  };
}

function knownType(request: Request, _response: Response, next: NextFunction): void {
  if (uploads.test(request.path)) return next();
  const length = request.get('content-length');
  const hasBody = request.get('transfer-encoding') !== undefined || (length !== undefined && length !== '0');
  const types = tables.test(request.path) ? ['application/json', table] : ['application/json'];
  if (hasBody && request.is(types) === false) throw new Refused('UNSUPPORTED_TYPE');
  next();
}
