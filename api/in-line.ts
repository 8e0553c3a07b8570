import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import type { JournalLine } from '../db/journal.js';
import { readClock } from '../db/record.js';
import { type Side, sidesOf } from '../db/sides.js';
import { localDay } from '../documents/schedule.js';
import { Refused } from './refused.js';
import { may, relationOfSide } from './rights.js';
import type { Person } from './session.js';

export const today = (cycle: CycleRow): string => localDay(cycle.clock.now, cycle.zone);

/** @throws Refused CYCLE_CLOSED or CYCLE_NOT_RUNNING */
export function needsRunning(cycle: Pick<CycleRow, 'state'>): void {
  if (cycle.state === 'closed') throw new Refused('CYCLE_CLOSED');
  if (cycle.state === 'planned') throw new Refused('CYCLE_NOT_RUNNING');
}

/** On which side of the unit the person acts today, and for whom; the unit's own head first. Undefined: on none. */
export async function sideOf(
  sql: Query,
  person: Pick<Person, 'id'>,
  cycle: CycleRow,
  unitId: string,
  wanted?: Side,
): Promise<{ readonly principal: string; readonly side: Side } | undefined> {
  const sides = await sidesOf(sql, person.id, unitId, today(cycle));
  return sides.find(({ side }) => wanted === undefined || side === wanted);
}

/** What is said between a head and those above is theirs, HR's, the board's and the auditor's. */
export async function seesTalk(sql: Query, person: Person, cycle: CycleRow, unitId: string): Promise<boolean> {
  if (may(person, 'see', 'talk')) return true;
  const sides = await sidesOf(sql, person.id, unitId, today(cycle));
  return may(
    person,
    'see',
    'talk',
    sides.map((side) => relationOfSide(side, person)),
  );
}

/** A person's act in a unit's journal; its words stay out of it but for their keyed digest. */
export async function personLine(
  sql: Query,
  cycleId: string,
  it: {
    readonly act: string;
    readonly actor: string;
    readonly principal: string;
    readonly digest: string;
    readonly stepId?: string;
    readonly data: JournalLine['data'];
  },
): Promise<JournalLine> {
  const { now, wall } = await readClock(sql, cycleId);
  return {
    at: now,
    wallAt: wall,
    act: it.act,
    stepId: it.stepId ?? null,
    attempt: null,
    actorId: it.actor,
    principalId: it.principal,
    commandId: null,
    contentDigest: it.digest,
    data: it.data,
  };
}
