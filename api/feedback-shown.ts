import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { type ItemRow, stateOf } from '../db/feedback-items.js';
import { resolvePersons } from '../db/people.js';
import type { TrainingBudgetRow } from '../db/training-budgets.js';
import type { AssignmentRow, TrainingRow } from '../db/trainings.js';

/** Items with whose they are to answer, looked up for all at once. */
export async function shownItems(sql: Query, rows: readonly ItemRow[]) {
  const asks = [...new Set(rows.flatMap((row) => (row.ownerId === null ? [row.unitId] : [])))].map((unitId) => ({
    ...{ key: unitId, rule: 'parent-head' as const, unitId, raterUnitId: null },
  }));
  const superiors = await resolvePersons(sql, asks);
  return rows.map(({ ownerId, last: _last, ...row }) => ({
    ...row,
    state: stateOf({ last: _last }),
    assigned: ownerId !== null,
    owners: ownerId === null ? (superiors.get(row.unitId) ?? []) : [ownerId],
  }));
}
export type ShownItem = Awaited<ReturnType<typeof shownItems>>[number];

export async function shownItem(sql: Query, row: ItemRow): Promise<ShownItem> {
  const [shown] = await shownItems(sql, [row]);
  if (shown === undefined) throw new Error(`no item ${row.id}`);
  return shown;
}

export const shownTraining = ({ titleZh, titleEn, ...row }: TrainingRow) => ({
  ...row,
  title: { 'zh-CN': titleZh, en: titleEn },
});

/** A person's training; what it costs is for those who see the unit's budget. */
export const shownAssignment = ({ titleZh, titleEn, ...row }: AssignmentRow, seesCost: boolean) => ({
  ...row,
  title: { 'zh-CN': titleZh, en: titleEn },
  costMinor: seesCost ? row.costMinor : null,
});

export const shownBudget = (row: TrainingBudgetRow) => ({
  ...row,
  leftMinor: (BigInt(row.amountMinor) - BigInt(row.spentMinor)).toString(),
});

/** Budgets with their sum. */
export function shownBudgets({ currency }: Pick<CycleRow, 'currency'>, rows: readonly TrainingBudgetRow[]) {
  const items = rows.map(shownBudget);
  const sum = (of: (row: (typeof items)[number]) => string): string =>
    items.reduce((all, row) => all + BigInt(of(row)), 0n).toString();
  const total = {
    amountMinor: sum((row) => row.amountMinor),
    spentMinor: sum((row) => row.spentMinor),
    leftMinor: sum((row) => row.leftMinor),
  };
  return { currency, items, total };
}
