import type { Blob } from 'node:buffer';
import type Stream from 'node:stream';
import writeXlsxFile, { type Cell, type Feature as FeatureOf, type SheetData } from 'write-excel-file/node';
import {
  both,
  type Column,
  type Language,
  listMark,
  type ListShape,
  type References,
  type RowTexts,
  titleOf,
} from './columns.js';
import { explanationSheet } from './explanation.js';
import { isKeptExactly, serialOfDay } from './numbers.js';
import { markerSheet } from './read-file.js';
import { addressOf } from './cells.js';
import { amountShown } from './tasks.js';

/** One list with its rows, in the words of their columns. */
export interface WrittenList {
  readonly shape: ListShape;
  readonly rows: readonly RowTexts[];
}

export interface WrittenWorkbook {
  readonly lists: readonly WrittenList[];
  readonly references: References;
  /** What the workbook is for; stands in a hidden sheet. */
  readonly marker: Readonly<Record<string, string>>;
  readonly language: Language;
}

const valuesTitle = both('可选值', 'Allowed values');
type Feature = FeatureOf<Stream | Buffer | Blob>;
interface SheetPlan {
  readonly sheet: string;
  readonly data: SheetData;
  readonly columns: readonly { readonly width: number }[];
  readonly choices: readonly Choice[];
}
/** Cells of a column take one of these. */
interface Choice {
  readonly range: string;
  readonly from: string;
}

/** A workbook: a sheet for each list, one that explains the columns, one with the values that can be chosen, and the mark. */
export async function writeWorkbook(book: WrittenWorkbook): Promise<Buffer> {
  const { language, lists } = book;
  const allowed = allowedSheet(book);
  const sheets: readonly SheetPlan[] = [
    ...lists.map((list) => listSheet(list, language, allowed.ranges)),
    explanationSheet(
      lists.map(({ shape }) => shape),
      language,
    ),
    allowed.plan,
    markSheet(book.marker),
  ];
  const written = sheets.map(({ sheet, data, columns }) => ({
    sheet,
    data,
    columns: columns.map((column) => ({ ...column })),
    ...(sheet === markerSheet ? {} : { stickyRowsCount: 1 }),
  }));
  return writeXlsxFile(written, { features: [choosing(sheets), hiding(sheets)] }).toBuffer();
}

export const heading = (text: string): Cell => ({
  value: text,
  type: String,
  fontWeight: 'bold',
  backgroundColor: '#e6eefb',
  wrap: true,
});
/** Rows under the last one that can still be chosen in. */
const spare = 500;

function listSheet({ shape, rows }: WrittenList, language: Language, ranges: ReadonlyMap<string, string>): SheetPlan {
  return {
    sheet: shape.title[language],
    data: [
      shape.columns.map((column) => heading(column.title[language] + (column.required === true ? ' *' : ''))),
      ...rows.map((row) => shape.columns.map((column) => cellOf(column, row.get(column.id), language))),
    ],
    columns: shape.columns.map(({ width = 12 }) => ({ width })),
    choices: shape.columns.flatMap((column, at): readonly Choice[] => {
      const from = ranges.get(rangeOf(shape, column));
      if (from === undefined || column.kind === 'list') return [];
      return [{ range: `${addressOf(at, 2)}:${addressOf(at, rows.length + 1 + spare)}`, from }];
    }),
  };
}

function cellOf(column: Column, text: string | undefined, language: Language): Cell {
  if (text === undefined) return null;
  switch (column.kind) {
    case 'number':
      return numberCell(text);
    case 'amount':
      return numberCell(amountShown(text));
    case 'day':
      return dayCell(text);
    case 'choice':
      return textCell(titleOf(column, text, language));
    case 'list':
      return textCell(
        text
          .split(listMark)
          .map((part) => titleOf(column, part, language))
          .join(listMark),
      );
    case 'text':
    case 'lines':
    case 'info':
      return textCell(text);
  }
}

