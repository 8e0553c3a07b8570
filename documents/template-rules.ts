import { parseNumber } from '../domain/numbers.js';
import type { Component } from '../domain/rules/index.js';
import type { Template } from '../domain/template.js';
import { lookingPast, type Looking } from './looking.js';
import { checkDistribution, checkPoolAmount } from './rules/money-checks.js';
import { compare } from './rules/numbers.js';
import { checkScorecard } from './rules/scorecard-checks.js';
import type { Tell } from './template-checks.js';

/** A part of a template, looked at by the checks of the rules document that it comes from. */
const at = (path: readonly PropertyKey[], tell: Tell): Looking =>
  lookingPast([], (inner, code, detail) => tell([...path, ...inner], code, detail));

/** Every grade that the scorecard can give. */
function gradesOf({ scorecard }: Template): ReadonlySet<string> {
  const { bands = [], below } = scorecard.grades ?? {};
  return new Set([...bands.map((band) => band.grade), ...(below === undefined ? [] : [below])]);
}

/** Grades, guards, bounds and limits: what must fit together in a template's rules. */
export function scorecardProblems(template: Template, tell: Tell): void {
  const { bounds, monitoring, scorecard, guards } = template;
  const order = (low: string | number, high: string | number, path: PropertyKey[]): void => {
    if (compare(String(low), String(high)) > 0) tell(path, 'RANGE_EMPTY', `${low} is more than ${high}`);
  };
  order(...bounds.goals, ['bounds', 'goals']);
  order(...bounds.weight, ['bounds', 'weight']);
  order(monitoring.red, monitoring.amber, ['monitoring', 'red']);
  checkScorecard(scorecard, at(['scorecard'], tell), { template: true, extra: guards.map(({ part }) => part) });
  const taken = new Set(componentIds(scorecard.root));
  guards.forEach(({ unit, part, gate }, index) => {
    if ('fromGoals' in part) tell(['guards', index, 'part'], 'GUARD_PART_WRONG', 'a guard adds one part of its own');
    for (const id of [part.id, `gate ${gate.id}`].map((each) => `${unit} ${each}`)) {
      if (taken.has(id)) tell(['guards', index], 'ID_DUPLICATE', `${id} stands twice`);
      taken.add(id);
    }
    if (taken.has(part.id)) tell(['guards', index, 'part', 'id'], 'ID_DUPLICATE', `${part.id} stands twice`);
  });
}

function componentIds(component: Component): readonly string[] {
  return [component.id, ...('parts' in component ? component.parts.flatMap(componentIds) : [])];
}

/** Shares of grades that there are, together the whole. */
export function distributionProblems(template: Template, tell: Tell): void {
  const { distribution } = template;
  if (distribution === undefined) return;
  const sound = distribution.shares.every(({ percent }) => parseNumber(percent) !== null);
  if (sound) checkDistribution(distribution, at(['distribution'], tell));
  const grades = gradesOf(template);
  distribution.shares.forEach(({ grade }, index) => {
    if (grades.has(grade)) return;
    tell(['distribution', 'shares', index, 'grade'], 'ID_UNKNOWN', `there is no grade ${grade}`);
  });
}

/** Money needs its rules, a grade for every coefficient, and somebody else for finance's own lines. */
export function moneyProblems(template: Template, tell: Tell): void {
  const kinds = new Set(template.steps.map((step) => step.kind));
  for (const kind of ['bonus', 'budget'] as const) {
    const own = `${kind}-own` as const;
    if ((kinds.has(kind) || kinds.has(own)) && template[kind] === undefined) {
      tell([kind], 'FIELD_MISSING', `a template with steps of kind ${kind} says how it is computed`);
    }
    if (kinds.has(kind) !== kinds.has(own)) {
      tell(['steps'], 'STEP_MISSING', `${kind} and ${own} stand together: nobody decides about their own line`);
    }
  }
  const { bonus, budget } = template;
  if (bonus !== undefined) {
    const grades = gradesOf(template);
    checkPoolAmount(bonus.pool, at(['bonus', 'pool'], tell));
    if (grades.size === 0) tell(['scorecard', 'grades'], 'FIELD_MISSING', 'a bonus goes by grades');
    for (const grade of grades) {
      if (Object.hasOwn(bonus.coefficients, grade)) continue;
      tell(['bonus', 'coefficients'], 'GRADE_WITHOUT_COEFFICIENT', `the grade ${grade} has no coefficient`);
    }
    for (const [grade, coefficient] of Object.entries(bonus.coefficients)) {
      const path = ['bonus', 'coefficients', grade];
      if (!grades.has(grade)) tell(path, 'ID_UNKNOWN', `there is no grade ${grade}`);
      if (compare(coefficient, '0') < 0) tell(path, 'OUT_OF_RANGE', 'a coefficient is 0 or more');
    }
  }
  const [floor, ceiling] = [budget?.floorPercent, budget?.ceilingPercent];
  if (floor !== undefined && ceiling !== undefined && compare(floor, ceiling) > 0) {
    tell(['budget', 'floorPercent'], 'RANGE_EMPTY', 'the floor is above the ceiling');
  }
}

/** Recognition goes by grades that there are. */
export function recognitionProblems(template: Template, tell: Tell): void {
  const grades = gradesOf(template);
  template.recognition?.grades.forEach((grade, index) => {
    if (!grades.has(grade)) tell(['recognition', 'grades', index], 'ID_UNKNOWN', `there is no grade ${grade}`);
  });
}
