import { advance, reopen, type Step, type StepEvent } from '../domain/process/index.js';
import type { MoneyKind } from '../domain/cycle/index.js';
import type { Query } from '../db/connect.js';
import { chain, insertJournal } from '../db/journal.js';
import { readClock } from '../db/record.js';
import { barriersMet, lockReviews, readSteps, saveSteps, type StepRow } from '../db/reviews.js';
import { insertNotices } from '../db/step-notices.js';
import { saveHeads, undecidedCommands } from '../db/sweep.js';
import type { CycleFacts } from './cycle-facts.js';
import { journalLine, noticesFor, placed } from './step-events.js';

/**
 * What was submitted or decided about a proposal that is no longer the newest is wanted once more, as the next attempt;
 * a release that nobody has decided waits again. In the caller's transaction; what is not there yet stays as it is.
 */
export async function reopenMoney(
  tx: Query,
  facts: CycleFacts,
  kinds: readonly MoneyKind[],
  at: number,
): Promise<void> {
  const cycleId = facts.cycle.id;
  const [review] = await lockReviews(tx, [cycleId]);
  if (review === undefined || kinds.length === 0) return;
  const steps = await readSteps(tx, [cycleId]);
  const events: StepEvent[] = [];
  const changed = steps.map((step): Step => {
    const plan = facts.plans.get(step.planId);
    if (plan === undefined || !isUnsettled(step, kinds)) return step;
    const again = step.kind === 'release' ? waitingAgain(step) : reopen(step, plan, at, facts.times);
    events.push(again.event);
    return again.step;
  });
  if (events.length === 0) return;
  const context = {
    ...facts,
    now: at,
    barriersMet: await barriersMet(tx, cycleId),
    undecided: (await undecidedCommands(tx, [cycleId])).get(cycleId) ?? new Map<string, number>(),
  };
  const moved = advance(changed, context);
  const place = { cycleId, reviewId: cycleId, unitId: null, at, plans: facts.plans };
  const happened = [...events, ...moved.events].map((event) => placed(event, moved.steps, place));
  const touched = new Set([...events.map(({ stepId }) => stepId), ...moved.changed]);
  await saveSteps(
    tx,
    moved.steps.filter(({ id }) => touched.has(id)).map((step) => ({ reviewId: cycleId, step, at })),
  );
  const { wall } = await readClock(tx, cycleId);
  const entries = chain(
    { reviewId: cycleId, cycleId, seq: review.journalSeq, head: review.journalHead },
    happened.map((each) => journalLine(each, wall, null)),
  );
  await insertJournal(tx, entries);
  const last = entries.at(-1);
  if (last !== undefined) await saveHeads(tx, [{ id: cycleId, seq: last.seq, head: last.hash }]);
  await insertNotices(tx, await noticesFor(tx, happened));
}

function isUnsettled({ kind, state }: StepRow, kinds: readonly MoneyKind[]): boolean {
  if (kind === 'release') return state === 'open' || state === 'submitted';
  const ofKind = kinds.some((each) => kind === each || kind === `${each}-own`);
  return ofKind && (state === 'submitted' || state === 'done');
}

/** Nobody releases what is computed anew: it opens again after all that it waits for. */
function waitingAgain(step: Step): { step: Step; event: StepEvent } {
  const { attempt, revision } = step;
  const fresh = { submittedBy: [], decidedBy: null, decideDueAt: null, decideClosesAt: null, rung: 0 };
  return {
    step: { ...step, ...fresh, state: 'closed', outcome: null, attempt: attempt + 1, revision: revision + 1 },
    event: { type: 'reopened', stepId: step.id },
  };
}
