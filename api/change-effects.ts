import { type ChangeEffects, changeEffects } from '../domain/cycle/index.js';
import { loadCalendar } from '../db/calendar.js';
import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { goalsInForce } from '../db/goal-document.js';
import { latestValues, metricsById } from '../db/results.js';
import { loadStrategy } from '../db/strategy.js';
import { planInForce } from '../db/tasks.js';
import { sha256Hex } from '../documents/digest.js';
import { localDay } from '../documents/schedule.js';
import { parseStepContent } from '../documents/steps.js';

type Changed = Pick<CycleRow, 'id' | 'book' | 'periodStart' | 'periodEnd' | 'template' | 'clock' | 'zone'>;

/** What a change request does to the unit, as it is written; null: it is no document yet. */
export async function effectsOfChange(
  sql: Query,
  cycle: Changed,
  unitId: string,
  content: unknown,
): Promise<ChangeEffects | null> {
  // Its reason may still be missing.
  const whole = typeof content === 'object' && content !== null ? { ...content, note: '-' } : {};
  const parsed = parseStepContent('change', whole);
  if (!parsed.ok) return null;
  const said = parsed.value;
  const today = localDay(cycle.clock.now, cycle.zone);
  const until = today < cycle.periodEnd ? today : cycle.periodEnd;
  const [{ capacity }, calendar, goals, tasks, values, metrics] = [
    await loadStrategy(sql, cycle.book),
    await loadCalendar(sql),
    await goalsInForce(sql, cycle.id, unitId),
    await planInForce(sql, cycle.id, unitId),
    await latestValues(sql, cycle.book, cycle.periodStart, until),
    await metricsById(sql, cycle),
  ];
  const known = new Map(
    [...values].map(([id, value]) => [id, { ...value, accrual: metrics.get(id)?.accrual ?? ('level' as const) }]),
  );
  const period = { start: cycle.periodStart, end: cycle.periodEnd };
  const facts = { template: cycle.template, period, values: known, metrics, unitId, capacity, calendar };
  const before = { goals, tasks };
  return changeEffects(
    facts,
    before,
    { goals: said.goals ?? goals, tasks: said.tasks ?? tasks },
    { sha256: sha256Hex },
  );
}
