import type { PersonRule } from '../domain/process/index.js';
import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import type { JournalLine } from '../db/journal.js';
import { resolvePersons } from '../db/people.js';
import { insertNotices } from '../db/step-notices.js';
import { reviewIdOf } from '../workflows/messages.js';

/** Something that monitoring tells people of a unit. */
export interface Telling {
  readonly unitId: string;
  readonly code: string;
  /** What makes it one and the same word, whoever is told. */
  readonly key: string;
  /** Rules, and persons by name. */
  readonly to: readonly (PersonRule | { readonly person: string })[];
  readonly data: Readonly<Record<string, unknown>>;
  /** The step that it is about; else the unit's goals. */
  readonly stepId?: string;
}

/** Each person is told each thing once. */
export async function tellPeople(tx: Query, cycle: CycleRow, tellings: readonly Telling[]): Promise<void> {
  const asks = tellings.flatMap(({ unitId, to }, index) =>
    to.flatMap((rule) =>
      typeof rule === 'string' ? [{ key: `${index}:${rule}`, rule, unitId, raterUnitId: null }] : [],
    ),
  );
  const persons = await resolvePersons(tx, asks);
  const goalsStep = cycle.schedule.steps.find((plan) => plan.kind === 'goals')?.id ?? 'goals';
  const notices = tellings.flatMap(({ unitId, code, key, to, data, stepId }, index) => {
    const told = to.flatMap((rule) =>
      typeof rule === 'string' ? (persons.get(`${index}:${rule}`) ?? []) : [rule.person],
    );
    return [...new Set(told)].map((personId) => ({
      key: [cycle.id, unitId, key, personId].join('/'),
      cycleId: cycle.id,
      reviewId: reviewIdOf(cycle.id, unitId),
      stepId: stepId ?? goalsStep,
      personId,
      code,
      data,
      at: cycle.clock.now,
    }));
  });
  await insertNotices(tx, notices);
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
