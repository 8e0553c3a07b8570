import type { MoneyKind } from '../domain/cycle/index.js';
import type { PersonRule } from '../domain/process/index.js';
import type { Template } from '../domain/template.js';
import type { Query } from './connect.js';

type LineRules = Pick<NonNullable<Template[MoneyKind]>, 'kinds' | 'ownUnit'>;

/**
 * Units whose line finance does not decide: the one that the template names,
 * else the lines that pay the persons of finance: that of a unit they head or
 * belong to, or the nearest above that has one. As the organization stands.
 */
export async function ownLineUnits(
  sql: Query,
  { kinds, ownUnit }: LineRules,
  subjects: readonly string[],
): Promise<readonly string[]> {
  if (ownUnit !== undefined) return [ownUnit];
  const hasLine = sql`(u.id = ANY (${subjects as string[]}) AND u.kind = ANY (${kinds as string[]}))`;
  const rows = await sql<{ id: string }[]>`
    WITH RECURSIVE finance AS (
      SELECT r.person_id AS id FROM person_roles r JOIN persons p ON p.id = r.person_id AND p.active WHERE r.role = 'finance'
    ), up AS (
      SELECT u.id, u.parent_id, ${hasLine} AS has_line FROM units u
       WHERE u.head_id IN (SELECT id FROM finance)
          OR u.id IN (SELECT unit_id FROM unit_members WHERE person_id IN (SELECT id FROM finance))
      UNION
      SELECT u.id, u.parent_id, ${hasLine} FROM up JOIN units u ON u.id = up.parent_id WHERE NOT up.has_line
    )
    SELECT DISTINCT id FROM up WHERE has_line ORDER BY id`;
  return rows.map((row) => row.id);
}

/**
 * Heads and members of the units whose lines a money step decides: finance's own
 * for `bonus-own` and `budget-own`, everybody else's for the others. They decide
 * nothing about it.
 */
export async function personsWithLine(
  sql: Query,
  cycleId: string,
  step: MoneyKind | `${MoneyKind}-own`,
): Promise<readonly string[]> {
  const own = step.endsWith('-own');
  const kind = own ? step.slice(0, -'-own'.length) : step;
  const [cycle] = await sql<{ subjects: string[]; rules: LineRules | null }[]>`
    SELECT c.subjects, f.document -> ${kind}::text AS rules FROM cycles c
      JOIN rules_in_force f ON f.cycle_id = c.id WHERE c.id = ${cycleId}`;
  if (cycle === undefined || cycle.rules === null) return [];
  const ownUnits = await ownLineUnits(sql, cycle.rules, cycle.subjects);
  const rows = await sql<{ id: string }[]>`
    SELECT DISTINCT p.id::text FROM units u
      JOIN persons p ON p.id = u.head_id OR p.id IN (SELECT person_id FROM unit_members m WHERE m.unit_id = u.id)
     WHERE u.id = ANY (${cycle.subjects}) AND u.kind = ANY (${cycle.rules.kinds as string[]})
       AND (u.id = ANY (${ownUnits as string[]})) = ${own} ORDER BY 1`;
  return rows.map((row) => row.id);
}

/** Who decides the own lines of a kind; null: the cycle has no step for them. */
export async function ownDeciderRule(sql: Query, cycleId: string, kind: MoneyKind): Promise<PersonRule | null> {
  const [step] = await sql<{ rule: PersonRule | null }[]>`
    SELECT decider_rule AS rule FROM steps WHERE review_id = ${cycleId} AND kind = ${`${kind}-own`}`;
  return step?.rule ?? null;
}
