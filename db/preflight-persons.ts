import { decisionsOf, isAnswer, type PersonRule, type Schedule, type StepPlan } from '../domain/process/index.js';
import type { Query } from './connect.js';
import { type PersonAsk, resolvePersons } from './people.js';

/**
 * Steps that nobody could do as the organization stands: no person to submit,
 * or no second person to decide who is neither the submitter nor the head of
 * the unit. Per step, the units it is so for; none for the cycle's own.
 */
export async function stepsWithoutPersons(
  sql: Query,
  schedule: Schedule,
  units: readonly string[],
): Promise<readonly { readonly step: string; readonly at: readonly string[] }[]> {
  const rules = [...new Set(schedule.steps.flatMap((plan) => [plan.submitter, plan.decider]))];
  const asks = rules.flatMap((rule): PersonAsk[] =>
    rule === null || rule === 'rater-head' || rule === 'outside-head'
      ? []
      : [null, ...units].map((unitId) => ({ key: keyOf(rule, unitId), unitId, raterUnitId: null, rule })),
  );
  const heads = units.map((unitId): PersonAsk => ({
    key: keyOf('head', unitId),
    unitId,
    raterUnitId: null,
    rule: 'head',
  }));
  const persons = await resolvePersons(sql, [...asks, ...heads]);
  return schedule.steps.flatMap((plan) => {
    if (plan.scope === 'cycle') return isDoable(plan, null, persons) ? [] : [{ step: plan.id, at: [] }];
    // Somebody beside the line, or beside the one above, or the board: who is found when there is something to decide.
    if (plan.scope === 'raters' || plan.decider === 'outside-head') return [];
    const at = units.filter((unit) => !isDoable(plan, unit, persons));
    return at.length === 0 ? [] : [{ step: plan.id, at }];
  });
}

const keyOf = (rule: PersonRule, unitId: string | null): string => `${rule} ${unitId ?? ''}`;

function isDoable(plan: StepPlan, unit: string | null, persons: ReadonlyMap<string, readonly string[]>): boolean {
  const submitters = persons.get(keyOf(plan.submitter, unit)) ?? [];
  if (plan.decider === null) return submitters.length > 0;
  const deciders = persons.get(keyOf(plan.decider, unit)) ?? [];
  const answer = decisionsOf(plan.kind)?.some(isAnswer) ?? false;
  const heads = answer || unit === null ? [] : (persons.get(keyOf('head', unit)) ?? []);
  const able = deciders.filter((person) => !heads.includes(person));
  return submitters.some((submitter) => able.some((decider) => decider !== submitter));
}
