import { exact, printNumber } from '../domain/numbers.js';
import type { CalculationStep, Line, Result, Scorecard } from '../domain/rules/index.js';
import { numberWords, stepSentence, type Titles, titlesOf } from './explanation.js';
import type { Bilingual, Language } from './language.js';

/** A result with the card it was scored by. */
export interface Scored {
  readonly card: Scorecard;
  readonly result: Result;
}

const of = (zh: string, en: string): Bilingual => ({ 'zh-CN': zh, en });

const texts = {
  moved: (from: string, to: string, by: string) =>
    of(`总分由 ${from} 变为 ${to}（${by}），因为：`, `The total moved from ${from} to ${to} (${by}), because:`),
  stays: (total: string) => of(`总分不变：${total}。`, `The total did not move: ${total}.`),
  begins: (to: string) =>
    of(`以前无法计分，现在总分为 ${to}，因为：`, `There was no score; the total is now ${to}, because:`),
  ends: (from: string) =>
    of(`总分曾为 ${from}，现在无法计分，因为：`, `The total was ${from}; there is no score now, because:`),
  never: of('两次都无法计分。', 'There was no score, and there is none.'),
  grade: (from: string, to: string) => of(`等级由 ${from} 变为 ${to}。`, `The grade moved from ${from} to ${to}.`),
  points: (from: string, to: string) => of(`得分由 ${from} 变为 ${to}`, `points from ${from} to ${to}`),
  weight: (from: string, to: string) => of(`权重由 ${from} 变为 ${to}`, `weight from ${from} to ${to}`),
  contribution: (from: string, to: string, by: string) =>
    of(`贡献由 ${from} 变为 ${to}（${by}）`, `contribution from ${from} to ${to} (${by})`),
  added: (contribution: string) => of(`新增，贡献 ${contribution}`, `is new and contributes ${contribution}`),
  removed: (contribution: string) => of(`取消，原贡献 ${contribution}`, `is gone; it contributed ${contribution}`),
  before: of('以前', 'before'),
  now: of('现在', 'now'),
  gateOn: (gate: string) => of(`护栏「${gate}」现在生效`, `the guard “${gate}” takes effect now`),
  gateOff: (gate: string) => of(`护栏「${gate}」不再生效`, `the guard “${gate}” takes effect no more`),
} as const;

/** Why a total moved, in sentences: which parts changed, by what, and what that did (RULES.md, result@1). */
export function differenceLines(language: Language, before: Scored, after: Scored, titles?: Titles): readonly string[] {
  const names = titles ?? new Map([...titlesOf(language, before.card), ...titlesOf(language, after.card)]);
  const lines = [
    headline(before.result, after.result)[language],
    ...gateLines(before.result, after.result, names).map((line) => `- ${line[language]}`),
    ...changedParts(before.result, after.result).flatMap((id) =>
      partLines(language, names.get(id) ?? id, before.result.lines[id], after.result.lines[id], names),
    ),
  ];
  const [was, is] = [before.result.grade, after.result.grade];
  return was === is ? lines : [...lines, texts.grade(was ?? '–', is ?? '–')[language]];

  function headline(then: Result, now: Result): Bilingual {
    const say = (printed: string): string => numberWords(language, printed);
    if (then.total === null) return now.total === null ? texts.never : texts.begins(say(now.total));
    if (now.total === null) return texts.ends(say(then.total));
    if (then.total === now.total) return texts.stays(say(now.total));
    return texts.moved(say(then.total), say(now.total), say(movedBy(then.total, now.total)));
  }
}

function movedBy(from: string, to: string): string {
  const by = printNumber(exact(to).sub(exact(from)));
  return by.startsWith('-') ? by : `+${by}`;
}

const firedGates = (result: Result): ReadonlySet<string> =>
  new Set(result.findings.flatMap(({ code, gate }) => (code === 'GATE' && gate !== undefined ? [gate] : [])));

function gateLines(before: Result, after: Result, titles: Titles): readonly Bilingual[] {
  const [then, now] = [firedGates(before), firedGates(after)];
  const name = (gate: string): string => titles.get(gate) ?? gate;
  return [
    ...[...now].filter((gate) => !then.has(gate)).map((gate) => texts.gateOn(name(gate))),
    ...[...then].filter((gate) => !now.has(gate)).map((gate) => texts.gateOff(name(gate))),
  ];
}

/** Parts whose points, weight or contribution differ; the root speaks in the headline. */
function changedParts(before: Result, after: Result): readonly string[] {
  const [root] = Object.keys(after.lines);
  const ids = new Set([...Object.keys(after.lines), ...Object.keys(before.lines)]);
  const told = ({ points, effectiveWeight, contribution }: Partial<Line> = {}): string =>
    JSON.stringify([points, effectiveWeight, contribution]);
  return [...ids].filter((id) => id !== root && told(before.lines[id]) !== told(after.lines[id]));
}

function partLines(
  language: Language,
  title: string,
  then: Line | undefined,
  now: Line | undefined,
  titles: Titles,
): readonly string[] {
  const say = (printed: string | null | undefined): string => (printed == null ? '–' : numberWords(language, printed));
  const line = (sentences: readonly Bilingual[]): string => {
    const words = sentences.map((each) => each[language]);
    return language === 'en' ? `- ${title}: ${words.join(', ')}` : `- ${title}：${words.join('，')}`;
  };
  if (then === undefined) return [line([texts.added(say(now?.contribution ?? now?.points))])];
  if (now === undefined) return [line([texts.removed(say(then.contribution ?? then.points))])];
  const sentences: Bilingual[] = [];
  if (then.points !== now.points) sentences.push(texts.points(say(then.points), say(now.points)));
  if (then.effectiveWeight !== now.effectiveWeight) {
    sentences.push(texts.weight(say(then.effectiveWeight), say(now.effectiveWeight)));
  }
  if (then.contribution !== now.contribution) {
    const [from, to] = [then.contribution, now.contribution];
    const by = from === undefined || to === undefined ? '–' : numberWords(language, movedBy(from, to));
    sentences.push(texts.contribution(say(from), say(to), by));
  }
  return [line(sentences), ...changedSteps(language, then.steps, now.steps, titles)];
}

/** The steps that are not the same, before and now, so that the reader sees the first cause. */
function changedSteps(
  language: Language,
  then: readonly CalculationStep[],
  now: readonly CalculationStep[],
  titles: Titles,
): readonly string[] {
  const key = (step: CalculationStep | undefined): string => JSON.stringify(step ?? null);
  const at = Array.from({ length: Math.max(then.length, now.length) }, (_, index) => index).find(
    (index) => key(then[index]) !== key(now[index]),
  );
  if (at === undefined) return [];
  const colon = language === 'en' ? ': ' : '：';
  return (
    [
      ['before', then[at]],
      ['now', now[at]],
    ] as const
  ).flatMap(([when, step]) =>
    step === undefined ? [] : [`    ${texts[when][language]}${colon}${stepSentence(language, step, titles)}`],
  );
}
