import { CsvError, parse } from 'csv-parse/sync';
import { unguarded } from './formula-guard.js';
import type { Problem } from './problems.js';

/**
 * An organization as a table, one line each: people (`person`), units (`unit`)
 * and stand-ins (`stand-in`). The first line names the columns, in any order.
 * Lists (roles, members, rated_by) are parted by `;` or spaces. A name in one
 * language stands for both.
 */
export interface CsvColumn {
  readonly name: string;
  readonly zh: string;
  /** Kinds of lines that use it. */
  readonly of: readonly RowType[];
  readonly says: string;
}
export type RowType = 'person' | 'unit' | 'stand-in';

export const csvColumns: readonly CsvColumn[] = [
  { name: 'type', zh: '类型', of: ['person', 'unit', 'stand-in'], says: 'person, unit or stand-in' },
  { name: 'id', zh: '编号', of: ['person', 'unit'], says: 'letters, digits, . _ -' },
  { name: 'name_zh', zh: '中文名称', of: ['person', 'unit'], says: 'either name may be left out' },
  { name: 'name_en', zh: '英文名称', of: ['person', 'unit'], says: 'either name may be left out' },
  { name: 'email', zh: '邮箱', of: ['person'], says: 'may be left out' },
  { name: 'roles', zh: '角色', of: ['person'], says: 'hr; finance; board; auditor; admin' },
  { name: 'kind', zh: '级别', of: ['unit'], says: 'company, division, department, team or person' },
  { name: 'parent', zh: '上级单元', of: ['unit'], says: 'id of the unit above; empty for the root only' },
  { name: 'head', zh: '负责人', of: ['unit'], says: 'id of a person' },
  { name: 'members', zh: '成员', of: ['unit'], says: 'ids of persons' },
  { name: 'payroll_base', zh: '奖金基数', of: ['unit'], says: 'weight in a bonus pool, such as the payroll' },
  { name: 'budget_base_minor', zh: '预算基数', of: ['unit'], says: 'in minor units (fen, cents): digits only' },
  { name: 'rated_by', zh: '协作评价单元', of: ['unit'], says: 'ids of units whose heads rate the cooperation' },
  { name: 'principal', zh: '被代理人', of: ['stand-in'], says: 'id of a person' },
  { name: 'person', zh: '代理人', of: ['stand-in'], says: 'id of a person' },
  { name: 'from', zh: '开始日期', of: ['stand-in'], says: 'YYYY-MM-DD, inclusive' },
  { name: 'to', zh: '结束日期', of: ['stand-in'], says: 'YYYY-MM-DD, inclusive' },
];

/** A column of any table: its name in the file, in either language. */
export type TableColumn = Pick<CsvColumn, 'name' | 'zh'>;

/** A problem of a table: the line (the header is line 1) and the column's name. */
export interface CsvProblem extends Problem {
  readonly row: number;
  readonly column: string | null;
  readonly value?: string;
}
export interface Line {
  readonly row: number;
  readonly cells: ReadonlyMap<string, string>;
}

/**
 * UTF-8 with or without its mark; what is not UTF-8 is read as GB18030, as Chinese spreadsheets write it. null: it is
 * neither, and no letter of it is guessed.
 */
export function decodeTable(bytes: Uint8Array): string | null {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next one.
    }
  }
  return null;
}
export const noEncoding = 'neither UTF-8 nor GB18030';

/** Characters of one line: more than the widest table of ours can have. */
export const longestLine = 300_000;

export type Table =
  { readonly header: readonly string[]; readonly lines: readonly Line[] } | { readonly problem: CsvProblem };

/** Reads lines and cells; a file that is no table at all is one problem. */
export function readTable(text: string | null, columns: readonly TableColumn[] = csvColumns): Table {
  if (text === null) return broken(1, noEncoding);
  try {
    // A table from a spreadsheet may be parted by tabs or semicolons; the first line tells.
    const first = text.slice(0, text.search(/[\r\n]|$/));
    const delimiter = [',', '\t'].find((mark) => first.includes(mark)) ?? ';';
    const rows: number[] = [];
    const [head = [], ...body] = parse(text, {
      bom: true,
      delimiter,
      max_record_size: longestLine,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (record: string[], { lines }) => {
        rows.push(lines);
        return record;
      },
    });
    const header = head.map((title) => columnNamed(title, columns));
    const lines = body
      .map((record, index) => ({ row: rows[index + 1] ?? 0, cells: cellsOf(header, record) }))
      .filter(({ cells }) => cells.size > 0);
    return { header, lines };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return broken(typeof error['lines'] === 'number' ? error['lines'] : 1, error.message);
  }
}

const broken = (row: number, detail: string): Table => ({
  problem: { row, column: null, pointer: '', code: 'CSV_BROKEN', detail },
});

function columnNamed(title: string, columns: readonly TableColumn[]): string {
  const plain = title.trim();
  const known = columns.find((column) => column.zh === plain || column.name === plain.toLowerCase());
  return known?.name ?? plain;
}

/** Cells that hold something; what stands beyond the last column is kept, to be told of. */
function cellsOf(header: readonly string[], record: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    record.flatMap((cell, index): [string, string][] =>
      cell === '' ? [] : [[header[index] ?? `#${index + 1}`, unguarded(cell)]],
    ),
  );
}

/** More wrong columns than this would help nobody. */
const mostTold = 100;

export function checkHeader(
  header: readonly string[],
  columns: readonly TableColumn[] = csvColumns,
  needed: readonly string[] = ['type', 'id', 'kind', 'parent', 'head'],
): readonly CsvProblem[] {
  const tell = (column: string, code: string, detail: string): CsvProblem => ({
    row: 1,
    column,
    pointer: '',
    code,
    detail,
  });
  const known = new Set(columns.map((column) => column.name));
  const strange = header.filter((name) => !known.has(name)).slice(0, mostTold);
  const twice = header.filter((name, index) => known.has(name) && header.indexOf(name) < index);
  const missing = needed.filter((name) => !header.includes(name));
  return [
    ...strange.map((name) => tell(name, 'COLUMN_UNKNOWN', `there is no column ${JSON.stringify(name)}`)),
    ...twice.map((name) => tell(name, 'COLUMN_TWICE', `the column ${name} stands twice`)),
    ...missing.map((name) => tell(name, 'COLUMN_MISSING', `the column ${name} is missing`)),
  ];
}
