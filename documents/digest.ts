import { createHash, createHmac } from 'node:crypto';
import { canonicalJson } from '../domain/canonical.js';
import type { ProposedMoney } from '../domain/cycle/index.js';

/** Lowercase hex SHA-256 of a text in UTF-8. */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The same of bytes as they are. */
export const sha256OfBytes = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Digest of a document: SHA-256 of its RFC 8785 form. */
export function documentDigest(value: unknown): string {
  return sha256Hex(canonicalJson(value));
}

/** What a decider of money approves. */
export function proposalDigest({ document, answer, correction }: ProposedMoney): string {
  return documentDigest({ document, answer, ...(correction !== null && { correction }) });
}

/** HMAC-SHA-256 of the RFC 8785 form: what a history may carry without giving short texts away to guessing. */
export function keyedDigest(key: Buffer | string, value: unknown): string {
  const secret = typeof key === 'string' ? Buffer.from(key, 'hex') : key;
  return createHmac('sha256', secret).update(canonicalJson(value), 'utf8').digest('hex');
}

/** The id of a command: a UUID (version 8) of (actor, idempotency key). */
export function commandIdOf(actor: string, idempotencyKey: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify(['perfcycle/command', actor, idempotencyKey]))
    .digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.subarray(0, 16).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
