import { allHandlersFinished, condition, defineSignal, setCurrentDetails, setHandler } from '@temporalio/workflow';
import { converse } from './conversation.js';
import { messageNames, type ReviewInput, type Sync } from './messages.js';

const sync = defineSignal<[Sync]>(messageNames.sync);
const close = defineSignal(messageNames.close);

/**
 * One unit's conversation with its superior in one cycle. Born with its first
 * word, it has no timers and no children: its history is what people did. It
 * stays open until the cycle's close.
 */
export async function unitReview({ reviewId, state }: ReviewInput): Promise<void> {
  let closed = false;
  const conversation = converse(state, ({ code }) => {
    // Born again by a word that came too late: nobody would tell this run to close.
    if (code === 'CYCLE_CLOSED') closed = true;
    describe();
  });
  // The clock moved the review in Postgres: what this run knows is older, so `record` decides the next word.
  setHandler(sync, () => {});
  setHandler(close, () => {
    closed = true;
  });
  describe();

  await condition(() => closed);
  await condition(allHandlersFinished);

  function describe(): void {
    const steps = Object.entries(conversation.state().steps);
    const lines = steps
      .filter(([, step]) => step.state !== 'closed')
      .map(([id, step]) => `- ${id}: ${step.outcome ?? step.state}, attempt ${step.attempt}`);
    setCurrentDetails(`**${reviewId}**, revision ${conversation.state().revision}\n\n${lines.join('\n')}`);
  }
}
