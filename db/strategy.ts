import type { Capacity, Metric, SwotEntry } from '../domain/rules/index.js';
import type { Strategy } from '../documents/strategy.js';
import { json, type Query } from './connect.js';

/** Takes strategy, metrics, capacity and calendar in, inside the caller's transaction. */
export async function importStrategy(sql: Query, document: Strategy): Promise<void> {
  await sql`
    INSERT INTO objectives (id, title_zh, title_en, position)
    SELECT o.value ->> 'id', o.value -> 'title' ->> 'zh-CN', o.value -> 'title' ->> 'en', o.position
      FROM jsonb_array_elements(${json(sql, document.objectives)}::jsonb) WITH ORDINALITY AS o (value, position)
    ON CONFLICT (id) DO UPDATE SET title_zh = excluded.title_zh, title_en = excluded.title_en, position = excluded.position`;
  await sql`
    INSERT INTO swot_entries (id, kind, title_zh, title_en, is_key, position)
    SELECT s.value ->> 'id', s.value ->> 'kind', s.value -> 'title' ->> 'zh-CN', s.value -> 'title' ->> 'en',
           (s.value -> 'key')::boolean, s.position
      FROM jsonb_array_elements(${json(sql, document.swot)}::jsonb) WITH ORDINALITY AS s (value, position)
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title_zh = excluded.title_zh, title_en = excluded.title_en,
      is_key = excluded.is_key, position = excluded.position`;
  await sql`
    INSERT INTO metrics (id, unit_id, title_zh, title_en, measured_in, better, source, accrual, tension, history)
    SELECT id, unit, title ->> 'zh-CN', title ->> 'en', "measuredIn", better, source, accrual,
           ARRAY(SELECT jsonb_array_elements_text(tension)), ARRAY(SELECT jsonb_array_elements_text(history))
      FROM jsonb_to_recordset(${json(sql, document.metrics)}::jsonb) AS m (id text, unit text, title jsonb, "measuredIn" text,
        better text, source text, accrual text, tension jsonb, history jsonb)
    ON CONFLICT (id) DO UPDATE SET unit_id = excluded.unit_id, title_zh = excluded.title_zh, title_en = excluded.title_en,
      measured_in = excluded.measured_in, better = excluded.better, source = excluded.source, accrual = excluded.accrual,
      tension = excluded.tension, history = excluded.history`;
  await sql`
    INSERT INTO capacity (unit_id, from_date, to_date, person_days, budget_minor)
    SELECT unit, "from"::date, "to"::date, "personDays", "budgetMinor"::bigint
      FROM jsonb_to_recordset(${json(sql, document.capacity)}::jsonb) AS c (unit text, "from" text, "to" text, "personDays" text, "budgetMinor" text)
    ON CONFLICT (unit_id, from_date, to_date) DO UPDATE SET person_days = excluded.person_days, budget_minor = excluded.budget_minor`;
  if (document.calendar === undefined) return;
  const { holidays, workdays } = document.calendar;
  await sql`
    INSERT INTO calendar_days (day, kind)
    SELECT unnest(${holidays}::text[])::date, 'holiday' UNION ALL SELECT unnest(${workdays}::text[])::date, 'workday'
    ON CONFLICT (day) DO UPDATE SET kind = excluded.kind`;
}

export interface StrategyRows {
  readonly objectives: readonly { readonly id: string; readonly title: string; readonly titleEn: string }[];
  readonly swot: readonly (SwotEntry & { readonly titleEn: string })[];
  readonly metrics: readonly (Metric & { readonly title: string; readonly titleEn: string })[];
  readonly capacity: readonly Capacity[];
}

/** As goals@1 wants them: absent where NULL. */
export async function loadStrategy(sql: Query): Promise<StrategyRows> {
  const [row] = await sql<{ strategy: StrategyRows }[]>`
    SELECT jsonb_build_object(
      'objectives', coalesce((SELECT jsonb_agg(jsonb_build_object('id', id, 'title', title_zh, 'titleEn', title_en) ORDER BY position) FROM objectives), '[]'),
      'swot', coalesce((SELECT jsonb_agg(jsonb_build_object('id', id, 'kind', kind, 'title', title_zh, 'titleEn', title_en, 'key', is_key) ORDER BY position) FROM swot_entries), '[]'),
      'metrics', coalesce((SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', id, 'unit', unit_id, 'title', title_zh, 'titleEn', title_en,
        'measuredIn', measured_in, 'better', better, 'source', source, 'accrual', accrual, 'tension', tension, 'history', history)) ORDER BY id) FROM metrics), '[]'),
      'capacity', coalesce((SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('unit', unit_id, 'from', from_date, 'to', to_date,
        'personDays', person_days, 'budgetMinor', budget_minor::text)) ORDER BY unit_id, from_date) FROM capacity), '[]')) AS strategy`;
  if (row === undefined) throw new Error('no strategy row');
  return row.strategy;
}
