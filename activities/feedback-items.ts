import type { DecisionContent } from '../domain/process/index.js';
import { lookAgain, openingsOf } from '../db/case-waits.js';
import type { Query } from '../db/connect.js';
import type { ContentPlace } from '../db/content.js';
import { nameItems, readItems, settleItemWaits } from '../db/feedback-items.js';
import { tellPeople } from '../db/unit-notices.js';
import { actorOf, readClock } from '../db/record.js';
import { readCycleStanding } from '../db/reviews.js';

/** What a unit names when it answers the talk becomes items, each with a clock; the superior is told. */
export async function keepItems(
  sql: Query,
  it: ContentPlace & { readonly author: string },
  { difficulties, suggestions }: DecisionContent,
): Promise<void> {
  if (difficulties.length + suggestions.length === 0) return;
  const cycle = await readCycleStanding(sql, it.cycleId);
  if (cycle === undefined) throw new Error(`no cycle ${it.cycleId}`);
  const named = [
    ...difficulties.map((text, index) => ({ kind: 'difficulty' as const, position: index + 1, text })),
    ...suggestions.map((text, index) => ({ kind: 'suggestion' as const, position: index + 1, text })),
  ];
  const by = (await actorOf(sql, it.commandId)) ?? it.author;
  const ids = await nameItems(sql, { ...it, by, principal: it.author }, named);
  await settleItemWaits(sql, cycle, ids, await openingsOf(sql, cycle.zone));
  const items = await readItems(sql, ids);
  await tellPeople(
    sql,
    { id: it.cycleId, at: it.at },
    items.map(({ id, unitId, stepId, kind }) => ({
      unitId,
      stepId,
      code: 'ITEM_NAMED',
      key: `item/${id}/named`,
      to: ['parent-head'],
      data: { item: id, kind },
      turn: true,
    })),
  );
  await lookAgain(sql, cycle, (await readClock(sql, it.cycleId)).now);
}
