import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  defineQuery,
  defineSignal,
  defineUpdate,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';
import type { createRecordActivities } from '../activities/record.js';
import { type RecordOutcome, refusesAtOnce, type ReviewState } from '../domain/process/index.js';
import { messageNames, type StepWord } from './messages.js';

type RecordActivities = ReturnType<typeof createRecordActivities>;

// A record takes milliseconds. Within 5 s the local activity is the cheap way; it may run again, and is idempotent.
// The time-out ends an attempt that hangs; attempts that fail begin it anew, so their number is bounded too: 8 are 4.5 s.
const { record: recordSoon } = proxyLocalActivities<RecordActivities>({
  scheduleToCloseTimeout: '5s',
  retry: { initialInterval: '100ms', maximumInterval: '1s', maximumAttempts: 8 },
});
// With the database away it is tried without end: a person's words wait, and are not lost.
const { record: recordEventually } = proxyActivities<RecordActivities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});

export const submit = defineUpdate<RecordOutcome, [StepWord]>(messageNames.submit);
export const approve = defineUpdate<RecordOutcome, [StepWord]>(messageNames.approve);
export const submitSignal = defineSignal<[StepWord]>(messageNames.submit);
export const approveSignal = defineSignal<[StepWord]>(messageNames.approve);
export const reviewState = defineQuery<ReviewState>(messageNames.reviewState);

export interface Conversation {
  readonly state: () => ReviewState;
  readonly adopt: (state: ReviewState) => void;
}

/**
 * Wires the two messages that carry people's words, as update and as signal,
 * to one inner function. Words are recorded one at a time, in order of arrival.
 */
export function converse(begin: ReviewState, onRecorded: (outcome: RecordOutcome) => void): Conversation {
  let state = begin;
  let last: Promise<unknown> = Promise.resolve();
  const adopt = (newer: ReviewState): void => {
    if (newer.revision > state.revision) state = newer;
  };

  function say(word: StepWord): Promise<RecordOutcome> {
    const turn = last.then(async () => {
      const outcome = await record(word);
      adopt(outcome.state);
      onRecorded(outcome);
      return outcome;
    });
    last = turn.catch(() => undefined);
    return turn;
  }

  // Synchronous, and a fast refusal only: where this state may be behind the word, `record` decides.
  function validator(word: StepWord): void {
    if (state.revision < word.reviewRevision) return;
    const code = refusesAtOnce(state, word);
    if (code !== null) throw ApplicationFailure.create({ type: code, message: code, nonRetryable: true });
  }

  // An error thrown in a signal handler would fail the workflow; `record` answers refusals as values.
  const hear = async (word: StepWord): Promise<void> => {
    await say(word);
  };
  setHandler(submit, say, { validator });
  setHandler(approve, say, { validator });
  setHandler(submitSignal, hear);
  setHandler(approveSignal, hear);
  setHandler(reviewState, () => state);
  return { state: () => state, adopt };
}

async function record(word: StepWord): Promise<RecordOutcome> {
  try {
    return await recordSoon.executeWithOptions({ summary: wordInBrief(word) }, [word]);
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure || error instanceof ApplicationFailure))
      throw error;
    return await recordEventually.executeWithOptions({ summary: `${wordInBrief(word)}, once the database is back` }, [
      word,
    ]);
  }
}

/** What Temporal's own pages show beside the activity: which step, what was decided. */
const wordInBrief = ({ stepId, decision }: StepWord): string => (decision === null ? stepId : `${stepId}: ${decision}`);
