import type { Router } from 'express';
import { listPersons, listUnits } from '../../../db/organization.js';
import { unitNames } from '../../../db/page-names.js';
import { loadStrategyOverview } from '../../../db/strategy.js';
import { listTemplates, loadTemplate } from '../../../db/templates.js';
import { frame } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { idOr404 } from '../../parse.js';
import { Refused } from '../../refused.js';
import { strategyPlace } from '../../strategy.js';
import { may } from '../../rights.js';
import { personPage } from '../http.js';
import { shownCycle } from '../steps/load.js';
import { shownPlace } from '../strategy/entry-load.js';
import { OrganizationPage } from './organization-page.js';
import { StrategyPage } from './strategy-page.js';
import { TemplatePage } from './template-page.js';
import { TemplatesPage } from './templates-page.js';

/** As many as a page shows at once; all stand on the page of metrics. */
const mostMetrics = 100;

export function libraryRoutes(router: Router, deps: ApiDeps): void {
  router.get(
    '/strategy',
    personPage(deps, async ({ reader, request }) => {
      const asked = request.query['cycle'];
      const place = await strategyPlace(deps.sql, asked === undefined ? undefined : idOr404(asked));
      const strategy = await loadStrategyOverview(deps.sql, place.book, mostMetrics + 1);
      const metrics = strategy.metrics.slice(0, mostMetrics);
      const names = await unitNames(deps.sql, [...new Set(metrics.map(({ unit }) => unit))]);
      return {
        kind: 'page',
        title: reader.t(frame.strategy),
        ...(place.cycle !== null && { cycle: shownCycle(place.cycle) }),
        body: (
          <StrategyPage
            reader={reader}
            {...strategy}
            metrics={metrics}
            moreMetrics={strategy.metrics.length > mostMetrics}
            unitNames={names}
            place={shownPlace(place)}
          />
        ),
      };
    }),
  );
  router.get(
    '/organization',
    personPage(deps, async ({ reader, person }) => {
      const [units, persons] = await Promise.all([listUnits(deps.sql), listPersons(deps.sql)]);
      const byId = new Map(persons.map((person) => [person.id, person]));
      const shown = units.map((unit) => ({ ...unit, head: unit.head === null ? null : (byId.get(unit.head) ?? null) }));
      return {
        kind: 'page',
        title: reader.t(frame.organization),
        body: <OrganizationPage reader={reader} units={shown} mayImport={may(person, 'import', 'organization')} />,
      };
    }),
  );
  router.get(
    '/templates',
    personPage(deps, async ({ reader }) => {
      const templates = await listTemplates(deps.sql);
      return {
        kind: 'page',
        title: reader.t(frame.templates),
        body: <TemplatesPage reader={reader} templates={templates} />,
      };
    }),
  );
  router.get(
    '/templates/:id',
    personPage(deps, async ({ reader, request }) => {
      const template = await loadTemplate(deps.sql, idOr404(request.params['id']), null);
      if (template === undefined) throw new Refused('NOT_FOUND');
      return {
        kind: 'page',
        title: template.document.title[reader.language] ?? template.id,
        body: <TemplatePage reader={reader} template={template} />,
      };
    }),
  );
}
