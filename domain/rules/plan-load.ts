import Fraction from 'fraction.js';
import { type Calendar, dayOf, type WorkingDays, workingDays } from '../dates.js';
import { exact, printNumber, type Rational, sum } from '../numbers.js';
import type { Capacity, Task } from './goals-document.js';
import { grouped } from './grouped.js';

/** What a window needs of what it has; `have` is absent where the row does not say. */
export interface Load {
  readonly need: string;
  readonly have?: string;
  readonly over: boolean;
}
/** One row of capacity beside the unit's tasks: person-days and minor units, exact. */
export interface PlanLoad extends Pick<Capacity, 'unit' | 'from' | 'to'> {
  readonly personDays: Load;
  readonly budgetMinor: Load;
}

/**
 * What the tasks take of each row of capacity: Σ effort × working days in the
 * window / working days of the task, and the same of the cost (RULES.md,
 * goals@1, PLAN_OVER_CAPACITY). Undated tasks take nothing, a dated one must
 * have a working day. @throws RangeError where a date is none
 */
export function planLoad(
  tasks: readonly Task[],
  capacity: readonly Capacity[],
  calendar: Partial<Calendar> | undefined,
): readonly PlanLoad[] {
  const days = workingDays(calendarOf(calendar));
  const byUnit = grouped(
    tasks.flatMap((task) => datedOf(task, days)),
    ({ unit }) => unit,
  );
  return capacity.map((row) => loadOf(row, byUnit.get(row.unit) ?? [], days));
}

/** The document's calendar; what it does not name is no exception to Monday to Friday. */
export function calendarOf(calendar: Partial<Calendar> | undefined): Calendar {
  return { holidays: calendar?.holidays ?? [], workdays: calendar?.workdays ?? [] };
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

function datedOf({ unit, start, end, effortDays, costMinor }: Task, days: WorkingDays): readonly Dated[] {
  if (start === undefined || end === undefined) return [];
  const [first, last] = [dayOf(start), dayOf(end)];
  const takes = { effortDays: exact(effortDays ?? '0'), costMinor: exact(costMinor ?? '0') };
  return [{ unit, start: first, end: last, workdays: days.between(first, last), ...takes }];
}

function loadOf({ unit, from, to, ...has }: Capacity, tasks: readonly Dated[], days: WorkingDays): PlanLoad {
  const [first, last] = [dayOf(from), dayOf(to)];
  const inside = tasks.flatMap((task) => {
    const workdays = days.between(Math.max(task.start, first), Math.min(task.end, last));
    return workdays === 0 ? [] : [{ task, share: new Fraction(workdays, task.workdays) }];
  });
  const load = (amount: 'effortDays' | 'costMinor', have: string | undefined): Load => {
    const need = sum(inside.map(({ task, share }) => share.mul(task[amount])));
    if (have === undefined) return { need: printNumber(need), over: false };
    return { need: printNumber(need), have: printNumber(exact(have)), over: need.compare(exact(have)) > 0 };
  };
  return {
    unit,
    from,
    to,
    personDays: load('effortDays', has.personDays),
    budgetMinor: load('costMinor', has.budgetMinor),
  };
}
