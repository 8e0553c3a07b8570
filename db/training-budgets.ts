import type { Query } from './connect.js';

/** What a unit may spend on training in a cycle. Amounts are minor units. */
export interface TrainingBudgetRow {
  readonly unitId: string;
  readonly version: number;
  readonly amountMinor: string;
  readonly spentMinor: string;
}

const columns = (sql: Query) => sql`
  b.unit_id AS "unitId", b.version, b.amount_minor::text AS "amountMinor", b.spent_minor::text AS "spentMinor"`;

/** Budgets that were set, by unit; of these units, or of all (null). */
export async function listTrainingBudgets(
  sql: Query,
  cycleId: string,
  units: readonly string[] | null,
): Promise<readonly TrainingBudgetRow[]> {
  return sql<TrainingBudgetRow[]>`
    SELECT ${columns(sql)} FROM training_budgets b
     WHERE b.cycle_id = ${cycleId} AND (${units as string[] | null}::text[] IS NULL OR b.unit_id = ANY (${units as string[] | null}))
     ORDER BY b.unit_id`;
}

/** The unit's budget, held: nobody assigns or sets meanwhile. Undefined: none was set. */
export async function holdTrainingBudget(
  sql: Query,
  cycleId: string,
  unitId: string,
): Promise<TrainingBudgetRow | undefined> {
  const [row] = await sql<TrainingBudgetRow[]>`
    SELECT ${columns(sql)} FROM training_budgets b WHERE b.cycle_id = ${cycleId} AND b.unit_id = ${unitId} FOR NO KEY UPDATE`;
  return row;
}

/** The next version of a budget; the caller holds the unit's review. */
export async function setTrainingBudget(
  sql: Query,
  it: {
    readonly cycleId: string;
    readonly unitId: string;
    readonly version: number;
    readonly amountMinor: string;
    readonly note: string;
    readonly by: string;
    readonly at: number;
  },
): Promise<void> {
  await sql`
    INSERT INTO training_budget_versions (cycle_id, unit_id, version, amount_minor, note, set_by, set_at)
    VALUES (${it.cycleId}, ${it.unitId}, ${it.version}, ${it.amountMinor}, ${it.note}, ${it.by}, ${it.at})`;
  await sql`
    INSERT INTO training_budgets (cycle_id, unit_id, version, amount_minor)
    VALUES (${it.cycleId}, ${it.unitId}, ${it.version}, ${it.amountMinor})
    ON CONFLICT (cycle_id, unit_id) DO UPDATE SET version = excluded.version, amount_minor = excluded.amount_minor`;
}

export interface TrainingBudgetVersion {
  readonly version: number;
  readonly amountMinor: string;
  readonly note: string;
  readonly by: string;
  readonly at: number;
}

/** As it was set over time, oldest first. */
export async function versionsOfTrainingBudget(
  sql: Query,
  cycleId: string,
  unitId: string,
): Promise<readonly TrainingBudgetVersion[]> {
  return sql<TrainingBudgetVersion[]>`
    SELECT version, amount_minor::text AS "amountMinor", note, set_by AS by, set_at AS at
      FROM training_budget_versions WHERE cycle_id = ${cycleId} AND unit_id = ${unitId} ORDER BY version`;
}
