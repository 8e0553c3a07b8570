import { finding, type GoalsIndex } from './check-goals.js';
import { circles } from './circles.js';
import type { Finding, Task } from './goals-document.js';
import { type Load, type PlanLoad, planLoad } from './plan-load.js';

/** Checks of the plan, without `tasks` none (RULES.md, goals@1, from `TASK_NO_OWNER` on). Need in person-days and minor units. */
export function checkPlan(index: GoalsIndex): readonly Finding[] {
  const { tasks, capacity = [], calendar } = index.document;
  if (tasks === undefined) return [];
  return [
    ...tasks.flatMap((task) => checkTask(task, index)),
    ...checkOrder(tasks),
    ...goalsWithoutTask(index, tasks),
    ...planLoad(tasks, capacity, calendar).flatMap(checkCapacity),
  ];
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

function checkCapacity({ unit, from, to, personDays, budgetMinor }: PlanLoad): readonly Finding[] {
  const over = (code: Finding['code'], { need, have, over: fires }: Load) =>
    fires && have !== undefined ? [finding(code, 'error', [unit], { need, have, from, to })] : [];
  return [...over('PLAN_OVER_CAPACITY', personDays), ...over('PLAN_OVER_BUDGET', budgetMinor)];
}
