import { canonicalJson } from '../domain/canonical.js';
import type { Query } from '../db/connect.js';
import { activeStandIns } from '../db/people.js';
import { addTaskReport, lockTask, type NewTaskReport } from '../db/tasks.js';
import { localDay } from '../documents/schedule.js';
import { Refused } from './refused.js';

export interface ProgressAsk {
  readonly cycleId: string;
  readonly unitId: string;
  readonly taskId: string;
  readonly percent: string;
  readonly note: string;
  /** The version of the task that was seen; null: whichever is in force. */
  readonly version: number | null;
  readonly actor: string;
}

/**
 * An owner's word on how far a task is, at the cycle's present: while the clock
 * is held for share and the task is locked, so that neither time nor plan moves
 * meanwhile. @throws Refused
 */
export async function reportProgress(tx: Query, ask: ProgressAsk): Promise<NewTaskReport> {
  const { cycleId, unitId, taskId, percent, note, actor } = ask;
  const [cycle] = await tx<{ state: string; zone: string; now: number | null; wall: number }[]>`
    SELECT c.state, c.zone, k.now_at AS now, clock_timestamp() AS wall
      FROM cycle_clocks k JOIN cycles c ON c.id = k.cycle_id WHERE k.cycle_id = ${cycleId} FOR SHARE OF k`;
  if (cycle === undefined) throw new Refused('NOT_FOUND');
  if (cycle.state === 'closed') throw new Refused('CYCLE_CLOSED');
  if (cycle.state !== 'running') throw new Refused('CYCLE_NOT_RUNNING');
  const task = await lockTask(tx, { cycleId, unitId, taskId }, ask.version);
  if (task.kind !== 'in-force') throw new Refused(task.kind === 'unknown' ? 'NOT_FOUND' : 'TASK_ENDED');
  const at = cycle.now ?? cycle.wall;
  const principal = await ownerFor(tx, task.content.owner, actor, localDay(at, cycle.zone));
  // A plan that says the same of this task has not replaced it.
  const replaced = task.seen === null || canonicalJson(task.seen) !== canonicalJson(task.content);
  if (ask.version !== null && replaced) throw new Refused('TASK_REPLACED');
  const report = { cycleId, unitId, taskId, percent, note, by: actor, principal, at };
  await addTaskReport(tx, report);
  return report;
}

/** The owner in person, or who stands in for them that day. @throws Refused TASK_NOT_YOURS */
async function ownerFor(tx: Query, owner: string | undefined, actor: string, day: string): Promise<string> {
  if (owner === undefined) throw new Refused('TASK_NOT_YOURS');
  if (owner === actor) return owner;
  const standIns = await activeStandIns(tx, [owner], day);
  if (standIns.get(owner)?.includes(actor) !== true) throw new Refused('TASK_NOT_YOURS');
  return owner;
}
