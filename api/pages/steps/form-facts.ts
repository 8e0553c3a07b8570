import type { Goal, Metric, RatingRule, SwotEntry, Task, Text } from '../../../domain/rules/index.js';
import type { Template } from '../../../domain/template.js';
import type { ShownRules } from '../rules/load.js';

export interface Named {
  readonly nameZh: string;
  readonly nameEn: string;
}

export const unnamed = (id: string): Named => ({ nameZh: id, nameEn: id });

export interface KnownValue {
  readonly metric: string;
  readonly on: string;
  readonly value: string;
  readonly source: 'typed' | 'imported' | 'pushed' | 'collected';
  /** When it came, epoch ms. */
  readonly at: number;
}

export interface RatedPart {
  readonly id: string;
  readonly title: Text | null;
  readonly rule: RatingRule;
}

/** A result as calibration and publication show it. */
export interface ShownResult {
  readonly unitId: string;
  readonly unit: Named;
  readonly status: 'scored' | 'blocked';
  readonly total: string | null;
  readonly grade: string | null;
  readonly calibratedGrade: string | null;
}

/** One line of a proposal with what it was computed from. */
export interface ProposalLine {
  readonly unitId: string;
  readonly unit: Named;
  readonly amountMinor: string;
  readonly baseMinor: string | null;
  readonly base: string | null;
  readonly coefficient: string | null;
  readonly score: string | null;
  readonly own: boolean;
}
export interface ShownProposal {
  readonly kind: 'bonus' | 'budget';
  readonly attempt: number;
  readonly digest: string;
  readonly totalMinor: string;
  /** Kept back from the pool. */
  readonly reserveMinor: string;
  readonly currency: string;
  readonly lines: readonly ProposalLine[];
  readonly posted: boolean;
}

/** What the forms know beside the content: the same for typing, showing and deciding. */
export interface FormFacts {
  readonly unitId: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly today: string;
  readonly objectives: readonly { readonly id: string; readonly title: string; readonly titleEn: string }[];
  readonly swot: readonly (SwotEntry & { readonly titleEn: string })[];
  readonly metrics: readonly (Metric & { readonly title: string; readonly titleEn: string })[];
  readonly goalsAbove: readonly Goal[];
  /** Goals that units above are still writing: they can be supported already. */
  readonly draftsAbove: readonly Pick<Goal, 'id' | 'title'>[];
  readonly goals: readonly Goal[];
  readonly tasks: readonly Task[];
  readonly owners: readonly (Named & { readonly id: string })[];
  /** The day that values of this step stand for. */
  readonly valuesOn: string;
  readonly known: readonly KnownValue[];
  /** How goals that people judge are rated. */
  readonly ratingRule: RatingRule | null;
  /** Parts of the template's own that people rate. */
  readonly ratedParts: readonly RatedPart[];
  readonly grades: readonly string[];
  readonly distribution: NonNullable<Template['distribution']> | null;
  readonly results: readonly ShownResult[];
  readonly proposal: ShownProposal | null;
  /** Of a step that is about a change of rules. */
  readonly rules: ShownRules | null;
}

export const noFacts: FormFacts = {
  unitId: '',
  periodStart: '',
  periodEnd: '',
  today: '',
  objectives: [],
  swot: [],
  metrics: [],
  goalsAbove: [],
  draftsAbove: [],
  goals: [],
  tasks: [],
  owners: [],
  valuesOn: '',
  known: [],
  ratingRule: null,
  ratedParts: [],
  grades: [],
  distribution: null,
  results: [],
  proposal: null,
  rules: null,
};