/** A text stays a text, whatever it begins with. */
export const textCell = (value: string): Cell => ({ value, type: String, wrap: true, alignVertical: 'top' });
/** A number with more digits than a spreadsheet keeps travels as text, and comes back as it went. */
export const numberCell = (text: string): Cell =>
  isKeptExactly(text) ? { value: Number(text), type: Number } : textCell(text);

/** A day that a spreadsheet knows. */
export const dayCell = (text: string): Cell =>
  serialOfDay(text) === null
    ? textCell(text)
    : { value: new Date(`${text}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' };

/** Where the values stand that a column can take. */
const rangeOf = (shape: ListShape, column: Column): string => column.names ?? `${shape.id}.${column.id}`;

/** Two columns for each kind of value: as it is written, and what it is called. */
function allowedSheet({ lists, references, language }: WrittenWorkbook) {
  const sheet = valuesTitle[language];
  const blocks = new Map<string, { readonly title: string; readonly rows: readonly (readonly [string, string])[] }>();
  for (const { shape } of lists) {
    for (const column of shape.columns) {
      const key = rangeOf(shape, column);
      const title = column.title[language];
      const known = column.names === undefined ? undefined : references[column.names];
      if (known !== undefined)
        blocks.set(key, { title, rows: known.map(({ id, zh, en }) => [id, language === 'en' ? en : zh]) });
      else if (column.choices !== undefined) {
        blocks.set(key, { title, rows: column.choices.map((choice) => [choice.title[language], choice.value]) });
      }
    }
  }
  const all = [...blocks];
  const ranges = new Map(
    all.flatMap(([key, { rows }], at): [string, string][] => {
      const letters = addressOf(2 * at, 1).replace('1', '');
      return rows.length === 0 ? [] : [[key, `'${sheet}'!$${letters}$2:$${letters}$${rows.length + 1}`]];
    }),
  );
  const height = Math.max(0, ...all.map(([, { rows }]) => rows.length));
  const data: SheetData = [
    all.flatMap(([, { title }]) => [heading(title), heading('')]),
    ...Array.from({ length: height }, (_, row) =>
      all.flatMap(([, { rows }]) => [textCell(rows[row]?.[0] ?? ''), textCell(rows[row]?.[1] ?? '')]),
    ),
  ];
  const plan: SheetPlan = { sheet, data, columns: all.flatMap(() => [{ width: 20 }, { width: 32 }]), choices: [] };
  return { plan, ranges };
}

const markSheet = (marker: Readonly<Record<string, string>>): SheetPlan => ({
  sheet: markerSheet,
  data: Object.entries(marker).map(([key, value]) => [textCell(key), textCell(value)]),
  columns: [],
  choices: [],
});

/** Lists to choose from; what is typed instead is judged when the file is read. */
function choosing(sheets: readonly SheetPlan[]): Feature {
  const transform = (xml: string, _options: unknown, { sheetIndex }: { sheetIndex: number }): string => {
    const choices = sheets[sheetIndex]?.choices ?? [];
    if (choices.length === 0) return xml;
    const each = choices.map(
      ({ range, from }) =>
        `<dataValidation type="list" allowBlank="1" showErrorMessage="0" sqref="${range}"><formula1>${from}</formula1></dataValidation>`,
    );
    const all = `<dataValidations count="${choices.length}">${each.join('')}</dataValidations>`;
    return xml.replace('</sheetData>', () => `</sheetData>${all}`);
  };
  return { files: { transform: { 'xl/worksheets/sheet{id}.xml': { transform } } } };
}

function hiding(sheets: readonly SheetPlan[]): Feature {
  return {
    files: {
      transform: {
        'xl/workbook.xml': {
          transformElementAttributes: (tag, attributes, index) =>
            tag === 'sheet' && index !== undefined && sheets[index]?.sheet === markerSheet
              ? { ...attributes, state: 'hidden' }
              : attributes,
        },
      },
    },
  };
}
