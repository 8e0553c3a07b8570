import type { Router } from 'express';
import type { Transaction } from '../../../db/connect.js';
import type { CycleRow } from '../../../db/cycles.js';
import { developmentOf, listDevelopment } from '../../../db/development.js';
import { unitNames } from '../../../db/page-names.js';
import { trainingsOf } from '../../../db/trainings.js';
import { serial } from '../../../documents/basics.js';
import {
  assignBody,
  assignmentActBody,
  developmentBody,
  developmentOpenBody,
} from '../../../documents/requests-feedback.js';
import { developmentPage } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { developmentSight, openEntry, writeEntry } from '../../development.js';
import { today } from '../../in-line.js';
import { idOr404, parseBody } from '../../parse.js';
import { Refused } from '../../refused.js';
import { assign, sayOfTraining } from '../../trainings.js';
import { knownCycle } from '../console/routes.js';
import { numberIn } from '../feedback-items/routes.js';
import { type PageAnswer, personPage, type PersonVisit } from '../http.js';
import { links } from '../links.js';
import { nothingTyped, posted, type Typed } from '../posted.js';
import { createReader } from '../reader.js';
import { said, textAt } from '../steps/form-data.js';
import { unnamed } from '../steps/form-facts.js';
import { shownCycle } from '../steps/load.js';
import { catalogueRoutes } from './catalogue-routes.js';
import { EntryPage } from './entry-page.js';
import { DevelopmentPage } from './list-page.js';
import { loadEntry, loadUnitDevelopment, shownEntries } from './load.js';
import { MyDevelopmentPage, type OwnCycle } from './my-page.js';
import { UnitDevelopmentPage } from './unit-page.js';

const most = 200;

/** Development plans and trainings: of a unit, of oneself, of all in sight. */
export function developmentPages(router: Router, deps: ApiDeps): void {
  const pages = [
    { path: '/cycles/:cycle/units/:unit/development', show: unitAnswer, post: postUnit },
    { path: '/cycles/:cycle/development/:entry', show: entryAnswer, post: postEntry },
    { path: '/my-development', show: myAnswer, post: postMine },
  ];
  router.get('/cycles/:cycle/development', personPage(deps, listAnswer));
  for (const { path, show, post } of pages) {
    router.get(
      path,
      personPage(deps, (visit) => show(visit, nothingTyped(visit))),
    );
    router.post(path, personPage(deps, post));
  }
  catalogueRoutes(router, deps);
}

const cycleOf = ({ deps, request }: PersonVisit): Promise<CycleRow> => knownCycle(deps, request.params['cycle']);

async function listAnswer({ deps, request, reader, person }: PersonVisit): Promise<PageAnswer> {
  const { sql } = deps;
  const cycle = await knownCycle(deps, request.params['cycle']);
  const sight = await developmentSight(sql, person, cycle);
  const zoned = createReader(reader.language, cycle.zone);
  const rows = await listDevelopment(sql, cycle.id, sight, { before: null, limit: most });
  const ids = sight.units === null ? cycle.subjects : cycle.subjects.filter((id) => sight.units?.includes(id));
  const names = await unitNames(sql, ids);
  return {
    kind: 'page',
    title: `${cycle.title} · ${reader.t(developmentPage.title)}`,
    cycle: shownCycle(cycle),
    body: (
      <DevelopmentPage
        reader={zoned}
        cycle={cycle}
        entries={await shownEntries(sql, zoned, rows, today(cycle))}
        units={ids.map((id) => ({ id, ...(names.get(id) ?? unnamed(id)) }))}
        budgets={ids.length > 0}
      />
    ),
  };
}

