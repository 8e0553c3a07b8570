import { json, type Query } from './connect.js';

export interface DraftRow {
  readonly version: number;
  readonly content: unknown;
  readonly savedBy: string;
  readonly savedAt: number;
}

export async function readDraft(sql: Query, reviewId: string, stepId: string): Promise<DraftRow | undefined> {
  const [row] = await sql<DraftRow[]>`
    SELECT version, content, saved_by AS "savedBy", saved_at AS "savedAt" FROM drafts
     WHERE review_id = ${reviewId} AND step_id = ${stepId}`;
  return row;
}

/**
 * Saves over the version that the person saw (0: none). Returns the new version,
 * or null where somebody else saved in between: nothing is overwritten unseen.
 */
export async function saveDraft(
  sql: Query,
  draft: {
    readonly reviewId: string;
    readonly stepId: string;
    readonly content: unknown;
    readonly savedBy: string;
    readonly seenVersion: number;
  },
): Promise<number | null> {
  const { reviewId, stepId, content, savedBy, seenVersion } = draft;
  const [row] =
    seenVersion === 0
      ? await sql<{ version: number }[]>`
          INSERT INTO drafts (review_id, step_id, version, content, saved_by)
          VALUES (${reviewId}, ${stepId}, 1, ${json(sql, content)}, ${savedBy})
          ON CONFLICT DO NOTHING RETURNING version`
      : await sql<{ version: number }[]>`
          UPDATE drafts SET version = version + 1, content = ${json(sql, content)}, saved_by = ${savedBy},
                 saved_at = clock_timestamp()
           WHERE review_id = ${reviewId} AND step_id = ${stepId} AND version = ${seenVersion} RETURNING version`;
  return row?.version ?? null;
}

export async function discardDraft(sql: Query, reviewId: string, stepId: string): Promise<void> {
  await sql`DELETE FROM drafts WHERE review_id = ${reviewId} AND step_id = ${stepId}`;
}
