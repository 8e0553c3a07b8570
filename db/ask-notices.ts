import type { Query } from './connect.js';
import { resolvePersons } from './people.js';
import { insertNotices } from './step-notices.js';

/** The unit's head is told that the superior has answered. */
export async function tellAnswered(
  sql: Query,
  it: {
    readonly cycleId: string;
    readonly unitId: string;
    readonly stepId: string;
    readonly asks: readonly string[];
    readonly at: number;
  },
): Promise<void> {
  const { cycleId, unitId, stepId, asks, at } = it;
  const head = { key: 'head', rule: 'head', unitId, raterUnitId: null } as const;
  const heads = (await resolvePersons(sql, [head])).get('head') ?? [];
  const notice = { cycleId, reviewId: `${cycleId}/${unitId}`, stepId, code: 'ASK_ANSWERED', at };
  await insertNotices(
    sql,
    asks.flatMap((ask) =>
      heads.map((personId) => ({
        ...notice,
        key: [cycleId, unitId, 'ask-answered', ask, personId].join('/'),
        personId,
        data: { ask },
      })),
    ),
  );
}
