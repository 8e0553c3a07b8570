import type { CarriedGoal, ChangeEffects, Correction, RatingRole, Touch } from '../../../domain/cycle/index.js';
import type { Goal, Metric, MoneyFinding, RatingRule, SwotEntry, Task, Text } from '../../../domain/rules/index.js';
import type { PlannedTask } from '../../../db/tasks.js';
import type { Template } from '../../../domain/template.js';
import type { CaseRow } from '../../../db/deviation-cases.js';
import type { OpenWindow } from '../../../db/release.js';
import type { AskRow } from '../../../db/checkpoints.js';
import type { StepKind } from '../../../domain/process/index.js';
import type { BeforePublication } from '../../before-publication.js';
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
  /** The posted attempt before it, with what stands for each unit. */
  readonly before: { readonly attempt: number; readonly balances: ReadonlyMap<string, string> } | null;
  /** After the release: what is posted instead of the whole. */
  readonly correction: Correction | null;
  readonly findings: readonly MoneyFinding[];
  /** What an envelope was scaled from; null: nothing was scaled. */
  readonly rawMinor: string | null;
  readonly ownDecidedBy: readonly Named[];
}

/** What is released, and what still stands in its way. */
export interface ShownRelease {
  readonly currency: string;
  readonly posted: readonly {
    readonly kind: 'bonus' | 'budget';
    readonly linesMinor: string;
    readonly reserveMinor: string;
    readonly standsMinor: string;
  }[];
  readonly windows: readonly (OpenWindow & { readonly unit: Named })[];
  readonly lastWindow: number | null;
  readonly unposted: readonly ('bonus' | 'budget')[];
  readonly recalculating: boolean;
}

/** What is looked at before publication, with the names of everybody in it. */
export interface ShownBefore extends BeforePublication {
  readonly persons: ReadonlyMap<string, Named>;
  readonly units: ReadonlyMap<string, Named>;
  /** Names of what is rated, by `<unit> <item>`. */
  readonly items: ReadonlyMap<string, Named>;
}

/** What two units have to align or settle, with the goals it is about as they stand. */
export interface ShownAlignment {
  readonly touches: readonly Touch[];
  readonly goals: readonly Goal[];
}

/** A coaching note that a rating can quote. */
export interface QuotableNote {
  readonly reference: string;
  readonly title: string;
  readonly text: string;
  readonly at: number;
  readonly by: Named;
}

/** A report that a rating can quote. */
export interface QuotableReport {
  readonly reference: string;
  readonly unitId: string;
  readonly stepId: string;
  readonly kind: StepKind;
}

/** A file of the review; `here`: of this step, so that it can be picked. */
export interface EvidenceFile {
  readonly id: string;
  readonly name: string;
  readonly here: boolean;
}

/** A rating that the result rests on. */
export interface CountedRating {
  readonly item: string;
  readonly role: 'superior' | 'cooperating';
  readonly by: string;
  readonly byName: Named;
  readonly value: string;
}

export type ShownTask = Task & Partial<Pick<PlannedTask, 'version' | 'progress' | 'report'>>;

/** What the forms know beside the content: the same for typing, showing and deciding. */
export interface FormFacts {
  readonly cycleId: string;
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
  /** In force, with how far they are. */
  readonly tasks: readonly ShownTask[];
  readonly owners: readonly (Named & { readonly id: string })[];
  /** The day that values of this step stand for. */
  readonly valuesOn: string;
  readonly known: readonly KnownValue[];
  /** Of an appeal: the ratings that count. */
  readonly ratings: readonly CountedRating[];
  /** As whom ratings are given here; null: nobody rates. */
  readonly ratingRole: RatingRole | null;
  /** Of what corrects ratings: names of what is rated, by `<unit> <item>`. */
  readonly items: ReadonlyMap<string, Named>;
  /** What stands now for what an undecided appeal or correction says, by `valueKey` and `ratingKey`; of others nothing. */
  readonly stands: ReadonlyMap<string, string>;
  /** How goals that people judge are rated. */
  readonly ratingRule: RatingRule | null;
  /** Parts of the template's own that people rate. */
  readonly ratedParts: readonly RatedPart[];
  readonly grades: readonly string[];
  readonly distribution: NonNullable<Template['distribution']> | null;
  readonly results: readonly ShownResult[];
  readonly proposal: ShownProposal | null;
  /** Of the release. */
  readonly release: ShownRelease | null;
  /** Of a step about another unit's goals. */
  readonly alignment: ShownAlignment | null;
  /** Of a change request: what it does; null where there is nothing to compare yet. */
  readonly change: ChangeEffects | null;
  /** Of a step that is about a change of rules. */
  readonly rules: ShownRules | null;
  /** Of a report: the unit's deviations that are not over, and what it asked. */
  readonly deviations: readonly CaseRow[];
  readonly asks: readonly AskRow[];
  /** Of an evaluation by the unit's own line. */
  readonly notes: readonly QuotableNote[];
  /** Of goals: those that the draft began with, from the cycle before. */
  readonly carried: readonly CarriedGoal[];
  /** Of what rests on evidence: reports that its author can quote, and the files of the review. */
  readonly reports: readonly QuotableReport[];
  readonly files: readonly EvidenceFile[];
  /** Names of units that reports are quoted of. */
  readonly unitNames: ReadonlyMap<string, Named>;
  /** Of calibration and publication. */
  readonly before: ShownBefore | null;
  /** The raters' lesson that this step waits for, where there is one. */
  readonly lesson: { readonly passed: boolean } | null;
}

export const noFacts: FormFacts = {
  cycleId: '',
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
  ratings: [],
  ratingRole: null,
  items: new Map(),
  stands: new Map(),
  ratingRule: null,
  ratedParts: [],
  grades: [],
  distribution: null,
  results: [],
  proposal: null,
  release: null,
  alignment: null,
  change: null,
  rules: null,
  deviations: [],
  asks: [],
  notes: [],
  carried: [],
  reports: [],
  files: [],
  unitNames: new Map(),
  before: null,
  lesson: null,
};
