import { Context } from '@temporalio/activity';
import { type KnownValues, scoreUnit, unfitChanges } from '../domain/cycle/index.js';
import { approvedCalibration, readCalibrationGround } from '../db/calibration.js';
import type { Query, Sql } from '../db/connect.js';
import { type CycleRow, loadCycle } from '../db/cycles.js';
import { markScored, unscoredFacts } from '../db/late-facts.js';
import { blockedUnits, latestValues, metricsById, publish, saveResults, scoringInputs } from '../db/results.js';
import { documentDigest, sha256Hex } from '../documents/digest.js';
import { tell } from './cycle.js';
import { withdrawRecognitions } from './recognition.js';

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
  const scoreUnits = ({ cycleId }: { readonly cycleId: string }): Promise<ScoringCounts> => scoreCycle(sql, cycleId);

  /** Tells what is scored; what is blocked stays unpublished and is counted. */
  async function publishResults({ cycleId }: { readonly cycleId: string }): Promise<{
    readonly published: number;
    readonly blocked: number;
  }> {
    return sql.begin(async (tx) => {
      const cycle = await loadCycle(tx, cycleId);
      if (cycle === undefined) throw new Error(`no cycle ${cycleId}`);
      const approved = await approvedCalibration(tx, cycleId);
      const unfit = unfitChanges(await readCalibrationGround(tx, cycleId), approved);
      const changes = approved.filter((change) => !unfit.includes(change));
      const { published, calibrated } = await publish(tx, cycleId, cycle.clock.now, changes);
      const blocked = (await blockedUnits(tx, cycleId)).map((unit) => unit.unitId);
      if (published > 0) await tell(tx, cycleId, 'published', { published, calibrated, blocked });
      await withdrawRecognitions(tx, cycle);
      return { published, blocked: blocked.length };
    });
  }

  return { scoreUnits, publishResults };
}

/**
 * All units by the rules in force, page by page, each page a transaction; heartbeats its cursor. It ends early where a
 * page finds that it is not wanted any more.
 */
export async function scoreCycle(
  sql: Sql,
  cycleId: string,
  isWanted: (tx: Query) => Promise<boolean> = () => Promise.resolve(true),
): Promise<ScoringCounts> {
  const cycle = await loadCycle(sql, cycleId);
  if (cycle === undefined) throw new Error(`no cycle ${cycleId}`);
  // Before the facts themselves: what comes from here on is late again.
  const late = await unscoredFacts(sql, cycleId);
  const values = await latestValues(sql, cycle.book, cycle.periodStart, cycle.periodEnd);
  const metrics = await metricsById(sql, cycle);
  const counts = { scored: 0, blocked: 0, unchanged: 0 };
  let cursor = '';
  for (;;) {
    const page = await sql.begin(async (tx) =>
      (await isWanted(tx)) ? scorePage(tx, cycle, { values, metrics }, cursor) : null,
    );
    if (page === null) return counts;
    if (page.last === undefined) {
      await markScored(sql, late);
      return counts;
    }
    counts.scored += page.scored;
    counts.blocked += page.blocked;
    counts.unchanged += page.unchanged;
    cursor = page.last;
    Context.current().heartbeat(cursor);
  }
}

async function scorePage(
  tx: Query,
  cycle: CycleRow,
  known: KnownValues,
  cursor: string,
): Promise<ScoringCounts & { readonly last: string | undefined }> {
  const inputs = await scoringInputs(tx, cycle.id, cursor, pageSize);
  const results = inputs.map((input) => scoreUnit(cycle.template, input, known, { sha256: sha256Hex }));
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
