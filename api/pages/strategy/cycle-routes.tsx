import type { Router } from 'express';
import { unitNames } from '../../../db/page-names.js';
import { swotBoard } from '../../../db/strategy-board.js';
import type { AfterGoal } from '../../../db/strategy-tree.js';
import { goalId, id } from '../../../documents/basics.js';
import { strategyTree } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { today } from '../../in-line.js';
import { Refused } from '../../refused.js';
import { goalsInSight } from '../../rights.js';
import { knownCycle } from '../console/routes.js';
import { type PageAnswer, personPage, type PersonVisit } from '../http.js';
import { createReader } from '../reader.js';
import { shownCycle } from '../steps/load.js';
import { unnamed } from '../steps/load-facts.js';
import { SwotPage } from './swot-page.js';
import { loadBranch, loadTree } from './tree-load.js';
import { TreePage } from './tree-page.js';

const goalsPerEntry = 20;

/** A cycle's tree of objectives and goals, and its SWOT board. */
export function cycleStrategyRoutes(router: Router, deps: ApiDeps): void {
  router.get('/cycles/:cycle/strategy', personPage(deps, treeAnswer));
  router.get('/cycles/:cycle/swot', personPage(deps, boardAnswer));
}

async function treeAnswer({ deps, request, reader, person }: PersonVisit): Promise<PageAnswer> {
  const cycle = await knownCycle(deps, request.params['cycle']);
  const units = await goalsInSight(deps.sql, person, today(cycle));
  const zoned = createReader(reader.language, cycle.zone);
  const of = request.query['goal'];
  const view =
    of === undefined
      ? await loadTree(deps.sql, zoned, cycle, units)
      : await loadBranch(deps.sql, zoned, cycle, units, { of: knownId(of), after: afterOf(request.query['after']) });
  return {
    kind: 'page',
    title: `${cycle.title} · ${reader.t(strategyTree.title)}`,
    cycle: shownCycle(cycle),
    body: <TreePage reader={zoned} view={view} />,
  };
}

async function boardAnswer({ deps, request, reader, person }: PersonVisit): Promise<PageAnswer> {
  const cycle = await knownCycle(deps, request.params['cycle']);
  const units = await goalsInSight(deps.sql, person, today(cycle));
  const entries = await swotBoard(deps.sql, cycle, { limit: goalsPerEntry, units });
  const names = await unitNames(
    deps.sql,
    entries.flatMap(({ goals }) => goals.map(({ unitId }) => unitId)),
  );
  const view = { cycleId: cycle.id, entries, unitName: (unit: string) => names.get(unit) ?? unnamed(unit) };
  return {
    kind: 'page',
    title: `${cycle.title} · ${reader.t(strategyTree.board)}`,
    cycle: shownCycle(cycle),
    body: <SwotPage reader={reader} view={view} />,
  };
}

/** @throws Refused NOT_FOUND for what can be no goal and no objective */
function knownId(value: unknown): string {
  const parsed = goalId.safeParse(value);
  if (!parsed.success) throw new Refused('NOT_FOUND');
  return parsed.data;
}

/** `position.unit`, as the page before has written it; anything else begins at the first. */
function afterOf(value: unknown): AfterGoal | null {
  const match = typeof value === 'string' ? /^(\d{1,9})\.(.+)$/.exec(value) : null;
  const unit = id.safeParse(match?.[2]);
  return match === null || !unit.success ? null : { position: Number(match[1]), unitId: unit.data };
}
