import type { FeedbackContent } from '../domain/process/index.js';
import type { Query } from '../db/connect.js';
import { firstPublishedAt } from '../db/results.js';
import { localDay } from '../documents/schedule.js';
import { Refused } from './refused.js';

/** A talk tells a result, so it is held after its publication, and not in days to come. @throws Refused */
export async function checkTalk(
  sql: Query,
  cycle: { readonly id: string; readonly zone: string; readonly now: number },
  unitId: string,
  { heldOn }: FeedbackContent,
): Promise<void> {
  const refuse = (code: 'TALK_NOT_HELD_YET' | 'TALK_BEFORE_RESULT'): never => {
    throw new Refused(code, [{ pointer: '/heldOn', code }]);
  };
  if (heldOn > localDay(cycle.now, cycle.zone)) refuse('TALK_NOT_HELD_YET');
  const publishedAt = await firstPublishedAt(sql, cycle.id, unitId);
  if (publishedAt !== null && heldOn < localDay(publishedAt, cycle.zone)) refuse('TALK_BEFORE_RESULT');
}
