import type { Request } from 'express';
import type { Query } from '../../db/connect.js';
import { type CycleRow, loadCycle } from '../../db/cycles.js';
import { reportKind, reportList, rowsQuery } from '../../documents/report-requests.js';
import type { Filter, Report, ReportKind, ReportList } from '../../domain/reports/index.js';
import { idOr404, parseBody } from '../parse.js';
import { Refused } from '../refused.js';
import type { Person } from '../session.js';
import { accessTo, type ReportAccess } from './access.js';
import { loadLists, loadReport } from './load.js';

/** A report of a cycle that a person may see. */
export interface ReportPlace {
  readonly cycle: CycleRow;
  readonly kind: ReportKind;
  readonly scope: string | null;
  readonly access: ReportAccess;
}
/** As a person asked for it, by the API or by a page. */
export interface OpenReport extends ReportPlace {
  readonly report: Report;
}
export interface OpenList extends ReportPlace {
  readonly list: ReportList;
  readonly filter: Filter;
}

/** @throws Refused NOT_FOUND, FORBIDDEN, BODY_INVALID */
async function placeAsked(sql: Query, person: Person, cycleId: unknown, request: Request): Promise<ReportPlace> {
  const cycle = await loadCycle(sql, idOr404(cycleId));
  const kind = reportKind.safeParse(request.params['report']);
  if (cycle === undefined || !kind.success) throw new Refused('NOT_FOUND');
  const { scope = null } = parseBody(rowsQuery, withoutEmpty(request.query));
  const access = await accessTo(sql, person, cycle, kind.data, scope);
  return { cycle, kind: kind.data, scope, access };
}

/** @throws Refused NOT_FOUND, FORBIDDEN, BODY_INVALID */
export async function openReport(sql: Query, person: Person, cycleId: unknown, request: Request): Promise<OpenReport> {
  const place = await placeAsked(sql, person, cycleId, request);
  return { ...place, report: await loadReport(sql, place.cycle, place.kind, place.access, place.scope) };
}

/** The list that the address names, and what of the query filters it. @throws Refused NOT_FOUND, FORBIDDEN, BODY_INVALID */
export async function openList(sql: Query, person: Person, cycleId: unknown, request: Request): Promise<OpenList> {
  const place = await placeAsked(sql, person, cycleId, request);
  const wanted = reportList.safeParse(request.params['list']);
  const lists = await loadLists(sql, place.cycle, place.kind, place.access, place.scope);
  const list = lists.find(({ id }) => id === wanted.data);
  if (list === undefined) throw new Refused('NOT_FOUND');
  const query: Readonly<Record<string, unknown>> = parseBody(rowsQuery, withoutEmpty(request.query));
  const said = list.facets.flatMap((facet) => {
    const key = query[facet];
    return typeof key === 'string' ? [[facet, key] as const] : [];
  });
  return { ...place, list, filter: Object.fromEntries(said) };
}

/** Forms send what was not chosen as an empty text. */
const withoutEmpty = (query: Request['query']): object =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
