import { dayOf } from '../dates.js';
import { exact, hundred, printNumber, type Rational, zero } from '../numbers.js';
import type { Band, Period } from './goals-document.js';
import type { Point } from './types.js';
import Fraction from 'fraction.js';

export interface MonitoredGoal {
  readonly id: string;
  readonly metric?: string;
  readonly baseline?: string;
  readonly target: string | Band;
  readonly accrual?: 'level' | 'accumulating';
  readonly actual?: string;
  readonly path?: readonly Point[];
}
export interface MonitorDocument {
  readonly format: 'perfcycle/monitor@1';
  readonly period: Period;
  readonly on: string;
  readonly amber: string;
  readonly red: string;
  readonly goals: readonly MonitoredGoal[];
}
export type MonitorLine =
  { readonly state: 'no-data' } | { readonly expected?: string; readonly made?: string; readonly forecast?: string };
export interface MonitorFinding {
  readonly code: 'DEVIATION' | 'METRIC_NO_DATA';
  readonly severity?: 'red' | 'amber';
  readonly at: readonly string[];
}
export interface Monitored {
  readonly lines: Readonly<Record<string, MonitorLine>>;
  readonly findings: readonly MonitorFinding[];
}

/**
 * Expected against actual on one day: ways in percent, forecasts in the unit of the
 * metric, and deviations by the thresholds of the document (RULES.md, monitor@1).
 */
export function monitor(document: MonitorDocument): Monitored {
  const start = dayOf(document.period.start);
  const days = new Fraction(dayOf(document.period.end) - start + 1);
  const elapsed = new Fraction(dayOf(document.on) - start + 1);
  const lines: Record<string, MonitorLine> = {};
  const findings: MonitorFinding[] = [];
  for (const goal of document.goals) {
    const { line, severity } = monitorGoal(goal, document, elapsed, days);
    lines[goal.id] = line;
    if (severity !== null) findings.push({ code: 'DEVIATION', severity, at: [goal.id] });
    if ('state' in line) findings.push({ code: 'METRIC_NO_DATA', at: [goal.id] });
  }
  return { lines, findings };
}

function monitorGoal(
  goal: MonitoredGoal,
  document: MonitorDocument,
  elapsed: Rational,
  days: Rational,
): { readonly line: MonitorLine; readonly severity: 'red' | 'amber' | null } {
  if (goal.actual === undefined) return { line: { state: 'no-data' }, severity: null };
  const actual = exact(goal.actual);
  if (typeof goal.target === 'object') {
    const outside = actual.compare(exact(goal.target.low)) < 0 || actual.compare(exact(goal.target.high)) > 0;
    return { line: {}, severity: document.on === document.period.end && outside ? 'red' : null };
  }
  const begin = goal.accrual === 'accumulating' ? zero : exact(goal.baseline ?? '0');
  const target = exact(goal.target);
  const made = actual.sub(begin).div(target.sub(begin)).mul(hundred);
  const expected = goal.path === undefined ? elapsed.div(days).mul(hundred) : onPath(dayOf(document.on), goal.path);
  const forecast = begin.add(actual.sub(begin).mul(days).div(elapsed));
  const line = { expected: printNumber(expected), made: printNumber(made), forecast: printNumber(forecast) };
  return { line, severity: severityOf(made, expected, document) };
}

/** Nothing is judged where nothing is expected yet. */
function severityOf(made: Rational, expected: Rational, { amber, red }: MonitorDocument): 'red' | 'amber' | null {
  if (expected.compare(0) <= 0) return null;
  const share = made.div(expected).mul(hundred);
  if (share.compare(exact(red)) < 0) return 'red';
  return share.compare(exact(amber)) < 0 ? 'amber' : null;
}

/** Linear in days between the points of the path, held outside them. */
function onPath(day: number, path: readonly Point[]): Rational {
  const points = path.map(([at, percent]) => [dayOf(at), exact(percent)] as const);
  let before = points[0];
  if (before === undefined) return zero;
  for (const point of points) {
    if (day <= point[0]) {
      const span = point[0] - before[0];
      if (span === 0) return point[1];
      return before[1].add(
        point[1]
          .sub(before[1])
          .mul(day - before[0])
          .div(span),
      );
    }
    before = point;
  }
  return before[1];
}