async function unitAnswer(visit: PersonVisit, typed: Typed): Promise<PageAnswer> {
  const { deps, person, request } = visit;
  const cycle = await cycleOf(visit);
  const reader = createReader(visit.reader.language, cycle.zone);
  const view = await loadUnitDevelopment(deps, reader, cycle, person, idOr404(request.params['unit']));
  const asked = (name: string): string => {
    const value = request.query[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    kind: 'page',
    title: `${reader.name(view.unit)} · ${reader.t(developmentPage.title)}`,
    cycle: shownCycle(cycle),
    body: (
      <UnitDevelopmentPage
        reader={reader}
        view={view}
        typed={typed}
        from={{ line: asked('line'), item: asked('item') }}
      />
    ),
  };
}

async function postUnit(visit: PersonVisit): Promise<PageAnswer> {
  const { deps, person } = visit;
  const cycle = await cycleOf(visit);
  const unit = idOr404(visit.request.params['unit']);
  return posted(visit, {
    act: (tx, form) => {
      switch (textAt(form, 'intent')) {
        case 'open':
          return openEntry(deps, tx, person, cycle, parseBody(developmentOpenBody, { unit, ...openingOf(form) }));
        case 'assign':
          return assign(deps, tx, person, cycle, parseBody(assignBody, { unit, ...assignmentOf(form) }));
        default:
          return actOnTraining(visit, tx, cycle, form);
      }
    },
    here: links.unitDevelopment(cycle.id, unit),
    show: (typed) => unitAnswer(visit, typed),
  });
}

const wordsOf = (form: unknown) => ({
  learn: textAt(form, 'learn'),
  why: textAt(form, 'why'),
  how: textAt(form, 'how'),
  untilOn: textAt(form, 'untilOn'),
  ...said('supporter', textAt(form, 'supporter')),
});

/** The origin is one field: `hand`, `item:7`, `line:teamwork`. */
function openingOf(form: unknown): object {
  const [kind = '', ...rest] = textAt(form, 'origin').split(':');
  const of = rest.join(':');
  const origin = kind === 'item' ? { origin: 'item', item: of } : { origin: 'result', line: of };
  return {
    ...(kind === 'hand' ? { origin: 'hand' } : origin),
    ...said('person', textAt(form, 'person')),
    ...wordsOf(form),
  };
}

const assignmentOf = (form: unknown): object => ({
  person: textAt(form, 'trainee'),
  training: textAt(form, 'training'),
  dueOn: textAt(form, 'dueOn'),
  ...said('item', textAt(form, 'answers')),
  ...said('entry', textAt(form, 'entry')),
});

async function actOnTraining(
  { deps, person }: PersonVisit,
  tx: Transaction,
  cycle: CycleRow,
  form: unknown,
): Promise<unknown> {
  const id = serial.safeParse(textAt(form, 'assignment'));
  if (!id.success) throw new Refused('NOT_FOUND');
  const words = { act: textAt(form, 'act'), text: textAt(form, textAt(form, 'field')) };
  return sayOfTraining(deps, tx, person, cycle, { id: id.data, ...parseBody(assignmentActBody, words) });
}

async function entryAnswer(visit: PersonVisit, typed: Typed): Promise<PageAnswer> {
  const { deps, person } = visit;
  const cycle = await cycleOf(visit);
  const reader = createReader(visit.reader.language, cycle.zone);
  const view = await loadEntry(deps, reader, cycle, person, numberIn(visit, 'entry'));
  return {
    kind: 'page',
    title: reader.t(developmentPage.entry(view.of.id)),
    cycle: shownCycle(cycle),
    body: <EntryPage reader={reader} view={view} typed={typed} />,
  };
}

async function postEntry(visit: PersonVisit): Promise<PageAnswer> {
  const { deps, person } = visit;
  const cycle = await cycleOf(visit);
  const id = numberIn(visit, 'entry');
  return posted(visit, {
    act: (tx, form) => {
      const word = {
        version: Number(textAt(form, 'version')),
        state: textAt(form, 'state'),
        outcome: textAt(form, 'outcome'),
        ...wordsOf(form),
      };
      return writeEntry(deps, tx, person, cycle, { id, ...parseBody(developmentBody, word) });
    },
    here: links.developmentEntry(cycle.id, id),
    show: (typed) => entryAnswer(visit, typed),
    stale: 'DEVELOPMENT_CHANGED',
  });
}

async function myAnswer({ deps, reader, person }: PersonVisit, typed: Typed): Promise<PageAnswer> {
  const { sql } = deps;
  const [entries, trainings] = await Promise.all([
    developmentOf(sql, person.id, person.memberOf),
    trainingsOf(sql, person.id),
  ]);
  const titles = new Map([...entries, ...trainings].map((row) => [row.cycleId, row] as const));
  const cycles = await Promise.all(
    [...titles.values()].map(async ({ cycleId: id, cycleTitle: title, mode }): Promise<OwnCycle> => {
      const cycle = await knownCycle(deps, id);
      const rows = entries.filter((row) => row.cycleId === id);
      return {
        id,
        title,
        rehearsal: mode === 'rehearsal',
        entries: await shownEntries(sql, reader, rows, today(cycle)),
        trainings: trainings.filter((row) => row.cycleId === id),
      };
    }),
  );
  return {
    kind: 'page',
    title: reader.t(developmentPage.mine),
    body: <MyDevelopmentPage reader={reader} cycles={cycles} me={person.id} typed={typed} />,
  };
}

async function postMine(visit: PersonVisit): Promise<PageAnswer> {
  const { deps, person } = visit;
  return posted(visit, {
    act: async (tx, form) => {
      const own = (await trainingsOf(tx, person.id)).find((row) => row.id === textAt(form, 'assignment'));
      if (own === undefined) throw new Refused('NOT_FOUND');
      return actOnTraining(visit, tx, await knownCycle(deps, own.cycleId), form);
    },
    here: links.myDevelopment,
    show: (typed) => myAnswer(visit, typed),
  });
}
