import { directionOf, finding, type GoalsIndex } from './check-goals.js';
import type { Finding, Goal, SwotEntry } from './goals-document.js';
import { grouped } from './grouped.js';

/** Checks over the goals of all units: conflicts, coverage, SWOT, what is asked twice (RULES.md, goals@1, table of codes). */
export function checkTogether(index: GoalsIndex): readonly Finding[] {
  const byMetric = grouped(index.document.goals, ({ metric }) => metric);
  return [
    ...uncovered(index),
    ...[...byMetric.values()].flatMap((goals) => opposed(goals, index)),
    ...inTension(byMetric, index),
    ...askedTwice(byMetric, index),
    ...unusedSwot(index),
  ];
}

function uncovered({ document }: GoalsIndex): readonly Finding[] {
  const supported = new Set(document.goals.map((goal) => goal.supports));
  return (document.objectives ?? [])
    .filter((objective) => !supported.has(objective.id))
    .map((objective) => finding('OBJECTIVE_UNCOVERED', 'error', [objective.id]));
}

/** One metric, two units, one higher and one lower. */
function opposed(goals: readonly Goal[], index: GoalsIndex): readonly Finding[] {
  const direction = (goal: Goal): string | undefined => directionOf(goal, index.metrics.get(goal.metric ?? ''));
  const up = goals.filter((goal) => direction(goal) === 'higher');
  const down = goals.filter((goal) => direction(goal) === 'lower');
  return up.flatMap((a) =>
    down.filter((b) => b.unit !== a.unit).map((b) => finding('CONFLICT_DIRECTION', 'error', [a.id, b.id])),
  );
}

/** Metrics declared in tension, each moved the way it is better, by units of which neither is above the other. */
function inTension(byMetric: ReadonlyMap<string, readonly Goal[]>, index: GoalsIndex): readonly Finding[] {
  const pairs = new Map<string, readonly [string, string]>();
  for (const metric of index.metrics.values()) {
    for (const other of metric.tension ?? []) {
      const pair = [metric.id, other].sort() as [string, string];
      pairs.set(JSON.stringify(pair), pair);
    }
  }
  const bettering = (metricId: string): readonly Goal[] => {
    const metric = index.metrics.get(metricId);
    return (byMetric.get(metricId) ?? []).filter((goal) => directionOf(goal, metric) === metric?.better);
  };
  return [...pairs.values()].flatMap(([left, right]) => {
    const others = bettering(right);
    return bettering(left).flatMap((a, position) =>
      // A metric in tension with itself meets the same goals on both sides: each pair once.
      others
        .filter((_, place) => left !== right || place > position)
        .filter((b) => a.unit !== b.unit && !index.isAbove(a.unit, b.unit) && !index.isAbove(b.unit, a.unit))
        .map((b) => finding('CONFLICT_TENSION', 'warning', [a.id, b.id])),
    );
  });
}

function askedTwice(byMetric: ReadonlyMap<string, readonly Goal[]>, index: GoalsIndex): readonly Finding[] {
  return [...byMetric]
    .filter(([id, goals]) => goals.length > 1 && (index.metrics.get(id)?.source ?? 'manual') === 'manual')
    .map(([id]) => finding('METRIC_ASKED_TWICE', 'advice', [id]));
}

const swotCodes: Readonly<Record<SwotEntry['kind'], readonly [Finding['code'], Finding['severity']]>> = {
  strength: ['STRENGTH_UNUSED', 'warning'],
  opportunity: ['OPPORTUNITY_UNUSED', 'warning'],
  weakness: ['WEAKNESS_UNADDRESSED', 'advice'],
  threat: ['THREAT_UNADDRESSED', 'advice'],
};

/** What an entry is told as where it is key and no goal uses it. */
export const unusedCode = (kind: SwotEntry['kind']): Finding['code'] => swotCodes[kind][0];

function unusedSwot({ document }: GoalsIndex): readonly Finding[] {
  const used = new Set(document.goals.flatMap((goal) => goal.swot ?? []));
  return (document.swot ?? [])
    .filter((entry) => entry.key === true && !used.has(entry.id))
    .map((entry) => finding(...swotCodes[entry.kind], [entry.id]));
}
