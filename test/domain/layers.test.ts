import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/** What a room may import: rooms (`db`), packages (`zod`, `@temporalio/*`), `node` for all of Node. `type:` for types alone. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  config: ['node', 'zod'],
  domain: ['fraction.js'],
  messages: ['domain'],
  documents: [
    ...['domain', 'node', 'zod', 'zod-openapi', 'luxon', 'csv-parse'],
    ...['yauzl', 'saxes', 'write-excel-file'],
  ],
  db: ['domain', 'documents', 'node', 'postgres'],
  connectors: ['domain', 'db/connect', 'type:config', 'postgres', 'lossless-json'],
  workflows: ['domain', '@temporalio/workflow', '@temporalio/common', 'type:activities'],
  activities: ['connectors', 'db', 'documents', 'domain', 'workflows/messages', '@temporalio/*'],
  api: [
    ...[
      'connectors',
      'db',
      'documents',
      'domain',
      'messages',
      'workflows/messages',
      'workflows/say',
      'type:config',
      'node',
      'zod',
    ],
    ...['express', 'express-rate-limit', 'helmet', 'pino', 'pino-http', 'prom-client', '@temporalio/*'],
    ...['luxon', 'preact', 'preact-render-to-string', '@fastify/busboy', 'file-type'],
  ],
  players: ['domain', 'node', 'zod'],
  worker: [
    'activities',
    'connectors',
    'db',
    'documents',
    'messages',
    'workflows',
    'type:config',
    'node',
    '@temporalio/*',
    'nodemailer',
    'pino',
  ],
  embedded: ['config', 'db', 'node', '@temporalio/*'],
  cli: [
    'api',
    'config',
    'db',
    'documents',
    'domain',
    'embedded',
    'messages',
    'players',
    'worker',
    'workflows/messages',
    'node',
    '@temporalio/*',
  ],
};
/** Single files that stand between: what both api and worker say to a workflow. */
const also: Readonly<Record<string, readonly string[]>> = { 'workflows/say.ts': ['@temporalio/client'] };

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

function sources(): readonly string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter(
      (entry) =>
        entry.isDirectory() && !['node_modules', 'test', 'dist'].includes(entry.name) && !entry.name.startsWith('.'),
    )
    .flatMap(({ name }) =>
      readdirSync(join(root, name), { recursive: true, encoding: 'utf8' }).map((file) =>
        posix.join(name, file.replaceAll('\\', '/')),
      ),
    )
    .filter((file) => /\.tsx?$/.test(file));
}

/** Static and dynamic imports, re-exports, and types imported by `import()`. */
function importsOf(file: string, text: string): readonly Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (specifier !== undefined && ts.isStringLiteralLike(specifier))
      found.push({ from: file, to: specifier.text, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, typeOnlyImport(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}

function typeOnlyImport(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  return (
    clause.name === undefined &&
    names !== undefined &&
    ts.isNamedImports(names) &&
    names.elements.every((each) => each.isTypeOnly)
  );
}

/** `db`, `workflows/messages`, `zod`, `@temporalio/client`, `node`. */
function targetOf({ from, to }: Import): string {
  if (to.startsWith('.')) return posix.join(dirname(from), to).replace(/\.(js|jsx|ts|tsx|json)$/, '');
  if (to.startsWith('node:') || builtinModules.includes(to)) return 'node';
  return to
    .split('/')
    .slice(0, to.startsWith('@') ? 2 : 1)
    .join('/');
}

function isAllowed(found: Import): boolean {
  const [room = ''] = found.from.split('/');
  const target = targetOf(found);
  const [top = ''] = target.split('/');
  if (found.to.startsWith('.') && top === room) return true;
  return [...(rooms[room] ?? []), ...(also[found.from] ?? [])].some((rule) => {
    const [, forTypes, name = ''] = /^(type:)?(.+)$/.exec(rule) ?? [];
    if (forTypes !== undefined && !found.typeOnly) return false;
    if (name.endsWith('/*')) return target.startsWith(name.slice(0, -1));
    return name === target || (found.to.startsWith('.') && name === top);
  });
}

const wrongIn = (file: string, text: string): readonly string[] =>
  importsOf(file, text)
    .filter((each) => !isAllowed(each))
    .map(({ from, to }) => `${from} imports ${to}`);

describe('the rooms of the program', () => {
  test('import only what the table allows', () => {
    const files = sources();
    expect(files.length).toBeGreaterThan(150);
    expect(files.flatMap((file) => wrongIn(file, readFileSync(join(root, file), 'utf8')))).toEqual([]);
  });

  test('are all in the table, and every rule of the table is used', () => {
    const files = sources();
    expect([...new Set(files.map((file) => file.split('/')[0] ?? ''))].toSorted()).toEqual(
      Object.keys(rooms)
        .filter((room) => room !== 'sample')
        .toSorted(),
    );
    const used = new Set(
      files.flatMap((file) =>
        importsOf(file, readFileSync(join(root, file), 'utf8')).map(
          (each) => `${file.split('/')[0] ?? ''} ${targetOf(each)}`,
        ),
      ),
    );
    const unused = Object.entries(rooms).flatMap(([room, rules]) =>
      rules
        .map((rule) => rule.replace('type:', ''))
        .filter(
          (rule) =>
            ![...used].some(
              (each) => each === `${room} ${rule}` || each.startsWith(`${room} ${rule.replace('/*', '')}/`),
            ),
        )
        .map((rule) => `${room}: ${rule}`),
    );
    expect(unused).toEqual([]);
  });

  test('form no circle: what lies below knows nothing of what lies above', () => {
    const above = new Map(
      Object.entries(rooms).map(([room, rules]) => [room, rules.filter((rule) => Object.hasOwn(rooms, rule))]),
    );
    const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
      (above.get(from) ?? []).some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
    for (const room of above.keys()) expect(reaches(room, room), room).toBe(false);
  });

  test.each([
    ['domain/rules/score.ts', "import { z } from 'zod';"],
    ['domain/rules/score.ts', "import type { Sql } from '../../db/connect.js';"],
    ['domain/rules/score.ts', "import { readFileSync } from 'fs';"],
    ['workflows/unit-review.ts', "import { createRecordActivities } from '../activities/record.js';"],
    ['workflows/unit-review.ts', "export * from '../db/record.js';"],
    ['db/record.ts', "const x = await import('../api/app.js');"],
    ['messages/mail.ts', "import '../documents/basics.js';"],
    ['api/app.ts', "import { test } from '../test/setup/http.js';"],
    ['db/record.ts', "let x: import('../api/deps.js').ApiDeps;"],
  ])('%s: %s is told', (file, text) => {
    expect(wrongIn(file, text)).toHaveLength(1);
    expect(
      wrongIn(
        'workflows/a.ts',
        "import type { A } from '../activities/record.js'; import { type B } from '../activities/sweep.js';",
      ),
    ).toEqual([]);
  });
});
