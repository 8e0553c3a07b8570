import type { Request, Response } from 'express';
import { freeKey, keepAnswer, takeKey } from '../db/idempotency.js';
import { documentDigest } from '../documents/digest.js';
import type { ApiDeps } from './deps.js';
import { Refused, statusOf } from './refused.js';

export function idempotencyKey(request: Request): string {
  const key = request.get('idempotency-key')?.trim() ?? '';
  if (key === '' || key.length > 200) throw new Refused('IDEMPOTENCY_KEY_MISSING');
  return key;
}

/** Acts once per (actor, key): the same request again gets the first answer, another body is refused. */
export async function once(
  deps: ApiDeps,
  request: Request,
  response: Response,
  actor: string,
  act: () => Promise<{ readonly status: number; readonly body: unknown }>,
): Promise<void> {
  const key = idempotencyKey(request);
  const digest = documentDigest([request.method, request.originalUrl, request.body as unknown]);
  const known = await takeKey(deps.sql, actor, key, digest);
  if (known !== null) {
    if (known.requestDigest !== digest) throw new Refused('IDEMPOTENCY_KEY_REUSED');
    if (known.status === null) throw new Refused('REQUEST_IN_PROGRESS');
    response.status(known.status).json(known.body);
    return;
  }
  try {
    const answer = await act();
    await keepAnswer(deps.sql, actor, key, answer.status, answer.body);
    response.status(answer.status).json(answer.body);
  } catch (error) {
    // Nothing was done: the same key may try again.
    await freeKey(deps.sql, actor, key);
    if (error instanceof Refused && statusOf(error.code) < 500) throw error;
    throw error;
  }
}
