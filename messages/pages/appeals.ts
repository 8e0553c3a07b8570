import { say, texts } from './text.js';

/** Appeals, what they claim, and corrections of results. */
export const appealFields = texts({
  text: say('对什么有异议，为什么', 'What you dispute, and why'),
  facts: say('结果所依据的数据', 'What the result rests on'),
  factsHint: say(
    '只在应当不同的那一行填写更正后的值；其余留空。',
    'Fill in only the rows that should be different; leave the others empty.',
  ),
  stands: say('现有值', 'stands as'),
  standing: say('现有值', 'Stands as'),
  shouldBe: (what: string) => say(`${what}：应为`, `${what}: should be`),
  noFacts: say('没有可以更正的数据。', 'There is nothing here that could be corrected.'),
  evidence: say('证据', 'Evidence'),
  basis: say('您的主张所依据的证据', 'What your claim rests on'),
  correctionBasis: say('更正的依据', 'What the correction rests on'),
  rating: (item: string, by: string) => say(`${item}（${by}评价）`, `${item} (rated by ${by})`),
  ratingOf: (unit: string, item: string, by: string) =>
    say(`${unit}：${item}（${by}评价）`, `${unit}: ${item} (rated by ${by})`),
  decided: say('裁定的更正', 'What was corrected'),
  claimed: say('主张的更正', 'What it claims'),
  nothingClaimed: say('没有具体数值。', 'No figure is named.'),
  what: say('数据', 'Fact'),
  to: say('应为', 'Should be'),
  corrections: say('支持申诉时的更正', 'What is corrected if you grant it'),
  correctionsHint: say(
    '已填入申诉主张的值；您核实的结果不同时请改写。不支持时此处不起作用。',
    'What the appeal claims is filled in. Change it where you found something else. It has no effect if you reject.',
  ),
  reason: say('为什么更正', 'Why it is corrected'),
  values: say('指标值', 'Values of metrics'),
  ratings: say('评分', 'Ratings'),
  metric: say('指标编号', 'Metric id'),
  day: say('日期', 'Day'),
  value: say('更正为', 'Corrected to'),
  unit: say('单元编号', 'Unit id'),
  item: say('计分项编号', 'Part of the scorecard (id)'),
  role: say('评价方', 'Rated as'),
  superior: say('上级', 'superior'),
  cooperating: say('协作单元', 'cooperating unit'),
  by: say('评价单元编号', 'Rating unit (id)'),
  row: (n: number) => say(`第 ${n} 行`, `Row ${n}`),
  openCorrection: say('更正已发布的结果', 'Correct published results'),
  openCorrectionHint: say(
    '结果所依据的数值或评分有误时使用。由第二人批准；批准后重新计分。',
    'For a value or rating that results rest on and that was wrong. A second person approves; then results are computed anew.',
  ),
});
