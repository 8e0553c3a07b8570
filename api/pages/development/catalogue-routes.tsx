import type { Router } from 'express';
import type { CycleRow } from '../../../db/cycles.js';
import { listTrainings } from '../../../db/trainings.js';
import { trainingBody, trainingBudgetBody } from '../../../documents/requests-feedback.js';
import { id as anId } from '../../../documents/basics.js';
import { cataloguePage, developmentPage } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { today } from '../../in-line.js';
import { idOr404, parseBody } from '../../parse.js';
import { Refused } from '../../refused.js';
import { may, needsRight, unitsInSight } from '../../rights.js';
import { cataloguePlace, putTraining, setBudget } from '../../trainings.js';
import { knownCycle } from '../console/routes.js';
import { type PageAnswer, personPage, type PersonVisit } from '../http.js';
import { links } from '../links.js';
import { nothingTyped, posted, type Typed } from '../posted.js';
import { createReader } from '../reader.js';
import { plainNumber, textAt, textsAt } from '../steps/form-data.js';
import { minorOf } from '../steps/kinds/plan.js';
import { shownCycle } from '../steps/load.js';
import { BudgetsPage } from './budgets-page.js';
import { CataloguePage } from './catalogue-page.js';
import { loadBudgets } from './load.js';

/** What new trainings are written in where nothing says otherwise. */
const usualCurrency = 'CNY';

/** The catalogue of trainings, real or a rehearsal's own, and what units may spend on it. */
export function catalogueRoutes(router: Router, deps: ApiDeps): void {
  for (const path of ['/trainings', '/cycles/:cycle/trainings']) {
    router.get(
      path,
      personPage(deps, (visit) => catalogueAnswer(visit, nothingTyped(visit))),
    );
    router.post(path, personPage(deps, postTraining));
  }
  router.get(
    '/cycles/:cycle/training-budgets',
    personPage(deps, (visit) => budgetsAnswer(visit, nothingTyped(visit))),
  );
  router.post('/cycles/:cycle/training-budgets', personPage(deps, postBudget));
}

async function cycleOrNull({ deps, request }: PersonVisit): Promise<CycleRow | null> {
  const asked = request.params['cycle'];
  return asked === undefined ? null : knownCycle(deps, asked);
}

async function catalogueAnswer(visit: PersonVisit, typed: Typed): Promise<PageAnswer> {
  const { deps, request, reader, person } = visit;
  const cycle = await cycleOrNull(visit);
  const trainings = await listTrainings(deps.sql, cycle?.book ?? 'real');
  const asked = textAt(typed.content, 'id') || request.query['change'];
  return {
    kind: 'page',
    title: reader.t(cataloguePage.title),
    ...(cycle !== null && { cycle: shownCycle(cycle) }),
    body: (
      <CataloguePage
        reader={reader}
        cycle={cycle === null || cycle.mode === 'real' ? null : cycle.id}
        trainings={trainings}
        changing={trainings.find((row) => row.id === asked) ?? null}
        currency={cycle?.currency ?? usualCurrency}
        may={{ write: may(person, 'write', 'catalogue') }}
        typed={typed}
      />
    ),
  };
}

async function postTraining(visit: PersonVisit): Promise<PageAnswer> {
  const { person } = visit;
  needsRight(person, 'write', 'catalogue');
  const cycle = await cycleOrNull(visit);
  return posted(visit, {
    act: async (tx, form) => {
      const id = anId.safeParse(textAt(form, 'id').trim());
      if (!id.success) throw new Refused('BODY_INVALID', [{ pointer: '/id', code: 'FORMAT_WRONG' }]);
      const body = parseBody(trainingBody, {
        version: Number(textAt(form, 'version')),
        title: { 'zh-CN': textAt(form, 'titleZh'), en: textAt(form, 'titleEn') },
        description: textAt(form, 'description'),
        hours: plainNumber(textAt(form, 'hours')),
        costMinor: minorOf(textAt(form, 'cost')),
        currency: textAt(form, 'currency').trim(),
        active: textsAt(form, 'active').includes('true'),
      });
      return putTraining(tx, person, await cataloguePlace(tx, cycle), id.data, body);
    },
    here: links.trainings(cycle?.id ?? null),
    show: (typed) => catalogueAnswer(visit, typed),
    stale: 'TRAINING_CHANGED',
  });
}

async function budgetsAnswer(visit: PersonVisit, typed: Typed): Promise<PageAnswer> {
  const { deps, person, request } = visit;
  const cycle = await knownCycle(deps, request.params['cycle']);
  const view = await loadBudgets(
    deps,
    cycle,
    person,
    await unitsInSight(deps.sql, person, 'training-budget', today(cycle)),
  );
  const reader = createReader(visit.reader.language, cycle.zone);
  return {
    kind: 'page',
    title: `${cycle.title} · ${reader.t(developmentPage.budgets)}`,
    cycle: shownCycle(cycle),
    body: <BudgetsPage reader={reader} view={view} typed={typed} />,
  };
}

async function postBudget(visit: PersonVisit): Promise<PageAnswer> {
  const { deps, person, request } = visit;
  needsRight(person, 'write', 'training-budget');
  const cycle = await knownCycle(deps, request.params['cycle']);
  return posted(visit, {
    act: (tx, form) => {
      const unit = idOr404(textAt(form, 'unit'));
      const amountMinor = minorOf(textAt(form, `amount-${unit}`));
      const note = textAt(form, `note-${unit}`);
      const body = parseBody(trainingBudgetBody, { version: Number(textAt(form, 'version')), amountMinor, note });
      return setBudget(deps, tx, person, cycle, { unit, ...body });
    },
    here: links.trainingBudgets(cycle.id),
    show: (typed) => budgetsAnswer(visit, typed),
    stale: 'TRAINING_BUDGET_CHANGED',
  });
}
