/**
 * A deviation as a case: from the first value that is behind its way until a
 * later one is back on it. Values may come late and be corrected; what to do
 * follows from all judgements of the goal together, in whatever order they came.
 */
export type Severity = 'red' | 'amber';

export interface JudgedDay {
  /** `YYYY-MM-DD` */
  readonly on: string;
  readonly severity: Severity | 'on-track';
}

export const caseOutcomes = ['recovered', 'corrected', 'goal-ended'] as const;
export type CaseOutcome = (typeof caseOutcomes)[number];

export interface KnownCase {
  readonly id: string;
  readonly since: string;
  /** The day of the value that ended it; null: it is open, or ended with its goal. */
  readonly closedOn: string | null;
  readonly open: boolean;
}

export type CaseMove =
  /** `closedOn`: a value that came late; a later one was back on its way already. */
  | { readonly kind: 'opens'; readonly since: string; readonly severity: Severity; readonly closedOn: string | null }
  | { readonly kind: 'closes'; readonly id: string; readonly on: string; readonly outcome: CaseOutcome };

/**
 * What is to be done about one goal's cases. `judged`: every day that has a
 * value, in order. Asked again after it was done, there is nothing to do.
 */
export function caseMoves(judged: readonly JudgedDay[], cases: readonly KnownCase[]): readonly CaseMove[] {
  const newest = judged.at(-1);
  if (newest === undefined) return [];
  const open = cases.find((each) => each.open);
  if (newest.severity !== 'on-track') {
    const { on: since, severity } = newest;
    return open === undefined ? [{ kind: 'opens', since, severity, closedOn: null }] : [];
  }
  const closing: readonly CaseMove[] =
    open === undefined
      ? []
      : [
          {
            kind: 'closes',
            id: open.id,
            on: newest.on,
            // Of the very value that began it: it was never behind.
            outcome: newest.on > open.since ? 'recovered' : 'corrected',
          },
        ];
  return [...closing, ...toldLate(judged, newest.on, cases)];
}

/** Days that deviate and that no case covers: told, and over at once. */
function toldLate(judged: readonly JudgedDay[], newest: string, cases: readonly KnownCase[]): readonly CaseMove[] {
  return judged.flatMap(({ on, severity }, index): readonly CaseMove[] => {
    if (severity === 'on-track') return [];
    const covered = cases.some(({ since, closedOn, open }) => since <= on && (open || (closedOn ?? since) >= on));
    if (covered) return [];
    const closedOn = judged.slice(index + 1).find((later) => later.severity === 'on-track')?.on ?? newest;
    return [{ kind: 'opens', since: on, severity, closedOn }];
  });
}
