import { ratedItems, ratingKey, refusalOf, valueKey, type WrongRating, wrongFields } from '../domain/cycle/index.js';
import type { RefusalCode } from '../domain/errors.js';
import { exact } from '../domain/numbers.js';
import type { AppealContent, CorrectionContent, Corrections, DecisionContent } from '../domain/process/index.js';
import type { Query } from '../db/connect.js';
import { readLatestVersion } from '../db/content.js';
import { metricsThatCount, scorecardsOf, standingRatings, standingValues } from '../db/corrections.js';
import type { ActedCycle } from '../db/cycles.js';
import type { StepDetail } from '../db/inbox.js';
import { Refused } from './refused.js';

type Appealed = Pick<ActedCycle, 'id' | 'book' | 'periodStart' | 'periodEnd'>;
type UnitRating = CorrectionContent['ratings'][number];

/** What shall be corrected, with where it stands in the body (`at`) and on what it rests. */
interface Corrected {
  readonly values: CorrectionContent['values'];
  readonly ratings: readonly UnitRating[];
  readonly evidence: readonly string[];
  readonly at: string;
}

/** An appeal says on what it rests, and disputes facts that its result was scored from. @throws Refused */
export async function checkAppeal(
  sql: Query,
  cycle: Appealed,
  { unitId }: Pick<StepDetail, 'unitId'>,
  appeal: AppealContent,
): Promise<void> {
  if (appeal.evidence.length === 0)
    throw new Refused('EVIDENCE_MISSING', [{ pointer: '/evidence', code: 'EVIDENCE_MISSING' }]);
  const { evidence } = appeal;
  await checkFacts(sql, cycle, unitId, { ...withUnit(appeal, unitId ?? ''), evidence, at: '' });
}

/** @throws Refused */
export async function checkCorrection(sql: Query, cycle: Appealed, correction: CorrectionContent): Promise<void> {
  if (isEmpty(correction))
    throw new Refused('CORRECTION_MISSING', [{ pointer: '/values', code: 'CORRECTION_MISSING' }]);
  await checkFacts(sql, cycle, null, { ...correction, at: '' });
}

/**
 * Whoever grants an appeal corrects something: what was claimed, or what they found. Of one that waits for no decision
 * `record` says so, whatever its facts are by now. @throws Refused
 */
export async function checkGrant(
  sql: Query,
  cycle: Appealed,
  step: Pick<StepDetail, 'unitId' | 'reviewId' | 'id' | 'state'>,
  { decision, corrections }: DecisionContent,
): Promise<void> {
  if (decision !== 'grant') {
    if (corrections === undefined) return;
    throw new Refused('CONTENT_INVALID', [{ pointer: '/corrections', code: 'FIELD_UNKNOWN' }]);
  }
  if (step.state !== 'submitted') return;
  const claimed = (await readLatestVersion(sql, step.reviewId, step.id))?.content as AppealContent | undefined;
  const said = corrections ?? claimed;
  if (said === undefined || isEmpty(said)) {
    throw new Refused('CORRECTION_MISSING', [{ pointer: '/corrections', code: 'CORRECTION_MISSING' }]);
  }
  const evidence = claimed?.evidence ?? [];
  await checkFacts(sql, cycle, step.unitId, { ...withUnit(said, step.unitId ?? ''), evidence, at: '/corrections' });
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

/** Each names a fact that counts, of the period, and says something else than what stands, as the card allows it. */
async function checkFacts(sql: Query, cycle: Appealed, unitId: string | null, corrected: Corrected): Promise<void> {
  const problems = [
    ...(await wrongValues(sql, cycle, unitId, corrected)),
    ...(await wrongCorrectedRatings(sql, cycle, corrected)),
  ];
  if (problems.length > 0) throw new Refused(refusalOf(problems) ?? 'CONTENT_INVALID', problems);
}

async function wrongValues(
  sql: Query,
  { id, book, periodStart, periodEnd }: Appealed,
  unitId: string | null,
  { values, at }: Corrected,
): Promise<readonly WrongRating[]> {
  const metrics = values.map(({ metric }) => metric);
  const counting = await metricsThatCount(sql, id, unitId, metrics);
  const stands = await standingValues(sql, book, values);
  return values.flatMap(({ metric, on, value }, index): WrongRating[] => {
    const wrong = (field: string, code: RefusalCode) => [{ pointer: `${at}/values/${index}/${field}`, code }];
    if (!counting.has(metric)) return wrong('metric', 'ID_UNKNOWN');
    if (on < periodStart || on > periodEnd) return wrong('on', 'PERIOD_INVALID');
    return isSame(stands.get(valueKey({ metric, on })), value) ? wrong('value', 'NOTHING_CHANGED') : [];
  });
}

/** A rating that does not count would take the rater's place without a word: out of its scale, or without evidence. */
async function wrongCorrectedRatings(
  sql: Query,
  { id }: Appealed,
  { ratings, evidence, at }: Corrected,
): Promise<readonly WrongRating[]> {
  const stands = await standingRatings(sql, id, ratings);
  const cards = await scorecardsOf(sql, id, [...new Set(ratings.map(({ unit }) => unit))]);
  return ratings.flatMap((rating, index): WrongRating[] => {
    const place = `${at}/ratings/${index}`;
    const before = stands.get(ratingKey(rating));
    if (before === undefined) return [{ pointer: `${place}/item`, code: 'ID_UNKNOWN' }];
    if (isSame(before, rating.value)) return [{ pointer: `${place}/value`, code: 'NOTHING_CHANGED' }];
    const card = cards.get(rating.unit);
    const rule = card === undefined ? undefined : ratedItems(card).get(rating.item);
    return wrongFields(rule, rating.role, { value: rating.value, evidence }).map(({ field, code }) => ({
      pointer: field === 'evidence' ? '/evidence' : `${place}/${field}`,
      code,
    }));
  });
}

const isSame = (stands: string | undefined, said: string): boolean =>
  stands !== undefined && exact(stands).equals(exact(said));
