import type { Calendar } from '../dates.js';
import {
  type Capacity,
  compareGoals,
  comparePlans,
  type Goal,
  type PlanComparison,
  planLoad,
  type PlanLoad,
  type Task,
  type VersionComparison,
} from '../rules/index.js';
import { type ExpectedFrom, expectedScore } from './expected-score.js';

/** A unit's goals and tasks together. */
export interface Agreed {
  readonly goals: readonly Goal[];
  readonly tasks: readonly Task[];
}

export interface WeightChange {
  readonly goal: string;
  readonly title: string;
  /** null: there is no such goal. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What a change of goals and plan does, before anybody decides about it. */
export interface ChangeEffects {
  readonly goals: VersionComparison<Goal>;
  readonly tasks: PlanComparison;
  /** Of every goal before or after, moved or not. */
  readonly weights: readonly WeightChange[];
  /** The unit's own windows, before and after. */
  readonly load: readonly { readonly before: PlanLoad; readonly after: PlanLoad }[];
  /** At the pace of the values so far; null: nothing is known yet. */
  readonly score: { readonly before: string | null; readonly after: string | null };
}

export interface ChangeFacts extends ExpectedFrom {
  readonly unitId: string;
  readonly capacity: readonly Capacity[];
  readonly calendar: Partial<Calendar> | undefined;
}

/** Weights, capacity and expected score before and after. @throws RangeError where a number or a day is none */
export function changeEffects(
  facts: ChangeFacts,
  before: Agreed,
  after: Agreed,
  deps: { readonly sha256: (text: string) => string },
): ChangeEffects {
  const own = facts.capacity.filter(({ unit }) => unit === facts.unitId);
  const [was, is] = [before, after].map(({ tasks }) => planLoad(tasks, own, facts.calendar));
  return {
    goals: compareGoals(before.goals, after.goals),
    tasks: comparePlans(before.tasks, after.tasks),
    weights: weightsOf(before.goals, after.goals),
    load: own.flatMap((_, index) => {
      const [one, other] = [was?.[index], is?.[index]];
      return one === undefined || other === undefined ? [] : [{ before: one, after: other }];
    }),
    score: {
      before: expectedScore(facts, facts.unitId, before.goals, deps),
      after: expectedScore(facts, facts.unitId, after.goals, deps),
    },
  };
}

function weightsOf(before: readonly Goal[], after: readonly Goal[]): readonly WeightChange[] {
  const [was, is] = [before, after].map((goals) => new Map(goals.map((goal) => [goal.id, goal])));
  return [...new Set([...after, ...before].map(({ id }) => id))].map((goal) => {
    const [old, now] = [was?.get(goal), is?.get(goal)];
    const weight = (each: Goal | undefined): string | null => (each === undefined ? null : (each.weight ?? '0'));
    return { goal, title: (now ?? old)?.title ?? goal, before: weight(old), after: weight(now) };
  });
}
