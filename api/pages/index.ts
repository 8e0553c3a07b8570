import express, { type Router } from 'express';
import type { ApiDeps } from '../deps.js';
import { Refused } from '../refused.js';
import { assetsRouter } from './assets.js';
import { auditRoutes } from './audit/routes.js';
import { consoleRoutes } from './console/routes.js';
import { findingsRoutes } from './findings/routes.js';
import { page, problemHandler, redirect } from './http.js';
import { inboxRoutes } from './inbox/routes.js';
import { libraryRoutes } from './library/routes.js';
import { links } from './links.js';
import { rulesPageRoutes } from './rules/routes.js';
import { signInRoutes } from './sign-in/routes.js';
import { stepRoutes } from './steps/routes.js';
import { unitRoutes } from './unit/routes.js';
import { connectorPages } from './connectors/routes.js';
import { valuePages } from './values/routes.js';

/** More than any form of ours has; a form that is larger is refused with its own sentence. */
const formLimits = { extended: false, limit: '3mb', parameterLimit: 20_000 } as const;

/** All pages. Mounted last: what is no page of ours is answered here with a page that says so. */
export function pagesRouter(deps: ApiDeps): Router {
  const router = express.Router();
  router.use(assetsRouter());
  router.use(express.urlencoded(formLimits));
  router.get(
    '/',
    page(deps, ({ person }) => Promise.resolve(redirect(person === null ? links.signIn : links.inbox))),
  );
  signInRoutes(router, deps);
  inboxRoutes(router, deps);
  consoleRoutes(router, deps);
  rulesPageRoutes(router, deps);
  findingsRoutes(router, deps);
  stepRoutes(router, deps);
  unitRoutes(router, deps);
  auditRoutes(router, deps);
  libraryRoutes(router, deps);
  valuePages(router, deps);
  connectorPages(router, deps);
  router.use(
    page(deps, () => {
      throw new Refused('NOT_FOUND');
    }),
  );
  router.use(problemHandler(deps));
  return router;
}
