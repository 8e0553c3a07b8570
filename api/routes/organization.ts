import { type Request, Router } from 'express';
import { listPersons, listUnits, importOrganization } from '../../db/organization.js';
import type { Query } from '../../db/connect.js';
import { importStrategy, loadStrategy } from '../../db/strategy.js';
import { addTemplate, listTemplates, loadTemplate } from '../../db/templates.js';
import { unitsInLine } from '../../db/sight.js';

import { type Organization, parseOrganization } from '../../documents/organization.js';
import { parseOrganizationCsv } from '../../documents/organization-csv.js';
import { explanationQuery } from '../../documents/requests.js';
import { importQuery } from '../../documents/strategy-entries.js';
import { realBook } from '../../domain/strategy.js';
import { parseStrategy, type Strategy } from '../../documents/strategy.js';
import { parseTemplate } from '../../documents/template.js';
import { chooseLanguage } from '../../messages/language.js';
import { explainTemplate } from '../../messages/template.js';
import type { ApiDeps } from '../deps.js';
import { once } from '../idempotent.js';
import { pageAsk, pageOfAll } from '../paging.js';
import { idOr404, parseBody } from '../parse.js';
import { Refused } from '../refused.js';
import { may, needsRight } from '../rights.js';
import { type Person, signedIn } from '../session.js';
import { journalImport } from '../strategy-journal.js';

export function organizationRoutes(deps: ApiDeps): Router {
  const router = Router();
  const { sql } = deps;
  router.get('/organization', async (request, response) => {
    await signedIn(deps, request);
    response.json({ units: await listUnits(sql), persons: await listPersons(sql) });
  });
  router.post('/organization', async (request, response) => {
    const person = await signedIn(deps, request);
    needsRight(person, 'import', 'organization');
    await once(deps, request, response, person.id, async (tx) => {
      const { units, persons, ...document } = organizationOf(request);
      await importOrganization(tx, { ...document, units, persons }, { by: person.id, reason: null });
      return { status: 200, body: { units: units.length, persons: persons.length } };
    });
  });
  router.get('/strategy', async (request, response) => {
    const person = await signedIn(deps, request);
    response.json(await strategyFor(deps, person));
  });
  router.post('/strategy', async (request, response) => {
    const person = await signedIn(deps, request);
    needsRight(person, 'import', 'strategy');
    await once(deps, request, response, person.id, async (tx) => {
      const parsed = parseStrategy(request.body);
      if (!parsed.ok) throw new Refused('IMPORT_INVALID', parsed.problems);
      await knownUnits(tx, parsed.value);
      const reason = parseBody(importQuery, request.query).reason ?? null;
      await journalImport(deps, tx, person, await importStrategy(tx, parsed.value, { by: person.id, reason }));
      const { objectives, metrics } = parsed.value;
      return { status: 200, body: { objectives: objectives.length, metrics: metrics.length } };
    });
  });
  templateRoutes(router, deps);
  return router;
}

function templateRoutes(router: Router, deps: ApiDeps): void {
  const { sql } = deps;
  router.get('/templates', async (request, response) => {
    await signedIn(deps, request);
    const ask = pageAsk(request, ['string']);
    response.json(pageOfAll(await listTemplates(sql), ask, (template) => [template.id]));
  });
  router.get('/templates/:id', async (request, response) => {
    await signedIn(deps, request);
    const ask = pageAsk(request, ['number']);
    const revisions = await listTemplates(sql, idOr404(request.params.id));
    if (revisions.length === 0) throw new Refused('NOT_FOUND');
    response.json(pageOfAll(revisions, ask, (template) => [-template.revision]));
  });
  router.get('/templates/:id/explanation', async (request, response) => {
    await signedIn(deps, request);
    const { lang, revision } = parseBody(explanationQuery, request.query);
    const row = await loadTemplate(sql, idOr404(request.params.id), revision ?? null);
    if (row === undefined) throw new Refused('NOT_FOUND');
    const language = lang ?? chooseLanguage(undefined, undefined, request.get('accept-language'));
    const sections = explainTemplate(row.document).map(({ id, title, sentences }) => ({
      id,
      title: title[language],
      sentences: sentences.map((sentence) => sentence[language]),
    }));
    response.json({ id: row.id, revision: row.revision, language, sections });
  });
  router.post('/templates', async (request, response) => {
    const person = await signedIn(deps, request);
    needsRight(person, 'write', 'template');
    await once(deps, request, response, person.id, async (tx) => {
      const parsed = parseTemplate(request.body);
      if (!parsed.ok) {
        const empty = parsed.problems.some((problem) => problem.code === 'TEMPLATE_WITHOUT_STEPS');
        throw new Refused(empty ? 'TEMPLATE_WITHOUT_STEPS' : 'TEMPLATE_INVALID', parsed.problems);
      }
      return { status: 201, body: { id: parsed.value.id, revision: await addTemplate(tx, parsed.value, person.id) } };
    });
  });
}

/** A document, or a table. @throws Refused IMPORT_INVALID with all problems, by pointer or by row and column */
function organizationOf(request: Request): Organization {
  const body: unknown = request.body;
  const parsed = Buffer.isBuffer(body) ? parseOrganizationCsv(body) : parseOrganization(body);
  if (!parsed.ok) throw new Refused('IMPORT_INVALID', parsed.problems);
  return parsed.value;
}

/** What a strategy says is about units that are there. @throws Refused IMPORT_INVALID */
async function knownUnits(tx: Query, { metrics, capacity }: Strategy): Promise<void> {
  const known = new Set((await listUnits(tx)).map((unit) => unit.id));
  const unknown = (part: string, rows: readonly { readonly unit: string }[]) =>
    rows.flatMap(({ unit }, index) =>
      known.has(unit)
        ? []
        : [{ pointer: `/${part}/${index}/unit`, code: 'ID_UNKNOWN', detail: `there is no unit ${unit}` }],
    );
  const problems = [...unknown('metrics', metrics), ...unknown('capacity', capacity)];
  if (problems.length > 0) throw new Refused('IMPORT_INVALID', problems);
}

/** Budgets of units beside are nobody's business. */
async function strategyFor({ sql }: ApiDeps, person: Person) {
  const strategy = await loadStrategy(sql, realBook);
  if (may(person, 'see', 'capacity')) return strategy;
  const line = new Set(await unitsInLine(sql, person.id));
  return { ...strategy, capacity: strategy.capacity.filter((row) => line.has(row.unit)) };
}
