import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/**
 * No binary float on the way of money or scores: the sources of the rules are
 * read with their types, and whatever computes with a JavaScript number is
 * named. Only counts, days and places may, and each of these stands here.
 */
const exceptions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'numbers.ts': {
    '2 * maxDigits': 'length of a text',
    'twos += 1': 'count of places',
    'fives += 1': 'count of places',
    'Math.max(twos, fives)': 'count of places',
    'places + 1': 'count of digits',
    '-places': 'count of digits',
    'Number(left)': 'count of shares',
  },
  'check-goals.ts': { 'known.count + 1': 'count of goals' },
  'compare.ts': { 'to - from': 'days' },
  'plan-load.ts': {
    'Math.max(task.start, first)': 'days',
    'Math.min(task.end, last)': 'days',
    'new Fraction(workdays, task.workdays)': 'days over days, exact',
  },
  'circles.ts': {
    'order.size - 1': 'count of nodes',
    'top.next++': 'place in a list',
    'Math.min(low.get(node) ?? value, value)': 'place in a list',
  },
  'combine.ts': { 'new Fraction(points.length)': 'count of parts' },
  'curves.ts': {
    'index += 1': 'row or column',
    'row.index + 1': 'row, as people count',
    'column.index + 1': 'column, as people count',
  },
  'drift.ts': {
    'new Fraction(raters.length - 1)': 'count of raters',
    'new Fraction(of.length)': 'count of ratings',
  },
  'expand.ts': { "goal.id.indexOf('/') + 1": 'place in a text' },
  'money.ts': { 'Number(parts[index])': 'count of people' },
  'monitor.ts': {
    'new Fraction(dayOf(document.period.end) - start + 1)': 'days',
    'new Fraction(dayOf(document.on) - start + 1)': 'days',
    'point[0] - before[0]': 'days',
    'point[1] .sub(before[1]) .mul(day - before[0]) .div(span)': 'times days over days, exact',
  },
  'ratings.ts': { 'new Fraction(values.length)': 'count of ratings' },
};

