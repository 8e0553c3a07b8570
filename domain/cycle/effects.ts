import { canonicalJson } from '../canonical.js';
import type { Template } from '../template.js';
import { type GradeCount, gradeCounts, gradesOf } from './distribution.js';
import { computeMoney, type MoneyKind, type MoneyUnit, unfitUnits } from './money.js';
import { canScore, type KnownValues, scoreUnit, type UnitInput, unitScorecard } from './unit-result.js';

/** A unit with all that its score and its money come from. */
export interface ComparedUnit {
  readonly input: UnitInput;
  /** Of the organizational unit: department, team, … */
  readonly kind: string;
  readonly payrollBase: string | null;
  readonly budgetBaseMinor: string | null;
  /** By an approved calibration; counts in place of the computed grade, as it does for money. */
  readonly calibratedGrade: string | null;
  /** A result that is published stands as it is for as long as its card stays the same. */
  readonly published: {
    readonly total: string | null;
    readonly grade: string | null;
    readonly rulesDigest: string;
  } | null;
}

/** Where a unit stands under some rules; null: there is no such figure (blocked, no such rules, not computable). */
export interface UnitStanding {
  /** Exact, as printed. */
  readonly total: string | null;
  readonly grade: string | null;
  readonly bonusMinor: string | null;
  readonly budgetMinor: string | null;
}

export interface UnitEffect {
  readonly unitId: string;
  readonly before: UnitStanding;
  readonly after: UnitStanding;
  readonly moved: boolean;
}

/** All units together under some rules. */
export interface Totals {
  readonly bonusMinor: string | null;
  readonly budgetMinor: string | null;
  /** Best grade first, as the scorecard has them. */
  readonly grades: readonly GradeCount[];
  /** Units that the rules of money have no answer for: while there is one, nothing is computed for anybody. */
  readonly unfit: Readonly<Record<MoneyKind, readonly string[]>>;
  /** Units with a goal that people rate, where the scorecard has no rule for rating. */
  readonly unscorable: readonly string[];
}

/** What a change of rules does, unit by unit and in all. */
export interface Effects {
  readonly moved: number;
  readonly units: readonly UnitEffect[];
  readonly before: Totals;
  readonly after: Totals;
}

/** The rules in force and the rules as they would be. */
export interface TwoRules {
  readonly before: Template;
  readonly after: Template;
}

type Score = Pick<UnitStanding, 'total' | 'grade'> & { readonly scorable: boolean };
type Deps = Parameters<typeof scoreUnit>[3];

/** A unit scored under both rules. */
export interface ScoredUnit {
  readonly unit: Omit<ComparedUnit, 'input'> & { readonly id: string };
  readonly before: Score;
  readonly after: Score;
}

/** One unit under both rules; units can come page by page. */
export function scoreBoth(rules: TwoRules, compared: ComparedUnit, known: KnownValues, deps: Deps): ScoredUnit {
  const { input, ...unit } = compared;
  const before = scoreUnder(rules.before, compared, known, deps);
  const same = (['scorecard', 'guards'] as const).every((section) => rules.before[section] === rules.after[section]);
  const after = same ? before : scoreUnder(rules.after, compared, known, deps);
  return { unit: { ...unit, id: input.unitId }, before, after };
}

function scoreUnder(template: Template, unit: ComparedUnit, known: KnownValues, deps: Deps): Score {
  const { input, published, calibratedGrade } = unit;
  if (!canScore(template, input.goals)) return { total: null, grade: null, scorable: false };
  if (published !== null) {
    const card = unitScorecard(template, input, known.metrics);
    if (deps.sha256(canonicalJson(card)) === published.rulesDigest) {
      return { total: published.total, grade: published.grade, scorable: true };
    }
  }
  const { total, grade } = scoreUnit(template, input, known, deps).result;
  return { total, grade: total === null ? null : (calibratedGrade ?? grade), scorable: true };
}

/**
 * Scores, grades, bonus and budget of all units under both rules, all through
 * the functions that the cycle itself uses. `units` stand in the cycle's order:
 * cents left over go by it. Bonus and budget are what the results as they stand
 * would give, published or not.
 */
export function effectsOf(rules: TwoRules, currency: string, units: readonly ScoredUnit[]): Effects {
  const before = sideOf(rules.before, currency, units, 'before');
  const after = sideOf(rules.after, currency, units, 'after');
  const effects = units.map(({ unit: { id } }): UnitEffect => {
    const [was, is] = [before.standing(id), after.standing(id)];
    return { unitId: id, before: was, after: is, moved: canonicalJson(was) !== canonicalJson(is) };
  });
  const moved = effects.filter((effect) => effect.moved).length;
  return { moved, units: effects, before: before.totals, after: after.totals };
}

/** Both steps at once. */
export function compareRules(
  rules: TwoRules,
  inputs: { readonly units: readonly ComparedUnit[]; readonly known: KnownValues; readonly currency: string },
  deps: Deps,
): Effects {
  const scored = inputs.units.map((unit) => scoreBoth(rules, unit, inputs.known, deps));
  return effectsOf(rules, inputs.currency, scored);
}

function sideOf(template: Template, currency: string, units: readonly ScoredUnit[], side: 'before' | 'after') {
  const scores = new Map(units.map((unit) => [unit.unit.id, unit[side]]));
  const bonus = moneyOf('bonus', template, currency, units, side);
  const budget = moneyOf('budget', template, currency, units, side);
  const standing = (id: string): UnitStanding => ({
    total: scores.get(id)?.total ?? null,
    grade: scores.get(id)?.grade ?? null,
    bonusMinor: bonus.lines[id] ?? null,
    budgetMinor: budget.lines[id] ?? null,
  });
  const totals: Totals = {
    bonusMinor: bonus.sumMinor,
    budgetMinor: budget.sumMinor,
    grades: gradeCounts(
      gradesOf(template.scorecard),
      template.distribution,
      [...scores.values()].map((score) => score.grade),
    ),
    unfit: { bonus: bonus.unfit, budget: budget.unfit },
    unscorable: [...scores].flatMap(([id, score]) => (score.scorable ? [] : [id])),
  };
  return { standing, totals };
}

interface Money {
  readonly lines: Readonly<Record<string, string>>;
  readonly sumMinor: string | null;
  readonly unfit: readonly string[];
}

function moneyOf(
  kind: MoneyKind,
  template: Template,
  currency: string,
  units: readonly ScoredUnit[],
  side: 'before' | 'after',
): Money {
  const rules = template[kind];
  const nothing: Money = { lines: {}, sumMinor: null, unfit: [] };
  if (rules === undefined) return nothing;
  const sharing = units
    .filter(({ unit }) => rules.kinds.includes(unit.kind))
    .map(({ unit: { id, payrollBase, budgetBaseMinor }, [side]: { total, grade } }): MoneyUnit => {
      return { id, payrollBase, budgetBaseMinor, total, grade };
    });
  const unfit = unfitUnits(kind, { template, currency }, sharing);
  if (unfit.length > 0 || sharing.length === 0) return { ...nothing, unfit };
  const { lines } = computeMoney(kind, { template, currency }, sharing).answer;
  const sumMinor = Object.values(lines).reduce((sum, line) => sum + BigInt(line), 0n);
  return { lines, sumMinor: sumMinor.toString(), unfit };
}
