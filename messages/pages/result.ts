import { say, texts } from './text.js';

export const resultPage = texts({
  rule: say('规则', 'The rule'),
  ratings: say('谁怎么评的', 'Who rated it how'),
  evidence: say('依据', 'Evidence'),
  noEvidence: say('没有依据', 'no evidence'),
  gap: (self: string, superior: string, difference: string) =>
    say(
      `自评 ${self}，上级 ${superior}，相差 ${difference}`,
      `self ${self}, superior ${superior}: ${difference} apart`,
    ),
  noGap: (value: string) => say(`自评与上级相同：${value}`, `self and superior agree: ${value}`),
  causeAppeal: (unit: string) =>
    say(
      `原因：${unit} 的申诉获准，数据已更正。`,
      `The reason: an appeal of ${unit} was granted and facts were corrected.`,
    ),
  causeCorrection: say(
    '原因：人力资源更正了数据并经第二人批准。',
    'The reason: HR corrected facts, and a second person approved.',
  ),
  seeDecision: say('查看决定', 'See the decision'),
  appealOpen: (until: string) =>
    say(
      `不同意这个结果？可在 ${until} 之前（含当日）申诉。`,
      `You do not agree? You can appeal until ${until}, that day included.`,
    ),
  appealHere: say('去申诉', 'Appeal'),
  appealLater: (from: string) =>
    say(`面谈之后可以申诉，最早从 ${from} 起。`, `After the talk it can be appealed, from ${from} at the earliest.`),
  appealUnder: say('申诉正在处理', 'An appeal is under way'),
  appealOver: say('申诉期已过。', 'The time to appeal is over.'),
  moneyLater: say(
    '奖金和预算由这个结果按规则得出，尚未获批入账。',
    'Bonus and budget follow from this result by the rules; they are not approved and posted yet.',
  ),
  develop: say('据此列入发展计划', 'Open a development entry from this'),
});
