import type { Query } from '../db/connect.js';
import { partsOfPointer } from '../documents/problems.js';
import { parseStepContent } from '../documents/steps.js';
import type { StepDetail } from '../db/inbox.js';
import { type Goal, type GoalFindingCode, type PlanLoad, planLoad, type Task } from '../domain/rules/index.js';
import {
  type CheckedCycle,
  type CheckedFinding,
  findingsIn,
  isChecked,
  type Said,
  type Surroundings,
  surroundings,
} from './goal-checks.js';

type DraftStep = Pick<StepDetail, 'kind' | 'unitId'>;

/** A value of a draft that is none: where (JSON pointer) and what. */
export interface DraftProblem {
  readonly pointer: string;
  readonly code: string;
}

export interface DraftFindings {
  readonly findings: readonly CheckedFinding[];
  /** What was typed and cannot be; what is still missing is no problem of a draft. */
  readonly problems: readonly DraftProblem[];
  /** What its tasks take of the unit's capacity, row by row; empty where it has none to say. */
  readonly load: readonly PlanLoad[];
  /** Of goals of other units that the findings name. */
  readonly titles: ReadonlyMap<string, string>;
}

export const noDraftFindings: DraftFindings = { findings: [], problems: [], load: [], titles: new Map() };

/**
 * The checks of what is being written, conflicts and advice included. What is
 * no value is told of and left out, so that it hides nothing of the rest.
 */
export async function findingsOfDraft(
  sql: Query,
  cycle: CheckedCycle,
  step: DraftStep,
  content: unknown,
): Promise<DraftFindings> {
  if (!isChecked(step)) return noDraftFindings;
  const parsed = parseStepContent(step.kind, content);
  const wrong = parsed.ok ? [] : parsed.problems;
  const said = named(
    wrong.reduce((whole, { pointer }) => without(whole, partsOfPointer(pointer).slice(0, 3)), content),
  );
  const around = await surroundings(sql, cycle, step, said);
  const missing = missingFor(content, wrong);
  return {
    // What was typed wrong is said once: not also as something that is missing.
    findings: findingsIn(cycle, step, around, said).filter(({ code, at }) =>
      missing.every((each) => !each.codes.includes(code) || !(each.id === null || at.includes(each.id))),
    ),
    problems: wrong.filter(({ pointer }) => isTyped(valueAt(content, partsOfPointer(pointer)))),
    load: loadIn(around, said),
    titles: new Map(around.beside.map((goal) => [goal.id, goal.title])),
  };
}

/** What the checks say where a field is missing; of `null` whichever row it is. */
const saysMissing: Readonly<Record<string, readonly GoalFindingCode[]>> = {
  metric: ['GOAL_NOT_SPECIFIC', 'GOAL_NOT_MEASURABLE'],
  rubric: ['GOAL_NOT_SPECIFIC', 'GOAL_NOT_MEASURABLE'],
  target: ['GOAL_NOT_MEASURABLE'],
  supports: ['GOAL_NOT_RELEVANT'],
  due: ['GOAL_NO_DUE'],
  weight: ['WEIGHT_OUT_OF_BOUNDS'],
  owner: ['TASK_NO_OWNER'],
  start: ['TASK_OUTSIDE_PERIOD'],
  end: ['TASK_OUTSIDE_PERIOD'],
};
const ofTheWhole: Readonly<Record<string, readonly GoalFindingCode[]>> = { weight: ['WEIGHTS_NOT_TOTAL'] };

function missingFor(content: unknown, wrong: readonly DraftProblem[]) {
  return wrong.flatMap(({ pointer }) => {
    const [list = '', row = '', field = ''] = partsOfPointer(pointer);
    const id = valueAt(content, [list, row, 'id']);
    if (typeof id !== 'string' || !isTyped(valueAt(content, [list, row, field]))) return [];
    return [
      { id, codes: saysMissing[field] ?? [] },
      { id: null, codes: ofTheWhole[field] ?? [] },
    ];
  });
}

function loadIn({ unit, capacity = [], calendar }: Surroundings, { tasks }: Said): readonly PlanLoad[] {
  if (tasks === undefined) return [];
  return planLoad(
    tasks.map((task) => ({ ...task, unit })),
    capacity,
    calendar,
  );
}

/** The goals and tasks that have an id: only what is named can be told about. */
function named(draft: unknown): Said {
  const { goals, tasks }: { goals?: unknown; tasks?: unknown } =
    typeof draft === 'object' && draft !== null ? draft : {};
  return {
    ...(goals !== undefined && { goals: withId<Goal>(goals) }),
    ...(tasks !== undefined && { tasks: withId<Task>(tasks) }),
  };
}

/** Their other fields have been read by their schema before: what did not fit is not there any more. */
function withId<T>(rows: unknown): readonly T[] {
  const hasId = (row: unknown): boolean =>
    typeof row === 'object' && row !== null && 'id' in row && typeof row.id === 'string' && row.id !== '';
  return Array.isArray(rows) ? (rows.filter(hasId) as T[]) : [];
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, part) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, part) ? (Reflect.get(at, part) as unknown) : undefined,
    value,
  );
}

const isTyped = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** The same without what stands there; a row of a list leaves an empty place. */
function without(value: unknown, [part, ...rest]: readonly string[]): unknown {
  if (part === undefined) return undefined;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (String(index) === part ? without(item, rest) : item));
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return value;
  const { [part]: inner, ...others } = value as Readonly<Record<string, unknown>>;
  return rest.length === 0 ? others : { ...others, [part]: without(inner, rest) };
}
