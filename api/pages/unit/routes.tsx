import type { Router } from 'express';
import { listCycles } from '../../../db/cycles.js';
import { unitNames } from '../../../db/page-names.js';
import { frame } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import type { Person } from '../../session.js';
import { knownCycle } from '../console/routes.js';
import { personPage } from '../http.js';
import { createReader } from '../reader.js';
import { noFacts } from '../steps/form-facts.js';
import { shownCycle } from '../steps/load.js';
import { goalChain, loadFacts, unnamed } from '../steps/load-facts.js';
import { askRoutes } from './asks.js';
import { loadUnit } from './load.js';
import { type MyUnit, MyUnitsPage } from './my-units-page.js';
import { UnitPage } from './page.js';

/** The newest cycles are those that people mean. */
const mostCycles = 3;

export function unitRoutes(router: Router, deps: ApiDeps): void {
  askRoutes(router, deps);
  router.get(
    '/cycles/:cycle/units/:unit',
    personPage(deps, async ({ request, reader, person }) => {
      const cycle = await knownCycle(deps, request.params['cycle']);
      const zoned = createReader(reader.language, cycle.zone);
      const view = await loadUnit(deps, zoned, cycle, person, String(request.params['unit']));
      return {
        kind: 'page',
        title: reader.name(view.unit),
        cycle: shownCycle(cycle),
        body: <UnitPage reader={zoned} view={view} />,
      };
    }),
  );
  router.get(
    '/my-units',
    personPage(deps, async ({ reader, person }) => {
      const units = await myUnits(deps, person);
      return { kind: 'page', title: reader.t(frame.myUnits), body: <MyUnitsPage reader={reader} units={units} /> };
    }),
  );
}

/** Each unit that the person heads or belongs to, in each of the newest cycles that it takes part in. */
async function myUnits({ sql }: ApiDeps, person: Person): Promise<readonly MyUnit[]> {
  const mine = [...new Set([...person.heads, ...person.memberOf])];
  const [names, cycles] = await Promise.all([unitNames(sql, mine), listCycles(sql)]);
  const shown = await Promise.all(
    mine.map(async (id): Promise<readonly MyUnit[]> => {
      const unit = names.get(id) ?? { id, ...unnamed(id) };
      const taking = cycles
        .filter((cycle) => cycle.state !== 'planned' && cycle.subjects.includes(id))
        .slice(0, mostCycles);
      if (taking.length === 0) return [{ unit, cycle: null, facts: noFacts, myTasks: [], chain: [] }];
      return Promise.all(
        taking.map(async (cycle): Promise<MyUnit> => {
          const facts = await loadFacts(sql, cycle, { unitId: id, kind: 'goals', stepId: 'goals', opensAt: 0 });
          const chain = await goalChain(sql, cycle.id, id, facts.goals);
          const rehearsal = cycle.mode === 'rehearsal';
          return {
            unit,
            cycle: { ...cycle, rehearsal },
            facts,
            myTasks: facts.tasks.filter((task) => task.owner === person.id),
            chain,
          };
        }),
      );
    }),
  );
  return shown.flat();
}
