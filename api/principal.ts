import { isJudgement, type PersonRule } from '../domain/process/index.js';
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
  const principal = await principalOf(sql, entitled, actor, day);
  if (principal === undefined) throw new Refused('NOT_YOUR_STEP');
  const own = persons.get('own') ?? [];
  if (own.includes(actor) || own.includes(principal)) throw new Refused('OWN_UNIT');
  return principal;
}

/** The actor, where entitled, else the entitled person whom they stand in for on that day; undefined: nobody. */
export async function principalOf(
  sql: Query,
  entitled: readonly string[],
  actor: string,
  day: string,
): Promise<string | undefined> {
  if (entitled.includes(actor)) return actor;
  const standIns = await activeStandIns(sql, entitled, day);
  return entitled.find((person) => standIns.get(person)?.includes(actor));
}

/** The same among those whom a rule names, seen from the unit. */
export async function principalByRule(
  sql: Query,
  rule: PersonRule,
  unitId: string,
  { actor, day }: { readonly actor: string; readonly day: string },
): Promise<string | undefined> {
  const persons = await resolvePersons(sql, [{ key: 'entitled', rule, unitId, raterUnitId: null }]);
  return principalOf(sql, persons.get('entitled') ?? [], actor, day);
}
