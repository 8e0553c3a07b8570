import { type Calendar, dayOf, type WorkingDays, workingDays } from '../dates.js';
import { exact, printNumber, type Rational, sum } from '../numbers.js';
import { finding, type GoalsIndex } from './check-goals.js';
import { circles } from './circles.js';
import type { Capacity, Finding, Task } from './goals-document.js';
import { grouped } from './grouped.js';
import Fraction from 'fraction.js';

/** Checks of the plan, without `tasks` none (RULES.md, goals@1, from `TASK_NO_OWNER` on). Need in person-days and minor units. */
export function checkPlan(index: GoalsIndex): readonly Finding[] {
  const { tasks, capacity = [], calendar } = index.document;
  if (tasks === undefined) return [];
  const days = workingDays(calendarOf(calendar));
  const byUnit = grouped(
    tasks.flatMap((task) => datedOf(task, days)),
    ({ unit }) => unit,
  );
  return [
    ...tasks.flatMap((task) => checkTask(task, index)),
    ...checkOrder(tasks),
    ...goalsWithoutTask(index, tasks),
    ...capacity.flatMap((row) => checkCapacity(row, byUnit.get(row.unit) ?? [], days)),
  ];
}

/** The document's calendar; what it does not name is no exception to Monday to Friday. */
export function calendarOf(calendar: Partial<Calendar> | undefined): Calendar {
  return { holidays: calendar?.holidays ?? [], workdays: calendar?.workdays ?? [] };
}

function checkTask(task: Task, { document: { period } }: GoalsIndex): readonly Finding[] {
  const outside = (day: string | undefined): boolean => day === undefined || day < period.start || day > period.end;
  return [
    ...((task.owner ?? '') === '' ? [finding('TASK_NO_OWNER', 'error', [task.id])] : []),
    ...(outside(task.start) || outside(task.end) ? [finding('TASK_OUTSIDE_PERIOD', 'error', [task.id])] : []),
  ];
}

/** A task starts after the end of what it waits for; tasks waiting in a circle are told of once, together. */
function checkOrder(tasks: readonly Task[]): readonly Finding[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const rings = circles(new Map(tasks.map((task) => [task.id, task.after ?? []])));
  const ringOf = new Map(rings.flatMap((ring, number) => ring.map((id) => [id, number] as const)));
  const pairs = tasks.flatMap((task) =>
    (task.after ?? []).flatMap((id) => {
      const before = byId.get(id);
      if (before?.end === undefined || task.start === undefined) return [];
      const together = ringOf.has(task.id) && ringOf.get(task.id) === ringOf.get(id);
      return !together && task.start <= before.end ? [finding('TASK_ORDER', 'error', [task.id, id])] : [];
    }),
  );
  return [...rings.map((ring) => finding('TASK_ORDER', 'error', ring)), ...pairs];
}

/** No task on the goal or on a goal that supports it, at any depth. */
function goalsWithoutTask({ document, goals }: GoalsIndex, tasks: readonly Task[]): readonly Finding[] {
  const served = new Set<string>();
  for (const task of tasks) {
    for (let at: string | undefined = task.goal; at !== undefined && !served.has(at); at = goals.get(at)?.supports) {
      served.add(at);
    }
  }
  return document.goals
    .filter((goal) => !served.has(goal.id))
    .map((goal) => finding('GOAL_WITHOUT_TASK', 'warning', [goal.id]));
}

/** A task's days and what it takes, read once for all windows that it is looked at in. */
interface Dated {
  readonly unit: string;
  readonly start: number;
  readonly end: number;
  readonly workdays: number;
  readonly effortDays: Rational;
  readonly costMinor: Rational;
}

/** Undated tasks take no capacity. */
function datedOf({ unit, start, end, effortDays, costMinor }: Task, days: WorkingDays): readonly Dated[] {
  if (start === undefined || end === undefined) return [];
  const [first, last] = [dayOf(start), dayOf(end)];
  const takes = { effortDays: exact(effortDays ?? '0'), costMinor: exact(costMinor ?? '0') };
  return [{ unit, start: first, end: last, workdays: days.between(first, last), ...takes }];
}

function checkCapacity(row: Capacity, tasks: readonly Dated[], days: WorkingDays): readonly Finding[] {
  const [from, to] = [dayOf(row.from), dayOf(row.to)];
  const inside = tasks.flatMap((task) => {
    const workdays = days.between(Math.max(task.start, from), Math.min(task.end, to));
    return workdays === 0 ? [] : [{ task, share: new Fraction(workdays, task.workdays) }];
  });
  const over = (code: Finding['code'], have: string | undefined, amount: 'effortDays' | 'costMinor') => {
    if (have === undefined) return [];
    const need = sum(inside.map(({ task, share }) => share.mul(task[amount])));
    if (need.compare(exact(have)) <= 0) return [];
    const data = { need: printNumber(need), have: printNumber(exact(have)), from: row.from, to: row.to };
    return [finding(code, 'error', [row.unit], data)];
  };
  return [
    ...over('PLAN_OVER_CAPACITY', row.personDays, 'effortDays'),
    ...over('PLAN_OVER_BUDGET', row.budgetMinor, 'costMinor'),
  ];
}
