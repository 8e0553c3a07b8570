import type { Calendar } from '../dates.js';
import type { FindingAnswer } from '../process/index.js';
import {
  type Bounds,
  type Capacity,
  checkGoals,
  type Finding,
  type Goal,
  type Metric,
  type Period,
  type SwotEntry,
  type Task,
} from '../rules/index.js';
import { grouped } from '../rules/grouped.js';
import { findingKey, findingScope, findingSubject } from './finding-scope.js';

/** A warning or conflict that a unit keeps, why, and who said so when (epoch ms). */
export interface GivenAnswer extends FindingAnswer {
  readonly by: string;
  readonly principal: string;
  readonly saidAt: number;
  /** Both heads agreed on it, or their superior settled it: it ends a conflict of any severity. */
  readonly agreed?: boolean;
}

/** One unit's word: its goals in force, else as last submitted; its tasks likewise, null while it has no plan. */
export interface UnitWord {
  readonly unitId: string;
  readonly goals: readonly Goal[];
  readonly tasks: readonly Task[] | null;
  readonly answers: readonly GivenAnswer[];
}

interface Titled {
  readonly title: string;
  readonly titleEn: string;
}

/** All that the checks of one cycle look at. */
export interface OrganizationFacts {
  readonly period: Period;
  readonly bounds: Bounds;
  readonly units: readonly { readonly id: string; readonly parent?: string }[];
  readonly objectives: readonly ({ readonly id: string } & Titled)[];
  readonly swot: readonly (SwotEntry & Titled)[];
  readonly metrics: readonly (Metric & Titled)[];
  readonly capacity: readonly Capacity[];
  readonly calendar: Calendar;
  readonly words: readonly UnitWord[];
  /** False while goals are being set: nobody has a plan yet. */
  readonly withPlans: boolean;
}

/** One of the things a finding is about; `unit` is whose it is, titles are empty for a unit itself. */
export interface FindingAbout {
  readonly id: string;
  readonly unit: string | null;
  readonly titleZh: string;
  readonly titleEn: string;
}

export interface OrganizationFinding extends Finding {
  readonly about: readonly FindingAbout[];
  /** Units concerned, sorted; none where it is nobody's alone. */
  readonly units: readonly string[];
  readonly answers: readonly (GivenAnswer & { readonly unit: string })[];
}

/**
 * The checks over the whole organization (goals@1), each finding with what the
 * units concerned have said to it. `GOAL_WITHOUT_TASK` waits for the unit's plan.
 */
export function organizationFindings(facts: OrganizationFacts): readonly OrganizationFinding[] {
  const goals = facts.words.flatMap(ownGoals);
  const tasks = facts.words.flatMap(ownTasks);
  const { findings } = checkGoals({
    format: 'perfcycle/goals@1',
    period: facts.period,
    bounds: facts.bounds,
    units: facts.units,
    objectives: facts.objectives,
    swot: facts.swot,
    metrics: facts.metrics,
    goals,
    ...(facts.withPlans && { tasks, capacity: facts.capacity }),
    calendar: facts.calendar,
  });
  const describe = describer(facts, goals, tasks);
  const unitsOf = unitIndex(facts.words);
  const answersTo = answerIndex(facts.words);
  const planned = new Set(facts.words.filter((word) => word.tasks !== null).map((word) => word.unitId));
  return findings.flatMap((found) => {
    const about = found.at.map((id) => describe(found, id));
    const units = unitsOf(found, about);
    if (found.code === 'GOAL_WITHOUT_TASK' && !units.every((unit) => planned.has(unit))) return [];
    const finding = { ...found, at: about.map(({ id }) => id).sort() };
    return [{ ...finding, about, units, answers: answersTo(finding, units) }];
  });
}

/** Whatever a content says of its unit, it is the unit's that submitted it. */
const ownGoals = ({ unitId, goals }: UnitWord): readonly Goal[] => goals.map((goal) => ({ ...goal, unit: unitId }));

