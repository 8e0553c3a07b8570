import { exact, sum } from '../../domain/numbers.js';
import {
  type BudgetDocument,
  type DistributionDocument,
  type PoolDocument,
  rawBudgets,
} from '../../domain/rules/index.js';
import { below, itemsOf, type Looking } from '../looking.js';
import { boundDigits } from './bounds.js';
import { notAbove, notNegative, unique } from './numbers.js';
import { checkCurve } from './scorecard-checks.js';

/** Grades once each, percents that sum to 100. */
export function checkDistribution(document: Pick<DistributionDocument, 'shares'>, looking: Looking): void {
  unique(
    itemsOf(document.shares).map(({ grade }) => grade),
    (index) => ['shares', index, 'grade'],
    looking,
  );
  itemsOf(document.shares).forEach((share, index) => {
    notNegativeIn(share, ['percent'], below(['shares', index], looking));
  });
  if (!looking.sound(['shares'])) return;
  const whole = sum(document.shares.map(({ percent }) => exact(percent)));
  if (!whole.equals(100))
    looking.tell(['shares'], 'PERCENT_TOTAL', `the percents sum to ${whole.toFraction()}, not to 100`);
}

/** Shares once each, nothing negative, no reserve of more than all. */
export function checkPool(document: PoolDocument, looking: Looking): void {
  unique(
    itemsOf(document.shares).map(({ id }) => id),
    (index) => ['shares', index, 'id'],
    looking,
  );
  itemsOf(document.shares).forEach((share, index) => {
    notNegativeIn(share, ['coefficient', 'base'], below(['shares', index], looking));
  });
  if (looking.sound(['pool'])) checkPoolAmount(document.pool, below(['pool'], looking));
}

/** What is in a pool: no negative rate, and no more in reserve than there is. */
export function checkPoolAmount(pool: PoolDocument['pool'], looking: Looking): void {
  if (!('baseMinor' in pool)) return;
  notNegative(pool.ratePercent, ['ratePercent'], looking);
  notNegative(pool.reservePercent, ['reservePercent'], looking);
  notAbove(pool.reservePercent, '100', ['reservePercent'], looking);
}

/** Units once each, bounds in order, and raw budgets that can be scaled. */
export function checkBudget(document: BudgetDocument, looking: Looking): void {
  const { units, floorPercent, ceilingPercent } = document;
  if (looking.sound(['floorPercent']) && looking.sound(['ceilingPercent'])) {
    notNegative(floorPercent, ['floorPercent'], looking);
    notAbove(floorPercent, ceilingPercent, ['floorPercent'], looking);
  }
  const curveRight = looking.sound(['curve']) && curveIsRight(document, looking);
  unique(
    itemsOf(units).map(({ id }) => id),
    (index) => ['units', index, 'id'],
    looking,
  );
  if (!looking.sound(['units'])) return;
  boundDigits('budget', units, ['units'], looking);
  if (!curveRight) return;
  const raws = rawBudgets(document);
  raws.forEach((raw, index) => {
    if (raw.compare(0) < 0)
      looking.tell(['units', index], 'BUDGET_NEGATIVE', 'the curve takes more than the whole base');
  });
  if (raws.every((raw) => raw.equals(0))) looking.tell(['units'], 'BUDGET_NOTHING', 'the computed budgets sum to 0');
}

/** Those of its fields that are numbers; whether the others are right is told of elsewhere. */
function notNegativeIn<Field extends string>(
  fields: { readonly [Name in Field]?: string },
  names: readonly Field[],
  here: Looking,
): void {
  for (const name of names) if (here.sound([name])) notNegative(fields[name], [name], here);
}

function curveIsRight({ curve }: BudgetDocument, looking: Looking): boolean {
  let right = true;
  const { sound, tell } = below(['curve'], looking);
  checkCurve(curve, { sound, tell: (...problem) => ((right = false), tell(...problem)) }, { plain: true });
  return right;
}
