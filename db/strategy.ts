import type { PendingQuery, Row } from 'postgres';
import type { Capacity, Metric, SwotEntry } from '../domain/rules/index.js';
import type { Book, Cadence, StrategyContents } from '../domain/strategy.js';
import type { Strategy } from '../documents/strategy.js';
import { json, type Query } from './connect.js';
import { type Author, lockStrategy, nobody, recordChanges, type StrategyChange } from './strategy-versions.js';

/**
 * Takes strategy, metrics, capacity and calendar in, inside the caller's
 * transaction. What really changed becomes a new version; what the document
 * does not name stays. Returns the changes.
 */
export async function importStrategy(
  sql: Query,
  document: Strategy,
  by: Author = nobody,
): Promise<readonly StrategyChange[]> {
  await lockStrategy(sql);
  await putObjectives(sql, document.objectives);
  await putSwotEntries(sql, document.swot);
  await putMetrics(sql, document.metrics);
  await putPositions(sql, document);
  await putCapacity(sql, document);
  await putCalendar(sql, document);
  return recordChanges(sql, { ...by, way: 'import', kinds: ['objectives', 'swot', 'metrics'] });
}

type Sent<K extends 'objectives' | 'swot' | 'metrics'> = readonly (StrategyContents[K] & { readonly id: string })[];

/** Adds these objectives, new ones at the end, or brings them up to date. */
export async function putObjectives(sql: Query, objectives: Sent<'objectives'>): Promise<void> {
  await sql`
    INSERT INTO objectives (id, title_zh, title_en, position)
    SELECT id, title ->> 'zh-CN', title ->> 'en', (SELECT coalesce(max(position), 0) + 1 FROM objectives)
      FROM jsonb_to_recordset(${json(sql, objectives)}::jsonb) AS o (id text, title jsonb)
    ON CONFLICT (id) DO UPDATE SET title_zh = excluded.title_zh, title_en = excluded.title_en`;
}

export async function putSwotEntries(sql: Query, entries: Sent<'swot'>): Promise<void> {
  await sql`
    INSERT INTO swot_entries (id, kind, title_zh, title_en, is_key, position)
    SELECT id, kind, title ->> 'zh-CN', title ->> 'en', key, (SELECT coalesce(max(position), 0) + 1 FROM swot_entries)
      FROM jsonb_to_recordset(${json(sql, entries)}::jsonb) AS s (id text, kind text, title jsonb, key boolean)
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title_zh = excluded.title_zh, title_en = excluded.title_en,
      is_key = excluded.is_key`;
}

export async function putMetrics(sql: Query, metrics: Sent<'metrics'>): Promise<void> {
  await sql`
    INSERT INTO metrics (id, unit_id, title_zh, title_en, measured_in, better, source, accrual, cadence, tension, history)
    SELECT r.id, r.unit_id, r.title_zh, r.title_en, r.measured_in, r.better, r.source, r.accrual, r.cadence, r.tension, r.history
      FROM jsonb_array_elements(${json(sql, metrics)}::jsonb) AS m (value)
      CROSS JOIN LATERAL metric_row(m.value ->> 'id', m.value) AS r
    ON CONFLICT (id) DO UPDATE SET unit_id = excluded.unit_id, title_zh = excluded.title_zh, title_en = excluded.title_en,
      measured_in = excluded.measured_in, better = excluded.better, source = excluded.source, accrual = excluded.accrual,
      cadence = excluded.cadence, tension = excluded.tension, history = excluded.history`;
}

/** In the document's order. An order is no content: it makes no version. */
async function putPositions(sql: Query, { objectives, swot }: Pick<Strategy, 'objectives' | 'swot'>): Promise<void> {
  const ids = (entries: readonly { readonly id: string }[]): string[] => entries.map(({ id }) => id);
  await sql`UPDATE objectives o SET position = i.position
              FROM unnest(${ids(objectives)}::text[]) WITH ORDINALITY AS i (id, position) WHERE o.id = i.id`;
  await sql`UPDATE swot_entries s SET position = i.position
              FROM unnest(${ids(swot)}::text[]) WITH ORDINALITY AS i (id, position) WHERE s.id = i.id`;
}

async function putCapacity(sql: Query, document: Strategy): Promise<void> {
  await sql`
    INSERT INTO capacity (unit_id, from_date, to_date, person_days, budget_minor)
    SELECT unit, "from"::date, "to"::date, "personDays", "budgetMinor"::bigint
      FROM jsonb_to_recordset(${json(sql, document.capacity)}::jsonb) AS c (unit text, "from" text, "to" text, "personDays" text, "budgetMinor" text)
    ON CONFLICT (unit_id, from_date, to_date) DO UPDATE SET person_days = excluded.person_days, budget_minor = excluded.budget_minor`;
}

