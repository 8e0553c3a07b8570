import type { Transaction } from '../db/connect.js';
import { appendJournal } from '../db/journal.js';
import { readClock } from '../db/record.js';
import { cyclesReading, type StrategyChange } from '../db/strategy-versions.js';
import { keyedDigest } from '../documents/digest.js';
import { realBook, type StrategyContent, type StrategyKind } from '../domain/strategy.js';
import type { ApiDeps } from './deps.js';
import type { Person } from './session.js';
import type { StrategyPlace } from './strategy.js';

interface Change {
  readonly kind: StrategyKind;
  readonly id: string;
  readonly version: number;
  readonly content: StrategyContent | null;
  readonly reason: string;
}

/**
 * Running cycles check and compute by the strategy as it is: each that reads
 * the changed entry says so in its journal. What they have judged before stays
 * as it was judged. Who rates whom is settled when a cycle starts.
 */
export async function journalStrategy(
  { config }: ApiDeps,
  tx: Transaction,
  person: Person,
  place: StrategyPlace,
  { kind, id, version, content, reason }: Change,
): Promise<void> {
  if (kind === 'cooperation') return;
  const digest = keyedDigest(config.digestKey, { kind, id, version, content, reason });
  const cycles = place.book === realBook ? await cyclesReading(tx, kind, id) : [place.book];
  await tell(tx, person, cycles, digest, { entry: `${kind}/${id}`, version });
}

/** The same for a whole import: how many entries are other than before. */
export async function journalImport(
  { config }: ApiDeps,
  tx: Transaction,
  person: Person,
  changes: readonly StrategyChange[],
): Promise<void> {
  const read = changes.filter(({ kind }) => kind !== 'cooperation');
  if (read.length === 0) return;
  const digest = keyedDigest(config.digestKey, read);
  await tell(tx, person, await cyclesReading(tx, null, null), digest, { entries: read.length });
}

async function tell(
  tx: Transaction,
  person: Person,
  cycles: readonly string[],
  contentDigest: string,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  for (const cycleId of cycles) {
    const { now, wall } = await readClock(tx, cycleId);
    await appendJournal(tx, cycleId, [
      {
        at: now,
        wallAt: wall,
        act: 'strategy-changed',
        stepId: null,
        attempt: null,
        actorId: person.id,
        principalId: person.id,
        commandId: null,
        contentDigest,
        data,
      },
    ]);
  }
}
