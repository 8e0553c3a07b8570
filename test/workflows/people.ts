/** Who is who in the tests' world: persons named after what they are. */
import type { ActingContext, PersonRule } from '../../domain/process/index.js';

export const hrOne = 'hr-one';
export const hrTwo = 'hr-two';
export const chief = 'chief';
export const outsider = 'outsider';
export const headOf = (unit: string): string => `head-of-${unit}`;

/** Whom a rule names, seen from a unit and the other that a step is about; null: the cycle's own step. */
export function entitledBy(rule: PersonRule, unit: string | null, other?: string): readonly string[] {
  switch (rule) {
    case 'head':
      return unit === null ? [] : [headOf(unit)];
    case 'rater-head':
      return other === undefined ? [] : [headOf(other)];
    case 'parent-head':
    case 'second-head':
    case 'common-head':
      return [chief];
    case 'hr':
      return [hrOne, hrTwo];
    case 'finance':
      return ['finance'];
    case 'board':
      return ['board'];
    case 'outside-head':
      return [outsider];
  }
}

export function acting(rule: PersonRule | null, unit: string | null, other?: string): ActingContext {
  return {
    entitled: rule === null ? [] : entitledBy(rule, unit, other),
    headsOfUnit: unit === null ? [] : [headOf(unit)],
    tookPart: [],
    mayActForPrincipal: true,
  };
}
