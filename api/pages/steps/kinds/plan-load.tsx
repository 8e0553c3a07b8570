import type { VNode } from 'preact';
import type { Load, PlanLoad } from '../../../../domain/rules/index.js';
import { exact, showNumber } from '../../../../domain/numbers.js';
import { computedAmount } from '../../../../messages/amount.js';
import { taskFields } from '../../../../messages/pages.js';
import { Badge } from '../../components/marks.js';
import { Table } from '../../components/table.js';
import type { Reader } from '../../reader.js';

/** Person-days, rounded for reading. */
const days = (printed: string): string => (printed.includes('/') ? showNumber(exact(printed), 2) : printed);

/** What the plan needs beside what the unit has, window by window, before anybody is asked to approve it. */
export function PlanLoadTable({
  reader,
  load,
}: {
  readonly reader: Reader;
  readonly load: readonly PlanLoad[];
}): VNode | null {
  if (load.length === 0) return null;
  const { t } = reader;
  const cell = ({ need, have, over }: Load, shown: (printed: string) => string): VNode => (
    <span>
      {t(have === undefined ? taskFields.noLimit(shown(need)) : taskFields.ofHave(shown(need), shown(have)))}{' '}
      {have !== undefined && <Badge tone={over ? 'bad' : 'good'}>{t(over ? taskFields.over : taskFields.fits)}</Badge>}
    </span>
  );
  return (
    <div id="capacity" tabIndex={-1}>
      <Table
        caption={t(taskFields.capacity)}
        rows={load}
        keyOf={(row) => `${row.from} ${row.to}`}
        empty=""
        columns={[
          { title: t(taskFields.window), cell: (row) => `${row.from} – ${row.to}` },
          { title: t(taskFields.personDays), cell: (row) => cell(row.personDays, days) },
          { title: t(taskFields.money), cell: (row) => cell(row.budgetMinor, computedAmount) },
        ]}
      />
    </div>
  );
}
