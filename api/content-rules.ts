import { canonicalJson } from '../domain/canonical.js';
import { canGuard } from '../domain/cycle/index.js';
import {
  type AlignmentContent,
  type CalibrationContent,
  proposalOfStep,
  type ChangeContent,
  type CheckpointContent,
  type GoalsContent,
  type PlanContent,
  type PublicationContent,
  type RatingContent,
  type RulesContent,
  type SelfEvaluationContent,
  type StepKind,
} from '../domain/process/index.js';
import { readAlignment } from '../db/alignment.js';
import type { Query } from '../db/connect.js';
import type { ActedCycle } from '../db/cycles.js';
import { goalsInForce } from '../db/goal-document.js';
import { listProposals } from '../db/money.js';
import { readRulesProposal } from '../db/rules.js';
import { planInForce } from '../db/tasks.js';
import { type CheckedCycle, checkGoalContent } from './goal-checks.js';
import { Refused } from './refused.js';
import { checkLesson } from './lesson.js';
import { checkQuota, checkSeen } from './publication-rules.js';
import { checkRatings } from './rating-rules.js';
import { checkFollowUps } from './report-rules.js';
import { checkMetricEntries } from './value-rules.js';
import type { StepDetail } from '../db/inbox.js';

/** The rules of what `actor` says, before it is received. @throws Refused with all that is wrong */
export async function checkContent(
  sql: Query,
  cycle: ActedCycle,
  step: StepDetail,
  actor: string,
  content: unknown,
): Promise<void> {
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
    case 'checkpoint': {
      const report = content as CheckpointContent;
      await checkFollowUps(sql, cycle, step.unitId ?? '', report);
      return checkMetricEntries(sql, step, report.values);
    }
    case 'self-evaluation':
      await checkRatings(sql, cycle, step, actor, content as SelfEvaluationContent);
      return checkMetricEntries(sql, step, (content as SelfEvaluationContent).values);
    case 'rating':
    case 'evaluation':
      await checkRatings(sql, cycle, step, actor, content as RatingContent);
      return checkLesson(sql, cycle, actor);
    case 'calibration':
      return checkQuota(sql, cycle.id, content as CalibrationContent);
    case 'publication':
      return checkSeen(sql, cycle.id, content as PublicationContent);
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
