import type { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import type { Request } from 'express';
import { Refused } from '../refused.js';

/** As large as a file may be. */
export const fileLimit = 10 * 1024 * 1024;
/** What a form has around its file. */
const formAround = 64 * 1024;

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const plainTypes = [workbookType, 'application/vnd.ms-excel', 'text/csv', 'application/octet-stream'];

export interface UploadedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * The file of a request: the body itself, or the one file of a form (`multipart/form-data`).
 * One that says that it is too large is refused unread; one that does not say so, as soon as it is.
 * @throws Refused UNSUPPORTED_TYPE, FILE_TOO_LARGE, FILE_MISSING
 */
export async function receiveFile(request: Request): Promise<UploadedFile> {
  const length = Number(request.get('content-length') ?? 0);
  const form = request.is('multipart/form-data') !== false && request.is('multipart/form-data') !== null;
  if (length > fileLimit + (form ? formAround : 0)) throw tooLarge(request);
  if (form) return fromForm(request);
  if (!plainTypes.some((type) => request.is(type))) throw new Refused('UNSUPPORTED_TYPE');
  const bytes = await gather(request, request);
  if (bytes.length === 0) throw new Refused('FILE_MISSING');
  return { name: nameOf(request.get('x-file-name') ?? ''), bytes };
}

/**
 * What the sender still sends is let go by unkept, so that they see the answer; from one who sends without
 * end, or says so, the connection is taken.
 */
const lettingGo = 100 * 1024 * 1024;

function tooLarge(request: Request): Refused {
  if (Number(request.get('content-length') ?? 0) > lettingGo) request.res?.set('Connection', 'close');
  return new Refused('FILE_TOO_LARGE');
}

async function gather(stream: Readable, request: Request): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > fileLimit) throw tooLarge(request);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

const formLimits = { fileSize: fileLimit + 1, files: 1, fields: 20, fieldSize: 10_000, parts: 30, headerPairs: 50 };

/** The first file of the form; other fields are not wanted. */
async function fromForm(request: Request): Promise<UploadedFile> {
  const pieces: Buffer[] = [];
  let name = '';
  let cut = false;
  await new Promise<void>((done, failed) => {
    const broken = (): void => {
      request.unpipe();
      request.resume();
      failed(new Refused('FORM_BROKEN'));
    };
    try {
      const form = new Busboy({
        headers: { ...request.headers, 'content-type': request.get('content-type') ?? '' },
        limits: formLimits,
      });
      form.on('file', (_field, stream, fileName) => {
        name = nameOf(fileName);
        stream.on('data', (piece: Buffer) => pieces.push(piece));
        stream.on('limit', () => {
          cut = true;
          request.unpipe(form);
          request.resume();
          failed(tooLarge(request));
        });
        stream.on('error', broken);
      });
      form.on('finish', done);
      form.on('error', broken);
      request.on('aborted', broken);
      request.pipe(form);
    } catch {
      // No boundary.
      broken();
    }
  });
  const bytes = Buffer.concat(pieces);
  if (cut || bytes.length > fileLimit) throw tooLarge(request);
  if (bytes.length === 0) throw new Refused(name === '' ? 'FILE_MISSING' : 'FILE_EMPTY');
  return { name, bytes };
}

/** Only to be shown again: without folders and control characters. */
const nameOf = (name: string | undefined): string =>
  (name ?? '')
    .replace(/^.*[\\/]/, '')
    .replaceAll(/\p{Cc}/gu, '')
    .slice(0, 200);
