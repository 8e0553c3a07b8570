import { Router } from 'express';
import { ruleSections } from '../../domain/cycle/index.js';
import { listRulesProposals, listRulesRevisions } from '../../db/rules.js';
import { rulesProposalBody, whatIfBody } from '../../documents/rules-change.js';
import type { ApiDeps } from '../deps.js';
import { idempotencyKey, once } from '../idempotent.js';
import { pageAsk, pageOfAll } from '../paging.js';
import { parseBody } from '../parse.js';
import { proposeRules } from '../propose-rules.js';
import { needsRight } from '../rights.js';
import { signedIn } from '../session.js';
import { deliver } from '../submit-step.js';
import { changeOf, whatIf } from '../what-if.js';
import { cycleOr404 } from './cycles.js';

/** The rules of a cycle: as they are in force, as they could be, as somebody proposes them. */
export function rulesRoutes(deps: ApiDeps): Router {
  const router = Router();
  const { sql } = deps;
  router.get('/cycles/:id/rules', async (request, response) => {
    await signedIn(deps, request);
    const { id, rulesRevision: revision, template } = await cycleOr404(sql, request);
    const rules = Object.fromEntries(ruleSections.map((section) => [section, template[section]]));
    response.json({ revision, rules, revisions: await listRulesRevisions(sql, id) });
  });
  router.post('/cycles/:id/what-if', async (request, response) => {
    needsRight(await signedIn(deps, request), 'ask', 'rules-proposal');
    const cycle = await cycleOr404(sql, request);
    const { rules } = parseBody(whatIfBody, request.body);
    response.json(await whatIf(sql, cycle, changeOf(cycle, rules)));
  });
  router.get('/cycles/:id/rules-proposals', async (request, response) => {
    const person = await signedIn(deps, request);
    needsRight(person, 'see', 'rules-proposal');
    const { id } = await cycleOr404(sql, request);
    const ask = pageAsk(request, ['number']);
    response.json(pageOfAll(await listRulesProposals(sql, id), ask, (row) => [-row.number]));
  });
  router.post('/cycles/:id/rules-proposals', async (request, response) => {
    const person = await signedIn(deps, request);
    needsRight(person, 'propose', 'rules-proposal');
    const key = idempotencyKey(request);
    await once(deps, request, response, person.id, async (tx) => {
      const { id: cycleId } = await cycleOr404(tx, request);
      const { rules, reason } = parseBody(rulesProposalBody, request.body);
      const ask = { cycleId, actor: person.id, rules, reason, idempotencyKey: key };
      const { command, ...proposed } = await proposeRules(deps, tx, ask);
      const afterwards = async (): Promise<number> => {
        const { kind } = await deliver(deps, { cycleId, unitId: null, act: 'submit' }, command);
        return kind === 'applied' ? 201 : 202;
      };
      return { status: 202, body: { ...proposed, command: command.id }, afterwards };
    });
  });
  return router;
}
