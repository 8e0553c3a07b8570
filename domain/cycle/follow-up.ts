/** Whose turn it is with a deviation or an ask, and who is told when nothing happens. */

export const actionStates = ['planned', 'going-on', 'done', 'not-effective'] as const;
export type ActionState = (typeof actionStates)[number];

/** How a case stands: it needs an action, has one, waits for the next value after one, or is over. */
export const caseStates = ['open', 'acting', 'done', 'closed'] as const;
export type CaseState = (typeof caseStates)[number];

/** `unconfirmed`: somebody says that it is done, and whoever is to say so too has not. */
export type WaitReason = 'no-action' | 'overdue' | 'unanswered' | 'unconfirmed';

/** What is waited for while values are judged, and what comes of the result: that is followed up as long as the cycle runs. */
export const valueWaits = ['action', 'ask'] as const;
export const talkWaits = ['item', 'development', 'training', 'recognition'] as const;
export type WaitKind = (typeof valueWaits)[number] | (typeof talkWaits)[number];

/** `turn`: whose turn it is (the owner, the superior); `above`: the head above them. */
export type Audience = 'turn' | 'above' | 'hr';

export interface WaitRung {
  /** Working days after the day from which it is waited. */
  readonly workdays: number;
  readonly tell: Audience;
}

/** A reminder, then the head above, then HR. An action past its due date is reminded the next working day. */
const waitLadders: Readonly<Record<WaitReason, readonly WaitRung[]>> = {
  'no-action': ladder(5, 7, 10),
  overdue: ladder(1, 5, 10),
  unanswered: ladder(5, 7, 10),
  unconfirmed: ladder(5, 7, 10),
};

function ladder(turn: number, above: number, hr: number): readonly WaitRung[] {
  return [
    { workdays: turn, tell: 'turn' },
    { workdays: above, tell: 'above' },
    { workdays: hr, tell: 'hr' },
  ];
}

export interface CaseStanding {
  readonly closed: boolean;
  /** Local days: when it was opened, and when its newest deviating value was judged. */
  readonly openedDay: string;
  readonly seenDay: string;
  /** Instant of that judgement, epoch ms. */
  readonly seenAt: number;
  /** The latest word on the action; null: there is none. */
  readonly action: {
    readonly state: ActionState;
    readonly dueOn: string | null;
    readonly writtenAt: number;
    readonly writtenDay: string;
  } | null;
}

/** An action that was done, and the value still behind after it: it did not help, and another is needed. */
export function stateOfCase({ closed, seenAt, action }: Pick<CaseStanding, 'closed' | 'seenAt' | 'action'>): CaseState {
  if (closed) return 'closed';
  switch (action?.state) {
    case 'planned':
    case 'going-on':
      return 'acting';
    case 'done':
      return seenAt > action.writtenAt ? 'open' : 'done';
    case 'not-effective':
    case undefined:
      return 'open';
  }
}

export interface Wait {
  readonly reason: WaitReason;
  /** Waited from the end of this day. */
  readonly fromDay: string;
}

/** What a case waits for; null: nobody's turn, only the next value tells. */
export function waitOfCase(it: CaseStanding): Wait | null {
  const { action } = it;
  switch (stateOfCase(it)) {
    case 'closed':
    case 'done':
      return null;
    case 'acting':
      return { reason: 'overdue', fromDay: action?.dueOn ?? it.openedDay };
    case 'open':
      if (action === null) return { reason: 'no-action', fromDay: it.openedDay };
      return { reason: 'no-action', fromDay: action.state === 'done' ? it.seenDay : action.writtenDay };
  }
}

/** The instant so many working days after a day; answered by the caller, who knows calendar and zone. */
export type OpeningAfter = (day: string, workdays: number) => number;

/** When the rung after those climbed is due; null: all have been told. */
export function nextRungAt({ reason, fromDay }: Wait, climbed: number, at: OpeningAfter): number | null {
  const rung = waitLadders[reason][climbed];
  return rung === undefined ? null : at(fromDay, rung.workdays);
}

/** Rungs that are due, with where that leaves the wait. Late, all that were missed are climbed. */
export function climb(
  wait: Wait & { readonly rung: number },
  now: number,
  at: OpeningAfter,
): {
  readonly told: readonly (WaitRung & { readonly rung: number })[];
  readonly rung: number;
  readonly nextAt: number | null;
} {
  const told = waitLadders[wait.reason]
    .map((each, index) => ({ ...each, rung: index + 1 }))
    .filter((each) => each.rung > wait.rung && at(wait.fromDay, each.workdays) <= now);
  const rung = told.at(-1)?.rung ?? wait.rung;
  return { told, rung, nextAt: nextRungAt(wait, rung, at) };
}
