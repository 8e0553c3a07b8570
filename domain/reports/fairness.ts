import { exact, type Rational } from '../numbers.js';
import { type DriftRating, raterDrift } from '../rules/index.js';
import { grouped } from '../rules/grouped.js';
import { personFacet, unitCell, unitFacet } from './attempts.js';
import { countCell, counted, isSo, type ListAtHand, makeList, tableOf, toList } from './list.js';
import type { BoxChart, Report, ReportTable } from './model.js';
import {
  cell,
  count,
  day,
  exactValue,
  mean,
  named,
  nameOf,
  type Names,
  none,
  percentOf,
  printed,
  text,
  word,
} from './values.js';
import { summaryOf, type Wait, waitValue } from './waits.js';

export type RatingRole = 'self' | 'superior' | 'cooperating';
/** The latest version of somebody's rating of one item of one unit. */
export interface RatingRow {
  readonly unitId: string;
  readonly item: string;
  readonly role: RatingRole;
  readonly byUnitId: string;
  readonly ratedBy: string;
  readonly value: string;
  readonly evidence: number;
}
/** How a unit's judgement came about: its grade before and after calibration, and how long it waited to be told. */
export interface JudgedRow {
  readonly unitId: string;
  readonly grade: string | null;
  readonly calibratedGrade: string | null;
  /** Days, local: the evaluation ended, the talk was held. */
  readonly evaluatedOn: string | null;
  readonly toldOn: string | null;
  readonly untilTold: Wait | null;
}

export interface FairnessRows {
  readonly ratings: readonly RatingRow[];
  readonly judged: readonly JudgedRow[];
}

/** Under so many items a rater's drift says nothing (RULES.md, monitor@1). */
const driftMinimum = 5;
const roles = ['superior', 'cooperating', 'self'] as const;

/**
 * Share of ratings with evidence, drift of raters, gaps between self, superior and calibrated, time until the talk.
 * `parts`: what was rated is called, by `<unit> <item>`.
 */
export function fairnessReport(
  { ratings, judged }: FairnessRows,
  units: Names,
  persons: Names,
  parts: Names = new Map(),
): Report {
  const list = ratingsList(ratings, units, persons, parts);
  const found = gapsOf(ratings);
  const gaps = gapsList(found, units, parts);
  const told = judgedList(judged, units);
  const drifts = driftTable(ratings, persons, list);
  const byOthers = list.count({ byOthers: 'yes' });
  const summary = summaryOf(judged.flatMap(({ untilTold }) => untilTold ?? []));
  return {
    kind: 'fairness',
    figures: [
      counted('ratings', list, { byOthers: 'yes' }),
      counted('withEvidence', list, { byOthers: 'yes', withEvidence: 'yes' }),
      {
        id: 'evidenceShare',
        value: percentOf(list.count({ byOthers: 'yes', withEvidence: 'yes' }), byOthers),
        target: toList(list, { byOthers: 'yes', withEvidence: 'yes' }),
      },
      {
        id: 'meanGap',
        value: exactValue(mean(found.flatMap(({ difference }) => difference ?? []))),
        target: toList(gaps, { compared: 'yes' }),
      },
      counted('calibrated', told, { calibrated: 'yes' }),
      { id: 'untilTold', value: summary.median, target: toList(told, { told: 'yes' }) },
      { id: 'untilToldLongest', value: summary.longest, target: toList(told, { told: 'yes' }) },
      counted('notTold', told, { told: 'no' }),
    ],
    tables: [roleTable(list), drifts, tableOf(gaps, 20), tableOf(told, 20)],
    charts: [
      {
        kind: 'bars',
        id: 'evidenceByRole',
        unit: 'percent',
        series: ['evidenceShare'],
        bars: roles.map((role) => {
          const share = percentOf(list.count({ role, withEvidence: 'yes' }), list.count({ role }));
          return { label: word(role), values: [share.kind === 'percent' ? share.exact : null] };
        }),
      },
      driftChart(drifts),
      toldChart(summary.spread),
    ],
    lists: [list, gaps, told],
  };
}

function roleTable(list: ListAtHand): ReportTable {
  return {
    id: 'evidenceByRole',
    columns: [
      { id: 'role', type: 'text' },
      { id: 'ratings', type: 'number' },
      { id: 'withEvidence', type: 'number' },
      { id: 'evidenceShare', type: 'number' },
    ],
    rows: roles.map((role) => [
      cell(word(role)),
      countCell(list, { role }),
      countCell(list, { role, withEvidence: 'yes' }),
      cell(
        percentOf(list.count({ role, withEvidence: 'yes' }), list.count({ role })),
        toList(list, { role, withEvidence: 'yes' }),
      ),
    ]),
  };
}

/** Self-ratings are compared, they are no judgement of another. */
function driftTable(ratings: readonly RatingRow[], persons: Names, list: ListAtHand): ReportTable {
  const judged = ratings
    .filter(({ role }) => role !== 'self')
    .map(({ unitId, item, ratedBy, value }): DriftRating => ({ item: `${unitId} ${item}`, by: ratedBy, value }));
  const found = Object.entries(raterDrift(judged, driftMinimum));
  return {
    id: 'drift',
    columns: [
      { id: 'rater', type: 'text' },
      { id: 'drift', type: 'number' },
      { id: 'items', type: 'number' },
    ],
    rows: found.map(([rater, { drift, items }]) => [
      cell(named(nameOf(persons, rater))),
      cell(printed(drift), toList(list, { rater, byOthers: 'yes' })),
      cell(count(items), toList(list, { rater, byOthers: 'yes', compared: 'yes' })),
    ]),
  };
}

