import { setImmediate } from 'node:timers/promises';
import type { Query } from '../../db/connect.js';
import { exportOrganization } from '../../db/organization-document.js';
import { sha256Hex } from '../../documents/digest.js';
import { type Organization, organizationSchema } from '../../documents/organization.js';
import { parseOrganizationCsv } from '../../documents/organization-csv.js';
import { parseWith } from '../../documents/problems.js';
import type { Workbook } from '../../documents/workbooks/cells.js';
import type { ListShape, RowTexts } from '../../documents/workbooks/columns.js';
import { differenceOf, type Keyed } from '../../documents/workbooks/difference.js';
import type { WorkbookTarget } from '../../documents/workbooks/marker.js';
import {
  organizationColumn,
  personOfRow,
  personRow,
  personsShape,
  standInOfRow,
  standInRow,
  standInsShape,
  unitOfRow,
  unitRow,
  unitsShape,
} from '../../documents/workbooks/organization.js';
import {
  type CellProblem,
  notToldYet,
  problemLimit,
  type ReadList,
  readList,
  sheetNamed,
} from '../../documents/workbooks/read-list.js';
import { problemsOfRows, sheetMissing, twiceIn } from '../../documents/workbooks/row-checks.js';
import { needsRight } from '../rights.js';
import type { Person } from '../session.js';
import type { OpenList, OpenTarget, Proposal } from './open.js';

/** Of a sheet. What is larger comes as a document, from a program. */
const rowLimit = 50_000;

/** The whole organization. @throws Refused FORBIDDEN */
export async function openOrganization(
  sql: Query,
  person: Person,
  target: Extract<WorkbookTarget, { readonly of: 'organization' }>,
): Promise<OpenTarget> {
  needsRight(person, 'import', 'organization');
  const document = await exportOrganization(sql);
  const lists = listsOf(document);
  const basedOn = sha256Hex(JSON.stringify(document));
  return {
    target,
    lists,
    references: {},
    basedOn,
    baseVersion: 0,
    rowLimit,
    read: (book, bytes) =>
      book.sheets.every(({ name }) => name === '')
        ? Promise.resolve(readTableOf(bytes, lists, basedOn))
        : readOrganization(book, lists, basedOn),
  };
}

const listsOf = ({ persons, units, standIns }: Organization): readonly OpenList[] => [
  { shape: personsShape, rows: persons.map((each) => keyed(personRow(each), ['id'])) },
  { shape: unitsShape, rows: units.map((each) => keyed(unitRow(each), ['id'])) },
  { shape: standInsShape, rows: standIns.map((each) => keyed(standInRow(each), ['principal', 'person', 'from'])) },
];

const keyed = (texts: RowTexts, columns: readonly string[]): Keyed => ({
  key: columns.map((column) => texts.get(column) ?? '').join(' '),
  texts,
});

const parts = [
  { shape: personsShape, part: 'persons', itemOf: personOfRow, needed: true },
  { shape: unitsShape, part: 'units', itemOf: unitOfRow, needed: true },
  { shape: standInsShape, part: 'standIns', itemOf: standInOfRow, needed: false },
] as const;

/** Of many rows each part takes its time; between them others get their turn. */
async function readOrganization(book: Workbook, before: readonly OpenList[], basedOn: string): Promise<Proposal> {
  const read: ReadList[] = [];
  const document: Record<string, unknown> = { format: 'perfcycle/organization@1' };
  for (const { shape, part, itemOf, needed } of parts) {
    const list = readPart(book, shape, needed);
    read.push(list);
    await setImmediate();
    document[part] = list.rows.map(({ texts }) => itemOf(texts));
    await setImmediate();
  }
  const found = read.flatMap(({ problems }) => problems);
  const parsed = parseWith(organizationSchema, document);
  await setImmediate();
  const placed = parts.flatMap(({ part }, at) => {
    const list = read[at];
    // Without the list itself there is nothing to say of its rows.
    return list === undefined || list.rows.length === 0 ? [] : problemsOfRows(parsed, [part], list, organizationColumn);
  });
  const problems = [...found, ...notToldYet(placed, found)];
  if (problems.length > 0 || !parsed.ok) return { ok: false, problems: problems.slice(0, problemLimit) };
  return compared(parsed.value, before, basedOn);
}

const compared = (document: Organization, before: readonly OpenList[], basedOn: string): Proposal => ({
  ok: true,
  content: document,
  lists: listsOf(document).map(({ shape, rows }, at) => differenceOf(shape, before[at]?.rows ?? [], rows)),
  basedOn,
});

/** The one table that has people, units and stand-ins in it. */
function readTableOf(bytes: Buffer, before: readonly OpenList[], basedOn: string): Proposal {
  const parsed = parseOrganizationCsv(bytes);
  if (parsed.ok) return compared(parsed.value, before, basedOn);
  const problems = parsed.problems.map((problem): CellProblem => ({ ...problem, sheet: '', cell: null }));
  return { ok: false, problems: problems.slice(0, problemLimit) };
}

/** Stand-ins may be left out as a whole; then there are none. */
function readPart(book: Workbook, shape: ListShape, needed: boolean): ReadList {
  const sheet = sheetNamed(book.sheets, shape);
  if (sheet === undefined) {
    const missing = sheetMissing(shape);
    return { rows: [], problems: needed ? [missing] : [], tell: (_row, _column, code) => ({ ...missing, code }) };
  }
  const list = readList(sheet, shape, { references: {} });
  return { ...list, problems: [...list.problems, ...twiceIn(shape, list.rows, list.tell)] };
}
