import { say, texts } from './text.js';

/** One goal: what it serves, what serves it, how it came to be as it is. */
export const goalPage = texts({
  unit: say('单元', 'Unit'),
  kind: say('类型', 'Kind'),
  inForce: say('有效', 'in force'),
  proposed: say('已提交，待批准', 'submitted, not approved yet'),
  withdrawn: say('已撤销', 'withdrawn'),
  withdrawnOn: (day: string) =>
    say(`这个目标已于 ${day} 撤销，不再有效。`, `This goal was withdrawn on ${day} and is no longer in force.`),
  parentWithdrawn: (title: string, day: string) =>
    say(
      `它支撑的目标「${title}」已于 ${day} 撤销：请为它另选一个支撑的目标，或提出变更。`,
      `The goal that it supports, “${title}”, was withdrawn on ${day}: choose another one for it to support, or ask for a change.`,
    ),
  parentUnknown: (id: string) => say(`它支撑的「${id}」不存在。`, `What it supports, “${id}”, does not exist.`),
  serves: say('它支撑什么，直到战略', 'What it serves, up to the strategy'),
  objective: say('战略目标', 'Strategic objective'),
  servesNothing: say('它还没有支撑任何目标。', 'It serves nothing yet.'),
  servedBy: say('什么支撑它', 'What serves it'),
  servedByNone: say('还没有下级目标支撑它。', 'No goal below serves it yet.'),
  more: say('下一页', 'Next page'),
  first: say('回到第一页', 'First page'),
  directly: say('直接支撑', 'supports'),
  tasks: say('任务', 'Tasks'),
  noTasks: say('它还没有任务。', 'It has no tasks yet.'),
  values: say('指标数值', 'Values of its metric'),
  noMetric: say('它不用指标衡量。', 'It is not measured by a metric.'),
  noValues: say('周期内还没有数值。', 'There are no values within the period yet.'),
  deviations: say('偏差', 'Deviations'),
  unitValues: say('期望与实际', 'Expected and actual'),
  findings: say('检查发现', 'Findings'),
  noFindings: say('没有检查发现。', 'The checks find nothing about it.'),
  versions: say('有效版本', 'Versions in force'),
  noVersions: say('还没有批准过。', 'It has not been approved yet.'),
  version: say('版本', 'Version'),
  from: say('起', 'From'),
  until: say('止', 'Until'),
  nowInForce: say('现行', 'in force'),
  changed: say('变化', 'What changed'),
  firstVersion: say('首个版本', 'the first one'),
  unchanged: say('没有变化', 'nothing'),
  takeUp: say('为我的单元承接', 'Take it up for my unit'),
  takeUpFor: (unit: string) => say(`由「${unit}」承接`, `Take it up for ${unit}`),
});

/** Versions of goals and plan, and two of them compared. */
export const versionsPage = texts({
  ofPlan: say('计划的各个版本', 'Versions of the plan'),
  ofGoals: say('目标的各个版本', 'Versions of the goals'),
  lead: say(
    '每次批准都产生一个新版本；旧版本一直可以查看和比较。',
    'Each approval makes a new version; the old ones stay readable and comparable.',
  ),
  none: say('还没有批准过的版本。', 'No version has been approved yet.'),
  number: say('版本', 'Version'),
  from: say('生效', 'In force from'),
  until: say('失效', 'Until'),
  now: say('现行', 'in force'),
  step: say('来自', 'By'),
  by: say('提交人', 'Submitted by'),
  compare: say('比较', 'Compare'),
  earlier: say('较早的版本', 'Earlier version'),
  later: say('较晚的版本', 'Later version'),
  versionOf: (n: number, day: string) => say(`第 ${n} 版（${day} 起）`, `Version ${n} (from ${day})`),
  comparing: (from: number, to: number) => say(`第 ${from} 版 → 第 ${to} 版`, `Version ${from} → version ${to}`),
  added: say('新增', 'Added'),
  removed: say('删除', 'Removed'),
  changed: say('修改', 'Changed'),
  moved: say('改期', 'Moved'),
  nothing: say('两个版本没有差别。', 'The two versions do not differ.'),
  unchanged: (count: number) => say(`${count} 项没有变化`, `${count} unchanged`),
  movedBy: (start: string, end: string) => say(`开始 ${start}，结束 ${end}`, `start ${start}, end ${end}`),
  days: (days: number) => {
    const sign = days > 0 ? '+' : '';
    return say(`${sign}${days} 天`, `${sign}${days} ${days === 1 || days === -1 ? 'day' : 'days'}`);
  },
  same: say('不变', 'the same'),
  before: say('之前', 'Before'),
  after: say('之后', 'After'),
  field: say('项目', 'Field'),
  content: say('内容', 'Content'),
  ended: say('（之后没有任务或目标）', '(nothing after that)'),
});

/** Tasks in time. */
export const timelinePage = texts({
  title: say('时间线', 'Timeline'),
  own: say('本单元的任务', "The unit's own tasks"),
  below: say('下级单元', 'Units below'),
  noTasks: say('没有已批准的任务。', 'No tasks are approved.'),
  legend: say(
    '条形为任务起止，深色部分为进度；竖线为周期时间中的今天；细线从前置任务连到后续任务。',
    'A bar runs from start to end, its dark part is progress; the upright line is today in the cycle’s time; thin lines lead from a task to what waits for it.',
  ),
  picture: (unit: string) =>
    say(
      `${unit}的任务时间线；同样的数据在下表中。`,
      `Timeline of the tasks of ${unit}; the table below says the same.`,
    ),
  today: (day: string) => say(`今天 ${day}`, `today, ${day}`),
  table: say('任务列表', 'The tasks as a table'),
  undated: say('没有日期', 'no dates'),
  pageOf: (page: number, pages: number) => say(`第 ${page} 页，共 ${pages} 页`, `page ${page} of ${pages}`),
  next: say('下一页', 'Next page'),
  previous: say('上一页', 'Previous page'),
});
