import type { Cell } from 'write-excel-file/node';
import { both, type Both, type Column, type ListShape } from './columns.js';

const title = both('填写说明', 'How to fill it in');
const forms: Readonly<Record<Column['kind'], Both>> = {
  text: both('文字', 'text'),
  lines: both('文字，每行一条（单元格内换行 Alt+Enter）', 'text, one a line (Alt+Enter within the cell)'),
  list: both('用分号分隔', 'parted by ;'),
  number: both('数字', 'a number'),
  amount: both('金额', 'an amount'),
  day: both('日期', 'a day'),
  choice: both('从列表中选择', 'chosen from the list'),
  info: both('仅供阅读，导入时忽略', 'only to read; not read back'),
};
const notes: readonly Both[] = [
  both(
    '带 * 的列必填。请不要改动列标题；删除一行即删除该项，新增一行即新增一项。',
    'Columns with a star must be filled in. Leave the headings as they are; a row less takes its entry away, a row more adds one.',
  ),
  both('公式不会被读取：请粘贴为数值。', 'Formulas are not read: paste their values.'),
  both(
    '上传后先显示差异，由您确认后才会写入。',
    'After the upload you see what would change; nothing is written before you say so.',
  ),
];

/** Every column of every list: what it is called, what it takes. In both languages. */
export function explanationSheet(shapes: readonly ListShape[], language: 'zh-CN' | 'en') {
  const bold = (value: string): Cell => ({ value, type: String, fontWeight: 'bold' });
  const text = (value: string): Cell => ({ value, type: String, wrap: true, alignVertical: 'top' });
  const rows = shapes.flatMap((shape) =>
    shape.columns.map((column) => [
      text(`${shape.title['zh-CN']} / ${shape.title.en}`),
      text(column.title['zh-CN']),
      text(column.title.en),
      text(column.required === true ? '*' : ''),
      text(`${forms[column.kind]['zh-CN']}：${column.says['zh-CN']}`),
      text(`${forms[column.kind].en}: ${column.says.en}`),
      text((column.choices ?? []).map((choice) => `${choice.title['zh-CN']} / ${choice.title.en}`).join('\n')),
    ]),
  );
  return {
    sheet: title[language],
    data: [
      ['工作表 / Sheet', '列', 'Column', '*', '说明', 'Says', '可选值 / Allowed'].map(bold),
      ...rows,
      ...notes.map((note) => [text(''), text(''), text(''), text(''), text(note['zh-CN']), text(note.en)]),
    ],
    columns: [16, 16, 24, 4, 44, 44, 40].map((width) => ({ width })),
    choices: [],
  };
}
