import {
  canGuard,
  guardOf,
  sameTouches,
  settledSections,
  type Touch,
  type WantedAlignment,
  wantedAlignments,
  withGuard,
} from '../domain/cycle/index.js';
import type { RefusalCode } from '../domain/errors.js';
import {
  advance,
  type AlignmentContent,
  alignmentStepId,
  openOnDemand,
  reopenOnDemand,
  settlementStepId,
  type Step,
  type StepEvent,
} from '../domain/process/index.js';
import type { Goal } from '../domain/rules/index.js';
import {
  goalsOnMetrics,
  hasPendingAlignment,
  holdMetrics,
  type OpenedStep,
  touchesFromOthers,
  touchesOf,
} from '../db/alignment.js';
import type { CommandRow } from '../db/commands.js';
import type { Query } from '../db/connect.js';
import { readLatestVersion } from '../db/content.js';
import { loadActedCycle } from '../db/cycles.js';
import { goalsOfIds, linesOf } from '../db/goal-document.js';
import type { ReviewRow, StepRow } from '../db/reviews.js';
import { putGuardsInForce, readRulesStanding } from '../db/rules.js';
import { insertHints } from '../db/step-notices.js';
import { dayText } from '../domain/dates.js';
import type { CycleFacts } from './cycle-facts.js';
import type { HappenedEvent } from './step-events.js';

/** Where a word about goals, or the clock, leads to steps about other units' goals. */
export interface AlignmentPlace {
  readonly facts: CycleFacts;
  readonly review: Pick<ReviewRow, 'id' | 'cycleId' | 'unitId'>;
  readonly steps: readonly StepRow[];
  readonly at: number;
}

/** Steps that open, steps that have lost what they were about, and what is told of both. */
export interface Aligned {
  readonly opened: readonly OpenedStep[];
  readonly withdrawn: readonly Step[];
  readonly happened: readonly HappenedEvent[];
}

export const nothingAligned: Aligned = { opened: [], withdrawn: [], happened: [] };

/**
 * Goals were submitted: for every other unit that they touch a step of alignment is open afterwards, once per
 * conflict. The second of two drafts opens it, since only then both stand (RULES.md, goals@1).
 */
export async function alignGoals(tx: Query, place: AlignmentPlace, own: readonly Goal[]): Promise<Aligned> {
  const { review, steps } = place;
  const wanted = await wantedFor(tx, place, own);
  const known = steps.filter(({ kind }) => kind === 'alignment');
  if (wanted.length === 0 && known.length === 0) return nothingAligned;
  const about = await touchesOf(tx, review.id);
  const fromOthers = await touchesFromOthers(tx, review.cycleId, review.unitId ?? '');
  const opened = wanted.flatMap(({ unit, touches }): OpenedStep[] => {
    // The other unit has begun the same conversation: one is enough.
    if (sameTouches(fromOthers.get(unit) ?? [], touches)) return [];
    const step = alignmentFor(place, unit, touches, about);
    return step === null ? [] : [openedStep(place, step, unit, touches)];
  });
  const stillWanted = new Set(wanted.map(({ unit }) => alignmentStepId(unit)));
  const withdrawn = known
    .filter(({ id, state }) => (state === 'open' || state === 'submitted') && !stillWanted.has(id))
    .map((step): Step => ({ ...step, state: 'cancelled', revision: step.revision + 1, nextAt: null }));
  return { opened, withdrawn, happened: [...opened.map(openedEvent(place)), ...withdrawn.map(withdrawnEvent(place))] };
}

async function wantedFor(tx: Query, place: AlignmentPlace, own: readonly Goal[]): Promise<readonly WantedAlignment[]> {
  const { facts, review } = place;
  const unit = review.unitId ?? '';
  const metrics = [...new Set(own.flatMap(({ metric }) => (metric === undefined ? [] : [metric])))];
  await holdMetrics(tx, facts.cycle, metrics);
  const beside = await goalsOnMetrics(tx, facts.cycle, unit, metrics);
  if (beside.goals.length === 0) return [];
  const units = await linesOf(tx, [unit, ...new Set(beside.goals.map((goal) => goal.unit))]);
  const known = new Set(beside.metrics.map(({ id }) => id));
  return wantedAlignments({
    unit,
    units,
    // Only how goals stand to each other is asked: any period will do.
    period: { start: dayText(0), end: dayText(facts.cycle.closesAt / 86_400_000) },
    own: own.map((goal) => ({ ...goal, unit })).filter(({ metric }) => metric !== undefined && known.has(metric)),
    others: beside.goals,
    metrics: beside.metrics.map((each) => ({ ...each, tension: (each.tension ?? []).filter((id) => known.has(id)) })),
  });
}

/** null: it is being aligned, or has been, about just this. */
function alignmentFor(
  { steps, at, facts }: AlignmentPlace,
  unit: string,
  touches: readonly Touch[],
  about: ReadonlyMap<string, readonly Touch[]>,
): Step | null {
  const id = alignmentStepId(unit);
  const before = steps.find((step) => step.id === id);
  if (before === undefined) return openOnDemand({ id, kind: 'alignment', at }, facts);
  const same = sameTouches(about.get(id) ?? [], touches);
  return same && before.state !== 'cancelled' ? null : reopenOnDemand(before, 'alignment', at, facts);
}

/** What stays in conflict, by an objection or by silence, is the common superior's to settle. */
function settlementAfter(place: AlignmentPlace, alignment: StepRow, touches: readonly Touch[]): OpenedStep {
  const other = alignment.raterUnitId ?? '';
  const id = settlementStepId(other);
  const before = place.steps.find((step) => step.id === id);
  const { facts, at } = place;
  const step =
    before === undefined
      ? openOnDemand({ id, kind: 'settlement', at }, facts)
      : reopenOnDemand(before, 'settlement', at, facts);
  return openedStep(place, step, other, touches);
}

