import type { CycleRow } from '../../db/cycles.js';
import type { Sheet, SheetColumn } from '../../documents/workbooks/write-tables.js';
import { exact, showNumber } from '../../domain/numbers.js';
import {
  type Column,
  hoursOf,
  type Report,
  type ReportList,
  type ReportTable,
  type Row,
  type Value,
} from '../../domain/reports/index.js';
import { frame, reportsPage, reportWordNames } from '../../messages/pages.js';
import type { Reader } from '../pages/reader.js';
import { valueText } from './texts.js';

type Mode = Pick<CycleRow, 'mode'>;

/** Reports as sheets: the words of the reader, numbers as numbers. A wait takes two columns: working days, and hours. */
export function sheetsOfReport(reader: Reader, cycle: Mode, report: Report): readonly Sheet[] {
  const figures: Sheet = {
    title: reader.t(reportsPage.figures),
    columns: [
      ...markColumn(reader, cycle),
      { title: reader.t(reportsPage.figure), kind: 'text' },
      { title: reader.t(reportsPage.value), kind: 'number' },
    ],
    rows: report.figures.map(({ id, value }) => [
      ...mark(reader, cycle),
      reader.t(reportWordNames[id]),
      figureText(reader, value),
    ]),
  };
  return [figures, ...report.tables.map((table) => sheetOfTable(reader, cycle, table))];
}

const sheetOfTable = (reader: Reader, cycle: Mode, table: ReportTable): Sheet => ({
  title: reader.t(reportWordNames[table.id]),
  columns: headingsOf(reader, cycle, table),
  rows: rowTexts(reader, cycle, table.columns, table.rows),
});

/** The columns of a table or of a list, whose rows come in parts. */
export const headingsOf = (
  reader: Reader,
  cycle: Mode,
  { columns }: Pick<ReportList, 'columns'>,
): readonly SheetColumn[] => [...markColumn(reader, cycle), ...columns.flatMap((column) => headings(reader, column))];

/** Of a rehearsal every line says so: what leaves the program is seen without its banner. */
const markColumn = (reader: Reader, { mode }: Mode): readonly SheetColumn[] =>
  mode === 'rehearsal' ? [{ title: reader.t(reportsPage.mark), kind: 'text' }] : [];
const mark = (reader: Reader, { mode }: Mode): readonly string[] =>
  mode === 'rehearsal' ? [reader.t(frame.rehearsal)] : [];

function headings(reader: Reader, { id, type }: Column): readonly SheetColumn[] {
  const title = reader.t(reportWordNames[id]);
  switch (type) {
    case 'wait':
      return [
        { title: reader.t(reportsPage.workdaysOf(title)), kind: 'number' },
        { title: reader.t(reportsPage.hoursOf(title)), kind: 'number' },
      ];
    case 'number':
    case 'amount':
      return [{ title, kind: 'number' }];
    case 'day':
      return [{ title, kind: 'day' }];
    case 'text':
    case 'instant':
      return [{ title, kind: 'text' }];
  }
}

export const rowTexts = (
  reader: Reader,
  cycle: Mode,
  columns: readonly Column[],
  rows: readonly Row[],
): readonly (readonly string[])[] =>
  rows.map((row) => [
    ...mark(reader, cycle),
    ...row.flatMap(({ value }, at) => (columns[at]?.type === 'wait' ? waitTexts(value) : [plainText(reader, value)])),
  ]);

/** A figure has one cell: a wait is told in words. */
const figureText = (reader: Reader, value: Value): string =>
  value.kind === 'wait' ? valueText(reader, value) : plainText(reader, value);

const waitTexts = (value: Value): readonly string[] =>
  value.kind === 'wait' ? [plainNumber(value.workdays), hoursOf(value.ms)] : ['', ''];

/** No data is an empty cell; numbers without marks of thousands. */
function plainText(reader: Reader, value: Value): string {
  switch (value.kind) {
    case 'none':
      return '';
    case 'exact':
    case 'percent':
      return plainNumber(value.exact);
    case 'amount':
      return reader.amount(value.minor).replaceAll(',', '');
    case 'count':
    case 'day':
    case 'instant':
    case 'wait':
    case 'text':
    case 'named':
    case 'stepName':
    case 'term':
      return valueText(reader, value);
  }
}

/** What is no finite decimal stands rounded, with its exact form beside it. */
const plainNumber = (printed: string): string =>
  printed.includes('/') ? `${showNumber(exact(printed), 2)} (${printed})` : printed;
