import { json, type Query } from './connect.js';

export interface Draft {
  readonly version: number;
  readonly content: unknown;
  readonly savedBy: string;
  readonly savedAt: number;
}

export async function readDraft(sql: Query, reviewId: string, stepId: string): Promise<Draft | undefined> {
  const [row] = await sql<Draft[]>`
    SELECT version, content, saved_by AS "savedBy", saved_at AS "savedAt" FROM drafts WHERE review_id = ${reviewId} AND step_id = ${stepId}`;
  return row;
}

/** Saves over the version that was seen (0: none yet); null where somebody else was quicker. Returns the new version. */
export async function saveDraft(
  sql: Query,
  it: {
    readonly reviewId: string;
    readonly stepId: string;
    readonly version: number;
    readonly content: unknown;
    readonly by: string;
  },
): Promise<number | null> {
  const [row] = await sql<{ version: number }[]>`
    INSERT INTO drafts (review_id, step_id, version, content, saved_by)
    SELECT ${it.reviewId}, ${it.stepId}, 1, ${json(sql, it.content)}, ${it.by}
     WHERE ${it.version} = 0 OR EXISTS (SELECT FROM drafts WHERE review_id = ${it.reviewId} AND step_id = ${it.stepId})
    ON CONFLICT (review_id, step_id) DO UPDATE SET version = drafts.version + 1, content = excluded.content,
      saved_by = excluded.saved_by, saved_at = clock_timestamp() WHERE drafts.version = ${it.version}
    RETURNING version`;
  return row?.version ?? null;
}
