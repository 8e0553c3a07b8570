import { type Phase, phases } from '../process/types.js';
import { exact } from '../numbers.js';
import type { Goal, MonitoredGoal } from '../rules/index.js';

/** What monitoring is told of a goal and the value of its metric on one day. */
export interface WatchedGoal {
  readonly goal: Goal;
  readonly value: string;
  readonly accrual: 'level' | 'accumulating';
}

/** The goal as `monitor` judges it; null where its way has no beginning, no end or no length: its submit told so. */
export function monitoredGoal({ goal, value, accrual }: WatchedGoal): MonitoredGoal | null {
  const { id, target, baseline, path } = goal;
  if (target === undefined) return null;
  if (typeof target === 'string') {
    const begin = accrual === 'accumulating' ? '0' : baseline;
    if (begin === undefined || exact(target).equals(exact(begin))) return null;
  }
  return {
    id,
    target,
    accrual,
    actual: value,
    ...(baseline !== undefined && { baseline }),
    ...(path !== undefined && { path }),
  };
}

/** The judgement is made: values are judged no more, only what is promised is followed up. */
export const isJudged = (phase: Phase): boolean => phases.indexOf(phase) > phases.indexOf('evaluation');
