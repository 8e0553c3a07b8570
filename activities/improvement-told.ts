import type { PlanEvent } from '../domain/improvement/index.js';
import { planStepId } from '../domain/improvement/index.js';
import type { PersonRule } from '../domain/process/index.js';
import type { Query } from '../db/connect.js';
import type { PlanRow } from '../db/improvement.js';
import type { JournalLine } from '../db/journal.js';
import { resolvePersons } from '../db/people.js';
import type { NewNotice } from '../db/step-notices.js';
import { reviewIdOf } from '../workflows/messages.js';

/** What happened to a plan, as lines of the unit's journal; nobody acted, its clock did. */
export function planLines(
  events: readonly PlanEvent[],
  { stepId, at, wallAt }: { readonly stepId: string; readonly at: number; readonly wallAt: number },
): readonly JournalLine[] {
  const nobody = { attempt: null, actorId: null, principalId: null, commandId: null, contentDigest: null };
  return events.map(({ kind, ...data }) => ({ at, wallAt, act: `improvement-${kind}`, stepId, ...nobody, data }));
}

/** Whom each event concerns; its steps tell of themselves. */
function audience(event: PlanEvent): readonly { readonly rule: PersonRule; readonly code: string }[] {
  switch (event.kind) {
    case 'approved':
      return [{ rule: 'head', code: 'IMPROVEMENT_APPROVED' }];
    case 'begun':
      return (['head', 'parent-head'] as const).map((rule) => ({ rule, code: 'IMPROVEMENT_BEGUN' }));
    case 'talk-never':
      return [{ rule: 'hr', code: 'IMPROVEMENT_TALK_NEVER' }];
    case 'extended':
      return [{ rule: 'head', code: 'IMPROVEMENT_EXTENDED' }];
    case 'ended':
      return (['head', 'parent-head', 'hr'] as const).map((rule) => ({ rule, code: 'IMPROVEMENT_ENDED' }));
    case 'opened':
    case 'talk-opened':
    case 'talk-held':
    case 'talk-late':
    case 'judgement-opened':
      return [];
  }
}

/** The notices of these events, once per plan, event and person. */
export async function planNotices(
  sql: Query,
  it: { readonly plan: PlanRow; readonly at: number; readonly appealUntil: number | null },
  events: readonly PlanEvent[],
): Promise<readonly NewNotice[]> {
  const { cycleId, unitId, number, id } = it.plan;
  const asks = events.flatMap((event, index) =>
    audience(event).map(({ rule, code }) => ({ key: `${index} ${rule}`, rule, code, event })),
  );
  const persons = await resolvePersons(
    sql,
    asks.map(({ key, rule }) => ({ key, rule, unitId, raterUnitId: null })),
  );
  return asks.flatMap(({ key, code, event }) =>
    (persons.get(key) ?? []).map((personId) => {
      const { kind, ...data } = event;
      const told = 'days' in event ? event.days : 0;
      return {
        key: ['plan', id, kind, told, personId].join('/'),
        cycleId,
        reviewId: reviewIdOf(cycleId, unitId),
        stepId: planStepId(number),
        personId,
        code,
        data: { ...data, ...(kind === 'approved' && it.appealUntil !== null && { dueAt: it.appealUntil }) },
        at: it.at,
      };
    }),
  );
}
