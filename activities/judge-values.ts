import { type JudgedBy, wayOf } from '../domain/cycle/index.js';
import type { Judgement, ValueToMonitor } from '../db/monitoring.js';

/** What was judged anew. */
export interface FreshJudgement extends Judgement {
  readonly version: number;
  /** It says another severity than was known: somebody is told. */
  readonly isNews: boolean;
}

/** `version`: the one that is to be written; null: it stands as it was known. */
export type JudgedValue = Judgement & { readonly version: number | null; readonly isNews: boolean };

/** Every goal and day with a value, in the order given; what cannot be judged is left out. */
export function judgeAll(values: readonly ValueToMonitor[], by: JudgedBy): readonly JudgedValue[] {
  return values.flatMap((row) => {
    const way = wayOf(row, by);
    if (way === null) return [];
    const { unitId, goal, goalVersion, on, value, known } = row;
    const { severity, line } = way;
    const same = known === null ? severity === 'on-track' : known.severity === severity && sameLine(known.line, line);
    const judgement = { unitId, goalId: goal.id, title: goal.title, goalVersion, on, value, severity, line };
    const isNews = severity !== (known?.severity ?? 'on-track');
    return [{ ...judgement, version: same ? null : (known?.version ?? 0) + 1, isNews }];
  });
}

const sameLine = (a: Judgement['line'], b: Judgement['line']): boolean =>
  a.expected === b.expected && a.made === b.made && a.forecast === b.forecast;
