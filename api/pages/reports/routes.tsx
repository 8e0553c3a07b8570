import type { Request, Router } from 'express';
import type { Query } from '../../../db/connect.js';
import type { CycleRow } from '../../../db/cycles.js';
import { unitNames } from '../../../db/page-names.js';
import { tellingOf, unitsInLine } from '../../../db/sight.js';
import { reportNames, reportsPage, reportWordNames } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { kindsFor, seesMoney } from '../../reports/access.js';
import { openList, openReport, type OpenReport, type ReportPlace } from '../../reports/open.js';
import { Refused } from '../../refused.js';
import { seesAll } from '../../rights.js';
import type { Person } from '../../session.js';
import { knownCycle } from '../console/routes.js';
import { type PageAnswer, personPage, type PersonVisit } from '../http.js';
import { createReader } from '../reader.js';
import { unnamed } from '../steps/form-facts.js';
import { shownCycle } from '../steps/load.js';
import { ReportsPage } from './index-page.js';
import { ListPage, pageLength } from './list-page.js';
import { ReportPage } from './report-page.js';

const path = '/cycles/:cycle/reports';

export function reportPages(router: Router, deps: ApiDeps): void {
  router.get(path, personPage(deps, indexAnswer));
  router.get(`${path}/:report`, personPage(deps, reportAnswer));
  router.get(`${path}/:report/lists/:list`, personPage(deps, listAnswer));
}

/** As many as a list of links bears; the others are reached from the units' own pages. */
const mostUnits = 200;

async function indexAnswer({ deps, request, reader, person }: PersonVisit): Promise<PageAnswer> {
  const cycle = await knownCycle(deps, request.params['cycle']);
  const kinds = kindsFor(person).filter((kind) => kind !== 'unit');
  const units = await unitsFor(deps.sql, person, cycle);
  if (kinds.length === 0 && units.length === 0) throw new Refused('FORBIDDEN');
  const names = await unitNames(deps.sql, units);
  const asked = request.query['scope'];
  const note = seesAll(person)
    ? null
    : person.heads.length > 0
      ? reportsPage.yourLine
      : seesMoney(person)
        ? reportsPage.moneyOnly
        : null;
  return {
    kind: 'page',
    title: `${cycle.title} · ${reader.t(reportsPage.title)}`,
    cycle: shownCycle(cycle),
    body: (
      <ReportsPage
        reader={reader}
        view={{
          cycleId: cycle.id,
          cycleTitle: cycle.title,
          kinds,
          units: units.map((id) => ({ ...unnamed(id), ...names.get(id), id })),
          note: note === null ? null : reader.t(note),
          scope: units.find((id) => id === asked) ?? null,
        }}
      />
    ),
  };
}

/** The cycle's units whose report somebody may open. */
async function unitsFor(sql: Query, person: Person, cycle: CycleRow): Promise<readonly string[]> {
  if (seesAll(person)) return cycle.subjects.slice(0, mostUnits);
  const line = new Set(person.heads.length > 0 ? await unitsInLine(sql, person.id) : []);
  const told = await Promise.all(
    person.memberOf.map(async (id) => ((await tellingOf(sql, cycle.id, id)).told ? [id] : [])),
  );
  const own = new Set(told.flat());
  return cycle.subjects.filter((id) => line.has(id) || own.has(id)).slice(0, mostUnits);
}

const placeOf = ({ cycle, kind, scope, access }: ReportPlace) => ({
  cycleId: cycle.id,
  kind,
  scope,
  whole: access.whole,
});

async function reportAnswer(visit: PersonVisit): Promise<PageAnswer> {
  const { deps, person, request } = visit;
  const open = await openReport(deps.sql, person, request.params['cycle'], request);
  const { cycle, kind, scope, report } = open;
  const reader = createReader(visit.reader.language, cycle.zone);
  const unit = scope === null ? undefined : (await unitNames(visit.deps.sql, [scope])).get(scope);
  const name = unit === undefined ? null : reader.name(unit);
  const title =
    kind === 'unit' && name !== null ? `${name} · ${cycle.title}` : `${cycle.title} · ${reader.t(reportNames[kind])}`;
  return {
    kind: 'page',
    title,
    cycle: shownCycle(cycle),
    body: (
      <ReportPage
        reader={reader}
        view={{
          place: placeOf(open),
          cycleTitle: cycle.title,
          report,
          counts: new Map(
            await Promise.all(report.lists.map(async (list) => [list.id, await list.count({})] as const)),
          ),
          of: name !== null && kind !== 'unit' ? reader.t(reportsPage.ofUnit(name)) : lineNote(visit, reader.t, open),
          now: cycle.clock.now,
        }}
      />
    ),
  };
}

/** Who sees less than all is told so beside the figures. */
function lineNote(
  { person }: PersonVisit,
  t: (text: typeof reportsPage.yourLine) => string,
  open: OpenReport,
): string | null {
  if (seesAll(person) || open.kind === 'unit') return null;
  return t(open.access.scope === null ? reportsPage.moneyOnly : reportsPage.yourLine);
}

async function listAnswer(visit: PersonVisit): Promise<PageAnswer> {
  const { deps, person, request } = visit;
  const open = await openList(deps.sql, person, request.params['cycle'], request);
  const { cycle, kind, list, filter } = open;
  const reader = createReader(visit.reader.language, cycle.zone);
  const count = await list.count(filter);
  const page = pageAsked(request, count);
  return {
    kind: 'page',
    title: `${reader.t(reportNames[kind])} · ${reader.t(reportWordNames[list.id])}`,
    cycle: shownCycle(cycle),
    body: (
      <ListPage
        reader={reader}
        view={{
          place: placeOf(open),
          cycleTitle: cycle.title,
          ...{ list, filter, count, page },
          rows: await list.rows(filter, { offset: (page - 1) * pageLength, limit: pageLength }),
          options: new Map(await Promise.all(list.facets.map(async (id) => [id, await list.options(id)] as const))),
        }}
      />
    ),
  };
}

/** From 1 to the last one that has rows. */
function pageAsked({ query }: Request, count: number): number {
  const said = query['page'];
  const asked = typeof said === 'string' && /^[1-9]\d{0,6}$/.test(said) ? Number(said) : 1;
  return Math.min(asked, Math.max(1, Math.ceil(count / pageLength)));
}
