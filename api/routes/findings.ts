import { Router } from 'express';
import { currentFindings } from '../../db/organization-checks.js';
import type { StandingFinding } from '../../db/organization-findings.js';
import { findingKey, findingScope } from '../../domain/cycle/index.js';
import { findingsFilter, settleBody } from '../../documents/requests.js';
import type { ApiDeps } from '../deps.js';
import { draftedFindings, settle } from '../findings.js';
import { once } from '../idempotent.js';
import { pageAsk, pageOfAll } from '../paging.js';
import { parseBody } from '../parse.js';
import { needsRight } from '../rights.js';
import { signedIn } from '../session.js';
import { cycleOr404 } from './cycles.js';

/** The goal checks over the whole organization: what stands, and HR's word on it. */
export function findingRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.get('/cycles/:id/findings', async (request, response) => {
    const person = await signedIn(deps, request);
    needsRight(person, 'see', 'organization-findings');
    const cycle = await cycleOr404(deps.sql, request);
    const ask = pageAsk(request, ['string', 'string']);
    const { state, code, unit, drafts } = parseBody(findingsFilter, request.query);
    // What is still being written is HR's to look at, and nobody else's.
    if (drafts === 'true') needsRight(person, 'see', 'drafts-of-others');
    const all = await (drafts === 'true' ? draftedFindings : currentFindings)(deps.sql, cycle);
    const found = all.filter(
      (each) =>
        (state === undefined || each.state === state) &&
        (code === undefined || each.code === code) &&
        (unit === undefined || each.units.includes(unit)),
    );
    response.json(pageOfAll(found.map(shown), ask, (each) => [findingKey(each), each.units.join(' ')]));
  });
  router.post('/cycles/:id/findings/settle', async (request, response) => {
    const person = await signedIn(deps, request);
    needsRight(person, 'settle', 'organization-findings');
    await once(deps, request, response, person.id, async (tx) => {
      const body = parseBody(settleBody, request.body);
      const cycle = await cycleOr404(tx, request);
      return { status: 200, body: shown(await settle(deps, tx, person, cycle, body)) };
    });
  });
  return router;
}

const shown = (finding: StandingFinding) => ({ ...finding, scope: findingScope(finding.code) });
