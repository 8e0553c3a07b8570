/** Documents of the size that the figures are told for. */
import type { Component, Fact, Facts, Goal, GoalsDocument, Metric, Scorecard, Task } from '../../domain/rules/index.js';

const line: Component = {
  id: 'line',
  weight: '15',
  measure: 'progress',
  curve: {
    type: 'line',
    points: [
      ['0', '0'],
      ['100', '100'],
      ['120', '120'],
    ],
  },
};
const rating = {
  scale: { min: '1', max: '5' },
  requireEvidence: true,
  by: [
    { role: 'superior', weight: '60' },
    { role: 'cooperating', weight: '40' },
  ],
} as const;
const fromFiveToHundred = {
  type: 'line',
  points: [
    ['1', '0'],
    ['5', '100'],
  ],
} as const;

/** Ten items in two groups, of every kind that a template has, with gates and grades. */
export const benchCard: Scorecard = {
  format: 'perfcycle/scorecard@1',
  root: {
    id: 'total',
    combine: 'weighted-mean',
    parts: [
      {
        id: 'results',
        weight: '70',
        combine: 'weighted-mean',
        parts: [
          line,
          { ...line, id: 'revenue', measure: 'attainment', weight: '15' },
          {
            id: 'profit',
            weight: '10',
            measure: 'excess',
            curve: {
              type: 'per-unit',
              base: '100',
              up: { every: '1', points: '2', max: '20' },
              down: { every: '1', points: '3' },
            },
          },
          { id: 'cost', weight: '10', direction: 'lower', measure: 'attainment', max: '110' },
          { id: 'stock', weight: '10', curve: { type: 'in-band', low: '30', high: '45', points: '100', perUnit: '4' } },
          {
            id: 'safety',
            weight: '5',
            curve: {
              type: 'steps',
              from: [
                ['0', '100'],
                ['1', '60'],
                ['2', '0'],
              ],
              below: '100',
            },
          },
          {
            id: 'quality',
            weight: '5',
            measure: 'change',
            curve: { type: 'identity' },
            scale: { from: ['0', '3'], to: ['60', '100'] },
            round: 2,
          },
        ],
      },
      {
        id: 'conduct',
        weight: '30',
        combine: 'weighted-mean',
        parts: [
          { id: 'teamwork', weight: '10', rating, curve: fromFiveToHundred },
          { id: 'initiative', weight: '10', rating, curve: fromFiveToHundred, missing: 'exclude' },
          { id: 'improvement', weight: '10', measure: 'actual', add: { of: 'bonus-points', max: '10' } },
        ],
      },
    ],
  },
  gates: [
    { id: 'safety-guard', when: { component: 'safety', value: 'x', is: '>=', than: '2' }, then: { totalAtMost: '60' } },
    { id: 'quality-guard', when: { component: 'quality', is: '<', than: '60' }, then: { atMost: { revenue: '100' } } },
  ],
  grades: {
    round: 2,
    bands: [
      { from: '70', grade: 'C' },
      { from: '85', grade: 'B' },
      { from: '95', grade: 'A' },
    ],
    below: 'D',
  },
};

/** Other numbers for each unit; every twelfth leaves one item out. */
export function benchFacts(index: number): Facts {
  const number = (from: number, span: number, step: number): string => String(from + ((index * step) % span));
  const rated = (value: string): Fact => ({
    ratings: ['superior', 'cooperating', 'cooperating'].map((role, at) => ({
      role,
      by: `rater-${at}`,
      value: at === 0 ? value : '3.5',
      evidence: ['minutes'],
    })),
  });
  return {
    format: 'perfcycle/facts@1',
    facts: {
      line: { actual: number(60, 90, 7), target: '120', baseline: '20' },
      revenue: { actual: number(8000, 3000, 37), target: '9600' },
      profit: { actual: `${number(900, 300, 11)}.5`, target: '1040' },
      cost: { actual: number(80, 40, 3), target: '97' },
      stock: { actual: number(20, 40, 9) },
      safety: { actual: number(0, 3, 1) },
      quality: { actual: `9${index % 10}.25`, baseline: '91.5' },
      teamwork: rated(number(1, 5, 1)),
      initiative: index % 12 === 0 ? {} : rated(`${2 + (index % 3)}.5`),
      improvement: { actual: number(50, 50, 13) },
      'bonus-points': {
        entries: [
          { points: '2.5', reason: 'idea' },
          { points: number(0, 9, 5), reason: 'project' },
        ],
      },
    },
  };
}

