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
  const [row] = await sql<{ units: string[] }[]>`
    SELECT own_line_units(${kinds as string[]}, ${ownUnit ?? null}, ${subjects as string[]}) AS units`;
  return row?.units ?? [];
}

/** Who decides the own lines of a kind; null: the cycle has no step for them. */
export async function ownDeciderRule(sql: Query, cycleId: string, kind: MoneyKind): Promise<PersonRule | null> {
  const [step] = await sql<{ rule: PersonRule | null }[]>`
    SELECT decider_rule AS rule FROM steps WHERE review_id = ${cycleId} AND kind = ${`${kind}-own`}`;
  return step?.rule ?? null;
}
