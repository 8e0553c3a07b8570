import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as breath } from 'node:timers/promises';
import type { Response } from 'express';
import { tableText } from '../../documents/workbooks/write-csv.js';
import { moreLines, type Sheet, tablesText, writeTables } from '../../documents/workbooks/write-tables.js';
import type { Row } from '../../domain/reports/index.js';
import { reportWordNames } from '../../messages/pages.js';
import type { Reader } from '../pages/reader.js';
import { Refused } from '../refused.js';
import { workbookType } from '../workbooks/receive.js';
import type { OpenList, OpenReport, ReportPlace } from './open.js';
import { headingsOf, rowTexts, sheetsOfReport } from './sheets.js';

export type FileForm = 'xlsx' | 'csv';

/** A rehearsal's file says so first. */
function begin(response: Response, form: FileForm, { cycle, kind, scope }: ReportPlace, list: string | null): void {
  const name = [cycle.mode === 'rehearsal' ? 'rehearsal' : null, cycle.id, kind, scope, list]
    .filter((part) => part !== null)
    .join('-')
    .replaceAll(/[^A-Za-z0-9._-]/g, '_');
  response.set('Content-Disposition', `attachment; filename="${name}.${form}"`);
  response.set('Cache-Control', 'private, no-store');
  response.type(form === 'csv' ? 'text/csv; charset=utf-8' : workbookType);
}

/** Figures and tables of a report. */
export async function sendReport(response: Response, open: OpenReport, form: FileForm, reader: Reader): Promise<void> {
  const sheets = sheetsOfReport(reader, open.cycle, open.report);
  const bytes = form === 'csv' ? tablesText(sheets) : await writeTables(sheets);
  begin(response, form, open, null);
  response.send(bytes);
}

/** A workbook is made in memory: longer lists come as text. */
const mostRows = 20_000;

/** All rows that the filter finds, as fast as they are taken. @throws Refused REPORT_TOO_LARGE */
export async function sendList(response: Response, open: OpenList, form: FileForm, reader: Reader): Promise<void> {
  const { list, filter } = open;
  const columns = headingsOf(reader, open.cycle, list);
  const textsOf = (rows: readonly Row[]): Sheet['rows'] => rowTexts(reader, open.cycle, list.columns, rows);
  if (form === 'xlsx') {
    if ((await list.count(filter)) > mostRows) throw new Refused('REPORT_TOO_LARGE');
    const title = reader.t(reportWordNames[list.id]);
    const bytes = await writeTables([{ title, columns, rows: textsOf(await list.rows(filter)) }]);
    begin(response, form, open, list.id);
    response.send(bytes);
    return;
  }
  const parts = inTurn(list.parts(filter));
  // What fails at once is answered as such.
  const first = await parts.next();
  begin(response, form, open, list.id);
  const text = async function* (): AsyncGenerator<string> {
    yield tableText([columns.map(({ title }) => title)]);
    for (let part = first; part.done !== true; part = await parts.next()) yield moreLines(textsOf(part.value));
  };
  try {
    await pipeline(Readable.from(text()), response);
  } catch (error) {
    // Whoever asked went away.
    if (!isPremature(error)) throw error;
  }
}

/** Others are answered between two parts. */
async function* inTurn<Part>(parts: Iterable<Part> | AsyncIterable<Part>): AsyncGenerator<Part, undefined> {
  for await (const part of parts) {
    yield part;
    await breath();
  }
}

const isPremature = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
