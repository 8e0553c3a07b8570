/** docs/template.md as the schema of template@1 says it. */
import { z } from 'zod';
import { templateSchema } from '../../documents/template.js';

interface Node {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node | false;
  readonly prefixItems?: readonly Node[];
  readonly additionalProperties?: Node | boolean;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly anyOf?: readonly Node[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** Shapes that stand in many places and are told once, at the end. */
const shared = new Map<string, Node>();

const told = (node: Node): boolean => ['time', 'who', 'ladder'].includes(node.title ?? '');

function typeOf(node: Node): string {
  if (node.title !== undefined) {
    if (told(node) && !shared.has(node.title)) shared.set(node.title, node);
    return told(node) ? `[${node.title}](#${node.title})` : node.title;
  }
  if (node.const !== undefined) return `\`${node.const}\``;
  if (node.enum !== undefined) return node.enum.map((value) => `\`${value}\``).join(' ');
  if (node.prefixItems !== undefined) return `[${node.prefixItems.map(typeOf).join(', ')}]`;
  if (node.type === 'array' && node.items) return `list of ${typeOf(node.items)}${size(node.minItems, node.maxItems)}`;
  if (node.type === 'object' && typeof node.additionalProperties === 'object') {
    return `map to ${typeOf(node.additionalProperties)}`;
  }
  return `${node.type ?? 'any'}${size(node.minimum, node.maximum)}`;
}

/** Bounds that somebody chose; not those of every integer. */
function size(min: number | undefined, max: number | undefined): string {
  const low = min === undefined || Math.abs(min) > 1e15 ? null : min;
  const high = max === undefined || Math.abs(max) > 1e15 ? null : max;
  if (low === null && high === null) return '';
  if (high === null) return ` (at least ${String(low)})`;
  return low === null ? ` (at most ${String(high)})` : ` (${String(low)} to ${String(high)})`;
}

const inner = (node: Node): Node => (node.type === 'array' && node.items ? inner(node.items) : node);

function rowsOf(node: Node, path: string): readonly string[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, field]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const must = node.required?.includes(name) === true ? 'yes' : '';
    const row = `| \`${at}\` | ${typeOf(field)} | ${must} | ${field.description ?? missing(at)} |`;
    const below = inner(field);
    const closed = field.title !== undefined || below.title !== undefined || below.properties === undefined;
    return closed ? [row] : [row, ...rowsOf(below, field.type === 'array' ? `${at}[]` : at)];
  });
}

function missing(at: string): never {
  throw new Error(`${at} of template@1 has no description`);
}

const head = ['| Field | Is | Needed | Meaning |', '|---|---|---|---|'];

function sectionOf(name: string, node: Node): readonly string[] {
  if (node.enum !== undefined) return [`### ${name}`, '', `One of ${typeOf({ enum: node.enum })}.`, ''];
  return [`### ${name}`, '', ...head, ...rowsOf(node, ''), ''];
}

export function templatePage(): string {
  const schema = z.toJSONSchema(templateSchema, { io: 'input', unrepresentable: 'any' }) as Node;
  const rows = rowsOf(schema, '');
  // A shared shape may name another.
  const sections = ['time', 'who', 'ladder'].flatMap((name) => sectionOf(name, shared.get(name) ?? {}));
  return [
    '# template@1',
    '',
    'A template is everything a cycle goes by: phases, steps, times, persons, rules, money. HR writes it as JSON and posts it to',
    '`/api/v1/templates`; every change is a new revision, and a running cycle keeps the one it was started with. The program brings',
    'five templates for any organization (`documents/templates/`); `perfcycle seed --templates` adds them to yours. Each is told in',
    'words, with computed examples, on its page and by `GET /api/v1/templates/{id}/explanation?lang=en`.',
    '',
    'Numbers are decimal strings, amounts digits in minor units. Unknown fields are problems, and all problems are told at once, with',
    'JSON pointer, code and sentence. Beside the shape it is checked that ids exist and stand once, that nobody decides their own work,',
    'that no steps wait in a circle, that times can be in order and the end leaves room for appeals, and that every grade has its',
    'coefficient. What needs an organization and a period (persons, holidays, bases) is checked in the preview of a cycle.',
    '',
    '<!-- Made from the schema in documents/template.ts by a test: `npx vitest run test/domain/template-page.test.ts -u` writes it anew. -->',
    '',
    '## Fields',
    '',
    ...head,
    ...rows,
    '',
    '## Shapes that stand in several places',
    '',
    ...sections,
  ].join('\n');
}
