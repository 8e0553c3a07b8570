import type { Component, Condition, Curve, Gate, Grades, RatingRule, Scorecard } from '../../domain/rules/index.js';
import { below, itemsOf, type Looking } from '../looking.js';
import { boundDigits } from './bounds.js';
import { ascending, compare, notAbove, notNegative, unique } from './numbers.js';

/** More than any real scorecard has; all of it is computed exactly, and at once. */
const mostComponents = 2000;

interface Card {
  /** Ids in order, with their places. */
  readonly ids: { readonly id: string; readonly path: readonly PropertyKey[] }[];
  readonly leaves: Set<string>;
  /** Parts that only a unit's goals will name. */
  open: boolean;
}

/**
 * What a schema alone cannot see in a scorecard@1: ids, weights, order of
 * points, what gates may test and change. In a template parts come from goals
 * and guards too (`extra`); a card to be scored has none such.
 */
export function checkScorecard(
  card: Scorecard,
  looking: Looking,
  options: { readonly template: boolean; readonly extra?: readonly Component[] },
): void {
  const found: Card = { ids: [], leaves: new Set(), open: options.template };
  checkComponent(card.root, ['root'], null, found, looking, options.template);
  for (const part of options.extra ?? []) if ('id' in part) found.leaves.add(part.id);
  unique(
    found.ids.map(({ id }) => id),
    (index) => [...(found.ids[index]?.path ?? []), 'id'],
    looking,
  );
  found.ids.forEach(({ id, path }, index) => {
    if (id === 'total' && index > 0) looking.tell([...path, 'id'], 'ID_RESERVED', 'only the root may be called total');
  });
  if (found.ids.length > mostComponents) {
    looking.tell(['root'], 'TOO_LARGE', `${found.ids.length} components; ${mostComponents} at most`);
  }
  boundDigits('card', card, [], looking);
  const gates = itemsOf(card.gates);
  unique(
    gates.map((gate) => gate.id),
    (index) => ['gates', index, 'id'],
    looking,
  );
  gates.forEach((gate, index) => {
    if (looking.sound(['gates', index])) checkGate(gate, found, below(['gates', index], looking));
  });
  if (card.grades !== undefined && looking.sound(['grades'])) checkGrades(card.grades, below(['grades'], looking));
}

function checkComponent(
  component: Component,
  path: readonly PropertyKey[],
  weightNeededBy: string | null,
  found: Card,
  looking: Looking,
  template: boolean,
): void {
  if (typeof component !== 'object' || component === null || Array.isArray(component)) return;
  const here = below(path, looking);
  if (typeof component.id === 'string') found.ids.push({ id: component.id, path });
  if ('fromGoals' in component) {
    if (!template) here.tell(['fromGoals'], 'FROM_GOALS_HERE', 'only a template takes parts from goals');
    found.open = true;
    if (here.sound(['fromGoals'])) checkFromGoals(component.fromGoals, below(['fromGoals'], here));
    return;
  }
  if (weightNeededBy !== null && component.weight === undefined) {
    here.tell([], 'WEIGHT_MISSING', `a part under ${weightNeededBy} has a weight`);
  }
  if (here.sound(['weight'])) notNegative(component.weight, ['weight'], here);
  checkAdjustments(component, here);
  if ('parts' in component) {
    const needs =
      component.combine === 'weighted-mean' || component.combine === 'weighted-sum' ? component.combine : null;
    if (!Array.isArray(component.parts)) return;
    (component.parts as readonly Component[]).forEach((part, index) => {
      checkComponent(part, [...path, 'parts', index], needs, found, looking, template);
    });
    return;
  }
  if (typeof component.id === 'string') found.leaves.add(component.id);
  if ('rating' in component && here.sound(['rating'])) checkRating(component.rating, below(['rating'], here));
  if (component.curve !== undefined && here.sound(['curve'])) {
    checkCurve(component.curve, below(['curve'], here), { plain: 'rating' in component });
  }
}

function checkFromGoals(defaults: Extract<Component, { fromGoals: unknown }>['fromGoals'], here: Looking): void {
  if (defaults.curve !== undefined) checkCurve(defaults.curve, below(['curve'], here), { plain: false });
  if (defaults.ratingCurve !== undefined)
    checkCurve(defaults.ratingCurve, below(['ratingCurve'], here), { plain: true });
  if (defaults.rating !== undefined) checkRating(defaults.rating, below(['rating'], here));
  notNegative(defaults.perUnit, ['perUnit'], here);
}

