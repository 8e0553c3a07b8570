import { describe, expect, test } from 'vitest';
import { addressOf, type CellValue, FileProblem, placeOf, type Workbook } from '../../documents/workbooks/cells.js';
import { shownBy } from '../../documents/workbooks/formats.js';
import { dayOfSerial, decimalOf, isKeptExactly, serialOfDay, shifted } from '../../documents/workbooks/numbers.js';
import { readFile } from '../../documents/workbooks/read-file.js';
import { madeBook, type MadeBook, type MadeCell, zip } from '../setup/workbook-file.js';

const limits = { rows: 1000 };
const read = (bytes: Buffer): Promise<Workbook> => readFile(bytes, limits);
const faultOf = async (bytes: Buffer): Promise<string> => {
  try {
    await read(bytes);
    return 'read';
  } catch (error) {
    if (error instanceof FileProblem) return error.fault;
    throw error;
  }
};

/** The cells of one row, as they are read. */
async function cells(row: readonly MadeCell[], more: Partial<MadeBook> = {}): Promise<readonly (CellValue | null)[]> {
  const { sheets } = await read(madeBook({ sheets: [{ name: 'S', rows: [row] }], ...more }));
  const found = sheets[0]?.rows[0]?.cells;
  return row.map((_, column) => found?.get(column) ?? null);
}
const number = (text: string, percent = false): CellValue => ({ kind: 'number', text, percent });
const day = (text: string): CellValue => ({ kind: 'day', text });

describe('a number of a spreadsheet', () => {
  test.each([
    ['0.1', '0.1'],
    ['0.10000000000000001', '0.1'],
    ['1234.5599999999999', '1234.56'],
    ['1E-7', '0.0000001'],
    ['-1.5e-7', '-0.00000015'],
    ['1E+20', '100000000000000000000'],
    ['-0', '0'],
    ['90000000', '90000000'],
    ['999999999999999', '999999999999999'],
  ])('%s is the decimal that a person sees: %s', (stored, seen) => {
    expect(decimalOf(stored)).toBe(seen);
  });

  test.each(['0.30000000000000004', '12345678901234567', '1e400', 'NaN', '', '0x10', '1,5'])(
    '%s is no decimal that anybody can have meant',
    (stored) => {
      expect(decimalOf(stored)).toBeNull();
    },
  );

  test('goes into a cell only where it comes back the same', () => {
    expect(['0.1', '30', '-2.5'].every(isKeptExactly)).toBe(true);
    expect(['0.10', '12345678901234567', '1.0', '00'].some(isKeptExactly)).toBe(false);
  });

  test('moves its point without any float', () => {
    expect([shifted('0.285', 2), shifted('30', -2), shifted('5', -2), shifted('-0.05', 2), shifted('0', 2)]).toEqual([
      '28.5',
      '0.3',
      '0.05',
      '-5',
      '0',
    ]);
    expect(shifted('123456789012345678', -2)).toBe('1234567890123456.78');
  });
});

describe('a day of a spreadsheet', () => {
  test('is counted from 1900 or from 1904, never a part of a day, never the day that was not', () => {
    expect([dayOfSerial('46477', 1900), dayOfSerial('45015', 1904)]).toEqual(['2027-03-31', '2027-03-31']);
    expect([dayOfSerial('61', 1900), dayOfSerial('60', 1900), dayOfSerial('1', 1900)]).toEqual([
      '1900-03-01',
      null,
      null,
    ]);
    expect([dayOfSerial('46477.5', 1900), dayOfSerial('2958466', 1900), dayOfSerial('x', 1900)]).toEqual([
      null,
      null,
      null,
    ]);
    expect([serialOfDay('2027-03-31'), serialOfDay('1900-02-01')]).toEqual([46477, null]);
  });

  test('is told by the format of its cell, built in or written out', () => {
    expect([14, 22, 31, 57].map((id) => shownBy(id, undefined))).toEqual(['day', 'day', 'day', 'day']);
    expect([0, 2, 4, 49].map((id) => shownBy(id, undefined))).toEqual(['number', 'number', 'number', 'number']);
    expect([9, 10].map((id) => shownBy(id, undefined))).toEqual(['percent', 'percent']);
    const codes = [
      'yyyy"年"m"月"d"日"',
      '[$-804]yyyy-mm-dd;@',
      '0.00%',
      '#,##0.00" days"',
      '[Red]0.0',
      '0.00E+00',
      'General',
      '0\\d',
    ];
    expect(codes.map((code) => shownBy(200, code))).toEqual([
      'day',
      'day',
      'percent',
      'number',
      'number',
      'number',
      'number',
      'number',
    ]);
  });
});

