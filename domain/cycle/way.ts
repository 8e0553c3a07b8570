import { monitor, type MonitorDocument, type MonitorLine } from '../rules/index.js';
import type { JudgedDay } from './deviation-case.js';
import { monitoredGoal, type WatchedGoal } from './watch.js';

/** By what values are judged: the period, and the thresholds of the rules in force. */
export type JudgedBy = Pick<MonitorDocument, 'period' | 'amber' | 'red'>;

export interface Way {
  readonly severity: JudgedDay['severity'];
  /** Empty for an in-band goal. */
  readonly line: Exclude<MonitorLine, { readonly state: 'no-data' }>;
}

/** One value judged on its own day; null: the goal's way cannot be judged. */
export function wayOf(watched: WatchedGoal & { readonly on: string }, by: JudgedBy): Way | null {
  const goal = monitoredGoal(watched);
  if (goal === null) return null;
  const { lines, findings } = monitor({ format: 'perfcycle/monitor@1', ...by, on: watched.on, goals: [goal] });
  const line = lines[goal.id] ?? {};
  const severity = findings.find((finding) => finding.severity !== undefined)?.severity ?? 'on-track';
  return { severity, line: 'state' in line ? {} : line };
}
