import { type RuleSection, sectionsOf } from '../domain/cycle/index.js';
import { rulesStepId } from '../domain/process/index.js';
import type { Query, Sql } from '../db/connect.js';
import { loadCycle } from '../db/cycles.js';
import { hasUnscoredFacts, isBeingJudged } from '../db/late-facts.js';
import { anyResults } from '../db/results.js';
import { lockReviews } from '../db/reviews.js';
import { listRulesRevisions, markTakenUp, rulesToTakeUp } from '../db/rules.js';
import { tell } from './cycle.js';
import { tellHr } from './hr-notices.js';
import { proposeIn } from './money.js';
import { scoreCycle } from './scoring.js';

export interface TakenUp {
  /** Revisions that were waiting; empty: nothing to do. */
  readonly revisions: readonly number[];
  /** Units whose result got a new version; null: rules of scoring did not change, or nothing is scored yet. */
  readonly rescored: number | null;
  /** New attempts by kind; null: nothing new. */
  readonly bonus: number | null;
  readonly budget: number | null;
}

/** Are there rules, or facts, that what was computed does not know yet? */
export const isToTakeUp = async (sql: Sql, cycleId: string): Promise<boolean> =>
  (await rulesToTakeUp(sql, cycleId)).length > 0 || (await hasUnscoredFacts(sql, cycleId));

/** What a cycle has computed already, computed anew by the rules that came into force and the facts that came since. */
export function createTakeUpRulesActivities({ sql }: { readonly sql: Sql }) {
  /**
   * New versions of results and new attempts of proposals, where what they come
   * from changed; the old ones stay. Rules of scoring change only before
   * publication is submitted, and late facts are scored only until it is decided,
   * so no published result is touched. Each effect is there once however often
   * this runs; the mark is written last.
   */
  async function takeUpRules({ cycleId }: { readonly cycleId: string }): Promise<TakenUp> {
    const cycle = await loadCycle(sql, cycleId);
    if (cycle === undefined) throw new Error(`no cycle ${cycleId}`);
    const waiting = await rulesToTakeUp(sql, cycleId);
    const sections = new Set<RuleSection>(waiting.flatMap((revision) => sectionsOf(revision.rules)));
    const scoring = sections.has('scorecard') || sections.has('guards') || (await hasUnscoredFacts(sql, cycleId));
    const rescored = scoring && (await anyResults(sql, cycleId)) ? await rescore(sql, cycleId) : null;
    return sql.begin(async (tx) => {
      // Before its phase nothing was proposed, and then it is by the rules of that day.
      const propose = async (kind: 'bonus' | 'budget'): Promise<number | null> =>
        sections.has(kind) && cycle.phase === 'application' ? (await proposeIn(tx, cycleId, kind)).attempt : null;
      const [bonus, budget] = [await propose('bonus'), await propose('budget')];
      const revisions = await markTakenUp(
        tx,
        cycleId,
        waiting.map((each) => each.revision),
        cycle.clock.now,
      );
      if (revisions.length > 0) {
        const data = {
          revision: Math.max(...revisions),
          ...(rescored !== null && { rescored }),
          ...(bonus !== null && { bonus }),
          ...(budget !== null && { budget }),
        };
        await tell(tx, cycleId, 'rules-taken-up', data);
        await tellOfRevisions(tx, cycleId, revisions, cycle.clock.now);
      }
      return { revisions, rescored, bonus, budget };
    });
  }
  return { takeUpRules };
}

async function rescore(sql: Sql, cycleId: string): Promise<number> {
  // Whoever decides about publication waits, or is waited for: what two persons have seen is published, nothing later.
  const { scored, blocked, unchanged } = await scoreCycle(sql, cycleId, async (tx) => {
    await lockReviews(tx, [cycleId]);
    return isBeingJudged(tx, cycleId);
  });
  return scored + blocked - unchanged;
}

/** One notice per person and revision, about its step. */
async function tellOfRevisions(tx: Query, cycleId: string, revisions: readonly number[], at: number): Promise<void> {
  const known = (await listRulesRevisions(tx, cycleId)).filter((each) => revisions.includes(each.revision));
  // Guards that units agreed on are told as the end of their alignment.
  const proposed = known.flatMap(({ revision, proposal }) => (proposal === null ? [] : [{ revision, proposal }]));
  const notices = proposed.map(({ revision, proposal }) => ({
    key: `${revision}/RULES_IN_FORCE/0`,
    stepId: rulesStepId(proposal),
    code: 'RULES_IN_FORCE' as const,
    data: { revision },
  }));
  await tellHr(tx, cycleId, notices, at);
}
