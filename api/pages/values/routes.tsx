import type { Router } from 'express';
import { metricUnit } from '../../../db/api-lists.js';
import { metricStates } from '../../../db/metric-states.js';
import { newestVersions, presentValues } from '../../../db/metrics.js';
import { unitNames } from '../../../db/page-names.js';
import { readValuesCsv } from '../../../documents/values-csv.js';
import { freshnesses } from '../../../domain/values/index.js';
import { refusalTexts } from '../../../messages/errors.js';
import { valuesPage } from '../../../messages/pages.js';
import { problemSentence } from '../../../messages/problems.js';
import type { ApiDeps } from '../../deps.js';
import { idOr404 } from '../../parse.js';
import { Refused, statusOf } from '../../refused.js';
import { may, seesProgress } from '../../rights.js';
import { unitsOfLists, valuesScope, type ValuesScope, writeValues } from '../../values.js';
import { type PageAnswer, personPage, type PersonVisit, redirect } from '../http.js';
import { links } from '../links.js';
import { createReader, type Reader } from '../reader.js';
import { nest, textAt } from '../steps/form-data.js';
import { unnamed } from '../steps/form-facts.js';
import { shownCycle } from '../steps/load.js';
import { type RefusedTable, ValuesListPage } from './list-page.js';
import { MetricPage, type RefusedValue } from './metric-page.js';

const rowsShown = 500;
const versionsShown = 200;
const daysShown = 60;

/** Values of metrics: the real ones, and those of a cycle's own book. */
export function valuePages(router: Router, deps: ApiDeps): void {
  for (const list of ['/metric-values', '/cycles/:cycle/metric-values']) {
    router.get(
      list,
      personPage(deps, (visit) => listAnswer(visit, null)),
    );
    router.post(list, personPage(deps, postTable));
    router.get(
      `${list}/:metric`,
      personPage(deps, (visit) => metricAnswer(visit, null)),
    );
    router.post(`${list}/:metric`, personPage(deps, postValue));
  }
}

/** Rows of values; each is judged by its metric. */
const mayImport = (person: PersonVisit['person']): boolean =>
  may(person, 'import', 'value', person.heads.length > 0 ? ['beside'] : []);

function scopeOf({ deps, request }: PersonVisit): Promise<ValuesScope> {
  const cycle = request.params['cycle'];
  return valuesScope(deps.sql, cycle === undefined ? undefined : idOr404(cycle));
}

const readerOf = (reader: Reader, { cycle }: ValuesScope): Reader =>
  cycle === null ? reader : createReader(reader.language, cycle.zone);

const headOf = (title: string, { cycle }: ValuesScope) =>
  cycle === null ? { title } : { title: `${cycle.title} · ${title}`, cycle: shownCycle(cycle) };

async function listAnswer(
  visit: PersonVisit,
  refused: (RefusedTable & { readonly status: number }) | null,
): Promise<PageAnswer> {
  const { deps, request, reader, person } = visit;
  const scope = await scopeOf(visit);
  const units = await unitsOfLists(deps.sql, person, scope);
  const { after, only, written, unchanged } = request.query;
  const wanted = freshnesses.find((each) => each === only);
  const limit = wanted === undefined ? rowsShown + 1 : undefined;
  const found = await metricStates(deps.sql, scope, {
    units,
    ...(typeof after === 'string' && { after }),
    ...(limit !== undefined && { limit }),
  });
  const fitting = found.filter((state) => wanted === undefined || state.freshness === wanted);
  const states = fitting.slice(0, rowsShown);
  const names = await unitNames(deps.sql, [...new Set(states.map((state) => state.unit))]);
  const view = {
    cycle: scope.cycle?.id ?? null,
    states: states.map((state) => ({ ...state, unitName: names.get(state.unit) ?? unnamed(state.unit) })),
    today: scope.today,
    only: wanted ?? '',
    next: fitting.length > rowsShown && wanted === undefined ? (states.at(-1)?.id ?? null) : null,
    mayImport: mayImport(person) && scope.cycle?.state !== 'closed',
    seesConnectors: may(person, 'see', 'connector'),
  };
  const message =
    typeof written === 'string' && typeof unchanged === 'string'
      ? reader.t(valuesPage.written(written, unchanged))
      : null;
  return {
    kind: 'page',
    status: refused?.status ?? 200,
    ...headOf(reader.t(valuesPage.title), scope),
    body: <ValuesListPage reader={readerOf(reader, scope)} view={view} refused={refused} message={message} />,
  };
}

