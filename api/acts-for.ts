import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { activeStandIns } from '../db/people.js';
import { today } from './in-line.js';
import type { Person } from './session.js';

/** For which of these the person acts today: as one of them, or standing in for one. Null: for nobody. */
export async function actsForOneOf(
  sql: Query,
  person: Pick<Person, 'id'>,
  cycle: CycleRow,
  principals: readonly string[],
): Promise<string | null> {
  if (principals.includes(person.id)) return person.id;
  if (principals.length === 0) return null;
  const standIns = await activeStandIns(sql, principals, today(cycle));
  return principals.find((each) => standIns.get(each)?.includes(person.id) === true) ?? null;
}
