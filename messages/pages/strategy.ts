import type { Cadence, StrategyKind } from '../../domain/strategy.js';
import type { Bilingual } from '../language.js';
import { say, texts } from './text.js';

export const cadenceNames: Readonly<Record<Cadence, Bilingual>> = {
  day: say('每天', 'daily'),
  week: say('每周', 'weekly'),
  month: say('每月', 'monthly'),
  quarter: say('每季度', 'quarterly'),
  'half-year': say('每半年', 'half-yearly'),
  year: say('每年', 'yearly'),
};

export const strategyKindNames: Readonly<Record<StrategyKind, Bilingual>> = {
  objectives: say('战略目标', 'Strategic objectives'),
  swot: say('SWOT 分析', 'SWOT'),
  metrics: say('指标', 'Metrics'),
  cooperation: say('由谁评价协作', 'Who rates whom'),
};

/** The library of strategy: entries, their form, their versions. */
export const strategyPages = texts({
  edit: say('编辑', 'Edit'),
  all: say('全部条目', 'All entries'),
  allStrategy: say('全部战略', 'The whole strategy'),
  add: say('新增', 'Add'),
  addTo: (kind: string) => say(`新增：${kind}`, `Add: ${kind}`),
  id: say('编号', 'Id'),
  ids: say('可用的编号', 'Ids that can be named'),
  idHint: say('字母、数字、点、短横线；以后不能更改', 'Letters, digits, dots, hyphens; it cannot be changed later'),
  titleZh: say('名称（中文）', 'Title (Chinese)'),
  titleEn: say('名称（英文）', 'Title (English)'),
  kind: say('类别', 'Kind'),
  isKey: say('关键：必须有目标使用', 'Key: some goal must use it'),
  owner: say('归属单元', 'Owner unit'),
  ownerHint: say('单元编号', "The unit's id"),
  accrual: say('累计方式', 'Accrual'),
  level: say('时点值', 'a level'),
  accumulating: say('累计值', 'accumulating'),
  cadence: say('更新频率', 'A value comes'),
  cadenceUnknown: say('未知', 'not known'),
  tensionHint: say('指标编号，每行一个', 'Ids of metrics, one a line'),
  historyHint: say('从早到晚，每行一个数', 'Oldest first, one number a line'),
  ratersHint: say('单元编号，按顺序每行一个', 'Ids of units, in this order, one a line'),
  rated: say('被评价单元', 'Unit that is rated'),
  reason: say('修改理由', 'Why it changes'),
  save: say('保存为新版本', 'Save as a new version'),
  takeOut: say('删除', 'Take it out'),
  takeOutLead: say(
    '只有没有任何地方使用的条目才能删除；它的各个版本会保留。',
    'Only what nothing uses can be taken out; its versions stay.',
  ),
  whyTakeOut: say('删除理由', 'Why it is taken out'),
  present: say('现有内容', 'As it is'),
  thereNow: say('他人保存的内容', 'What somebody else has saved'),
  thereNowLead: say(
    '下面表单里仍是您的内容。对照之后再保存，会作为新版本写在它之后。',
    'The form below still holds your words. Compare; saving again writes them as a version after that one.',
  ),
  goneNow: say('这一条已被他人删除。', 'Somebody else has taken this entry out.'),
  uses: say('使用之处', 'What uses it'),
  unused: say('没有任何地方使用。', 'Nothing uses it.'),
  byGoal: say('目标', 'goal'),
  byMetric: say('指标', 'metric'),
  byValue: say('数值，账簿', 'values in the book'),
  byTemplate: say('模板或周期规则', 'template or rules of a cycle'),
  byRecord: say('记录', 'records'),
  content: say('内容', 'What it says'),
  versions: say('各个版本', 'Versions'),
  version: say('版本', 'Version'),
  takenOut: say('已删除', 'taken out'),
  before: say('启用版本之前已有', 'there when versions began'),
  imported: say('导入', 'imported'),
  own: say('仅限本演练', 'of this rehearsal only'),
  empty: say('还没有条目。', 'There are no entries yet.'),
  moreMetrics: (shown: number) => say(`显示前 ${shown} 个指标。`, `The first ${shown} metrics are shown.`),
  next: say('下一页', 'Next page'),
  liveLead: say(
    '运行中的周期按这里的最新内容检查目标和计算；此前已经判定的内容不变，每次修改都记入各周期的业务日志。',
    'Running cycles check goals and compute by what stands here; what they have judged before stays as it was, and each change is in their journals.',
  ),
  cooperationLead: say(
    '由谁评价协作在周期启动时确定；修改只影响以后启动的周期。',
    'Who rates whom is settled when a cycle starts; a change is for cycles that start later.',
  ),
  copyLead: (cycle: string) =>
    say(
      `这是演练「${cycle}」所用的战略。在这里的修改只属于这个演练，其他周期看不到。`,
      `This is the strategy that the rehearsal “${cycle}” goes by. What is changed here is its own; no other cycle sees it.`,
    ),
  fromRehearsal: (cycle: string) => say(`演练「${cycle}」`, `the rehearsal “${cycle}”`),
});

