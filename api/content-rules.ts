import { canonicalJson } from '../domain/canonical.js';
import { canGuard } from '../domain/cycle/index.js';
import type { ImprovementContent, ImprovementTalkContent } from '../domain/improvement/index.js';
import {
  type AlignmentContent,
  type AppealContent,
  type CalibrationContent,
  proposalOfStep,
  type ChangeContent,
  type CheckpointContent,
  type CorrectionContent,
  type DecisionContent,
  type FeedbackContent,
  type GoalsContent,
  type MoneyContent,
  type PlanContent,
  type PublicationContent,
  type RatingContent,
  type RulesContent,
  type SelfEvaluationContent,
} from '../domain/process/index.js';
import { readAlignment } from '../db/alignment.js';
import type { Query } from '../db/connect.js';
import type { ActedCycle } from '../db/cycles.js';
import { goalsInForce } from '../db/goal-document.js';
import { readRulesProposal } from '../db/rules.js';
import { planInForce } from '../db/tasks.js';
import { checkAppeal, checkCorrection, checkGrant } from './appeal-rules.js';
import { type CheckedCycle, checkGoalContent } from './goal-checks.js';
import { checkProposal } from './proposal-rules.js';
import { Refused } from './refused.js';
import { checkImprovement } from './improvement-rules.js';
import { checkLesson } from './lesson.js';
import { checkApproval, checkCalibration, checkSeen } from './publication-rules.js';
import { checkPieces, checkRatings } from './rating-rules.js';
import { checkAnswers, checkFollowUps } from './report-rules.js';
import { checkTalk } from './talk-rules.js';
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
    case 'checkpoint':
      await checkMetricEntries(sql, step, (content as CheckpointContent).values);
      return checkFollowUps(sql, cycle, step.unitId ?? '', content as CheckpointContent);
    case 'self-evaluation':
      await checkMetricEntries(sql, step, (content as SelfEvaluationContent).values);
      return checkRatings(sql, cycle, step, actor, content as SelfEvaluationContent);
    case 'appeal':
    case 'appeal-2':
      await checkAppeal(sql, cycle, step, content as AppealContent);
      return checkPieces(sql, cycle, step, actor, content as AppealContent);
    case 'correction':
      await checkCorrection(sql, cycle, content as CorrectionContent);
      return checkPieces(sql, cycle, step, actor, content as CorrectionContent);
    case 'rating':
    case 'evaluation':
      await checkRatings(sql, cycle, step, actor, content as RatingContent);
      return checkLesson(sql, cycle, actor);
    case 'calibration':
      return checkCalibration(sql, cycle.id, content as CalibrationContent);
    case 'publication':
      return checkSeen(sql, cycle.id, content as PublicationContent);
    case 'bonus':
    case 'bonus-own':
    case 'budget':
    case 'budget-own':
      return checkProposal(sql, cycle.id, step.kind, content as MoneyContent);
    case 'feedback':
      return checkTalk(sql, cycle, step.unitId ?? '', content as FeedbackContent);
    case 'improvement':
    case 'improvement-talk':
      return checkImprovement(sql, cycle, step, content as ImprovementContent | ImprovementTalkContent);
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
  if (words.decision === 'approve' && step.state === 'submitted') return checkApproval(sql, step);
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
