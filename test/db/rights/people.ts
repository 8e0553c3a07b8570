/** Who walks, and how each stands towards units and steps: said here by hand, beside what the program works out. */
import type { Sql } from '../../../db/connect.js';
import type { Field, Relation, Role } from '../../../domain/rights/index.js';

export interface Walker {
  /** null: nobody is signed in. */
  readonly id: string | null;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly heads: readonly string[];
  readonly memberOf: readonly string[];
  readonly standsInFor: readonly string[];
}

const walker = (name: string, id: string | null, more: Partial<Omit<Walker, 'id' | 'name'>> = {}): Walker => ({
  ...{ id, name, roles: [], heads: [], memberOf: [], standsInFor: [] },
  ...more,
});

export const nobody = walker('nobody signed in', null);
export const walkers: readonly Walker[] = [
  walker('hr', 'w-hr', { roles: ['hr'] }),
  walker('finance', 'w-finance', { roles: ['finance'] }),
  walker('board', 'shen-guo', { roles: ['board'] }),
  walker('auditor', 'yan-zheng', { roles: ['auditor'] }),
  walker('admin', 'guan-li', { roles: ['admin'] }),
  walker('head above', 'chen-mingyuan', { heads: ['hq'] }),
  walker('head of unit', 'lin-xiao', { heads: ['sales'] }),
  walker('head below', 'jiang-tao', { heads: ['sales-new'] }),
  walker('head beside', 'he-jing', { heads: ['quality'] }),
  walker('head beside who rates', 'su-qing', { heads: ['marketing'] }),
  walker('member of unit', 'w-member', { memberOf: ['sales'] }),
  walker('member below', 'p-new-1', { memberOf: ['sales-new'] }),
  walker('member elsewhere', 'w-elsewhere', { memberOf: ['product'] }),
  walker('owner of tasks', 'w-owner'),
  walker('stand-in of the head', 'w-stand-in', { standsInFor: ['lin-xiao'] }),
  nobody,
];

const parents: Readonly<Record<string, string>> = {
  sales: 'hq',
  'sales-new': 'sales',
  marketing: 'hq',
  quality: 'hq',
  product: 'rnd',
  rnd: 'hq',
};
const heads: Readonly<Record<string, string>> = {
  hq: 'chen-mingyuan',
  sales: 'lin-xiao',
  'sales-new': 'jiang-tao',
  marketing: 'su-qing',
};
const above = (unit: string): readonly string[] => {
  const parent = parents[unit];
  return parent === undefined ? [] : [parent, ...above(parent)];
};

/** Whose something is: a unit's, or the cycle's own (null); and of a step's content, who submits and decides it. */
export interface Place {
  readonly unit: string | null;
  readonly submits?: readonly string[];
  readonly decides?: readonly string[];
  /** Theirs, or of whom they stand in for. */
  readonly owner?: string;
  /** Theirs alone. */
  readonly author?: string;
  readonly field?: Field;
}

export function relationsTo(
  who: Walker,
  { unit, submits = [], decides = [], owner, author }: Place,
): readonly Relation[] {
  const speaksAs = [...(who.id === null ? [] : [who.id]), ...who.standsInFor];
  const names = (persons: readonly string[]): boolean => persons.some((each) => speaksAs.includes(each));
  const found: Relation[] = [];
  if (names(submits)) found.push('submitter');
  if (names(decides)) found.push('decider');
  if ((owner !== undefined && speaksAs.includes(owner)) || (author !== undefined && author === who.id))
    found.push('owner');
  if (unit === null) return who.heads.length > 0 ? [...found, 'beside'] : found;
  const line = above(unit);
  if (who.heads.includes(unit)) found.push('own-head');
  else if (line.some((each) => who.heads.includes(each))) found.push('above');
  else if (who.heads.length > 0) found.push('beside');
  if (who.heads.some((each) => above(each).includes(unit))) found.push('head-below');
  if (who.memberOf.includes(unit)) found.push('member');
  if (who.memberOf.some((each) => above(each).includes(unit))) found.push('member-below');
  if (who.standsInFor.includes(heads[unit] ?? '')) found.push('for-head');
  if (line.some((each) => who.standsInFor.includes(heads[each] ?? ''))) found.push('for-above');
  return found;
}

/** Units of whose heads they speak. */
export const spokenFor = ({ standsInFor }: Walker): readonly string[] =>
  Object.entries(heads).flatMap(([unit, head]) => (standsInFor.includes(head) ? [unit] : []));

/** Those who are in no sample: one role or one relation each, and nothing besides. */
export async function addWalkers(owner: Sql): Promise<void> {
  for (const { id, roles, memberOf, standsInFor } of walkers) {
    if (id?.startsWith('w-') !== true) continue;
    await owner`INSERT INTO persons (id, name_zh, name_en) VALUES (${id}, ${id}, ${id})`;
    for (const role of roles) await owner`INSERT INTO person_roles (person_id, role) VALUES (${id}, ${role})`;
    for (const unit of memberOf) await owner`INSERT INTO unit_members (unit_id, person_id) VALUES (${unit}, ${id})`;
    for (const principal of standsInFor)
      await owner`INSERT INTO stand_ins (principal_id, person_id, from_date, to_date) VALUES (${principal}, ${id}, '2020-01-01', '2090-12-31')`;
  }
}
