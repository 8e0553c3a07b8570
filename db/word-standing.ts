import type { StepKind } from '../domain/process/index.js';
import { decisionsOf, isAppeal } from '../domain/process/index.js';
import { refusalOfWord } from '../domain/rights/index.js';
import type { Query } from './connect.js';
import { personsWithLine } from './own-lines.js';
import { placeOfStep, resolvePersons, whoTookPart } from './people.js';

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

async function ownUnit(sql: Query, step: AskedStep): Promise<readonly string[]> {
  if (step.unitId !== null) {
    const persons = await resolvePersons(sql, [{ key: 'head', rule: 'head', ...placeOfStep(step) }]);
    return persons.get('head') ?? [];
  }
  switch (step.kind) {
    case 'bonus':
    case 'bonus-own':
    case 'budget':
    case 'budget-own':
      return personsWithLine(sql, step.cycleId, step.kind);
    case 'calibration':
      return headsOfCalibrated(sql, step);
    case 'correction':
      return headsCorrected(sql, step);
    default:
      return [];
  }
}

/** Heads of the units that a correction is about, as it was submitted last; the schema asks the same function. */
async function headsCorrected(sql: Query, { reviewId, id }: AskedStep): Promise<readonly string[]> {
  const [row] = await sql<{ heads: string[] }[]>`SELECT heads_corrected(${reviewId}, ${id}) AS heads`;
  return row?.heads ?? [];
}

/** Who saved a draft since the last decision; words that came too late to become the draft wrote nothing of it. */
async function editorsOf(sql: Query, { reviewId, id }: AskedStep): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`SELECT unnest(step_editors(${reviewId}, ${id})) AS id`;
  return rows.map((row) => row.id);
}

/** As it was submitted last; the schema asks the same function. */
async function headsOfCalibrated(sql: Query, { reviewId, id }: AskedStep): Promise<readonly string[]> {
  const [row] = await sql<{ persons: string[] }[]>`SELECT heads_of_calibrated(${reviewId}, ${id}) AS persons`;
  return row?.persons ?? [];
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
  CASE WHEN s.unit_id IS NOT NULL
         THEN ARRAY(SELECT o.head_id::text FROM units o JOIN persons h ON h.id = o.head_id AND h.active WHERE o.id = s.unit_id)
       WHEN s.state = 'submitted' AND s.kind IN ('bonus', 'bonus-own', 'budget', 'budget-own')
         THEN persons_with_line(s.cycle_id, s.kind)
       WHEN s.state = 'submitted' AND s.kind = 'calibration' THEN heads_of_calibrated(s.review_id, s.step_id)
       WHEN s.state = 'submitted' AND s.kind = 'correction' THEN heads_corrected(s.review_id, s.step_id)
       ELSE '{}' END AS "ownUnit",
  CASE WHEN s.state = 'submitted' AND s.kind IN ('appeal', 'appeal-2', 'improvement-appeal')
         THEN took_part(s.cycle_id, s.unit_id, s.step_id) ELSE '{}' END AS "tookPart"`;

/** Whom its rule names may act on it, unless the table of rights bars them, or for whom they act. */
export function mayActOn(step: WaitingStep, actor: string, principal: string): boolean {
  const { kind, act, wrote, ownUnit, tookPart } = step;
  const decision = act === 'submit' ? null : (decisionsOf(kind)?.[0] ?? null);
  const named = { actor, principal, entitled: [principal], mayActForPrincipal: true };
  return refusalOfWord(kind, decision, { ...named, wrote, ownUnit, tookPart }) === null;
}
