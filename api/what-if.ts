import {
  type Effects,
  effectsOf,
  onlyChanged,
  type RulesChange,
  scoreBoth,
  type ScoredUnit,
  withRules,
} from '../domain/cycle/index.js';
import { comparedUnits } from '../db/compared-units.js';
import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { latestValues, metricsById } from '../db/results.js';
import { sha256Hex } from '../documents/digest.js';
import { parseRulesChange } from '../documents/rules-change.js';
import { Refused } from './refused.js';

/** Few enough that between two pages others get their turn. */
const pageSize = 100;

/** The sections that differ from the rules in force. @throws Refused BODY_INVALID with places below `/rules`, or RULES_UNCHANGED */
export function changeOf(cycle: CycleRow, rules: unknown): RulesChange {
  const parsed = parseRulesChange(cycle.template, rules);
  if (!parsed.ok) throw new Refused('BODY_INVALID', belowRules(parsed.problems));
  const change = onlyChanged(cycle.template, parsed.value);
  if (Object.keys(change).length === 0) throw new Refused('RULES_UNCHANGED');
  return change;
}

const belowRules = <P extends { readonly pointer: string }>(problems: readonly P[]): readonly P[] =>
  problems.map((problem) => ({ ...problem, pointer: `/rules${problem.pointer}` }));

/** What the change would do to every unit, by goals, values and ratings as they stand now. Writes nothing. */
export async function whatIf(sql: Query, cycle: CycleRow, change: RulesChange): Promise<Effects> {
  const rules = { before: cycle.template, after: withRules(cycle.template, change) };
  const values = await latestValues(sql, cycle.book, cycle.periodStart, cycle.periodEnd);
  const known = { values, metrics: await metricsById(sql, cycle) };
  const scored: ScoredUnit[] = [];
  let cursor = '';
  for (;;) {
    const page = await comparedUnits(sql, cycle.id, cursor, pageSize);
    const last = page.at(-1);
    if (last === undefined) break;
    scored.push(...page.map((unit) => scoreBoth(rules, unit, known, { sha256: sha256Hex })));
    cursor = last.input.unitId;
  }
  const place = new Map(cycle.subjects.map((id, index) => [id, index]));
  const at = ({ unit }: ScoredUnit): number => place.get(unit.id) ?? place.size;
  return effectsOf(
    rules,
    cycle.currency,
    scored.toSorted((a, b) => at(a) - at(b)),
  );
}
