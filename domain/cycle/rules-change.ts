import { canonicalJson } from '../canonical.js';
import type { Stage, StepKind } from '../process/index.js';
import type { Template } from '../template.js';
import type { MoneyKind } from './money.js';

/** The parts of a template that are rules; the others say who acts when, and stay as they are. */
export const ruleSections = [
  'scorecard',
  'guards',
  'bounds',
  'monitoring',
  'distribution',
  'bonus',
  'budget',
] as const satisfies readonly (keyof Template)[];
export type RuleSection = (typeof ruleSections)[number];

/** Whole sections in place of those in force; what is absent stays. */
export type RulesChange = { readonly [S in RuleSection]?: NonNullable<Template[S]> };

export function withRules(template: Template, change: RulesChange): Template {
  return { ...template, ...change };
}

/** The sections that really differ from those in force, and only those. */
export function onlyChanged(template: Template, change: RulesChange): RulesChange {
  const different = sectionsOf(change).filter(
    (section) => canonicalJson(change[section]) !== canonicalJson(template[section] ?? null),
  );
  return Object.fromEntries(different.map((section) => [section, change[section]]));
}

export function sectionsOf(change: RulesChange): readonly RuleSection[] {
  return ruleSections.filter((section) => change[section] !== undefined);
}

/** How far a cycle has gone, as far as it settles rules. */
export interface RulesStanding {
  readonly closed: boolean;
  /** Some result is published. */
  readonly published: boolean;
  readonly posted: readonly MoneyKind[];
  /** The cycle's own steps. */
  readonly steps: readonly { readonly kind: StepKind; readonly state: Stage }[];
}

/**
 * Sections that can no longer change: what makes a score, once publication has
 * been submitted; bonus and budget, once a proposal of theirs has been submitted
 * or posted; everything, once the cycle is closed. A step that was returned is
 * open again, and with it what it settled.
 */
export function settledSections({ closed, published, posted, steps }: RulesStanding): ReadonlySet<RuleSection> {
  if (closed) return new Set(ruleSections);
  const begun = (...kinds: readonly StepKind[]): boolean =>
    steps.some(({ kind, state }) => kinds.includes(kind) && state !== 'closed' && state !== 'open');
  const settled = new Set<RuleSection>();
  if (published || begun('publication')) {
    for (const section of ['scorecard', 'guards', 'distribution'] as const) settled.add(section);
  }
  for (const kind of ['bonus', 'budget'] as const) {
    if (posted.includes(kind) || begun(kind, `${kind}-own`)) settled.add(kind);
  }
  return settled;
}
