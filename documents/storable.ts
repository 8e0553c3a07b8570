import type { Problem } from './problems.js';

/** Deeper than any real document; a bound against texts made to exhaust the stack. */
const maxDepth = 64;

/**
 * What Postgres cannot keep and a parser cannot walk: NUL characters, halves of
 * surrogate pairs, names that no object keeps, nesting without end. Checked before any schema looks.
 */
export function unstorable(value: unknown): readonly Problem[] {
  const problems: Problem[] = [];
  const visit = (each: unknown, pointer: string, depth: number): void => {
    if (depth > maxDepth) {
      problems.push({ pointer, code: 'TOO_DEEP', detail: `nested more than ${maxDepth} levels deep` });
    } else if (typeof each === 'string') {
      if (!isStorable(each)) problems.push({ pointer, code: 'CHARACTER_INVALID', detail: 'a character that is none' });
    } else if (typeof each === 'object' && each !== null) {
      for (const [key, inner] of Object.entries(each)) {
        const at = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        if (!isStorable(key))
          problems.push({ pointer: at, code: 'CHARACTER_INVALID', detail: 'a character that is none' });
        // As a field it would be lost, or change what every object has.
        if (key === '__proto__')
          problems.push({ pointer: at, code: 'KEY_FORBIDDEN', detail: 'no field has this name' });
        visit(inner, at, depth + 1);
      }
    }
  };
  visit(value, '', 0);
  return problems;
}

function isStorable(text: string): boolean {
  return !text.includes('\u0000') && !/\p{Surrogate}/u.test(text);
}
