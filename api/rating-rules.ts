import { ratedItems, refusalOf, roleOf, unitScorecard, wrongRatings } from '../domain/cycle/index.js';
import type { RatingContent } from '../domain/process/index.js';
import type { Query } from '../db/connect.js';
import type { ActedCycle } from '../db/cycles.js';
import { goalsInForce } from '../db/goal-document.js';
import type { StepDetail } from '../db/inbox.js';
import { listPersons } from '../db/organization.js';
import { metricsById } from '../db/results.js';
import { localDay } from '../documents/schedule.js';
import { wrongEvidence } from './evidence/check.js';
import { Refused } from './refused.js';

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
    ...ratings.flatMap((each, rating) =>
      each.evidence.map((text, index) => ({ pointer: `/ratings/${rating}/evidence/${index}`, text })),
    ),
    ...evidence.map((text, index) => ({ pointer: `/evidence/${index}`, text })),
  ];
  const place = { person, cycleId: cycle.id, unitId, reviewId: step.reviewId, stepId: step.id };
  const wrong = [
    ...wrongRatings(rated, role, ratings),
    ...(await wrongEvidence(sql, { ...place, day: localDay(cycle.now, cycle.zone) }, pieces)),
  ];
  const code = refusalOf(wrong);
  if (code !== null) throw new Refused(code, wrong);
}
