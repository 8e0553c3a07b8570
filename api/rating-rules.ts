import { ratedItems, refusalOf, roleOf, unitScorecard, wrongRatings } from '../domain/cycle/index.js';
import type { RatingContent } from '../domain/process/index.js';
import type { Query } from '../db/connect.js';
import type { ActedCycle } from '../db/cycles.js';
import { goalsInForce } from '../db/goal-document.js';
import type { StepDetail } from '../db/inbox.js';
import { listPersons } from '../db/organization.js';
import { metricsById } from '../db/results.js';
import { localDay } from '../documents/schedule.js';
import { type EvidencePlace, type Piece, wrongEvidence } from './evidence/check.js';
import { Refused } from './refused.js';
import type { Person } from './session.js';

/**
 * Ratings name parts of the unit's card that ask the rater's role, stay within their scales and bring evidence where
 * the card asks for it; all evidence is evidence. @throws Refused with all that is wrong, each at its field
 */
export async function checkRatings(
  sql: Query,
  cycle: ActedCycle,
  step: StepDetail,
  actor: string,
  { ratings, evidence = [] }: Pick<RatingContent, 'ratings' | 'evidence'>,
): Promise<void> {
  const role = roleOf(step.kind);
  const [person] = await listPersons(sql, actor);
  if (role === null || person === undefined) throw new Refused('NOT_YOUR_STEP');
  const unitId = step.unitId ?? '';
  const goals = await goalsInForce(sql, cycle.id, unitId);
  const metrics = await metricsById(
    sql,
    cycle,
    goals.flatMap((goal) => goal.metric ?? []),
  );
  const rated = ratedItems(unitScorecard(cycle.template, { unitId, goals }, metrics));
  const pieces = [
    ...ratings.flatMap((each, rating) => piecesAt(`/ratings/${rating}/evidence`, each.evidence)),
    ...piecesAt('/evidence', evidence),
  ];
  const wrong = [
    ...wrongRatings(rated, role, ratings),
    ...(await wrongEvidence(sql, placeOf(person, cycle, step), pieces)),
  ];
  const code = refusalOf(wrong);
  if (code !== null) throw new Refused(code, wrong);
}

/** What words rest on is evidence, each piece of it. @throws Refused EVIDENCE_UNFIT, EVIDENCE_UNKNOWN */
export async function checkPieces(
  sql: Query,
  cycle: Pick<ActedCycle, 'id' | 'now' | 'zone'>,
  step: StepDetail,
  actor: string,
  { evidence }: { readonly evidence: readonly string[] },
): Promise<void> {
  const [person] = await listPersons(sql, actor);
  if (person === undefined) throw new Refused('NOT_YOUR_STEP');
  const wrong = await wrongEvidence(sql, placeOf(person, cycle, step), piecesAt('/evidence', evidence));
  const code = refusalOf(wrong);
  if (code !== null) throw new Refused(code, wrong);
}

const piecesAt = (at: string, evidence: readonly string[]): readonly Piece[] =>
  evidence.map((text, index) => ({ pointer: `${at}/${index}`, text }));

const placeOf = (
  person: Person,
  cycle: Pick<ActedCycle, 'id' | 'now' | 'zone'>,
  { unitId, reviewId, id }: StepDetail,
): EvidencePlace => ({
  person,
  cycleId: cycle.id,
  unitId: unitId ?? '',
  reviewId,
  stepId: id,
  day: localDay(cycle.now, cycle.zone),
});
