import {
  proposalOfStep,
  type ChangeContent,
  type CheckpointContent,
  type GoalsContent,
  type PlanContent,
  type RulesContent,
  type SelfEvaluationContent,
  type StepKind,
} from '../domain/process/index.js';
import type { Query } from '../db/connect.js';
import { goalsInForce } from '../db/goal-document.js';
import { listProposals } from '../db/money.js';
import { metricsById } from '../db/results.js';
import { readRulesProposal } from '../db/rules.js';
import { expandScorecard, type Component } from '../domain/rules/index.js';
import { type CheckedCycle, checkGoalContent } from './goal-checks.js';
import { Refused } from './refused.js';
import { checkMetricEntries } from './value-rules.js';
import type { StepDetail } from '../db/inbox.js';

/** The rules of what is said, before it is received. @throws Refused with all that is wrong */
export async function checkContent(sql: Query, cycle: CheckedCycle, step: StepDetail, content: unknown): Promise<void> {
  switch (step.kind) {
    case 'goals':
    case 'plan':
    case 'change':
      // Parsed by the schema of its kind.
      return checkGoalContent(sql, cycle, step, content as GoalsContent | PlanContent | ChangeContent);
    case 'rating':
    case 'evaluation':
      return checkEvidence(
        sql,
        cycle,
        step,
        content as { ratings: readonly { item: string; evidence: readonly string[] }[] },
      );
    case 'bonus':
    case 'bonus-own':
    case 'budget':
    case 'budget-own':
      return checkProposal(sql, cycle, step.kind, content as { proposalDigest: string });
    case 'checkpoint':
    case 'self-evaluation':
      return checkMetricEntries(sql, step, (content as CheckpointContent | SelfEvaluationContent).values);
    case 'rules': {
      const proposal = await readRulesProposal(sql, cycle.id, proposalOfStep(step.id) ?? 0);
      if (proposal?.digest !== (content as RulesContent).proposalDigest) throw new Refused('PROPOSAL_CHANGED');
      return;
    }
    default:
      return;
  }
}

/** Ratings name parts of the unit's card, and bring evidence where the card asks for it. */
async function checkEvidence(
  sql: Query,
  cycle: CheckedCycle,
  step: StepDetail,
  { ratings }: { readonly ratings: readonly { readonly item: string; readonly evidence: readonly string[] }[] },
): Promise<void> {
  const goals = await goalsInForce(sql, cycle.id, step.unitId ?? '');
  const card = expandScorecard(cycle.template.scorecard, goals, await metricsById(sql));
  const rated = new Map(
    leaves(card.root).flatMap((part) => ('rating' in part ? [[part.id, part.rating] as const] : [])),
  );
  const unknown = ratings.flatMap(({ item }, index) =>
    rated.has(item) ? [] : [{ pointer: `/ratings/${index}/item`, code: 'ID_UNKNOWN' }],
  );
  if (unknown.length > 0) throw new Refused('CONTENT_INVALID', unknown);
  const missing = ratings.flatMap(({ item, evidence }, index) =>
    rated.get(item)?.requireEvidence === true && evidence.length === 0
      ? [{ pointer: `/ratings/${index}/evidence`, code: 'EVIDENCE_MISSING' }]
      : [],
  );
  if (missing.length > 0) throw new Refused('EVIDENCE_MISSING', missing);
}

const leaves = (part: Component): readonly Component[] => ('parts' in part ? part.parts.flatMap(leaves) : [part]);

async function checkProposal(
  sql: Query,
  cycle: CheckedCycle,
  kind: StepKind,
  content: { readonly proposalDigest: string },
): Promise<void> {
  const wanted = kind.startsWith('bonus') ? 'bonus' : 'budget';
  const newest = (await listProposals(sql, cycle.id)).find((proposal) => proposal.kind === wanted);
  if (newest?.digest !== content.proposalDigest) throw new Refused('PROPOSAL_CHANGED');
}
