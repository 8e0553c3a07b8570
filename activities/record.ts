import { openAlignments } from '../db/alignment.js';
import type { RefusalCode } from '../domain/errors.js';
import { advance, isJudgement, next, type RecordOutcome, type StepPlan } from '../domain/process/index.js';
import type { CommandRow } from '../db/commands.js';
import type { Query, Sql, Transaction } from '../db/connect.js';
import { appendJournal, chain, insertJournal, type JournalLine } from '../db/journal.js';
import { activeStandIns, placeOfStep, resolvePersons } from '../db/people.js';
import { lockCommand, advanceReview, readClock, settleCommand } from '../db/record.js';
import {
  barriersMet,
  lockReviews,
  readReviewState,
  readSteps,
  type ReviewRow,
  saveSteps,
  stateOf,
  type StepRow,
} from '../db/reviews.js';
import { hintSooner, insertNotices } from '../db/step-notices.js';
import { undecidedCommands } from '../db/sweep.js';
import { barredFrom } from '../db/word-standing.js';
import { localDay } from '../documents/schedule.js';
import type { StepWord } from '../workflows/messages.js';
import { bringGuardIntoForce, refusedByAlignment } from './alignment.js';
import { refusedByCalibration } from './calibration.js';
import { correctFacts } from './corrections.js';
import { type CycleFacts, readCycleFacts } from './cycle-facts.js';
import { after, align, type Applied, hintCycle, keepContent } from './record-applied.js';
import { refusedByNomination } from './nomination.js';
import { refusedAsUnscored, refusedAsUnseen } from './publication.js';
import { refusedAsTooEarly } from './release.js';
import { bringIntoForce, refusedByRules } from './rules.js';
import { type HappenedEvent, journalLine, noticesFor } from './step-events.js';

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/**
 * The arbiter of every race (DESIGN.md 3.3.3). One transaction judges one
 * command and writes all that follows from it. Called again with the same
 * word it returns the verdict already given and the present state. Refusals
 * are values; it throws only when the database does.
 */
export function createRecordActivities({ sql, ...judging }: { readonly sql: Sql; readonly next?: typeof next }) {
  async function record(word: StepWord): Promise<RecordOutcome> {
    return sql.begin((tx) => judge(tx, word, judging.next ?? next));
  }
  return { record };
}

async function judge(tx: Transaction, word: StepWord, judged: typeof next): Promise<RecordOutcome> {
  const command = isUuid(word.commandId) ? await lockCommand(tx, word.commandId) : undefined;
  if (command === undefined) return refuseForged(tx, word, 'COMMAND_UNKNOWN');
  if (!matches(command, word)) return refuseForged(tx, word, 'COMMAND_MISMATCH');
  if (command.state !== 'received') {
    return {
      outcome: command.state,
      code: command.code,
      state: await readReviewState(tx, command.reviewId),
    };
  }
  const facts = await readCycleFacts(tx, command.cycleId);
  const [review] = await lockReviews(tx, [command.reviewId]);
  if (facts === undefined || review === undefined) throw new Error(`no review ${command.reviewId}`);
  const steps = await readSteps(tx, [review.id]);
  const step = steps.find((candidate) => candidate.id === command.stepId);
  if (facts.cycle.state !== 'running') return refuse(tx, review, steps, command, 'CYCLE_CLOSED');
  if (step === undefined) return refuse(tx, review, steps, command, 'STEP_NOT_FOUND');
  const plan = facts.plans.get(step.planId);
  if (plan === undefined) throw new Error(`no plan for ${step.id}`);
  const who = await actingContext(tx, facts, command, step, plan);
  const message = { ...command, hasReason: reasonOf(command.body) !== '' };
  const result = judged(step, plan, message, who, facts.times);
  if (!result.ok) return refuse(tx, review, steps, command, result.code);
  const unruly = await refusedByContent(tx, facts, review, step, command);
  if (unruly !== null) return refuse(tx, review, steps, command, unruly);
  return apply(tx, { facts, review, steps, before: step, after: result.step, command, event: result.event, plan });
}

