import type { Query } from '../db/connect.js';
import { isAtOrBelow } from '../db/inbox.js';
import { Refused } from './refused.js';
import type { Person } from './session.js';

const has = (person: Person, ...roles: readonly string[]): boolean => roles.some((role) => person.roles.includes(role));

/** @throws Refused FORBIDDEN */
export function needs(person: Person, ...roles: readonly string[]): void {
  if (!has(person, ...roles)) throw new Refused('FORBIDDEN');
}

/** Texts and ratings of a review: HR, board, auditor, the heads of the line; never admin or finance by role. */
export async function mayReadReview(sql: Query, person: Person, unitId: string | null): Promise<boolean> {
  if (has(person, 'hr', 'board', 'auditor')) return true;
  if (unitId === null) return has(person, 'finance');
  return person.memberOf.includes(unitId) || (await isAtOrBelow(sql, person.id, unitId));
}

export async function needsReview(sql: Query, person: Person, unitId: string | null): Promise<void> {
  if (!(await mayReadReview(sql, person, unitId))) throw new Refused('FORBIDDEN');
}
