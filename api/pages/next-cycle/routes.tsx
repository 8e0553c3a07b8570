import { randomUUID } from 'node:crypto';
import type { Router } from 'express';
import type { CycleRow } from '../../../db/cycles.js';
import { readSeed } from '../../../db/next-cycle.js';
import { nextCycleBody } from '../../../documents/growth.js';
import { refusalTexts } from '../../../messages/errors.js';
import { nextCyclePage } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { onceByForm } from '../../idempotent.js';
import { type NextCycleAsk, previewNext, requestAfter, startNext } from '../../next-cycle.js';
import { parseBody } from '../../parse.js';
import { Refused, statusOf } from '../../refused.js';
import { needsRight } from '../../rights.js';
import { knownCycle } from '../console/routes.js';
import { type PageAnswer, personPage, type PersonVisit, redirect } from '../http.js';
import { links } from '../links.js';
import { createReader } from '../reader.js';
import { nest, said, textAt } from '../steps/form-data.js';
import { shownCycle } from '../steps/load.js';
import { problemsOf } from '../steps/problems.js';
import { LearntSections } from './learnt.js';
import { metricNames, metricsOf, shownNext } from './load.js';
import { type NextCycleForm, NextCyclePage } from './page.js';

export function nextCyclePages(router: Router, deps: ApiDeps): void {
  router.get(
    '/cycles/:cycle/next-cycle',
    personPage(deps, (visit) => answer(visit, {}, null)),
  );
  router.post('/cycles/:cycle/next-cycle', personPage(deps, post));
  router.get('/cycles/:cycle/learnt', personPage(deps, learnt));
}

const plainAsk = parseBody(nextCycleBody, { cycle: {} });

/** @throws Refused BODY_INVALID */
function askOf(form: unknown): NextCycleAsk {
  return parseBody(nextCycleBody, { ...said('targets', textAt(form, 'targets')), cycle: filled(form) });
}

/** What was typed, else what follows from the cycle; with what was refused beside it. */
async function answer(visit: PersonVisit, form: unknown, refused: Refused | null): Promise<PageAnswer> {
  const { deps, request, reader, person } = visit;
  needsRight(person, 'steer', 'cycle');
  const from = await knownCycle(deps, request.params['cycle']);
  const next = await previewNext(deps.sql, person, from, refused === null ? askOf(form) : plainAsk);
  const shown: NextCycleForm = {
    content: { ...next.request, targets: next.targets, ...filled(form) },
    fields: refused === null ? new Map() : problemsOf(reader, refused, new Map()).fields,
    idempotencyKey: randomUUID(),
    message: refused === null ? null : { tone: 'bad', text: reader.t(refusalTexts[refused.code]) },
  };
  const view = await shownNext(deps, from, next);
  return {
    kind: 'page',
    status: refused === null ? 200 : statusOf(refused.code),
    title: `${from.title} · ${reader.t(nextCyclePage.title)}`,
    cycle: shownCycle(from),
    body: <NextCyclePage reader={createReader(reader.language, from.zone)} view={view} form={shown} />,
  };
}

/** The fields of the new cycle that something was typed into. */
const filled = (form: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['id', 'title', 'periodStart', 'periodEnd']
      .map((name) => [name, textAt(form, name).trim()] as const)
      .filter(([, text]) => text !== ''),
  );

async function post(visit: PersonVisit): Promise<PageAnswer> {
  const { deps, request, person } = visit;
  needsRight(person, 'steer', 'cycle');
  const from = await knownCycle(deps, request.params['cycle']);
  const form = nest(request.body);
  try {
    if (textAt(form, 'intent') !== 'start') return await answer(visit, form, null);
    return await start(visit, from, form);
  } catch (error) {
    if (!(error instanceof Refused) || statusOf(error.code) >= 500 || error.code === 'NEXT_CYCLE_TOO_EARLY')
      throw error;
    return answer(visit, form, error);
  }
}

async function start({ deps, request, person }: PersonVisit, from: CycleRow, form: unknown): Promise<PageAnswer> {
  const ask = askOf(form);
  const key = textAt(form, 'idempotencyKey');
  await onceByForm(deps, request, person.id, key, (tx) => startNext(deps, tx, person, from, ask));
  const { id } = requestAfter(from, ask);
  // With Temporal away the cycle is written, and the relay starts it.
  await deps.engine.startCycle(id);
  return redirect(links.learnt(id));
}

/** What this cycle was begun from. */
async function learnt({ deps, request, reader, person }: PersonVisit): Promise<PageAnswer> {
  needsRight(person, 'see', 'cycle');
  const cycle = await knownCycle(deps, request.params['cycle']);
  const seed = await readSeed(deps.sql, cycle.id);
  if (seed === undefined) throw new Refused('NOT_FOUND');
  const from = await knownCycle(deps, seed.fromCycle);
  const zoned = createReader(reader.language, cycle.zone);
  return {
    kind: 'page',
    title: `${cycle.title} · ${reader.t(nextCyclePage.learntTitle)}`,
    cycle: shownCycle(cycle),
    body: (
      <>
        <p class="crumbs">
          <a href={links.cycle(cycle.id)}>{cycle.title}</a>
        </p>
        <p>
          {reader.t(nextCyclePage.from)} <a href={links.cycle(seed.fromCycle)}>{from.title}</a> ·{' '}
          {zoned.time(seed.seededAt)}
        </p>
        <LearntSections
          reader={zoned}
          learnt={seed.learnt}
          metrics={await metricNames(deps, cycle.id, metricsOf(seed.learnt))}
        />
      </>
    ),
  };
}
