import type { Query, Transaction } from '../db/connect.js';
import { type CycleRow, loadCycle } from '../db/cycles.js';
import { notThere, putEntry, removeEntry } from '../db/strategy-entries.js';
import { usesOf } from '../db/strategy-uses.js';
import { addCopy, lockStrategy, readEntry, recordChanges, type StrategyEntry } from '../db/strategy-versions.js';
import { readClock } from '../db/record.js';
import { type Problem } from '../documents/problems.js';
import { parseEntry } from '../documents/strategy-entries.js';
import {
  type Book,
  type KindOfContent,
  listProblems,
  namedBy,
  realBook,
  type StrategyKind,
} from '../domain/strategy.js';
import { canonicalJson } from '../domain/canonical.js';
import type { ApiDeps } from './deps.js';
import { Refused } from './refused.js';
import { needsRight } from './rights.js';
import type { Person } from './session.js';
import { journalStrategy } from './strategy-journal.js';

/** Where somebody reads or edits strategy: the real one, or what a cycle goes by. */
export interface StrategyPlace {
  readonly book: Book;
  readonly cycle: CycleRow | null;
}

/** @throws Refused NOT_FOUND where there is no such cycle */
export async function strategyPlace(sql: Query, cycleId: string | undefined): Promise<StrategyPlace> {
  if (cycleId === undefined) return { book: realBook, cycle: null };
  const cycle = await loadCycle(sql, cycleId);
  if (cycle === undefined) throw new Refused('NOT_FOUND');
  return { book: cycle.book, cycle };
}

/** Says which text of an entry was seen; another text has another. */
export const etagOf = ({ book, version }: Pick<StrategyEntry, 'book' | 'version'>): string => `"${book}-${version}"`;

/** What the caller believes to be there: a version by its tag, or nothing yet. */
export type Seen = { readonly tag: string } | 'nothing';

interface Asked {
  readonly place: StrategyPlace;
  readonly kind: StrategyKind;
  readonly id: string;
  readonly seen: Seen;
}

/**
 * Writes an entry over the version that was seen, or as a new one. What is the
 * same as before makes no version.
 * @throws Refused STRATEGY_CHANGED with the version that is there, BODY_INVALID, REASON_MISSING
 */
export async function changeEntry(
  deps: ApiDeps,
  tx: Transaction,
  person: Person,
  asked: Asked & { readonly body: unknown },
): Promise<{ readonly entry: StrategyEntry; readonly isNew: boolean }> {
  const { place, kind, id } = asked;
  const current = await lockedEntry(tx, person, asked);
  const parsed = parseEntry(kind, asked.body);
  if (!parsed.ok) throw new Refused('BODY_INVALID', parsed.problems);
  const { reason: said, ...entry } = parsed.value;
  const reason = said.trim();
  if (kind === 'metrics' && current === undefined && place.book !== realBook)
    throw new Refused('METRIC_NEW_IN_REHEARSAL');
  await refuseUnknown(tx, place.book, id, entry);
  if (current !== undefined && canonicalJson(current.content) === canonicalJson(entry.content)) {
    return { entry: current, isNew: false };
  }
  needsReason(reason);
  const change = { kind, id, content: entry.content, by: person.id, reason };
  if (place.book === realBook) {
    await putEntry(tx, id, entry);
    await recordChanges(tx, { ...change, way: 'edit', kinds: [kind], ids: [id] });
  } else {
    await addCopy(tx, { ...change, book: place.book, at: (await readClock(tx, place.book)).now });
  }
  const written = await readEntry(tx, place.book, kind, id);
  if (written === undefined) throw new Error(`the ${kind} entry ${id} was not written`);
  await journalStrategy(deps, tx, person, place, { ...change, version: written.version });
  return { entry: written, isNew: current === undefined };
}

/**
 * Takes an entry out: of the real strategy, or of a rehearsal's copy.
 * @throws Refused STRATEGY_CHANGED, STRATEGY_IN_USE with the uses, REASON_MISSING
 */
