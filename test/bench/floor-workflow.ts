/** The bare floor: a workflow with one update and one local activity, and nothing of the product. */
import { condition, defineSignal, defineUpdate, proxyLocalActivities, setHandler } from '@temporalio/workflow';

const { nothing } = proxyLocalActivities<{ nothing: () => Promise<void> }>({ scheduleToCloseTimeout: '5s' });

export async function floor(): Promise<void> {
  let over = false;
  setHandler(defineUpdate('touch'), () => nothing());
  setHandler(defineSignal('end'), () => {
    over = true;
  });
  await condition(() => over);
}
