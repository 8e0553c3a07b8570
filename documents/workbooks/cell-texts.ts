/** From what a cell shows to the text that a document has. */
import { parseDecimal } from '../../domain/numbers.js';
import { dayNumber } from '../../domain/dates.js';
import { type CellValue } from './cells.js';
import { type Column, listMark, partsOf, type Reference } from './columns.js';
import { shifted } from './numbers.js';

export type Said =
  | { readonly ok: true; readonly text: string; readonly percent: boolean }
  | { readonly ok: false; readonly code: string; readonly detail: string };

const said = (text: string, percent = false): Said => ({ ok: true, text, percent });
const wrong = (code: string, detail = ''): Said => ({ ok: false, code, detail });

/** `kept`: ids that stand there already, known or not. */
export function textOf(
  cell: CellValue,
  column: Column,
  references: readonly Reference[],
  kept: ReadonlySet<string>,
): Said {
  if (cell.kind === 'bad') return column.kind === 'info' ? said('') : wrong(cell.code);
  switch (column.kind) {
    case 'info':
      return said('');
    case 'number':
      return numberOf(cell);
    case 'amount':
      return amountOf(cell);
    case 'day':
      return dayOf(cell);
    case 'choice':
      return choiceOf(cell.text, column);
    case 'list':
      return listOf(cell.text, column, references, kept);
    case 'text':
    case 'lines':
      if (column.names !== undefined) return named(cell.text, references, kept);
      return said(cell.kind === 'number' && cell.percent ? `${cell.text}%` : cell.text);
  }
}

/** Full-width digits, signs and points as plain ones. */
const plain = (text: string): string => text.normalize('NFKC').replaceAll('−', '-').replaceAll('。', '.').trim();
const thousands = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/;

function numberOf(cell: CellValue): Said {
  if (cell.kind === 'number') return said(cell.text, cell.percent);
  if (cell.kind !== 'text') return wrong('NUMBER_INVALID');
  const text = plain(cell.text);
  const percent = text.endsWith('%');
  const bare = percent ? text.slice(0, -1).trim() : text;
  const number = thousands.test(bare) ? bare.replaceAll(',', '') : bare;
  return parseDecimal(number) === null ? wrong('NUMBER_INVALID') : said(number, percent);
}

function amountOf(cell: CellValue): Said {
  const number = numberOf(cell);
  if (!number.ok) return number;
  const minor = shifted(number.text, 2);
  return !number.percent && /^\d{1,18}$/.test(minor) ? said(minor) : wrong('AMOUNT_INVALID');
}

/** `2027/3/1`, `2027年3月1日` and what keyboards make of them. */
function dayOf(cell: CellValue): Said {
  if (cell.kind === 'number') return wrong('DAY_INVALID');
  const [, year = '', month = '', day = ''] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain(cell.text).replaceAll(/\s/g, '')) ?? [];
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return year >= '1900' && dayNumber(text) !== null ? said(text) : wrong('DAY_INVALID');
}

const folded = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

function choiceOf(text: string, { choices = [] }: Column): Said {
  const wish = folded(text);
  const found = choices.find(({ value, title }) =>
    [value, title['zh-CN'], title.en].some((name) => folded(name) === wish),
  );
  return found === undefined ? wrong('VALUE_UNKNOWN') : said(found.value);
}

function named(text: string, references: readonly Reference[], kept: ReadonlySet<string>): Said {
  if (kept.has(text) || references.some(({ id }) => id === text)) return said(text);
  const wish = folded(text);
  const found = references.filter(({ zh, en }) => folded(zh) === wish || folded(en) === wish);
  const [only] = found;
  if (only === undefined) return wrong('ID_UNKNOWN');
  return found.length === 1 ? said(only.id) : wrong('NAME_AMBIGUOUS');
}

function listOf(text: string, column: Column, references: readonly Reference[], kept: ReadonlySet<string>): Said {
  const ids: string[] = [];
  for (const part of partsOf(text)) {
    const one: Said = column.choices === undefined ? said(part) : choiceOf(part, column);
    const found = column.names === undefined || !one.ok ? one : named(part, references, kept);
    if (!found.ok) return { ...found, detail: part };
    ids.push(found.text);
  }
  return said(ids.join(listMark));
}
