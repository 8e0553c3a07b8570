import type { Template } from '../domain/template.js';
import { json, type Query } from './connect.js';

/** Revisions are frozen: a change is a new one. Returns the revision written. In the caller's transaction. */
export async function addTemplate(sql: Query, template: Template, by: string): Promise<number> {
  // Two at once become two revisions.
  await sql`SELECT pg_advisory_xact_lock(730511225, hashtext(${template.id}))`;
  const [row] = await sql<{ revision: number }[]>`
    INSERT INTO templates (id, revision, document, created_by)
    SELECT ${template.id}, coalesce(max(revision), 0) + 1, ${json(sql, template)}, ${by} FROM templates WHERE id = ${template.id}
    RETURNING revision`;
  return row?.revision ?? 1;
}

export interface TemplateRow {
  readonly id: string;
  readonly revision: number;
  readonly document: Template;
}

/** The newest revision of each, or all of one. */
export async function listTemplates(sql: Query, id: string | null = null): Promise<readonly TemplateRow[]> {
  return id === null
    ? sql<TemplateRow[]>`SELECT DISTINCT ON (id) id, revision, document FROM templates ORDER BY id, revision DESC`
    : sql<TemplateRow[]>`SELECT id, revision, document FROM templates WHERE id = ${id} ORDER BY revision DESC`;
}

export async function loadTemplate(sql: Query, id: string, revision: number | null): Promise<TemplateRow | undefined> {
  const [row] = await sql<TemplateRow[]>`
    SELECT id, revision, document FROM templates WHERE id = ${id} AND (${revision}::int IS NULL OR revision = ${revision})
     ORDER BY revision DESC LIMIT 1`;
  return row;
}
