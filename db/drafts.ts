import { json, type Query } from './connect.js';

export interface Draft {
  /** Never comes again within a step, also after the draft was discarded or submitted. */
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

export interface DraftToSave {
  readonly reviewId: string;
  readonly stepId: string;
  /** The version that was seen; 0: there was none. */
  readonly version: number;
  readonly content: unknown;
  readonly by: string;
}

/** Saves over the version that was seen; null where somebody else was quicker. The one before is kept. Returns the new version. */
export async function saveDraft(sql: Query, it: DraftToSave): Promise<number | null> {
  const [row] = await sql<{ version: number }[]>`
    INSERT INTO drafts (review_id, step_id, version, content, saved_by)
    SELECT ${it.reviewId}, ${it.stepId}, 1 + coalesce((
             SELECT max(version) FROM draft_versions WHERE review_id = ${it.reviewId} AND step_id = ${it.stepId}), 0),
           ${json(sql, it.content)}, ${it.by}
     WHERE ${it.version} = 0 OR EXISTS (SELECT FROM drafts WHERE review_id = ${it.reviewId} AND step_id = ${it.stepId})
    ON CONFLICT (review_id, step_id) DO UPDATE SET version = drafts.version + 1, content = excluded.content,
      saved_by = excluded.saved_by, saved_at = clock_timestamp() WHERE drafts.version = ${it.version}
    RETURNING version`;
  return row?.version ?? null;
}

/** Ends the draft; it stays among the earlier ones. */
export async function discardDraft(sql: Query, reviewId: string, stepId: string): Promise<void> {
  await sql`DELETE FROM drafts WHERE review_id = ${reviewId} AND step_id = ${stepId}`;
}

/** Words that came too late to become the draft are kept beside it. */
export async function keepBeside(sql: Query, it: DraftToSave): Promise<void> {
  await sql`
    INSERT INTO draft_versions (review_id, step_id, version, how, content, saved_by, saved_at)
    VALUES (${it.reviewId}, ${it.stepId}, ${it.version}, 'beside', ${json(sql, it.content)}, ${it.by}, clock_timestamp())`;
}

export interface KeptDraft extends Draft {
  readonly id: string;
  readonly how: 'replaced' | 'ended' | 'beside';
}

/** Drafts of a step that gave way to others, newest first. */
export async function keptDrafts(sql: Query, reviewId: string, stepId: string): Promise<readonly KeptDraft[]> {
  return sql<KeptDraft[]>`
    SELECT id, version, how, content, saved_by AS "savedBy", saved_at AS "savedAt" FROM draft_versions
     WHERE review_id = ${reviewId} AND step_id = ${stepId} ORDER BY id DESC`;
}
