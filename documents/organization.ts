import { z } from 'zod';
import { bilingual, day, decimal, id, minor } from './basics.js';
import { checkOrganization, readLoosely } from './organization-checks.js';
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

const standIn = z.strictObject({ principal: id, person: id, from: day, to: day });

/** perfcycle/organization@1: the tree of units, their heads, people and roles, who rates whom. */
export const organizationSchema = z
  .strictObject({
    format: z.literal('perfcycle/organization@1'),
    persons: z.array(person).min(1).max(200_000),
    units: z.array(unit).min(1).max(100_000),
    standIns: z.array(standIn).max(100_000).default([]),
  })
  .superRefine(
    (document, ctx) => {
      checkOrganization(readLoosely(document), (path, code, message) => {
        ctx.addIssue({ code: 'custom', path, message, params: { code } });
      });
    },
    // What is wrong with one field hides nothing that is wrong between others: all problems at once.
    { when: () => true },
  );
export type Organization = z.output<typeof organizationSchema>;

export const parseOrganization = (value: unknown): Parsed<Organization> => parseWith(organizationSchema, value);
