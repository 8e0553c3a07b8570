import * as answers from './answers-reports.js';
import type { Operation } from './openapi-operation.js';
import { listQuery, reportListParams, reportParams, rowsQuery, scopeQuery } from './report-requests.js';
import { cycleParams } from './requests.js';

const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const base = '/cycles/{id}/reports';
const seen = 'HR, board, auditor: all; heads: their line; finance: money; members: their own unit once told';

/** Reports that nobody writes: figures with the lists behind them. */
export const reportOperations: readonly Operation[] = [
  {
    method: 'get',
    path: base,
    tag: 'reports',
    summary: `The reports of a cycle that are for you (${seen})`,
    params: cycleParams,
    answers: { 200: answers.reports },
  },
  {
    method: 'get',
    path: `${base}/{report}`,
    tag: 'reports',
    summary: 'A report: figures, tables, charts, and the lists behind them',
    params: reportParams,
    query: scopeQuery,
    answers: { 200: answers.report },
  },
  ...(['xlsx', 'csv'] as const).map((form): Operation => ({
    method: 'get',
    path: `${base}/{report}/rows.${form}`,
    tag: 'reports',
    summary: `Its figures and tables as ${form === 'xlsx' ? 'a workbook' : 'text'}, in the language of Accept-Language`,
    params: reportParams,
    query: scopeQuery,
    answers: {},
    sends: form === 'xlsx' ? workbook : 'text/csv',
  })),
  {
    method: 'get',
    path: `${base}/{report}/lists/{list}`,
    tag: 'reports',
    summary: 'The rows behind a figure, page by page',
    params: reportListParams,
    query: listQuery,
    answers: { 200: answers.reportRows },
  },
  ...(['xlsx', 'csv'] as const).map((form): Operation => ({
    method: 'get',
    path: `${base}/{report}/lists/{list}/rows.${form}`,
    tag: 'reports',
    summary: `All rows that the filter finds as ${form === 'xlsx' ? 'a workbook (up to 20,000)' : 'text'}`,
    params: reportListParams,
    query: rowsQuery,
    answers: {},
    sends: form === 'xlsx' ? workbook : 'text/csv',
  })),
];
