import { describe, expect, test } from 'vitest';
import { parseOrganizationCsv } from '../../documents/organization-csv.js';
import { readValuesCsv } from '../../documents/values-csv.js';
import { FileProblem } from '../../documents/workbooks/cells.js';
import { readFile } from '../../documents/workbooks/read-file.js';
import { tableText } from '../../documents/workbooks/write-csv.js';

const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8');
const faultOf = async (bytes: Buffer): Promise<string> => {
  try {
    await readFile(bytes, { rows: 10 });
    return 'none';
  } catch (error) {
    return error instanceof FileProblem ? error.fault : String(error);
  }
};

describe('a text in a CSV file', () => {
  const dangerous = [
    '=1+1',
    '+86 10',
    '-2+3',
    '@cmd',
    '\t=1',
    '\r=1',
    '\n=1',
    '＝1+1',
    '＋1',
    '－1',
    '＠a',
    "'=1",
    "''+1",
  ];

  test.each(dangerous)('%j is never taken for a formula', (text) => {
    const [, cell = ''] = tableText([['x', text]])
      .trim()
      .split(',');
    expect(cell.replace(/^"/, '')).toMatch(/^'/);
  });

  test('comes back as it went, whatever it begins with; numbers stay numbers', async () => {
    const texts = [...dangerous.filter((text) => text === text.trim()), "'tis", '-12', '-0.5', '1', 'a=b', "it's"];
    const { sheets } = await readFile(bytesOf(tableText([['h'], ...texts.map((text) => [text])])), { rows: 100 });
    expect(sheets[0]?.rows.slice(1).map(({ cells }) => cells.get(0)?.text)).toEqual(texts);
    expect(tableText([['-12', '-0.5']])).toBe('\ufeff-12,-0.5\r\n');
  });
});

describe('a table as text', () => {
  test('that is neither UTF-8 nor GB18030 is refused, not guessed letter by letter', async () => {
    // As Windows writes "Zoé, Müller" in Western Europe.
    const western = Buffer.from('type,id,kind,parent,head\r\nunit,Zo\u00e9,M\u00fcller,,\r\n', 'latin1');
    expect(await faultOf(western)).toBe('broken');
    expect(parseOrganizationCsv(western)).toMatchObject({ ok: false, problems: [{ code: 'CSV_BROKEN', row: 1 }] });
    expect(
      readValuesCsv(Buffer.from('metric,on,value,reason\r\na,2027-01-01,1,Zo\u00e9,\r\n', 'latin1')),
    ).toMatchObject({
      ok: false,
      problems: [{ code: 'CSV_BROKEN' }],
    });
  });

  test('with a line of millions of cells is refused before they are counted', async () => {
    const wide = bytesOf(`${'a,'.repeat(2_000_000)}a\r\n`);
    expect(await faultOf(wide)).toBe('broken');
    const parsed = parseOrganizationCsv(wide);
    expect(parsed).toMatchObject({ ok: false, problems: [{ code: 'CSV_BROKEN' }] });
  });

  test('with hundreds of columns that nobody knows is told of some of them', () => {
    const parsed = parseOrganizationCsv(bytesOf(`type,id,kind,parent,head,${'x,'.repeat(5_000)}y\r\n`));
    expect(parsed.ok ? 0 : parsed.problems.length).toBe(100);
  });
});
