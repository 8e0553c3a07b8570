import { monitoredGoal } from '../domain/cycle/index.js';
import { monitor } from '../domain/rules/index.js';
import type { CycleRow } from '../db/cycles.js';
import type { Judgement, ValueToMonitor } from '../db/monitoring.js';

/** What was judged anew. */
export interface FreshJudgement extends Judgement {
  readonly version: number;
  /** It says another severity than was known: somebody is told. */
  readonly isNews: boolean;
}

/** `version`: the one that is to be written; null: it stands as it was known. */
export type JudgedValue = Judgement & { readonly version: number | null; readonly isNews: boolean };

/** Every goal and day with a value, days in order. */
export function judgeAll(cycle: CycleRow, values: readonly ValueToMonitor[]): readonly JudgedValue[] {
  const byDay = new Map<string, ValueToMonitor[]>();
  for (const row of values) byDay.set(row.on, [...(byDay.get(row.on) ?? []), row]);
  return [...byDay.keys()].sort().flatMap((day) => judgeDay(cycle, day, byDay.get(day) ?? []));
}

function judgeDay(cycle: CycleRow, day: string, rows: readonly ValueToMonitor[]): readonly JudgedValue[] {
  const { lines, findings } = monitor({
    format: 'perfcycle/monitor@1',
    period: { start: cycle.periodStart, end: cycle.periodEnd },
    on: day,
    ...cycle.template.monitoring,
    goals: rows.map(monitoredGoal).filter((goal) => goal !== null),
  });
  const severities = new Map<string, 'red' | 'amber'>(
    findings.flatMap(({ severity, at: [goal] }) => (severity === undefined ? [] : [[goal ?? '', severity] as const])),
  );
  return rows.map(({ unitId, goal, goalVersion, on, value, known }) => {
    const found = lines[goal.id] ?? {};
    const line = 'state' in found ? {} : found;
    const severity: JudgedValue['severity'] = severities.get(goal.id) ?? 'on-track';
    const same = known === null ? severity === 'on-track' : known.severity === severity && sameLine(known.line, line);
    const isNews = severity !== (known?.severity ?? 'on-track');
    const judgement = { unitId, goalId: goal.id, title: goal.title, goalVersion, on, value, severity, line };
    return { ...judgement, version: same ? null : (known?.version ?? 0) + 1, isNews };
  });
}

const sameLine = (a: Judgement['line'], b: Judgement['line']): boolean =>
  a.expected === b.expected && a.made === b.made && a.forecast === b.forecast;
