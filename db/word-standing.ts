import type { StepKind } from '../domain/process/index.js';
import { decisionsOf, isAppeal } from '../domain/process/index.js';
import { refusalOfWord } from '../domain/rights/index.js';
import type { Query } from './connect.js';
import { placeOfStep, whoTookPart } from './people.js';

interface AskedStep {
  readonly id: string;
  readonly cycleId: string;
  readonly reviewId: string;
  readonly unitId: string | null;
  readonly raterUnitId: string | null;
  readonly kind: StepKind;
}

/** Whom a decision about a step is not for, by what they are to it. */
export interface Barred {
  /** Who saved a draft of this attempt. Whoever submitted it stands in the step itself. */
  readonly editors: readonly string[];
  /**
   * Heads of the unit under review, of those whose grade a calibration changes, of those that are corrected; everybody
   * with a line in a proposal.
   */
  readonly headsOfUnit: readonly string[];
  /** Who judged, decided or calibrated before what an appeal is about; empty for all other kinds of steps. */
  readonly tookPart: readonly string[];
}

/** As things stand now; the caller holds the review where it must stay so. */
export async function barredFrom(sql: Query, step: AskedStep): Promise<Barred> {
  return {
    editors: await editorsOf(sql, step),
    headsOfUnit: await ownUnit(sql, step),
    tookPart: isAppeal(step.kind) ? await whoTookPart(sql, placeOfStep(step)) : [],
  };
}

/** Heads and whoever has a line; the schema asks the same function. */
async function ownUnit(sql: Query, { cycleId, reviewId, id, unitId, kind }: AskedStep): Promise<readonly string[]> {
  const [row] = await sql<{ persons: string[] }[]>`
    SELECT own_of_step(${cycleId}, ${reviewId}, ${id}, ${unitId}, ${kind}) AS persons`;
  return row?.persons ?? [];
}

/** Who saved a draft since the last decision; words that came too late to become the draft wrote nothing of it. */
async function editorsOf(sql: Query, { reviewId, id }: AskedStep): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`SELECT unnest(step_editors(${reviewId}, ${id})) AS id`;
  return rows.map((row) => row.id);
}

/** Who is what to a step that waits for somebody: read for many at once. */
export interface WaitingStep {
  readonly kind: StepKind;
  readonly act: 'submit' | 'approve';
  readonly wrote: readonly string[];
  readonly ownUnit: readonly string[];
  readonly tookPart: readonly string[];
}

/** The same as `barredFrom`, as columns beside a live step `s`: who wrote the attempt, whose unit it is, who took part. */
export const barredColumns = (sql: Query) => sql`
  CASE WHEN s.state = 'submitted' THEN s.submitted_by::text[] || step_editors(s.review_id, s.step_id) ELSE '{}' END AS wrote,
  CASE WHEN s.unit_id IS NOT NULL OR s.state = 'submitted'
         THEN own_of_step(s.cycle_id, s.review_id, s.step_id, s.unit_id, s.kind) ELSE '{}' END AS "ownUnit",
  CASE WHEN s.state = 'submitted' AND s.kind IN ('appeal', 'appeal-2', 'improvement-appeal')
         THEN took_part(s.cycle_id, s.unit_id, s.step_id) ELSE '{}' END AS "tookPart"`;

/** Whom its rule names may act on it, unless the table of rights bars them, or for whom they act. */
export function mayActOn(step: WaitingStep, actor: string, principal: string): boolean {
  const { kind, act, wrote, ownUnit, tookPart } = step;
  const decision = act === 'submit' ? null : (decisionsOf(kind)?.[0] ?? null);
  const named = { actor, principal, entitled: [principal], mayActForPrincipal: true };
  return refusalOfWord(kind, decision, { ...named, wrote, ownUnit, tookPart }) === null;
}
