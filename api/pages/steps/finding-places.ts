import { goalFindingCodes, type GoalFindingCode } from '../../../domain/rules/index.js';
import { listAt, textAt } from './form-data.js';
import type { FormFacts } from './form-facts.js';
import type { ShownFinding } from './form.js';

type List = 'goals' | 'tasks';
type Period = Pick<FormFacts, 'periodStart' | 'periodEnd'>;

/** Findings by the name of the field that they are shown at; `whole`: about the form as a whole. */
export interface PlacedFindings {
  readonly at: (name: string) => readonly ShownFinding[];
  readonly whole: readonly ShownFinding[];
  /** The first field of a finding; null: it is about the whole. */
  readonly fieldOf: (finding: ShownFinding) => string | null;
}

/** Each finding at its field. One that wants a reason stands once, at the first of its rows: the reason has one field. */
export function placeFindings(content: unknown, period: Period, findings: readonly ShownFinding[]): PlacedFindings {
  const names = new Map(findings.map((finding) => [finding, namesOf(content, period, finding)]));
  return {
    at: (name) => findings.filter((finding) => names.get(finding)?.includes(name)),
    whole: findings.filter((finding) => names.get(finding)?.length === 0),
    fieldOf: (finding) => names.get(finding)?.[0] ?? null,
  };
}

function namesOf(content: unknown, period: Period, finding: ShownFinding): readonly string[] {
  const code = goalFindingCodes.find((each) => each === finding.code);
  const list: List = finding.code.startsWith('TASK_') ? 'tasks' : 'goals';
  const names = listAt(content, list).flatMap((row, index) => {
    const concerns =
      code === 'METRIC_ASKED_TWICE'
        ? finding.at.includes(textAt(row, 'metric'))
        : textAt(row, 'id') !== '' && finding.at.includes(textAt(row, 'id'));
    const field = code === undefined || !concerns ? null : fieldOfCode(code, row, period, finding);
    return field === null ? [] : [`${list}.${index}.${field}`];
  });
  return finding.mark === 'error' ? names : names.slice(0, 1);
}

/** Where one mends it, within the row of a goal or task. */
function fieldOfCode(code: GoalFindingCode, row: unknown, period: Period, finding: ShownFinding): string | null {
  switch (code) {
    case 'GOAL_NOT_SPECIFIC':
      return 'title';
    case 'GOAL_NOT_MEASURABLE':
      return textAt(row, 'kind') === 'qualitative' ? 'rubric' : textAt(row, 'metric') === '' ? 'metric' : 'target';
    case 'GOAL_NO_CHANGE':
    case 'GOAL_HARDLY_ACHIEVABLE':
      return 'target';
    case 'GOAL_NOT_RELEVANT':
      return 'supports';
    case 'GOAL_NO_DUE':
    case 'GOAL_OUTSIDE_PERIOD':
      return 'due';
    case 'WEIGHT_OUT_OF_BOUNDS':
      return 'weight';
    case 'CONFLICT_DIRECTION':
    case 'CONFLICT_TENSION':
    case 'METRIC_ASKED_TWICE':
      return 'metric';
    case 'TASK_NO_OWNER':
      return 'owner';
    case 'TASK_OUTSIDE_PERIOD': {
      const start = textAt(row, 'start');
      return start < period.periodStart || start > period.periodEnd ? 'start' : 'end';
    }
    case 'TASK_ORDER':
      return waits(row, finding) ? 'after' : null;
    // Of the unit, the plan or the organization as a whole.
    case 'GOAL_COUNT':
    case 'WEIGHTS_NOT_TOTAL':
    case 'GOAL_WITHOUT_TASK':
    case 'PLAN_OVER_CAPACITY':
    case 'PLAN_OVER_BUDGET':
    case 'OBJECTIVE_UNCOVERED':
    case 'STRENGTH_UNUSED':
    case 'OPPORTUNITY_UNUSED':
    case 'WEAKNESS_UNADDRESSED':
    case 'THREAT_UNADDRESSED':
      return null;
  }
}

/** Of two tasks in the wrong order it is the one that waits whose field says so. */
const waits = (row: unknown, finding: ShownFinding): boolean =>
  listAt(row, 'after').some((id) => typeof id === 'string' && finding.at.includes(id));
