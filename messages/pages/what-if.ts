import type { Bilingual } from '../language.js';
import { say, texts } from './text.js';

/** Rules of a cycle: what they are, what others would do, who changed them. */
export const rulesPage = texts({
  title: say('如果规则不同', 'What if the rules were different'),
  link: say('试算与修改规则', 'Try and change the rules'),
  lead: say(
    '改动下面的规则，看哪些单元的得分、等级、奖金和预算会变。试算不保存任何内容；只有提案才会留下记录。',
    'Change the rules below and see whose score, grade, bonus and budget would move. Nothing is stored unless you propose it.',
  ),
  compute: say('试算', 'Compute'),
  advanced: say('高级：整节规则（JSON）', 'Advanced: whole sections (JSON)'),
  advancedHint: say(
    '例如 {"guards": []}。这里写的节会整节替换，优先于上面的字段。可用的节：scorecard、guards、bounds、monitoring、distribution、bonus、budget。',
    'Such as {"guards": []}. A section written here replaces the whole section and wins over the fields above. Sections: scorecard, guards, bounds, monitoring, distribution, bonus, budget.',
  ),
  jsonWrong: say('不是有效的 JSON 对象', 'this is no JSON object'),
  pointsHint: say('每行一个点：x → y', 'one point a line: x → y'),
  weight: say('权重', 'weight'),
  curve: say('曲线', 'curve'),
  budgetCurve: say('得分 → 预算增减（%）', 'Score → percent of change'),
  ratingCurve: say('评分曲线', 'curve of ratings'),
  roleWeight: (role: Bilingual) => say(`评价权重：${role['zh-CN']}`, `weight of ratings: ${role.en}`),
  band: (grade: string) => say(`${grade} 级起点`, `${grade} from`),
  coefficient: (grade: string) => say(`${grade} 级系数`, `coefficient of ${grade}`),
  quota: (grade: string) => say(`${grade} 级比例（%）`, `${grade}, percent`),
  poolAmount: say('奖金池', 'Pool'),
  poolBase: say('奖金池基数', 'Base of the pool'),
  poolRate: say('提取比例（%）', 'Rate of the base, percent'),
  poolReserve: say('预留比例（%）', 'Reserve, percent'),
  envelope: say('预算总额', 'Envelope'),
  floor: say('下限（占基数 %）', 'Floor, percent of the base'),
  ceiling: say('上限（占基数 %）', 'Ceiling, percent of the base'),
  amber: say('黄色界限（%）', 'Amber under, percent'),
  red: say('红色界限（%）', 'Red under, percent'),
  settledHint: say('已不能修改，只能试算', 'settled: it can be tried, not changed'),
  outdated: say(
    '您打开页面之后规则已有变化，下面是现行规则。请重新填写。',
    'The rules have changed since you opened the page; these are the ones in force now. Please fill in again.',
  ),
  result: say('谁会变动', 'Who moves'),
  unitsMoved: (moved: number, all: number) =>
    say(`${all} 个单元中有 ${moved} 个变动。`, `${moved} of ${all} units move.`),
  nobody: say('没有单元变动。', 'Nobody moves.'),
  others: (n: number) =>
    say(`其余 ${n} 个单元不变`, n === 1 ? 'one other unit stays as it is' : `${n} other units stay as they are`),
  score: say('得分', 'Score'),
  grade: say('等级', 'Grade'),
  bonus: say('奖金', 'Bonus'),
  budget: say('预算', 'Budget'),
  sum: say('合计', 'Sum'),
  grades: say('等级分布', 'Grades'),
  found: say('实际', 'Found'),
  wanted: say('目标', 'Wanted'),
  unfit: (kind: Bilingual, units: string) =>
    say(
      `${kind['zh-CN']}无法计算：这些单元缺少依据（${units}）。`,
      `${kind.en} cannot be computed: units without an answer (${units}).`,
    ),
  unscorable: (units: string) =>
    say(
      `这些单元有需要评分的目标，而记分卡没有评分规则：${units}。`,
      `These units have goals that people rate, and the card has no rule for it: ${units}.`,
    ),
  changes: say('规则有何不同', 'What is different in the rules'),
  place: say('位置', 'Place'),
  before: say('之前', 'Before'),
  after: say('之后', 'After'),
  propose: say('提出这一变更', 'Propose this change'),
  proposeLead: say(
    '提案连同上面的影响一起保存，由人力资源的另一人批准后生效。',
    'The proposal is kept with the effects above; it is in force once a second person of HR approves it.',
  ),
  reason: say('为什么要改', 'Why the rules should change'),
  proposedAt: (when: string) => say(`按 ${when} 的数据计算`, `computed by what was known at ${when}`),
  gone: say('找不到这份提案。', 'The proposal cannot be found.'),
  inForce: say('规则版本', 'Rules in force'),
  original: say('规则与模板一致，没有修改过。', "The rules are the template's own; nothing was changed."),
  revision: (n: number) => say(`第 ${n} 版`, `revision ${n}`),
  by: (proposer: string, approver: string) =>
    say(`${proposer} 提出，${approver} 批准`, `proposed by ${proposer}, approved by ${approver}`),
  decision: say('提案与批准', 'Proposal and approval'),
  beingApplied: say('正在重新计算', 'being applied'),
});

/** Names of the sections of rules. */
export const sectionNames: Readonly<
  Record<'scorecard' | 'guards' | 'bounds' | 'monitoring' | 'distribution' | 'bonus' | 'budget', Bilingual>
> = {
  scorecard: say('计分卡', 'Scorecard'),
  guards: say('护栏', 'Guards'),
  bounds: say('目标的界限', 'Bounds of goals'),
  monitoring: say('监控界限', 'Limits of monitoring'),
  distribution: say('等级比例', 'Quota of grades'),
  bonus: say('奖金', 'Bonus'),
  budget: say('预算', 'Budget'),
};
