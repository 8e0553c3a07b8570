import { Router } from 'express';
import { z } from 'zod';
import { listPersons, listUnits, importOrganization } from '../../db/organization.js';
import { importStrategy, loadStrategy } from '../../db/strategy.js';
import { addTemplate, listTemplates } from '../../db/templates.js';
import { day, id, text, typedDecimal } from '../../documents/basics.js';
import { parseOrganization } from '../../documents/organization.js';
import { parseStrategy } from '../../documents/strategy.js';
import { parseTemplate } from '../../documents/template.js';
import { addValue, listValues } from '../../db/metrics.js';
import type { ApiDeps } from '../deps.js';
import { once } from '../idempotent.js';
import { parseBody } from '../parse.js';
import { Refused } from '../refused.js';
import { needs } from '../rights.js';
import { signedIn } from '../session.js';

export const valueBody = z.strictObject({ on: day, value: typedDecimal, reason: text.optional() });

export function organizationRoutes(deps: ApiDeps): Router {
  const router = Router();
  const { sql } = deps;
  router.get('/organization', async (request, response) => {
    await signedIn(deps, request);
    response.json({ units: await listUnits(sql), persons: await listPersons(sql) });
  });
  router.post('/organization', async (request, response) => {
    const person = await signedIn(deps, request);
    needs(person, 'hr', 'admin');
    await once(deps, request, response, person.id, async () => {
      const parsed = parseOrganization(request.body);
      if (!parsed.ok) throw new Refused('IMPORT_INVALID', parsed.problems);
      await sql.begin((tx) => importOrganization(tx, parsed.value));
      return { status: 200, body: { units: parsed.value.units.length, persons: parsed.value.persons.length } };
    });
  });
  router.get('/strategy', async (request, response) => {
    await signedIn(deps, request);
    response.json(await loadStrategy(sql));
  });
  router.post('/strategy', async (request, response) => {
    const person = await signedIn(deps, request);
    needs(person, 'hr');
    await once(deps, request, response, person.id, async () => {
      const parsed = parseStrategy(request.body);
      if (!parsed.ok) throw new Refused('IMPORT_INVALID', parsed.problems);
      await sql.begin((tx) => importStrategy(tx, parsed.value));
      return {
        status: 200,
        body: { objectives: parsed.value.objectives.length, metrics: parsed.value.metrics.length },
      };
    });
  });
  router.get('/metrics/:id/values', async (request, response) => {
    await signedIn(deps, request);
    response.json({ items: await listValues(sql, 'real', request.params.id), next: null });
  });
  router.post('/metrics/:id/values', async (request, response) => {
    const person = await signedIn(deps, request);
    await once(deps, request, response, person.id, async () => {
      const body = parseBody(valueBody, request.body);
      const metric = parseBody(id, request.params.id);
      const written = await addValue(sql, { metric, by: person.id, mayAll: person.roles.includes('hr'), ...body });
      if (written !== 'written') throw new Refused(written);
      return { status: 201, body: { metric, ...body } };
    });
  });
  router.get('/templates', async (request, response) => {
    await signedIn(deps, request);
    response.json({ items: await listTemplates(sql), next: null });
  });
  router.get('/templates/:id', async (request, response) => {
    await signedIn(deps, request);
    response.json({ items: await listTemplates(sql, request.params.id), next: null });
  });
  router.post('/templates', async (request, response) => {
    const person = await signedIn(deps, request);
    needs(person, 'hr');
    await once(deps, request, response, person.id, async () => {
      const parsed = parseTemplate(request.body);
      if (!parsed.ok) throw new Refused('TEMPLATE_INVALID', parsed.problems);
      return { status: 201, body: { id: parsed.value.id, revision: await addTemplate(sql, parsed.value, person.id) } };
    });
  });
  return router;
}
