import { addDays, type WorkingDays } from '../domain/dates.js';
import { type Connector, expectedAfter, freshnessRuleOf, metricOf } from '../domain/values/index.js';
import {
  type ClaimedRun,
  saveStale,
  type WatchedMetric,
  watchedMetrics,
  type WorkingConnector,
} from '../db/collecting.js';
import type { Query, Sql } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { resolvePersons } from '../db/people.js';
import { insertNotices } from '../db/step-notices.js';
import { localDay, opening } from '../documents/schedule.js';
import { reviewIdOf, valuesPlace } from '../workflows/messages.js';
import { tell } from './cycle.js';
import { tellHr } from './hr-notices.js';

/** HR reads so many names at once; the page has all. */
const mostByName = 30;

interface Aging extends WatchedMetric {
  readonly staleFrom: string;
}

/** Tells of collected metrics that have become stale, each once; says when the next one would. */
export async function watchFreshness(
  sql: Sql,
  cycle: CycleRow,
  connectors: readonly WorkingConnector[],
  days: WorkingDays,
): Promise<{ readonly stale: number; readonly nextAt: number | null }> {
  const today = localDay(cycle.clock.now, cycle.zone);
  const aging = agingOf(await watchedMetrics(sql, cycle), cycle, connectors, days);
  const stale = aging.filter(({ staleFrom }) => staleFrom <= today);
  const fresh = aging.map(({ staleFrom }) => staleFrom).filter((day) => day > today);
  const found = await sql.begin((tx) => tellStale(tx, cycle, stale));
  const next = fresh.length === 0 ? null : fresh.reduce((first, day) => (day < first ? day : first));
  return { stale: found, nextAt: next === null ? null : opening(next, cycle.zone) };
}

/** A metric that never had a value is awaited from the first day of the period on. */
function agingOf(
  metrics: readonly WatchedMetric[],
  { periodStart }: CycleRow,
  connectors: readonly WorkingConnector[],
  days: WorkingDays,
): readonly Aging[] {
  const own = new Map<string, Connector>();
  for (const { definition } of connectors) {
    const metric = metricOf(definition);
    if (metric !== null) own.set(metric, definition);
  }
  return metrics.flatMap((metric) => {
    const rule = freshnessRuleOf(metric.cadence, own.get(metric.id) ?? metric.definition);
    const expected = expectedAfter(metric.lastOn ?? addDays(periodStart, -1), rule, days);
    return expected === null ? [] : [{ ...metric, staleFrom: expected.staleFrom }];
  });
}

async function tellStale(tx: Query, cycle: CycleRow, stale: readonly Aging[]): Promise<number> {
  const { now } = cycle.clock;
  const rows = stale.map(({ id, lastOn, staleFrom }) => ({ metric: id, lastOn, staleFrom }));
  const isNew = new Set(await saveStale(tx, cycle, now, rows));
  const fresh = stale.filter((metric) => isNew.has(metric.id));
  if (fresh.length === 0) return 0;
  await tell(tx, cycle.id, 'metrics-stale', { metrics: fresh.length });
  await tellOwners(tx, cycle, fresh);
  const named = fresh.slice(0, mostByName).map((metric) => ({
    key: occurrenceOf(metric),
    stepId: valuesPlace,
    code: 'METRIC_STALE' as const,
    data: dataOf(metric),
  }));
  const left = fresh.length - named.length;
  const more = {
    key: `more/${now}`,
    stepId: valuesPlace,
    code: 'METRICS_STALE_MORE' as const,
    data: { metrics: left },
  };
  await tellHr(tx, cycle.id, left > 0 ? [...named, more] : named, now);
  return fresh.length;
}

const occurrenceOf = ({ id, lastOn }: WatchedMetric): string => `stale/${id}/${lastOn ?? 'none'}`;
const dataOf = ({ id, titleZh, titleEn, lastOn }: WatchedMetric) => ({ metric: id, titleZh, titleEn, lastOn });

/** The head of the unit that owns the metric. */
async function tellOwners(tx: Query, cycle: CycleRow, fresh: readonly Aging[]): Promise<void> {
  const asks = fresh.map(({ unitId }, index) => ({
    key: String(index),
    rule: 'head' as const,
    unitId,
    raterUnitId: null,
  }));
  const heads = await resolvePersons(tx, asks);
  const subjects = new Set(cycle.subjects);
  const notices = fresh.flatMap((metric, index) =>
    (heads.get(String(index)) ?? []).map((personId) => ({
      key: [cycle.id, metric.unitId, valuesPlace, occurrenceOf(metric), personId].join('/'),
      cycleId: cycle.id,
      reviewId: subjects.has(metric.unitId) ? reviewIdOf(cycle.id, metric.unitId) : cycle.id,
      stepId: valuesPlace,
      personId,
      code: 'METRIC_STALE',
      data: dataOf(metric),
      at: cycle.clock.now,
    })),
  );
  await insertNotices(tx, notices);
}

/** HR is told that a connector does not bring its values any more; called once for each outage. */
export async function tellOutage(
  tx: Query,
  cycle: CycleRow,
  { run, code }: { readonly run: ClaimedRun; readonly code: string },
): Promise<void> {
  const { connectorId, definition, on } = run;
  await tell(tx, cycle.id, 'connector-outage', { connector: connectorId, on, code });
  const { title } = definition;
  const data = { connector: connectorId, titleZh: title['zh-CN'], titleEn: title.en, failure: code, on };
  const key = `outage/${connectorId}/${run.id}/${run.attempts}`;
  await tellHr(tx, cycle.id, [{ key, stepId: valuesPlace, code: 'CONNECTOR_OUTAGE', data }], cycle.clock.now);
}