export const isBeingAligned = ({ kind, state }: StepRow): boolean =>
  kind === 'alignment' && (state === 'open' || state === 'submitted');

/** Nobody said a word, or nobody answered: the superior of both settles it. */
export function unaligned(
  events: readonly StepEvent[],
  place: AlignmentPlace,
  touches: ReadonlyMap<string, ReadonlyMap<string, readonly Touch[]>>,
): readonly OpenedStep[] {
  return events.flatMap((event) => {
    const step = place.steps.find(({ id }) => id === event.stepId);
    if (event.type !== 'forwarded' || step?.kind !== 'alignment') return [];
    return [settlementAfter(place, step, touches.get(place.review.id)?.get(step.id) ?? [])];
  });
}

/** After an objection. */
export async function settleObjection(tx: Query, place: AlignmentPlace, alignment: StepRow): Promise<Aligned> {
  const touches = (await touchesOf(tx, place.review.id)).get(alignment.id) ?? [];
  const opened = settlementAfter(place, alignment, touches);
  return { opened: [opened], withdrawn: [], happened: [openedEvent(place)(opened)] };
}

function openedStep(
  { review, facts, at }: AlignmentPlace,
  opened: Step,
  otherUnitId: string,
  touches: readonly Touch[],
): OpenedStep {
  // Says when the sweep must look at it.
  const context = { ...facts, now: at, barriersMet: new Set<string>(), undecided: new Map<string, number>() };
  const step = advance([opened], context).steps[0] ?? opened;
  return { reviewId: review.id, cycleId: review.cycleId, unitId: review.unitId ?? '', otherUnitId, step, touches };
}

export const openedEvent =
  (place: AlignmentPlace) =>
  ({ step, otherUnitId }: OpenedStep): HappenedEvent => ({
    event: { type: 'opened', stepId: step.id },
    ...inPlace(place, step, otherUnitId),
  });

const withdrawnEvent =
  (place: AlignmentPlace) =>
  (step: Step): HappenedEvent => {
    const before = place.steps.find(({ id }) => id === step.id);
    const from = before?.state === 'submitted' ? 'submitted' : 'open';
    const event = { type: 'cancelled', stepId: step.id, from } as const;
    return { event, ...inPlace(place, step, before?.raterUnitId ?? null) };
  };

function inPlace({ facts, review, at }: AlignmentPlace, step: Step, raterUnitId: string | null) {
  const plan = facts.plans.get(step.planId);
  if (plan === undefined) throw new Error(`no plan ${step.planId}`);
  return { step, plan, cycleId: review.cycleId, reviewId: review.id, unitId: review.unitId, raterUnitId, at };
}

/** What goals that touch add to the judging of a word; null: nothing against it. */
export async function refusedByAlignment(
  tx: Query,
  facts: CycleFacts,
  step: StepRow,
  command: CommandRow,
): Promise<RefusalCode | null> {
  if (step.unitId === null) return null;
  const approves = command.decision === 'approve';
  if (approves && step.kind === 'change' && isJudging(facts)) return 'CHANGE_TOO_LATE';
  if (approves && (step.kind === 'goals' || step.kind === 'change')) {
    return (await hasPendingAlignment(tx, command.cycleId, step.unitId)) ? 'ALIGNMENT_PENDING' : null;
  }
  const guard = await guardBrought(tx, step, command);
  if (guard === null) return null;
  return settledSections(await readRulesStanding(tx, command.cycleId)).has('guards') ? 'RULES_SETTLED' : null;
}

/** What was agreed is judged from the first day of evaluation on. */
const isJudging = ({ cycle: { phase } }: CycleFacts): boolean =>
  phase !== 'goal-setting' && phase !== 'planning' && phase !== 'monitoring';

/** The terms that this word would put in force. */
async function guardBrought(tx: Query, step: StepRow, command: CommandRow): Promise<AlignmentContent['guard'] | null> {
  if (step.kind === 'settlement' && command.act === 'submit') return (command.body as AlignmentContent).guard ?? null;
  if (step.kind !== 'alignment' || command.decision !== 'agree') return null;
  const submitted = await readLatestVersion(tx, step.reviewId, step.id);
  return (submitted?.content as AlignmentContent | undefined)?.guard ?? null;
}

/**
 * Agreed on by both heads, or settled: the guard enters the scorecard of the unit whose goal it holds, and the cycle,
 * which nobody told of this word, is woken to take it up.
 */
export async function bringGuardIntoForce(
  tx: Query,
  { cycle: { phase } }: CycleFacts,
  step: StepRow,
  command: CommandRow,
): Promise<void> {
  const terms = await guardBrought(tx, step, command);
  if (terms === null || terms === undefined) return;
  const cycle = await loadActedCycle(tx, command.cycleId);
  const [held] = await goalsOfIds(tx, command.cycleId, [terms.hold]);
  // The goal is gone since, or its card has no room for a guard: what was agreed holds nothing.
  if (cycle === undefined || held === undefined || !canGuard(cycle.template)) return;
  const guards = withGuard(cycle.template.guards, guardOf(terms, held));
  const { id: commandId, receivedAt: at } = command;
  const by = { reviewId: step.reviewId, stepId: step.id, commandId, at };
  await putGuardsInForce(tx, command.cycleId, guards, { basedOn: cycle.rulesRevision, ...by });
  const key = `wake/guard/${commandId}`;
  await insertHints(tx, [{ key, kind: 'wake', cycleId: command.cycleId, payload: { phase } }]);
}
