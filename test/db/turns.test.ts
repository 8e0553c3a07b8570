import { beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { resolvePersons } from '../../db/people.js';
import { turnsOf } from '../../db/turns.js';
import { createTestDatabase } from '../setup/database.js';

let sql: Sql;
let owner: Sql;

beforeAll(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
});

/** The same numbers each time: what failed once can be looked at. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

/** A tree of units whose heads are few, so that they head several; some have left, some units have none. */
async function organization(
  seed: number,
): Promise<{ readonly units: readonly string[]; readonly persons: readonly string[] }> {
  const next = numbers(seed);
  const persons = Array.from({ length: 7 }, (_, n) => `q${seed}-${n}`);
  await owner`INSERT INTO persons ${owner(persons.map((id, n) => ({ id, name_zh: id, name_en: id, active: n % 4 !== 3 })))}`;
  for (const id of persons.slice(0, 2)) await owner`INSERT INTO person_roles (person_id, role) VALUES (${id}, 'board')`;
  const units = Array.from({ length: 30 }, (_, n) => `o${seed}-${n}`);
  for (const [n, id] of units.entries()) {
    const head = persons[next(persons.length + 2)] ?? null;
    const parent = n === 0 ? null : (units[next(n)] ?? null);
    await owner`
      INSERT INTO units (id, kind, parent_id, name_zh, name_en, head_id, position) VALUES (${id}, 'team', ${parent}, ${id}, ${id}, ${head}, ${n})`;
  }
  return { units, persons };
}

const rules = ['parent-head', 'second-head'] as const;

async function namedBy(units: readonly string[]): Promise<readonly string[]> {
  const asks = units.flatMap((unitId) =>
    rules.map((rule) => ({ key: `${rule} ${unitId}`, unitId, raterUnitId: null, rule })),
  );
  const persons = await resolvePersons(sql, asks);
  return [...persons].flatMap(([key, found]) => found.map((person) => `${person} ${key}`)).toSorted();
}

async function turnsIn(units: readonly string[], persons: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    persons.map(async (person) => {
      const rows = await sql<{ key: string }[]>`
        WITH RECURSIVE ${turnsOf(sql, person)}
        SELECT id || ' ' || rule || ' ' || unit AS key FROM superior_of WHERE unit = ANY (${units as string[]})`;
      return rows.map(({ key }) => key);
    }),
  );
  return found.flat().toSorted();
}

describe('whose superior somebody is', () => {
  test.each([1, 2, 3, 4, 5, 6])('is the same from both sides, in organization %i', async (seed) => {
    const { units, persons } = await organization(seed);
    const there = await sql<{ id: string }[]>`
      SELECT id FROM persons WHERE active AND (id = ANY (${persons as string[]}) OR id IN (SELECT person_id FROM person_roles WHERE role = 'board'))`;
    const expected = await namedBy(units);
    expect(new Set(expected.map((key) => key.split(' ')[1])).size).toBe(2);
    expect(
      await turnsIn(
        units,
        there.map(({ id }) => id),
      ),
    ).toEqual(expected);
  });

  test('counts for whoever stands in for them, while they have not left', async () => {
    await owner`INSERT INTO stand_ins VALUES ('chen-mingyuan', 'bai-yu', '2027-05-01', '2027-05-14')`;
    const ofOthers = async () => {
      const rows = await sql<{ id: string; unit: string }[]>`
        WITH RECURSIVE ${turnsOf(sql, 'bai-yu')} SELECT id, unit FROM superior_of WHERE unit = 'sales'`;
      return rows.map(({ id, unit }) => `${id} ${unit}`);
    };
    expect(await ofOthers()).toEqual(['chen-mingyuan sales']);
    await owner`UPDATE persons SET active = false WHERE id = 'chen-mingyuan'`;
    expect(await ofOthers()).toEqual([]);
    await owner`UPDATE persons SET active = true WHERE id = 'chen-mingyuan'`;
  });
});
