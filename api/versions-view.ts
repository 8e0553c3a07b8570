import type { Query } from '../db/connect.js';
import { type InForceVersion, versionsInForce } from '../db/versions.js';
import { compareGoals, comparePlans, type Goal, type Task } from '../domain/rules/index.js';
import { withoutCost } from './costs.js';
import { Refused } from './refused.js';
import { seesGoals, seesProgress, seesWhole } from './rights.js';
import type { Person } from './session.js';

interface Place {
  readonly cycleId: string;
  readonly unitId: string;
}

/** The versions of a unit's goals, for whom its goals are. @throws Refused FORBIDDEN */
export async function versionsOfGoals(
  sql: Query,
  person: Person,
  { cycleId, unitId }: Place,
): Promise<readonly InForceVersion<Goal>[]> {
  if (!(await seesGoals(sql, person, unitId))) throw new Refused('FORBIDDEN');
  return versionsInForce(sql, cycleId, unitId, 'goals');
}

/** The versions of a unit's plan; what its tasks cost only for the line. @throws Refused FORBIDDEN */
export async function versionsOfPlan(
  sql: Query,
  person: Person,
  { cycleId, unitId }: Place,
): Promise<readonly InForceVersion<Task>[]> {
  if (!seesProgress(person, unitId)) throw new Refused('FORBIDDEN');
  const versions = await versionsInForce(sql, cycleId, unitId, 'plan');
  if (await seesWhole(sql, person, unitId)) return versions;
  return versions.map((version) => ({ ...version, rows: version.rows.map(withoutCost) }));
}

interface Numbers {
  readonly from: number;
  readonly to: number;
}

/** @throws Refused NOT_FOUND where there is no such version */
export const comparedGoals = (versions: readonly InForceVersion<Goal>[], { from, to }: Numbers) =>
  compareGoals(rowsOf(versions, from), rowsOf(versions, to));

/** @throws Refused NOT_FOUND where there is no such version */
export const comparedPlans = (versions: readonly InForceVersion<Task>[], { from, to }: Numbers) =>
  comparePlans(rowsOf(versions, from), rowsOf(versions, to));

function rowsOf<Row>(versions: readonly InForceVersion<Row>[], number: number): readonly Row[] {
  const found = versions.find((version) => version.number === number);
  if (found === undefined) throw new Refused('NOT_FOUND');
  return found.rows;
}
