import {
  type AppealContent,
  type CorrectionContent,
  type Corrections,
  type DecisionContent,
  isAppeal,
} from '../domain/process/index.js';
import type { CommandRow } from '../db/commands.js';
import type { Query } from '../db/connect.js';
import { type ContentPlace, readLatestVersion, writeMetricValues, writeRatings } from '../db/content.js';
import { askRecalculation } from '../db/recalculations.js';
import type { StepRow } from '../db/reviews.js';
import { insertHints } from '../db/step-notices.js';
import type { CycleFacts } from './cycle-facts.js';

type UnitRating = CorrectionContent['ratings'][number];
interface Corrected extends Omit<Corrections, 'ratings'> {
  readonly ratings: readonly UnitRating[];
  readonly reason: string;
  readonly evidence: readonly string[];
}

/**
 * A granted appeal, or a correction that a second person approved: the facts become new versions, in the decider's
 * name and with the reason, and the cycle is asked to compute anew what rests on them. What stood before stays readable.
 */
export async function correctFacts(tx: Query, facts: CycleFacts, step: StepRow, command: CommandRow): Promise<void> {
  const corrected = await correctedBy(tx, step, command);
  if (corrected === null) return;
  const { cycleId, id: commandId, receivedAt: at } = command;
  const place: ContentPlace = {
    cycleId,
    reviewId: step.reviewId,
    unitId: step.unitId ?? '',
    stepId: step.id,
    commandId,
    at,
  };
  const values = corrected.values.map((value) => ({ ...value, reason: value.reason ?? corrected.reason }));
  await writeMetricValues(tx, facts.cycle.book, place, command.principal, values);
  for (const { unit, item, role, by, value } of corrected.ratings) {
    const rater = { role, unitId: by, personId: command.principal };
    await writeRatings(tx, { ...place, unitId: unit }, rater, [{ item, value, evidence: corrected.evidence }]);
  }
  const { reviewId, id: stepId, unitId } = step;
  const corrections = { values, ratings: corrected.ratings };
  await askRecalculation(tx, { commandId, cycleId, reviewId, stepId, unitId, corrections, at });
  await insertHints(tx, [
    { key: `wake/facts/${commandId}`, kind: 'wake', cycleId, payload: { phase: facts.cycle.phase } },
  ]);
}

/** null: this word corrects nothing. */
async function correctedBy(tx: Query, step: StepRow, command: CommandRow): Promise<Corrected | null> {
  const grants = isAppeal(step.kind) && step.kind !== 'improvement-appeal' && command.decision === 'grant';
  const approves = step.kind === 'correction' && command.decision === 'approve';
  if (!grants && !approves) return null;
  const submitted = await readLatestVersion(tx, step.reviewId, step.id);
  if (submitted === undefined) throw new Error(`nothing submitted in ${step.reviewId} ${step.id}`);
  if (approves) return submitted.content as CorrectionContent;
  const appeal = submitted.content as AppealContent;
  const { corrections, reason } = command.body as DecisionContent;
  const { values, ratings } = corrections ?? appeal;
  const unit = step.unitId ?? '';
  return {
    values,
    ratings: ratings.map((rating) => ({ ...rating, unit })),
    reason: reason.trim() === '' ? appeal.text : reason,
    evidence: appeal.evidence,
  };
}
