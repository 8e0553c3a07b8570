import type { CycleRow } from '../../../db/cycles.js';
import { cyclesFrom, type Learnt } from '../../../db/next-cycle.js';
import { type NameRow, unitNames } from '../../../db/page-names.js';
import { metricTitles } from '../../../db/strategy.js';
import type { CarriedGoal } from '../../../domain/cycle/index.js';
import type { ApiDeps } from '../../deps.js';
import type { NextCycle } from '../../next-cycle.js';
import { unnamed } from '../steps/form-facts.js';

/** Titles of metrics in both languages, by id. */
export type MetricNames = ReadonlyMap<string, { readonly nameZh: string; readonly nameEn: string }>;

export interface NextCycleView {
  readonly from: { readonly id: string; readonly title: string; readonly currency: string };
  readonly rehearsal: boolean;
  readonly already: readonly { readonly id: string; readonly title: string }[];
  /** By unit, in the new cycle's order; of very many the first. */
  readonly goals: readonly { readonly unit: NameRow; readonly goals: readonly CarriedGoal[] }[];
  readonly more: number;
  readonly bases: readonly { readonly unit: NameRow; readonly baseMinor: string }[];
  readonly history: NextCycle['history'];
  readonly learnt: Learnt;
  readonly metrics: MetricNames;
}

const mostUnits = 100;

/** The names around a next cycle as it was computed. */
export async function shownNext({ sql }: ApiDeps, from: CycleRow, next: NextCycle): Promise<NextCycleView> {
  const units = [...new Set(next.goals.map(({ goal }) => goal.unit))];
  const bases = next.bases.slice(0, mostUnits);
  const names = await unitNames(sql, [...units.slice(0, mostUnits), ...bases.map(({ unitId }) => unitId)]);
  const name = (id: string): NameRow => names.get(id) ?? { id, ...unnamed(id) };
  const history = next.history.slice(0, mostUnits);
  return {
    from: { id: from.id, title: from.title, currency: from.currency },
    rehearsal: from.mode === 'rehearsal',
    already: await cyclesFrom(sql, from.id),
    goals: units.slice(0, mostUnits).map((unit) => {
      return { unit: name(unit), goals: next.goals.filter(({ goal }) => goal.unit === unit) };
    }),
    more: Math.max(0, units.length - mostUnits),
    bases: bases.map(({ unitId, baseMinor }) => ({ unit: name(unitId), baseMinor })),
    history,
    learnt: next.learnt,
    metrics: await metricNames({ sql }, from.id, [...history.map(({ metric }) => metric), ...metricsOf(next.learnt)]),
  };
}

/** Metrics that the list of what to simplify names. */
export const metricsOf = ({ items }: Learnt): readonly string[] =>
  items.flatMap((item) => ('metric' in item ? [item.metric] : []));

export async function metricNames(
  { sql }: Pick<ApiDeps, 'sql'>,
  cycleId: string,
  ids: readonly string[],
): Promise<MetricNames> {
  const rows = await metricTitles(sql, cycleId, ids);
  return new Map(rows.map(({ id, title, titleEn }) => [id, { nameZh: title, nameEn: titleEn }]));
}
