import type { RefusalCode } from '../errors.js';
import { exact } from '../numbers.js';
import type { RatingEntry, StepKind } from '../process/index.js';
import { leavesOf, type RatingRule, type Scorecard } from '../rules/index.js';

export type RatingRole = 'self' | 'superior' | 'cooperating';

/** As whom the submitter of a step rates; null: nobody rates there. */
export function roleOf(kind: StepKind): RatingRole | null {
  switch (kind) {
    case 'self-evaluation':
      return 'self';
    case 'rating':
      return 'cooperating';
    case 'evaluation':
      return 'superior';
    default:
      return null;
  }
}

/** What one unit's card has people rate, by component. */
export const ratedItems = ({ root }: Pick<Scorecard, 'root'>): ReadonlyMap<string, RatingRule> =>
  new Map(leavesOf(root).flatMap((part) => ('rating' in part ? [[part.id, part.rating] as const] : [])));

export interface WrongRating {
  /** JSON pointer into the content. */
  readonly pointer: string;
  readonly code: RefusalCode;
}

/**
 * What is wrong with ratings by that role, each at its field: an item that the card does not have or does not ask
 * that role about, a value outside the item's scale, no evidence where the card asks for it. A unit may rate itself
 * on whatever is rated: it does not count.
 */
export function wrongRatings(
  rated: ReadonlyMap<string, RatingRule>,
  role: RatingRole,
  ratings: readonly Pick<RatingEntry, 'item' | 'value' | 'evidence'>[],
): readonly WrongRating[] {
  return ratings.flatMap((rating, index): WrongRating[] =>
    wrongFields(rated.get(rating.item), role, rating).map(({ field, code }) => ({
      pointer: `/ratings/${index}/${field}`,
      code,
    })),
  );
}

/** The same of one rating; `rule` undefined: the card does not have its item. */
export function wrongFields(
  rule: RatingRule | undefined,
  role: RatingRole,
  { value, evidence }: Pick<RatingEntry, 'value' | 'evidence'>,
): readonly { readonly field: 'item' | 'value' | 'evidence'; readonly code: RefusalCode }[] {
  if (rule === undefined) return [{ field: 'item', code: 'ID_UNKNOWN' }];
  const isAsked = role === 'self' || rule.by.some((each) => each.role === role);
  const isBare = role !== 'self' && rule.requireEvidence === true && evidence.length === 0;
  return [
    ...(isAsked ? [] : [{ field: 'item', code: 'RATER_NOT_ASKED' } as const]),
    ...(isOnScale(value, rule) ? [] : [{ field: 'value', code: 'RATING_OUT_OF_SCALE' } as const]),
    ...(isBare ? [{ field: 'evidence', code: 'EVIDENCE_MISSING' } as const] : []),
  ];
}

function isOnScale(value: string, { scale }: RatingRule): boolean {
  const said = exact(value);
  return said.compare(exact(scale.min)) >= 0 && said.compare(exact(scale.max)) <= 0;
}

const gravity: readonly RefusalCode[] = [
  'ID_UNKNOWN',
  'RATER_NOT_ASKED',
  'RATING_OUT_OF_SCALE',
  'EVIDENCE_UNFIT',
  'EVIDENCE_UNKNOWN',
  'EVIDENCE_MISSING',
];

/** Of all that is wrong the gravest gives the refusal its name: what is missing comes after what cannot be. */
export function refusalOf(wrong: readonly WrongRating[]): RefusalCode | null {
  const code = gravity.find((each) => wrong.some((one) => one.code === each)) ?? null;
  return code === 'ID_UNKNOWN' ? 'CONTENT_INVALID' : code;
}
