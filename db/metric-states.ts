import type { WorkingDays } from '../domain/dates.js';
import {
  type Cadence,
  type Connector,
  expectedAfter,
  type Freshness,
  freshnessOf,
  freshnessRuleOf,
  metricOf,
} from '../domain/values/index.js';
import { workingConnectors } from './collecting.js';
import type { Query } from './connect.js';
import type { MetricValueRow } from './metrics.js';

/** Where a look at values stands: in the real book, or in that of a rehearsal, on a day. */
export interface ValuesPlace {
  readonly book: string;
  readonly mode: 'real' | 'rehearsal';
  readonly today: string;
  readonly days: WorkingDays;
}

export interface MetricState {
  readonly id: string;
  readonly unit: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly measuredIn: string | null;
  readonly source: 'manual' | 'collected';
  readonly cadence: Cadence | null;
  /** The value of the latest day; null: none. */
  readonly latest: MetricValueRow | null;
  readonly freshness: Freshness;
  /** From that day on a newer value is expected; null: never, or there is none to be newer than. */
  readonly dueFrom: string | null;
}

type Row = Omit<MetricState, 'freshness' | 'dueFrom'> & { readonly definition: Connector | null };

export interface MetricsAsked {
  readonly ids?: readonly string[];
  /** Of these units only; null: of all. */
  readonly units?: readonly string[] | null;
  readonly after?: string;
  readonly limit?: number;
}

/** The latest value of metrics and how fresh it is, by id: what every place that shows a value shows beside it. */
export async function metricStates(
  sql: Query,
  place: ValuesPlace,
  { ids, units = null, after = '', limit = 100_000 }: MetricsAsked = {},
): Promise<readonly MetricState[]> {
  const rows = await sql<Row[]>`
    SELECT m.id, m.unit_id AS unit, m.title_zh AS "titleZh", m.title_en AS "titleEn", m.measured_in AS "measuredIn", m.source, m.cadence,
           CASE WHEN l.on_date IS NOT NULL THEN jsonb_build_object('on', l.on_date, 'version', l.version, 'value', l.value,
             'source', l.source, 'by', l.entered_by, 'at', round(extract(epoch FROM l.entered_at) * 1000)::bigint, 'reason', l.reason,
             'connector', c.connector_id) END AS latest, c.definition
      FROM metrics m
      LEFT JOIN LATERAL (SELECT * FROM metric_values v WHERE v.book = ${place.book} AND v.metric_id = m.id
                          ORDER BY v.on_date DESC, v.version DESC LIMIT 1) l ON true
      LEFT JOIN connector_runs r ON r.id = l.run_id
      LEFT JOIN connector_versions c ON c.connector_id = r.connector_id AND c.version = r.version
     WHERE m.id > ${after} AND (${(ids as string[] | undefined) ?? null}::text[] IS NULL OR m.id = ANY (${(ids as string[] | undefined) ?? null}::text[]))
       AND (${units as string[] | null}::text[] IS NULL OR m.unit_id = ANY (${units as string[] | null}::text[]))
     ORDER BY m.id LIMIT ${limit}`;
  const own = await connectorsByMetric(sql, place);
  return rows.map(({ definition, ...row }) => {
    const rule = freshnessRuleOf(row.cadence, own.get(row.id) ?? definition);
    const on = row.latest?.on ?? null;
    const expected = on === null ? null : expectedAfter(on, rule, place.days);
    const freshness = freshnessOf(on, place.today, rule, place.days);
    return { ...row, freshness, dueFrom: expected?.dueFrom ?? null };
  });
}

async function connectorsByMetric(sql: Query, { book, mode }: ValuesPlace): Promise<ReadonlyMap<string, Connector>> {
  const working = await workingConnectors(sql, { id: book, book, mode });
  return new Map(
    working.flatMap(({ definition }) => {
      const metric = metricOf(definition);
      return metric === null ? [] : [[metric, definition] as const];
    }),
  );
}
