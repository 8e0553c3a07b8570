/** The ids of a plan's steps, all in the unit's own review: `improvement-1`, `improvement-talk-1-30`, `improvement-outcome-1-2`. */
export const planStepId = (number: number): string => `improvement-${number}`;
export const planAppealId = (number: number): string => `improvement-appeal-${number}`;
export const planTalkId = (number: number, days: number): string => `improvement-talk-${number}-${days}`;
/** The first outcome has no number of its own; each extension asks for another. */
export const planOutcomeId = (number: number, judgement: number): string =>
  `improvement-outcome-${number}${judgement === 1 ? '' : `-${judgement}`}`;

/** A plan: the unit's n-th of the cycle. */
export const planIdOf = (cycleId: string, unitId: string, number: number): string => `${cycleId}/${unitId}/${number}`;

/** The number of the plan that a step belongs to; null: it is no step of a plan. */
export function planNumberOf(stepId: string): number | null {
  const match = /^improvement(?:-appeal|-talk|-outcome)?-([1-9]\d{0,5})(?:-\d{1,5})?$/.exec(stepId);
  return match === null ? null : Number(match[1]);
}

/** Of the step of a talk: its days after the first day. */
export function talkDaysOf(stepId: string): number | null {
  const match = /^improvement-talk-\d+-(\d{1,5})$/.exec(stepId);
  return match === null ? null : Number(match[1]);
}
