import { randomUUID } from 'node:crypto';
import type { Router } from 'express';
import type { MoneyKind, MoneyTried } from '../../../domain/cycle/index.js';
import type { CycleRow } from '../../../db/cycles.js';
import { personNames, unitNames } from '../../../db/page-names.js';
import { listDownloads, listExports, unpaidLines } from '../../../db/payroll.js';
import { isReleased } from '../../../db/release.js';
import { moneyKind } from '../../../documents/money-requests.js';
import { refusalTexts } from '../../../messages/errors.js';
import { frame, moneyPages, rulesPage } from '../../../messages/pages.js';
import { kindNames } from '../../../messages/steps.js';
import type { ApiDeps } from '../../deps.js';
import { onceByForm } from '../../idempotent.js';
import { loadLedger, unitsOfLedger } from '../../ledger.js';
import { needsMoneyWhatIf, trySection } from '../../money-what-if.js';
import { makeExport, needsPayroll } from '../../payroll.js';
import { Refused, statusOf } from '../../refused.js';
import { may, needsRight } from '../../rights.js';
import { knownCycle } from '../console/routes.js';
import { type PageAnswer, personPage, type PersonVisit, redirect } from '../http.js';
import { links } from '../links.js';
import { createReader, type Reader } from '../reader.js';
import { fieldOf, fieldName, rulesOf, shownAt } from '../rules/form.js';
import { placesOf } from '../rules/places.js';
import { nest, textAt } from '../steps/form-data.js';
import { shownCycle } from '../steps/load.js';
import { fieldSentence } from '../steps/problems.js';
import { LedgerPage } from './ledger-page.js';
import { PayrollPage, type PayrollView } from './payroll-page.js';
import { type TriedField, TryPage } from './try-page.js';

/** Books, payroll, and figures to try. */
export function moneyPageRoutes(router: Router, deps: ApiDeps): void {
  router.get('/cycles/:cycle/ledger', personPage(deps, ledgerAnswer));
  router.get(
    '/cycles/:cycle/payroll',
    personPage(deps, (visit) => payrollAnswer(visit, null, 200)),
  );
  router.post('/cycles/:cycle/payroll', personPage(deps, postPayroll));
  router.get('/cycles/:cycle/money/:kind', personPage(deps, tryAnswer));
}

async function ledgerAnswer({ deps, request, reader, person }: PersonVisit): Promise<PageAnswer> {
  const { sql } = deps;
  const cycle = await knownCycle(deps, request.params['cycle']);
  const units = await unitsOfLedger(sql, person, cycle);
  const books = await Promise.all(moneyKind.options.map((kind) => loadLedger(sql, cycle, kind, units)));
  const postings = books.flatMap(({ table }) => table.postings);
  const decisions = books.flatMap(({ reasons }) => reasons).flatMap((reason) => reason.decisions);
  const view = {
    cycleId: cycle.id,
    cycleTitle: cycle.title,
    currency: cycle.currency,
    books,
    units: await unitNames(sql, cycle.subjects),
    persons: await personNames(sql, [
      ...new Set([...postings.flatMap(({ approvedBy }) => approvedBy), ...decisions.map(({ decidedBy }) => decidedBy)]),
    ]),
    whole: units === null,
    may: { payroll: may(person, 'see', 'payroll') },
  };
  return {
    kind: 'page',
    title: `${cycle.title} · ${reader.t(moneyPages.ledger)}`,
    cycle: shownCycle(cycle),
    body: <LedgerPage reader={createReader(reader.language, cycle.zone)} view={view} />,
  };
}

async function payrollAnswer(
  { deps, request, reader, person }: PersonVisit,
  refused: Refused | null,
  status: number,
): Promise<PageAnswer> {
  const { sql } = deps;
  needsPayroll(person);
  const cycle = await knownCycle(deps, request.params['cycle']);
  const [exports, downloads, waiting] = await Promise.all([
    listExports(sql, cycle.id),
    listDownloads(sql, cycle.id),
    unpaidLines(sql, cycle.id),
  ]);
  const view: PayrollView = {
    cycleId: cycle.id,
    cycleTitle: cycle.title,
    rehearsal: cycle.mode === 'rehearsal',
    released: await isReleased(sql, cycle.id),
    waiting: waiting.filter((line) => exports.length === 0 || line.amountMinor !== '0').length,
    exports,
    downloads,
    units: await unitNames(sql, cycle.subjects),
    persons: await personNames(sql, [
      ...new Set([...exports.map(({ madeBy }) => madeBy), ...downloads.map((each) => each.person)]),
    ]),
    mayMake: may(person, 'export', 'payroll'),
    idempotencyKey: randomUUID(),
    message: messageOf(reader, refused, request.query['done']),
  };
  return {
    kind: 'page',
    status,
    title: `${cycle.title} · ${reader.t(moneyPages.payroll)}`,
    cycle: shownCycle(cycle),
    body: <PayrollPage reader={createReader(reader.language, cycle.zone)} view={view} />,
  };
}

