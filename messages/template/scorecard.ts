import type {
  Combine,
  Component,
  FromGoals,
  Measured,
  Rated,
  RatingRule,
  Scorecard,
} from '../../domain/rules/index.js';
import { roleWords } from '../calculation.js';
import type { Bilingual } from '../language.js';
import { say } from '../pages/text.js';
import { adjustmentSentences } from './adjustments.js';
import { curveWords, measureWords } from './curves.js';
import { measuredExamples, ratedExamples } from './examples.js';
import { inBoth, listed, same } from './words.js';

/** Names of parts for people, by id. */
export type PartNames = (id: string) => Bilingual;

export function partNames(card: Scorecard, extra: readonly Component[] = []): PartNames {
  const names = new Map<string, Bilingual>();
  const visit = (part: Component): void => {
    if (!('fromGoals' in part) && part.title !== undefined) {
      const { title } = part;
      names.set(
        part.id,
        inBoth((language) => title[language] ?? part.id),
      );
    }
    if ('parts' in part) part.parts.forEach(visit);
  };
  [card.root, ...extra].forEach(visit);
  return (id) => names.get(id) ?? (id === card.root.id ? say('总分', 'the total') : same(id));
}

const combined: Readonly<Record<Combine, Bilingual>> = {
  'weighted-mean': say('加权平均', 'the weighted mean'),
  'weighted-sum': say('加权之和', 'the weighted sum'),
  sum: say('之和', 'the sum'),
  mean: say('平均', 'the mean'),
  min: say('最低分', 'the least'),
  max: say('最高分', 'the most'),
};

/** The tree of parts from the total down, then how each kind of part gets its points, with computed examples. */
export function scorecardSentences(card: Scorecard): readonly Bilingual[] {
  const names = partNames(card);
  const leaves = leavesOf(card.root);
  // The same example is told once, whatever number of rules it follows from.
  return [...new Map(all(card, names, leaves).map((sentence) => [sentence.en, sentence])).values()];
}

function all(card: Scorecard, names: PartNames, leaves: readonly Leaf[]): readonly Bilingual[] {
  return [
    ...groupSentences(card.root, names),
    ...leaves.flatMap((part) => ('fromGoals' in part ? goalSentences(part) : [])),
    ...ratedSentences(
      leaves.filter((part) => 'rating' in part),
      names,
    ),
    ...leaves.flatMap((part) => ('fromGoals' in part || 'rating' in part ? [] : measuredSentences(part, names))),
    say(
      '没有数据是一种状态，从不当作零：缺数据的单元暂不计分，并说明缺什么。',
      'No data is a state and never zero: a unit that lacks some has no score yet, and is told what is missing.',
    ),
  ];
}

type Leaf = Measured | Rated | FromGoals;

const leavesOf = (part: Component): readonly Leaf[] => ('parts' in part ? part.parts.flatMap(leavesOf) : [part]);

function groupSentences(part: Component, names: PartNames): readonly Bilingual[] {
  if (!('parts' in part)) return 'fromGoals' in part ? [] : adjustmentSentences(part, names(part.id));
  const how = combined[part.combine];
  const weighted = part.combine === 'weighted-mean' || part.combine === 'weighted-sum';
  const parts = listed(part.parts.map((each) => partWords(each, names, weighted)));
  const name = names(part.id);
  return [
    say(
      `${name['zh-CN']}是以下各项的${how['zh-CN']}：${parts['zh-CN']}。`,
      `${capital(name.en)} is ${how.en} of: ${parts.en}.`,
    ),
    ...adjustmentSentences(part, name),
    ...part.parts.flatMap((each) => groupSentences(each, names)),
  ];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function partWords(part: Component, names: PartNames, weighted: boolean): Bilingual {
  if ('fromGoals' in part) return say('单元的每个目标（按目标的权重）', 'each goal of the unit, with its own weight');
  const name = names(part.id);
  return weighted ? inBoth((language) => `${name[language]} ${part.weight ?? '1'}`) : name;
}

function goalSentences({ fromGoals }: FromGoals): readonly Bilingual[] {
  const { measure = 'actual', curve = { type: 'identity' }, rating, ratingCurve, perUnit } = fromGoals;
  const [looked, points] = [measureWords[measure], curveWords(curve)];
  return [
    say(
      `目标如何得分（目标自带曲线的除外）：依据是${looked['zh-CN']}；${points['zh-CN']}。`,
      `How a goal becomes points, unless it has a curve of its own: what counts is ${looked.en}; ${points.en}.`,
    ),
    ...measuredExamples(measure, curve),
    say(
      `目标值是区间的：区间内得 100 分，每偏离 1 减 ${perUnit ?? '0'} 分，不低于 0 分。`,
      `A goal with a band as its target: 100 points inside, ${perUnit ?? '0'} less for each 1 outside, at least 0.`,
    ),
    ...(rating === undefined
      ? [say('不设定性目标。', 'There are no goals that people judge.')]
      : ruleSentences(say('定性目标', 'Goals that people judge'), rating, ratingCurve)),
  ];
}

/** Parts that are rated by the same rule are told together. */
function ratedSentences(parts: readonly Rated[], names: PartNames): readonly Bilingual[] {
  const groups = new Map<string, Rated[]>();
  for (const part of parts) {
    const key = JSON.stringify([part.rating, part.curve]);
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined
      ? []
      : ruleSentences(listed(group.map((part) => names(part.id))), first.rating, first.curve);
  });
}

function ruleSentences(what: Bilingual, rating: RatingRule, curve: Rated['curve']): readonly Bilingual[] {
  const { scale, by, requireEvidence = false } = rating;
  const roles = listed(
    by.map(({ role, weight }) => inBoth((language) => `${(roleWords[role] ?? same(role))[language]} ${weight}`)),
  );
  const points = curveWords(curve ?? { type: 'identity' });
  const evidence = requireEvidence ? say('，须附证据', ', with evidence') : say('', '');
  return [
    say(
      `${what['zh-CN']}：按 ${scale.min} 至 ${scale.max} 评分，权重为${roles['zh-CN']}${evidence['zh-CN']}；${points['zh-CN']}。`,
      `${what.en}: rated from ${scale.min} to ${scale.max}, weighted ${roles.en}${evidence.en}; ${points.en}.`,
    ),
    ...ratedExamples(rating, curve),
  ];
}

function measuredSentences(part: Measured, names: PartNames): readonly Bilingual[] {
  const [name, measure, curve] = [
    names(part.id),
    part.measure ?? 'actual',
    part.curve ?? ({ type: 'identity' } as const),
  ];
  const [looked, points] = [measureWords[measure], curveWords(curve)];
  return [
    say(
      `${name['zh-CN']}：取指标 ${part.id} 的${looked['zh-CN']}；${points['zh-CN']}。`,
      `${capital(name.en)}: the metric ${part.id}, ${looked.en}; ${points.en}.`,
    ),
    ...(part.direction === 'lower' ? [] : measuredExamples(measure, curve)),
  ];
}
