import {
  firstDays,
  type ImprovementContent,
  type ImprovementTalkContent,
  planNumberOf,
} from '../domain/improvement/index.js';
import { loadCalendar } from '../db/calendar.js';
import type { Query } from '../db/connect.js';
import type { ActedCycle } from '../db/cycles.js';
import { readPlanOfUnit } from '../db/improvement-lists.js';
import type { StepDetail } from '../db/inbox.js';
import { makePlanTimes } from '../documents/improvement-times.js';
import { Refused } from './refused.js';

/** The days of an improvement plan: a first day with notice, talks that were held in it and are not ahead. @throws Refused */
export async function checkImprovement(
  sql: Query,
  cycle: Pick<ActedCycle, 'id' | 'zone' | 'now'>,
  step: Pick<StepDetail, 'id' | 'unitId'>,
  content: ImprovementContent | ImprovementTalkContent,
): Promise<void> {
  const plan = await readPlanOfUnit(sql, cycle.id, step.unitId ?? '', planNumberOf(step.id) ?? 0);
  if (plan === undefined) throw new Refused('STEP_NOT_FOUND');
  const times = makePlanTimes(await loadCalendar(sql), cycle.zone);
  const today = times.dayOf(cycle.now);
  if ('firstDay' in content) {
    // Approval takes a while, and moves it on; this is the least that can still be kept.
    const { earliest, latest } = firstDays(plan, today, times);
    if (content.firstDay < earliest)
      throw new Refused('NOTICE_TOO_SHORT', [
        { pointer: '/firstDay', code: 'NOTICE_TOO_SHORT', detail: `${earliest} or later` },
      ]);
    if (content.firstDay <= latest) return;
    throw new Refused('CONTENT_INVALID', [
      { pointer: '/firstDay', code: 'OUT_OF_RANGE', detail: `between ${earliest} and ${latest}` },
    ]);
  }
  if (content.heldOn <= today && content.heldOn >= (plan.firstDay ?? '')) return;
  const detail = `between ${plan.firstDay ?? ''} and ${today}`;
  throw new Refused('CONTENT_INVALID', [{ pointer: '/heldOn', code: 'OUT_OF_RANGE', detail }]);
}
