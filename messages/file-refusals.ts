import type { RefusalCode } from '../domain/errors.js';
import type { Bilingual } from './language.js';

const of = (zh: string, en: string): Bilingual => ({ 'zh-CN': zh, en });

/** Files that cannot be read or applied, and what to do. */
export const fileRefusals = {
  FILE_MISSING: of('没有选择文件。请选择要上传的文件。', 'No file was chosen. Choose the file to upload.'),
  FILE_EMPTY: of('文件是空的。', 'The file is empty.'),
  FILE_TOO_LARGE: of(
    '文件超过 10 MB，没有读取。请去掉图片和不需要的工作表后再上传。',
    'The file is larger than 10 MB and was not read. Take out pictures and sheets that are not needed.',
  ),
  FORM_BROKEN: of('上传没有完整到达，请重新上传。', 'The upload did not arrive whole. Please send it again.'),
  FILE_NOT_A_WORKBOOK: of(
    '这不是 Excel 工作簿（.xlsx）或 CSV 表格，与文件名无关。请用 Excel 另存为 .xlsx 后再上传。',
    'Whatever its name says, this is neither an Excel workbook (.xlsx) nor a CSV table. Save it as .xlsx and upload that.',
  ),
  FILE_OLD_WORKBOOK: of(
    '这是旧版 Excel 文件（.xls）。请用 Excel 打开，另存为 .xlsx 后再上传。',
    'This is a workbook of the old kind (.xls). Open it, save it as .xlsx, and upload that.',
  ),
  FILE_ENCRYPTED: of(
    '工作簿有密码保护，无法读取。请去掉密码后再上传。',
    'The workbook is protected by a password. Take the password off first.',
  ),
  FILE_WITH_MACROS: of(
    '工作簿含有宏，没有读取。请另存为不带宏的 .xlsx 后再上传。',
    'The workbook holds macros and was not read. Save it as .xlsx without macros and upload that.',
  ),
  FILE_BROKEN: of(
    '文件已损坏，无法读取。请重新打开并另存后再上传。',
    'The file is damaged and cannot be read. Open it, save it anew, and upload that.',
  ),
  FILE_UNFOLDS_TOO_LARGE: of(
    '文件展开后过大，没有读取。请只保留需要的工作表。',
    'The file unfolds to more than is read. Keep only the sheets that are needed.',
  ),
  FILE_TOO_MANY_ROWS: of(
    '表格的行数过多，没有读取。',
    'The table has more rows than such a list can have. Nothing was read.',
  ),
  WORKBOOK_OF_ANOTHER: of(
    '这个工作簿是为别的内容导出的（其他周期、单元或步骤）。请在这里重新下载，再填写。',
    'This workbook was made for something else: another cycle, unit or step. Download the one from here and fill that in.',
  ),
  WORKBOOK_INVALID: of(
    '工作簿有误，没有写入任何内容。请按列出的单元格修改。',
    'Some cells are not right; nothing was written. See the list of cells.',
  ),
  UPLOAD_CHANGED: of(
    '要应用的不是您看到的那份差异。请重新打开预览。',
    'This is not the difference that you were shown. Open the preview again.',
  ),
  UPLOAD_STALE: of(
    '上传之后，对照的内容已被更改，没有写入。请重新下载，或再次上传以查看新的差异。',
    'What your file was compared with has changed since; nothing was written. Upload it again to see what is different now.',
  ),
} as const satisfies Partial<Readonly<Record<RefusalCode, Bilingual>>>;
