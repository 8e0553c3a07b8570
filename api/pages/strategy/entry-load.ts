import type { Query } from '../../../db/connect.js';
import { personNames, unitNames } from '../../../db/page-names.js';
import { idChoices } from '../../../db/strategy-entries.js';
import { entryVersions, listEntries, readEntry } from '../../../db/strategy-versions.js';
import { usesOf } from '../../../db/strategy-uses.js';
import { type KindOfContent, namedBy, realBook, type StrategyKind } from '../../../domain/strategy.js';
import { may, seesSomewhere } from '../../rights.js';
import type { Person } from '../../session.js';
import { etagOf, type StrategyPlace } from '../../strategy.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import { unnamed } from '../steps/load-facts.js';
import type { EntriesView } from './entries-page.js';
import type { EntryFormProps } from './entry-form.js';
import type { EntryView, ShownPlace } from './entry-page.js';
import type { NamesInUse } from './entry-shown.js';

const pageSize = 50;
/** Lists to choose from are not longer. */
const mostChoices = 200;

/** The rehearsal whose copy is shown; a real cycle goes by the real strategy. */
export const shownPlace = ({ book, cycle }: StrategyPlace): ShownPlace =>
  cycle === null || book === realBook
    ? { cycleId: null, cycleTitle: null }
    : { cycleId: cycle.id, cycleTitle: cycle.title };

/** HR edits the real one, and copies of rehearsals that run; those have no raters of their own. */
export const mayEdit = (person: Person, { book, cycle }: StrategyPlace, kind: StrategyKind): boolean =>
  may(person, 'write', 'strategy') && (book === realBook || (cycle?.state === 'running' && kind !== 'cooperation'));

export type LoadedEntry = Omit<EntryView, 'refused' | 'conflict' | 'message'>;

/** One entry with its versions and uses, as this person may see them; undefined where it never was. */
export async function loadEntry(
  sql: Query,
  person: Person,
  place: StrategyPlace,
  kind: StrategyKind,
  id: string,
): Promise<LoadedEntry | undefined> {
  const entry = await readEntry(sql, place.book, kind, id);
  const versions = await entryVersions(sql, place.book, kind, id);
  if (entry === undefined && versions.length === 0) return undefined;
  const seesVersions = seesSomewhere(person, 'strategy-history');
  const edits = mayEdit(person, place, kind);
  return {
    kind,
    id,
    place: shownPlace(place),
    entry,
    tag: entry === undefined ? '' : etagOf(entry),
    mayEdit: edits,
    versions: seesVersions ? versions : null,
    uses: may(person, 'write', 'strategy') ? await usesOf(sql, place.book, kind, id) : null,
    names: await namesIn(
      sql,
      [...(entry === undefined ? [] : [entry]), ...versions.flatMap((version) => version.entry ?? [])],
      versions.flatMap(({ by }) => by ?? []),
      [id],
    ),
  };
}

/** A page of entries, after that id. */
export async function loadEntries(
  sql: Query,
  person: Person,
  place: StrategyPlace,
  kind: StrategyKind,
  after: string | null,
): Promise<Omit<EntriesView, 'refused' | 'message'>> {
  const rows = await listEntries(sql, place.book, kind, { after, limit: pageSize + 1 });
  const entries = rows.slice(0, pageSize);
  const last = entries.at(-1);
  const shown = shownPlace(place);
  const address = links.strategyKind(kind, shown.cycleId);
  const more = rows.length > entries.length && last !== undefined;
  const ids = kind === 'cooperation' ? entries.map(({ id }) => id) : [];
  return {
    kind,
    place: shown,
    entries,
    next: more ? `${address}${address.includes('?') ? '&' : '?'}after=${encodeURIComponent(last.id)}` : null,
    // A rehearsal's values stand under metrics of the real organization.
    mayAdd: mayEdit(person, place, kind) && (kind !== 'metrics' || place.book === realBook),
    names: await namesIn(sql, entries, [], ids),
  };
}

async function namesIn(
  sql: Query,
  entries: readonly KindOfContent[],
  persons: readonly string[],
  units: readonly string[],
): Promise<NamesInUse> {
  const named = entries.flatMap((entry) => namedBy(entry)).filter(({ what }) => what === 'unit');
  const [unit, person] = await Promise.all([
    unitNames(sql, [...new Set([...units, ...named.map(({ id }) => id)])]),
    personNames(sql, [...new Set(persons)]),
  ]);
  return { unit: (id) => unit.get(id) ?? unnamed(id), person: (id) => person.get(id) ?? unnamed(id) };
}

/** What the form offers to choose from, where it is little enough to choose. */
export async function loadChoices(
  sql: Query,
  reader: Reader,
  place: StrategyPlace,
  kind: StrategyKind,
): Promise<Pick<EntryFormProps, 'units' | 'known'>> {
  const options = async (what: 'unit' | 'metric') =>
    (await idChoices(sql, place.book, what, mostChoices))?.map((row) => ({ value: row.id, text: reader.name(row) })) ??
    null;
  return {
    units: kind === 'metrics' ? await options('unit') : null,
    known:
      kind === 'metrics'
        ? ((await options('metric')) ?? [])
        : kind === 'cooperation'
          ? ((await options('unit')) ?? [])
          : [],
  };
}
