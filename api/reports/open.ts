import type { Request } from 'express';
import type { Query } from '../../db/connect.js';
import { type CycleRow, loadCycle } from '../../db/cycles.js';
import { reportKind, reportList, rowsQuery } from '../../documents/report-requests.js';
import type { Filter, Report, ReportKind, ReportList } from '../../domain/reports/index.js';
import { idOr404, parseBody } from '../parse.js';
import { Refused } from '../refused.js';
import type { Person } from '../session.js';
import { accessTo, type ReportAccess } from './access.js';
import { loadReport } from './load.js';

/** A report as a person asked for it, by the API or by a page. */
export interface OpenReport {
  readonly cycle: CycleRow;
  readonly kind: ReportKind;
  readonly scope: string | null;
  readonly access: ReportAccess;
  readonly report: Report;
}

/** @throws Refused NOT_FOUND, FORBIDDEN, BODY_INVALID */
export async function openReport(sql: Query, person: Person, cycleId: unknown, request: Request): Promise<OpenReport> {
  const cycle = await loadCycle(sql, idOr404(cycleId));
  const kind = reportKind.safeParse(request.params['report']);
  if (cycle === undefined || !kind.success) throw new Refused('NOT_FOUND');
  const { scope = null } = parseBody(rowsQuery, withoutEmpty(request.query));
  const access = await accessTo(sql, person, cycle, kind.data, scope);
  const report = await loadReport(sql, cycle, kind.data, access, scope);
  return { cycle, kind: kind.data, scope, access, report };
}

/** The list that the address names, and what of the query filters it. @throws Refused NOT_FOUND, BODY_INVALID */
export function listAsked(report: Report, request: Request): { readonly list: ReportList; readonly filter: Filter } {
  const wanted = reportList.safeParse(request.params['list']);
  const list = report.lists.find(({ id }) => id === wanted.data);
  if (list === undefined) throw new Refused('NOT_FOUND');
  const query: Readonly<Record<string, unknown>> = parseBody(rowsQuery, withoutEmpty(request.query));
  const said = list.facets.flatMap((facet) => {
    const key = query[facet];
    return typeof key === 'string' ? [[facet, key] as const] : [];
  });
  return { list, filter: Object.fromEntries(said) };
}

/** Forms send what was not chosen as an empty text. */
const withoutEmpty = (query: Request['query']): object =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
