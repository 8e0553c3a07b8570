import type { CalibrationContent } from '../domain/process/index.js';
import {
  type Component,
  expandScorecard,
  type Fact,
  type Facts,
  type Goal,
  score,
  type Scorecard,
} from '../domain/rules/index.js';
import { componentId } from '../domain/rules/index.js';
import type { Template } from '../domain/template.js';
import type { Sql } from '../db/connect.js';
import { readLatestVersion } from '../db/content.js';
import { loadCycle } from '../db/cycles.js';
import { latestValues, metricsById, publish, saveResults, type ScoringInput, scoringInputs } from '../db/results.js';
import { sha256Hex } from '../documents/digest.js';
import { tell } from './cycle.js';

/** From rules and facts to results; each effect is repeated without harm. */
export function createScoringActivities({ sql }: { readonly sql: Sql }) {
  /** Scores every unit; a new version only where rules or facts changed. */
  async function scoreUnits({
    cycleId,
  }: {
    readonly cycleId: string;
  }): Promise<{ readonly scored: number; readonly blocked: number; readonly written: number }> {
    return sql.begin(async (tx) => {
      const cycle = await loadCycle(tx, cycleId);
      if (cycle === undefined) throw new Error(`no cycle ${cycleId}`);
      const values = await latestValues(tx, cycle.book, cycle.periodStart, cycle.periodEnd);
      const metrics = await metricsById(tx);
      const results = (await scoringInputs(tx, cycleId)).map((input) => {
        const scorecard = scorecardOf(cycle.template, input, metrics);
        const facts = factsOf(scorecard, input, values);
        return { unitId: input.unitId, scorecard, facts, result: score(scorecard, facts, { sha256: sha256Hex }) };
      });
      const written = await saveResults(tx, cycleId, cycle.clock.now, results);
      const scored = results.filter((each) => each.result.status === 'scored').length;
      const counts = { scored, blocked: results.length - scored, written };
      if (written > 0) await tell(tx, cycleId, 'scored', counts);
      return counts;
    });
  }

  async function publishResults({ cycleId }: { readonly cycleId: string }): Promise<{ readonly published: number }> {
    return sql.begin(async (tx) => {
      const cycle = await loadCycle(tx, cycleId);
      if (cycle === undefined) throw new Error(`no cycle ${cycleId}`);
      const calibration = cycle.schedule.steps.find((plan) => plan.kind === 'calibration');
      const said = calibration === undefined ? undefined : await readLatestVersion(tx, cycleId, calibration.id);
      const changes = (said?.content as CalibrationContent | undefined)?.changes ?? [];
      const published = await publish(tx, cycleId, cycle.clock.now, changes);
      if (published > 0) await tell(tx, cycleId, 'published', { published, calibrated: changes.length });
      return { published };
    });
  }

  return { scoreUnits, publishResults };
}

/** The template's card for this unit: its goals, and the guards that were put on it. */
export function scorecardOf(
  template: Template,
  input: { readonly unitId: string; readonly goals: readonly Goal[] },
  metrics: Parameters<typeof expandScorecard>[2],
): Scorecard {
  const card = expandScorecard(template.scorecard, input.goals, metrics);
  const guards = template.guards.filter((guard) => guard.unit === input.unitId);
  if (guards.length === 0 || !('parts' in card.root)) return card;
  return {
    ...card,
    root: { ...card.root, parts: [...card.root.parts, ...guards.map((guard) => guard.part)] },
    gates: [...(card.gates ?? []), ...guards.map((guard) => guard.gate)],
  };
}

/** A fact for every leaf: the goal's baseline and target, the metric's value, the ratings. What is not known stays absent. */
function factsOf(card: Scorecard, input: ScoringInput, values: ReadonlyMap<string, { readonly value: string }>): Facts {
  const goals = new Map(input.goals.map((goal) => [componentId(goal), goal]));
  const facts: Record<string, Fact> = {};
  for (const id of leavesOf(card.root)) {
    const goal = goals.get(id);
    const actual = values.get(id)?.value;
    const ratings = input.ratings[id];
    const fact: Fact = {
      ...(goal?.baseline !== undefined && { baseline: goal.baseline }),
      ...(typeof goal?.target === 'string' && { target: goal.target }),
      ...(actual !== undefined && { actual }),
      ...(ratings !== undefined && { ratings }),
    };
    if (Object.keys(fact).length > 0) facts[id] = fact;
  }
  return { format: 'perfcycle/facts@1', facts };
}

function leavesOf(component: Component): readonly string[] {
  return 'parts' in component ? component.parts.flatMap(leavesOf) : [component.id];
}
