import { canonicalJson } from '../domain/canonical.js';
import { canGuard } from '../domain/cycle/index.js';
import {
  type AlignmentContent,
  type AppealContent,
  proposalOfStep,
  type ChangeContent,
  type CheckpointContent,
  type CorrectionContent,
  type DecisionContent,
  type GoalsContent,
  type PlanContent,
  type RulesContent,
  type SelfEvaluationContent,
  type StepKind,
} from '../domain/process/index.js';
import { readAlignment } from '../db/alignment.js';
import type { Query } from '../db/connect.js';
import type { ActedCycle } from '../db/cycles.js';
import { goalsInForce } from '../db/goal-document.js';
import { listProposals } from '../db/money.js';
import { metricsById } from '../db/results.js';
import { readRulesProposal } from '../db/rules.js';
import { planInForce } from '../db/tasks.js';
import { expandScorecard, leavesOf } from '../domain/rules/index.js';
import { checkAppeal, checkCorrection, checkGrant } from './appeal-rules.js';
import { type CheckedCycle, checkGoalContent } from './goal-checks.js';
import { Refused } from './refused.js';
import { checkAnswers, checkFollowUps, checkQuotedNotes } from './report-rules.js';
import { checkMetricEntries } from './value-rules.js';
import type { StepDetail } from '../db/inbox.js';

/** The rules of what is said, before it is received. @throws Refused with all that is wrong */
export async function checkContent(sql: Query, cycle: ActedCycle, step: StepDetail, content: unknown): Promise<void> {
  switch (step.kind) {
    case 'goals':
    case 'plan':
    case 'change':
      // Parsed by the schema of its kind.
      if (step.kind === 'change') await refuseUnchanged(sql, cycle, step, content as ChangeContent);
      return checkGoalContent(sql, cycle, step, content as GoalsContent | PlanContent | ChangeContent);
    case 'alignment':
    case 'settlement':
      return checkGuard(sql, cycle, step, content as AlignmentContent);
    case 'checkpoint':
      await checkMetricEntries(sql, step, (content as CheckpointContent).values);
      return checkFollowUps(sql, cycle, step.unitId ?? '', content as CheckpointContent);
    case 'self-evaluation':
      await checkMetricEntries(sql, step, (content as SelfEvaluationContent).values);
      return checkQuotedNotes(sql, cycle.id, step.unitId ?? '', (content as SelfEvaluationContent).ratings);
    case 'appeal':
    case 'appeal-2':
      return checkAppeal(sql, cycle, step, content as AppealContent);
    case 'correction':
      return checkCorrection(sql, cycle, content as CorrectionContent);
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
    case 'rules': {
      const proposal = await readRulesProposal(sql, cycle.id, proposalOfStep(step.id) ?? 0);
      if (proposal?.digest !== (content as RulesContent).proposalDigest) throw new Refused('PROPOSAL_CHANGED');
      return;
    }
    default:
      return;
  }
}

/** The rules of what a decider says beside the decision. @throws Refused with all that is wrong */
export async function checkDecision(
  sql: Query,
  cycle: ActedCycle,
  step: StepDetail,
  words: DecisionContent,
): Promise<void> {
  if (step.kind === 'checkpoint') return checkAnswers(sql, cycle.id, step.unitId, words);
  if (step.kind === 'appeal' || step.kind === 'appeal-2') return checkGrant(sql, cycle, step, words);
}

/** A change changes something. */
async function refuseUnchanged(
  sql: Query,
  cycle: CheckedCycle,
  { unitId }: StepDetail,
  { goals, tasks }: ChangeContent,
): Promise<void> {
  const unit = unitId ?? '';
  const same = (said: unknown, stands: unknown): boolean => canonicalJson(said) === canonicalJson(stands);
  const unchanged =
    (goals === undefined || same(goals, await goalsInForce(sql, cycle.id, unit))) &&
    (tasks === undefined || same(tasks, await planInForce(sql, cycle.id, unit)));
  if (unchanged) throw new Refused('NOTHING_CHANGED');
}

/** A guard is about what the step is about: a goal of one of the two, and a metric that they touch on. */
async function checkGuard(
  sql: Query,
  cycle: CheckedCycle,
  step: StepDetail,
  { guard }: AlignmentContent,
): Promise<void> {
  if (guard === undefined) return;
  const about = await readAlignment(sql, step.reviewId, step.id);
  const goals = about?.goals ?? [];
  const wrong = (pointer: string) => ({ pointer: `/guard/${pointer}`, code: 'GUARD_UNFIT' });
  const held = goals.find(({ id }) => id === guard.hold);
  const problems = [
    ...(held?.metric === undefined || held.metric === guard.metric ? [wrong('hold')] : []),
    ...(goals.some(({ metric }) => metric === guard.metric) ? [] : [wrong('metric')]),
    ...(canGuard(cycle.template) ? [] : [wrong('atMost')]),
  ];
  if (problems.length > 0) throw new Refused('GUARD_UNFIT', problems);
}

/** Ratings name parts of the unit's card, and bring evidence where the card asks for it. */
async function checkEvidence(
  sql: Query,
  cycle: CheckedCycle,
  step: StepDetail,
  { ratings }: { readonly ratings: readonly { readonly item: string; readonly evidence: readonly string[] }[] },
): Promise<void> {
  const goals = await goalsInForce(sql, cycle.id, step.unitId ?? '');
  const metrics = await metricsById(
    sql,
    cycle,
    goals.flatMap((goal) => goal.metric ?? []),
  );
  const card = expandScorecard(cycle.template.scorecard, goals, metrics);
  const rated = new Map(
    leavesOf(card.root).flatMap((part) => ('rating' in part ? [[part.id, part.rating] as const] : [])),
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
  await checkQuotedNotes(sql, cycle.id, step.unitId ?? '', ratings);
}

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
