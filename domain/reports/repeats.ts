import type { StepKind } from '../process/index.js';
import { grouped } from '../rules/grouped.js';
import { kindFacet, personFacet, stepCell, unitCell, unitFacet } from './attempts.js';
import { countCell, counted, isSo, makeList, tableOf } from './list.js';
import type { Name, Report, ReportList } from './model.js';
import { cell, count, named, nameOf, type Names, text, word } from './values.js';

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
const shortened = (of: string): string => (of.length > shownText ? `${of.slice(0, shownText)}…` : of);

/** What is asked twice: a metric of several goals, a text typed into several steps. */
export function repeatsReport({ asked, typed }: RepeatRows, units: Names, persons: Names): Report {
  const asks = askedList(asked, units);
  const texts = typedList(typed, units, persons);
  const metrics = metricsList(asked, asks);
  const repeated = repeatedList(typed, texts);
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
    lists: [metrics, asks, repeated, texts],
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

function metricsList(asked: readonly AskedRow[], list: ReportList): ReportList {
  return makeList<Repeated<AskedRow>>(
    {
      id: 'metricsAskedTwice',
      facets: { byHand: isSo(({ rows }) => rows[0].source === 'manual') },
      columns: [
        { id: 'metric', type: 'text', cell: ({ rows }) => cell(named(rows[0])) },
        { id: 'source', type: 'text', cell: ({ rows }) => cell(word(rows[0].source)) },
        { id: 'asks', type: 'number', cell: ({ id }) => countCell(list, { metric: id }) },
        {
          id: 'units',
          type: 'number',
          cell: ({ rows }) => cell(count(new Set(rows.map(({ unitId }) => unitId)).size)),
        },
      ],
    },
    together(asked, ({ metricId }) => metricId),
  );
}

function askedList(rows: readonly AskedRow[], units: Names): ReportList {
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

function repeatedList(typed: readonly TypedRow[], list: ReportList): ReportList {
  return makeList<Repeated<TypedRow>>(
    {
      id: 'textsTypedTwice',
      facets: {},
      columns: [
        { id: 'typedText', type: 'text', cell: ({ rows }) => cell(text(shortened(rows[0].text))) },
        { id: 'typings', type: 'number', cell: ({ id }) => countCell(list, { typedText: id }) },
        {
          id: 'persons',
          type: 'number',
          cell: ({ rows }) => cell(count(new Set(rows.map(({ by }) => by)).size)),
        },
      ],
    },
    together(typed, ({ digest }) => digest),
  );
}

function typedList(rows: readonly TypedRow[], units: Names, persons: Names): ReportList {
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
