import { z } from 'zod';
import { type RulesChange, withRules } from '../domain/cycle/index.js';
import type { Template } from '../domain/template.js';
import { words } from './basics.js';
import { type Parsed, parseWith } from './problems.js';
import { parseTemplate } from './template.js';
import { ruleSectionSchemas } from './template-sections.js';

const sections = ruleSectionSchemas;

/** Whole sections of a template's rules, to stand in place of those in force. */
export const rulesChangeSchema: z.ZodType<RulesChange> = z
  .strictObject({
    scorecard: sections.scorecard.exactOptional(),
    guards: sections.guards.exactOptional(),
    bounds: sections.bounds.exactOptional(),
    monitoring: sections.monitoring.exactOptional(),
    distribution: sections.distribution.exactOptional(),
    bonus: sections.bonus.exactOptional(),
    budget: sections.budget.exactOptional(),
  })
  .refine((change) => Object.keys(change).length > 0, {
    message: 'at least one section of the rules',
    params: { code: 'RULES_EMPTY' },
  });

/** Body of a question, and of a proposal; the change itself is read by `parseRulesChange`, against its template. */
export const whatIfBody = z.strictObject({ rules: z.unknown() });
export const rulesProposalBody = z.strictObject({ rules: z.unknown(), reason: words });

/**
 * Reads a change of a template's rules: each section by its own shape, then the
 * changed template as a whole by the complete check. Pointers are into the change.
 * What was wrong with the template before is not held against the change.
 */
export function parseRulesChange(template: Template, value: unknown): Parsed<RulesChange> {
  const change = parseWith(rulesChangeSchema, value);
  if (!change.ok) return change;
  const whole = parseTemplate(withRules(template, change.value));
  if (whole.ok) return change;
  const known = parseTemplate(template);
  const before = new Set(known.ok ? [] : known.problems.map(({ pointer, code }) => `${pointer} ${code}`));
  const problems = whole.problems.filter(({ pointer, code }) => !before.has(`${pointer} ${code}`));
  return problems.length === 0 ? change : { ok: false, problems };
}
