import { type Problem, pointerOf } from './problems.js';

/** Looks at what must fit together in a document of which parts may have the wrong shape. */
export interface Looking {
  /** Nothing is wrong with the shape at that place or below it. */
  readonly sound: (path: readonly PropertyKey[]) => boolean;
  readonly tell: (path: readonly PropertyKey[], code: string, detail: string) => void;
}

/** Unknown fields disturb no check; everything else at or below a place does. */
export function lookingPast(known: readonly Problem[], tell: Looking['tell']): Looking {
  const broken = new Set<string>();
  for (const { pointer, code } of known) {
    if (code === 'FIELD_UNKNOWN') continue;
    broken.add(pointer);
    for (let end = pointer.lastIndexOf('/'); end >= 0; end = pointer.lastIndexOf('/', end - 1)) {
      broken.add(pointer.slice(0, end));
      if (end === 0) break;
    }
  }
  return { sound: (path) => broken.size === 0 || !broken.has(pointerOf(path)), tell };
}

/** The same, a way further in: paths count from there. */
export const below = (at: readonly PropertyKey[], looking: Looking): Looking => ({
  sound: (path) => looking.sound([...at, ...path]),
  tell: (path, code, detail) => looking.tell([...at, ...path], code, detail),
});

/** What stands in a list, whatever its shape, each at its place; one of a wrong shape, which the schema tells of, is empty. */
export function itemsOf<T extends object>(list: readonly T[] | undefined): readonly T[] {
  if (!Array.isArray(list)) return [];
  return (list as readonly T[]).map((each) => (typeof each === 'object' && each !== null ? each : ({} as T)));
}
