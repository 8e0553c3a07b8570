import type { Query } from '../db/connect.js';
import type { StepDetail } from '../db/inbox.js';
import { loadCycle } from '../db/cycles.js';
import { loadRowContext } from '../db/values.js';
import { checkValueRows } from '../domain/values/index.js';
import type { MetricEntry } from '../domain/process/index.js';
import { Refused } from './refused.js';

/** Values in a report are of metrics that the unit answers for, and a correction of a known one says why. @throws Refused CONTENT_INVALID */
export async function checkMetricEntries(
  sql: Query,
  step: Pick<StepDetail, 'cycleId' | 'unitId'>,
  values: readonly MetricEntry[],
): Promise<void> {
  if (values.length === 0) return;
  const cycle = await loadCycle(sql, step.cycleId);
  if (cycle === undefined) throw new Refused('NOT_FOUND');
  const rows = values.map((value, index) => ({ row: index, ...value }));
  const writer = { kind: 'unit', unit: step.unitId } as const;
  const { problems } = checkValueRows(rows, await loadRowContext(sql, { book: cycle.book, rows, writer, lock: false }));
  if (problems.length === 0) return;
  throw new Refused(
    'CONTENT_INVALID',
    problems.map(({ row, column, code }) => ({ pointer: `/values/${row}/${column}`, code })),
  );
}
