/** The world's activities, as the worker registers them; what was called is in `world.calls`. */
import { Context } from '@temporalio/activity';
import { phases } from '../../domain/process/index.js';
import type { Activities } from '../../activities/index.js';
import type { World } from './world.js';

export function activitiesOf(world: World): Activities {
  const plain = plainActivities(world);
  /** Calls the hook before the answer reaches the workflow. */
  const hooked = Object.entries(plain).map(([name, act]: [string, (input: never) => Promise<unknown>]) => {
    return [
      name,
      async (input: never): Promise<unknown> => {
        const answer = await act(input);
        await world.hooks.answered?.(name);
        return answer;
      },
    ];
  });
  return Object.fromEntries(hooked) as Activities;
}

function plainActivities(world: World): Activities {
  const { standing, calls, at, hooks } = world;
  const { cycleId } = world.options;
  const outcomeOf = (step: string) => standing.steps().find((each) => each.id === step)?.outcome;
  return {
    record: async (word) => {
      await hooks.record?.(word, Context.current().info.isLocal);
      calls.push(`record ${word.stepId}`);
      const outcome = world.judge(word);
      await world.improving.look(await world.now());
      // The pump's hint: its end may let pass what waits.
      const awaited = Object.values(standing.schedule.barriers).some((barrier) => barrier.of === word.stepId);
      const step = standing.stepsOf(word.reviewId).find(({ id }) => id === word.stepId);
      const corrects = step?.outcome === 'granted' || (step?.kind === 'correction' && step.outcome === 'approved');
      if (corrects) world.corrected.waiting += 1;
      const ended = step?.state === 'done' && awaited;
      if (ended || corrects) await world.options.signal('cycle', 'wake');
      return outcome;
    },
    sweep: ({ collects, recalculates }) => {
      calls.push('sweep');
      return world.sweep(collects, recalculates);
    },
    openCycle: () => {
      if (at.state === 'planned') at.state = 'running';
      calls.push('openCycle');
      return Promise.resolve({ state: standing.state(cycleId) });
    },
    enterPhase: ({ phase }) => {
      if (at.state === 'closed' || phases.indexOf(phase) < phases.indexOf(at.phase)) return Promise.resolve(false);
      at.phase = phase;
      calls.push(`enter ${phase}`);
      return Promise.resolve(true);
    },
    passBarrier: ({ barrier, how }) => {
      calls.push(`pass ${barrier} ${how}`);
      standing.pass(barrier, how);
      return Promise.resolve();
    },
    closeCycle: async () => {
      await hooks.closing?.();
      const isFree = !standing.steps().some(({ state }) => state === 'open' || state === 'submitted');
      if (isFree) at.state = 'closed';
      calls.push(isFree ? 'closeCycle' : 'closeCycle: not yet');
      return isFree;
    },
    scoreUnits: () => {
      calls.push('scoreUnits');
      return Promise.resolve({ scored: world.options.units.length, blocked: 0, unchanged: 0 });
    },
    publishResults: () => {
      calls.push('publishResults');
      return Promise.resolve({ published: world.options.units.length, blocked: 0 });
    },
    proposeMoney: ({ kind }) => {
      calls.push(`proposeMoney ${kind}`);
      return Promise.resolve({ attempt: 1, unfit: [] });
    },
    postMoney: ({ kind }) => {
      const approved = outcomeOf(kind) === 'approved' && outcomeOf(`${kind}-own`) === 'approved';
      const attempt = standing.steps().find((step) => step.kind === kind)?.attempt ?? 0;
      if (world.books.closed) {
        calls.push(`postMoney ${kind}: in vain`);
        return Promise.resolve({ posted: false, why: 'NOT_APPROVED' });
      }
      if (approved && world.posted.get(kind) === attempt)
        return Promise.resolve({ posted: false, why: 'ALREADY_POSTED' });
      if (approved) world.posted.set(kind, attempt);
      calls.push(`postMoney ${kind}: ${approved ? 'POSTED' : 'NOT_APPROVED'}`);
      return Promise.resolve({ posted: approved, why: approved ? 'POSTED' : 'NOT_APPROVED' });
    },
    recalculate: async () => {
      calls.push('recalculate');
      world.corrected.waiting = 0;
      standing.reopenMoney(await world.now());
      return { moved: 1, proposed: [] };
    },
    advancePlan: async ({ planId }) => {
      await hooks.plan?.();
      calls.push('advancePlan');
      return world.improving.advance(planId);
    },
    takeUpRules: () => {
      calls.push('takeUpRules');
      const revisions = world.takeUp();
      return Promise.resolve({ revisions, rescored: null, bonus: null, budget: null });
    },
    monitorUnits: async () => {
      calls.push('monitorUnits');
      world.watching.fresh = false;
      world.watching.monitor(at.phase, await world.now());
      return { red: 0, amber: 0 };
    },
    collectMetrics: async () => {
      const collected = await world.collect();
      calls.push(`collectMetrics: ${collected}`);
      const taken = collected === 'taken' ? 1 : 0;
      return { taken, failed: collected === 'failed' ? 1 : 0, written: taken, stale: 0 };
    },
    checkOrganization: ({ at: instant }) => {
      calls.push(`checkOrganization in ${at.phase}`);
      for (const finding of world.findings.open) world.findings.tell(`new ${finding}`);
      const isLastDay = instant >= (world.remindAt() ?? Infinity);
      if (world.findings.open.size > 0 && isLastDay) world.findings.tell(`reminded in ${at.phase}`);
      return Promise.resolve({ open: world.findings.open.size, told: 0 });
    },
    reportOpenFindings: ({ phase }) => {
      calls.push(`reportOpenFindings ${phase}`);
      if (world.findings.open.size > 0) world.findings.tell(`left open by ${phase}`);
      return Promise.resolve({ open: world.findings.open.size });
    },
    closeReviews: async () => {
      calls.push('closeReviews');
      for (const review of world.born) await world.options.signal({ review }, 'close');
      return { closed: world.born.size };
    },
    archiveHistories: () => {
      calls.push('archiveHistories');
      return Promise.resolve({ archived: world.born.size });
    },
  };
}
