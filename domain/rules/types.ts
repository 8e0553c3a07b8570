/** Rules documents as plain data (RULES.md). Numbers are decimal strings, checked by `documents/rules` beforehand. */

export type Direction = 'higher' | 'lower';
export type Measure = 'actual' | 'attainment' | 'excess' | 'change' | 'progress';
export type Missing = 'block' | 'exclude' | 'zero';
export type Text = Readonly<Record<string, string>>;
export type Point = readonly [x: string, y: string];

export type Curve =
  | { readonly type: 'identity' }
  | { readonly type: 'line'; readonly points: readonly Point[]; readonly below?: string; readonly above?: string }
  | { readonly type: 'steps'; readonly from: readonly Point[]; readonly below: string }
  | {
      readonly type: 'per-unit';
      readonly base: string;
      readonly up?: PerUnit;
      readonly down?: PerUnit;
      readonly whole?: boolean;
    }
  | {
      readonly type: 'in-band';
      readonly low: string;
      readonly high: string;
      readonly points: string;
      readonly perUnit: string;
      readonly min?: string;
    }
  | {
      readonly type: 'grid';
      readonly rows: GridAxis;
      readonly columns: GridAxis;
      readonly values: readonly (readonly string[])[];
      readonly below: string;
    }
  | { readonly type: 'best'; readonly of: readonly View[] };

export interface PerUnit {
  readonly every: string;
  readonly points: string;
  readonly max?: string;
}
export interface GridAxis {
  readonly of: string;
  readonly measure?: Measure;
  readonly direction?: Direction;
  readonly from: readonly string[];
}
export interface View {
  readonly measure?: Measure;
  readonly direction?: Direction;
  readonly curve?: Curve;
}

export interface RatingRule {
  readonly scale: { readonly min: string; readonly max: string };
  readonly requireEvidence?: boolean;
  readonly by: readonly { readonly role: string; readonly weight: string }[];
}

/** Applied to the points in this order. */
export interface Adjustments {
  readonly factor?: { readonly of: string; readonly min?: string; readonly max?: string };
  readonly add?: { readonly of: string; readonly min?: string; readonly max?: string };
  readonly scale?: { readonly from: readonly [string, string]; readonly to: readonly [string, string] };
  readonly min?: string;
  readonly max?: string;
  readonly round?: number;
}

interface Common extends Adjustments {
  readonly id: string;
  readonly title?: Text;
  readonly weight?: string;
}
export type Combine = 'weighted-mean' | 'weighted-sum' | 'sum' | 'mean' | 'min' | 'max';
export interface Group extends Common {
  readonly parts: readonly Component[];
  readonly combine: Combine;
}
export interface Measured extends Common {
  readonly measure?: Measure;
  readonly direction?: Direction;
  readonly curve?: Curve;
  readonly missing?: Missing;
}
export interface Rated extends Common {
  readonly rating: RatingRule;
  readonly curve?: Curve;
  readonly missing?: Missing;
}
/** In a template only: becomes one part per goal of the unit. */
export interface FromGoals {
  readonly id: string;
  readonly fromGoals: {
    readonly measure?: Measure;
    readonly curve?: Curve;
    readonly rating?: RatingRule;
    readonly ratingCurve?: Curve;
    readonly perUnit?: string;
  };
}
export type Component = Group | Measured | Rated | FromGoals;

export type Comparison = '<' | '<=' | '>' | '>=' | '=';
export type Condition =
  | {
      readonly component: string;
      readonly value?: 'points' | 'x';
      readonly is: Comparison;
      readonly than: string;
    }
  | { readonly any: readonly Condition[] }
  | { readonly all: readonly Condition[] };
export interface Gate {
  readonly id: string;
  readonly when: Condition;
  readonly then: {
    readonly set?: Readonly<Record<string, string>>;
    readonly atMost?: Readonly<Record<string, string>>;
    readonly totalAtMost?: string;
    readonly grade?: string;
  };
  readonly reason?: string | Text;
}
export interface Grades {
  readonly round?: number;
  readonly bands: readonly { readonly from: string; readonly grade: string }[];
  readonly below: string;
}
export interface Scorecard {
  readonly format: 'perfcycle/scorecard@1';
  readonly root: Component;
  readonly gates?: readonly Gate[];
  readonly grades?: Grades;
}

export interface Fact {
  readonly actual?: string;
  readonly target?: string;
  readonly baseline?: string;
  readonly ratings?: readonly {
    readonly role: string;
    readonly by: string;
    readonly value: string;
    readonly evidence?: readonly string[];
  }[];
  readonly entries?: readonly { readonly points: string; readonly reason?: string }[];
  readonly notApplicable?: string;
}
export interface Facts {
  readonly format: 'perfcycle/facts@1';
  readonly facts: Readonly<Record<string, Fact>>;
}

/**
 * One step of a line's calculation: what was done, from what, to what. `what` is
 * a word, with qualifiers after colons (`attainment:lower`, `mean:superior`,
 * `gate:quality`). `from` holds the operands, parted by blanks: named (`a=110
 * t=120`), plain (`80 70`), or with their weights (`90*40 70*20`). All numbers
 * as printed, so that everything can be followed with a pocket calculator.
 */
export interface CalculationStep {
  readonly what: string;
  readonly from: string;
  readonly to: string;
}
export interface Line {
  readonly x: string | null;
  readonly points: string | null;
  readonly weight?: string;
  readonly effectiveWeight?: string;
  readonly contribution?: string;
  readonly steps: readonly CalculationStep[];
}
export interface ScoreFinding {
  readonly code:
    | 'NO_DATA'
    | 'NO_DENOMINATOR'
    | 'NEGATIVE_TARGET'
    | 'RATING_OUT_OF_SCALE'
    | 'EVIDENCE_MISSING'
    | 'GATE'
    | 'GATE_NOT_TESTED'
    | 'NOTHING_APPLICABLE'
    | 'PART_LEFT_OUT';
  readonly component?: string;
  readonly gate?: string;
}
export interface Result {
  readonly format: 'perfcycle/result@1';
  readonly status: 'scored' | 'blocked';
  readonly total: string | null;
  readonly grade: string | null;
  readonly lines: Readonly<Record<string, Line>>;
  readonly findings: readonly ScoreFinding[];
  readonly digests: { readonly rules: string; readonly facts: string };
}
