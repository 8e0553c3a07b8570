/** The goals and tasks that the sample organization agrees on. */
import { readFileSync } from 'node:fs';
import type { GuardTerms } from '../../domain/process/index.js';
import type { Curve, Goal, Task } from '../../domain/rules/index.js';

interface GoalsDocument {
  readonly document: { readonly goals: readonly Goal[]; readonly tasks?: readonly Task[] };
}

const read = (name: string): GoalsDocument =>
  JSON.parse(readFileSync(new URL(`data/${name}.json`, import.meta.url), 'utf8')) as GoalsDocument;

const agreed = read('goals-agreed').document.goals;
const drafted = read('goals-first-drafts').document.goals;
const tasksIn = (name: string): readonly Task[] => read(name).document.tasks ?? [];
const [planned, changed, impossible] = [tasksIn('plan-second'), tasksIn('plan-changed'), tasksIn('plan-first')];

/** Below 80 % of the target revenue earns nothing; above it more than one for one, up to 120. */
const revenueCurve: Curve = {
  type: 'line',
  points: [
    ['80', '60'],
    ['100', '100'],
    ['110', '120'],
  ],
  below: '0',
};

/** Research shows nothing before April: the way to the target begins at the end of March. */
const laterPath = [
  ['2027-03-31', '0'],
  ['2027-12-31', '100'],
] as const;

function withItsOwnRules(goal: Goal): Goal {
  if (goal.id === 'sales/revenue') return { ...goal, measure: 'attainment', curve: revenueCurve };
  if (goal.unit === 'rnd' && goal.metric !== undefined) return { ...goal, path: laterPath };
  return goal;
}

export const goalsOf = (unit: string): readonly Goal[] =>
  agreed.filter((goal) => goal.unit === unit).map(withItsOwnRules);

/** What the heads of production and quality agree on: cost is not to be saved at the cost of quality. */
export const qualityGuard: GuardTerms = {
  hold: 'production/unit-cost',
  metric: 'material-pass-rate',
  is: '<',
  than: '99',
  atMost: '60',
};

/** What is written first, and does not pass. */
export const firstDraftOf = (unit: string): readonly Goal[] => drafted.filter((goal) => goal.unit === unit);
export const firstTasksOf = (unit: string): readonly Task[] => impossible.filter((task) => task.unit === unit);

/** The plan after the change in June. */
export const changedTasksOf = (unit: string): readonly Task[] => changed.filter((task) => task.unit === unit);

export const tasksOf = (unit: string): readonly Task[] => planned.filter((task) => task.unit === unit);
