import type { MonitorDocument, MonitoredGoal } from '../../domain/rules/index.js';
import { below, itemsOf, type Looking } from '../looking.js';
import { checkPath, checkPeriod } from './goals-checks.js';
import { compare, notAbove, notNegative, unique } from './numbers.js';

/** What must fit together in a monitor@1: the day in its period, ways that have a length, paths in order. */
export function checkMonitor(document: MonitorDocument, looking: Looking): void {
  const { period, on } = document;
  if (looking.sound(['period'])) {
    checkPeriod(period, ['period', 'end'], looking);
    if (looking.sound(['on']) && period.start <= period.end && (on < period.start || on > period.end)) {
      looking.tell(['on'], 'DAY_OUTSIDE_PERIOD', `${on} is not from ${period.start} to ${period.end}`);
    }
  }
  if (looking.sound(['amber']) && looking.sound(['red'])) {
    notNegative(document.red, ['red'], looking);
    notAbove(document.red, document.amber, ['red'], looking);
  }
  unique(
    itemsOf(document.goals).map(({ id }) => id),
    (index) => ['goals', index, 'id'],
    looking,
  );
  itemsOf(document.goals).forEach((goal, index) => {
    const here = below(['goals', index], looking);
    if (here.sound([])) checkGoal(goal, here);
  });
}

function checkGoal({ target, baseline, accrual, path }: MonitoredGoal, here: Looking): void {
  checkPath(path, here);
  if (typeof target === 'object') return notAbove(target.low, target.high, ['target'], here);
  if (accrual === 'accumulating') {
    if (compare(target, '0') === 0) here.tell(['target'], 'TARGET_ZERO', 'nothing is to be accumulated');
  } else if (baseline === undefined) here.tell([], 'BASELINE_MISSING', 'a level starts from a baseline');
  else if (compare(target, baseline) === 0) here.tell(['target'], 'TARGET_IS_BASELINE', 'there is no way to make');
}
