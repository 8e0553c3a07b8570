import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import type { JournalLine } from '../db/journal.js';
import { tellPeople as tellPeopleOf, type Telling as UnitTelling } from '../db/unit-notices.js';
import { reviewIdOf } from '../workflows/messages.js';

/** Something that monitoring tells people of a unit; without a step it is about the unit's goals. */
export type Telling = Omit<UnitTelling, 'stepId'> & Partial<Pick<UnitTelling, 'stepId'>>;

/** Each person is told each thing once. */
export async function tellPeople(tx: Query, cycle: CycleRow, tellings: readonly Telling[]): Promise<void> {
  const goalsStep = cycle.schedule.steps.find((plan) => plan.kind === 'goals')?.id ?? 'goals';
  await tellPeopleOf(
    tx,
    { id: cycle.id, at: cycle.clock.now },
    tellings.map((telling) => ({ ...telling, stepId: telling.stepId ?? goalsStep })),
  );
}

/** A line of the system in a unit's journal. */
export function unitLine(
  cycle: CycleRow,
  wallAt: number,
  it: { readonly unitId: string; readonly act: string; readonly stepId?: string; readonly data: JournalLine['data'] },
): { readonly reviewId: string; readonly line: JournalLine } {
  return {
    reviewId: reviewIdOf(cycle.id, it.unitId),
    line: {
      at: cycle.clock.now,
      wallAt,
      act: it.act,
      stepId: it.stepId ?? null,
      attempt: null,
      actorId: null,
      principalId: null,
      commandId: null,
      contentDigest: null,
      data: it.data,
    },
  };
}
