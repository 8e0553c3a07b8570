import type { Phase, ReviewState } from '../domain/process/index.js';
import { phases } from '../domain/process/index.js';
import type { Query, Sql } from '../db/connect.js';
import { populateCycle } from '../db/cycles.js';
import { appendJournal } from '../db/journal.js';
import { draftSeededGoals, readSeed } from '../db/next-cycle.js';
import { readClock } from '../db/record.js';
import { readCycleStanding, readReviewState } from '../db/reviews.js';
import { documentDigest } from '../documents/digest.js';
import {
  closeCycle as closeCycleRow,
  countSteps,
  enterPhase as enterPhaseRow,
  lockClock,
  passBarrier as passBarrierRow,
} from '../db/sweep.js';

/** The cycle's own moves; each is one transaction and does nothing when it is repeated. */
export function createCycleActivities({ sql }: { readonly sql: Sql }) {
  /** Reviews and steps of all units, then where the cycle's own conversation stands. */
  async function openCycle({ cycleId }: { readonly cycleId: string }): Promise<{ readonly state: ReviewState }> {
    return sql.begin(async (tx) => {
      const cycle = await readCycleStanding(tx, cycleId);
      if (cycle === undefined) throw new Error(`no cycle ${cycleId}`);
      if (cycle.state === 'planned') {
        await populateCycle(tx, cycleId);
        await beginFromSeed(tx, cycleId);
      }
      return { state: await readReviewState(tx, cycleId) };
    });
  }

  async function enterPhase({ cycleId, phase }: { readonly cycleId: string; readonly phase: Phase }): Promise<boolean> {
    return sql.begin(async (tx) => {
      const cycle = await readCycleStanding(tx, cycleId);
      if (cycle === undefined) throw new Error(`no cycle ${cycleId}`);
      if (cycle.state === 'closed' || phases.indexOf(phase) < phases.indexOf(cycle.phase)) return false;
      if (!cycle.schedule.phases.some((planned) => planned.id === phase) && phase !== 'closing') return false;
      if (await enterPhaseRow(tx, cycleId, phase)) await tell(tx, cycleId, 'phase-entered', { phase });
      return true;
    });
  }

  async function passBarrier(it: {
    readonly cycleId: string;
    readonly barrier: string;
    readonly how: 'met' | 'cut-off';
  }): Promise<void> {
    await sql.begin(async (tx) => {
      const { now } = await readClock(tx, it.cycleId);
      if (!(await passBarrierRow(tx, it.cycleId, it.barrier, it.how, now))) return;
      await tell(tx, it.cycleId, 'barrier-passed', { barrier: it.barrier, how: it.how });
    });
  }

  /** False: somebody has opened something since the sweep found nothing left. Whoever opens a step holds the clock. */
  async function closeCycle({ cycleId }: { readonly cycleId: string }): Promise<boolean> {
    return sql.begin(async (tx) => {
      await lockClock(tx, cycleId);
      const { open, submitted, improving } = await countSteps(tx, cycleId, []);
      const cycle = await readCycleStanding(tx, cycleId);
      if (cycle?.state === 'running' && open + submitted + improving > 0) return false;
      const { now } = await readClock(tx, cycleId);
      if (await closeCycleRow(tx, cycleId, now)) await tell(tx, cycleId, 'cycle-closed', {});
      return true;
    });
  }

  return { openCycle, enterPhase, passBarrier, closeCycle };
}

/** A cycle that begins from another: its units' drafts are there when their goals open; again it changes nothing. */
async function beginFromSeed(tx: Query, cycleId: string): Promise<void> {
  const seed = await readSeed(tx, cycleId);
  if (seed === undefined) return;
  const drafts = await draftSeededGoals(tx, cycleId);
  if (drafts > 0)
    await tell(tx, cycleId, 'cycle-seeded', { cycle: seed.fromCycle, drafts, digest: documentDigest(seed) });
}

/** A line of the system in the cycle's own journal. */
export async function tell(
  tx: Query,
  cycleId: string,
  act: string,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { now, wall } = await readClock(tx, cycleId);
  await appendJournal(tx, cycleId, [
    {
      at: now,
      wallAt: wall,
      act,
      stepId: null,
      attempt: null,
      actorId: null,
      principalId: null,
      commandId: null,
      contentDigest: null,
      data,
    },
  ]);
}
