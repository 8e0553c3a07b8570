import type { StepKind } from '../process/index.js';
import { grouped } from '../rules/grouped.js';
import { kindFacet, personFacet, stepCell, unitCell, unitFacet } from './attempts.js';
import { countCell, counted, isSo, type ListAtHand, makeList, tableOf } from './list.js';
import type { Name, Report } from './model.js';
import { cell, named, nameOf, type Names, text, word } from './values.js';

/** A unit that is asked for a metric's values by a goal of its own. */
export interface AskedRow extends Name {
  readonly metricId: string;
  readonly unitId: string;
  readonly goalId: string;
  readonly title: string;
  readonly source: 'manual' | 'collected';
}
/** A text that somebody typed into a step; `digest` is the same for the same text. */
export interface TypedRow {
  readonly digest: string;
  readonly text: string;
  readonly unitId: string | null;
  readonly stepId: string;
  readonly kind: StepKind;
  readonly raterUnitId: string | null;
  readonly by: string;
}

export interface RepeatRows {
  readonly asked: readonly AskedRow[];
  readonly typed: readonly TypedRow[];
}

const shownText = 120;
/** By whole characters. */
function shortened(of: string): string {
  const letters = [...of];
  return letters.length > shownText ? `${letters.slice(0, shownText).join('')}…` : of;
}

/** What is asked twice: a metric of several goals, a text typed into several steps. */
export function repeatsReport({ asked, typed }: RepeatRows, units: Names, persons: Names): Report {
  const asks = askedList(asked, units);
  const texts = typedList(typed, units, persons);
  const askedUnits = askedUnitsList(asked, asks, units);
  const typists = typistsList(typed, texts, persons);
  const metrics = metricsList(asked, asks, askedUnits);
  const repeated = repeatedList(typed, texts, typists);
  return {
    kind: 'repeats',
    figures: [
      counted('metricsAskedTwice', metrics),
      counted('metricsByHand', metrics, { byHand: 'yes' }),
      counted('asks', asks),
      counted('textsTypedTwice', repeated),
      counted('typings', texts),
    ],
    tables: [tableOf(metrics, 20), tableOf(repeated, 20)],
    charts: [
      {
        kind: 'bars',
        id: 'metricsAskedTwice',
        unit: 'count',
        series: ['asks'],
        bars: [...grouped(asked, ({ metricId }) => metricId)].slice(0, 20).map(([id, found]) => ({
          label: named(found[0] ?? { nameZh: id, nameEn: id }),
          values: [String(found.length)],
        })),
      },
    ],
    lists: [metrics, asks, askedUnits, repeated, texts, typists],
  };
}

interface Repeated<Row> {
  readonly id: string;
  readonly rows: readonly [Row, ...Row[]];
}

function together<Row>(rows: readonly Row[], keyOf: (row: Row) => string): readonly Repeated<Row>[] {
  return [...grouped(rows, keyOf)].flatMap(([id, found]) => {
    const [first, ...others] = found;
    return first === undefined ? [] : [{ id, rows: [first, ...others] as const }];
  });
}

function metricsList(asked: readonly AskedRow[], list: ListAtHand, askedUnits: ListAtHand): ListAtHand {
  return makeList<Repeated<AskedRow>>(
    {
      id: 'metricsAskedTwice',
      facets: { byHand: isSo(({ rows }) => rows[0].source === 'manual') },
      columns: [
        { id: 'metric', type: 'text', cell: ({ rows }) => cell(named(rows[0])) },
        { id: 'source', type: 'text', cell: ({ rows }) => cell(word(rows[0].source)) },
        { id: 'asks', type: 'number', cell: ({ id }) => countCell(list, { metric: id }) },
        { id: 'units', type: 'number', cell: ({ id }) => countCell(askedUnits, { metric: id }) },
      ],
    },
    together(asked, ({ metricId }) => metricId),
  );
}

