import { pageOf } from './answers.js';
import * as answers from './answers-money.js';
import { exportParams, moneyParams, moneyWhatIfBody } from './money-requests.js';
import { key, type Operation, page } from './openapi-operation.js';
import { cycleParams } from './requests.js';

const types = { csv: 'text/csv', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const;
const forms = ['csv', 'xlsx'] as const;

/** Postings and the ledger as files, trials of other rules, payroll. */
export const moneyOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/cycles/{id}/postings',
    tag: 'money',
    summary: 'Posting by posting: sums before and after, who approved and why (HR, finance, board, auditor)',
    params: cycleParams,
    ...page,
    answers: { 200: pageOf(answers.posting) },
  },
  ...forms.map((form): Operation => ({
    method: 'get',
    path: `/cycles/{id}/ledger.${form}`,
    tag: 'money',
    summary: 'Every entry as a file; heads get their own line of units',
    params: cycleParams,
    answers: {},
    sends: types[form],
  })),
  {
    method: 'post',
    path: '/cycles/{id}/money/{kind}/what-if',
    tag: 'money',
    summary:
      'What other rules would give each unit beside the newest proposal; nothing is stored (HR, finance, board, auditor)',
    params: moneyParams,
    body: moneyWhatIfBody,
    answers: { 200: answers.moneyTried },
  },
  {
    method: 'post',
    path: '/cycles/{id}/payroll-exports',
    tag: 'money',
    summary: 'Export the released bonuses for payroll: once, later only differences (finance)',
    description:
      '409 RELEASE_MISSING before the release is approved. Where nothing is new, the last export again as a copy.',
    params: cycleParams,
    key,
    answers: { 201: answers.madeExport, 200: answers.madeExport },
  },
  {
    method: 'get',
    path: '/cycles/{id}/payroll-exports',
    tag: 'money',
    summary: 'Exports with their lines, digests and downloads (HR, finance, board, auditor)',
    params: cycleParams,
    ...page,
    answers: { 200: pageOf(answers.listedExport) },
  },
  ...forms.map((form): Operation => ({
    method: 'get',
    path: `/cycles/{id}/payroll-exports/{number}/file.${form}`,
    tag: 'money',
    summary: 'The file as it was made; the header Perfcycle-Copy says whether it was fetched before',
    params: exportParams,
    answers: {},
    sends: types[form],
  })),
];
