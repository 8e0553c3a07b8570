import { Context } from '@temporalio/activity';
import type { Touch } from '../domain/cycle/index.js';
import { advance, type StepEvent, type SweepCounts } from '../domain/process/index.js';
import { openAlignments, type OpenedStep, touchesOf } from '../db/alignment.js';
import type { Query, Sql } from '../db/connect.js';
import { readLatestVersion } from '../db/content.js';
import { chain, insertJournal } from '../db/journal.js';
import { parentUnitOf, readClock } from '../db/record.js';
import { barriersMet, lockReviews, readSteps, saveSteps, type StepRow } from '../db/reviews.js';
import { insertHints, insertNotices } from '../db/step-notices.js';
import { dueReviews, saveHeads, undecidedCommands } from '../db/sweep.js';
import { isBeingAligned, openedEvent, unaligned } from './alignment.js';
import type { CycleFacts } from './cycle-facts.js';
import { onAccepted } from './in-force.js';
import { type HappenedEvent, journalLine, noticesFor, placed } from './step-events.js';

const pageSize = 500;

/** What a sweep did to steps. */
export type Tally = Pick<SweepCounts, 'opened' | 'reminded' | 'escalated' | 'forwarded'>;
export const nothingMoved: Tally = { opened: 0, reminded: 0, escalated: 0, forwarded: 0 };

/** Two pages at a time: one computes while the other is in the database. Pages share no review, so neither waits. */
export async function sweepPages(sql: Sql, facts: CycleFacts, now: number): Promise<Tally> {
  const tally = { ...nothingMoved };
  let page = Promise.resolve<readonly string[]>(['']);
  const nextPage = (): Promise<readonly string[]> =>
    (page = page.then((ids) => {
      const last = ids.at(-1);
      return last === undefined ? [] : dueReviews(sql, facts.cycle.id, now, last, pageSize);
    }));
  const lane = async (): Promise<void> => {
    for (let ids = await nextPage(); ids.length > 0; ids = await nextPage()) {
      const events = await sql.begin((tx) => sweepPage(tx, facts, now, ids));
      for (const event of events) {
        if (event.type === 'opened' || event.type === 'reminded' || event.type === 'escalated') tally[event.type] += 1;
        else tally.forwarded += 1;
      }
      Context.current().heartbeat(ids.at(-1));
    }
  };
  await Promise.all([lane(), lane()]);
  return tally;
}

async function sweepPage(
  tx: Query,
  facts: CycleFacts,
  now: number,
  ids: readonly string[],
): Promise<readonly StepEvent[]> {
  const reviews = await lockReviews(tx, ids);
  const undecided = await undecidedCommands(tx, ids);
  const met = await barriersMet(tx, facts.cycle.id);
  const rows = new Map<string, StepRow[]>();
  for (const row of await readSteps(tx, ids)) rows.set(row.reviewId, [...(rows.get(row.reviewId) ?? []), row]);
  const aligning = [...rows].filter(([, steps]) => steps.some(isBeingAligned)).map(([id]) => id);
  const touches = new Map<string, ReadonlyMap<string, readonly Touch[]>>();
  for (const id of aligning) touches.set(id, await touchesOf(tx, id));
  const opened: OpenedStep[] = [];
  const { wall } = await readClock(tx, facts.cycle.id);
  const happened: HappenedEvent[] = [];
  const changes: Parameters<typeof saveSteps>[1][number][] = [];
  const entries: Parameters<typeof insertJournal>[1][number][] = [];
  const heads: { id: string; seq: number; head: string }[] = [];
  for (const review of reviews) {
    const steps: readonly StepRow[] = rows.get(review.id) ?? [];
    const moved = advance(steps, {
      now,
      plans: facts.plans,
      barriersMet: met,
      undecided: undecided.get(review.id) ?? new Map(),
      times: facts.times,
      rungs: facts.rungs,
    });
    for (const step of moved.steps) {
      if (moved.changed.has(step.id)) changes.push({ reviewId: review.id, step, at: now });
    }
    const raterUnitOf = (id: string): string | null => steps.find((row) => row.id === id)?.raterUnitId ?? null;
    const { cycleId, id: reviewId, unitId } = review;
    const place = { cycleId, reviewId, unitId, at: now, plans: facts.plans, raterUnitOf };
    const own = moved.events.map((event) => placed(event, moved.steps, place));
    const settling = unaligned(moved.events, { facts, review, steps, at: now }, touches);
    opened.push(...settling);
    own.push(...settling.map(openedEvent({ facts, review, steps, at: now })));
    happened.push(...own);
    if (own.length === 0) continue;
    const chained = chain(
      { reviewId: review.id, cycleId: review.cycleId, seq: review.journalSeq, head: review.journalHead },
      own.map((each) => journalLine(each, wall, null)),
    );
    entries.push(...chained);
    const last = chained.at(-1);
    if (last !== undefined) heads.push({ id: review.id, seq: last.seq, head: last.hash });
  }
  await saveSteps(tx, changes);
  await openAlignments(tx, opened);
  await insertJournal(tx, entries);
  await acceptForwarded(tx, facts, happened);
  await insertNotices(tx, await noticesFor(tx, happened));
  const saved = heads.length === 0 ? [] : await saveHeads(tx, heads);
  await insertHints(
    tx,
    saved
      .filter((review) => review.born && review.id !== facts.cycle.id)
      .map(({ id, revision }) => ({
        key: `sync/${id}/${revision}`,
        kind: 'sync' as const,
        cycleId: facts.cycle.id,
        payload: { reviewId: id, revision },
      })),
  );
  return happened.map((each) => each.event);
}

/** Submitted, never decided, closed by policy: what was submitted counts, and the journal says how it came. */
async function acceptForwarded(tx: Query, facts: CycleFacts, happened: readonly HappenedEvent[]): Promise<void> {
  for (const it of happened) {
    if (it.event.type !== 'forwarded' || it.event.from !== 'submitted' || it.unitId === null) continue;
    const submitted = await readLatestVersion(tx, it.reviewId, it.step.id);
    if (submitted === undefined) continue;
    await onAccepted(
      tx,
      {
        cycleId: it.cycleId,
        reviewId: it.reviewId,
        unitId: it.unitId,
        stepId: it.step.id,
        commandId: submitted.commandId,
        at: it.at,
        book: facts.cycle.book,
        kind: it.step.kind,
        raterUnitId: it.raterUnitId,
        superiorUnitId: await parentUnitOf(tx, it.unitId),
        author: submitted.actor,
      },
      submitted.content,
    );
  }
}
