import type { CommandRow } from '../db/commands.js';
import type { Query } from '../db/connect.js';
import { readLatestVersion, writeVersion } from '../db/content.js';
import { parentUnitOf } from '../db/record.js';
import type { ReviewRow, StepRow } from '../db/reviews.js';
import { insertHints } from '../db/step-notices.js';
import type { GoalsContent, Step } from '../domain/process/index.js';
import { alignGoals, type Aligned, nothingAligned, settleObjection } from './alignment.js';
import type { CycleFacts } from './cycle-facts.js';
import { type InForce, onAccepted, onDecided, onSubmitted } from './in-force.js';
import type { HappenedEvent } from './step-events.js';

/** A word that `record` accepts, with what it makes of the step. */
export interface Applied {
  readonly facts: CycleFacts;
  readonly review: ReviewRow;
  readonly steps: readonly StepRow[];
  readonly before: StepRow;
  readonly after: Step;
  readonly command: CommandRow;
  readonly event: HappenedEvent['event'];
  readonly plan: HappenedEvent['plan'];
}

/** What the word means for goals of other units. */
export async function align(tx: Query, it: Applied, at: number): Promise<Aligned> {
  const { command, before, review, facts, steps } = it;
  const place = { facts, review, steps, at };
  const goals = await goalsBrought(tx, it);
  if (goals !== undefined) return alignGoals(tx, place, goals);
  return before.kind === 'alignment' && command.decision === 'object'
    ? settleObjection(tx, place, before)
    : nothingAligned;
}

/**
 * The goals that this word brings where others can see them. An approved change comes a second time: what was asked
 * for elsewhere meanwhile may stand now, and did not when it was submitted.
 */
async function goalsBrought(tx: Query, { command, before }: Applied): Promise<GoalsContent['goals'] | undefined> {
  if (command.act === 'submit' && (before.kind === 'goals' || before.kind === 'change'))
    return (command.body as Partial<GoalsContent>).goals;
  if (before.kind !== 'change' || command.decision !== 'approve') return undefined;
  const submitted = await readLatestVersion(tx, before.reviewId, before.id);
  return (submitted?.content as Partial<GoalsContent> | undefined)?.goals;
}

/** The review's steps with those that opened and those that were withdrawn. */
export function after(steps: readonly Step[], { opened, withdrawn }: Aligned): readonly Step[] {
  const changed = new Map([...opened.map(({ step }) => step), ...withdrawn].map((step) => [step.id, step]));
  const known = steps.map((step) => changed.get(step.id) ?? step);
  return [...known, ...[...changed.values()].filter((step) => !steps.some(({ id }) => id === step.id))];
}

/** What was said becomes a version; what it puts in force is put in force. */
export async function keepContent(tx: Query, it: Applied): Promise<void> {
  const { command, review, before, after, facts } = it;
  const place = {
    cycleId: command.cycleId,
    reviewId: review.id,
    stepId: before.id,
    commandId: command.id,
    at: command.receivedAt,
  };
  const accepted = after.state === 'done' && after.outcome !== 'rejected';
  if (command.act === 'submit') {
    await writeVersion(tx, place, before.attempt, command.body, command.bodyDigest);
    await tx`DELETE FROM drafts WHERE review_id = ${review.id} AND step_id = ${before.id}`;
  }
  if (review.unitId === null) return;
  const inForce: InForce = {
    ...place,
    unitId: review.unitId,
    book: facts.cycle.book,
    kind: before.kind,
    raterUnitId: before.raterUnitId,
    superiorUnitId: await parentUnitOf(tx, review.unitId),
    author: command.principal,
  };
  if (command.act === 'submit') {
    await onSubmitted(tx, inForce, command.body);
    if (accepted) await onAccepted(tx, inForce, command.body);
    return;
  }
  await onDecided(tx, inForce, command.body);
  if (accepted) {
    const submitted = await readLatestVersion(tx, review.id, before.id);
    if (submitted === undefined) throw new Error(`nothing submitted in ${review.id} ${before.id}`);
    await onAccepted(tx, { ...inForce, commandId: submitted.commandId, author: submitted.actor }, submitted.content);
  }
}

/** Where a barrier waits for this step, its end is worth a look; a pump counts after commit. */
export async function hintCycle(tx: Query, it: Applied): Promise<void> {
  const ended = it.after.state === 'done';
  const awaited = Object.values(it.facts.cycle.schedule.barriers).some((barrier) => barrier.of === it.plan.id);
  if (!ended || !awaited || it.review.unitId === null) return;
  await insertHints(tx, [
    {
      key: `wake/${it.command.id}`,
      kind: 'wake',
      cycleId: it.review.cycleId,
      payload: { phase: it.facts.cycle.phase, of: it.plan.id },
    },
  ]);
}
