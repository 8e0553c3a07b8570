import type { PendingQuery, Row } from 'postgres';
import {
  type Book,
  type KindOfContent,
  realBook,
  type StrategyContent,
  type StrategyKind,
} from '../domain/strategy.js';
import { json, type Query } from './connect.js';

/** Who changes the strategy, and why; `by` null: the system, when it brings its sample. */
export interface Author {
  readonly by: string | null;
  readonly reason: string | null;
}
export const nobody: Author = { by: null, reason: null };

export interface StrategyChange {
  readonly kind: StrategyKind;
  readonly id: string;
  readonly version: number;
}

/** An entry as a book reads it: the book's own latest version, else the real one. */
export type StrategyEntry = KindOfContent & {
  readonly id: string;
  readonly version: number;
  /** Where it is written: a rehearsal reads the real one until it has its own. */
  readonly book: Book;
};

/** Whoever changes strategy does so alone, so that what was seen is what is changed. Changes are rare. */
export async function lockStrategy(sql: Query): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(730511227)`;
}

/** Writes a version for each real entry that is not what its latest version says; one that is gone has none as content. */
export async function recordChanges(
  sql: Query,
  it: Author & {
    readonly way: 'import' | 'edit';
    readonly kinds: readonly StrategyKind[];
    /** Only these entries; absent: all of the kinds. */
    readonly ids?: readonly string[];
  },
): Promise<readonly StrategyChange[]> {
  const kinds = it.kinds as StrategyKind[];
  const ids = (it.ids ?? null) as string[] | null;
  return sql<StrategyChange[]>`
    WITH known AS (
      SELECT DISTINCT ON (kind, id) kind, id::text, version, content FROM strategy_versions
       WHERE book = ${realBook} AND kind = ANY (${kinds}) AND (${ids}::text[] IS NULL OR id = ANY (${ids}::text[]))
       ORDER BY kind, id, version DESC
    ), present AS (
      SELECT kind, id, content FROM strategy_now
       WHERE kind = ANY (${kinds}) AND (${ids}::text[] IS NULL OR id = ANY (${ids}::text[]))
    )
    INSERT INTO strategy_versions (book, kind, id, version, content, way, changed_by, changed_at, reason)
    SELECT ${realBook}, coalesce(p.kind, k.kind), coalesce(p.id, k.id), coalesce(k.version, 0) + 1, p.content, ${it.way},
           ${it.by}, clock_timestamp(), ${it.reason}
      FROM present p FULL JOIN known k ON k.kind = p.kind AND k.id = p.id
     WHERE p.content IS DISTINCT FROM k.content
    RETURNING kind, id, version`;
}

/** A rehearsal's own next version of an entry; content null: taken out for that rehearsal. `at`: cycle time. */
export async function addCopy(
  sql: Query,
  it: {
    readonly book: Book;
    readonly kind: StrategyKind;
    readonly id: string;
    readonly content: StrategyContent | null;
    readonly by: string;
    readonly at: number;
    readonly reason: string;
  },
): Promise<StrategyChange> {
  const content = it.content === null ? null : json(sql, it.content);
  const [row] = await sql<StrategyChange[]>`
    INSERT INTO strategy_versions (book, kind, id, version, content, way, changed_by, changed_at, reason)
    SELECT ${it.book}, ${it.kind}, ${it.id}, coalesce(max(version), 0) + 1, ${content}::jsonb, 'edit', ${it.by}, ${it.at}::timestamptz, ${it.reason}
      FROM strategy_versions WHERE book = ${it.book} AND kind = ${it.kind} AND id = ${it.id}
    RETURNING kind, id, version`;
  if (row === undefined) throw new Error(`no version of ${it.kind} ${it.id} was written`);
  return row;
}

/** Entries of a kind as the book reads them, by id, after that id. */
export async function listEntries(
  sql: Query,
  book: Book,
  kind: StrategyKind,
  page: { readonly after: string | null; readonly limit: number },
): Promise<readonly StrategyEntry[]> {
  return entriesWhere(sql, book, kind, sql`(${page.after}::text IS NULL OR id > ${page.after})`, page.limit);
}

export async function readEntry(
  sql: Query,
  book: Book,
  kind: StrategyKind,
  id: string,
): Promise<StrategyEntry | undefined> {
  return (await entriesWhere(sql, book, kind, sql`id = ${id}`, 1))[0];
}

/** First which entries, then what they say: content and version are made for those that are answered only. */
async function entriesWhere(
  sql: Query,
  book: Book,
  kind: StrategyKind,
  wanted: PendingQuery<Row[]>,
  limit: number,
): Promise<readonly StrategyEntry[]> {
  return sql<StrategyEntry[]>`
    WITH own AS (
      SELECT DISTINCT ON (v.id) v.id::text AS id, v.version, v.content FROM strategy_versions v
       WHERE v.book = ${book} AND v.book <> ${realBook} AND v.kind = ${kind} ORDER BY v.id, v.version DESC
    ), page AS MATERIALIZED (
      SELECT id FROM (
        SELECT id FROM own WHERE content IS NOT NULL
        UNION ALL SELECT n.id FROM strategy_now n WHERE n.kind = ${kind} AND NOT EXISTS (SELECT FROM own o WHERE o.id = n.id)) ids
       WHERE ${wanted} ORDER BY id LIMIT ${limit})
    SELECT ${kind} AS kind, p.id, ${book} AS book, o.version, o.content FROM page p JOIN own o ON o.id = p.id
    UNION ALL
    SELECT ${kind}, p.id, ${realBook}, coalesce((SELECT max(v.version) FROM strategy_versions v
             WHERE v.book = ${realBook} AND v.kind = ${kind} AND v.id = p.id), 0), n.content
      FROM page p CROSS JOIN LATERAL (SELECT content FROM strategy_now WHERE kind = ${kind} AND id = p.id) n
     WHERE NOT EXISTS (SELECT FROM own o WHERE o.id = p.id)
     ORDER BY id`;
}

export interface EntryVersion {
  readonly book: Book;
  readonly version: number;
  /** null: taken out. */
  readonly entry: KindOfContent | null;
  readonly way: 'before' | 'import' | 'edit';
  readonly by: string | null;
  readonly at: number;
  readonly reason: string | null;
}

/** All versions that led to what the book reads: its own, then the real ones, newest first. */
export async function entryVersions(
  sql: Query,
  book: Book,
  kind: StrategyKind,
  id: string,
): Promise<readonly EntryVersion[]> {
  return sql<EntryVersion[]>`
    SELECT book, version, way, changed_by AS by,
           CASE WHEN content IS NOT NULL THEN jsonb_build_object('kind', kind, 'content', content) END AS entry, changed_at AS at, reason FROM strategy_versions
     WHERE kind = ${kind} AND id = ${id} AND book IN (${book}, ${realBook}) ORDER BY book = ${realBook}, version DESC`;
}

/** Running cycles that read the real entry: rehearsals with a copy of their own do not. Of an import (null): all of them. */
export async function cyclesReading(
  sql: Query,
  kind: StrategyKind | null,
  id: string | null,
): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT c.id FROM cycles c WHERE c.state = 'running' AND NOT EXISTS (
      SELECT FROM strategy_versions v
       WHERE v.book = c.book AND v.book <> ${realBook} AND v.kind = ${kind} AND v.id = ${id}) ORDER BY c.id`;
  return rows.map((row) => row.id);
}
