import type { z } from 'zod';
import type { Query, Transaction } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { appendJournal } from '../db/journal.js';
import {
  anyPublished,
  type BudgetBase,
  copyStrategy,
  countCycle,
  goalsToCarry,
  type HistoryToAppend,
  historyToAppend,
  type Learnt,
  noteAppended,
  postedBudgets,
  putHistories,
  valuesAppended,
  writeSeed,
} from '../db/next-cycle.js';
import { type CyclePreview, previewCycle, startCycle } from '../db/preview.js';
import { latestValues } from '../db/results.js';
import { loadStrategy } from '../db/strategy.js';
import { lockStrategy, recordChanges } from '../db/strategy-versions.js';
import { type CycleRequest, parseNewCycle } from '../documents/cycle.js';
import { documentDigest } from '../documents/digest.js';
import type { nextCycleBody } from '../documents/growth.js';
import {
  type CarriedGoal,
  carryGoal,
  periodAfter,
  type TargetChoice,
  titleAfter,
  whatToSimplify,
} from '../domain/cycle/index.js';
import { realBook } from '../domain/strategy.js';
import type { ApiDeps } from './deps.js';
import { personLine } from './in-line.js';
import { Refused } from './refused.js';
import { needsRight } from './rights.js';
import type { Person } from './session.js';
import { journalImport } from './strategy-journal.js';

export type NextCycleAsk = z.output<typeof nextCycleBody>;

/** What the next cycle would begin with; nothing is written. */
export interface NextCycle {
  readonly request: CycleRequest;
  readonly targets: TargetChoice;
  readonly goals: readonly CarriedGoal[];
  readonly bases: readonly BudgetBase[];
  readonly history: readonly HistoryToAppend[];
  readonly learnt: Learnt;
}

/** Results are there, or the cycle is over. @throws Refused NEXT_CYCLE_TOO_EARLY */
async function needsResults(sql: Query, cycle: CycleRow): Promise<void> {
  if (cycle.state === 'closed') return;
  if (!(await anyPublished(sql, cycle.id))) throw new Refused('NEXT_CYCLE_TOO_EARLY');
}

/** The new cycle as asked for; what is not said follows from the one it comes from. @throws Refused */
export function requestAfter(from: CycleRow, { cycle: asked }: NextCycleAsk): CycleRequest {
  const period = { start: from.periodStart, end: from.periodEnd };
  const next = periodAfter(period);
  if (asked.mode !== undefined && asked.mode !== from.mode) {
    throw new Refused('NEXT_CYCLE_MODE', [{ pointer: '/cycle/mode', code: 'NEXT_CYCLE_MODE' }]);
  }
  const parsed = parseNewCycle({
    id: `${from.id}-next`.slice(0, 64),
    title: titleAfter(from.title, period, next),
    templateId: from.templateId,
    rootUnit: from.rootUnit,
    mode: from.mode,
    periodStart: next.start,
    periodEnd: next.end,
    zone: from.zone,
    currency: from.currency,
    ...(from.mode === 'rehearsal' && { player: { kind: 'people' }, held: true }),
    ...asked,
  });
  if (parsed.ok) return parsed.value;
  const code = parsed.problems.some((problem) => problem.code === 'PERIOD_INVALID') ? 'PERIOD_INVALID' : 'BODY_INVALID';
  throw new Refused(
    code,
    parsed.problems.map((problem) => ({ ...problem, pointer: `/cycle${problem.pointer}` })),
  );
}

/** Computed from the old cycle's goals, values, books and journal; the same whoever looks. @throws Refused */
export async function previewNext(sql: Query, person: Person, from: CycleRow, ask: NextCycleAsk): Promise<NextCycle> {
  needsRight(person, 'steer', 'cycle');
  await needsResults(sql, from);
  const request = requestAfter(from, ask);
  const previewed = await previewCycle(sql, request);
  if (!previewed.ok) throw new Refused('BODY_INVALID', previewed.problems);
  return nextOf(sql, from, ask.targets, request, previewed.preview);
}