/** A cycle's goals under the objectives, and its SWOT board. */
export const strategyTree = texts({
  title: say('战略与目标', 'Strategy and goals'),
  lead: say(
    '每个战略目标下面是支撑它的目标，逐级到各单元。只显示已提交或已生效的目标，不含草稿。',
    'Below each objective stand the goals that support it, down the units. Goals stand here once they are submitted; drafts do not.',
  ),
  line: say('显示您所在单元及其上级的目标。', 'You see the goals of your own units and of those above.'),
  coverage: (goals: number, units: number, all: number) =>
    say(
      `共 ${goals} 个目标，${units}/${all} 个单元`,
      `${goals} ${goals === 1 ? 'goal' : 'goals'} in ${units} of ${all} units`,
    ),
  inLine: (goals: number) => say(`共 ${goals} 个目标`, `${goals} ${goals === 1 ? 'goal' : 'goals'}`),
  direct: (goals: number) => say(`直接支撑 ${goals} 个`, `${goals} directly`),
  uncovered: say('没有目标支撑', 'no goal supports it'),
  below: (goals: number) => say(`下级目标 ${goals} 个`, `${goals} ${goals === 1 ? 'goal' : 'goals'} below`),
  all: (goals: number) => say(`显示全部 ${goals} 个`, `Show all ${goals}`),
  loose: say('没有接到战略上的目标', 'Goals that lead to no objective'),
  looseLead: (shown: number, count: number) =>
    say(`共 ${count} 个，显示前 ${shown} 个。`, `${count} in all, the first ${shown} here.`),
  serves: say('它支撑什么', 'What it serves'),
  servedBy: say('什么支撑它', 'What serves it'),
  nothingBelow: say('没有目标支撑它。', 'No goal supports it.'),
  checkedAt: (when: string) => say(`检查结果截至 ${when}。`, `Findings are those of the check at ${when}.`),
  notChecked: say('全体检查尚未运行。', 'The checks over all units have not run yet.'),
  live: say(
    '检查按战略的最新内容进行；已经判定的内容不变。',
    'Checks go by the strategy as it is now; what was judged before stays.',
  ),
  noObjectives: say('还没有战略目标。', 'There are no objectives yet.'),
  strategyHere: say('本周期所用的战略', 'The strategy that this cycle goes by'),
  tree: say('目标树', 'Tree of goals'),
  board: say('SWOT 板', 'SWOT board'),
  boardLead: say(
    '每一条分析与使用它的目标。关键条目必须有目标使用。',
    'Each entry with the goals that use it. Some goal must use what is key.',
  ),
  usedBy: (goals: number) => say(`${goals} 个目标使用`, `used by ${goals} ${goals === 1 ? 'goal' : 'goals'}`),
  notUsed: say('没有目标使用', 'not used'),
  more: (goals: number) => say(`另有 ${goals} 个`, `and ${goals} more`),
});
