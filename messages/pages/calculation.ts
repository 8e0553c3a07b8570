import type { Bilingual } from '../language.js';
import { say } from './text.js';

/** What a line of a calculation did, by its kind (the word before a colon). */
export const calculationTexts: Readonly<Record<string, Bilingual>> = {
  actual: say('取实际值', 'takes the actual value'),
  attainment: say('完成率 = 实际 ÷ 目标 × 100', 'attainment = actual ÷ target × 100'),
  excess: say('超出 =（实际 − 目标）÷ 目标 × 100', 'excess = (actual − target) ÷ target × 100'),
  change: say('变化 = 实际 − 基线', 'change = actual − baseline'),
  progress: say(
    '进度 =（实际 − 基线）÷（目标 − 基线）× 100',
    'progress = (actual − baseline) ÷ (target − baseline) × 100',
  ),
  curve: say('按计分曲线', 'through the curve'),
  gate: say('护栏生效，得分封顶', 'the guard caps it'),
  mean: say('取平均分', 'mean of the ratings'),
  roles: say('按评价角色加权', 'weighted by who rated'),
  factor: say('乘以难度系数 %', 'times the factor in percent'),
  add: say('加减分', 'plus entries'),
  scale: say('换算到另一分制', 'onto another scale'),
  min: say('不低于', 'raised to the least'),
  max: say('不高于', 'capped at the most'),
  round: say('四舍五入', 'rounded'),
  best: say('取其中最好的', 'the best of the views'),
  'weighted-mean': say('总分 = 各项贡献之和', 'total = the sum of the contributions'),
  'weighted-sum': say('按权重相加', 'weighted sum'),
  sum: say('相加', 'sum'),
  excluded: say('没有数据，不计入', 'no data: left out'),
  zero: say('没有数据，计零分', 'no data: zero points'),
  'not-applicable': say('不适用', 'does not apply'),
};

export const roleWords: Readonly<Record<string, Bilingual>> = {
  superior: say('上级', 'superior'),
  cooperating: say('协作单元', 'cooperating units'),
  self: say('自评', 'self'),
};

export const scoreFindingTexts: Readonly<Record<string, Bilingual>> = {
  NO_DATA: say('缺数据', 'data is missing'),
  NO_DENOMINATOR: say('分母为零，无法计算', 'the denominator is zero'),
  NEGATIVE_TARGET: say('目标为负，无法计算完成率', 'a negative target has no attainment'),
  RATING_OUT_OF_SCALE: say('评分超出分制', 'a rating outside its scale'),
  EVIDENCE_MISSING: say('评分缺证据', 'a rating without evidence'),
  GATE: say('护栏生效', 'a guard took effect'),
  GATE_NOT_TESTED: say('护栏缺数据，未检验', 'a guard could not be tested'),
  NOTHING_APPLICABLE: say('没有适用的项', 'nothing applies'),
  PART_LEFT_OUT: say('有一项未计入', 'a part was left out'),
};
