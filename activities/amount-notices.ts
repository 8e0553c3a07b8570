import type { MoneyCauses, MoneyKind } from '../domain/cycle/index.js';
import type { Query } from '../db/connect.js';
import { tellPeople } from '../db/unit-notices.js';

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
  return tellPeople(
    tx,
    { id: cycleId, at: moved.at },
    units.map((unitId) => ({
      unitId,
      stepId: kind,
      code: 'AMOUNT_MOVED',
      key: `${kind}/${attempt}/AMOUNT_MOVED`,
      to: ['head', 'parent-head'],
      data: {
        kind,
        attempt,
        currency: moved.currency,
        beforeMinor: before.get(unitId) ?? '0',
        afterMinor: after.get(unitId) ?? '0',
        reason: reasonFor(unitId, moved.causes),
      },
    })),
  );
}

/** In a word of `messages/`. Whose result moved beside the own one is nothing that heads are told. */
export type AmountReason = 'OWN_RESULT' | 'OTHER_RESULTS' | 'RULES';

function reasonFor(unit: string, { units, rules }: MoneyCauses): AmountReason {
  if (units.includes(unit)) return 'OWN_RESULT';
  return rules ? 'RULES' : 'OTHER_RESULTS';
}
