import { createDocument, type ZodOpenApiObject, type ZodOpenApiOperationObject } from 'zod-openapi';
import type { z } from 'zod';
import { problem } from './answers.js';
import { cycleOperations } from './openapi-cycles.js';
import { growthOperations } from './openapi-growth.js';
import { evaluationOperations } from './openapi-evaluation.js';
import { moneyOperations } from './openapi-money.js';
import { improvementOperations } from './openapi-improvement.js';
import { monitoringOperations } from './openapi-monitoring.js';
import { feedbackOperations } from './openapi-feedback.js';
import { fileContent, type Operation, sentFile } from './openapi-operation.js';
import { organizationOperations } from './openapi-organization.js';
import { planOperations } from './openapi-plans.js';
import { reportOperations } from './openapi-reports.js';
import { rulesOperations } from './openapi-rules.js';
import { stepOperations } from './openapi-steps.js';
import { strategyOperations } from './openapi-strategy.js';
import { workbookOperations } from './openapi-workbooks.js';
import { valueOperations } from './openapi-values.js';

const operations = [
  ...organizationOperations,
  ...cycleOperations,
  ...rulesOperations,
  ...stepOperations,
  ...strategyOperations,
  ...monitoringOperations,
  ...workbookOperations,
  ...planOperations,
  ...valueOperations,
  ...growthOperations,
  ...evaluationOperations,
  ...feedbackOperations,
  ...moneyOperations,
  ...improvementOperations,
  ...reportOperations,
];

/** The API described (OpenAPI 3.1), from the same schemas that read its requests. */
export function openApiDocument(): ReturnType<typeof createDocument> {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: described(operation) };
  }
  const document: ZodOpenApiObject = {
    openapi: '3.1.0',
    info: {
      title: 'Perfcycle',
      version: '1',
      description: [
        'Performance cycles of an organization, from goals to money.',
        'Instants are epoch ms, days YYYY-MM-DD, amounts minor units as text, scores exact decimals or fractions as text.',
        'Acting requests carry an Idempotency-Key: the same key with the same body gets the first answer.',
        'Refusals are problems (RFC 9457): a code, a sentence in the language of Accept-Language (zh-CN or en), and all details.',
      ].join(' '),
    },
    servers: [{ url: '/api/v1' }],
    security: [{ session: [] }],
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'perfcycle' } },
    },
    paths,
  };
  return createDocument(document);
}

function described(operation: Operation): ZodOpenApiOperationObject {
  const { tag, summary, description, params, query, answers, body, table, key, nobody, file, sends } = operation;
  const requestParams = {
    ...(params !== undefined && { path: params }),
    ...(query !== undefined && { query }),
    ...(key !== undefined && { header: key }),
  };
  const content = {
    ...(body !== undefined && { 'application/json': { schema: body } }),
    ...(table !== undefined && { 'text/csv': { schema: table } }),
    ...(file === true && fileContent),
  };
  return {
    tags: [tag],
    summary,
    operationId: `${operation.method} ${operation.path}`.replaceAll(/[^a-z0-9]+/gi, '-').replace(/-$/, ''),
    ...(description !== undefined && { description }),
    ...(nobody === true && { security: [] }),
    requestParams,
    ...(Object.keys(content).length > 0 && { requestBody: { required: true, content } }),
    responses: {
      ...(sends !== undefined && { 200: sentFile(sends) }),
      ...Object.fromEntries(Object.entries(answers).map(([status, schema]) => [status, answered(status, schema)])),
      default: { description: 'refused', content: { 'application/problem+json': { schema: problem } } },
    },
  };
}

function answered(status: string, schema: z.ZodType | null) {
  const description = says[status] ?? 'done';
  return schema === null ? { description } : { description, content: { 'application/json': { schema } } };
}

const says: Readonly<Record<string, string>> = {
  200: 'done',
  201: 'made',
  202: 'received and safe; carried out later, exactly once',
  204: 'done',
};
