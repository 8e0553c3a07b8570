import type { Router } from 'express';
import { countUnitsBelow, personNames, unitNames, unitsBelowIn } from '../../../db/page-names.js';
import { tasksInForce } from '../../../db/tasks.js';
import { localDay } from '../../../documents/schedule.js';
import { timelinePage } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { idOr404 } from '../../parse.js';
import { Refused } from '../../refused.js';
import { may, seesProgress } from '../../rights.js';
import { knownCycle } from '../console/routes.js';
import { type PageAnswer, personPage, type PersonVisit } from '../http.js';
import { createReader } from '../reader.js';
import { shownCycle } from '../steps/load.js';
import { TimelinePage, type UnitInTime } from './page.js';
import { scaleOf } from './scale.js';

/** So many units below stand on one page. */
const unitsOnPage = 10;

export function timelineRoutes(router: Router, deps: ApiDeps): void {
  router.get('/cycles/:cycle/units/:unit/timeline', personPage(deps, timelineAnswer));
}

async function timelineAnswer({ deps, request, reader, person }: PersonVisit): Promise<PageAnswer> {
  const { sql } = deps;
  const cycle = await knownCycle(deps, request.params['cycle']);
  const unitId = idOr404(request.params['unit']);
  const unit = (await unitNames(sql, [unitId])).get(unitId);
  if (unit === undefined) throw new Refused('NOT_FOUND');
  // Plans are for those who see progress; of units below, members see nothing.
  if (!seesProgress(person, unitId)) throw new Refused('FORBIDDEN');
  const looksBelow = may(person, 'see', 'plan', person.heads.length > 0 ? ['beside'] : []);
  const count = looksBelow ? await countUnitsBelow(sql, cycle.id, unitId) : 0;
  const pages = Math.max(1, Math.ceil(count / unitsOnPage));
  const page = Math.min(pageOf(request.query['page']), pages);
  const part = { offset: (page - 1) * unitsOnPage, limit: unitsOnPage };
  const below = count === 0 ? [] : await unitsBelowIn(sql, cycle.id, unitId, part);
  const shown = [unit, ...below];
  const tasks = await tasksInForce(
    sql,
    cycle.id,
    shown.map(({ id }) => id),
  );
  const inTime = (of: (typeof shown)[number]): UnitInTime => ({
    unit: of,
    tasks: tasks.filter((task) => task.unit === of.id),
  });
  const owners = await personNames(
    sql,
    tasks.flatMap((task) => task.owner ?? []),
  );
  return {
    kind: 'page',
    title: `${reader.name(unit)} · ${reader.t(timelinePage.title)}`,
    cycle: shownCycle(cycle),
    body: (
      <TimelinePage
        reader={createReader(reader.language, cycle.zone)}
        cycle={cycle}
        unit={unit}
        own={page === 1 ? inTime(unit) : null}
        below={below.map(inTime)}
        owners={owners}
        scale={scaleOf(cycle.periodStart, cycle.periodEnd)}
        today={localDay(cycle.clock.now, cycle.zone)}
        page={page}
        pages={pages}
      />
    ),
  };
}

const pageOf = (asked: unknown): number =>
  typeof asked === 'string' && /^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 1;