/** What the matter itself has against a word that the step would take; null: nothing. */
async function refusedByContent(
  tx: Transaction,
  facts: CycleFacts,
  review: ReviewRow,
  step: StepRow,
  command: CommandRow,
): Promise<RefusalCode | null> {
  if (review.unitId === null) {
    return (
      (await refusedByRules(tx, step, command)) ??
      (await refusedAsUnscored(tx, step, command)) ??
      (await refusedByCalibration(tx, step, command)) ??
      (await refusedAsUnseen(tx, step, command)) ??
      (await refusedAsTooEarly(tx, step, command))
    );
  }
  return (await refusedByAlignment(tx, facts, step, command)) ?? (await refusedByNomination(tx, step, command));
}

/** The word must be the command's own: same actor, principal, step, decision and digest. */
function matches(command: CommandRow, word: StepWord): boolean {
  return (
    command.actor === word.actor &&
    command.principal === word.principal &&
    command.bodyDigest === word.digest &&
    command.reviewId === word.reviewId &&
    command.stepId === word.stepId &&
    command.decision === word.decision
  );
}

function reasonOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('reason' in body)) return '';
  return typeof body.reason === 'string' ? body.reason.trim() : '';
}

async function actingContext(tx: Query, facts: CycleFacts, command: CommandRow, step: StepRow, plan: StepPlan) {
  const place = placeOfStep({ ...step, cycleId: command.cycleId });
  const rule = command.act === 'submit' ? plan.submitter : plan.decider;
  const persons = await resolvePersons(tx, [...(rule === null ? [] : [{ key: 'entitled', rule, ...place }])]);
  const standsIn =
    command.actor !== command.principal &&
    (
      (await activeStandIns(tx, [command.principal], localDay(command.receivedAt, facts.cycle.zone))).get(
        command.principal,
      ) ?? []
    ).includes(command.actor);
  return {
    entitled: persons.get('entitled') ?? [],
    ...(command.act === 'approve' || isJudgement(step.kind)
      ? await barredFrom(tx, { ...step, cycleId: command.cycleId })
      : nobodyBarred),
    mayActForPrincipal: command.actor === command.principal || standsIn,
  };
}

/** Whoever the rule names may submit, but for judgements. */
const nobodyBarred = { editors: [], headsOfUnit: [], tookPart: [] };

async function refuse(
  tx: Query,
  review: ReviewRow,
  steps: readonly StepRow[],
  command: CommandRow,
  code: RefusalCode,
): Promise<RecordOutcome> {
  const answer: RecordOutcome = { outcome: 'refused', code, state: stateOf(review.revision, steps) };
  await settleCommand(tx, command.id, answer, code);
  const { wall } = await readClock(tx, command.cycleId);
  const line: JournalLine = {
    at: command.receivedAt,
    wallAt: wall,
    act: 'refused',
    stepId: command.stepId,
    attempt: steps.find((step) => step.id === command.stepId)?.attempt ?? null,
    actorId: command.actor,
    principalId: command.principal,
    commandId: command.id,
    contentDigest: command.bodyDigest,
    data: { code, act: command.act },
  };
  await appendJournal(tx, review.id, [line]);
  return answer;
}

/** A word without its command row, or not like it: nobody's words, so nothing is settled; the journal keeps it. */
async function refuseForged(tx: Query, word: StepWord, code: RefusalCode): Promise<RecordOutcome> {
  const [review] = await lockReviews(tx, [word.reviewId]);
  const state = await readReviewState(tx, word.reviewId);
  if (review !== undefined) {
    const { now, wall } = await readClock(tx, review.cycleId);
    const line = { at: now, wallAt: wall, act: 'refused', stepId: word.stepId, attempt: null, actorId: null };
    const data = { code, commandId: word.commandId };
    await appendJournal(tx, review.id, [{ ...line, principalId: null, commandId: null, contentDigest: null, data }]);
  }
  return { outcome: 'refused', code, state };
}

