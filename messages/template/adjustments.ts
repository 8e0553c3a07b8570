import type { Adjustments } from '../../domain/rules/index.js';
import type { Bilingual } from '../language.js';
import { say } from '../pages/text.js';

/** What is done to the points of a part after its curve or its parts, in this order. */
export function adjustmentSentences(by: Adjustments, name: Bilingual): readonly Bilingual[] {
  const { factor, add, scale, min, max, round } = by;
  const about = (zh: string, en: string): Bilingual => say(`${name['zh-CN']}：${zh}。`, `${name.en}: ${en}.`);
  return [
    ...(factor === undefined ? [] : [factorSentence(factor, name)]),
    ...(add === undefined
      ? []
      : [
          about(`加上「${add.of}」的加减分${within(add)['zh-CN']}`, `plus the entries of “${add.of}”${within(add).en}`),
        ]),
    ...(scale === undefined
      ? []
      : [
          about(
            `由 ${scale.from.join('–')} 换算到 ${scale.to.join('–')}`,
            `brought from the scale ${scale.from.join('–')} onto ${scale.to.join('–')}`,
          ),
        ]),
    ...(min === undefined ? [] : [about(`不低于 ${min} 分`, `at least ${min} points`)]),
    ...(max === undefined ? [] : [about(`不超过 ${max} 分`, `at most ${max} points`)]),
    ...(round === undefined ? [] : [about(`四舍五入到 ${round} 位小数`, `rounded to ${round} places`)]),
  ];
}

function factorSentence(factor: NonNullable<Adjustments['factor']>, name: Bilingual): Bilingual {
  const limits = within({ min: '0', ...factor });
  return say(
    `${name['zh-CN']}再乘以系数（%）：取指标 ${factor.of}.<单元>，没有则取 ${factor.of}${limits['zh-CN']}；都没有则为 100。`,
    `${name.en} is multiplied by a percentage: the metric ${factor.of}.<unit>, else ${factor.of}${limits.en}; 100 where there is neither.`,
  );
}

function within({ min, max }: { readonly min?: string; readonly max?: string }): Bilingual {
  const low = min === undefined ? say('', '') : say(`，不低于 ${min}`, `, at least ${min}`);
  const high = max === undefined ? say('', '') : say(`，不超过 ${max}`, `, at most ${max}`);
  return say(low['zh-CN'] + high['zh-CN'], low.en + high.en);
}
