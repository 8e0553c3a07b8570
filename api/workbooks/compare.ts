import { randomUUID } from 'node:crypto';
import { keepUpload, type UploadRow } from '../../db/uploads.js';
import type { Query } from '../../db/connect.js';
import type { RefusalCode } from '../../domain/errors.js';
import { sha256Hex } from '../../documents/digest.js';
import { type FileFault, FileProblem, type Workbook } from '../../documents/workbooks/cells.js';
import { isEmpty, type ListDifference } from '../../documents/workbooks/difference.js';
import { readMark, type WorkbookTarget } from '../../documents/workbooks/marker.js';
import { readFile } from '../../documents/workbooks/read-file.js';
import { Refused } from '../refused.js';
import type { Person } from '../session.js';
import { openTarget, type OpenTarget } from './open.js';
import type { UploadedFile } from './receive.js';

/** What an upload would change, as it is kept and shown. */
export interface Preview {
  readonly lists: readonly ListDifference[];
  /** The workbook was made from rows that have changed since: what others did would be undone. */
  readonly behind: boolean;
  readonly empty: boolean;
}

export interface Compared {
  readonly open: OpenTarget;
  readonly upload: Omit<UploadRow, 'createdAt' | 'expiresAt' | 'appliedAt'>;
  readonly preview: Preview;
}

/**
 * Reads a file and compares it with what stands. Nothing is written.
 * @throws Refused with the code of the file, WORKBOOK_OF_ANOTHER, or WORKBOOK_INVALID with all problems
 */
export async function compareFile(
  sql: Query,
  person: Person,
  target: WorkbookTarget,
  file: UploadedFile,
): Promise<Compared> {
  const open = await openTarget(sql, person, target, 'write');
  const book = await read(file.bytes, open.rowLimit);
  const mark = readMark(book, target);
  if (!mark.fits) throw new Refused('WORKBOOK_OF_ANOTHER', [{ madeFor: mark.madeFor }]);
  const proposal = await open.read(book, file.bytes);
  if (!proposal.ok) throw new Refused('WORKBOOK_INVALID', proposal.problems);
  const { content, lists, basedOn } = proposal;
  const behind = mark.basedOn !== null && mark.basedOn !== '' && mark.basedOn !== open.basedOn;
  const preview: Preview = { lists, behind, empty: isEmpty(lists) };
  const fileDigest = sha256Hex(file.bytes.toString('latin1'));
  const { baseVersion } = open;
  const digest = sha256Hex(JSON.stringify([target, basedOn, baseVersion, content]));
  const known = { target, basedOn, baseVersion, content, preview, fileDigest, digest };
  return { open, preview, upload: { id: randomUUID(), owner: person.id, fileName: file.name, ...known } };
}

/** Keeps it for its owner, to be applied or forgotten. */
export const keepCompared = (sql: Query, { upload }: Compared): Promise<void> => keepUpload(sql, upload);

const codeOf: Readonly<Record<FileFault, RefusalCode>> = {
  empty: 'FILE_EMPTY',
  'no-workbook': 'FILE_NOT_A_WORKBOOK',
  'old-workbook': 'FILE_OLD_WORKBOOK',
  encrypted: 'FILE_ENCRYPTED',
  'with-macros': 'FILE_WITH_MACROS',
  broken: 'FILE_BROKEN',
  'unfolds-too-large': 'FILE_UNFOLDS_TOO_LARGE',
  'too-many-rows': 'FILE_TOO_MANY_ROWS',
};

async function read(bytes: Buffer, rows: number): Promise<Workbook> {
  try {
    return await readFile(bytes, { rows });
  } catch (error) {
    if (error instanceof FileProblem)
      throw new Refused(codeOf[error.fault], error.detail === '' ? [] : [{ detail: error.detail }]);
    throw error;
  }
}
