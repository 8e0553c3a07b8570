import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Transaction } from '../db/connect.js';
import { keepAnswer, takeKey } from '../db/idempotency.js';
import { documentDigest, sha256Hex } from '../documents/digest.js';
import type { ApiDeps } from './deps.js';
import { Refused } from './refused.js';

export function idempotencyKey(request: Request): string {
  const key = request.get('idempotency-key')?.trim() ?? '';
  if (key === '' || key.length > 200) throw new Refused('IDEMPOTENCY_KEY_MISSING');
  return key;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** What is told to others once all is written; may change the status. */
  readonly afterwards?: () => Promise<number>;
}

/**
 * Acts once per (actor, key), key and act in one transaction: the same request
 * again, also at the same moment, gets the first answer; another body is
 * refused; what was refused left nothing behind and may be tried again.
 */
export async function once(
  deps: ApiDeps,
  request: Request,
  response: Response,
  actor: string,
  act: (tx: Transaction) => Promise<Answer>,
): Promise<void> {
  const key = idempotencyKey(request);
  const digest = documentDigest([request.method, request.originalUrl, bodyOf(request)]);
  const answer = await onceBy(deps, { actor, key, digest }, act);
  const status = (await answer.afterwards?.()) ?? answer.status;
  if (status !== answer.status) await keepAnswer(deps.sql, actor, key, status, answer.body);
  response.status(status).json(answer.body);
}

/** The same for a form: its key is in the form, so that a double click is one act. @throws Refused */
export async function onceByForm(
  deps: ApiDeps,
  request: Request,
  actor: string,
  key: string,
  act: (tx: Transaction) => Promise<unknown>,
): Promise<void> {
  // Made by hand, or before forms had keys: every act has one.
  const named = key === '' || key.length > 200 ? randomUUID() : key;
  const digest = documentDigest([request.method, request.originalUrl, bodyOf(request)]);
  await onceBy(deps, { actor, key: named, digest }, async (tx) => {
    await act(tx);
    return { status: 303, body: null };
  });
}

async function onceBy(
  deps: ApiDeps,
  { actor, key, digest }: { readonly actor: string; readonly key: string; readonly digest: string },
  act: (tx: Transaction) => Promise<Answer>,
): Promise<Answer> {
  return deps.sql.begin(async (tx): Promise<Answer> => {
    const known = await takeKey(tx, actor, key, digest);
    if (known !== null) {
      if (known.requestDigest !== digest) throw new Refused('IDEMPOTENCY_KEY_REUSED');
      return known;
    }
    const first = await act(tx);
    await keepAnswer(tx, actor, key, first.status, first.body);
    return first;
  });
}

/** A file stands for itself by its digest. */
const bodyOf = ({ body }: { readonly body?: unknown }): unknown =>
  Buffer.isBuffer(body) ? sha256Hex(body.toString('latin1')) : (body ?? null);