function checkAdjustments(component: Exclude<Component, { fromGoals: unknown }>, here: Looking): void {
  const { factor, add, scale, min, max } = component;
  if (factor !== undefined && here.sound(['factor'])) notAbove(factor.min ?? '0', factor.max, ['factor'], here);
  if (add !== undefined && here.sound(['add'])) notAbove(add.min, add.max, ['add'], here);
  if (scale !== undefined && here.sound(['scale']) && compare(...scale.from) === 0) {
    here.tell(['scale', 'from'], 'RANGE_EMPTY', 'a scale has two different ends');
  }
  if (here.sound(['min']) && here.sound(['max'])) notAbove(min, max, ['min'], here);
}

function checkRating(rule: RatingRule, here: Looking): void {
  if (compare(rule.scale.min, rule.scale.max) >= 0) {
    here.tell(['scale'], 'RANGE_EMPTY', `${rule.scale.min} is not below ${rule.scale.max}`);
  }
  unique(
    rule.by.map(({ role }) => role),
    (index) => ['by', index, 'role'],
    here,
  );
  rule.by.forEach(({ weight }, index) => {
    notNegative(weight, ['by', index, 'weight'], here);
  });
}

/** A curve whose shape is right; `plain`: one number in, so no `grid` and no `best`. */
export function checkCurve(curve: Curve, here: Looking, { plain }: { readonly plain: boolean }): void {
  switch (curve.type) {
    case 'identity':
      return;
    case 'line':
      return ascendingPoints(curve.points, 'points', here);
    case 'steps':
      return ascendingPoints(curve.from, 'from', here);
    case 'per-unit':
      for (const side of ['up', 'down'] as const) {
        const { every, points, max } = curve[side] ?? { every: '1', points: '0' };
        if (compare(every, '0') <= 0) here.tell([side, 'every'], 'NOT_POSITIVE', `every ${every}`);
        notNegative(points, [side, 'points'], here);
        notNegative(max, [side, 'max'], here);
      }
      return;
    case 'in-band':
      notAbove(curve.low, curve.high, ['low'], here);
      notNegative(curve.perUnit, ['perUnit'], here);
      notAbove(curve.min, curve.points, ['min'], here);
      return;
    case 'grid':
      if (plain) here.tell(['type'], 'CURVE_NOT_HERE', 'a grid looks at facts, not at one number');
      for (const axis of ['rows', 'columns'] as const) {
        ascending(curve[axis].from, (index) => [axis, 'from', index], here);
      }
      if (curve.values.length !== curve.rows.from.length) {
        here.tell(['values'], 'GRID_SHAPE', `${curve.rows.from.length} rows of values are needed`);
      }
      curve.values.forEach((row, index) => {
        if (row.length === curve.columns.from.length) return;
        here.tell(['values', index], 'GRID_SHAPE', `${curve.columns.from.length} values are needed`);
      });
      return;
    case 'best':
      if (plain) here.tell(['type'], 'CURVE_NOT_HERE', 'best looks at a fact, not at one number');
      curve.of.forEach((view, index) => {
        if (view.curve === undefined) return;
        const inner = below(['of', index, 'curve'], here);
        if (view.curve.type === 'grid') inner.tell(['type'], 'CURVE_NOT_HERE', 'the views of best are of one fact');
        checkCurve(view.curve, inner, { plain: false });
      });
  }
}

function ascendingPoints(points: readonly (readonly [string, string])[], field: string, here: Looking): void {
  ascending(
    points.map(([x]) => x),
    (index) => [field, index, 0],
    here,
  );
}

/** `set` and `atMost` test and change leaves; the others test leaves or the total. */
function checkGate(gate: Gate, card: Card, here: Looking): void {
  const ofTotal = gate.then.totalAtMost !== undefined || gate.then.grade !== undefined;
  const ids = new Set(card.ids.map(({ id }) => id));
  const look = (id: string, path: readonly PropertyKey[]): void => {
    if (card.leaves.has(id) || (ofTotal && path[0] === 'when' && (id === 'total' || id === card.ids[0]?.id))) return;
    if (ids.has(id) || id === 'total') here.tell(path, 'GATE_TARGET', `${id} is no single part`);
    else if (!card.open) here.tell(path, 'ID_UNKNOWN', `there is no component ${id}`);
  };
  const test = (when: Condition, path: readonly PropertyKey[]): void => {
    if ('any' in when) when.any.forEach((each, index) => test(each, [...path, 'any', index]));
    else if ('all' in when) when.all.forEach((each, index) => test(each, [...path, 'all', index]));
    else look(when.component, [...path, 'component']);
  };
  test(gate.when, ['when']);
  for (const change of ['set', 'atMost'] as const) {
    for (const id of Object.keys(gate.then[change] ?? {})) look(id, ['then', change, id]);
  }
}

function checkGrades(grades: Grades, here: Looking): void {
  ascending(
    grades.bands.map(({ from }) => from),
    (index) => ['bands', index, 'from'],
    here,
    'BANDS_NOT_ASCENDING',
  );
}