function askedList(rows: readonly AskedRow[], units: Names): ListAtHand {
  return makeList<AskedRow>(
    {
      id: 'asks',
      facets: {
        metric: { of: (row) => row.metricId, shown: named },
        unit: unitFacet(units),
        source: { of: (row) => row.source, shown: (row) => word(row.source) },
      },
      columns: [
        { id: 'metric', type: 'text', cell: (row) => cell(named(row)) },
        { id: 'unit', type: 'text', cell: (row) => unitCell(units, row.unitId) },
        { id: 'goal', type: 'text', cell: (row) => cell(text(row.title), { to: 'goal', goal: row.goalId }) },
        { id: 'source', type: 'text', cell: (row) => cell(word(row.source)) },
      ],
    },
    rows,
  );
}

/** A unit, with the goals of its own by which it is asked for one metric. */
function askedUnitsList(asked: readonly AskedRow[], list: ListAtHand, units: Names): ListAtHand {
  return makeList<Repeated<AskedRow>>(
    {
      id: 'askedUnits',
      facets: {
        metric: { of: ({ rows }) => rows[0].metricId, shown: ({ rows }) => named(rows[0]) },
        unit: { of: ({ rows }) => rows[0].unitId, shown: ({ rows }) => named(nameOf(units, rows[0].unitId)) },
      },
      columns: [
        { id: 'metric', type: 'text', cell: ({ rows }) => cell(named(rows[0])) },
        { id: 'unit', type: 'text', cell: ({ rows }) => unitCell(units, rows[0].unitId) },
        {
          id: 'asks',
          type: 'number',
          cell: ({ rows: [{ metricId, unitId }] }) => countCell(list, { metric: metricId, unit: unitId }),
        },
      ],
    },
    together(asked, ({ metricId, unitId }) => `${metricId} ${unitId}`),
  );
}

/** A person, with how often they typed one text. */
function typistsList(typed: readonly TypedRow[], list: ListAtHand, persons: Names): ListAtHand {
  return makeList<Repeated<TypedRow>>(
    {
      id: 'typists',
      facets: {
        typedText: { of: ({ rows }) => rows[0].digest, shown: ({ rows }) => text(shortened(rows[0].text)) },
        author: { of: ({ rows }) => rows[0].by, shown: ({ rows }) => named(nameOf(persons, rows[0].by)) },
      },
      columns: [
        { id: 'typedText', type: 'text', cell: ({ rows }) => cell(text(shortened(rows[0].text))) },
        { id: 'author', type: 'text', cell: ({ rows }) => cell(named(nameOf(persons, rows[0].by))) },
        {
          id: 'typings',
          type: 'number',
          cell: ({ rows: [{ digest, by }] }) => countCell(list, { typedText: digest, author: by }),
        },
      ],
    },
    together(typed, ({ digest, by }) => `${digest} ${by}`),
  );
}

function repeatedList(typed: readonly TypedRow[], list: ListAtHand, typists: ListAtHand): ListAtHand {
  return makeList<Repeated<TypedRow>>(
    {
      id: 'textsTypedTwice',
      facets: {},
      columns: [
        { id: 'typedText', type: 'text', cell: ({ rows }) => cell(text(shortened(rows[0].text))) },
        { id: 'typings', type: 'number', cell: ({ id }) => countCell(list, { typedText: id }) },
        { id: 'persons', type: 'number', cell: ({ id }) => countCell(typists, { typedText: id }) },
      ],
    },
    together(typed, ({ digest }) => digest),
  );
}

function typedList(rows: readonly TypedRow[], units: Names, persons: Names): ListAtHand {
  return makeList<TypedRow>(
    {
      id: 'typings',
      facets: {
        typedText: { of: (row) => row.digest, shown: (row) => text(shortened(row.text)) },
        step: kindFacet,
        unit: unitFacet(units),
        author: personFacet(persons, (row) => row.by),
      },
      columns: [
        { id: 'typedText', type: 'text', cell: (row) => cell(text(shortened(row.text))) },
        { id: 'unit', type: 'text', cell: (row) => unitCell(units, row.unitId) },
        { id: 'step', type: 'text', cell: (row) => stepCell(units, row) },
        { id: 'author', type: 'text', cell: (row) => cell(named(nameOf(persons, row.by))) },
      ],
    },
    rows,
  );
}
