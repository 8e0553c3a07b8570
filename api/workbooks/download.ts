import type { Response } from 'express';
import { writeCsv } from '../../documents/workbooks/write-csv.js';
import { writeOrganizationCsv } from '../../documents/workbooks/organization.js';
import type { Language } from '../../documents/workbooks/columns.js';
import { writeWorkbook } from '../../documents/workbooks/write-file.js';
import { markOf, type WorkbookTarget } from '../../documents/workbooks/marker.js';
import type { OpenTarget } from './open.js';
import { workbookType } from './receive.js';

/** `goals-sales-2027`: what it is, without anything that a file name cannot have. */
export const fileNameOf = (target: WorkbookTarget): string =>
  ('cycleId' in target ? [target.cycleId, target.unitId, target.stepId] : [target.of])
    .join('-')
    .replaceAll(/[^A-Za-z0-9._-]/g, '_');

/** Sends the rows as a workbook or as a table. */
export async function sendRows(
  response: Response,
  open: OpenTarget,
  form: 'xlsx' | 'csv',
  language: Language,
): Promise<void> {
  const name = `${fileNameOf(open.target)}.${form}`;
  response.set('Content-Disposition', `attachment; filename="${name}"`);
  response.set('Cache-Control', 'private, no-store');
  if (form === 'csv') {
    response.type('text/csv; charset=utf-8').send(tableOf(open, language));
    return;
  }
  const { target, lists, references, basedOn, stepRevision } = open;
  const bytes = await writeWorkbook({
    lists: lists.map(({ shape, rows }) => ({ shape, rows: rows.map(({ texts }) => texts) })),
    references,
    marker: markOf(target, { basedOn, ...(stepRevision !== undefined && { stepRevision }) }),
    language,
  });
  response.type(workbookType).send(bytes);
}

function tableOf({ target, lists }: OpenTarget, language: Language): string {
  const rowsOf = (at: number) => (lists[at]?.rows ?? []).map(({ texts }) => texts);
  const [first] = lists;
  if (target.of === 'organization') return writeOrganizationCsv(rowsOf(0), rowsOf(1), rowsOf(2), language);
  return first === undefined ? '' : writeCsv(first.shape, rowsOf(0), language);
}
