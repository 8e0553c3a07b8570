import { readFileSync } from 'node:fs';
import type { Router } from 'express';
import type { z } from 'zod';
import { pino } from 'pino';
import { beforeAll, describe, expect, test } from 'vitest';
import { apiRoutes, pathsOf } from '../../api/routes/index.js';
import type { Sql } from '../../db/connect.js';
import { pageOf, problem } from '../../documents/answers.js';
import * as cycles from '../../documents/answers-cycles.js';
import * as findings from '../../documents/answers-findings.js';
import * as organization from '../../documents/answers-organization.js';
import * as steps from '../../documents/answers-steps.js';
import { metricValue } from '../../documents/answers-values.js';
import { csvColumns } from '../../documents/organization-table.js';
import { goalsOf } from '../../players/story/goals.js';
import { insertCycle, insertYear } from './story-cycle.js';
import { type Api, promptEngine, startApi, testConfig } from '../setup/http.js';
import { createTestDatabase } from '../setup/database.js';

interface Described {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described['operation']>>>>;
  readonly operation: {
    readonly parameters?: readonly { readonly in: string; readonly name: string; readonly required?: boolean }[];
    readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  };
}

let sql: Sql;
let api: Api;
let document: Described;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
  document = (await api.get('/api/v1/openapi.json')).json as Described;
});

/** All routers mounted in one. */
const inside = (router: Router): Router[] =>
  router.stack.flatMap((layer) => {
    const handle: unknown = layer.handle;
    return typeof handle === 'function' && 'stack' in handle ? [handle as unknown as Router] : [];
  });

