import { type Workbook, FileProblem } from './cells.js';
import { readBookParts } from './book-parts.js';
import { readCsv } from './read-csv.js';
import { readSheet, type SheetLimits } from './sheet-rows.js';
import { openParts, type Parts } from './zip.js';

/** The name of the hidden sheet that says what a workbook is for. */
export const markerSheet = 'perfcycle';

/**
 * A workbook (xlsx) or a table (csv), told apart by what is in it, whatever it is called.
 * @throws FileProblem where it is neither, or cannot be read
 */
export async function readFile(bytes: Buffer, limits: SheetLimits): Promise<Workbook> {
  if (bytes.length === 0) throw new FileProblem('empty');
  switch (kindOf(bytes)) {
    case 'zip':
      return readWorkbook(bytes, limits);
    case 'compound':
      // What Excel encrypts, and its old format, are both kept in such a container.
      throw new FileProblem(bytes.includes(encryptedName) ? 'encrypted' : 'old-workbook');
    case 'text':
      return readCsv(bytes, limits);
    case 'other':
      throw new FileProblem('no-workbook');
  }
}

const encryptedName = Buffer.from('EncryptedPackage', 'utf16le');
const compound = Buffer.from('d0cf11e0a1b11ae1', 'hex');

function kindOf(bytes: Buffer): 'zip' | 'compound' | 'text' | 'other' {
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) return 'zip';
  if (bytes.subarray(0, 8).equals(compound)) return 'compound';
  const head = bytes.subarray(0, 4096);
  const known = ['%PDF', '{\\rtf', '\u0089PNG', 'GIF8', '<?xml', '<html', '<!DOCTYPE', '{', '['];
  const start = head
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  if (known.some((mark) => start.toLowerCase().startsWith(mark.toLowerCase()))) return 'other';
  // No text has NUL, nor other control characters but tab and line ends.
  return /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f]/.test(start) ? 'other' : 'text';
}

async function readWorkbook(bytes: Buffer, limits: SheetLimits): Promise<Workbook> {
  const parts = await openParts(bytes);
  await checkKind(parts);
  const book = await readBookParts(parts);
  const read = async (part: string, name: string, of: SheetLimits) => {
    const stream = await parts.open(part);
    if (stream === null) throw new FileProblem('broken', `the part ${part} is missing`);
    return readSheet(stream, name, book, of);
  };
  const sheets = [];
  for (const { name, part } of book.sheets.filter(({ hidden }) => !hidden)) sheets.push(await read(part, name, limits));
  const marked = book.sheets.find(({ name }) => name === markerSheet);
  return { sheets, marker: marked === undefined ? null : markerOf(await read(marked.part, marked.name, { rows: 50 })) };
}

/** Macros may hide behind any name. An archive that holds something else is no workbook. */
async function checkKind(parts: Parts): Promise<void> {
  const macros = parts.names.some((name) => /(^|\/)vbaproject[^/]*\.bin$|^xl\/macrosheets\//.test(name));
  if (macros || (await typesOf(parts)).includes('macroenabled')) throw new FileProblem('with-macros');
  if (parts.names.includes('encryptedpackage')) throw new FileProblem('encrypted');
  if (!parts.names.includes('xl/workbook.xml')) throw new FileProblem('no-workbook');
}

const typesLimit = 1024 * 1024;

async function typesOf(parts: Parts): Promise<string> {
  const stream = await parts.open('[content_types].xml');
  if (stream === null) return '';
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > typesLimit) throw new FileProblem('unfolds-too-large');
      pieces.push(piece);
    }
  } catch (error) {
    stream.destroy();
    if (error instanceof FileProblem) throw error;
    throw new FileProblem('broken', error instanceof Error ? error.message : '');
  }
  return Buffer.concat(pieces).toString('latin1').toLowerCase();
}

const markerOf = ({ rows }: Workbook['sheets'][number]): ReadonlyMap<string, string> =>
  new Map(rows.map(({ cells }) => [cells.get(0)?.text ?? '', cells.get(1)?.text ?? '']));
