import type { FormFacts } from '../form-facts.js';
import { answersOf } from '../findings.js';
import { at, linesOf, listAt, plainNumber, said, saidNumber, textAt, textsAt } from '../form-data.js';

/** Fields of a goal that the form does not show; they travel along unchanged. */
const carried = ['curve', 'path'] as const;

/** A posted row as a goal of goals@1; empty fields are absent. */
export function goalsContentOf(form: unknown, facts: FormFacts): unknown {
  const rows = listAt(form, 'goals');
  const taken = new Set(rows.map((row) => textAt(row, 'id')));
  const goals = rows.map((row) => {
    const id = textAt(row, 'id') || freshId(`${facts.unitId}/goal`, taken);
    const [low, high] = [plainNumber(textAt(row, 'low')), plainNumber(textAt(row, 'high'))];
    const rubric = linesOf(textAt(row, 'rubric'));
    const swot = textsAt(row, 'swot');
    return {
      id,
      unit: facts.unitId,
      title: textAt(row, 'title'),
      ...said('kind', textAt(row, 'kind')),
      ...said('metric', textAt(row, 'metric')),
      ...said('direction', textAt(row, 'direction')),
      ...saidNumber('baseline', textAt(row, 'baseline')),
      ...(low !== '' || high !== '' ? { target: { low, high } } : saidNumber('target', textAt(row, 'target'))),
      ...saidNumber('weight', textAt(row, 'weight')),
      ...said('due', textAt(row, 'due')),
      ...said('supports', textAt(row, 'supports')),
      ...(swot.length > 0 && { swot }),
      ...(rubric.length > 0 && { rubric }),
      ...said('measure', textAt(row, 'measure')),
      ...restOf(textAt(row, 'rest')),
    };
  });
  return { goals, answers: answersOf(form) };
}

/** A goal of a unit above becomes the beginning of an own one that supports it; unknown or none: nothing is added. */
export function adoptGoal(content: unknown, facts: FormFacts, goalId: string): unknown {
  const known = facts.goalsAbove.find((goal) => goal.id === goalId);
  const drafted = facts.draftsAbove.find((goal) => goal.id === goalId);
  const title = known?.title ?? drafted?.title;
  if (title === undefined) return content;
  const goals = listAt(content, 'goals');
  const goal = {
    id: freshId(`${facts.unitId}/goal`, new Set(goals.map((row) => textAt(row, 'id')))),
    unit: facts.unitId,
    title,
    kind: known?.kind ?? 'kpi',
    due: known?.due ?? facts.periodEnd,
    supports: goalId,
  };
  // Rows that nobody has begun give way to it.
  const begun = goals.filter((row) => isBegun(row));
  return { ...(typeof content === 'object' ? content : {}), goals: [...begun, goal] };
}

/** Fields that a new row of the form has by itself. */
const byItself = new Set(['id', 'unit', 'kind', 'due']);

const isBegun = (row: unknown): boolean =>
  typeof row === 'object' &&
  row !== null &&
  Object.entries(row).some(([field, value]: [string, unknown]) => !byItself.has(field) && value !== '');

/** The next free `prefix-n`. */
export function freshId(prefix: string, taken: Set<string>): string {
  let n = 1;
  while (taken.has(`${prefix}-${n}`)) n += 1;
  taken.add(`${prefix}-${n}`);
  return `${prefix}-${n}`;
}

function restOf(text: string): Record<string, unknown> {
  if (text === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return Object.fromEntries(
      carried.flatMap((key) => (at(parsed, key) === undefined ? [] : [[key, at(parsed, key)]])),
    );
  } catch {
    return {};
  }
}

/** A stored goal as a row of the form: the other way round. */
export function goalRowOf(goal: unknown): unknown {
  const rest = Object.fromEntries(
    carried.flatMap((key) => (at(goal, key) === undefined ? [] : [[key, at(goal, key)]])),
  );
  const fields = ['id', 'title', 'kind', 'metric', 'direction', 'baseline', 'weight', 'due', 'supports', 'measure'];
  return {
    ...Object.fromEntries(fields.map((field) => [field, textAt(goal, field)])),
    target: textAt(goal, 'target'),
    low: textAt(goal, 'target', 'low'),
    high: textAt(goal, 'target', 'high'),
    swot: textsAt(goal, 'swot'),
    rubric: textsAt(goal, 'rubric').join('\n'),
    rest: Object.keys(rest).length > 0 ? JSON.stringify(rest) : '',
  };
}
