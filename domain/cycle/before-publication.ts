import { exact, printNumber } from '../numbers.js';
import type { StepKind } from '../process/index.js';
import { raterDrift, type RatingRule } from '../rules/index.js';
import { grouped } from '../rules/grouped.js';
import { type CalibrationGround, unfitChanges, unmetQuota } from './calibration.js';
import type { RatingRole } from './rating-rules.js';

/** The latest rating of one item of one unit by one rater. */
export interface SeenRating {
  readonly unitId: string;
  readonly item: string;
  readonly role: RatingRole;
  /** The person who rated. */
  readonly by: string;
  readonly byUnit: string;
  readonly value: string;
  readonly hasEvidence: boolean;
}

/** A step as far as it can be missing: any but those that nobody schedules. */
export interface SeenStep {
  /** null: the cycle's own. */
  readonly unitId: string | null;
  readonly stepId: string;
  readonly kind: StepKind;
  readonly raterUnitId: string | null;
  readonly end: 'forwarded' | 'cancelled' | null;
  readonly submitted: boolean;
}

export interface SeenResult {
  readonly unitId: string;
  readonly version: number;
  readonly status: 'scored' | 'blocked';
  readonly total: string | null;
  readonly grade: string | null;
  /** What its card has people rate. */
  readonly rated: Readonly<Record<string, RatingRule>>;
}

/** Everything that is looked at before results are published. */
export interface Seen {
  readonly units: readonly string[];
  readonly results: readonly SeenResult[];
  readonly ratings: readonly SeenRating[];
  readonly steps: readonly SeenStep[];
  /** Changes of grades that two persons of HR made. */
  readonly changes: readonly { readonly unit: string; readonly grade: string; readonly reason: string }[];
  /** The rules in force that they stand under, and why a quota is not met; null: calibration has not ended. */
  readonly calibrated: (Omit<CalibrationGround, 'results'> & { readonly quotaReason: string | null }) | null;
}

export const oddCodes = [
  'NOT_SCORED',
  'RESULT_BLOCKED',
  'SELF_EVALUATION_MISSING',
  'RATING_MISSING',
  'RATING_WITHOUT_EVIDENCE',
  'STEP_FORWARDED',
  'STEP_NOT_DONE',
  'RATING_EXTREME',
  'RATINGS_ALL_SAME',
  'CHANGE_UNFIT',
  'QUOTA_UNMET',
] as const;
export type OddCode = (typeof oddCodes)[number];

/** One thing that is missing or odd: at a unit, at a step of the cycle's own, or of one rater over several units. */
export interface Odd {
  readonly code: OddCode;
  readonly unitId: string | null;
  readonly step?: string;
  readonly kind?: StepKind;
  readonly item?: string;
  readonly role?: RatingRole;
  /** The person who rated. */
  readonly by?: string;
  /** The cooperating unit: whose rating is missing, or whose step it is. */
  readonly byUnit?: string;
  readonly value?: string;
  /** How many ratings are alike; how many grades differ from the quota. */
  readonly count?: number;
}

/** What is missing or odd, unit by unit in their order; then the cycle's own, and what concerns raters. It stops nothing: somebody looks. */
export function oddities(seen: Seen): readonly Odd[] {
  const results = new Map(seen.results.map((result) => [result.unitId, result]));
  const steps = grouped(seen.steps, ({ unitId }) => unitId ?? undefined);
  const ratings = grouped(
    seen.ratings.filter(({ role }) => role !== 'self'),
    ({ unitId }) => unitId,
  );
  const ofUnits = seen.units.flatMap((unitId) => {
    const known = { steps: steps.get(unitId) ?? [], ratings: ratings.get(unitId) ?? [] };
    return ofUnit(unitId, results.get(unitId), known);
  });
  const own = seen.steps.filter(({ unitId, end }) => unitId === null && end !== null).map(stepOdd);
  return [...ofUnits, ...own, ...sinceCalibration(seen), ...allSame(seen.ratings)];
}

function ofUnit(
  unitId: string,
  result: SeenResult | undefined,
  { steps, ratings }: { readonly steps: readonly SeenStep[]; readonly ratings: readonly SeenRating[] },
): readonly Odd[] {
  const rated = result?.rated ?? {};
  const isSelf = ({ kind }: SeenStep): boolean => kind === 'self-evaluation';
  const self = steps.find(isSelf);
  return [
    ...(result === undefined ? [{ code: 'NOT_SCORED' as const, unitId }] : []),
    ...(result?.status === 'blocked' ? [{ code: 'RESULT_BLOCKED' as const, unitId }] : []),
    ...(self !== undefined && !self.submitted ? [{ code: 'SELF_EVALUATION_MISSING' as const, unitId }] : []),
    ...missing(unitId, rated, steps, ratings),
    ...ratings.filter((each) => !each.hasEvidence).map((each) => ratingOdd('RATING_WITHOUT_EVIDENCE', each)),
    ...steps.filter((step) => !isSelf(step) && step.end !== null).map(stepOdd),
    ...ratings.filter((each) => isExtreme(each, rated[each.item])).map((each) => ratingOdd('RATING_EXTREME', each)),
  ];
}

