import express, { type Router } from 'express';
import type { ApiDeps } from '../deps.js';
import { Refused } from '../refused.js';
import { assetsRouter } from './assets.js';
import { auditRoutes } from './audit/routes.js';
import { consoleRoutes } from './console/routes.js';
import { developmentPages } from './development/routes.js';
import { deviationRoutes } from './deviations/routes.js';
import { feedbackItemPages } from './feedback-items/routes.js';
import { findingsRoutes } from './findings/routes.js';
import { goalPageRoutes } from './goal/routes.js';
import { page, problemHandler, redirect } from './http.js';
import { inboxRoutes } from './inbox/routes.js';
import { libraryRoutes } from './library/routes.js';
import { moneyPageRoutes } from './money/routes.js';
import { links } from './links.js';
import { reportPages } from './reports/routes.js';
import { rulesPageRoutes } from './rules/routes.js';
import { signInRoutes } from './sign-in/routes.js';
import { cycleStrategyRoutes } from './strategy/cycle-routes.js';
import { strategyLibraryRoutes } from './strategy/library-routes.js';
import { stepRoutes } from './steps/routes.js';
import { talkRoutes } from './talk/routes.js';
import { unitRoutes } from './unit/routes.js';
import { workbookPageRoutes } from './workbooks/routes.js';
import { taskPageRoutes } from './tasks/routes.js';
import { timelineRoutes } from './timeline/routes.js';
import { versionsPageRoutes } from './versions/routes.js';
import { connectorPages } from './connectors/routes.js';
import { lessonPageRoutes } from './lesson/routes.js';
import { improvementPages } from './improvement/routes.js';
import { valuePages } from './values/routes.js';
import { nextCyclePages } from './next-cycle/routes.js';
import { recognitionPages } from './recognition/routes.js';

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
  cycleStrategyRoutes(router, deps);
  strategyLibraryRoutes(router, deps);
  deviationRoutes(router, deps);
  talkRoutes(router, deps);
  stepRoutes(router, deps);
  taskPageRoutes(router, deps);
  goalPageRoutes(router, deps);
  timelineRoutes(router, deps);
  versionsPageRoutes(router, deps);
  unitRoutes(router, deps);
  auditRoutes(router, deps);
  libraryRoutes(router, deps);
  workbookPageRoutes(router, deps);
  valuePages(router, deps);
  connectorPages(router, deps);
  recognitionPages(router, deps);
  nextCyclePages(router, deps);
  lessonPageRoutes(router, deps);
  feedbackItemPages(router, deps);
  developmentPages(router, deps);
  moneyPageRoutes(router, deps);
  improvementPages(router, deps);
  reportPages(router, deps);
  router.use(
    page(deps, () => {
      throw new Refused('NOT_FOUND');
    }),
  );
  router.use(problemHandler(deps));
  return router;
}
