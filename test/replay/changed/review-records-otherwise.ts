import { condition, proxyActivities, setHandler } from '@temporalio/workflow';
import type { createRecordActivities } from '../../../activities/record.js';
import type { RecordOutcome } from '../../../domain/process/index.js';
import { approve, submit } from '../../../workflows/conversation.js';
import type { ReviewInput, StepWord } from '../../../workflows/messages.js';

const { record } = proxyActivities<ReturnType<typeof createRecordActivities>>({ startToCloseTimeout: '10s' });

/** As `unitReview`, but words are recorded by an ordinary activity at once: another kind of activity. */
export async function unitReview(_input: ReviewInput): Promise<void> {
  const say = (word: StepWord): Promise<RecordOutcome> => record(word);
  setHandler(submit, say);
  setHandler(approve, say);
  await condition(() => false);
}
