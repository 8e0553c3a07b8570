import type {
  Bounds,
  Component,
  DistributionDocument,
  FromGoals,
  Gate,
  PlainCurve,
  PoolDocument,
  Scorecard,
  Text,
} from './rules/index.js';
import type { ImprovementRules } from './improvement/index.js';
import type { Ladder, PersonRule, Phase, StepKind, StepPlan } from './process/index.js';

/** An instant relative to the period; workdays 1 is the first working day of the period, or after its end. */
export interface When {
  readonly base: 'period-start' | 'period-end';
  readonly months?: number;
  readonly days?: number;
  readonly workdays?: number;
  /** Local time `HH:mm`. Without it things open at 09:00 and are due at the end of the day. */
  readonly at?: string;
}

export interface TemplateStep {
  readonly id: string;
  readonly kind: StepKind;
  readonly phase: Phase;
  readonly scope: 'unit' | 'raters' | 'cycle';
  readonly opens: When;
  /** Last day, inclusive. */
  readonly due: When;
  /** Working days after due until the window closes. */
  readonly closeWorkdays: number;
  readonly after: readonly string[];
  readonly submitter: PersonRule;
  readonly decider?: PersonRule;
  readonly decideWorkdays?: readonly [due: number, close: number];
  readonly againWorkdays?: number;
  readonly onNo?: 'again' | 'done';
  readonly onClose?: StepPlan['onClose'];
  /** Of appeals only: no template says it. */
  readonly onlyAfter?: StepPlan['onlyAfter'];
  readonly ladder?: Ladder;
  /** For a step that waits for all units: met without the last ones after this day. */
  readonly cutOff?: When;
}

/** What cannot be said per goal: a guard adds a part and a gate to one unit's scorecard. */
export interface Guard {
  readonly unit: string;
  readonly part: Exclude<Component, FromGoals>;
  readonly gate: Gate;
}

/** template@1: the phases, steps, times and rules of a cycle. A running cycle keeps its revision. */
export interface Template {
  readonly format: 'perfcycle/template@1';
  readonly id: string;
  readonly title: Text;
  readonly description: Text;
  readonly subjects: { readonly kinds: readonly string[]; readonly units?: readonly string[] };
  readonly phases: readonly { readonly id: Phase; readonly opens: When }[];
  readonly steps: readonly TemplateStep[];
  readonly closes: When;
  readonly ladder: Ladder;
  readonly bounds: Bounds;
  readonly scorecard: Scorecard;
  readonly guards: readonly Guard[];
  readonly monitoring: { readonly amber: string; readonly red: string };
  /** How many of each grade calibration aims at; advice, never a rank that decides by itself. */
  readonly distribution?: Pick<DistributionDocument, 'shares' | 'tie'> & {
    /** `quota`: the counts are met exactly, or HR says why not; `guide` where it is absent. */
    readonly mode?: 'guide' | 'quota';
  };
  /** A rater's drift is told from so many items on that others rated too; 5 where it is absent. */
  readonly driftMinimum?: number;
  /** Ratings wait for the raters' lesson: so many of its sample cases are rated as agreed. */
  readonly raterLesson?: { readonly atLeast: number };
  readonly bonus?: {
    readonly kinds: readonly string[];
    readonly pool: PoolDocument['pool'];
    readonly coefficients: Readonly<Record<string, string>>;
    /** Whose line is decided by `bonus-own`; absent: the lines that pay the persons of finance. */
    readonly ownUnit?: string;
  };
  readonly budget?: {
    readonly kinds: readonly string[];
    readonly envelopeMinor?: string;
    readonly curve: PlainCurve;
    readonly floorPercent?: string;
    readonly ceilingPercent?: string;
    readonly ownUnit?: string;
  };
  readonly appeal?: Appeal;
  readonly recognition?: Recognition;
  /** When a unit gets an improvement plan, and how it runs. */
  readonly improvement?: ImprovementRules;
}

/** Who can be recognized: an absolute criterion, never a rank. */
export interface Recognition {
  /** Kinds of units. */
  readonly kinds: readonly string[];
  /** Grades of the scorecard, as published. */
  readonly grades: readonly string[];
}

/** The windows in which a unit may appeal against its result; `documents/appeal-steps` makes them steps. */
export interface Appeal {
  /** Working days to file: after the result was told, and after the instance before has decided. */
  readonly workdays: number;
  /** Working days of each instance to decide, after the last day to file. */
  readonly decideWorkdays: number;
  /** Who decides, instance after instance. */
  readonly instances: readonly PersonRule[];
}

/** Working days that a decider has, until due and until close, where the template says nothing. */
export const usualDecideWorkdays = [5, 10] as const;
/** Working days that a returned attempt gets at least, where the template says nothing. */
export const usualAgainWorkdays = 5;
