import type { Query } from '../db/connect.js';
import type { RehearsalDay } from '../db/connectors.js';
import { loadRowContext } from '../db/values.js';
import { checkValueRows } from '../domain/values/index.js';
import { Refused } from './refused.js';

/** What a rehearsal's connector will find is checked when it is given, as its readings will check it. @throws Refused BODY_INVALID */
export async function checkRehearsalData(tx: Query, data: readonly RehearsalDay[]): Promise<void> {
  const places = data.flatMap(({ on, rows }, day) =>
    rows.map(({ metric, value }, row) => ({ metric, on, value, at: `/data/${day}/rows/${row}` })),
  );
  const twice = data.flatMap(({ on }, day) => (data.findIndex((each) => each.on === on) < day ? [day] : []));
  const rows = places.map((place, index) => ({
    row: index + 1,
    metric: place.metric,
    on: place.on,
    value: place.value,
  }));
  const context = await loadRowContext(tx, { book: '', rows, writer: { kind: 'connector' }, lock: false });
  const problems = checkValueRows(rows, context).problems.map(({ row, column, code, value }) => ({
    pointer: `${places[row - 1]?.at ?? ''}/${column}`,
    code,
    ...(value !== undefined && { value }),
  }));
  const all = [...twice.map((day) => ({ pointer: `/data/${day}/on`, code: 'ID_DUPLICATE' })), ...problems];
  if (all.length > 0) throw new Refused('BODY_INVALID', all);
}
