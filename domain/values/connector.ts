import { cadenceOf, type CollectingSchedule } from './collecting.js';
import type { Cadence, FreshnessRule } from './freshness.js';

interface Common {
  readonly title: { readonly 'zh-CN': string; readonly en: string };
  readonly schedule: CollectingSchedule;
  /** Days for which a value it brought counts as fresh; absent: by the metric's cadence. */
  readonly freshDays?: number | undefined;
}

/** One number of one metric. Places are JSON pointers into the answer. */
export interface SingleTake {
  readonly metric: string;
  readonly value: string;
  /** Where the answer says for which day it stands; absent: it is taken for the day asked for. */
  readonly on?: string | undefined;
}

/** Many: places are JSON pointers, `rows` into the answer, the others into each row. */
export interface RowsTake {
  readonly rows: string;
  /** The metric, or the place of its id (a pointer begins with `/`). */
  readonly metric: string;
  readonly on: string;
  readonly value: string;
}

export interface HttpConnector extends Common {
  readonly kind: 'http-json';
  /** `{on}` stands for the day asked for; not in the host. */
  readonly url: string;
  /** The name of an environment variable whose content is sent in that header, after the prefix. */
  readonly secret?: { readonly env: string; readonly header: string; readonly prefix?: string | undefined } | undefined;
  readonly take: SingleTake | RowsTake;
}

export interface SqlConnector extends Common {
  readonly kind: 'sql';
  /** The name of a configured source. */
  readonly source: string;
  /** One statement that only reads, with columns `on`, `value` and, unless `metric` names it, `metric`; `{on}`: the day. */
  readonly statement: string;
  readonly metric?: string | undefined;
}

export type Connector = HttpConnector | SqlConnector;

/** The metric that a connector is for; null: its rows say it. */
export function metricOf(connector: Connector): string | null {
  const named = connector.kind === 'sql' ? connector.metric : connector.take.metric;
  return named === undefined || named.startsWith('/') ? null : named;
}

/** How old a metric's value may become: the connector's own days, else the metric's cadence, else how often it is read. */
export function freshnessRuleOf(
  cadence: Cadence | null,
  connector: Pick<Connector, 'schedule' | 'freshDays'> | null,
): FreshnessRule {
  const read = connector === null ? null : cadenceOf[connector.schedule];
  return { cadence: cadence ?? read, freshDays: connector?.freshDays ?? null };
}