async function postTable(visit: PersonVisit): Promise<PageAnswer> {
  const { deps, request, reader, person } = visit;
  if (!mayImport(person)) throw new Refused('FORBIDDEN');
  const scope = await scopeOf(visit);
  const table = textAt(nest(request.body), 'table');
  try {
    const read = readValuesCsv(Buffer.from(table));
    if (!read.ok) throw new Refused('IMPORT_INVALID', read.problems);
    const { rows } = read;
    const { written, unchanged } = await deps.sql.begin((tx) =>
      writeValues(tx, person, scope, { rows, source: 'imported' }),
    );
    return redirect(`${links.values(scope.cycle?.id ?? null)}?written=${written}&unchanged=${unchanged}`);
  } catch (error) {
    if (!(error instanceof Refused) || statusOf(error.code) >= 500) throw error;
    const problems = error.errors.map((each) => rowSentence(reader, each));
    const sentences = problems.length > 0 ? problems : [reader.t(refusalTexts[error.code])];
    return listAnswer(visit, { table, problems: sentences, status: statusOf(error.code) });
  }
}

/** `Row 3, value: …` */
function rowSentence(reader: Reader, problem: object): string {
  const { row, column, code, value } = problem as Readonly<Record<string, unknown>>;
  const sentence = problemSentence(reader.language, {
    code: String(code),
    ...(typeof value === 'string' && { value }),
  });
  const place = reader.t(valuesPage.rowProblem(String(row), typeof column === 'string' ? column : '–'));
  return `${place}: ${sentence}`;
}

async function metricAnswer(
  visit: PersonVisit,
  refused: (RefusedValue & { readonly status: number }) | null,
): Promise<PageAnswer> {
  const { deps, request, reader, person } = visit;
  const metric = idOr404(request.params['metric']);
  const unit = await metricUnit(deps.sql, metric);
  if (unit === undefined) throw new Refused('NOT_FOUND');
  if (!seesProgress(person, unit)) throw new Refused('FORBIDDEN');
  const scope = await scopeOf(visit);
  const [state] = await metricStates(deps.sql, scope, { ids: [metric] });
  if (state === undefined) throw new Refused('NOT_FOUND');
  const versions = await newestVersions(deps.sql, scope.book, metric, versionsShown + 1);
  const view = {
    cycle: scope.cycle?.id ?? null,
    state,
    unitName: (await unitNames(deps.sql, [unit])).get(unit) ?? unnamed(unit),
    versions: versions.slice(0, versionsShown),
    isCut: versions.length > versionsShown,
    points: await presentValues(deps.sql, scope.book, metric, daysShown),
    mayWrite:
      may(person, 'write', 'value', person.heads.includes(unit) ? ['own-head'] : []) && scope.cycle?.state !== 'closed',
    seesConnectors: may(person, 'see', 'connector'),
  };
  const { written, unchanged } = request.query;
  const message =
    typeof written === 'string' && typeof unchanged === 'string'
      ? reader.t(valuesPage.written(written, unchanged))
      : null;
  const title = reader.name({ nameZh: state.titleZh, nameEn: state.titleEn });
  return {
    kind: 'page',
    status: refused?.status ?? 200,
    ...headOf(title, scope),
    body: <MetricPage reader={readerOf(reader, scope)} view={view} refused={refused} message={message} />,
  };
}

async function postValue(visit: PersonVisit): Promise<PageAnswer> {
  const { deps, request, reader, person } = visit;
  const metric = idOr404(request.params['metric']);
  const scope = await scopeOf(visit);
  const form = nest(request.body);
  const typed = { on: textAt(form, 'on'), value: textAt(form, 'value'), reason: textAt(form, 'reason') };
  const rows = [{ row: 1, metric, ...typed }];
  try {
    const { written, unchanged } = await deps.sql.begin((tx) =>
      writeValues(tx, person, scope, { rows, source: 'typed' }),
    );
    return redirect(`${links.metricValues(scope.cycle?.id ?? null, metric)}?written=${written}&unchanged=${unchanged}`);
  } catch (error) {
    if (!(error instanceof Refused) || statusOf(error.code) >= 500) throw error;
    if (error.code !== 'IMPORT_INVALID') {
      const problems = new Map([['', reader.t(refusalTexts[error.code])]]);
      return metricAnswer(visit, { ...typed, problems, status: statusOf(error.code) });
    }
    const problems = new Map(error.errors.map((each) => fieldProblem(reader, each)));
    return metricAnswer(visit, { ...typed, problems, status: 400 });
  }
}

function fieldProblem(reader: Reader, problem: object): readonly [string, string] {
  const { column, code } = problem as Readonly<Record<string, unknown>>;
  const field = column === 'metric' ? '' : String(column);
  return [field, problemSentence(reader.language, { code: String(code) })];
}
