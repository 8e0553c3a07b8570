import type { Request } from 'express';
import { stepId } from '../../documents/requests.js';
import { reviewIdOf } from '../../workflows/messages.js';
import { idOr404 } from '../parse.js';
import { Refused } from '../refused.js';

/** Where a review is reached; `-` is the cycle's own. */
export const reviewBase = '/cycles/:id/reviews/:unit';

/** @throws Refused NOT_FOUND */
export const cycleIdOf = (request: Request): string => idOr404(request.params['id']);

/** @throws Refused NOT_FOUND */
export function unitOf(request: Request): string | null {
  const { unit } = request.params;
  return unit === '-' ? null : idOr404(unit);
}

/** Ids of steps may hold a slash: `rating/sales`. @throws Refused STEP_NOT_FOUND */
export function stepOf(request: Request): string {
  const parsed = stepId.safeParse(partsOf(request.params['step']));
  if (!parsed.success) throw new Refused('STEP_NOT_FOUND');
  return parsed.data;
}

/** The step that a request is about. @throws Refused NOT_FOUND, STEP_NOT_FOUND */
export const addressOf = (request: Request) => ({
  cycleId: cycleIdOf(request),
  unitId: unitOf(request),
  stepId: stepOf(request),
});

/** What a wildcard of an address took, as one text. */
export const partsOf = (taken: string | readonly string[] | undefined): string =>
  ([] as readonly string[]).concat(taken ?? []).join('/');

export const reviewOf = (request: Request): string => reviewIdOf(cycleIdOf(request), unitOf(request));
