import type { Book, KindOfContent, NamedThing, StrategyKind } from '../domain/strategy.js';
import { json, type Query } from './connect.js';
import type { NameRow } from './page-names.js';
import { putMetrics, putObjectives, putSwotEntries } from './strategy.js';

/** Writes one real entry over what is there. */
export async function putEntry(sql: Query, id: string, entry: KindOfContent): Promise<void> {
  switch (entry.kind) {
    case 'objectives':
      return putObjectives(sql, [{ id, ...entry.content }]);
    case 'swot':
      return putSwotEntries(sql, [{ id, ...entry.content }]);
    case 'metrics':
      return putMetrics(sql, [{ id, ...entry.content }]);
    case 'cooperation':
      return putRaters(sql, id, entry.content.raters);
  }
}

async function putRaters(sql: Query, unitId: string, raters: readonly string[]): Promise<void> {
  await sql`DELETE FROM cooperation WHERE unit_id = ${unitId}`;
  await sql`
    INSERT INTO cooperation (unit_id, rater_unit_id, position)
    SELECT ${unitId}, id, position FROM unnest(${raters as string[]}::text[]) WITH ORDINALITY AS r (id, position)`;
}

/** Takes a real entry out. What the schema still refers to stops it (23503). */
export async function removeEntry(sql: Query, kind: StrategyKind, id: string): Promise<void> {
  switch (kind) {
    case 'objectives':
      await sql`DELETE FROM objectives WHERE id = ${id}`;
      return;
    case 'swot':
      await sql`DELETE FROM swot_entries WHERE id = ${id}`;
      return;
    case 'metrics':
      await sql`DELETE FROM metrics WHERE id = ${id}`;
      return;
    case 'cooperation':
      await sql`DELETE FROM cooperation WHERE unit_id = ${id}`;
  }
}

/** Of what an entry names, that which is not there: units of the organization, metrics of the book. */
export async function notThere(sql: Query, book: Book, named: readonly NamedThing[]): Promise<readonly NamedThing[]> {
  if (named.length === 0) return [];
  const rows = await sql<{ pointer: string }[]>`
    SELECT n.pointer FROM jsonb_to_recordset(${json(sql, named)}::jsonb) AS n (pointer text, what text, id text)
     WHERE CASE n.what WHEN 'unit' THEN NOT EXISTS (SELECT FROM units u WHERE u.id = n.id)
                       ELSE NOT EXISTS (SELECT FROM metrics_in(${book}) m WHERE m.id = n.id) END`;
  const missing = new Set(rows.map((row) => row.pointer));
  return named.filter(({ pointer }) => missing.has(pointer));
}

/** All units, or all metrics of the book, in their order; null where there are more than `most`. */
export async function idChoices(
  sql: Query,
  book: Book,
  what: 'unit' | 'metric',
  most: number,
): Promise<readonly NameRow[] | null> {
  const rows =
    what === 'unit'
      ? await sql<NameRow[]>`
          SELECT id, name_zh AS "nameZh", name_en AS "nameEn" FROM units WHERE active ORDER BY position, id LIMIT ${most + 1}`
      : await sql<NameRow[]>`
          SELECT id, title_zh AS "nameZh", title_en AS "nameEn" FROM metrics_in(${book}) ORDER BY id LIMIT ${most + 1}`;
  return rows.length > most ? null : rows;
}
