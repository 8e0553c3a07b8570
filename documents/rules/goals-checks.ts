import { dayOf, workingDays } from '../../domain/dates.js';
import { calendarOf } from '../../domain/rules/plan-load.js';
import { circles } from '../../domain/rules/circles.js';
import type { Goal, GoalsDocument, Period, Task } from '../../domain/rules/index.js';
import { below, itemsOf, type Looking } from '../looking.js';
import { boundBookings, boundPairs } from './bounds.js';
import { notAbove, notNegative, unique } from './numbers.js';
import { checkCurve } from './scorecard-checks.js';

/** References, circles in the tree, order of dates and bounds: what must fit together in a goals@1. */
export function checkGoalsDocument(document: GoalsDocument, looking: Looking): void {
  const lists = ['units', 'objectives', 'swot', 'metrics', 'goals', 'tasks'] as const;
  for (const list of lists) {
    unique(
      itemsOf(document[list]).map(({ id }) => id),
      (index) => [list, index, 'id'],
      looking,
    );
  }
  if (looking.sound(['period'])) checkPeriod(document.period, ['period', 'end'], looking);
  if (document.bounds !== undefined && looking.sound(['bounds'])) checkBounds(document.bounds, looking);
  if (looking.sound(['goals']) && looking.sound(['metrics'])) boundPairs(document, looking);
  if (looking.sound(['tasks']) && looking.sound(['capacity'])) boundBookings(document, looking);
  checkUnits(document, looking);
  checkMetrics(document, looking);
  checkGoals(document, looking);
  if (document.tasks !== undefined) checkTasks(document, looking);
  const units = idsOf(document.units);
  itemsOf(document.capacity).forEach((row, index) => {
    const here = below(['capacity', index], looking);
    if (!here.sound([])) return;
    known(row.unit, units, ['unit'], here);
    checkPeriod({ start: row.from, end: row.to }, ['to'], here);
    notNegative(row.personDays, ['personDays'], here);
  });
}

const idsOf = (list: readonly { readonly id: string }[] | undefined): ReadonlySet<string> =>
  new Set(itemsOf(list).map(({ id }) => id));

/** Both ends are days of the period: one that ends as it starts has one day. */
export function checkPeriod({ start, end }: Period, at: readonly PropertyKey[], { tell }: Looking): void {
  if (start > end) tell(at, 'PERIOD_INVALID', `${end} is before ${start}`);
}

/** A reference to what is not there. */
function known(id: string | undefined, ids: ReadonlySet<string>, at: readonly PropertyKey[], { tell }: Looking): void {
  if (id !== undefined && !ids.has(id)) tell(at, 'ID_UNKNOWN', `${id} is not in this document`);
}

function checkBounds(bounds: NonNullable<GoalsDocument['bounds']>, looking: Looking): void {
  notAbove(...bounds.goals, ['bounds', 'goals'], looking);
  notAbove(...bounds.weight, ['bounds', 'weight'], looking);
  notNegative(bounds.weight[0], ['bounds', 'weight', 0], looking);
  notNegative(bounds.weightTotal, ['bounds', 'weightTotal'], looking);
}

function checkUnits({ units }: GoalsDocument, looking: Looking): void {
  if (!looking.sound(['units'])) return;
  const ids = idsOf(units);
  units.forEach(({ parent }, index) => known(parent, ids, ['units', index, 'parent'], looking));
  const above = new Map(units.map(({ id, parent }) => [id, parent === undefined ? [] : [parent]]));
  for (const ring of circles(above)) looking.tell(['units'], 'TREE_CIRCLE', `above each other: ${ring.join(', ')}`);
}

function checkMetrics(document: GoalsDocument, looking: Looking): void {
  const [units, metrics] = [idsOf(document.units), idsOf(document.metrics)];
  itemsOf(document.metrics).forEach(({ unit, tension }, index) => {
    const here = below(['metrics', index], looking);
    if (!here.sound([])) return;
    known(unit, units, ['unit'], here);
    tension?.forEach((other, place) => known(other, metrics, ['tension', place], here));
  });
}

function checkGoals(document: GoalsDocument, looking: Looking): void {
  const [units, metrics, swot] = [idsOf(document.units), idsOf(document.metrics), idsOf(document.swot)];
  itemsOf(document.goals).forEach((goal, index) => {
    const here = below(['goals', index], looking);
    if (!here.sound([])) return;
    known(goal.unit, units, ['unit'], here);
    known(goal.metric, metrics, ['metric'], here);
    // A plan may come with its goals and without the analysis they answer.
    if (swot.size > 0) goal.swot?.forEach((entry, place) => known(entry, swot, ['swot', place], here));
    checkGoal(goal, here);
  });
}

function checkGoal(goal: Goal, here: Looking): void {
  notNegative(goal.weight, ['weight'], here);
  if (typeof goal.target === 'object') notAbove(goal.target.low, goal.target.high, ['target'], here);
  if (goal.curve !== undefined) checkCurve(goal.curve, below(['curve'], here), { plain: false });
  checkPath(goal.path, here);
}

/** Days in order; percents may go any way. */
export function checkPath(path: Goal['path'], here: Looking): void {
  path?.forEach(([day], index) => {
    const before = path[index - 1]?.[0];
    if (before !== undefined && before >= day) {
      here.tell(['path', index, 0], 'POINTS_NOT_ASCENDING', `${day} after ${before}`);
    }
  });
}

function checkTasks(document: GoalsDocument, looking: Looking): void {
  const [units, tasks] = [idsOf(document.units), idsOf(document.tasks)];
  const days = looking.sound(['calendar']) ? workingDays(calendarOf(document.calendar)) : null;
  const checkTask = (task: Task, here: Looking): void => {
    known(task.unit, units, ['unit'], here);
    task.after?.forEach((other, place) => known(other, tasks, ['after', place], here));
    notNegative(task.effortDays, ['effortDays'], here);
    const { start, end } = task;
    if (start === undefined || end === undefined) return;
    if (start > end) checkPeriod({ start, end }, ['end'], here);
    else if (days?.between(dayOf(start), dayOf(end)) === 0) {
      here.tell(['start'], 'TASK_WITHOUT_WORKDAY', `no working day from ${start} to ${end}`);
    }
  };
  itemsOf(document.tasks).forEach((task, index) => {
    const here = below(['tasks', index], looking);
    if (here.sound([])) checkTask(task, here);
  });
}
