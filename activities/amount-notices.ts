import type { MoneyCauses, MoneyKind } from '../domain/cycle/index.js';
import type { Query } from '../db/connect.js';
import { resolvePersons } from '../db/people.js';
import { insertNotices } from '../db/step-notices.js';
import { reviewIdOf } from '../workflows/messages.js';

export interface MovedAmounts {
  readonly cycleId: string;
  readonly kind: MoneyKind;
  readonly attempt: number;
  readonly currency: string;
  readonly at: number;
  /** Unit → what stood on the books, and what stands there now; minor units. */
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
  readonly causes: MoneyCauses;
}

/** Whose amount moved is told what it was, what it is and why: the unit's head and the superior, once per posting. */
export async function tellMoved(tx: Query, moved: MovedAmounts): Promise<number> {
  const { cycleId, kind, attempt, before, after } = moved;
  const units = [...new Set([...before.keys(), ...after.keys()])].filter(
    (unit) => (before.get(unit) ?? '0') !== (after.get(unit) ?? '0'),
  );
  const persons = await resolvePersons(
    tx,
    units.flatMap((unitId) =>
      (['head', 'parent-head'] as const).map((rule) => ({ key: `${rule}/${unitId}`, rule, unitId, raterUnitId: null })),
    ),
  );
  return insertNotices(
    tx,
    units.flatMap((unit) => {
      const told = new Set([...(persons.get(`head/${unit}`) ?? []), ...(persons.get(`parent-head/${unit}`) ?? [])]);
      return [...told].map((personId) => ({
        key: [cycleId, unit, kind, attempt, 'AMOUNT_MOVED', personId].join('/'),
        cycleId,
        reviewId: reviewIdOf(cycleId, unit),
        stepId: kind,
        personId,
        code: 'AMOUNT_MOVED',
        data: {
          kind,
          attempt,
          currency: moved.currency,
          beforeMinor: before.get(unit) ?? '0',
          afterMinor: after.get(unit) ?? '0',
          reason: reasonFor(unit, moved.causes),
        },
        at: moved.at,
      }));
    }),
  );
}

/** In a word of `messages/`. Whose result moved beside the own one is nothing that heads are told. */
export type AmountReason = 'OWN_RESULT' | 'OTHER_RESULTS' | 'RULES';

function reasonFor(unit: string, { units, rules }: MoneyCauses): AmountReason {
  if (units.includes(unit)) return 'OWN_RESULT';
  return rules ? 'RULES' : 'OTHER_RESULTS';
}
