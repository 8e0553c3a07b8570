import { json, type Query } from './connect.js';

export interface UploadRow {
  readonly id: string;
  readonly owner: string;
  /** What it is for. */
  readonly target: unknown;
  readonly fileName: string;
  readonly fileDigest: string;
  /** Digest of what it was compared with. */
  readonly basedOn: string;
  /** Of the draft; 0: there was none. */
  readonly baseVersion: number;
  /** Of what would be written. */
  readonly digest: string;
  readonly content: unknown;
  readonly preview: unknown;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly appliedAt: number | null;
}

/** So many a person has at a time; older ones go. */
const atOnce = 5;
const hours = 24;

/** Keeps an upload for its owner; what has expired goes, whoever it belonged to. */
export async function keepUpload(
  sql: Query,
  it: Omit<UploadRow, 'createdAt' | 'expiresAt' | 'appliedAt'>,
): Promise<void> {
  await sql`DELETE FROM uploads WHERE expires_at <= clock_timestamp()`;
  await sql`
    DELETE FROM uploads WHERE owner_id = ${it.owner} AND id NOT IN (
      SELECT id FROM uploads WHERE owner_id = ${it.owner} ORDER BY created_at DESC, id LIMIT ${atOnce - 1})`;
  await sql`
    INSERT INTO uploads (id, owner_id, target, file_name, file_digest, based_on, base_version, digest, content, preview, expires_at)
    VALUES (${it.id}, ${it.owner}, ${json(sql, it.target)}, ${it.fileName}, ${it.fileDigest}, ${it.basedOn}, ${it.baseVersion},
            ${it.digest}, ${json(sql, it.content)}, ${json(sql, it.preview)}, clock_timestamp() + make_interval(hours => ${hours}))`;
}

/** An upload of that person that has not expired. */
export async function readUpload(sql: Query, id: string, owner: string): Promise<UploadRow | undefined> {
  const [row] = await sql<UploadRow[]>`
    SELECT id, owner_id AS owner, target, file_name AS "fileName", file_digest AS "fileDigest", based_on AS "basedOn",
           base_version AS "baseVersion", digest, content, preview, created_at AS "createdAt", expires_at AS "expiresAt",
           applied_at AS "appliedAt"
      FROM uploads WHERE id = ${id} AND owner_id = ${owner} AND expires_at > clock_timestamp()`;
  return row;
}

/** Marks it applied; false where it was already, or at the same moment. */
export async function takeUpload(sql: Query, id: string): Promise<boolean> {
  const taken =
    await sql`UPDATE uploads SET applied_at = clock_timestamp() WHERE id = ${id} AND applied_at IS NULL RETURNING id`;
  return taken.length > 0;
}

export async function discardUpload(sql: Query, id: string, owner: string): Promise<void> {
  await sql`DELETE FROM uploads WHERE id = ${id} AND owner_id = ${owner}`;
}
