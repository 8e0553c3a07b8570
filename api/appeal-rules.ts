import type { AppealContent, CorrectionContent, Corrections, DecisionContent } from '../domain/process/index.js';
import type { Query } from '../db/connect.js';
import { readLatestVersion } from '../db/content.js';
import { metricsThatCount, ratingOf, valueOn } from '../db/corrections.js';
import type { ActedCycle } from '../db/cycles.js';
import type { StepDetail } from '../db/inbox.js';
import { Refused } from './refused.js';

interface Problem {
  readonly pointer: string;
  readonly code: string;
}
type Appealed = Pick<ActedCycle, 'id' | 'book' | 'periodStart' | 'periodEnd'>;
type UnitRating = CorrectionContent['ratings'][number];

/** An appeal says on what it rests, and disputes facts that its result was scored from. @throws Refused */
export async function checkAppeal(
  sql: Query,
  cycle: Appealed,
  { unitId }: Pick<StepDetail, 'unitId'>,
  appeal: AppealContent,
): Promise<void> {
  if (appeal.evidence.length === 0)
    throw new Refused('EVIDENCE_MISSING', [{ pointer: '/evidence', code: 'EVIDENCE_MISSING' }]);
  await checkFacts(sql, cycle, unitId, withUnit(appeal, unitId ?? ''), '');
}

/** @throws Refused */
export async function checkCorrection(sql: Query, cycle: Appealed, correction: CorrectionContent): Promise<void> {
  if (isEmpty(correction))
    throw new Refused('CORRECTION_MISSING', [{ pointer: '/values', code: 'CORRECTION_MISSING' }]);
  await checkFacts(sql, cycle, null, correction, '');
}

/** Whoever grants an appeal corrects something: what was claimed, or what they found. @throws Refused */
export async function checkGrant(
  sql: Query,
  cycle: Appealed,
  step: Pick<StepDetail, 'unitId' | 'reviewId' | 'id'>,
  { decision, corrections }: DecisionContent,
): Promise<void> {
  if (decision !== 'grant') {
    if (corrections === undefined) return;
    throw new Refused('CONTENT_INVALID', [{ pointer: '/corrections', code: 'FIELD_UNKNOWN' }]);
  }
  const claimed = (await readLatestVersion(sql, step.reviewId, step.id))?.content as AppealContent | undefined;
  const said = corrections ?? claimed;
  if (said === undefined || isEmpty(said)) {
    throw new Refused('CORRECTION_MISSING', [{ pointer: '/corrections', code: 'CORRECTION_MISSING' }]);
  }
  await checkFacts(sql, cycle, step.unitId, withUnit(said, step.unitId ?? ''), '/corrections');
}

const isEmpty = ({
  values,
  ratings,
}: {
  readonly values: readonly unknown[];
  readonly ratings: readonly unknown[];
}): boolean => values.length === 0 && ratings.length === 0;

const withUnit = ({ values, ratings }: Corrections, unit: string) => ({
  values,
  ratings: ratings.map((rating): UnitRating => ({ ...rating, unit })),
});

/** Each names a fact that counts, of the period, and something else than what stands. */
async function checkFacts(
  sql: Query,
  cycle: Appealed,
  unitId: string | null,
  { values, ratings }: Pick<CorrectionContent, 'values' | 'ratings'>,
  at: string,
): Promise<void> {
  const metrics = values.map(({ metric }) => metric);
  const counting = await metricsThatCount(sql, cycle.id, unitId, metrics);
  const problems: Problem[] = [];
  for (const [index, { metric, on, value }] of values.entries()) {
    const wrong = (field: string, code: string) => problems.push({ pointer: `${at}/values/${index}/${field}`, code });
    if (!counting.has(metric)) wrong('metric', 'ID_UNKNOWN');
    else if (on < cycle.periodStart || on > cycle.periodEnd) wrong('on', 'PERIOD_INVALID');
    else if ((await valueOn(sql, cycle.book, metric, on)) === value) wrong('value', 'NOTHING_CHANGED');
  }
  for (const [index, rating] of ratings.entries()) {
    const wrong = (field: string, code: string) => problems.push({ pointer: `${at}/ratings/${index}/${field}`, code });
    const stands = await ratingOf(sql, cycle.id, rating.unit, rating);
    if (stands === null) wrong('item', 'ID_UNKNOWN');
    else if (stands === rating.value) wrong('value', 'NOTHING_CHANGED');
  }
  if (problems.length > 0) throw new Refused('CONTENT_INVALID', problems);
}
