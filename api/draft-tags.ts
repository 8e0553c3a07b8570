import type { Request } from 'express';
import { Refused } from './refused.js';

/** A draft's version as entity tag (RFC 9110, 8.8.3): strong, for it never comes again. */
export const tagOf = (version: number): string => `"${String(version)}"`;

const oneTag = /^(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/;

/**
 * The versions that the request may save over: those its If-Match names, or
 * none yet (If-None-Match: *), told as 0. A weak tag, or one that is none of
 * ours, matches nothing (RFC 9110, 13.1.1).
 * @throws Refused DRAFT_TAG_MISSING or DRAFT_TAG_INVALID
 */
export function seenVersions(request: Request): readonly number[] {
  const [match, noneMatch] = [request.get('if-match')?.trim(), request.get('if-none-match')?.trim()];
  if (match === undefined && noneMatch === undefined) throw new Refused('DRAFT_TAG_MISSING');
  if (match !== undefined && noneMatch !== undefined) throw new Refused('DRAFT_TAG_INVALID');
  if (match === undefined) {
    if (noneMatch !== '*') throw new Refused('DRAFT_TAG_INVALID');
    return [0];
  }
  // `*` would save over whatever stands there, seen or not.
  return match.split(',').map((each) => {
    const tag = oneTag.exec(each.trim());
    if (tag === null) throw new Refused('DRAFT_TAG_INVALID');
    const [, weak, value = ''] = tag;
    return weak === undefined && /^[1-9]\d{0,9}$/.test(value) ? Number(value) : Number.NaN;
  });
}
