import { z } from 'zod';
import { bilingual, day, decimal, id, minor, uniqueIds } from './basics.js';
import { type Parsed, parseWith } from './problems.js';

export const roles = ['hr', 'finance', 'board', 'auditor', 'admin'] as const;
export type Role = (typeof roles)[number];

const person = z.strictObject({
  id,
  name: bilingual,
  email: z.email().optional(),
  roles: z.array(z.enum(roles)).default([]),
});
const unit = z.strictObject({
  id,
  kind: z.enum(['company', 'division', 'department', 'team', 'person']),
  parent: id.optional(),
  name: bilingual,
  head: id.optional(),
  members: z.array(id).default([]),
  /** The unit's weight in a bonus pool, such as its payroll. */
  payrollBase: decimal.optional(),
  budgetBaseMinor: minor.optional(),
  /** Units whose heads rate the cooperation, in this order. */
  ratedBy: z.array(id).default([]),
});

/** perfcycle/organization@1: the tree of units, their heads, people and roles, who rates whom. */
export const organizationSchema = z
  .strictObject({
    format: z.literal('perfcycle/organization@1'),
    persons: z.array(person).min(1).max(200_000),
    units: z.array(unit).min(1).max(100_000),
    standIns: z.array(z.strictObject({ principal: id, person: id, from: day, to: day })).default([]),
  })
  .superRefine((document, ctx) => {
    uniqueIds(document.persons, ['persons'], ctx);
    uniqueIds(document.units, ['units'], ctx);
    checkReferences(document, ctx);
    checkTree(document.units, ctx);
  });
export type Organization = z.output<typeof organizationSchema>;

type Draft = { readonly persons: readonly { id: string }[]; readonly units: readonly z.output<typeof unit>[] };

function problem(ctx: z.RefinementCtx, path: PropertyKey[], code: string, message: string): void {
  ctx.addIssue({ code: 'custom', path, message, params: { code } });
}

function checkReferences(document: Draft, ctx: z.RefinementCtx): void {
  const persons = new Set(document.persons.map((each) => each.id));
  const units = new Set(document.units.map((each) => each.id));
  document.units.forEach((each, index) => {
    const at = ['units', index];
    if (each.parent !== undefined && !units.has(each.parent)) {
      problem(ctx, [...at, 'parent'], 'ID_UNKNOWN', `there is no unit ${each.parent}`);
    }
    if (each.head === undefined) problem(ctx, [...at, 'head'], 'UNIT_WITHOUT_HEAD', `the unit ${each.id} has no head`);
    else if (!persons.has(each.head)) problem(ctx, [...at, 'head'], 'ID_UNKNOWN', `there is no person ${each.head}`);
    each.members.forEach((member, place) => {
      if (!persons.has(member)) problem(ctx, [...at, 'members', place], 'ID_UNKNOWN', `there is no person ${member}`);
    });
    each.ratedBy.forEach((rater, place) => {
      if (!units.has(rater)) problem(ctx, [...at, 'ratedBy', place], 'ID_UNKNOWN', `there is no unit ${rater}`);
      if (rater === each.id) problem(ctx, [...at, 'ratedBy', place], 'TREE_CIRCLE', 'a unit does not rate itself');
    });
  });
}

function checkTree(units: Draft['units'], ctx: z.RefinementCtx): void {
  const roots = units.filter((each) => each.parent === undefined);
  if (roots.length !== 1) problem(ctx, ['units'], 'ROOT_NOT_SINGLE', `one unit has no parent, not ${roots.length}`);
  const parents = new Map(units.map((each) => [each.id, each.parent]));
  const safe = new Set<string>();
  units.forEach((each, index) => {
    const path: string[] = [];
    let at: string | undefined = each.id;
    while (at !== undefined && !safe.has(at) && !path.includes(at) && path.length <= 64) {
      path.push(at);
      at = parents.get(at);
    }
    if (at !== undefined && !safe.has(at) && path.includes(at)) {
      problem(ctx, ['units', index, 'parent'], 'TREE_CIRCLE', `the unit ${each.id} stands below itself or in a circle`);
    } else for (const known of path) safe.add(known);
  });
}

export const parseOrganization = (value: unknown): Parsed<Organization> => parseWith(organizationSchema, value);