function messageOf(reader: Reader, refused: Refused | null, done: unknown): PayrollView['message'] {
  if (refused !== null) return { tone: 'bad', text: reader.t(refusalTexts[refused.code]) };
  return done === 'done' ? { tone: 'good', text: reader.t(frame.done) } : null;
}

async function postPayroll(visit: PersonVisit): Promise<PageAnswer> {
  const { deps, request, person } = visit;
  needsRight(person, 'export', 'payroll');
  const cycle = await knownCycle(deps, request.params['cycle']);
  try {
    const key = textAt(nest(request.body), 'idempotencyKey');
    await onceByForm(deps, request, person.id, key, (tx) => makeExport(tx, cycle, person.id));
    return redirect(`${links.payroll(cycle.id)}?done=done`);
  } catch (error) {
    if (!(error instanceof Refused) || statusOf(error.code) >= 500) throw error;
    return payrollAnswer(visit, error, statusOf(error.code));
  }
}

async function tryAnswer(visit: PersonVisit): Promise<PageAnswer> {
  const { deps, request, reader, person } = visit;
  needsMoneyWhatIf(person);
  const cycle = await knownCycle(deps, request.params['cycle']);
  const kind = moneyKind.safeParse(request.params['kind']);
  if (!kind.success || cycle.template[kind.data] === undefined) throw new Refused('NOT_FOUND');
  const { tried, fields, status } = await tryTyped(visit, cycle, kind.data);
  const name = kindNames[kind.data];
  return {
    kind: 'page',
    status,
    title: `${cycle.title} · ${reader.t(moneyPages.tryTitle(name['zh-CN'], name.en.toLowerCase()))}`,
    cycle: shownCycle(cycle),
    body: (
      <TryPage
        reader={createReader(reader.language, cycle.zone)}
        view={{
          cycleId: cycle.id,
          cycleTitle: cycle.title,
          kind: kind.data,
          fields,
          tried,
          units: await unitNames(deps.sql, cycle.subjects),
        }}
      />
    ),
  };
}

/** The fields with what was typed, and what comes of it; problems stand at their field. */
async function tryTyped({ deps, request, reader }: PersonVisit, cycle: CycleRow, kind: MoneyKind) {
  const { template } = cycle;
  const places = placesOf(template).flatMap((place, index) => (place.section === kind ? [{ place, index }] : []));
  const typed = new Map(
    places.flatMap(({ index }): [number, string][] => {
      const value = request.query[`p${index}`];
      return typeof value === 'string' ? [[index, value]] : [];
    }),
  );
  const rules = rulesOf(template, { places: Object.fromEntries(typed) });
  const problems = new Map<string, string[]>();
  let tried: MoneyTried | null = null;
  try {
    if (rules.ok) tried = await trySection(deps.sql, cycle, kind, rules.rules[kind] ?? template[kind]);
  } catch (error) {
    if (!(error instanceof Refused) || statusOf(error.code) >= 500) throw error;
    for (const { pointer = '', code = '' } of error.errors as readonly { pointer?: string; code?: string }[]) {
      const field = fieldOf(template, `/rules/${kind}${pointer}`);
      problems.set(field, [...(problems.get(field) ?? []), fieldSentence(reader, code)]);
    }
  }
  const fields = places.map(({ place, index }): TriedField => {
    return {
      name: `p${index}`,
      label: reader.t(place.label),
      points: place.kind === 'points',
      ...(place.kind === 'points' && { hint: reader.t(rulesPage.pointsHint) }),
      value: typed.get(index) ?? shownAt(template, place),
      problems: problems.get(fieldName(index)) ?? [],
    };
  });
  return { tried, fields, status: problems.size > 0 ? 422 : 200 };
}
