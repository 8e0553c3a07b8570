import type { OddCode } from '../../domain/cycle/index.js';
import type { RatingRole } from '../../domain/cycle/index.js';
import type { Bilingual } from '../language.js';
import { say, texts } from './text.js';

/** What HR looks at before results are published. */
export const beforePage = texts({
  title: say('公布之前', 'Before publication'),
  lead: say(
    '请先看三件事：谁的打分偏离别人，自评与结果差多少，还缺什么、有什么不寻常。这些只提示，不决定。',
    'Three things to look at first: whose ratings lie beside those of others, how own and computed scores differ, what is missing or odd. They tell; they decide nothing.',
  ),
  drift: say('评分人偏移', 'Drift of raters'),
  driftHint: (minimum: number) =>
    say(
      `偏移 = 同一项上，这个人的分数减去其他评分人的平均分，再对各项取平均；少于 ${minimum} 项不下结论。`,
      `Drift: on each item that others rated too, this rater's value minus the mean of the others; then the mean over the items. Under ${minimum} items it says nothing.`,
    ),
  rater: say('评分人', 'Rater'),
  items: say('共同评分的项数', 'Items rated with others'),
  driftValue: say('偏移（分）', 'Drift (points of the scale)'),
  tooFew: say('项数太少', 'too few'),
  noDrift: say('没有由几个人共同评分的项。', 'Nothing was rated by more than one.'),
  gaps: say('自评、评价与校准', 'Own, computed and calibrated score'),
  gapsHint: say(
    '自评一栏用单元自己的评分代替上级的评分重算；没有自己评分的单元为空。',
    "The own score is computed with the unit's own ratings in place of its superior's; empty where the unit did not rate itself.",
  ),
  unit: say('单元', 'Unit'),
  self: say('自评得分', 'Own score'),
  superior: say('计算得分', 'Computed score'),
  gap: say('差', 'Difference'),
  calibrated: say('校准后等级', 'Grade after calibration'),
  odd: say('缺少的与不寻常的', 'What is missing or odd'),
  nothingOdd: say('没有发现缺少或不寻常的地方。', 'Nothing is missing or odd.'),
  what: say('情况', 'What'),
  about: say('关于', 'About'),
  allUnits: say('多个单元', 'several units'),
  wholeCycle: say('整个周期', 'the cycle'),
  changes: say('等级调整', 'Changes of grades'),
  changesHint: (rows: number) =>
    say(
      `只填要调整的单元；保存草稿后会再有 ${rows} 行。`,
      `Only units whose grade changes; saving the draft brings ${rows} more rows.`,
    ),
  changeOf: (number: number) => say(`调整 ${number}`, `Change ${number}`),
  unitId: say('单元编号', 'Unit (its id)'),
  noChanges: say('没有调整等级。', 'No grade was changed.'),
  from: say('原等级', 'Computed'),
  to: say('调整为', 'Changed to'),
  reason: say('理由', 'Reason'),
  proposed: say('（待批准）', '(not approved yet)'),
  quota: say('名额', 'Quota'),
  quotaHint: say(
    '模板规定了名额：调整后的等级数须与名额完全一致，或写明为什么不一致。名额和名次本身不能成为任何处分的依据。',
    'The template sets a quota: after the changes the numbers match it exactly, or you say why they do not. Neither a quota nor a rank is ever the ground of a sanction.',
  ),
  quotaReason: say('为什么与名额不一致', 'Why the numbers differ from the quota'),
  quotaGap: (grades: string) => say(`与名额不一致：${grades}`, `Not as the quota: ${grades}`),
  quotaMet: say('与名额一致。', 'As the quota says.'),
  moved: (digest: string) =>
    say(
      `这次公布所指的内容（摘要 ${digest}）此后有变化，例如申诉、更正或迟到的评分。下面是现在的结果，不是当时公布的。`,
      `What this publication named (digest ${digest}) has changed since, by an appeal, a correction or late facts. Below stands what is there now, not what was published then.`,
    ),
  digest: say('所见内容的摘要', 'Digest of what is seen here'),
  digestHint: say(
    '公布的正是这里所见的结果和清单；其间有变化，提交和批准都会被拒绝。',
    'What is published is exactly the results and the list seen here; if they change meanwhile, submit and approval are refused.',
  ),
});

export const ratingRoleNames: Readonly<Record<RatingRole, Bilingual>> = {
  self: say('自己', 'the unit itself'),
  superior: say('上级', 'the superior'),
  cooperating: say('协作单元', 'the cooperating unit'),
};

/** What one entry of the list says; names are put in as they are shown. */
export const oddTexts: Readonly<Record<OddCode, (it: OddWords) => Bilingual>> = {
  NOT_SCORED: () => say('还没有计算结果', 'has no result yet'),
  RESULT_BLOCKED: () => say('缺数据，不能计分', 'blocked: data is missing'),
  SELF_EVALUATION_MISSING: () => say('没有自评', 'no self-evaluation'),
  RATING_MISSING: ({ item, role, byUnit }) =>
    say(`缺评分：${item}，${byUnit ?? role['zh-CN']}`, `rating missing: ${item}, by ${byUnit ?? role.en}`),
  RATING_WITHOUT_EVIDENCE: ({ item, by, value }) =>
    say(`评分没有依据：${item}，${by} 打 ${value}`, `rating without evidence: ${item}, ${value} by ${by}`),
  STEP_FORWARDED: ({ step }) => say(`到期强制推进：${step['zh-CN']}`, `forwarded by policy: ${step.en}`),
  STEP_NOT_DONE: ({ step }) => say(`到期没有完成：${step['zh-CN']}`, `never done: ${step.en}`),
  RATING_EXTREME: ({ item, by, value }) =>
    say(`分数在两端：${item}，${by} 打 ${value}`, `at the end of its scale: ${item}, ${value} by ${by}`),
  RATINGS_ALL_SAME: ({ by, value, count }) =>
    say(`${by} 的 ${count} 个评分全是 ${value}`, `all ${count} ratings by ${by} are ${value}`),
  CHANGE_UNFIT: ({ value }) =>
    say(
      `等级调整为 ${value} 已不能执行，公布的是计算的等级`,
      `the change to ${value} cannot be carried out any more: the computed grade counts`,
    ),
  QUOTA_UNMET: ({ count }) =>
    say(
      `${count} 个等级的数目与名额不符，没有写明理由`,
      `the numbers of ${count} grades differ from the quota, and nobody said why`,
    ),
};

/** The parts of an entry as they are read; what does not belong to it is empty. */
export interface OddWords {
  readonly item: string;
  readonly role: Bilingual;
  readonly by: string;
  readonly byUnit: string | null;
  readonly step: Bilingual;
  readonly value: string;
  readonly count: number;
}
