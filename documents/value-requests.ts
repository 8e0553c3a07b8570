import { z } from 'zod';
import { day, id } from './basics.js';
import { pageQuery } from './requests.js';

/** Bodies and queries about values and connectors. */
const cell = z.string().max(2000);
/** What stands in a row is checked by `domain/values`, so that every problem is told by row. */
const pushedRow = z.strictObject({
  metric: cell.meta({ description: 'id of a metric' }),
  on: cell.meta({ description: 'the day the value stands for, YYYY-MM-DD' }),
  value: cell.meta({ description: 'a decimal number as text, such as "12.5"' }),
  reason: z.string().max(20_000).optional().meta({ description: 'why a known value is corrected' }),
});

/** More than a day of the largest organization brings. */
export const mostRows = 100_000;
export const valueRowsBody = z.strictObject({ rows: z.array(pushedRow).min(1).max(mostRows) });

export const valuesQuery = z.object({
  cycle: id.optional().meta({ description: 'of this cycle; else the real ones' }),
});
export const metricListQuery = pageQuery.extend(valuesQuery.shape);

export const connectorParams = z.object({ id });
export const connectorDataParams = z.object({ id, connector: id });
export const tryBody = z.strictObject({
  version: z.int().min(1).optional().meta({ description: 'else the newest' }),
  on: day.optional().meta({ description: 'the day to ask for; else the one that would be asked for today' }),
});
export const switchBody = z.strictObject({
  on: z.boolean(),
  version: z.int().min(1).optional().meta({ description: 'which version runs; else the newest' }),
});

export const connectorDataBody = z
  .strictObject({
    data: z
      .array(
        z.strictObject({
          on: day,
          rows: z.array(z.strictObject({ metric: cell, value: cell })).max(mostRows),
        }),
      )
      .max(1000),
  })
  .meta({ description: "all that the rehearsal's connector will find, by day; replaces what was given before" });
