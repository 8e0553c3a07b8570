import { type Effects, type RulesDifference, rulesDifference, withRules } from '../../../domain/cycle/index.js';
import { proposalOfStep } from '../../../domain/process/index.js';
import type { Template } from '../../../domain/template.js';
import type { Query } from '../../../db/connect.js';
import type { CycleRow } from '../../../db/cycles.js';
import { personNames, unitNames } from '../../../db/page-names.js';
import { listRulesRevisions, readRulesProposal, type RulesRevision } from '../../../db/rules.js';
import { loadTemplate } from '../../../db/templates.js';
import { type Named, unnamed } from '../steps/form-facts.js';
import type { ShownRevision } from './revisions.js';

/** A proposal as its step shows it. */
export interface ShownRules {
  readonly digest: string;
  readonly proposedAt: number;
  readonly differences: readonly RulesDifference[];
  readonly effects: Effects;
  readonly names: ReadonlyMap<string, Named>;
}

/** The rules as they were at that revision: the template's own with all that changed up to it. */
function rulesAt(template: Template, revisions: readonly RulesRevision[], revision: number): Template {
  return revisions
    .filter((each) => each.revision <= revision)
    .reduce((all, { rules }) => withRules(all, rules), template);
}

async function ownTemplate(sql: Query, cycle: CycleRow): Promise<Template> {
  const found = await loadTemplate(sql, cycle.templateId, cycle.templateRevision);
  return found?.document ?? cycle.template;
}

/** The proposal that a step is about; null: the step is about none. */
export async function loadShownRules(sql: Query, cycle: CycleRow, stepId: string): Promise<ShownRules | null> {
  const proposal = await readRulesProposal(sql, cycle.id, proposalOfStep(stepId) ?? 0);
  if (proposal === undefined) return null;
  const { basedOn, rules, effects, digest, proposedAt } = proposal;
  const base = rulesAt(await ownTemplate(sql, cycle), await listRulesRevisions(sql, cycle.id), basedOn);
  const names = await unitNames(
    sql,
    effects.units.map((unit) => unit.unitId),
  );
  return { digest, proposedAt, differences: rulesDifference(base, rules), effects, names };
}

export async function loadRevisions(sql: Query, cycle: CycleRow): Promise<readonly ShownRevision[]> {
  const revisions = await listRulesRevisions(sql, cycle.id);
  if (revisions.length === 0) return [];
  const template = await ownTemplate(sql, cycle);
  const persons = await personNames(
    sql,
    revisions.flatMap((each) => [each.proposedBy, each.approvedBy]),
  );
  return revisions.map(({ revision, stepId, unitId, proposedBy, approvedBy, validFrom, takenUpAt, reason, rules }) => ({
    revision,
    stepId,
    unitId,
    proposedBy: persons.get(proposedBy) ?? unnamed(proposedBy),
    approvedBy: persons.get(approvedBy) ?? unnamed(approvedBy),
    validFrom,
    takenUp: takenUpAt !== null,
    reason,
    differences: rulesDifference(rulesAt(template, revisions, revision - 1), rules),
  }));
}
