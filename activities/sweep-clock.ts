import { stepClock, type Swept } from '../domain/process/index.js';
import type { Query, Sql } from '../db/connect.js';
import { moneyToPost, waitingRecalculations } from '../db/recalculations.js';
import { hasUndecided, lockClock, nextStepInstant, saveClock, saveSwept } from '../db/sweep.js';
import type { CycleFacts } from './cycle-facts.js';

/** A command under way, or something another transaction holds: look again soon. */
const busyMs = 1000;

type Consequences = Required<Pick<Swept, 'toRecalculate' | 'toPost'>>;
export const noConsequences: Consequences = { toRecalculate: false, toPost: [] };
export const isWaiting = ({ toRecalculate, toPost }: Consequences): boolean => toRecalculate || toPost.length > 0;

/** What decisions have brought and nobody has done yet. What is computed anew is not posted as it was. */
export async function consequencesOf(sql: Query, cycleId: string): Promise<Consequences> {
  const toRecalculate = (await waitingRecalculations(sql, cycleId)).length > 0;
  return { toRecalculate, toPost: toRecalculate ? [] : await moneyToPost(sql, cycleId) };
}

const earliest = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other);

type Wait = Pick<Swept, 'waitMs'> & { readonly blocked: boolean };
const wait = (waitMs: number | null): Wait => ({ waitMs, blocked: false });
const blocked: Wait = { waitMs: busyMs, blocked: true };

/** Real: sleep to the next instant. Rehearsal: check that all is quiet and step, in one transaction. */
export async function moveClock(
  sql: Sql,
  facts: CycleFacts,
  now: number,
  seenAt: number | null,
  recalculates: boolean,
): Promise<Wait> {
  const cycleId = facts.cycle.id;
  return sql.begin(async (tx) => {
    const clock = await lockClock(tx, cycleId);
    // Asked again with the clock in hand: an improvement plan may have moved since the sweep looked.
    const nextAt = earliest(seenAt, await nextStepInstant(tx, cycleId));
    await saveSwept(tx, cycleId, now, nextAt);
    if (clock.nowAt === null) {
      if (nextAt === null) return wait(null);
      return nextAt <= clock.wall ? blocked : wait(Math.max(nextAt - clock.wall, busyMs));
    }
    const overdue = (nextAt !== null && nextAt <= clock.nowAt) || (await hasUndecided(tx, cycleId));
    if (overdue || (recalculates && isWaiting(await consequencesOf(tx, cycleId)))) return blocked;
    const step = stepClock({ ...clock, nowAt: clock.nowAt }, nextAt);
    switch (step.kind) {
      case 'waits':
        return wait(null);
      case 'paces':
        return wait(step.waitMs);
      case 'moved':
        await saveClock(tx, cycleId, step);
        return wait(step.held && step.runTo === null ? null : 0);
    }
  });
}
