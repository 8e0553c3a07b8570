import type { Organization } from './organization.js';
import { organizationSchema } from './organization.js';
import {
  checkHeader,
  type CsvProblem,
  csvColumns,
  decodeTable,
  type Line,
  readTable,
  type RowType,
} from './organization-table.js';
import { parseWith, type Problem } from './problems.js';

export { type CsvProblem, csvColumns } from './organization-table.js';

export type CsvParsed =
  | { readonly ok: true; readonly value: Organization }
  | { readonly ok: false; readonly problems: readonly CsvProblem[] };

const aliases: Readonly<Record<string, string>> = {
  人员: 'person',
  单元: 'unit',
  代理: 'stand-in',
  公司: 'company',
  事业部: 'division',
  部门: 'department',
  团队: 'team',
  个人: 'person',
  人力资源: 'hr',
  财务: 'finance',
  董事会: 'board',
  审计: 'auditor',
  管理员: 'admin',
};
const plainWord = (text: string): string => aliases[text] ?? text.toLowerCase();

/** All problems at once; a document only where there are none. */
export function parseOrganizationCsv(bytes: Uint8Array): CsvParsed {
  const table = readTable(decodeTable(bytes));
  if ('problem' in table) return { ok: false, problems: [table.problem] };
  const headerProblems = checkHeader(table.header);
  if (headerProblems.length > 0) return { ok: false, problems: headerProblems };
  const rows = sortRows(table.lines);
  const document = {
    format: 'perfcycle/organization@1',
    persons: rows.person.map(personOf),
    units: rows.unit.map(unitOf),
    standIns: rows.standIn.map(standInOf),
  };
  const parsed = parseWith(organizationSchema, document);
  if (parsed.ok && rows.problems.length === 0) return parsed;
  const found = parsed.ok ? [] : parsed.problems.map((problem) => placed(problem, rows));
  return { ok: false, problems: [...rows.problems, ...found].sort((a, b) => a.row - b.row) };
}

interface Rows {
  readonly person: Line[];
  readonly unit: Line[];
  readonly standIn: Line[];
  readonly problems: CsvProblem[];
}

function sortRows(lines: readonly Line[]): Rows {
  const rows: Rows = { person: [], unit: [], standIn: [], problems: [] };
  for (const line of lines) {
    const type = plainWord(line.cells.get('type') ?? '');
    if (type === 'person' || type === 'unit') rows[type].push(line);
    else if (type === 'stand-in') rows.standIn.push(line);
    else {
      const [code, detail] =
        type === '' ? ['FIELD_MISSING', 'the type of the line is missing'] : ['VALUE_UNKNOWN', `no type ${type}`];
      const value = line.cells.get('type');
      rows.problems.push({
        row: line.row,
        column: 'type',
        pointer: '',
        code: code ?? '',
        detail: detail ?? '',
        ...(value !== undefined && { value }),
      });
      continue;
    }
    rows.problems.push(...cellsThatDoNotBelong(line, type === 'stand-in' ? 'stand-in' : type));
  }
  return rows;
}

function cellsThatDoNotBelong({ row, cells }: Line, type: RowType): readonly CsvProblem[] {
  return [...cells].flatMap(([column, value]): CsvProblem[] => {
    const known = csvColumns.find((each) => each.name === column);
    if (known?.of.includes(type) === true) return [];
    const detail = known === undefined ? 'a cell beyond the last column' : `a ${type} has no ${column}`;
    return [{ row, column, pointer: '', code: 'FIELD_UNKNOWN', detail, value }];
  });
}

const listOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split(/[;,|\s\uff1b\uff0c\u3001]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Only what is there: an empty cell is an absent field. */
const filled = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

function nameOf(cells: Line['cells']): unknown {
  const [zh, en] = [cells.get('name_zh'), cells.get('name_en')];
  return filled({ 'zh-CN': zh ?? en, en: en ?? zh });
}

const personOf = ({ cells }: Line): unknown =>
  filled({
    id: cells.get('id'),
    name: nameOf(cells),
    email: cells.get('email'),
    roles: listOf(cells.get('roles')).map(plainWord),
  });

const number = (text: string | undefined): string | undefined => text?.normalize('NFKC').replaceAll(/[,_ ]/g, '');

function unitOf({ cells }: Line): unknown {
  const kind = cells.get('kind');
  return filled({
    id: cells.get('id'),
    kind: kind === undefined ? undefined : plainWord(kind),
    parent: cells.get('parent'),
    name: nameOf(cells),
    head: cells.get('head'),
    members: listOf(cells.get('members')),
    payrollBase: number(cells.get('payroll_base')),
    budgetBaseMinor: number(cells.get('budget_base_minor')),
    ratedBy: listOf(cells.get('rated_by')),
  });
}

/** Spreadsheets write 2027/3/1. */
const dayOf = (text: string | undefined): string | undefined =>
  text
    ?.normalize('NFKC')
    .replace(/^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/, (_all, y: string, m: string, d: string) =>
      [y, m.padStart(2, '0'), d.padStart(2, '0')].join('-'),
    );

const standInOf = ({ cells }: Line): unknown =>
  filled({
    principal: cells.get('principal'),
    person: cells.get('person'),
    from: dayOf(cells.get('from')),
    to: dayOf(cells.get('to')),
  });

const columnOf: Readonly<Record<string, string>> = {
  payrollBase: 'payroll_base',
  budgetBaseMinor: 'budget_base_minor',
  ratedBy: 'rated_by',
};

/** From a place in the document to a line and a column of the table. */
function placed(problem: Problem, rows: Rows): CsvProblem {
  const [, part = '', index = '', field = '', language = ''] = problem.pointer.split('/');
  const lines = { persons: rows.person, units: rows.unit, standIns: rows.standIn }[part];
  const line = index === '' ? undefined : lines?.[Number(index)];
  if (line === undefined) return { ...problem, row: 1, column: null };
  const column =
    field === 'name' ? (language === 'en' ? 'name_en' : 'name_zh') : field === '' ? null : (columnOf[field] ?? field);
  const value = column === null ? undefined : line.cells.get(column);
  return { ...problem, row: line.row, column, ...(value !== undefined && { value }) };
}