async function putCalendar(sql: Query, document: Strategy): Promise<void> {
  if (document.calendar === undefined) return;
  const { holidays, workdays } = document.calendar;
  await sql`
    INSERT INTO calendar_days (day, kind)
    SELECT unnest(${holidays}::text[])::date, 'holiday' UNION ALL SELECT unnest(${workdays}::text[])::date, 'workday'
    ON CONFLICT (day) DO UPDATE SET kind = excluded.kind`;
}

type Titled = { readonly title: string; readonly titleEn: string };
export interface StrategyRows {
  readonly objectives: readonly ({ readonly id: string } & Titled)[];
  readonly swot: readonly (SwotEntry & { readonly titleEn: string })[];
  readonly metrics: readonly (Metric & Titled & { readonly cadence?: Cadence })[];
  readonly capacity: readonly Capacity[];
}

/** The strategy that this book goes by, as goals@1 wants it: absent where NULL. */
export const loadStrategy = (sql: Query, book: Book): Promise<StrategyRows> =>
  readStrategy(sql, book, { metrics: sql``, capacity: sql`` });

/** The same for a page: the first metrics only, and no capacity. */
export const loadStrategyOverview = (sql: Query, book: Book, metrics: number): Promise<StrategyRows> =>
  readStrategy(sql, book, { metrics: sql`ORDER BY id LIMIT ${metrics}`, capacity: sql`WHERE false` });

/**
 * As much of it as the checks of one unit's goals and plan look at: of a large
 * organization's metrics only those that its goals are on, with what is in
 * tension with them on either side, and of the capacity only its own.
 */
export function loadStrategyAround(
  sql: Query,
  book: Book,
  { unit, metrics }: { readonly unit: string; readonly metrics: readonly string[] },
): Promise<StrategyRows> {
  const own = metrics as string[];
  return readStrategy(sql, book, {
    // Three looks through three indexes; one condition for all would read every metric.
    metrics: sql`WHERE id = ANY (${own})
      UNION SELECT * FROM metrics_in(${book}) WHERE tension && ${own}::text[]
      UNION SELECT * FROM metrics_in(${book}) WHERE id = ANY (ARRAY(
        SELECT unnest(o.tension) FROM metrics_in(${book}) o WHERE o.id = ANY (${own})))`,
    capacity: sql`WHERE unit_id = ${unit}`,
  });
}

type Fragment = PendingQuery<Row[]>;

async function readStrategy(
  sql: Query,
  book: Book,
  which: { readonly metrics: Fragment; readonly capacity: Fragment },
): Promise<StrategyRows> {
  const [row] = await sql<{ strategy: StrategyRows }[]>`
    SELECT jsonb_build_object(
      'objectives', coalesce((SELECT jsonb_agg(jsonb_build_object('id', id, 'title', title_zh, 'titleEn', title_en) ORDER BY position, id)
        FROM objectives_in(${book})), '[]'),
      'swot', coalesce((SELECT jsonb_agg(jsonb_build_object('id', id, 'kind', kind, 'title', title_zh, 'titleEn', title_en, 'key', is_key) ORDER BY position, id)
        FROM swot_entries_in(${book})), '[]'),
      'metrics', coalesce((SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', id, 'unit', unit_id, 'title', title_zh, 'titleEn', title_en,
        'measuredIn', measured_in, 'better', better, 'source', source, 'accrual', accrual, 'cadence', cadence, 'tension', tension, 'history', history)) ORDER BY id)
        FROM (SELECT * FROM metrics_in(${book}) ${which.metrics}) m), '[]'),
      'capacity', coalesce((SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('unit', unit_id, 'from', from_date, 'to', to_date,
        'personDays', person_days, 'budgetMinor', budget_minor::text)) ORDER BY unit_id, from_date) FROM capacity ${which.capacity}), '[]')) AS strategy`;
  if (row === undefined) throw new Error('no strategy row');
  return row.strategy;
}

/** Titles of these metrics in the book that the cycle goes by. */
export async function metricTitles(
  sql: Query,
  cycleId: string,
  ids: readonly string[],
): Promise<readonly ({ readonly id: string } & Titled)[]> {
  return sql`
    SELECT m.id, m.title_zh AS title, m.title_en AS "titleEn"
      FROM cycles c CROSS JOIN LATERAL metrics_in(c.book) m WHERE c.id = ${cycleId} AND m.id = ANY (${ids as string[]})`;
}

/** The objectives of this book, in their order. */
export async function loadObjectives(sql: Query, book: Book): Promise<StrategyRows['objectives']> {
  return sql<StrategyRows['objectives'][number][]>`
    SELECT id, title_zh AS title, title_en AS "titleEn" FROM objectives_in(${book}) ORDER BY position, id`;
}
