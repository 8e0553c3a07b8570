import { fileTypeFromBuffer } from 'file-type';
import type { EvidenceMediaType } from '../../db/files.js';
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
 * @throws Refused EVIDENCE_FILE_KIND, EVIDENCE_FILE_NOT_AS_NAMED
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
    return kind.type;
  }
  const claimsMore = Object.values(taken).some((each) => each.called.includes(called));
  if (found === undefined && isPlainText(bytes)) {
    if (text !== undefined) return text;
    throw new Refused(claimsMore ? 'EVIDENCE_FILE_NOT_AS_NAMED' : 'EVIDENCE_FILE_KIND');
  }
  throw new Refused(text !== undefined || claimsMore ? 'EVIDENCE_FILE_NOT_AS_NAMED' : 'EVIDENCE_FILE_KIND');
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