const stepOdd = ({ unitId, stepId, kind, raterUnitId, end }: SeenStep): Odd => ({
  code: end === 'forwarded' ? 'STEP_FORWARDED' : 'STEP_NOT_DONE',
  unitId,
  step: stepId,
  kind,
  ...(raterUnitId !== null && { byUnit: raterUnitId }),
});

const ratingOdd = (code: OddCode, { unitId, item, role, by, value }: SeenRating): Odd => ({
  code,
  unitId,
  item,
  role,
  by,
  value,
});

function isExtreme({ value }: SeenRating, rule: RatingRule | undefined): boolean {
  if (rule === undefined) return false;
  return [rule.scale.min, rule.scale.max].some((end) => exact(value).equals(exact(end)));
}

/** What the card asks for and nobody said: the superior once, every cooperating unit of the cycle. */
function missing(
  unitId: string,
  rated: SeenResult['rated'],
  steps: readonly SeenStep[],
  ratings: readonly SeenRating[],
): readonly Odd[] {
  const raters = steps.flatMap(({ kind, raterUnitId }) =>
    kind === 'rating' && raterUnitId !== null ? [raterUnitId] : [],
  );
  const judged = steps.some(({ kind }) => kind === 'evaluation');
  return Object.entries(rated).flatMap(([item, { by }]) => {
    const said = ratings.filter((each) => each.item === item);
    const asks = (role: RatingRole): boolean => by.some((each) => each.role === role);
    const at = { code: 'RATING_MISSING' as const, unitId, item };
    return [
      ...(asks('superior') && judged && !said.some(({ role }) => role === 'superior')
        ? [{ ...at, role: 'superior' as const }]
        : []),
      ...(asks('cooperating') ? raters : [])
        .filter((rater) => !said.some(({ role, byUnit }) => role === 'cooperating' && byUnit === rater))
        .map((byUnit) => ({ ...at, role: 'cooperating' as const, byUnit })),
    ];
  });
}

/** Rules and results may move after calibration has ended: a change that fits no more, a quota that is met no more. */
function sinceCalibration({ calibrated, changes, results }: Seen): readonly Odd[] {
  if (calibrated === null) return [];
  const { quotaReason, ...rules } = calibrated;
  const ground = { ...rules, results };
  const unfit = unfitChanges(ground, changes);
  const standing = changes.filter((change) => !unfit.includes(change));
  const gaps = unmetQuota(ground, { changes: standing, ...(quotaReason !== null && { quotaReason }) });
  return [
    ...unfit.map(({ unit, grade }): Odd => ({ code: 'CHANGE_UNFIT', unitId: unit, value: grade })),
    ...(gaps.length > 0 ? [{ code: 'QUOTA_UNMET' as const, unitId: null, count: gaps.length }] : []),
  ];
}

/** From so many ratings on it is odd that all are alike. */
const fewAlike = 3;

function allSame(ratings: readonly SeenRating[]): readonly Odd[] {
  const byRater = grouped(
    ratings.filter(({ role }) => role !== 'self'),
    ({ by }) => by,
  );
  return [...byRater]
    .filter(
      ([, said]) =>
        said.length >= fewAlike && said.every(({ value }) => exact(value).equals(exact(said[0]?.value ?? value))),
    )
    .map(([by, said]): Odd => ({
      code: 'RATINGS_ALL_SAME',
      unitId: null,
      by,
      value: said[0]?.value ?? '',
      count: said.length,
    }))
    .toSorted((a, b) => ((a.by ?? '') < (b.by ?? '') ? -1 : 1));
}

/** A rater beside the others; `drift` null: too few items that others rated as well. */
export interface RaterSeen {
  readonly by: string;
  readonly items: number;
  readonly drift: string | null;
}

/** Every rater who rated something that others rated too, by person; silent under `minimum` items (RULES.md, monitor@1). */
export function ratersSeen(ratings: readonly SeenRating[], minimum = 5): readonly RaterSeen[] {
  const judged = ratings.filter(({ role }) => role !== 'self');
  const known = raterDrift(
    judged.map(({ unitId, item, by, value }) => ({ item: JSON.stringify([unitId, item]), by, value })),
    1,
  );
  return Object.entries(known)
    .map(([by, { drift, items }]) => ({ by, items, drift: items >= minimum ? drift : null }))
    .toSorted((a, b) => b.items - a.items || (a.by < b.by ? -1 : 1));
}

/** Exactly what a publication is about, as it is digested: the results with their changes, and the list. */
export function seenDocument(seen: Seen): unknown {
  const changes = new Map(seen.changes.map((change) => [change.unit, change]));
  const results = seen.results.map(({ unitId, version, status, total, grade }) => {
    const change = changes.get(unitId) ?? null;
    return { unitId, version, status, total, grade, change };
  });
  return { results, odd: oddities(seen) };
}

/** How one score lies beside another: exact, with its sign. */
export const gapBetween = (self: string | null, other: string | null): string | null =>
  self === null || other === null ? null : printNumber(exact(self).sub(exact(other)));
