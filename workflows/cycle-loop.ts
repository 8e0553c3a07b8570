import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  patched,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { createArchiveActivities } from '../activities/archive.js';
import type { createCycleActivities } from '../activities/cycle.js';
import type { createCollectingActivities } from '../activities/collect-metrics.js';
import type { createMoneyActivities } from '../activities/money.js';
import type { createMonitoringActivities } from '../activities/monitoring.js';
import type { createOrganizationActivities } from '../activities/organization-checks.js';
import type { createRecalculateActivities } from '../activities/recalculate.js';
import type { createSweepActivities } from '../activities/sweep.js';
import type { createTakeUpRulesActivities } from '../activities/take-up-rules.js';
import type { Phase, Swept } from '../domain/process/index.js';
import { converse } from './conversation.js';
import { type CycleInput, type CycleStatus, messageNames, type Wake } from './messages.js';

// Writes the steps of all units, set-based; the database being away is the only reason to fail, so it is repeated without end.
const { openCycle } = proxyActivities<ReturnType<typeof createCycleActivities>>({
  startToCloseTimeout: '2m',
  retry: { maximumInterval: '30s' },
  summary: 'the cycle begins',
});
// Single statements. A killed worker is noticed by this time-out alone, so it is as short as a busy database allows.
const { enterPhase, passBarrier, closeCycle } = proxyActivities<ReturnType<typeof createCycleActivities>>({
  startToCloseTimeout: '30s',
  retry: { maximumInterval: '30s' },
  summary: 'the cycle moves on',
});
// Page by page over all units; the cursor is heartbeaten, and a page is a second at most.
const { sweep } = proxyActivities<ReturnType<typeof createSweepActivities>>({
  startToCloseTimeout: '15m',
  heartbeatTimeout: '30s',
  retry: { maximumInterval: '30s' },
  summary: 'sweep over all units',
});
const { monitorUnits } = proxyActivities<ReturnType<typeof createMonitoringActivities>>({
  startToCloseTimeout: '5m',
  heartbeatTimeout: '30s',
  retry: { maximumInterval: '1m' },
  summary: 'expected against actual',
});
// Other systems answer slowly or not at all: each reading has its own deadline, a failed one is tried again at an instant
// of the cycle and not here. Heartbeaten while it waits.
const { collectMetrics } = proxyActivities<ReturnType<typeof createCollectingActivities>>({
  startToCloseTimeout: '30m',
  heartbeatTimeout: '30s',
  retry: { maximumInterval: '1m' },
  summary: 'collect metrics',
});
const { recalculate } = proxyActivities<ReturnType<typeof createRecalculateActivities>>({
  startToCloseTimeout: '10m',
  heartbeatTimeout: '30s',
  retry: { maximumInterval: '1m' },
  summary: 'computed anew from corrected facts',
});
export const { proposeMoney, postMoney } = proxyActivities<ReturnType<typeof createMoneyActivities>>({
  startToCloseTimeout: '1m',
  retry: { maximumInterval: '1m' },
  summary: 'bonus and budget',
});
// Results of all units page by page, then the proposals of money; repeated freely, each effect is there once.
const { takeUpRules } = proxyActivities<ReturnType<typeof createTakeUpRulesActivities>>({
  startToCloseTimeout: '10m',
  heartbeatTimeout: '30s',
  retry: { maximumInterval: '1m' },
  summary: 'computed anew by changed rules',
});
// All goals together, if anything has changed: seconds for the largest organization; each page of units is heartbeaten.
const { checkOrganization, reportOpenFindings } = proxyActivities<ReturnType<typeof createOrganizationActivities>>({
  startToCloseTimeout: '5m',
  heartbeatTimeout: '1m',
  retry: { maximumInterval: '1m' },
  summary: 'goal checks over the whole organization',
});
const { archiveHistories, closeReviews } = proxyActivities<ReturnType<typeof createArchiveActivities>>({
  startToCloseTimeout: '30m',
  heartbeatTimeout: '1m',
  retry: { maximumInterval: '1m' },
  summary: 'close and archive the conversations',
});

const inVainMs = 60_000;
/** What is due and cannot be done is looked at again soon, then later each time, up to this. */
const blockedMs = 15_000;

const wake = defineSignal<[Wake]>(messageNames.wake);
const cycleStatus = defineQuery<CycleStatus>(messageNames.cycleStatus);

