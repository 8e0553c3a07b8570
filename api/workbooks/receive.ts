import type { Request } from 'express';
import { isForm, plainName, readBytes, readForm, refuseLength, type UploadLimits } from '../multipart.js';
import { Refused } from '../refused.js';

/** As large as a file may be. */
export const fileLimit = 10 * 1024 * 1024;

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const plainTypes = [workbookType, 'application/vnd.ms-excel', 'text/csv', 'application/octet-stream'];

export interface UploadedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

const limits: UploadLimits = {
  fileSize: fileLimit,
  files: 1,
  total: fileLimit,
  fields: 20,
  fieldSize: 10_000,
  tooLarge: 'FILE_TOO_LARGE',
  tooMany: 'FILE_TOO_LARGE',
};

/**
 * The file of a request: the body itself, or the one file of a form (`multipart/form-data`).
 * One that says that it is too large is refused unread; one that does not say so, as soon as it is.
 * @throws Refused UNSUPPORTED_TYPE, FILE_TOO_LARGE, FILE_MISSING
 */
export const receiveFile = (request: Request): Promise<UploadedFile> => receiveOne(request, plainTypes, limits);

/** The same for files of other types and sizes. @throws Refused */
export async function receiveOne(
  request: Request,
  types: readonly string[],
  within: UploadLimits,
): Promise<UploadedFile> {
  refuseLength(request, within);
  if (isForm(request)) {
    const [file] = (await readForm(request, within)).files;
    if (file === undefined || file.bytes.length === 0) {
      throw new Refused((file?.name ?? '') === '' ? 'FILE_MISSING' : 'FILE_EMPTY');
    }
    return file;
  }
  if (!types.some((type) => request.is(type))) throw new Refused('UNSUPPORTED_TYPE');
  const bytes = await readBytes(request, within);
  if (bytes.length === 0) throw new Refused('FILE_MISSING');
  return { name: plainName(decoded(request.get('x-file-name') ?? '')), bytes };
}

/** A name that is not ASCII comes percent-encoded; one that only looks so stays as it is. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