describe('the description of the API', () => {
  test('names every route that is registered, and no other', () => {
    const router = apiRoutes({
      sql,
      engine: promptEngine(sql),
      config: testConfig(''),
      logger: pino({ level: 'silent' }),
    });
    const registered = [...pathsOf(inside(router))].flatMap(([path, methods]) =>
      methods.map((method) => `${method} ${path.replaceAll(/[:*](\w+)/g, '{$1}')}`),
    );
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(registered.toSorted());
    expect(registered.length).toBeGreaterThan(25);
  });

  test('is OpenAPI 3.1, for nobody in particular, and asks for a key wherever something is done', async () => {
    expect(document.openapi).toBe('3.1.0');
    const withoutKey = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, { parameters = [] }]) =>
        method === 'post' && !parameters.some((it) => it.name === 'Idempotency-Key' && it.required) ? [path] : [],
      ),
    );
    // Signing in, a preview and a question do nothing.
    expect(withoutKey.toSorted()).toEqual([
      ...['/cycles/preview', '/cycles/{id}/money/{kind}/what-if', '/cycles/{id}/what-if', '/session'],
    ]);
    // What the description says is so: without a key nothing is done.
    for (const [path, operations] of Object.entries(document.paths)) {
      if (operations['post'] === undefined || withoutKey.includes(path)) continue;
      const address = path.replace('{id}', 'none').replace('{unit}', 'sales').replace('{step}', 'goals');
      const reply = await api.ask('POST', `/api/v1${address}`, { as: 'zhou-min', body: {} });
      expect([path, (reply.json as { code: string }).code]).toEqual([path, 'IDEMPOTENCY_KEY_MISSING']);
    }
  });

  test('describes each body by the schema that reads it, in words for the columns of a table too', () => {
    const body = document.paths['/organization']?.['post']?.requestBody?.content;
    expect(Object.keys(body ?? {})).toEqual(['application/json', 'text/csv']);
    for (const { name, zh } of csvColumns) expect(JSON.stringify(body?.['text/csv'])).toContain(`\`${name}\` (${zh})`);
    const submit = JSON.stringify(document.paths['/cycles/{id}/reviews/{unit}/steps/{step}/submit']);
    for (const field of ['goals', 'tasks', 'heldOn', 'proposalDigest']) expect(submit).toContain(`"${field}"`);
  });

  test('is readable under /api/docs with everything from here, within the content policy', async () => {
    const moved = await api.get('/api/docs');
    expect([moved.status, moved.headers.get('location')]).toEqual([301, '/api/docs/']);
    const page = await api.get('/api/docs/');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(page.text).not.toMatch(/https?:\/\//);
    expect(page.text).not.toMatch(/<script>|<style|\son\w+=/);
    const files = [...page.text.matchAll(/(?:src|href)="([^"/][^"]*)"/g)].map((match) => match[1] ?? '');
    expect(files).toContain('swagger-initializer.js');
    for (const file of files) expect([file, (await api.get(`/api/docs/${file}`)).status]).toEqual([file, 200]);
    const missing = await api.get('/api/docs/package.json');
    expect(missing.status).toBe(404);
    const initializer = readFileSync(new URL('../../api/docs/swagger-initializer.js', import.meta.url), 'utf8');
    expect(initializer).toContain("'/api/v1/openapi.json'");
  });

  test('an address that exists says which methods it has', async () => {
    const reply = await api.ask('DELETE', '/api/v1/cycles', { as: 'zhou-min' });
    expect([reply.status, (reply.json as { code: string }).code]).toEqual([405, 'METHOD_NOT_ALLOWED']);
    expect(reply.headers.get('allow')).toBe('GET, POST');
    expect((await api.get('/api/v1/nowhere', 'zhou-min')).status).toBe(404);
  });

  test('describes the answers as they are, field by field', async () => {
    await insertCycle(sql, 'year');
    await insertYear(sql, 'year');
    await sql`UPDATE steps SET state = 'open', opened_at = opens_at WHERE cycle_id = 'year' AND kind = 'goals'`;
    const goals = { stepRevision: 0, content: { goals: goalsOf('sales'), answers: [] } };
    const step = '/cycles/year/reviews/sales/steps/goals';
    const draft = await api.ask('PUT', `/api/v1${step}/draft`, {
      as: 'lin-xiao',
      headers: { 'if-none-match': '*' },
      body: { content: { goals: [{ id: 'sales/vague', unit: 'sales', title: '提高业绩', weight: 'much' }] } },
    });
    expect((draft.json as { findings: unknown[] }).findings).not.toEqual([]);
    expectLike(findings.savedDraft, draft.json);
    const planDraft = await api.ask('PUT', '/api/v1/cycles/year/reviews/sales-new/steps/plan/draft', {
      as: 'jiang-tao',
      headers: { 'if-none-match': '*' },
      body: { content: { tasks: [] } },
    });
    expect((planDraft.json as { load: unknown[] }).load).not.toEqual([]);
    expectLike(findings.savedDraft, planDraft.json);
    expectLike(findings.draft, (await api.get(`/api/v1${step}/draft`, 'lin-xiao')).json);
    expectLike(steps.stepWithContent, (await api.get(`/api/v1${step}`, 'lin-xiao')).json);
    const submitted = await api.post(`/api/v1${step}/submit`, goals, 'lin-xiao');
    expectLike(steps.applied, submitted.json);
    const { command } = submitted.json as { command: string };
    const [metric] = await sql<{ id: string }[]>`SELECT metric_id AS id FROM metric_values LIMIT 1`;
    await api.post(`/api/v1/metrics/${metric?.id ?? ''}/values`, { on: '2027-03-31', value: '1' }, 'zhou-min');
    const looks: [string, string, z.ZodType][] = [
      ['/me', 'zhou-min', organization.person],
      ['/me/tasks', 'chen-mingyuan', pageOf(steps.task)],
      ['/personas', 'zhou-min', pageOf(organization.person)],
      ['/organization', 'zhou-min', organization.organization],
      ['/strategy', 'zhou-min', organization.strategy],
      ['/templates', 'zhou-min', pageOf(organization.templateRevision)],
      [`/metrics/${metric?.id ?? ''}/values`, 'zhou-min', pageOf(metricValue)],
      ['/cycles', 'zhou-min', pageOf(cycles.cycle)],
      ['/cycles/year/findings', 'zhou-min', pageOf(findings.finding)],
      ['/cycles/year', 'zhou-min', cycles.cycle],
      ['/cycles/year/units', 'zhou-min', pageOf(cycles.unitStanding)],
      ['/cycles/year/reviews/sales', 'zhou-min', steps.steps],
      ['/cycles/year/reviews/sales/journal', 'zhou-min', pageOf(cycles.journalEntry)],
      ['/cycles/year/reviews/sales/history', 'zhou-min', steps.history],
      [step, 'chen-mingyuan', steps.stepWithContent],
      [`${step}/draft/versions`, 'lin-xiao', pageOf(findings.keptDraft)],
      [`/commands/${command}`, 'lin-xiao', steps.command],
    ];
    for (const [path, person, schema] of looks) {
      const { json } = await api.get(`/api/v1${path}`, person);
      const items = (json as { items?: unknown[] }).items;
      expect([path, items?.length]).not.toEqual([path, 0]);
      expectLike(schema, json);
    }
    expectLike(problem, (await api.get('/api/v1/nowhere')).json);
  });
});

/** What is described and what is there are the same: nothing missing, nothing more. */
function expectLike(schema: z.ZodType, answer: unknown): void {
  expect(schema.parse(answer)).toEqual(answer);
}
