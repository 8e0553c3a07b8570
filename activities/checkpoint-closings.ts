import { checkpointsToClose, saveClosings } from '../db/checkpoints.js';
import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { appendJournals } from '../db/journal.js';
import { readClock } from '../db/record.js';
import { localDay } from '../documents/schedule.js';
import { unitLine } from './monitoring-told.js';

/** When a checkpoint's window is over, it is kept what came and what did not; nothing is made up for it. */
export async function closeCheckpoints(tx: Query, cycle: CycleRow, units: readonly string[]): Promise<void> {
  const due = await checkpointsToClose(tx, cycle.id, units, cycle.clock.now);
  const opensAt = new Map(cycle.schedule.steps.map((plan) => [plan.id, plan.opensAt]));
  const kept = await saveClosings(
    tx,
    cycle,
    due.map((each) => ({ ...each, on: localDay(opensAt.get(each.planId) ?? each.closedAt, cycle.zone) })),
  );
  const { wall } = await readClock(tx, cycle.id);
  await appendJournals(
    tx,
    kept
      .filter(({ missing }) => missing.length > 0)
      .map(({ unitId, stepId, on, reported, missing }) =>
        unitLine(cycle, wall, {
          unitId,
          act: 'no-data',
          stepId,
          data: { code: 'METRIC_NO_DATA', on, reported, metrics: missing.join(' ') },
        }),
      ),
  );
}