/** Ids of tasks are the unit's own: among all units they carry its name, apart by a space that no id holds. */
const amongAll = (unitId: string, task: string): string => `${unitId} ${task}`;
const ownTasks = ({ unitId, tasks }: UnitWord): readonly Task[] =>
  (tasks ?? []).map((task) => ({
    ...task,
    id: amongAll(unitId, task.id),
    unit: unitId,
    ...(task.after !== undefined && { after: task.after.map((id) => amongAll(unitId, id)) }),
  }));

function describer(
  facts: OrganizationFacts,
  allGoals: readonly Goal[],
  allTasks: readonly Task[],
): (finding: Finding, id: string) => FindingAbout {
  const byId = <T extends { readonly id: string }>(all: readonly T[]) => new Map(all.map((each) => [each.id, each]));
  const [goals, tasks] = [byId(allGoals), byId(allTasks)];
  const strategy = { objective: byId(facts.objectives), swot: byId(facts.swot), metric: byId(facts.metrics) };
  return ({ code }, id) => {
    const subject = findingSubject(code);
    switch (subject) {
      case 'unit':
        return { id, unit: id, titleZh: '', titleEn: '' };
      case 'goal': {
        const goal = goals.get(id);
        const title = goal?.title ?? id;
        return { id, unit: goal?.unit ?? null, titleZh: title, titleEn: title };
      }
      case 'task': {
        const task = tasks.get(id);
        const own = task === undefined ? id : id.slice(task.unit.length + 1);
        const title = task?.title ?? own;
        return { id: own, unit: task?.unit ?? null, titleZh: title, titleEn: title };
      }
      case 'objective':
      case 'swot':
      case 'metric': {
        const known = strategy[subject].get(id);
        return { id, unit: null, titleZh: known?.title ?? id, titleEn: known?.titleEn ?? id };
      }
    }
  };
}

/** Whose a finding is: of what it is about; of a metric, those with a goal on it. */
function unitIndex(words: readonly UnitWord[]) {
  const byMetric = new Map<string, string[]>();
  for (const { unitId, goals } of words) {
    for (const { metric } of goals) {
      if (metric === undefined) continue;
      const known = byMetric.get(metric);
      if (known === undefined) byMetric.set(metric, [unitId]);
      else known.push(unitId);
    }
  }
  return ({ code, at }: Finding, about: readonly FindingAbout[]): readonly string[] => {
    const units =
      findingSubject(code) === 'metric'
        ? at.flatMap((metric) => byMetric.get(metric) ?? [])
        : about.flatMap(({ unit }) => (unit === null ? [] : [unit]));
    return [...new Set(units)].sort();
  };
}

/** Only a unit that a finding concerns has answered it; what is nobody's alone is answered by none. */
function answerIndex(words: readonly UnitWord[]) {
  const said = words.flatMap(({ unitId, answers }) => answers.map((answer) => ({ ...answer, unit: unitId })));
  const byKey = grouped(said, findingKey);
  const speaking = new Set(said.map(({ unit }) => unit));
  return (finding: Finding, units: readonly string[]): OrganizationFinding['answers'] =>
    findingScope(finding.code) === 'organization' || !units.some((unit) => speaking.has(unit))
      ? []
      : (byKey.get(findingKey(finding)) ?? []).filter((answer) => units.includes(answer.unit));
}

/** HR's word on a finding, once. */
export interface Settlement {
  readonly reason: string;
  readonly by: string;
  readonly settledAt: number;
}

/** `open`: somebody still has to act. `advice`: shown, nothing must be done. */
export const findingStates = ['open', 'answered', 'settled', 'advice'] as const;
export type FindingState = (typeof findingStates)[number];

/** HR's word ends it; an answer does where no error stands. SWOT advice is HR's to settle all the same (RULES.md). */
export function findingState(finding: OrganizationFinding, settled: Settlement | null): FindingState {
  if (settled !== null) return 'settled';
  if (finding.answers.some(({ agreed }) => agreed === true)) return 'answered';
  if (finding.severity !== 'error' && finding.answers.length > 0) return 'answered';
  if (finding.severity === 'advice' && findingScope(finding.code) !== 'organization') return 'advice';
  return 'open';
}
