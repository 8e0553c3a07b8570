import type { MoneyKind } from '../domain/cycle/index.js';
import type { Stage, StepKind } from '../domain/process/index.js';
import type { Query } from './connect.js';

/** Has the release been approved? From then on what stands is paid: nothing is reversed, corrections go to the reserve. */
export async function isReleased(sql: Query, cycleId: string): Promise<boolean> {
  const [row] = await sql<{ released: boolean }[]>`SELECT is_released(${cycleId}) AS released`;
  return row?.released === true;
}

/** An appeal that may still be filed, or is not decided. */
export interface OpenWindow {
  readonly unitId: string;
  readonly stepId: string;
  readonly kind: StepKind;
  readonly state: Stage;
  /** The instant at which it ends by itself. */
  readonly until: number;
}

export interface ReleaseStanding {
  readonly windows: readonly OpenWindow[];
  /** When the last window ended, or will; null: the cycle has none. */
  readonly lastWindow: number | null;
  /** Proposed, on its way to be approved and posted, and not there yet. */
  readonly unposted: readonly MoneyKind[];
  /** Facts were corrected, and what rests on them is not computed anew yet. */
  readonly recalculating: boolean;
}

/** What stands in the way of a release. */
export async function releaseStanding(sql: Query, cycleId: string): Promise<ReleaseStanding> {
  const windows = await sql<OpenWindow[]>`
    SELECT s.unit_id AS "unitId", s.step_id AS "stepId", s.kind, s.state, coalesce(s.decide_closes_at, s.closes_at) AS until
      FROM steps s JOIN units u ON u.id = s.unit_id
     WHERE s.cycle_id = ${cycleId} AND s.kind IN ('appeal', 'appeal-2') AND s.state IN ('closed', 'open', 'submitted')
     ORDER BY u.position, u.id, s.step_id`;
  const [row] = await sql<{ lastWindow: number | null; unposted: MoneyKind[]; recalculating: boolean }[]>`
    SELECT (SELECT max(coalesce(ended_at, decide_closes_at, closes_at)) FROM steps
             WHERE cycle_id = ${cycleId} AND kind IN ('appeal', 'appeal-2')) AS "lastWindow",
           ARRAY(SELECT p.kind FROM proposals p
                  WHERE p.cycle_id = ${cycleId} AND p.posted_at IS NULL
                    AND NOT EXISTS (SELECT FROM proposals l WHERE l.cycle_id = p.cycle_id AND l.kind = p.kind AND l.attempt > p.attempt)
                    -- What policy closed without an approval is never posted.
                    AND NOT EXISTS (SELECT FROM steps s WHERE s.review_id = p.cycle_id AND s.kind IN (p.kind, p.kind || '-own')
                                       AND (s.state = 'cancelled' OR (s.state = 'done' AND s.outcome <> 'approved')))
                  ORDER BY p.kind) AS unposted,
           EXISTS (SELECT FROM recalculations WHERE cycle_id = ${cycleId} AND taken_up_at IS NULL) AS recalculating`;
  const { lastWindow = null, unposted = [], recalculating = false } = row ?? {};
  return { windows, lastWindow, unposted, recalculating };
}