describe('addresses', () => {
  test('have letters for columns, and are read back', () => {
    expect([addressOf(0, 1), addressOf(25, 2), addressOf(26, 3), addressOf(701, 4), addressOf(702, 5)]).toEqual([
      'A1',
      'Z2',
      'AA3',
      'ZZ4',
      'AAA5',
    ]);
    for (const column of [0, 25, 26, 51, 52, 701, 702, 16383]) {
      expect(placeOf(addressOf(column, 7))).toEqual({ column, row: 7 });
    }
    expect([placeOf('A0'), placeOf('7'), placeOf('AAAA1'), placeOf('')]).toEqual([null, null, null, null]);
  });
});

describe('a workbook', () => {
  test('is read as people see it: texts, numbers, percents, days of both counts', async () => {
    expect(
      await cells([
        '甲',
        { v: '0.30000000000000000' },
        { v: '0.285', s: 1 },
        { v: '46477', s: 2 },
        { v: '46477', s: 3 },
      ]),
    ).toEqual([
      { kind: 'text', text: '甲' },
      number('0.3'),
      number('28.5', true),
      day('2027-03-31'),
      day('2027-03-31'),
    ]);
    expect(
      await cells([{ v: '45015', s: 2 }, { xml: '<c t="d"><v>2027-03-31T00:00:00</v></c>' }], { dates1904: true }),
    ).toEqual([day('2027-03-31'), day('2027-03-31')]);
  });

  test('has shared and rich texts without their pronunciation, escapes resolved', async () => {
    const strings =
      '<sst><si><r><t>东</t></r><r><t>部 &amp; west</t></r><rPh sb="0" eb="1"><t>とう</t></rPh></si><si><t xml:space="preserve"> a_x000A_b </t></si></sst>';
    const shared = (at: number): MadeCell => ({ xml: `<c t="s"><v>${at}</v></c>` });
    expect(await cells([shared(0), shared(1), { xml: '<c t="b"><v>1</v></c>' }, shared(9)], { strings })).toEqual([
      { kind: 'text', text: '东部 & west' },
      { kind: 'text', text: 'a\nb' },
      { kind: 'text', text: 'TRUE' },
      null,
    ]);
  });

  test('is not believed where a formula, an error, a part of a day or too many digits stand', async () => {
    const found = await cells([
      { xml: '<c><f>1+1</f><v>2</v></c>' },
      { xml: '<c><f t="shared" si="0"/><v>3</v></c>' },
      { xml: '<c t="str"><f>A1&amp;""</f><v>x</v></c>' },
      { xml: '<c t="e"><v>#REF!</v></c>' },
      { v: '46477.25', s: 2 },
      { v: '0.30000000000000004' },
    ]);
    expect(found.map((cell) => (cell?.kind === 'bad' ? cell.code : cell))).toEqual([
      'CELL_FORMULA',
      'CELL_FORMULA',
      'CELL_FORMULA',
      'CELL_ERROR',
      'DAY_INVALID',
      'NUMBER_INEXACT',
    ]);
  });

  test('keeps the addresses of the spreadsheet over empty rows and cells; prefixes of names do not matter', async () => {
    const rows =
      '<x:row r="3"><x:c r="C3"><x:v>7</x:v></x:c></x:row><x:row r="4"/><x:row><x:c t="inlineStr"><x:is><x:t>y</x:t></x:is></x:c></x:row>';
    const { sheets } = await read(
      madeBook({ sheets: [{ name: 'S', rows, after: '<mergeCells><mergeCell ref="A1:C1"/></mergeCells>' }] }),
    );
    expect(sheets[0]?.rows.map(({ row, cells: of }) => [row, [...of.keys()]])).toEqual([
      [3, [2]],
      [5, [0]],
    ]);
    expect(sheets[0]?.merged).toEqual(['A1:C1']);
  });

  test('hides nothing: hidden sheets are not read, but for the mark; links to other files are not followed', async () => {
    const book = await read(
      madeBook({
        sheets: [
          { name: 'Shown', rows: [['a']] },
          { name: 'Hidden', rows: [[{ xml: '<c><f>1</f></c>' }]], hidden: true },
          {
            name: 'perfcycle',
            rows: [
              ['format', 'perfcycle/workbook@1'],
              ['of', 'goals'],
            ],
            hidden: true,
          },
        ],
        more: [{ name: 'xl/externalLinks/externalLink1.xml', text: '<externalLink/>' }],
      }),
    );
    expect(book.sheets.map(({ name }) => name)).toEqual(['Shown']);
    expect([...(book.marker ?? [])]).toEqual([
      ['format', 'perfcycle/workbook@1'],
      ['of', 'goals'],
    ]);
  });
});