export async function dropEntry(
  deps: ApiDeps,
  tx: Transaction,
  person: Person,
  asked: Asked & { readonly reason: string },
): Promise<void> {
  const { place, kind, id } = asked;
  const current = await lockedEntry(tx, person, asked);
  if (current === undefined) throw new Refused('NOT_FOUND');
  const reason = asked.reason.trim();
  needsReason(reason);
  const uses = await usesOf(tx, place.book, kind, id);
  if (uses.length > 0) throw new Refused('STRATEGY_IN_USE', uses);
  const change = { kind, id, content: null, by: person.id, reason };
  let version: number | undefined;
  if (place.book === realBook) {
    await tx.savepoint((inner) => removeEntry(inner, kind, id)).catch(inUse);
    version = (await recordChanges(tx, { ...change, way: 'edit', kinds: [kind], ids: [id] }))[0]?.version;
  } else {
    version = (await addCopy(tx, { ...change, book: place.book, at: (await readClock(tx, place.book)).now })).version;
  }
  await journalStrategy(deps, tx, person, place, { ...change, version: version ?? 0 });
}

/** The entry as it is, nobody else changing it meanwhile. @throws Refused FORBIDDEN, STRATEGY_CHANGED, and what a place does not take */
async function lockedEntry(
  tx: Transaction,
  person: Person,
  { place, kind, id, seen }: Asked,
): Promise<StrategyEntry | undefined> {
  needsRight(person, 'write', 'strategy');
  refusePlace(place, kind);
  await lockStrategy(tx);
  const current = await readEntry(tx, place.book, kind, id);
  const expected = seen === 'nothing' ? current === undefined : current !== undefined && etagOf(current) === seen.tag;
  if (!expected) throw new Refused('STRATEGY_CHANGED', current === undefined ? [] : [shownEntry(current)]);
  return current;
}

/** Only a rehearsal has a copy of its own, and only as long as it runs. */
function refusePlace({ cycle }: StrategyPlace, kind: StrategyKind): void {
  if (cycle === null) return;
  if (cycle.mode !== 'rehearsal') throw new Refused('NOT_A_REHEARSAL');
  if (cycle.state === 'planned') throw new Refused('CYCLE_NOT_RUNNING');
  if (cycle.state === 'closed') throw new Refused('CYCLE_CLOSED');
  if (kind === 'cooperation') throw new Refused('COOPERATION_SETTLED');
}

function needsReason(reason: string): void {
  if (reason === '') throw new Refused('REASON_MISSING', [{ pointer: '/reason', code: 'REASON_MISSING' }]);
}

/** @throws Refused NOT_FOUND for a unit of no such id, BODY_INVALID with each place that names what is not there */
async function refuseUnknown(tx: Query, book: Book, id: string, entry: KindOfContent): Promise<void> {
  if (entry.kind === 'cooperation') {
    const unit = await notThere(tx, book, [{ pointer: '', what: 'unit', id }]);
    if (unit.length > 0) throw new Refused('NOT_FOUND');
  }
  const unknown = await notThere(tx, book, namedBy(entry));
  // A metric that is not there yet is not unknown to itself: that it names itself is told alone.
  const problems: Problem[] = [
    ...listProblems(id, entry).map((problem) => ({ ...problem, detail: '' })),
    ...unknown
      .filter((named) => named.id !== id || named.what === 'unit')
      .map(({ pointer, what, id: named }) => ({ pointer, code: 'ID_UNKNOWN', detail: `there is no ${what} ${named}` })),
  ];
  if (problems.length > 0) {
    throw new Refused(
      'BODY_INVALID',
      problems.map((problem) => ({ ...problem, pointer: `/content${problem.pointer}` })),
    );
  }
}

/** Records that came with other parts of the program refer to the entry too. */
function inUse(error: unknown): never {
  const { code, table_name: table }: { code?: unknown; table_name?: unknown } =
    typeof error === 'object' && error !== null ? error : {};
  if (code !== '23503') throw error;
  throw new Refused('STRATEGY_IN_USE', [{ by: 'record', id: String(table), cycleId: null, unitId: null }]);
}

/** An entry as the API answers it. */
export const shownEntry = (entry: StrategyEntry) => ({ ...entry, etag: etagOf(entry) });
