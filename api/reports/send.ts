import { setImmediate as breath } from 'node:timers/promises';
import type { Response } from 'express';
import { tableText } from '../../documents/workbooks/write-csv.js';
import { moreLines, tablesText, writeTables } from '../../documents/workbooks/write-tables.js';
import type { Filter, ReportList } from '../../domain/reports/index.js';
import { reportWordNames } from '../../messages/pages.js';
import type { Reader } from '../pages/reader.js';
import { Refused } from '../refused.js';
import { workbookType } from '../workbooks/receive.js';
import type { OpenReport } from './open.js';
import { headingsOf, rowTexts, sheetsOfReport } from './sheets.js';

export type FileForm = 'xlsx' | 'csv';

function begin(response: Response, form: FileForm, parts: readonly (string | null)[]): void {
  const name = parts
    .filter((part) => part !== null)
    .join('-')
    .replaceAll(/[^A-Za-z0-9._-]/g, '_');
  response.set('Content-Disposition', `attachment; filename="${name}.${form}"`);
  response.set('Cache-Control', 'private, no-store');
  response.type(form === 'csv' ? 'text/csv; charset=utf-8' : workbookType);
}

/** Figures and tables of a report. */
export async function sendReport(response: Response, open: OpenReport, form: FileForm, reader: Reader): Promise<void> {
  const sheets = sheetsOfReport(reader, open.report);
  const bytes = form === 'csv' ? tablesText(sheets) : await writeTables(sheets);
  begin(response, form, [open.cycle.id, open.kind, open.scope]);
  response.send(bytes);
}

/** A workbook is made in memory: longer lists come as text. */
const mostRows = 20_000;
const part = 2_000;

/** All rows that the filter finds. @throws Refused REPORT_TOO_LARGE */
export async function sendList(
  response: Response,
  open: OpenReport,
  { list, filter }: { readonly list: ReportList; readonly filter: Filter },
  form: FileForm,
  reader: Reader,
): Promise<void> {
  const names = [open.cycle.id, open.kind, open.scope, list.id];
  const columns = headingsOf(reader, list);
  const count = list.count(filter);
  const rows = (offset: number, limit: number): readonly (readonly string[])[] =>
    list.rows(filter, { offset, limit }).map((row) => rowTexts(reader, list.columns, row));
  if (form === 'xlsx') {
    if (count > mostRows) throw new Refused('REPORT_TOO_LARGE');
    const title = reader.t(reportWordNames[list.id]);
    const bytes = await writeTables([{ title, columns, rows: rows(0, count) }]);
    begin(response, form, names);
    response.send(bytes);
    return;
  }
  begin(response, form, names);
  response.write(tableText([columns.map(({ title }) => title)]));
  for (let offset = 0; offset < count && !response.destroyed; offset += part) {
    response.write(moreLines(rows(offset, part)));
    // Others are answered between two parts.
    await breath();
  }
  response.end();
}
