import { Context } from '@temporalio/activity';
import {
  type Component,
  componentId,
  expandScorecard,
  type Fact,
  type Facts,
  type Goal,
  score,
  type Scorecard,
} from '../domain/rules/index.js';
import type { Template } from '../domain/template.js';
import type { Query, Sql } from '../db/connect.js';
import { type CycleRow, loadCycle } from '../db/cycles.js';
import {
  approvedCalibration,
  blockedUnits,
  latestValues,
  metricsById,
  publish,
  saveResults,
  type ScoringInput,
  scoringInputs,
} from '../db/results.js';
import { documentDigest, sha256Hex } from '../documents/digest.js';
import { tell } from './cycle.js';

const pageSize = 200;

export interface ScoringCounts {
  readonly scored: number;
  readonly blocked: number;
  /** Neither rules nor facts changed since the last version. */
  readonly unchanged: number;
}

/** From rules and facts to results; each effect is repeated without harm. */
export function createScoringActivities({ sql }: { readonly sql: Sql }) {
  /** Scores every unit, page by page; a new version only where rules or facts changed. */
  async function scoreUnits({ cycleId }: { readonly cycleId: string }): Promise<ScoringCounts> {
    const cycle = await loadCycle(sql, cycleId);
    if (cycle === undefined) throw new Error(`no cycle ${cycleId}`);
    const values = await latestValues(sql, cycle.book, cycle.periodStart, cycle.periodEnd);
    const metrics = await metricsById(sql);
    const counts = { scored: 0, blocked: 0, unchanged: 0 };
    let cursor = '';
    for (;;) {
      const page = await sql.begin((tx) => scorePage(tx, cycle, { values, metrics }, cursor));
      if (page.last === undefined) return counts;
      counts.scored += page.scored;
      counts.blocked += page.blocked;
      counts.unchanged += page.unchanged;
      cursor = page.last;
      Context.current().heartbeat(cursor);
    }
  }

  /** Tells what is scored; what is blocked stays unpublished and is counted. */
  async function publishResults({ cycleId }: { readonly cycleId: string }): Promise<{
    readonly published: number;
    readonly blocked: number;
  }> {
    return sql.begin(async (tx) => {
      const cycle = await loadCycle(tx, cycleId);
      if (cycle === undefined) throw new Error(`no cycle ${cycleId}`);
      const changes = await approvedCalibration(tx, cycleId);
      const { published, calibrated } = await publish(tx, cycleId, cycle.clock.now, changes);
      const blocked = (await blockedUnits(tx, cycleId)).map((unit) => unit.unitId);
      if (published > 0) await tell(tx, cycleId, 'published', { published, calibrated, blocked });
      return { published, blocked: blocked.length };
    });
  }

  return { scoreUnits, publishResults };
}

interface Known {
  readonly values: Awaited<ReturnType<typeof latestValues>>;
  readonly metrics: Awaited<ReturnType<typeof metricsById>>;
}

async function scorePage(
  tx: Query,
  cycle: CycleRow,
  { values, metrics }: Known,
  cursor: string,
): Promise<ScoringCounts & { readonly last: string | undefined }> {
  const inputs = await scoringInputs(tx, cycle.id, cursor, pageSize);
  const results = inputs.map((input) => {
    const scorecard = scorecardOf(cycle.template, input, metrics);
    const facts = factsOf(scorecard, input, values);
    return { unitId: input.unitId, scorecard, facts, result: score(scorecard, facts, { sha256: sha256Hex }) };
  });
  const written = await saveResults(tx, cycle.id, cycle.clock.now, results);
  const scored = results.filter((each) => each.result.status === 'scored').length;
  const blocked = results.length - scored;
  // The journal vouches for rows that are not append-only themselves: results get published later.
  if (written.length > 0) {
    const lines = written.toSorted((a, b) => (a.unitId < b.unitId ? -1 : 1));
    await tell(tx, cycle.id, 'scored', { scored, blocked, written: written.length, digest: documentDigest(lines) });
  }
  return { scored, blocked, unchanged: results.length - written.length, last: inputs.at(-1)?.unitId };
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
  const taken = new Set(leavesOf(card.root));
  const isNew = (part: Component): boolean => !leavesOf(part).some((id) => taken.has(id));
  return {
    ...card,
    // A unit that has a goal on the guarding metric is tested on that goal's own part.
    root: { ...card.root, parts: [...card.root.parts, ...guards.map((guard) => guard.part).filter(isNew)] },
    gates: [...(card.gates ?? []), ...guards.map((guard) => guard.gate)],
  };
}

/** A fact for every leaf: the goal's baseline and target, the metric's value, the ratings. What is not known stays absent. */
function factsOf(card: Scorecard, input: ScoringInput, values: ReadonlyMap<string, { readonly value: string }>): Facts {
  const goals = new Map(input.goals.map((goal) => [componentId(goal), goal]));
  const facts: Record<string, Fact> = {};
  for (const id of leavesOf(card.root)) {
    const goal = goals.get(id);
    // A part that is no goal's (a guard's, a template's own) reads the metric of its name.
    const metric = goal === undefined ? id : goal.metric;
    const actual = metric === undefined ? undefined : values.get(metric)?.value;
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
