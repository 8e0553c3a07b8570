import { type MoneyKind, type MoneyTried, tryMoney, withRules } from '../domain/cycle/index.js';
import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { listProposals, moneyUnits } from '../db/money.js';
import type { MoneyChange } from '../documents/money-requests.js';
import { parseRulesChange } from '../documents/rules-change.js';
import { Refused } from './refused.js';
import { has } from './rights.js';
import type { Person } from './session.js';

/** Who makes proposals or decides them may try others. @throws Refused FORBIDDEN */
export function needsMoneyWhatIf(person: Person): void {
  if (!has(person, 'hr', 'finance', 'board')) throw new Refused('FORBIDDEN');
}

/**
 * What other rules would give each unit, by the published results, beside the
 * newest proposal. Writes nothing. @throws Refused NOT_FOUND where the cycle has
 * no such money, BODY_INVALID with places in the body
 */
export async function whatIfMoney(
  sql: Query,
  cycle: CycleRow,
  kind: MoneyKind,
  change: MoneyChange,
): Promise<MoneyTried> {
  const section = cycle.template[kind];
  if (section === undefined) throw new Refused('NOT_FOUND');
  const { coefficients, ...fields } = change;
  const grades = { ...cycle.template.bonus?.coefficients, ...coefficients };
  const tried = { ...section, ...fields, ...(coefficients !== undefined && { coefficients: grades }) };
  const parsed = parseRulesChange(cycle.template, { [kind]: tried });
  if (!parsed.ok) {
    const below = `/${kind}`;
    const problems = parsed.problems.map(({ pointer, ...problem }) => ({
      ...problem,
      pointer: pointer.startsWith(below) ? pointer.slice(below.length) : pointer,
    }));
    throw new Refused('BODY_INVALID', problems);
  }
  const rules = { template: withRules(cycle.template, parsed.value), currency: cycle.currency };
  const newest = (await listProposals(sql, cycle.id)).find((proposal) => proposal.kind === kind);
  return tryMoney(kind, rules, await moneyUnits(sql, cycle.id, section.kinds), newest?.answer.lines ?? null);
}
