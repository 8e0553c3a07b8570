/** Workbooks made by hand, part by part: what no library would write. */
import { crc32, deflateRawSync } from 'node:zlib';
import type { CellValue } from '../../documents/workbooks/cells.js';
import { serialOfDay } from '../../documents/workbooks/numbers.js';
import { readFile } from '../../documents/workbooks/read-file.js';

export interface Part {
  readonly name: string;
  readonly text: string | Buffer;
  /** What the directory says of its size; else the truth. */
  readonly claims?: number;
  readonly encrypted?: true;
}

/** An archive of these parts. */
export function zip(parts: readonly Part[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, text, claims, encrypted } of parts) {
    const raw = Buffer.isBuffer(text) ? text : Buffer.from(text, 'utf8');
    const packed = deflateRawSync(raw);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(encrypted === true ? 1 : 0, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(raw), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(claims ?? raw.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), fields, rest, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006'), end]);
}

export interface MadeSheet {
  readonly name: string;
  /** XML of `<row>` elements, or rows of cells. */
  readonly rows: string | readonly (readonly MadeCell[])[];
  readonly hidden?: true;
  readonly after?: string;
}
/** A text; a number as it is stored (`{v}`), shown in a style; or XML of a cell without its address. */
export type MadeCell = string | null | { readonly v: string; readonly s?: number } | { readonly xml: string };

/** Styles of made cells: 1 percent, 2 a day, 3 a day of a file's own format, 4 thousands. */
const styles = `<styleSheet xmlns="m"><numFmts count="1"><numFmt numFmtId="165" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>
  <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
  <cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="14"/><xf numFmtId="165"/><xf numFmtId="3"/></cellXfs></styleSheet>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const cellXml = (cell: MadeCell): string => {
  if (cell === null) return '<c/>';
  if (typeof cell === 'string') return `<c t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
  return 'xml' in cell ? cell.xml : `<c s="${cell.s ?? 0}"><v>${cell.v}</v></c>`;
};

export const sheetXml = ({ rows, after = '' }: Pick<MadeSheet, 'rows' | 'after'>): string =>
  `<worksheet xmlns="m"><sheetData>${
    typeof rows === 'string'
      ? rows
      : rows.map((row) => `<row>${Array.from(row, (cell) => cellXml(cell ?? null)).join('')}</row>`).join('')
  }</sheetData>${after}</worksheet>`;

export interface MadeBook {
  readonly sheets: readonly MadeSheet[];
  readonly dates1904?: true;
  readonly strings?: string;
  readonly more?: readonly Part[];
  readonly types?: string;
}

/** A workbook with these sheets. */
export function madeBook({ sheets, dates1904, strings, more = [], types = '' }: MadeBook): Buffer {
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const link = (id: string, kind: string, target: string): string =>
    `<Relationship Id="${id}" Type="${office}/${kind}" Target="${target}"/>`;
  const parts: Part[] = [
    { name: '[Content_Types].xml', text: `<Types>${types}</Types>` },
    {
      name: 'xl/workbook.xml',
      text: `<workbook xmlns:r="r"><workbookPr ${dates1904 === true ? 'date1904="1"' : ''}/><sheets>${sheets
        .map(
          ({ name, hidden }, at) =>
            `<sheet name="${escaped(name)}" sheetId="${at + 1}" r:id="s${at}"${hidden === true ? ' state="veryHidden"' : ''}/>`,
        )
        .join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: `<Relationships>${sheets.map((_, at) => link(`s${at}`, 'worksheet', `worksheets/sheet${at}.xml`)).join('')}
        ${link('st', 'styles', 'styles.xml')}${strings === undefined ? '' : link('ss', 'sharedStrings', '/xl/sharedStrings.xml')}
        <Relationship Id="ext" Type="${office}/externalLink" Target="http://example.invalid/x.xlsx" TargetMode="External"/></Relationships>`,
    },
    { name: 'xl/styles.xml', text: styles },
    ...(strings === undefined ? [] : [{ name: 'xl/sharedStrings.xml', text: strings }]),
    ...sheets.map((sheet, at) => ({ name: `xl/worksheets/sheet${at}.xml`, text: sheetXml(sheet) })),
    ...more,
  ];
  return zip(parts);
}

/** The sheets of a workbook as rows of cells, to be changed and put back: as a person does it in a spreadsheet. */
export async function rewritten(
  bytes: Buffer,
  change: (sheets: Map<string, MadeCell[][]>) => void,
  more: Partial<MadeBook> = {},
): Promise<Buffer> {
  const { sheets, marker } = await readFile(bytes, { rows: 100_000 });
  const rows = new Map(sheets.map(({ name, rows: of }) => [name, of.map(({ cells }) => cellsOf(cells))]));
  change(rows);
  const shown = [...rows].map(([name, of]): MadeSheet => ({ name, rows: of }));
  const mark: readonly MadeSheet[] =
    marker === null ? [] : [{ name: 'perfcycle', hidden: true, rows: [...marker].map(([key, value]) => [key, value]) }];
  return madeBook({ sheets: [...shown, ...mark], ...more });
}

function cellsOf(cells: ReadonlyMap<number, CellValue>): MadeCell[] {
  const width = Math.max(-1, ...cells.keys()) + 1;
  return Array.from({ length: width }, (_, column): MadeCell => {
    const cell = cells.get(column);
    if (cell === undefined) return null;
    if (cell.kind === 'number') return { v: cell.text };
    return cell.kind === 'day' ? { v: String(serialOfDay(cell.text)), s: 2 } : cell.text;
  });
}

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A form with one file, as a browser posts it. */
export async function formOf(
  bytes: Buffer | string,
  name = 'book.xlsx',
): Promise<{ readonly body: Uint8Array; readonly type: string }> {
  const form = new FormData();
  form.append('file', new Blob([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)]), name);
  const posted = new Response(form);
  return { body: new Uint8Array(await posted.arrayBuffer()), type: posted.headers.get('content-type') ?? '' };
}
