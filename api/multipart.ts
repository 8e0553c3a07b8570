import type { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import type { Request } from 'express';
import type { RefusalCode } from '../domain/errors.js';
import { Refused } from './refused.js';

/** How much is read of what somebody sends. */
export interface UploadLimits {
  /** Bytes of one file. */
  readonly fileSize: number;
  readonly files: number;
  /** Bytes of all files together. */
  readonly total: number;
  readonly fields: number;
  /** Bytes of one field. */
  readonly fieldSize: number;
  /** Of a file that is more. */
  readonly tooLarge: RefusalCode;
  /** Of one that is more than `files`, or with which all are more than `total`. */
  readonly tooMany: RefusalCode;
  /** What else the form says is wanted even where a file of it is too large. */
  readonly readOn?: boolean;
}

export interface FormFile {
  /** The name of its field. */
  readonly field: string;
  /** As the sender calls it: without folders and control characters; empty where no file was chosen. */
  readonly name: string;
  /** Empty where it is refused and the rest was read on. */
  readonly bytes: Buffer;
  /** Why it was not kept; null: it was. */
  readonly refused: RefusalCode | null;
}

export interface Form {
  /** A name given twice is a list. */
  readonly fields: Readonly<Record<string, string | readonly string[]>>;
  readonly files: readonly FormFile[];
}

/** What a form has around its files. */
const around = 64 * 1024;

/**
 * What the sender still sends is let go by unkept, so that they see the answer; from one who sends without
 * end, or says so, the connection is taken.
 */
const lettingGo = 100 * 1024 * 1024;

export const isForm = (request: Request): boolean => {
  const is = request.is('multipart/form-data');
  return is !== false && is !== null;
};

/** One that says that it is too large is refused unread. @throws Refused */
export function refuseLength(request: Request, limits: UploadLimits): void {
  const form = isForm(request) ? around + limits.fields * 1024 : 0;
  const most = limits.readOn === true ? lettingGo : limits.total + form;
  if (Number(request.get('content-length') ?? 0) > most) throw tooLarge(request, limits);
}

function tooLarge(request: Request, limits: UploadLimits, code: RefusalCode = limits.tooLarge): Refused {
  if (Number(request.get('content-length') ?? 0) > lettingGo) request.res?.set('Connection', 'close');
  return new Refused(code);
}

/** A body that is one file. @throws Refused as soon as it is too large */
export async function readBytes(request: Request, limits: UploadLimits): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  const stream: Readable = request;
  for await (const piece of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > limits.fileSize) throw tooLarge(request, limits);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** A form with files (`multipart/form-data`). @throws Refused FORM_BROKEN, BODY_TOO_LARGE, or the limits' own code */
export async function readForm(request: Request, limits: UploadLimits): Promise<Form> {
  const fields = new Map<string, string[]>();
  const files: { field: string; name: string; pieces: Buffer[]; refused: RefusalCode | null }[] = [];
  let [kept, sent] = [0, 0];
  await new Promise<void>((done, failed) => {
    const stop = (why: Refused): void => {
      request.unpipe();
      request.resume();
      failed(why);
    };
    const broken = (): void => stop(new Refused('FORM_BROKEN'));
    const tooMuch = (): void => stop(tooLarge(request, limits, 'BODY_TOO_LARGE'));
    try {
      const form = new Busboy({
        headers: { ...request.headers, 'content-type': request.get('content-type') ?? '' },
        limits: {
          fileSize: limits.fileSize + 1,
          files: limits.files,
          fields: limits.fields,
          fieldSize: limits.fieldSize,
          parts: limits.fields + limits.files + 10,
          headerPairs: 50,
        },
      });
      form.on('field', (name, value, nameCut, valueCut) => {
        if (nameCut || valueCut) return tooMuch();
        fields.set(name, [...(fields.get(name) ?? []), value]);
      });
      form.on('file', (field, stream, fileName) => {
        const file = { field, name: plainName(fileName), pieces: [] as Buffer[], refused: null as RefusalCode | null };
        files.push(file);
        let own = 0;
        const drop = (code: RefusalCode): void => {
          if (limits.readOn !== true) return stop(tooLarge(request, limits, code));
          if (file.refused !== null) return;
          file.refused = code;
          file.pieces.length = 0;
          // What is let go by takes no room from the others.
          kept -= own;
        };
        stream.on('data', (piece: Buffer) => {
          sent += piece.length;
          if (sent > lettingGo) return stop(tooLarge(request, limits, limits.tooMany));
          if (file.refused !== null) return;
          own += piece.length;
          kept += piece.length;
          if (own > limits.fileSize) return drop(limits.tooLarge);
          if (kept > limits.total) return drop(limits.tooMany);
          file.pieces.push(piece);
        });
        stream.on('limit', () => drop(limits.tooLarge));
        stream.on('error', broken);
      });
      form.on('fieldsLimit', tooMuch);
      form.on('filesLimit', () => {
        if (limits.readOn !== true) return stop(tooLarge(request, limits, limits.tooMany));
        files.push({ field: files.at(-1)?.field ?? '', name: '…', pieces: [], refused: limits.tooMany });
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
  return {
    fields: Object.fromEntries(
      [...fields].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
    ),
    files: files.map(({ pieces, ...file }) => ({ ...file, bytes: Buffer.concat(pieces) })),
  };
}

const longest = 200;

/**
 * Only to be shown again: without folders, and without characters that nobody sees and that turn the rest around. One
 * that is too long keeps its extension.
 */
export function plainName(name: string | undefined): string {
  const plain = (name ?? '')
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, '')
    .replace(/^.*[\\/]/u, '')
    .trim();
  const letters = [...plain];
  if (letters.length <= longest) return plain;
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(plain)?.[0] ?? '';
  return `${letters.slice(0, longest - extension.length).join('')}${extension}`;
}
