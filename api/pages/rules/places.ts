import type { RuleSection } from '../../../domain/cycle/index.js';
import type { Component, Curve, Point, Rated } from '../../../domain/rules/index.js';
import type { Template } from '../../../domain/template.js';
import { roleWords } from '../../../messages/calculation.js';
import type { Bilingual } from '../../../messages/language.js';
import { rulesPage } from '../../../messages/pages.js';

type Path = readonly (string | number)[];

/** One place of the rules that has a plain field of its own. */
export interface RulePlace {
  readonly section: RuleSection;
  /** From the section down. */
  readonly path: Path;
  readonly kind: 'number' | 'amount' | 'points';
  readonly label: Bilingual;
}

/** Every place of a template's rules that a form shows as a field, in the order of the sections. */
export function placesOf({ scorecard, distribution, bonus, budget }: Template): readonly RulePlace[] {
  const place =
    (section: RuleSection) =>
    (kind: RulePlace['kind'], path: Path, label: Bilingual): RulePlace => {
      return { section, path, kind, label };
    };
  const [card, limit, quota, pay, money] = [
    place('scorecard'),
    place('monitoring'),
    place('distribution'),
    place('bonus'),
    place('budget'),
  ];
  const has = (of: object | undefined, key: string): boolean => of !== undefined && key in of;
  return [
    ...componentPlaces(scorecard.root, ['root']),
    ...(scorecard.grades?.bands ?? []).map(({ grade }, index) =>
      card('number', ['grades', 'bands', index, 'from'], rulesPage.band(grade)),
    ),
    limit('number', ['amber'], rulesPage.amber),
    limit('number', ['red'], rulesPage.red),
    ...(distribution?.shares ?? []).map(({ grade }, index) =>
      quota('number', ['shares', index, 'percent'], rulesPage.quota(grade)),
    ),
    ...(has(bonus?.pool, 'amountMinor') ? [pay('amount', ['pool', 'amountMinor'], rulesPage.poolAmount)] : []),
    ...(has(bonus?.pool, 'baseMinor') ? [pay('amount', ['pool', 'baseMinor'], rulesPage.poolBase)] : []),
    ...(has(bonus?.pool, 'ratePercent') ? [pay('number', ['pool', 'ratePercent'], rulesPage.poolRate)] : []),
    ...(has(bonus?.pool, 'reservePercent') ? [pay('number', ['pool', 'reservePercent'], rulesPage.poolReserve)] : []),
    ...Object.keys(bonus?.coefficients ?? {}).map((grade) =>
      pay('number', ['coefficients', grade], rulesPage.coefficient(grade)),
    ),
    ...(has(budget, 'envelopeMinor') ? [money('amount', ['envelopeMinor'], rulesPage.envelope)] : []),
    ...curvePlaces('budget', budget?.curve, ['curve'], rulesPage.budgetCurve),
    ...(has(budget, 'floorPercent') ? [money('number', ['floorPercent'], rulesPage.floor)] : []),
    ...(has(budget, 'ceilingPercent') ? [money('number', ['ceilingPercent'], rulesPage.ceiling)] : []),
  ];
}

/** Weight, curves and weights of raters of a part and of all below it. */
function componentPlaces(component: Component, path: Path): readonly RulePlace[] {
  const named = namer(component);
  if ('fromGoals' in component) {
    const { curve, ratingCurve, rating } = component.fromGoals;
    const at = [...path, 'fromGoals'];
    return [
      ...curvePlaces('scorecard', curve, [...at, 'curve'], named(rulesPage.curve)),
      ...curvePlaces('scorecard', ratingCurve, [...at, 'ratingCurve'], named(rulesPage.ratingCurve)),
      ...ratingPlaces(rating, [...at, 'rating'], named),
    ];
  }
  const weight: readonly RulePlace[] =
    component.weight === undefined
      ? []
      : [{ section: 'scorecard', path: [...path, 'weight'], kind: 'number', label: named(rulesPage.weight) }];
  if ('parts' in component) {
    const parts = component.parts.flatMap((part, index) => componentPlaces(part, [...path, 'parts', index]));
    return [...weight, ...parts];
  }
  return [
    ...weight,
    ...curvePlaces('scorecard', component.curve, [...path, 'curve'], named(rulesPage.curve)),
    ...('rating' in component ? ratingPlaces(component.rating, [...path, 'rating'], named) : []),
  ];
}

type Namer = (what: Bilingual) => Bilingual;

/** `Teamwork: weight`; without a title the id stands for it. */
function namer(component: Component): Namer {
  const title = 'title' in component ? component.title : undefined;
  return (what) => ({
    'zh-CN': `${title?.['zh-CN'] ?? component.id}：${what['zh-CN']}`,
    en: `${title?.['en'] ?? component.id}: ${what.en}`,
  });
}

function ratingPlaces(rating: Rated['rating'] | undefined, path: Path, named: Namer): readonly RulePlace[] {
  return (rating?.by ?? []).map(({ role }, index) => ({
    section: 'scorecard',
    path: [...path, 'by', index, 'weight'],
    kind: 'number',
    label: named(rulesPage.roleWeight(roleWords[role] ?? { 'zh-CN': role, en: role })),
  }));
}

/** Curves that are lists of points; others are edited as JSON. */
function curvePlaces(
  section: RuleSection,
  curve: Curve | undefined,
  path: Path,
  label: Bilingual,
): readonly RulePlace[] {
  if (curve?.type === 'line') return [{ section, path: [...path, 'points'], kind: 'points', label }];
  if (curve?.type === 'steps') return [{ section, path: [...path, 'from'], kind: 'points', label }];
  return [];
}

export const pointsText = (points: readonly Point[]): string => points.map(([x, y]) => `${x} → ${y}`).join('\n');
