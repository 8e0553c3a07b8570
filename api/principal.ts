import { isJudgement } from '../domain/process/index.js';
import type { Query } from '../db/connect.js';
import type { StepDetail } from '../db/inbox.js';
import { activeStandIns, placeOfStep, resolvePersons } from '../db/people.js';
import { Refused } from './refused.js';

/**
 * Everybody acts for themselves; a stand-in for the one person whose step it is. Nobody rates the unit they head, not
 * even in somebody else's name. @throws Refused DECISION_NOT_OFFERED, NOT_YOUR_STEP, OWN_UNIT
 */
export async function principalFor(
  sql: Query,
  { act, actor }: { readonly act: 'submit' | 'approve'; readonly actor: string },
  step: StepDetail,
  day: string,
): Promise<string> {
  const rule = act === 'submit' ? step.submitterRule : step.deciderRule;
  if (rule === null) throw new Refused('DECISION_NOT_OFFERED');
  const place = placeOfStep(step);
  const rates = act === 'submit' && isJudgement(step.kind);
  const persons = await resolvePersons(sql, [
    { key: 'entitled', rule, ...place },
    ...(rates ? [{ key: 'own', rule: 'head' as const, ...place }] : []),
  ]);
  const entitled = persons.get('entitled') ?? [];
  const principal = entitled.includes(actor) ? actor : await principalOf(sql, entitled, actor, day);
  if (principal === undefined) throw new Refused('NOT_YOUR_STEP');
  const own = persons.get('own') ?? [];
  if (own.includes(actor) || own.includes(principal)) throw new Refused('OWN_UNIT');
  return principal;
}

async function principalOf(
  sql: Query,
  entitled: readonly string[],
  actor: string,
  day: string,
): Promise<string | undefined> {
  const standIns = await activeStandIns(sql, entitled, day);
  return entitled.find((person) => standIns.get(person)?.includes(actor));
}
