import { type MoneyKind, type MoneyTried, tryMoney, withRules } from '../domain/cycle/index.js';
import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { listProposals, moneyUnits } from '../db/money.js';
import type { MoneyChange } from '../documents/money-requests.js';
import { parseRulesChange } from '../documents/rules-change.js';
import { Refused } from './refused.js';
import { needsRight } from './rights.js';
import type { Person } from './session.js';

/** Who sees proposals may try others. @throws Refused FORBIDDEN */
export function needsMoneyWhatIf(person: Person): void {
  needsRight(person, 'see', 'proposal');
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
  return trySection(sql, cycle, kind, {
    ...section,
    ...fields,
    ...(coefficients !== undefined && { coefficients: grades }),
  });
}

/** The same with a whole section in place of the one in force, as it was typed. @throws Refused likewise */
export async function trySection(sql: Query, cycle: CycleRow, kind: MoneyKind, tried: unknown): Promise<MoneyTried> {
  const section = cycle.template[kind];
  if (section === undefined) throw new Refused('NOT_FOUND');
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
