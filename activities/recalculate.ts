import type { MoneyKind } from '../domain/cycle/index.js';
import type { Query, Sql } from '../db/connect.js';
import { loadCycle } from '../db/cycles.js';
import { listProposals } from '../db/money.js';
import {
  holdRecalculations,
  markRecalculated,
  type MovedResult,
  publishRecalculated,
  type Recalculation,
  waitingRecalculations,
} from '../db/recalculations.js';
import { tellPeople } from '../db/unit-notices.js';
import { resultPlace } from '../workflows/messages.js';
import { tell } from './cycle.js';
import { readCycleFacts } from './cycle-facts.js';
import { proposeIn } from './money.js';
import { withdrawRecognitions } from './recognition.js';
import { reopenMoney } from './reopen-money.js';
import { scoreCycle } from './scoring.js';

export interface Recalculated {
  /** Units whose told result moved. */
  readonly moved: number;
  /** New attempts, by kind; their steps are open again. */
  readonly proposed: readonly MoneyKind[];
}

const nothing: Recalculated = { moved: 0, proposed: [] };

/** What rests on corrected facts, computed anew: results, then the proposals that stand on them. */
export function createRecalculateActivities({ sql }: { readonly sql: Sql }) {
  /**
   * New versions where facts differ, told at once to those whose result moved; new attempts of what was proposed,
   * whose steps reopen. Each effect is there once however often this runs; the mark is written last.
   */
  async function recalculate({ cycleId }: { readonly cycleId: string }): Promise<Recalculated> {
    const waiting = (await waitingRecalculations(sql, cycleId)).map(({ commandId }) => commandId);
    if (waiting.length === 0) return nothing;
    await scoreCycle(sql, cycleId);
    return sql.begin(async (tx) => {
      const held = await holdRecalculations(tx, waiting);
      return held.length === 0 ? nothing : takeUp(tx, cycleId, held);
    });
  }
  return { recalculate };
}

async function takeUp(tx: Query, cycleId: string, waiting: readonly Recalculation[]): Promise<Recalculated> {
  const cycle = await loadCycle(tx, cycleId);
  const facts = await readCycleFacts(tx, cycleId);
  if (cycle === undefined || facts === undefined) throw new Error(`no cycle ${cycleId}`);
  const { now } = cycle.clock;
  const commands = waiting.map(({ commandId }) => commandId);
  const moved = (await publishRecalculated(tx, cycleId, now, commands)).filter(({ differs }) => differs);
  await tellMoved(tx, { id: cycleId, at: now }, moved, waiting);
  const known = new Set((await listProposals(tx, cycleId)).map(({ kind }) => kind));
  const proposed: MoneyKind[] = [];
  for (const kind of ['bonus', 'budget'] as const) {
    // Also what could not be proposed when its phase began, because a unit had no result.
    const wanted = known.has(kind) || cycle.phase === 'application';
    if (wanted && (await proposeIn(tx, cycleId, kind)).attempt !== null) proposed.push(kind);
  }
  await reopenMoney(tx, facts, proposed, now);
  // After the money: whoever makes an export holds the books first and writes into the journal then, as this does.
  await withdrawRecognitions(tx, cycle);
  await markRecalculated(tx, commands, now);
  const data = { moved: moved.map(({ unitId }) => unitId), proposed, commands };
  await tell(tx, cycleId, 'recalculated', data);
  return { moved: moved.length, proposed };
}

/** Everyone whose result moved, and the head above: from what to what, and by whose decision. */
async function tellMoved(
  tx: Query,
  cycle: { readonly id: string; readonly at: number },
  moved: readonly MovedResult[],
  decisions: readonly Recalculation[],
): Promise<void> {
  const tellings = moved.map(({ unitId, version, because, differs: _differs, ...was }) => {
    const decision = decisions.find(({ commandId }) => commandId === because);
    if (decision === undefined) throw new Error(`the result of ${unitId} moved by no decision`);
    const { reviewId: decidedIn, stepId: decidedStep, unitId: decidedUnit } = decision;
    return {
      unitId,
      stepId: resultPlace,
      code: 'RESULT_MOVED',
      key: `${resultPlace}/${version}/RESULT_MOVED`,
      to: ['head', 'parent-head'] as const,
      data: { ...was, decidedIn, decidedStep, decidedUnit },
    };
  });
  await tellPeople(tx, cycle, tellings);
}