async function nextOf(
  sql: Query,
  from: CycleRow,
  targets: TargetChoice,
  request: CycleRequest,
  { cycle }: CyclePreview,
): Promise<NextCycle> {
  const { start, end } = { start: from.periodStart, end: from.periodEnd };
  const units = cycle.subjects.filter((unit) => from.subjects.includes(unit));
  const values = await latestValues(sql, from.book, start, end);
  const strategy = await loadStrategy(sql, from.book);
  // The change of the year is counted from what was before it, also where another next cycle was begun already.
  const appended = await valuesAppended(sql, from.book, end);
  const metrics = new Map(
    strategy.metrics.map((metric) => {
      const history = metric.history?.slice(0, metric.history.length - (appended.get(metric.id) ?? 0));
      return [metric.id, { ...metric, ...(history !== undefined && { history }) }];
    }),
  );
  const goals = (await goalsToCarry(sql, from.id, units)).map((goal) => {
    const [metric, value] = goal.metric === undefined ? [] : [metrics.get(goal.metric), values.get(goal.metric)];
    const to = { start: request.periodStart, end: request.periodEnd };
    return carryGoal({ goal, metric, actual: value?.value ?? null }, targets, { start, end }, to);
  });
  const book = request.mode === 'real' ? realBook : request.id;
  const history = await historyToAppend(sql, from.id, { from: from.book, to: book, start, end });
  const counts = await countCycle(sql, from.id, from.book);
  const told = history.map(({ metric, value }) => ({ metric, value }));
  const learnt = { counts, items: whatToSimplify(counts), history: told };
  return { request, targets, goals, bases: await postedBudgets(sql, from.id, units), history, learnt };
}

/**
 * Starts the next cycle with what was learnt, in the caller's transaction: through the same way as any other cycle,
 * then its seed beside it. Goals become drafts when the cycle opens; nothing that is there is overwritten.
 * @throws Refused CYCLE_EXISTS where the id is taken, CYCLE_PREFLIGHT_FAILED, and what a preview refuses
 */
export async function startNext(
  deps: ApiDeps,
  tx: Transaction,
  person: Person,
  from: CycleRow,
  ask: NextCycleAsk,
): Promise<NextCycle> {
  needsRight(person, 'steer', 'cycle');
  await needsResults(tx, from);
  const request = requestAfter(from, ask);
  // Whoever appends to histories does so alone: none gets the same value twice.
  await lockStrategy(tx);
  const started = await startCycle(tx, request, person.id);
  if (!started.ok) throw new Refused(started.code, [...started.problems, ...started.preflight]);
  const next = await nextOf(tx, from, ask.targets, request, started.preview);
  const { targets, learnt, goals, bases } = next;
  const seed = { fromCycle: from.id, targets, learnt, seededBy: person.id, seededAt: from.clock.now };
  await writeSeed(tx, request.id, seed, goals, bases);
  await appendHistories(deps, tx, person, from, next);
  await appendJournal(tx, from.id, [
    await personLine(tx, from.id, {
      act: 'next-cycle-begun',
      actor: person.id,
      principal: person.id,
      digest: documentDigest({ goals, bases, learnt }),
      data: { cycle: request.id, goals: goals.length, bases: bases.length, metrics: next.history.length },
    }),
  ]);
  return next;
}

/** The year's values at the end of the metrics' histories: of the real strategy as versions of it, of a rehearsal as its copy. */
async function appendHistories(
  deps: ApiDeps,
  tx: Transaction,
  person: Person,
  from: CycleRow,
  { request, history }: NextCycle,
): Promise<void> {
  const book = request.mode === 'real' ? realBook : request.id;
  const reason = `${from.id}: ${from.periodEnd}`;
  await noteAppended(tx, book, from.periodEnd, request.id, history);
  if (book !== realBook) {
    await copyStrategy(tx, { from: from.book, to: book, by: person.id, reason, at: from.clock.now, values: history });
    return;
  }
  await putHistories(tx, history);
  const ids = history.map(({ metric }) => metric);
  const changes = await recordChanges(tx, { by: person.id, reason, way: 'edit', kinds: ['metrics'], ids });
  await journalImport(deps, tx, person, changes);
}
