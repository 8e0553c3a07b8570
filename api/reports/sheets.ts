import type { Sheet, SheetColumn } from '../../documents/workbooks/write-tables.js';
import { exact, showNumber } from '../../domain/numbers.js';
import {
  type Cell,
  type Column,
  hoursOf,
  type Report,
  type ReportList,
  type ReportTable,
  type Value,
} from '../../domain/reports/index.js';
import { reportsPage, reportWordNames } from '../../messages/pages.js';
import type { Reader } from '../pages/reader.js';
import { valueText } from './texts.js';

/** Reports as sheets: the words of the reader, numbers as numbers. A wait takes two columns: working days, and hours. */
export function sheetsOfReport(reader: Reader, report: Report): readonly Sheet[] {
  const figures: Sheet = {
    title: reader.t(reportsPage.figures),
    columns: [
      { title: reader.t(reportsPage.figure), kind: 'text' },
      { title: reader.t(reportsPage.value), kind: 'number' },
    ],
    rows: report.figures.map(({ id, value }) => [reader.t(reportWordNames[id]), figureText(reader, value)]),
  };
  return [figures, ...report.tables.map((table) => sheetOfTable(reader, table))];
}

export const sheetOfTable = (reader: Reader, { id, columns, rows }: ReportTable): Sheet => ({
  title: reader.t(reportWordNames[id]),
  columns: columns.flatMap((column) => headings(reader, column)),
  rows: rows.map((row) => rowTexts(reader, columns, row)),
});

/** The list's columns; its rows come in parts. */
export const headingsOf = (reader: Reader, list: ReportList): readonly SheetColumn[] =>
  list.columns.flatMap((column) => headings(reader, column));

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

export const rowTexts = (reader: Reader, columns: readonly Column[], row: readonly Cell[]): readonly string[] =>
  row.flatMap(({ value }, index) => (columns[index]?.type === 'wait' ? waitTexts(value) : [plainText(reader, value)]));

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
