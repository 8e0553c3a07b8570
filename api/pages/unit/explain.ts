import type { CalculationStep, Result, ScoreFinding } from '../../../domain/rules/index.js';
import { calculationTexts, roleWords, scoreFindingTexts } from '../../../messages/pages.js';
import type { Reader } from '../reader.js';

const numbers = (reader: Reader, text: string): string =>
  text
    .split(' ')
    .map((each) => (/^-?\d+\/\d+$/.test(each) ? reader.score(each) : each))
    .join(' ');

/** One line of a calculation as a sentence with its numbers: what was done, from what, to what. */
export function stepSentence(reader: Reader, step: CalculationStep): string {
  const [what = '', ...detail] = step.what.split(':');
  const text = calculationTexts[what];
  const role = roleWords[detail.join(':')];
  const words = text === undefined ? step.what : reader.t(text);
  const about = role !== undefined ? ` (${reader.t(role)})` : '';
  const from = step.from === '' ? '' : `: ${numbers(reader, step.from)}`;
  const to = step.to === '' ? '' : ` → ${numbers(reader, step.to)}`;
  return `${words}${about}${from}${to}`;
}

export function findingSentence(reader: Reader, finding: ScoreFinding, titles: ReadonlyMap<string, string>): string {
  const text = scoreFindingTexts[finding.code];
  const about = [finding.component, finding.gate].filter((id) => id !== undefined).map((id) => titles.get(id) ?? id);
  return `${about.length > 0 ? `${about.join(', ')}: ` : ''}${text === undefined ? finding.code : reader.t(text)}`;
}

/** The sentences about the whole: how the parts were put together, and what was found on the way. */
export function wholeWords(
  reader: Reader,
  result: Result,
  root: string,
  titles: ReadonlyMap<string, string>,
): readonly string[] {
  const steps = result.lines[root]?.steps ?? [];
  return [
    ...steps.map((step) => stepSentence(reader, step)),
    ...result.findings.map((finding) => findingSentence(reader, finding, titles)),
  ];
}
