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
export function problemsOf(error: z.ZodError): readonly Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        pointer: pointerOf([...issue.path, key]),
        code: 'FIELD_UNKNOWN',
        detail: `unknown field ${key}`,
      }));
    }
    return [{ pointer: pointerOf(issue.path), code: codeOf(issue), detail: issue.message }];
  });
}

export function parseWith<T>(schema: z.ZodType<T>, value: unknown): Parsed<T> {
  const bad = unstorable(value);
  if (bad.length > 0) return { ok: false, problems: bad };
  const result = schema.safeParse(value);
  return result.success ? { ok: true, value: result.data } : { ok: false, problems: problemsOf(result.error) };
}
