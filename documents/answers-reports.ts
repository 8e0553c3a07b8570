import { z } from 'zod';
import { reportKinds, reportWords } from '../domain/reports/index.js';
import { stepKinds } from '../domain/process/index.js';

/** What the API answers of reports: the model of `domain/reports`, without language. */
const word = z.enum(reportWords);
const name = z.object({ nameZh: z.string(), nameEn: z.string() });
const exact = z.string().meta({ description: 'a decimal, or a fraction in lowest terms' });

const value = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('count'), count: z.int() }),
    z.object({ kind: z.literal('exact'), exact }),
    z.object({ kind: z.literal('percent'), exact }),
    z.object({ kind: z.literal('amount'), minor: z.string() }),
    z.object({ kind: z.literal('day'), day: z.string() }),
    z.object({ kind: z.literal('instant'), at: z.number() }),
    z.object({ kind: z.literal('wait'), workdays: exact, ms: exact }),
    z.object({ kind: z.literal('text'), text: z.string() }),
    z.object({ kind: z.literal('named'), name }),
    z.object({ kind: z.literal('stepName'), step: z.enum(stepKinds), stepId: z.string(), other: name.nullable() }),
    z.object({ kind: z.literal('term'), term: z.object({ of: z.string(), id: z.string() }) }),
  ])
  .meta({ id: 'ReportValue' });

const filter = z.record(z.string(), z.string()).meta({ description: 'facet → value, as the list takes them' });
const target = z
  .discriminatedUnion('to', [
    z.object({ to: z.literal('list'), list: word, filter }),
    z.object({ to: z.literal('unit'), unit: z.string() }),
    z.object({ to: z.literal('step'), unit: z.string().nullable(), step: z.string() }),
    z.object({ to: z.literal('goal'), goal: z.string() }),
    z.object({ to: z.literal('deviation'), id: z.string() }),
  ])
  .meta({ id: 'ReportTarget', description: 'where it leads: the rows behind it, or the thing itself' });
const cell = z.object({ value, target: target.optional() }).meta({ id: 'ReportCell' });
const column = z.object({ id: word, type: z.enum(['text', 'number', 'amount', 'wait', 'day', 'instant']) });
const unit = z.enum(['count', 'percent', 'points', 'workdays', 'difference']);
const chart = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['bars', 'distribution']),
    id: word,
    unit,
    series: z.array(word),
    bars: z.array(z.object({ label: value, values: z.array(exact.nullable()) })),
  }),
  z.object({ kind: z.literal('line'), id: word, unit, points: z.array(z.object({ on: z.string(), value: exact })) }),
  z.object({
    kind: z.literal('box'),
    id: word,
    unit,
    boxes: z.array(
      z.object({ label: value, least: exact, lower: exact, median: exact, upper: exact, ninth: exact, most: exact }),
    ),
  }),
]);

export const reports = z.object({ reports: z.array(z.enum(reportKinds)) });
export const report = z.object({
  kind: z.enum(reportKinds),
  figures: z.array(z.object({ id: word, value, target: target.optional() })),
  tables: z.array(
    z.object({ id: word, list: word.optional(), columns: z.array(column), rows: z.array(z.array(cell)) }),
  ),
  charts: z.array(chart),
  lists: z.array(z.object({ id: word, columns: z.array(column), facets: z.array(word), count: z.int() })),
});
export const reportRows = z.object({
  items: z.array(z.array(cell)),
  next: z.string().nullable(),
  columns: z.array(column),
  facets: z.array(word),
  count: z.int().meta({ description: 'rows that the filter finds, on all pages' }),
});
