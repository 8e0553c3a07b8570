import { exact, roundTo, printNumber, showNumber } from '../domain/numbers.js';
import type { CalculationStep, Component, Line, Result, Scorecard, ScoreFinding } from '../domain/rules/index.js';
import {
  explanationTexts as texts,
  type Operands,
  roleWords,
  scoreFindingTexts,
  stepTexts,
  withoutTexts,
} from './calculation.js';
import type { Language } from './language.js';

/** Names of parts and gates for people; what has none is told by its id. */
export type Titles = ReadonlyMap<string, string>;

/** Rounded for reading; the exact form beside it where they differ. */
export function numberWords(language: Language, printed: string): string {
  const rounded = roundedForm(printed);
  return rounded === printed ? printed : `${rounded}${texts.exactly(printed)[language]}`;
}

/** Two places where more would be hard to read. */
function roundedForm(printed: string): string {
  const places = printed.split('.')[1]?.length ?? 0;
  return printed.includes('/') || places > 4 ? showNumber(exact(printed), 2) : printed;
}

/** In a formula numbers stand as they are, so that it comes out right. */
const inFormula = (printed: string): string =>
  printed.includes('/') || printed.startsWith('-') ? `(${printed.replace('-', '−')})` : printed;

/** Steps whose result is their operand. */
const sameAgain: ReadonlySet<string> = new Set(['actual', 'curve:identity']);
/** Steps that put one number in the place of another. */
const changes: ReadonlySet<string> = new Set(['gate', 'min', 'max', 'round']);

/** One step of a calculation as a sentence that can be followed with a pocket calculator. */
export function stepSentence(language: Language, step: CalculationStep, titles: Titles = new Map()): string {
  const [word = '', ...rest] = step.what.split(':');
  const about = rest.join(':');
  const without = withoutTexts[word];
  if (without !== undefined)
    return sentence(language, without(scoreFindingTexts[step.from]?.[language] ?? step.from)[language]);
  const text = ofParts(step) ? stepTexts[`${word}-of-parts`] : (stepTexts[step.what] ?? stepTexts[word]);
  const words =
    text?.(operandsOf(step, roleWords[about]?.[language] ?? titles.get(about) ?? about))[language] ?? step.what;
  const said = sameAgain.has(step.what)
    ? words
    : `${words} ${changes.has(word) && !ofParts(step) ? '→' : '='} ${numberWords(language, step.to)}`;
  return sentence(language, said);
}

const sentence = (language: Language, words: string): string =>
  language === 'en' ? words.charAt(0).toUpperCase() + words.slice(1) : words;

/** `mean`, `min` and `max` are also ways to combine; then their operands have no names, and no role stands behind. */
const ofParts = ({ what, from }: CalculationStep): boolean =>
  ['mean', 'min', 'max'].includes(what) && !from.includes('=');

function operandsOf({ from }: CalculationStep, about: string): Operands {
  const named = new Map<string, string>();
  const list: { value: string; weight: string | null }[] = [];
  for (const part of from === '' ? [] : from.split(' ')) {
    const [name, value] = part.split('=');
    if (value !== undefined) named.set(name ?? '', inFormula(value));
    else {
      const [single = '', weight] = part.split('*');
      list.push({ value: inFormula(single), weight: weight === undefined ? null : inFormula(weight) });
    }
  }
  return { named: (name) => named.get(name) ?? '', has: (name) => named.has(name), list, about };
}

export function findingSentence(language: Language, finding: ScoreFinding, titles: Titles): string {
  const about = [finding.component, finding.gate].filter((id) => id !== undefined).map((id) => titles.get(id) ?? id);
  const said = scoreFindingTexts[finding.code]?.[language] ?? finding.code;
  return language === 'en' ? `${about.join(', ')}: ${said}` : `${about.join('、')}：${said}`;
}

/** The grade, and the edge that decided it. */
export function gradeSentence(language: Language, card: Scorecard, result: Result): string | null {
  if (result.grade === null || result.total === null) return null;
  const { bands = [], round } = card.grades ?? {};
  const looked = round === undefined ? result.total : printNumber(roundTo(exact(result.total), round));
  const reached = bands.filter(({ from }) => exact(looked).compare(exact(from)) >= 0).at(-1);
  const lowest = bands[0];
  const shown = roundedForm(looked);
  if (reached?.grade === result.grade) return texts.gradeFrom(shown, result.grade, reached.from)[language];
  if (reached === undefined && lowest !== undefined && card.grades?.below === result.grade) {
    return texts.gradeBelow(shown, result.grade, lowest.from)[language];
  }
  return texts.grade(result.grade)[language];
}

/** Points, weight and contribution of a line in one sentence. */
export function lineSentence(language: Language, line: Line): string {
  const { points, weight, effectiveWeight, contribution } = line;
  const parts = [points === null ? texts.noPoints : texts.points(numberWords(language, points))];
  if (weight !== undefined && points !== null) {
    const other = effectiveWeight !== undefined && effectiveWeight !== weight;
    parts.push(other ? texts.reweighted(weight, numberWords(language, effectiveWeight)) : texts.weight(weight));
  }
  if (contribution !== undefined) parts.push(texts.contribution(numberWords(language, contribution)));
  return parts.map((part) => part[language]).join(language === 'en' ? ', ' : '，');
}

/** Titles of parts, and reasons of gates, as the card itself gives them. */
export function titlesOf(language: Language, card: Scorecard): Titles {
  const titles = new Map<string, string>();
  const visit = (component: Component): void => {
    if ('fromGoals' in component) return;
    const title = component.title?.[language];
    if (title !== undefined) titles.set(component.id, title);
    if ('parts' in component) component.parts.forEach(visit);
  };
  visit(card.root);
  for (const { id, reason } of card.gates ?? []) {
    if (reason !== undefined) titles.set(id, typeof reason === 'string' ? reason : (reason[language] ?? id));
  }
  return titles;
}

/** A whole result in sentences, part by part, the total last. */
export function explanationLines(
  language: Language,
  card: Scorecard,
  result: Result,
  titles: Titles = titlesOf(language, card),
): readonly string[] {
  const lines: string[] = [];
  const visit = (component: Component, depth: number): void => {
    const line = result.lines[component.id];
    if (line === undefined) return;
    if ('parts' in component) for (const part of component.parts) visit(part, depth + 1);
    const indent = '  '.repeat(Math.max(depth, 0));
    if (depth >= 0) lines.push(`${indent}${titles.get(component.id) ?? component.id}: ${lineSentence(language, line)}`);
    for (const step of line.steps)
      lines.push(`${depth < 0 ? '' : `${indent}  `}${stepSentence(language, step, titles)}`);
  };
  visit(card.root, -1);
  const total = result.total === null ? texts.blocked : texts.total(numberWords(language, result.total));
  lines.push(total[language]);
  const grade = gradeSentence(language, card, result);
  if (grade !== null) lines.push(grade);
  for (const finding of result.findings) lines.push(findingSentence(language, finding, titles));
  return lines;
}
