import { z } from 'zod';
import { pageOf } from './answers.js';
import * as answers from './answers-values.js';
import { connectorSchema } from './connector.js';
import { key, type Operation, page } from './openapi-operation.js';
import { cycleParams, metricParams, valueBody } from './requests.js';
import {
  connectorDataBody,
  connectorDataParams,
  connectorParams,
  metricListQuery,
  switchBody,
  tryBody,
  valueRowsBody,
} from './value-requests.js';
import { valueColumns } from './values-csv.js';

const table = z.string().meta({
  description: [
    'A table, UTF-8 (with or without byte order mark) or GB18030, parted by commas, tabs or semicolons.',
    'The first line names the columns, in any order.',
    ...valueColumns.map(({ name, zh, says }) => `\n- \`${name}\` (${zh}): ${says}`),
  ].join(' '),
  example: 'metric,on,value,reason\nrevenue,2027-03-31,2050,',
});
const pushing = {
  description:
    'All rows or none: with any problem nothing is written, and every problem is told by row and column. A correction of a known value says why; a row that says what is known is no new version.',
  key,
  body: valueRowsBody,
  table,
  answers: { 200: answers.written },
};

const valuesOfMetrics: readonly Operation[] = [
  {
    method: 'get',
    path: '/metrics/{id}/values',
    tag: 'values',
    summary: 'Values of a metric, every version',
    params: metricParams,
    query: metricListQuery,
    answers: { 200: pageOf(answers.metricValue) },
  },
  {
    method: 'post',
    path: '/metrics/{id}/values',
    tag: 'values',
    summary: 'Report a value; a correction says why (owner, HR)',
    description: '200: it is known exactly so, and no new version.',
    params: metricParams,
    key,
    body: valueBody,
    answers: {
      200: valueBody.extend({ metric: z.string() }),
      201: valueBody.extend({ metric: z.string() }),
    },
  },
  {
    method: 'get',
    path: '/metric-values',
    tag: 'values',
    summary: 'Metrics with their latest value and its freshness (heads: of their line; HR, board, auditors: all)',
    query: metricListQuery,
    answers: { 200: pageOf(answers.metricState) },
  },
  { method: 'post', path: '/metric-values', tag: 'values', summary: 'Push or import values (HR, owners)', ...pushing },
  {
    method: 'post',
    path: '/cycles/{id}/metric-values',
    tag: 'values',
    summary: "Push or import values into a cycle's own book",
    params: cycleParams,
    ...pushing,
  },
];

const connectors: readonly Operation[] = [
  {
    method: 'get',
    path: '/connectors',
    tag: 'connectors',
    summary: 'Connectors, each in its newest version',
    ...page,
    answers: { 200: pageOf(answers.connector) },
  },
  {
    method: 'get',
    path: '/connectors/{id}',
    tag: 'connectors',
    summary: 'A connector with its versions and latest tries',
    params: connectorParams,
    answers: { 200: answers.connectorDetail },
  },
  {
    method: 'put',
    path: '/connectors/{id}',
    tag: 'connectors',
    summary: 'Define a connector, or a new version of it (HR)',
    description: 'The version that runs goes on running until another is switched on.',
    params: connectorParams,
    key,
    body: connectorSchema,
    answers: {
      200: z.object({ id: z.string(), version: z.int() }),
      201: z.object({ id: z.string(), version: z.int() }),
    },
  },
  {
    method: 'post',
    path: '/connectors/{id}/tries',
    tag: 'connectors',
    summary: 'Try a version: what would be taken, with all problems; writes no value (HR)',
    params: connectorParams,
    key,
    body: tryBody,
    answers: { 201: answers.connectorTry },
  },
  {
    method: 'post',
    path: '/connectors/{id}/switch',
    tag: 'connectors',
    summary: 'Switch a version on, once it was tried with success, or the connector off (HR)',
    params: connectorParams,
    key,
    body: switchBody,
    answers: { 200: z.object({ id: z.string(), on: z.boolean(), version: z.int() }) },
  },
  {
    method: 'get',
    path: '/connectors/{id}/runs',
    tag: 'connectors',
    summary: 'Planned readings with their attempts, newest first',
    params: connectorParams,
    ...page,
    answers: { 200: pageOf(answers.connectorRun) },
  },
  {
    method: 'get',
    path: '/cycles/{id}/connector-data/{connector}',
    tag: 'connectors',
    summary: "What a rehearsal's connector will find",
    params: connectorDataParams,
    answers: { 200: connectorDataBody },
  },
  {
    method: 'put',
    path: '/cycles/{id}/connector-data/{connector}',
    tag: 'connectors',
    summary: "Give a rehearsal's connector what it will find; it calls nobody (HR)",
    params: connectorDataParams,
    key,
    body: connectorDataBody,
    answers: { 200: z.object({ days: z.int() }) },
  },
];

export const valueOperations: readonly Operation[] = [...valuesOfMetrics, ...connectors];
