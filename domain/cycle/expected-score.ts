import { type Fact, type Facts, type Goal, leavesOf, monitor, type Period, score } from '../rules/index.js';
import type { Template } from '../template.js';
import { type KnownValues, scoreUnit, type UnitInput } from './unit-result.js';
import { monitoredGoal } from './watch.js';

/** The latest value of a metric, and the day it stands for. */
export interface LatestValue {
  readonly value: string;
  readonly on: string;
  readonly accrual: 'level' | 'accumulating';
}

export interface ExpectedFrom {
  readonly template: Pick<Template, 'scorecard' | 'guards' | 'monitoring'>;
  readonly period: Period;
  readonly values: ReadonlyMap<string, LatestValue>;
  readonly metrics: KnownValues['metrics'];
}

/**
 * What the unit would score if each value went on at its pace so far (the forecast of monitor@1). What has no
 * value yet, and what people are still to rate, is left out: null while nothing at all is known.
 */
export function expectedScore(
  { template, period, values, metrics }: ExpectedFrom,
  unitId: string,
  goals: readonly Goal[],
  deps: { readonly sha256: (text: string) => string },
): string | null {
  const forecasts = forecastsOf(template, period, goals, values);
  const input: UnitInput = { unitId, goals, ratings: {} };
  const { scorecard, facts } = scoreUnit(template, input, { values: forecasts, metrics }, deps);
  const known: Facts['facts'] = Object.fromEntries(
    leavesOf(scorecard.root).map(({ id }): [string, Fact] => {
      const fact = facts.facts[id];
      return [id, fact?.actual === undefined ? { notApplicable: 'not known yet' } : fact];
    }),
  );
  return score(scorecard, { ...facts, facts: { ...facts.facts, ...known } }, deps).total;
}

/** Metric → its forecast at the period's end; as it stands where there is no way to forecast along. */
function forecastsOf(
  template: ExpectedFrom['template'],
  period: Period,
  goals: readonly Goal[],
  values: ExpectedFrom['values'],
): ReadonlyMap<string, { readonly value: string }> {
  const found = new Map<string, { readonly value: string }>(values);
  for (const goal of goals) {
    const latest = goal.metric === undefined ? undefined : values.get(goal.metric);
    const watched = latest === undefined ? null : monitoredGoal({ goal, value: latest.value, accrual: latest.accrual });
    if (goal.metric === undefined || latest === undefined || watched === null) continue;
    const { lines } = monitor({
      format: 'perfcycle/monitor@1',
      period,
      on: latest.on,
      ...template.monitoring,
      goals: [watched],
    });
    const line = lines[goal.id];
    if (line !== undefined && 'forecast' in line && line.forecast !== undefined)
      found.set(goal.metric, { value: line.forecast });
  }
  return found;
}
