/**
 * A report as data: typed values, no language, no markup. Pages, print, CSV and workbooks are made of it by one renderer each.
 * Percents and means are exact, as `printNumber` prints them; amounts are minor units as text; instants epoch ms; days `YYYY-MM-DD`.
 */
import type { ActionState, CaseOutcome, CaseState, Severity } from '../cycle/index.js';
import type { Phase, Stage, StepKind, StepOutcome } from '../process/index.js';
import type { ReportWord } from './words.js';

export const reportKinds = [
  'cycle',
  'unit',
  'strategy',
  'deviations',
  'fairness',
  'waiting',
  'approvals',
  'repeats',
] as const;
export type ReportKind = (typeof reportKinds)[number];

/** A word of a closed list, said in the reader's language. */
export type Term =
  | { readonly of: 'word'; readonly id: ReportWord }
  | { readonly of: 'step'; readonly id: StepKind }
  | { readonly of: 'outcome'; readonly id: StepOutcome }
  | { readonly of: 'stage'; readonly id: Stage }
  | { readonly of: 'phase'; readonly id: Phase }
  | { readonly of: 'severity'; readonly id: Severity }
  | { readonly of: 'case'; readonly id: CaseState }
  | { readonly of: 'case-outcome'; readonly id: CaseOutcome }
  | { readonly of: 'action'; readonly id: ActionState };

export interface Name {
  readonly nameZh: string;
  readonly nameEn: string;
}

export type Value =
  | { readonly kind: 'none' }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'exact'; readonly exact: string }
  | { readonly kind: 'percent'; readonly exact: string }
  | { readonly kind: 'amount'; readonly minor: string }
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'instant'; readonly at: number }
  /** Working days, and the time that passed in milliseconds; both exact. */
  | { readonly kind: 'wait'; readonly workdays: string; readonly ms: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'named'; readonly name: Name }
  | { readonly kind: 'stepName'; readonly step: StepKind; readonly stepId: string; readonly other: Name | null }
  | { readonly kind: 'term'; readonly term: Term };

/** Facet → the value that a row must have. */
export type Filter = Readonly<Partial<Record<ReportWord, string>>>;

/** Where a figure leads: the rows behind it, or the thing itself. */
export type Target =
  | { readonly to: 'list'; readonly list: ReportWord; readonly filter: Filter }
  | { readonly to: 'unit'; readonly unit: string }
  | { readonly to: 'step'; readonly unit: string | null; readonly step: string }
  | { readonly to: 'goal'; readonly goal: string }
  | { readonly to: 'deviation'; readonly id: string };

export interface Cell {
  readonly value: Value;
  readonly target?: Target;
}

/** How a column stands in a table and in a workbook. */
export type ColumnType = 'text' | 'number' | 'amount' | 'wait' | 'day' | 'instant';
export interface Column {
  readonly id: ReportWord;
  readonly type: ColumnType;
}

export interface Figure extends Cell {
  readonly id: ReportWord;
}

export interface ReportTable {
  readonly id: ReportWord;
  /** Its rows are the first ones of that list. */
  readonly list?: ReportWord;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** What a chart's numbers are. */
export type ChartUnit = 'count' | 'percent' | 'points' | 'workdays' | 'difference';
interface ChartBase {
  readonly id: ReportWord;
  readonly unit: ChartUnit;
}
/** `distribution`: classes in their order, standing side by side. A bar has one number per series; null: no data. */
export interface BarChart extends ChartBase {
  readonly kind: 'bars' | 'distribution';
  readonly series: readonly ReportWord[];
  readonly bars: readonly { readonly label: Value; readonly values: readonly (string | null)[] }[];
}
export interface LineOfDays extends ChartBase {
  readonly kind: 'line';
  readonly points: readonly { readonly on: string; readonly value: string }[];
}
/** From the least to the most, a box over the middle half, a line at the median, a mark at the 90th percentile. */
export interface BoxChart extends ChartBase {
  readonly kind: 'box';
  readonly boxes: readonly (Spread & { readonly label: Value })[];
}
export interface Spread {
  readonly least: string;
  readonly lower: string;
  readonly median: string;
  readonly upper: string;
  readonly ninth: string;
  readonly most: string;
}
export type Chart = BarChart | LineOfDays | BoxChart;

/** At once of rows that are at hand; later where they are read first. */
export type Soon<T> = T | Promise<T>;
export type Row = readonly Cell[];
export interface Option {
  readonly key: string;
  readonly shown: Value;
}

/** The rows behind figures. Cells are made only of the rows that are shown. */
export interface ReportList {
  readonly id: ReportWord;
  readonly columns: readonly Column[];
  readonly facets: readonly ReportWord[];
  readonly count: (filter: Filter) => Soon<number>;
  readonly rows: (filter: Filter, part?: { readonly offset: number; readonly limit: number }) => Soon<readonly Row[]>;
  /** The same rows, a few thousand at a time: for files. */
  readonly parts: (filter: Filter) => Iterable<readonly Row[]> | AsyncIterable<readonly Row[]>;
  /** The values that a facet has among all rows; a unit, also where none of them is its own. */
  readonly options: (facet: ReportWord) => Soon<readonly Option[]>;
}

export interface Report {
  readonly kind: ReportKind;
  readonly figures: readonly Figure[];
  readonly tables: readonly ReportTable[];
  readonly charts: readonly Chart[];
  readonly lists: readonly ReportList[];
}

/** Of lists that are too long to be held: their rows are counted and read where they are kept. */
export type ReportBody = Omit<Report, 'lists'>;