/** Words about other steps, received before those close; asked only where the time of one has come. */
async function undecidedBeside(tx: Query, { review, steps, before, command }: Applied, now: number) {
  const isDue = steps.some(({ id, nextAt }) => id !== before.id && nextAt !== null && nextAt <= now);
  const undecided = isDue ? await undecidedCommands(tx, [review.id], command.id) : undefined;
  return undecided?.get(review.id) ?? new Map<string, number>();
}

async function apply(tx: Query, it: Applied): Promise<RecordOutcome> {
  const { facts, review, command, before } = it;
  const clock = await readClock(tx, command.cycleId);
  const now = Math.max(clock.now, command.receivedAt);
  // Its own end may open what comes after, in the same transaction.
  const moved = advance(
    it.steps.map((step) => (step.id === before.id ? it.after : step)),
    {
      now,
      plans: facts.plans,
      barriersMet: await barriersMet(tx, facts.cycle.id),
      undecided: await undecidedBeside(tx, it, now),
      times: facts.times,
      rungs: facts.rungs,
    },
  );
  const rows = new Map(it.steps.map((step) => [step.id, step]));
  const happened = [it.event, ...moved.events].map((event, index): HappenedEvent => {
    const step = moved.steps.find((candidate) => candidate.id === event.stepId) ?? it.after;
    const plan = facts.plans.get(step.planId) ?? it.plan;
    const place = { unitId: review.unitId, raterUnitId: rows.get(step.id)?.raterUnitId ?? null };
    return {
      event,
      // The act itself is told of the attempt it was made in, not of the next one it may have begun.
      step: index === 0 ? { ...step, attempt: before.attempt } : step,
      plan,
      cycleId: review.cycleId,
      reviewId: review.id,
      ...place,
      at: index === 0 ? command.receivedAt : now,
    };
  });
  await keepContent(tx, it);
  const aligned = await align(tx, it, now);
  const withdrawn = new Set(aligned.withdrawn.map(({ id }) => id));
  await saveSteps(
    tx,
    moved.steps
      .filter((step) => (moved.changed.has(step.id) && !withdrawn.has(step.id)) || step.id === before.id)
      .map((step) => ({
        reviewId: review.id,
        step,
        at: step.id === before.id ? command.receivedAt : now,
        ...(step.id === before.id && command.act === 'submit' && { submitCommand: command.id }),
        ...(step.id === before.id && command.act === 'approve' && { decideCommand: command.id }),
      }))
      .concat(aligned.withdrawn.map((step) => ({ reviewId: review.id, step, at: now }))),
  );
  // After the clock's say: an attempt that begins now counts for more.
  await openAlignments(tx, aligned.opened);
  const revision = review.revision + 1;
  const entries = chain(
    { reviewId: review.id, cycleId: review.cycleId, seq: review.journalSeq, head: review.journalHead },
    [...happened, ...aligned.happened].map((each, index) =>
      journalLine(
        each,
        clock.wall,
        index === 0 ? { ...command, commandId: command.id, contentDigest: command.bodyDigest } : null,
      ),
    ),
  );
  await insertJournal(tx, entries);
  const last = entries.at(-1);
  if (last !== undefined) await advanceReview(tx, review.id, { revision, seq: last.seq, head: last.hash });
  await bringIntoForce(tx, it.after, command);
  await bringGuardIntoForce(tx, facts, before, command);
  await correctFacts(tx, facts, before, command);
  await insertNotices(tx, await noticesFor(tx, [...happened, ...aligned.happened]));
  await hintCycle(tx, it);
  const known = { key: command.id, cycleId: command.cycleId, phase: facts.cycle.phase, sleepsTo: clock.nextAt };
  const left = [...moved.steps.filter(({ id }) => moved.changed.has(id)), ...aligned.opened.map(({ step }) => step)];
  await hintSooner(tx, known, left);
  const answer: RecordOutcome = {
    outcome: 'applied',
    code: null,
    state: stateOf(revision, after(moved.steps, aligned)),
  };
  await settleCommand(tx, command.id, answer, null);
  return answer;
}
