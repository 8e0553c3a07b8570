import {
  type CaseStanding,
  nextRungAt,
  type OpeningAfter,
  type Wait,
  type WaitKind,
  waitOfCase,
} from '../domain/cycle/index.js';
import { localDay, makeOpenings } from '../documents/schedule.js';
import { loadCalendar } from './calendar.js';
import type { Query } from './connect.js';
import { type CaseRow, readCases } from './deviation-cases.js';
import { beginWaits, endWaits, setFollowUp } from './monitoring-waits.js';
import { insertHints } from './step-notices.js';

/** What waiting needs of a cycle. */
export interface WaitingCycle {
  readonly id: string;
  readonly zone: string;
  readonly phase: string;
}

/** A case as the rules of waiting look at it. */
export function standingOfCase(row: CaseRow, zone: string): CaseStanding {
  return {
    closed: row.closedAt !== null,
    openedDay: localDay(row.openedAt, zone),
    seenDay: localDay(row.seenAt, zone),
    seenAt: row.seenAt,
    action:
      row.action === null
        ? null
        : { ...row.action, writtenAt: row.action.at, writtenDay: localDay(row.action.at, zone) },
  };
}

export async function openingsOf(sql: Query, zone: string): Promise<OpeningAfter> {
  return makeOpenings(await loadCalendar(sql), zone);
}

/** Begins or ends the wait of each case, as it now stands. The caller holds the reviews of their units. */
export async function settleCaseWaits(
  sql: Query,
  cycle: WaitingCycle,
  ids: readonly string[],
  at: OpeningAfter,
): Promise<void> {
  const cases = await readCases(sql, ids);
  await settleWaits(
    sql,
    cycle,
    'action',
    cases.map((row) => ({ id: row.id, unitId: row.unitId, wait: waitOfCase(standingOfCase(row, cycle.zone)) })),
    at,
  );
}

/** Begins each wait that is somebody's turn, ends the others. The caller holds the reviews of their units. */
export async function settleWaits(
  sql: Query,
  cycle: Pick<WaitingCycle, 'id'>,
  kind: WaitKind,
  rows: readonly { readonly id: string; readonly unitId: string; readonly wait: Wait | null }[],
  at: OpeningAfter,
): Promise<void> {
  await beginWaits(
    sql,
    cycle.id,
    rows.flatMap(({ id, unitId, wait }) =>
      wait === null ? [] : [{ kind, subject: id, unitId, ...wait, nextAt: nextRungAt(wait, 0, at) }],
    ),
  );
  await endWaits(
    sql,
    kind,
    rows.flatMap(({ id, wait }) => (wait === null ? [id] : [])),
  );
}

/** The superior's turn to answer begins. */
export async function beginAskWait(
  sql: Query,
  cycle: WaitingCycle,
  it: { readonly ask: string; readonly unitId: string; readonly askedAt: number },
  at: OpeningAfter,
): Promise<void> {
  const wait = { reason: 'unanswered' as const, fromDay: localDay(it.askedAt, cycle.zone) };
  await beginWaits(sql, cycle.id, [
    { kind: 'ask', subject: it.ask, unitId: it.unitId, ...wait, nextAt: nextRungAt(wait, 0, at) },
  ]);
}

/** Keeps when the cycle looks again; one that sleeps beyond that is woken. */
export async function lookAgain(sql: Query, cycle: WaitingCycle, now: number): Promise<void> {
  const { at, earlier } = await setFollowUp(sql, cycle.id, now);
  if (at === null || !earlier) return;
  const key = `wake/follow-up/${cycle.id}/${now}/${at}`;
  await insertHints(sql, [{ key, kind: 'wake', cycleId: cycle.id, payload: { phase: cycle.phase, fresh: true } }]);
}