const driftChart = ({ rows }: ReportTable) =>
  ({
    kind: 'bars',
    id: 'drift',
    unit: 'difference',
    series: ['drift'],
    bars: rows.map(([rater, drift]) => ({
      label: rater?.value ?? none,
      values: [drift?.value.kind === 'exact' ? drift.value.exact : null],
    })),
  }) as const;

const toldChart = (spread: ReturnType<typeof summaryOf>['spread']): BoxChart => ({
  kind: 'box',
  id: 'untilTold',
  unit: 'workdays',
  boxes: spread === null ? [] : [{ label: word('untilTold'), ...spread }],
});

/** What was rated; without a name it is called by its id. */
const itemCell = (parts: Names, { unitId, item }: Pick<RatingRow, 'unitId' | 'item'>) =>
  cell(named(parts.get(`${unitId} ${item}`) ?? { nameZh: item, nameEn: item }));

function ratingsList(rows: readonly RatingRow[], units: Names, persons: Names, parts: Names): ListAtHand {
  const others = grouped(
    rows.filter(({ role }) => role !== 'self'),
    ({ unitId, item }) => `${unitId} ${item}`,
  );
  // By person, as the drift counts: whoever rated twice has nobody to be compared with.
  const compared = (row: RatingRow): boolean =>
    row.role !== 'self' &&
    (others.get(`${row.unitId} ${row.item}`) ?? []).some(({ ratedBy }) => ratedBy !== row.ratedBy);
  return makeList<RatingRow>(
    {
      id: 'ratings',
      facets: {
        role: { of: (row) => row.role, shown: (row) => word(row.role) },
        rater: personFacet(persons, (row) => row.ratedBy),
        unit: unitFacet(units),
        withEvidence: isSo((row) => row.evidence > 0),
        byOthers: isSo((row) => row.role !== 'self'),
        compared: isSo(compared),
      },
      columns: [
        { id: 'unit', type: 'text', cell: (row) => unitCell(units, row.unitId) },
        { id: 'item', type: 'text', cell: (row) => itemCell(parts, row) },
        { id: 'role', type: 'text', cell: (row) => cell(word(row.role)) },
        { id: 'rater', type: 'text', cell: (row) => cell(named(nameOf(persons, row.ratedBy))) },
        { id: 'ratingValue', type: 'number', cell: (row) => cell(printed(row.value)) },
        { id: 'evidence', type: 'number', cell: (row) => cell(count(row.evidence)) },
      ],
    },
    rows,
  );
}

/** What self, superior and the others say of one item of one unit. */
interface Gap {
  readonly unitId: string;
  readonly item: string;
  readonly self: Rational | null;
  readonly superior: Rational | null;
  readonly cooperating: Rational | null;
  /** Self less superior; null: one of both is missing. */
  readonly difference: Rational | null;
}

function gapsOf(ratings: readonly RatingRow[]): readonly Gap[] {
  return [...grouped(ratings, ({ unitId, item }) => `${unitId} ${item}`).values()].map((found): Gap => {
    const of = (role: RatingRole): Rational | null =>
      mean(found.filter((row) => row.role === role).map(({ value }) => exact(value)));
    const [self, superior] = [of('self'), of('superior')];
    const { unitId = '', item = '' } = found[0] ?? {};
    const difference = self === null || superior === null ? null : self.sub(superior);
    return { unitId, item, self, superior, cooperating: of('cooperating'), difference };
  });
}

function gapsList(rows: readonly Gap[], units: Names, parts: Names): ListAtHand {
  return makeList<Gap>(
    {
      id: 'gaps',
      facets: { unit: unitFacet(units), compared: isSo((row) => row.difference !== null) },
      columns: [
        { id: 'unit', type: 'text', cell: (row) => unitCell(units, row.unitId) },
        { id: 'item', type: 'text', cell: (row) => itemCell(parts, row) },
        { id: 'self', type: 'number', cell: (row) => cell(exactValue(row.self)) },
        { id: 'superior', type: 'number', cell: (row) => cell(exactValue(row.superior)) },
        { id: 'cooperating', type: 'number', cell: (row) => cell(exactValue(row.cooperating)) },
        { id: 'difference', type: 'number', cell: (row) => cell(exactValue(row.difference)) },
      ],
    },
    rows,
  );
}

function judgedList(rows: readonly JudgedRow[], units: Names): ListAtHand {
  const grade = (of: string | null) => cell(of === null ? none : text(of));
  return makeList<JudgedRow>(
    {
      id: 'judged',
      facets: {
        unit: unitFacet(units),
        calibrated: isSo((row) => row.calibratedGrade !== null),
        told: {
          of: (row) => (row.evaluatedOn === null ? null : row.untilTold === null ? 'no' : 'yes'),
          shown: (row) => word(row.untilTold === null ? 'no' : 'yes'),
        },
      },
      columns: [
        { id: 'unit', type: 'text', cell: (row) => unitCell(units, row.unitId) },
        { id: 'computedGrade', type: 'text', cell: (row) => grade(row.grade) },
        { id: 'calibratedGrade', type: 'text', cell: (row) => grade(row.calibratedGrade) },
        { id: 'evaluatedOn', type: 'day', cell: (row) => cell(day(row.evaluatedOn)) },
        { id: 'toldOn', type: 'day', cell: (row) => cell(day(row.toldOn)) },
        { id: 'untilTold', type: 'wait', cell: (row) => cell(waitValue(row.untilTold)) },
      ],
    },
    rows,
  );
}