export interface CycleLoop {
  readonly id: string;
  /** False where the cycle is past this phase already. */
  readonly enter: (phase: Phase) => Promise<boolean>;
  /** Sweeps at every instant that matters until the phase is over. */
  readonly untilOver: (options?: {
    /** What is to be done once all steps of a plan have ended, before anything that waits for them opens. */
    readonly onceAllEnded?: Readonly<Record<string, () => Promise<unknown>>>;
  }) => Promise<void>;
  /** The phase is over: what the goal checks left open is told and journaled. */
  readonly reportFindings: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Sets up state and handlers before the first await, then loads where the cycle stands. */
export async function createCycleLoop(cycleId: string): Promise<CycleLoop> {
  // Messages only count up; the loop notes the count before it sweeps, so that no wake-up is lost.
  let changes = 0;
  let phase: Phase = 'goal-setting';
  let last: Swept | null = null;
  let lastCheck = '';
  let stuck = { at: '', times: 0 };
  // A cycle that 0.1.0 began goes on without these checks: its history knows no such activity.
  const checksOrganization = patched('organization-checks');
  // One that began before values were watched goes on judging after every sweep.
  const monitorsWhenDue = patched('monitor-when-due');
  const collects = patched('collect-metrics');
  // One that began before appeals posts what was approved at the end of its phase.
  const recalculates = patched('appeals');
  // One that began before took a posting whose answer was lost for one in vain.
  const seesWhy = patched('why-not-posted');
  const conversation = converse({ revision: -1, steps: {} }, ({ outcome }) => {
    if (outcome === 'applied') changes += 1;
  });
  setHandler(wake, () => {
    changes += 1;
  });
  setHandler(cycleStatus, () => ({
    phase,
    changes,
    nextAt: last?.nextAt ?? null,
    counts: last?.counts ?? { opened: 0, reminded: 0, escalated: 0, forwarded: 0, open: 0, submitted: 0 },
  }));

  const cycle = await openCycle({ cycleId });
  conversation.adopt(cycle.state);

  async function enter(next: Phase): Promise<boolean> {
    const entered = await enterPhase({ cycleId, phase: next });
    if (entered) phase = next;
    return entered;
  }

  const untilOver: CycleLoop['untilOver'] = async ({ onceAllEnded = {} } = {}) => {
    for (;;) {
      const seen = changes;
      const swept = await sweep({ cycleId, ...(collects && { collects }), ...(recalculates && { recalculates }) });
      last = swept;
      describe(swept);
      // First of all: what comes next goes by the rules in force.
      if (swept.rulesToTakeUp === true) await takeUpRules({ cycleId });
      if (swept.over) return;
      // What was decided about a judgement has its consequences at the instant it was decided.
      const followed = await follow(swept);
      // Before anything is built on them, and at the instant they came: the clock has not moved.
      if (swept.toCollect === true) await collectMetrics({ cycleId });
      const toMonitor = monitorsWhenDue && swept.toMonitor === true;
      if (toMonitor) await monitorUnits({ cycleId });
      for (const barrier of swept.reached) {
        await onceAllEnded[barrier.of]?.();
        await passBarrier({ cycleId, barrier: barrier.id, how: barrier.how });
      }
      if (swept.reached.length > 0 || toMonitor || followed === 'done' || swept.toCollect === true) continue;
      if (isWorthChecking(swept, seen)) await checkOrganization({ cycleId, at: swept.now });
      if (!monitorsWhenDue && (phase === 'monitoring' || phase === 'evaluation')) await monitorUnits({ cycleId });
      await restartIfLong();
      // What is approved and cannot be posted is told to HR; it is tried again when something changes, or in a while.
      const waitMs = patienceFor(swept);
      if (followed === 'in-vain') await condition(() => changes !== seen, inVainMs);
      else if (waitMs === null) await condition(() => changes !== seen);
      else if (waitMs > 0) await condition(() => changes !== seen, waitMs);
    }
  };

  /** Twice as long each time, where nothing has moved since. */
  function patienceFor({ waitMs, blocked, nextAt, counts: { open, submitted } }: Swept): number | null {
    const at = blocked === true ? `${open} ${submitted} ${nextAt}` : '';
    stuck = { at, times: at !== '' && at === stuck.at ? stuck.times + 1 : 0 };
    return waitMs === null ? null : Math.min(waitMs * 2 ** stuck.times, stuck.times > 0 ? blockedMs : waitMs);
  }

  /** Corrected facts first: money that stands on the old ones is not posted. */
  async function follow({ toRecalculate = false, toPost = [] }: Swept): Promise<'nothing' | 'done' | 'in-vain'> {
    if (toRecalculate) await recalculate({ cycleId });
    let isDone = toRecalculate;
    for (const kind of toPost) {
      const { posted, why } = await postMoney({ cycleId, kind });
      // Posted before, its answer lost; or something else is proposed in its place.
      const hasMoved = seesWhy && (why === 'ALREADY_POSTED' || why === 'RELEASED');
      isDone = posted || hasMoved || isDone;
    }
    if (isDone) return 'done';
    return toPost.length > 0 ? 'in-vain' : 'nothing';
  }

  /** While goals are set and planned; once per instant and change, so not when a sweep only waits for somebody's words. */
  function isWorthChecking({ now, nextAt }: Swept, seen: number): boolean {
    if (!checksOrganization || (phase !== 'goal-setting' && phase !== 'planning')) return false;
    const mark = `${now} ${seen}`;
    if (mark === lastCheck || (nextAt !== null && nextAt <= now)) return false;
    lastCheck = mark;
    return true;
  }

  async function reportFindings(): Promise<void> {
    if (checksOrganization && last !== null) await reportOpenFindings({ cycleId, phase, at: last.now });
  }

  /** Between two sweeps, once nobody's words are under way. */
  async function restartIfLong(): Promise<void> {
    if (!workflowInfo().continueAsNewSuggested) return;
    await condition(allHandlersFinished);
    await continueAsNew<(input: CycleInput) => Promise<void>>({ cycleId });
  }

  function describe({ now, nextAt, counts }: Swept): void {
    const at = (instant: number): string => new Date(instant).toISOString();
    setCurrentDetails(
      `**${cycleId}**: ${phase} at ${at(now)}, next ${nextAt === null ? 'none' : at(nextAt)}\n\n` +
        `open ${counts.open}, submitted ${counts.submitted}; last sweep: opened ${counts.opened}, ` +
        `reminded ${counts.reminded}, escalated ${counts.escalated}, forwarded ${counts.forwarded}`,
    );
  }

  async function close(): Promise<void> {
    // What somebody opened in the last moment is waited for. An earlier version's answer is no answer.
    while ((await closeCycle({ cycleId })) === false) await untilOver();
    await condition(allHandlersFinished);
    await closeReviews({ cycleId });
    await archiveHistories({ cycleId });
    // Whoever spoke meanwhile gets their refusal from this conversation.
    await condition(allHandlersFinished);
  }

  return { id: cycleId, enter, untilOver, reportFindings, close };
}
