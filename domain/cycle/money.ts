import {
  allocate,
  type Allocation,
  type Budget,
  budget,
  type BudgetDocument,
  type PoolDocument,
  rawBudgets,
} from '../rules/index.js';
import type { Template } from '../template.js';

export type MoneyKind = 'bonus' | 'budget';

/** A unit as money sees it: bases from the organization, score and grade from the result. */
export interface MoneyUnit {
  readonly id: string;
  readonly payrollBase: string | null;
  readonly budgetBaseMinor: string | null;
  readonly total: string | null;
  readonly grade: string | null;
}

/** The rules that money goes by, and the currency it is counted in. */
export interface MoneyRules {
  readonly template: Pick<Template, 'bonus' | 'budget'>;
  readonly currency: string;
}

export interface ComputedMoney {
  readonly document: PoolDocument | BudgetDocument;
  readonly answer: Allocation | Budget;
}

/** Units that the rules have no answer for: while there is one, nothing can be computed for anybody. */
export function unfitUnits(kind: MoneyKind, { template, currency }: MoneyRules, units: readonly MoneyUnit[]) {
  return kind === 'bonus' ? unfitForBonus(template, units) : unfitForBudget({ template, currency }, units);
}

/** The pool split or the budgets, with the document they come from. @throws where the template has no such rules */
export function computeMoney(kind: MoneyKind, rules: MoneyRules, units: readonly MoneyUnit[]): ComputedMoney {
  if (kind === 'bonus') {
    const document = poolDocument(rules, units);
    return { document, answer: allocate(document) };
  }
  const document = budgetDocument(rules, units);
  return { document, answer: budget(document) };
}

const idsOf = (units: readonly MoneyUnit[]): readonly string[] => units.map((unit) => unit.id);

/** No grade, a grade without coefficient, or no base where the others have one. */
function unfitForBonus({ bonus }: MoneyRules['template'], units: readonly MoneyUnit[]): readonly string[] {
  const coefficients = bonus?.coefficients ?? {};
  const based = units.some((unit) => unit.payrollBase !== null);
  return idsOf(
    units.filter(
      ({ grade, payrollBase }) =>
        grade === null || !Object.hasOwn(coefficients, grade) || (based && payrollBase === null),
    ),
  );
}

/** No score, no base, or a curve that takes more than all; where nothing is left for anybody, everybody. */
function unfitForBudget(rules: MoneyRules, units: readonly MoneyUnit[]): readonly string[] {
  const lacking = units.filter((unit) => unit.total === null || unit.budgetBaseMinor === null);
  if (lacking.length > 0) return idsOf(lacking);
  const raws = rawBudgets(budgetDocument(rules, units));
  const negative = units.filter((_, index) => (raws[index]?.compare(0) ?? -1) < 0);
  return raws.every((raw) => raw.equals(0)) ? idsOf(units) : idsOf(negative);
}

function poolDocument({ template, currency }: MoneyRules, units: readonly MoneyUnit[]): PoolDocument {
  const rules = template.bonus;
  if (rules === undefined) throw new Error('no bonus rules');
  return {
    format: 'perfcycle/pool@1',
    currency,
    pool: rules.pool,
    shares: units.map(({ id, grade, payrollBase }) => ({
      id,
      coefficient: rules.coefficients[grade ?? ''] ?? '0',
      ...(payrollBase !== null && { base: payrollBase }),
    })),
  };
}

function budgetDocument({ template, currency }: MoneyRules, units: readonly MoneyUnit[]): BudgetDocument {
  const rules = template.budget;
  if (rules === undefined) throw new Error('no budget rules');
  return {
    format: 'perfcycle/budget@1',
    currency,
    units: units.map(({ id, budgetBaseMinor, total }) => ({
      id,
      baseMinor: budgetBaseMinor ?? '',
      score: total ?? '',
    })),
    curve: rules.curve,
    ...(rules.envelopeMinor !== undefined && { envelopeMinor: rules.envelopeMinor }),
    ...(rules.floorPercent !== undefined && { floorPercent: rules.floorPercent }),
    ...(rules.ceilingPercent !== undefined && { ceilingPercent: rules.ceilingPercent }),
  };
}
