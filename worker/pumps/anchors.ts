import { anchorCycle, unanchoredCycles } from '../../db/anchors.js';
import type { Sql } from '../../db/connect.js';

/** A transaction that wrote to the journal is committed long before this. */
const recentMs = 600_000;
const limit = 5000;
/** Every so many runs, and at the first, the whole journal is looked at and not only its recent part. */
const wholeEvery = 300;

/** Takes new journal entries into the chains of their cycles. */
export function createAnchors({ sql }: { readonly sql: Sql }): () => Promise<boolean> {
  let runs = 0;
  return async function anchor(): Promise<boolean> {
    const whole = runs % wholeEvery === 0;
    let more = false;
    for (const cycleId of await unanchoredCycles(sql, whole ? null : Date.now() - recentMs)) {
      if ((await anchorCycle(sql, cycleId, limit)) === limit) more = true;
    }
    if (!more) runs += 1;
    return more;
  };
}
