import type { Query } from './connect.js';

export type EvidenceMediaType =
  | 'application/pdf'
  | 'image/png'
  | 'image/jpeg'
  | 'image/webp'
  | 'text/plain'
  | 'text/csv'
  | 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
  | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  | 'application/vnd.openxmlformats-officedocument.presentationml.presentation';

/** A file without its bytes. */
export interface FileRow {
  readonly id: string;
  readonly cycleId: string;
  readonly reviewId: string;
  readonly unitId: string | null;
  /** The step that it is evidence of. */
  readonly stepId: string;
  readonly name: string;
  readonly mediaType: EvidenceMediaType;
  readonly size: number;
  readonly sha256: string;
  readonly uploadedBy: string;
  /** Cycle time, epoch ms. */
  readonly uploadedAt: number;
}

const columns = (sql: Query) => sql`
  id::text AS id, cycle_id AS "cycleId", review_id AS "reviewId", unit_id AS "unitId", step_id AS "stepId", name,
  media_type AS "mediaType", size, sha256, uploaded_by AS "uploadedBy", uploaded_at AS "uploadedAt"`;

export type NewFile = Omit<FileRow, 'size'> & { readonly bytes: Buffer; readonly principal: string };

/** Keeps a file; the same one again is left as it is. True: it is new. */
export async function insertFile(sql: Query, file: NewFile): Promise<boolean> {
  const rows = await sql`
    INSERT INTO files (id, cycle_id, review_id, unit_id, step_id, name, media_type, bytes, sha256, uploaded_by, principal_id, uploaded_at)
    VALUES (${file.id}, ${file.cycleId}, ${file.reviewId}, ${file.unitId}, ${file.stepId}, ${file.name}, ${file.mediaType},
            ${file.bytes}, ${file.sha256}, ${file.uploadedBy}, ${file.principal}, ${file.uploadedAt})
    ON CONFLICT (id) DO NOTHING RETURNING id`;
  return rows.length > 0;
}

export async function readFileRow(sql: Query, id: string): Promise<FileRow | undefined> {
  const [row] = await sql<FileRow[]>`SELECT ${columns(sql)} FROM files WHERE id = ${id}`;
  return row;
}

export async function readFileBytes(sql: Query, id: string): Promise<Buffer> {
  const [row] = await sql<{ bytes: Buffer }[]>`SELECT bytes FROM files WHERE id = ${id}`;
  if (row === undefined) throw new Error(`no file ${id}`);
  return row.bytes;
}

/** The files of one step, oldest first. */
export async function filesOfStep(sql: Query, reviewId: string, stepId: string): Promise<readonly FileRow[]> {
  return sql<FileRow[]>`
    SELECT ${columns(sql)} FROM files WHERE review_id = ${reviewId} AND step_id = ${stepId} ORDER BY uploaded_at, name, id`;
}

/** Those of these files that belong to the review. */
export async function filesAmong(
  sql: Query,
  reviewId: string,
  ids: readonly string[],
): Promise<readonly Pick<FileRow, 'id' | 'stepId' | 'name'>[]> {
  if (ids.length === 0) return [];
  return sql<Pick<FileRow, 'id' | 'stepId' | 'name'>[]>`
    SELECT id::text AS id, step_id AS "stepId", name FROM files
     WHERE review_id = ${reviewId} AND id = ANY (${ids as string[]}::uuid[])`;
}

/** The files of all steps of a review, oldest first. */
export async function filesOfReview(
  sql: Query,
  reviewId: string,
): Promise<readonly Pick<FileRow, 'id' | 'stepId' | 'name'>[]> {
  return sql<Pick<FileRow, 'id' | 'stepId' | 'name'>[]>`
    SELECT id::text AS id, step_id AS "stepId", name FROM files WHERE review_id = ${reviewId} ORDER BY uploaded_at, name, id`;
}