const unitId = (index: number): string => `u${index}`;
/** Ten units below each. */
const parentOf = (index: number): string => unitId(Math.floor((index - 1) / 10));
/** Ten neighbours share two metrics, which are in tension. */
const teamOf = (index: number): number => Math.floor(index / 10);

/** Goals and plans of so many units, five goals and five tasks each, with conflicts among neighbours. */
export function benchGoalsDocument(units: number): GoalsDocument {
  const indexes = Array.from({ length: units }, (_, index) => index);
  return {
    format: 'perfcycle/goals@1',
    period: { start: '2027-01-01', end: '2027-12-31' },
    bounds: { goals: [3, 8], weight: ['5', '40'], weightTotal: '100' },
    units: indexes.map((index) => ({ id: unitId(index), ...(index > 0 && { parent: parentOf(index) }) })),
    objectives: [
      { id: 'O1', title: 'grow' },
      { id: 'O2', title: 'last' },
    ],
    swot: (['strength', 'weakness', 'opportunity', 'threat'] as const).map((kind) => ({
      id: kind,
      kind,
      title: kind,
      key: true,
    })),
    metrics: indexes.flatMap(metricsOf),
    goals: indexes.flatMap(goalsOf),
    tasks: indexes.flatMap(tasksOf),
    capacity: indexes.map((index) => ({
      unit: unitId(index),
      from: '2027-01-01',
      to: '2027-06-30',
      personDays: '60',
      budgetMinor: '900000',
    })),
    calendar: {
      holidays: ['2027-01-01', '2027-02-05', '2027-02-08', '2027-02-09', '2027-05-03', '2027-10-01', '2027-10-04'],
      workdays: ['2027-02-13', '2027-10-09'],
    },
  };
}

function metricsOf(index: number): readonly Metric[] {
  const unit = unitId(index);
  const own = ['a', 'b', 'c'].map((name): Metric => ({
    id: `${name}${index}`,
    unit,
    measuredIn: '%',
    better: 'higher',
    history: ['80', '83', '85'],
  }));
  if (index % 10 !== 0) return own;
  const shared = { unit, measuredIn: 'CNY', source: 'collected' } as const;
  const team = teamOf(index);
  return [
    ...own,
    { ...shared, id: `cost${team}`, better: 'lower', tension: [`quality${team}`] },
    { ...shared, id: `quality${team}`, better: 'higher' },
  ];
}

function goalsOf(index: number): readonly Goal[] {
  const unit = unitId(index);
  const metrics = [`a${index}`, `b${index}`, `c${index}`, `cost${teamOf(index)}`, `quality${teamOf(index)}`];
  return metrics.map((metric, at) => ({
    id: `${unit}/g${at}`,
    unit,
    title: `goal ${at}`,
    metric,
    baseline: '100',
    target: metric.startsWith('cost') && index % 10 !== 9 ? '98' : '102',
    ...(metric.startsWith('cost') && index % 10 === 9 && { direction: 'higher' as const }),
    weight: '20',
    due: '2027-12-31',
    supports: index === 0 || at === 4 ? 'O1' : `${parentOf(index)}/g${at}`,
    ...(at === 0 && { swot: ['strength', 'threat'] }),
  }));
}

function tasksOf(index: number): readonly Task[] {
  const unit = unitId(index);
  return Array.from({ length: 5 }, (_, at) => ({
    id: `${unit}/t${at}`,
    unit,
    goal: `${unit}/g${at}`,
    title: `task ${at}`,
    owner: 'head',
    effortDays: '15.5',
    start: `2027-0${1 + at}-11`,
    end: `2027-0${2 + at}-10`,
    ...(at > 0 && { after: [`${unit}/t${at - 1}`] }),
    costMinor: '250000',
  }));
}
