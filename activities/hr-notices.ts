import type { Query } from '../db/connect.js';
import { resolvePersons } from '../db/people.js';
import { insertNotices } from '../db/step-notices.js';

/** What HR is told of a cycle as a whole. */
export interface HrNotice {
  /** Told once under it, to each person. */
  readonly key: string;
  /** The step or list that it is about. */
  readonly stepId: string;
  readonly code:
    | 'FINDING'
    | 'FINDINGS_MORE'
    | 'FINDINGS_REMINDED'
    | 'FINDINGS_LEFT'
    | 'RULES_IN_FORCE'
    | 'NOT_PROPOSED'
    | 'NOT_POSTED'
    | 'METRIC_STALE'
    | 'METRICS_STALE_MORE'
    | 'CONNECTOR_OUTAGE';
  readonly data: Readonly<Record<string, unknown>>;
}

/** One notice for each of HR's people and key; returns how many are new. */
export async function tellHr(tx: Query, cycleId: string, notices: readonly HrNotice[], at: number): Promise<number> {
  const ask = { key: 'hr', rule: 'hr', unitId: null, raterUnitId: null } as const;
  const persons = (await resolvePersons(tx, [ask])).get('hr') ?? [];
  return insertNotices(
    tx,
    notices.flatMap(({ key, stepId, code, data }) =>
      persons.map((personId) => ({
        key: [cycleId, '-', stepId, key, personId].join('/'),
        cycleId,
        reviewId: cycleId,
        stepId,
        personId,
        code,
        data,
        at,
      })),
    ),
  );
}