/** With `/`, as the compiler names files on every system. */
const domain = fileURLToPath(new URL('../../domain', import.meta.url)).replaceAll('\\', '/');
const files = [
  `${domain}/numbers.ts`,
  ...readdirSync(`${domain}/rules`)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${domain}/rules/${name}`),
];
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  strict: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  noEmit: true,
};

const arithmetic: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
  ts.SyntaxKind.PlusEqualsToken,
  ts.SyntaxKind.MinusEqualsToken,
  ts.SyntaxKind.AsteriskEqualsToken,
  ts.SyntaxKind.SlashEqualsToken,
  ts.SyntaxKind.PercentEqualsToken,
  ts.SyntaxKind.AsteriskAsteriskEqualsToken,
]);
const converters: ReadonlySet<string> = new Set(['Number', 'parseFloat', 'parseInt', 'Math', 'NaN', 'Infinity']);
const floatMethods: ReadonlySet<string> = new Set(['valueOf', 'toFixed', 'toPrecision', 'toExponential', 'toNumber']);

interface Place {
  readonly text: string;
  readonly line: number;
}

/** Each place where a number is computed with, made from a text, or put into a rational. */
function floatsIn(program: ts.Program, file: string): readonly Place[] {
  const source = program.getSourceFile(file);
  if (source === undefined) throw new Error(`not read: ${file}`);
  const checker = program.getTypeChecker();
  const found: Place[] = [];
  const isNumber = (node: ts.Node): boolean => {
    const type = checker.getTypeAtLocation(node);
    return (type.isUnion() ? type.types : [type]).some((each) => (each.flags & ts.TypeFlags.NumberLike) !== 0);
  };
  const isRational = (node: ts.Node): boolean => checker.getTypeAtLocation(node).symbol?.name === 'Fraction';
  const computed = (node: ts.Node): boolean => isNumber(node) && !ts.isNumericLiteral(node);
  const tells = (node: ts.Node): boolean => {
    if (ts.isNumericLiteral(node)) return !/^\d[\d_]*$/.test(node.getText(source));
    if (ts.isBinaryExpression(node)) {
      return arithmetic.has(node.operatorToken.kind) && (isNumber(node.left) || isNumber(node.right));
    }
    if (ts.isPostfixUnaryExpression(node)) return isNumber(node.operand);
    if (ts.isPrefixUnaryExpression(node)) {
      if (node.operator === ts.SyntaxKind.PlusToken) return true;
      return node.operator !== ts.SyntaxKind.ExclamationToken && computed(node.operand);
    }
    if (ts.isNewExpression(node)) return isRational(node) && (node.arguments ?? []).some(computed);
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression, name } = node.expression;
      if (ts.isIdentifier(expression) && converters.has(expression.text)) return true;
      return floatMethods.has(name.text) || (isRational(expression) && node.arguments.some(computed));
    }
    if (ts.isCallExpression(node)) return ts.isIdentifier(node.expression) && converters.has(node.expression.text);
    return ts.isIdentifier(node) && converters.has(node.text) && !isCalled(node);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (!tells(node)) return ts.forEachChild(node, visit);
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    found.push({ text: node.getText(source).replace(/\s+/g, ' '), line: line + 1 });
  };
  visit(source);
  return found;
}

/** `Number(…)` and `Math.max(…)` are told as a whole. */
function isCalled(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent)) return parent.expression === node;
  return ts.isPropertyAccessExpression(parent) && ts.isCallExpression(parent.parent);
}

describe('the rules compute with rationals only', () => {
  const program = ts.createProgram(files, options);
  const told = new Map(files.map((file) => [basename(file), floatsIn(program, file)]));

  test('but for counts, days and places', () => {
    const unknown = [...told].flatMap(([file, places]) =>
      places
        .filter(({ text }) => exceptions[file]?.[text] === undefined)
        .map(({ text, line }) => `${file}:${line}: ${text}`),
    );
    expect(unknown).toEqual([]);
  });

  test('and no exception is left over', () => {
    const used = ([file, texts]: readonly [string, object]) =>
      Object.keys(texts).filter((text) => told.get(file)?.some((place) => place.text === text) !== true);
    expect(Object.entries(exceptions).flatMap(used)).toEqual([]);
  });
});

describe('a float is seen', () => {
  const wrong = [
    'Number(text)',
    'parseFloat(text)',
    'parseInt(text, 10)',
    'Math.round(count)',
    '+text',
    '0.1',
    '1e3',
    'count / 2',
    'count * count',
    'count % 2',
    'count ** 2',
    'count - 1',
    'count += 1',
    'count++',
    '-count',
    'share.valueOf()',
    'count.toFixed(2)',
    'share.mul(count)',
    'new Fraction(count)',
    'new Fraction(1, count)',
    'Number.MAX_SAFE_INTEGER',
    '[text].map(Number)',
  ];
  const right = [
    '1',
    'big / 2n',
    'big + big',
    '-1',
    'share.mul(2)',
    'new Fraction(3)',
    'new Fraction(text)',
    "text + 'a'",
    'count > 2',
  ];
  const name = `${domain}/rules/probe.ts`;
  const lines = [...wrong, ...right].map((each, index) => `export const x${index} = () => ${each};`);
  const text = [
    "import Fraction from 'fraction.js';",
    'declare let count: number, text: string, big: bigint, share: Fraction;',
    ...lines,
  ].join('\n');
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([name], options, {
    ...host,
    fileExists: (file) => file === name || host.fileExists(file),
    readFile: (file) => (file === name ? text : host.readFile(file)),
    getSourceFile: (file, language) =>
      file === name ? ts.createSourceFile(file, text, language, true) : host.getSourceFile(file, language),
  });
  const found = floatsIn(program, name);
  const first = 3;
  const isTold = (index: number): boolean => found.some(({ line }) => line === first + index);

  test.each(wrong.map((each, index) => [each, index] as const))('in %s', (_each, index) => {
    expect(isTold(index)).toBe(true);
  });
  test.each(right.map((each, index) => [each, index] as const))('and not in %s', (_each, index) => {
    expect(isTold(wrong.length + index)).toBe(false);
  });
});
