import { fileTypeFromBuffer } from 'file-type';
import type { EvidenceMediaType } from '../../db/files.js';
import { FileProblem } from '../../documents/workbooks/cells.js';
import { openParts } from '../../documents/workbooks/zip.js';
import { Refused } from '../refused.js';

/** What is taken, by the extension that its content has, with the extensions that say so. */
const taken: Readonly<Record<string, { readonly type: EvidenceMediaType; readonly called: readonly string[] }>> = {
  pdf: { type: 'application/pdf', called: ['pdf'] },
  png: { type: 'image/png', called: ['png'] },
  jpg: { type: 'image/jpeg', called: ['jpg', 'jpeg', 'jpe', 'jfif'] },
  webp: { type: 'image/webp', called: ['webp'] },
  docx: { type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', called: ['docx'] },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', called: ['xlsx'] },
  pptx: { type: 'application/vnd.openxmlformats-officedocument.presentationml.presentation', called: ['pptx'] },
};
const texts: Readonly<Record<string, EvidenceMediaType>> = { txt: 'text/plain', csv: 'text/csv' };

/** For the file picker; what a file is is decided by its content. */
export const accepted = ['.pdf', '.png', '.jpg', '.jpeg', '.webp', '.docx', '.xlsx', '.pptx', '.txt', '.csv'].join(',');

/**
 * What a file is by its content; its name must say the same.
 * @throws Refused EVIDENCE_FILE_KIND, EVIDENCE_FILE_NOT_AS_NAMED, EVIDENCE_FILE_UNFOLDS
 */
export async function kindOf({
  name,
  bytes,
}: {
  readonly name: string;
  readonly bytes: Buffer;
}): Promise<EvidenceMediaType> {
  const called = /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const text = texts[called];
  const found = await fileTypeFromBuffer(bytes);
  const kind = found === undefined ? undefined : taken[found.ext];
  if (kind !== undefined) {
    if (!kind.called.includes(called)) throw new Refused('EVIDENCE_FILE_NOT_AS_NAMED');
    if (archives.has(called)) await checkArchive(bytes);
    return kind.type;
  }
  const claimsMore = Object.values(taken).some((each) => each.called.includes(called));
  if (found === undefined && isPlainText(bytes)) {
    if (text !== undefined) return text;
    throw new Refused(claimsMore ? 'EVIDENCE_FILE_NOT_AS_NAMED' : 'EVIDENCE_FILE_KIND');
  }
  throw new Refused(text !== undefined || claimsMore ? 'EVIDENCE_FILE_NOT_AS_NAMED' : 'EVIDENCE_FILE_KIND');
}

/** Documents that are archives: whoever opens one unfolds it. */
const archives: ReadonlySet<string> = new Set(['docx', 'xlsx', 'pptx']);
const macroPart = /(^|\/)vba[^/]*\.bin$|^xl\/macrosheets\//;

/** By its directory, unfolded by nobody here: whole, without password and macros, and no larger than its reader can bear. @throws Refused */
async function checkArchive(bytes: Buffer): Promise<void> {
  try {
    const { names } = await openParts(bytes);
    if (names.some((name) => macroPart.test(name))) throw new Refused('EVIDENCE_FILE_KIND');
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    if (error.fault === 'unfolds-too-large') throw new Refused('EVIDENCE_FILE_UNFOLDS');
    throw new Refused(error.fault === 'encrypted' ? 'EVIDENCE_FILE_KIND' : 'EVIDENCE_FILE_NOT_AS_NAMED');
  }
}

/** UTF-8 without control characters but those of lines and tables. */
function isPlainText(bytes: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return !/[^\P{Cc}\t\n\f\r]/u.test(text);
  } catch {
    return false;
  }
}
