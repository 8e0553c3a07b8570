import type { Request, Router } from 'express';
import type { Query } from '../../../db/connect.js';
import type { CycleRow } from '../../../db/cycles.js';
import { unitNames, unitsAbove } from '../../../db/page-names.js';
import { readSteps } from '../../../db/reviews.js';
import { goalId } from '../../../documents/basics.js';
import { localDay } from '../../../documents/schedule.js';
import { reviewIdOf } from '../../../workflows/messages.js';
import type { ApiDeps } from '../../deps.js';
import { loadGoal, servingKey } from '../../goal-view.js';
import { pageAsk } from '../../paging.js';
import type { Person } from '../../session.js';
import { knownCycle } from '../console/routes.js';
import { type PageAnswer, personPage, type PersonVisit } from '../http.js';
import { createReader } from '../reader.js';
import { shownCycle } from '../steps/load.js';
import { GoalPage, type TakesUp } from './page.js';

/** So many of what serves a goal stand on one page. */
const servingOnPage = 50;

const idOf = (request: Request) => goalId.safeParse(([] as string[]).concat(request.params['goal'] ?? []).join('/'));

export function goalPageRoutes(router: Router, deps: ApiDeps): void {
  const answer = personPage(deps, goalAnswer);
  router.get('/cycles/:cycle/goals/*goal', (request, response, next) => {
    // A longer address is another page.
    if (!idOf(request).success) return next();
    return answer(request, response, next);
  });
}

async function goalAnswer({ deps, request, reader, person }: PersonVisit): Promise<PageAnswer> {
  const { sql } = deps;
  const cycle = await knownCycle(deps, request.params['cycle']);
  const ask = { ...pageAsk(request, servingKey), limit: servingOnPage };
  const view = await loadGoal(sql, cycle, person, idOf(request).data ?? '', ask);
  return {
    kind: 'page',
    title: view.goal.title,
    cycle: shownCycle(cycle),
    body: (
      <GoalPage
        reader={createReader(reader.language, cycle.zone)}
        view={view}
        cycle={cycle}
        today={localDay(cycle.clock.now, cycle.zone)}
        takesUp={view.state === 'withdrawn' ? [] : await unitsToTakeUp(sql, cycle, person, view.unit.id)}
        later={ask.after !== null}
      />
    ),
  };
}

/** Units below that the person heads and whose goals are being written. */
async function unitsToTakeUp(sql: Query, cycle: CycleRow, person: Person, unitId: string): Promise<readonly TakesUp[]> {
  if (cycle.state !== 'running' || person.heads.length === 0) return [];
  const names = await unitNames(sql, person.heads);
  const found = await Promise.all(
    person.heads.map(async (id): Promise<readonly TakesUp[]> => {
      const unit = names.get(id);
      if (unit === undefined || !(await unitsAbove(sql, id)).some((above) => above.id === unitId)) return [];
      const steps = await readSteps(sql, [reviewIdOf(cycle.id, id)]);
      const open = steps.find((step) => step.kind === 'goals' && step.state === 'open');
      return open === undefined ? [] : [{ unit, stepId: open.id }];
    }),
  );
  return found.flat();
}