describe('a file that is no workbook', () => {
  const book: MadeBook = { sheets: [{ name: 'S', rows: [['a']] }] };
  const sheet = Buffer.from(madeBook(book));
  const compound = Buffer.from('d0cf11e0a1b11ae1', 'hex');

  test('is told by what is in it, whatever it is called', async () => {
    expect(await faultOf(Buffer.alloc(0))).toBe('empty');
    expect(await faultOf(Buffer.from('%PDF-1.7\n...'))).toBe('no-workbook');
    expect(await faultOf(Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'))).toBe('no-workbook');
    expect(await faultOf(Buffer.from('<html><table></table></html>'))).toBe('no-workbook');
    expect(await faultOf(Buffer.from([0x4d, 0x5a, 0, 1, 2, 3]))).toBe('no-workbook');
    expect(await faultOf(zip([{ name: 'word/document.xml', text: '<w/>' }]))).toBe('no-workbook');
    expect(await faultOf(zip([{ name: 'xl/workbook.bin', text: 'xlsb' }]))).toBe('no-workbook');
    expect(await faultOf(Buffer.concat([compound, Buffer.alloc(600), Buffer.from('Workbook', 'utf16le')]))).toBe(
      'old-workbook',
    );
  });

  test('that is encrypted, whole or in its parts, is told so', async () => {
    const whole = Buffer.concat([compound, Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le')]);
    expect(await faultOf(whole)).toBe('encrypted');
    expect(await faultOf(zip([{ name: 'xl/workbook.xml', text: '<workbook/>', encrypted: true }]))).toBe('encrypted');
  });

  test('that holds macros is not read, whatever its name and its types say', async () => {
    expect(await faultOf(madeBook({ ...book, more: [{ name: 'xl/vbaProject.bin', text: 'x' }] }))).toBe('with-macros');
    expect(await faultOf(madeBook({ ...book, more: [{ name: 'XL/VBAPROJECT.BIN', text: 'x' }] }))).toBe('with-macros');
    expect(await faultOf(madeBook({ ...book, more: [{ name: 'xl/macrosheets/sheet1.xml', text: 'x' }] }))).toBe(
      'with-macros',
    );
    const types = '<Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>';
    expect(await faultOf(madeBook({ ...book, types }))).toBe('with-macros');
    expect(
      await faultOf(madeBook({ ...book, more: [{ name: 'xl/printerSettings/printerSettings1.bin', text: 'x' }] })),
    ).toBe('read');
  });

  test('that is damaged is told so: cut short, parts missing, twice, or no XML', async () => {
    expect(await faultOf(sheet.subarray(0, sheet.length - 40))).toBe('broken');
    expect(await faultOf(sheet.subarray(0, 100))).toBe('broken');
    expect(await faultOf(zip([{ name: 'xl/workbook.xml', text: '<workbook/>' }]))).toBe('broken');
    expect(await faultOf(madeBook({ ...book, more: [{ name: 'xl/workbook.xml', text: '<workbook/>' }] }))).toBe(
      'broken',
    );
    expect(await faultOf(madeBook({ sheets: [{ name: 'S', rows: '<row><c>' }] }))).toBe('broken');
    expect(await faultOf(madeBook({ ...book, strings: '<sst><si>' }))).toBe('broken');
  });

  test('with entities of its own is refused, and nothing is expanded', async () => {
    const laughs = `<!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(100)}"><!ENTITY c "${'&b;'.repeat(100)}">]><sst><si><t>&c;</t></si></sst>`;
    expect(await faultOf(madeBook({ ...book, strings: laughs }))).toBe('broken');
    expect(await faultOf(madeBook({ ...book, strings: '<sst><si><t>&c;</t></si></sst>' }))).toBe('broken');
  });

  test('that unfolds to more than it may is refused by its directory; one that lies about it, while it unfolds', async () => {
    const zeros = Buffer.alloc(120 * 1024 * 1024, ' ');
    const bomb = madeBook({ ...book, more: [{ name: 'xl/sharedStrings2.xml', text: zeros }] });
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(await faultOf(bomb)).toBe('unfolds-too-large');
    const before = process.memoryUsage().arrayBuffers;
    const liar = zip([
      { name: '[Content_Types].xml', text: zeros, claims: 100 },
      { name: 'xl/workbook.xml', text: '<workbook/>' },
    ]);
    expect(await faultOf(liar)).toBe('broken');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
    expect(await faultOf(madeBook({ ...book, strings: `<sst><si><t>${'x'.repeat(300_000)}</t></si></sst>` }))).toBe(
      'unfolds-too-large',
    );
    const parts = Array.from({ length: 2100 }, (_, at) => ({ name: `a/${at}`, text: '' }));
    expect(await faultOf(madeBook({ ...book, more: parts }))).toBe('unfolds-too-large');
  });

  test('with more rows than the list can have is let go as soon as that is seen', async () => {
    const rows = Array.from({ length: 1001 }, () => ['x']);
    expect(await faultOf(madeBook({ sheets: [{ name: 'S', rows }] }))).toBe('too-many-rows');
    expect(await faultOf(Buffer.from('x\n'.repeat(1001)))).toBe('too-many-rows');
    // Rows that hold nothing do not count.
    const empty = Array.from({ length: 3000 }, () => [null]);
    expect(await faultOf(madeBook({ sheets: [{ name: 'S', rows: [...empty, ['x']] }] }))).toBe('read');
    expect(await faultOf(Buffer.from(`x${'\n'.repeat(3000)}`))).toBe('read');
  });
});

describe('a table as text', () => {
  const texts = async (bytes: Buffer): Promise<readonly string[][]> =>
    ((await read(bytes)).sheets[0]?.rows ?? []).map(({ cells: of }) => [...of.values()].map(({ text }) => text));

  test('is read as UTF-8 with or without its mark, else as GB18030; by commas, tabs or semicolons', async () => {
    const rows = [
      ['目标', '权重'],
      ['增收', '３０'],
    ];
    // 目标,权重 / 增收,３０ as a Chinese spreadsheet saves it.
    const gb18030 = Buffer.from('c4bfb1ea2cc8a8d6d80d0ad4f6cad52ca3b3a3b00d0a', 'hex');
    for (const bytes of [
      Buffer.from('目标,权重\r\n增收,３０\r\n'),
      Buffer.from('\ufeff目标\t权重\n增收\t３０'),
      Buffer.from('目标;权重\n增收;３０'),
      gb18030,
    ]) {
      expect(await texts(bytes)).toEqual(rows);
    }
  });

  test('counts lines as a spreadsheet does, and takes off the quote that keeps a text from being a formula', async () => {
    const { sheets } = await read(Buffer.from('a,b\r\n\r\n"x\ny",\'=1+1\r\n\'s,-5'));
    expect(sheets[0]?.rows.map(({ row }) => row)).toEqual([1, 3, 4]);
    expect(await texts(Buffer.from('a,b\r\n\r\n"x\ny",\'=1+1\r\n\'s,-5'))).toEqual([
      ['a', 'b'],
      ['x\ny', '=1+1'],
      ["'s", '-5'],
    ]);
    expect(await faultOf(Buffer.from('a,"b'))).toBe('broken');
  });
});
