import { type FindingAnswer, proposalOfStep, type RulesContent, type StepKind } from '../domain/process/index.js';
import { checkGoals, type Finding, type Goal, type GoalsDocument, type Task } from '../domain/rules/index.js';
import { loadCalendar } from '../db/calendar.js';
import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { goalsBeside, goalsInForce, unitTree } from '../db/goal-document.js';
import { listProposals } from '../db/money.js';
import { metricsById } from '../db/results.js';
import { readRulesProposal } from '../db/rules.js';
import { loadStrategy } from '../db/strategy.js';
import { expandScorecard, type Component } from '../domain/rules/index.js';
import { Refused } from './refused.js';
import type { StepDetail } from '../db/inbox.js';

/** Findings that belong to HR's list or to alignment, and never stop one unit's submit. */
const notHere = new Set([
  'OBJECTIVE_UNCOVERED',
  'STRENGTH_UNUSED',
  'OPPORTUNITY_UNUSED',
  'WEAKNESS_UNADDRESSED',
  'THREAT_UNADDRESSED',
  'CONFLICT_DIRECTION',
  'CONFLICT_TENSION',
]);

/** The rules of what is said, before it is received. @throws Refused with all that is wrong */
export async function checkContent(sql: Query, cycle: CycleRow, step: StepDetail, content: unknown): Promise<void> {
  switch (step.kind) {
    case 'goals':
    case 'plan': {
      const findings = await findingsOf(sql, cycle, step, content);
      refuseFindings(findings, (content as { answers: readonly FindingAnswer[] }).answers);
      return;
    }
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

/** What the checks say of a draft or submit: about the unit's own goals and tasks only. */
export async function findingsOf(
  sql: Query,
  cycle: CycleRow,
  step: Pick<StepDetail, 'kind' | 'unitId'>,
  content: unknown,
): Promise<readonly Finding[]> {
  const unit = step.unitId ?? '';
  const { goals, tasks } = content as { goals?: readonly Goal[]; tasks?: readonly Task[] };
  const own = step.kind === 'goals' ? (goals ?? []) : await goalsInForce(sql, cycle.id, unit);
  const strategy = await loadStrategy(sql);
  const beside = await goalsBeside(sql, cycle.id, unit);
  const units = await unitTree(sql);
  // A plan is checked with its own goals and those above; goals with everybody's.
  const known = step.kind === 'plan' ? above(unit, units, beside) : beside;
  const document: GoalsDocument = {
    format: 'perfcycle/goals@1',
    period: { start: cycle.periodStart, end: cycle.periodEnd },
    ...(step.kind === 'goals' && { bounds: cycle.template.bounds }),
    units,
    objectives: strategy.objectives,
    swot: strategy.swot,
    metrics: strategy.metrics,
    goals: [...known, ...own],
    ...(step.kind === 'plan' && { tasks: tasks ?? [], capacity: strategy.capacity.filter((row) => row.unit === unit) }),
    calendar: await loadCalendar(sql),
  };
  const mine = new Set([unit, ...own.map((goal) => goal.id), ...(tasks ?? []).map((task) => task.id)]);
  return checkGoals(document).findings.filter(
    (finding) => !notHere.has(finding.code) && finding.at.some((id) => mine.has(id)),
  );
}

function above(
  unit: string,
  units: readonly { readonly id: string; readonly parent?: string }[],
  goals: readonly Goal[],
): readonly Goal[] {
  const parents = new Map(units.map((each) => [each.id, each.parent]));
  const line = new Set<string>();
  for (let at = parents.get(unit); at !== undefined && !line.has(at); at = parents.get(at)) line.add(at);
  return goals.filter((goal) => line.has(goal.unit));
}

function refuseFindings(findings: readonly Finding[], answers: readonly FindingAnswer[]): void {
  const errors = findings.filter((finding) => finding.severity === 'error');
  if (errors.length > 0) throw new Refused('FINDINGS_OPEN', errors);
  const answered = new Set(answers.map((answer) => JSON.stringify([answer.code, [...answer.at].sort()])));
  const open = findings.filter(
    (finding) => finding.severity === 'warning' && !answered.has(JSON.stringify([finding.code, finding.at])),
  );
  if (open.length > 0) throw new Refused('WARNING_UNANSWERED', open);
}

/** Ratings name parts of the unit's card, and bring evidence where the card asks for it. */
async function checkEvidence(
  sql: Query,
  cycle: CycleRow,
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
  cycle: CycleRow,
  kind: StepKind,
  content: { readonly proposalDigest: string },
): Promise<void> {
  const wanted = kind.startsWith('bonus') ? 'bonus' : 'budget';
  const newest = (await listProposals(sql, cycle.id)).find((proposal) => proposal.kind === wanted);
  if (newest?.digest !== content.proposalDigest) throw new Refused('PROPOSAL_CHANGED');
}
