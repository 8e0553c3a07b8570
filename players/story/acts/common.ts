/** How acts of the story are written down. */
import type { Act, Content, Move } from '../../play.js';
import { headOf, superiorOf } from '../people.js';

const offset = '+08:00';

/** Epoch ms of a local day and time of the sample organization. */
export const instant = (day: string, time: string): number => Date.parse(`${day}T${time}:00${offset}`);

export const submit = (content: Content | 'as-proposed'): Move => ({ act: 'submit', content });
export const approve: Move = { act: 'approve', decision: 'approve' };

/** The head submits on one day, the superior approves on another. */
export function submittedAndApproved(
  unit: string,
  step: string,
  content: Content,
  [submitDay, approveDay]: readonly [string, string],
): Act[] {
  return [
    { at: instant(submitDay, '10:00'), person: headOf(unit), unit, step, move: submit(content) },
    { at: instant(approveDay, '15:00'), person: superiorOf(unit), unit, step, move: approve },
  ];
}

/** A step of the cycle's own: one person proposes, another decides. */
export const own = (
  step: string,
  by: string,
  decider: string,
  content: Content | 'as-proposed',
  days: readonly [string, string],
): Act[] => [
  { at: instant(days[0], '10:00'), person: by, unit: null, step, move: submit(content) },
  { at: instant(days[1], '15:00'), person: decider, unit: null, step, move: approve },
];
