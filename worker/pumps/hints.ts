import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Sql } from '../../db/connect.js';
import { livePlan } from '../../db/improvement-clock.js';
import { allEnded, claimOutbox, markDone, markFailed, type OutboxRow, postpone } from '../../db/outbox.js';
import { cycleWorkflowId, messageNames, reviewWorkflowId } from '../../workflows/messages.js';
import { stirPlan } from './stir.js';

interface Deps {
  readonly sql: Sql;
  readonly client: Client;
  readonly now?: () => number;
}

/** At most one wake per cycle and phase in this time, but for those that a person waits for. */
const wakeGapMs = 5000;
const deadlineMs = 5000;
const leaseMs = 30_000;
const batch = 200;
const atOnce = 20;

/** Wakes, syncs, and what stirs improvement plans. They are hints only: one lost or given twice changes nothing but the time. */
export function createHints({ sql, client, now = Date.now }: Deps): () => Promise<boolean> {
  const woken = new Map<string, number>();

  /** Several hints for one cycle and phase are one wake. */
  async function wake(key: string, rows: readonly OutboxRow[]): Promise<void> {
    const [first] = rows;
    if (first === undefined) return;
    const kept: OutboxRow[] = [];
    const useless: OutboxRow[] = [];
    for (const row of rows) ((await isOfUse(sql, row)) ? kept : useless).push(row);
    await markDone(sql, useless);
    if (kept.length === 0) return;
    const leftMs = (woken.get(key) ?? -Infinity) + wakeGapMs - now();
    if (leftMs > 0 && !kept.some(isUrgent)) return postpone(sql, kept, leftMs);
    woken.set(key, now());
    const { cycleId, payload } = first;
    const sent = await trySignal(client, cycleWorkflowId(cycleId), messageNames.wake, { phase: payload['phase'] });
    await settle(sql, kept, sent);
  }

  async function sync(row: OutboxRow): Promise<void> {
    const { reviewId, revision } = row.payload;
    const sent = await trySignal(client, reviewWorkflowId(String(reviewId)), messageNames.sync, { revision });
    await settle(sql, [row], sent);
  }

  /** Wakes whoever keeps the plan's clock; starts it where nobody does. One that has ended needs nobody. */
  async function plan(row: OutboxRow): Promise<void> {
    const live = await livePlan(sql, String(row.payload['plan']));
    await settle(sql, [row], live === undefined ? null : await tryStir(client, live.id));
  }

  return async function drain(): Promise<boolean> {
    const rows = await claimOutbox(sql, ['wake', 'sync', 'plan'], leaseMs, batch);
    const wakes = new Map<string, OutboxRow[]>();
    for (const row of rows.filter((each) => each.kind === 'wake')) {
      const key = `${row.cycleId}/${String(row.payload['phase'])}`;
      wakes.set(key, [...(wakes.get(key) ?? []), row]);
    }
    for (const [key, group] of wakes) await wake(key, group);
    const single = rows.filter((row) => row.kind !== 'wake');
    for (let from = 0; from < single.length; from += atOnce) {
      await Promise.all(single.slice(from, from + atOnce).map((row) => (row.kind === 'plan' ? plan(row) : sync(row))));
    }
    return rows.length === batch;
  };
}

/** A repair, or a word to the clock: it names no barrier and no later instant, and somebody waits for it. */
const isUrgent = ({ payload }: OutboxRow): boolean => typeof payload['of'] !== 'string' && payload['sooner'] !== true;

async function isOfUse(sql: Sql, row: OutboxRow): Promise<boolean> {
  const of = row.payload['of'];
  return typeof of !== 'string' || (await allEnded(sql, row.cycleId, of));
}

/** null: sent, or nobody there who needs it. */
async function trySignal(client: Client, workflowId: string, name: string, payload: unknown): Promise<string | null> {
  try {
    await client.withDeadline(Date.now() + deadlineMs, () =>
      client.workflow.getHandle(workflowId).signal(name, payload),
    );
    return null;
  } catch (error) {
    // Never born, or ended: it needs no hint.
    if (error instanceof WorkflowNotFoundError) return null;
    return error instanceof Error ? error.message : String(error);
  }
}

async function tryStir(client: Client, planId: string): Promise<string | null> {
  try {
    await client.withDeadline(Date.now() + deadlineMs, () => stirPlan(client, planId));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function settle(sql: Sql, rows: readonly OutboxRow[], error: string | null): Promise<void> {
  if (error === null) return markDone(sql, rows);
  for (const row of rows) await markFailed(sql, row, error);
}
