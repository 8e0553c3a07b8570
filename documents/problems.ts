import type { z } from 'zod';
import { unstorable } from './storable.js';

/** One thing wrong with a document: where (JSON pointer), what (code), in words. */
export interface Problem {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The parts of a JSON pointer: the other way round. */
export const partsOfPointer = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

function codeOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.includes('undefined') ? 'FIELD_MISSING' : 'TYPE_WRONG';
    case 'unrecognized_keys':
      return 'FIELD_UNKNOWN';
    case 'too_small':
      return 'TOO_SMALL';
    case 'too_big':
      return 'TOO_LARGE';
    case 'invalid_format':
      return 'FORMAT_WRONG';
    case 'invalid_value':
    case 'invalid_union':
      return 'VALUE_UNKNOWN';
    case 'custom': {
      const code: unknown = issue.params?.code;
      return typeof code === 'string' ? code : 'INVALID';
    }
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
      return 'INVALID';
  }
}

/** All problems at once; an unknown field is told of at its own pointer. */
export function problemsOf(error: { readonly issues: readonly z.core.$ZodIssue[] }): readonly Problem[] {
  return error.issues.flatMap((issue): readonly Problem[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        pointer: pointerOf([...issue.path, key]),
        code: 'FIELD_UNKNOWN',
        detail: `unknown field ${key}`,
      }));
    }
    if (issue.code === 'invalid_union') return inClosestForm(issue);
    return [{ pointer: pointerOf(issue.path), code: codeOf(issue), detail: issue.message }];
  });
}

/** Of several forms the one that was most likely meant: what is wrong is told at its place in there. */
function inClosestForm(issue: z.core.$ZodIssueInvalidUnion): readonly Problem[] {
  const here: Problem = {
    pointer: pointerOf(issue.path),
    code: codeOf(issue),
    detail: 'none of the forms allowed here',
  };
  const forms = issue.errors.filter((issues) => !issues.some(ofAnotherKind));
  if (forms.length === 0) return [plainest(issue) ?? here];
  const [closest] = forms.toSorted((a, b) => strangeness(a) - strangeness(b));
  return (closest ?? []).flatMap((inner) => {
    const path = [...issue.path, ...inner.path];
    return problemsOf({ issues: [{ ...inner, path }] });
  });
}

/** A text where an object was meant, or another literal: not this form at all. */
const ofAnotherKind = (issue: z.core.$ZodIssue): boolean =>
  issue.path.length === 0 && issue.code !== 'unrecognized_keys';

/** Fields that the form does not know, and fields that it misses. */
const strangeness = (issues: readonly z.core.$ZodIssue[]): number =>
  issues.reduce((sum, issue) => {
    if (issue.code === 'unrecognized_keys') return sum + (issue.path.length === 0 ? 10 * issue.keys.length : 1);
    return sum + (issue.code === 'invalid_type' && issue.path.length === 1 ? 10 : 1);
  }, 0);

/** No form fits at all: the problem that names its own code says most, then the kind of value. */
function plainest(issue: z.core.$ZodIssueInvalidUnion): Problem | undefined {
  const all = issue.errors.flat();
  const own = all.find((each) => each.code === 'custom' || each.code === 'invalid_format') ?? ofOtherType(all);
  return own === undefined ? undefined : { pointer: pointerOf(issue.path), code: codeOf(own), detail: own.message };
}

const ofOtherType = (all: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | undefined =>
  all.every((each) => each.code === 'invalid_type') ? all[0] : undefined;

export function parseWith<T>(schema: z.ZodType<T>, value: unknown): Parsed<T> {
  const bad = unstorable(value);
  if (bad.length > 0) return { ok: false, problems: bad };
  const result = schema.safeParse(value);
  return result.success ? { ok: true, value: result.data } : { ok: false, problems: problemsOf(result.error) };
}
