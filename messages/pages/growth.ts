import { say, texts } from './text.js';

export const recognitionPage = texts({
  title: say('表彰', 'Recognition'),
  lead: say(
    '表彰依据模板规定的等级，与名次无关。一人提出，另一人确认后才生效并告知；更正使等级不再符合时自动撤回。',
    "Recognition rests on the template's grades, never on rank. One person gives it, a second confirms; only then is it in force and told. It is taken back where a correction moves the grade out.",
  ),
  none: say('本周期的模板没有规定表彰条件。', 'The template of this cycle names no criterion.'),
  criterion: (grades: string) => say(`条件：公布等级为 ${grades}`, `Criterion: a published grade of ${grades}`),
  proposals: say('符合条件的单元', 'Units that meet it'),
  noProposals: say('还没有公布的结果符合条件。', 'No published result meets it yet.'),
  named: say('已提出', 'given'),
  give: say('提出表彰', 'Give a recognition'),
  whom: say('表彰谁', 'Whom'),
  whole: (unit: string) => say(`${unit}（整个单元）`, `${unit} (the unit as a whole)`),
  wholeUnit: say('整个单元', 'the unit as a whole'),
  words: say('事由', 'What for'),
  given: say('已提出的表彰', 'Recognitions'),
  noneGiven: say('还没有提出表彰。', 'None was given yet.'),
  by: say('提出人', 'Given by'),
  confirmedBy: say('确认人', 'Confirmed by'),
  confirm: say('确认', 'Confirm'),
  decline: say('不予确认', 'Decline'),
  confirmFor: (whom: string) => say(`确认：${whom}`, `Confirm: ${whom}`),
  declineFor: (whom: string) => say(`不予确认：${whom}`, `Decline: ${whom}`),
  reason: say('理由（不予确认时必填）', 'Why (needed to decline)'),
  ofUnit: say('表彰', 'Recognized'),
  toConfirm: say('待我确认的表彰', 'Recognitions for me to confirm'),
});

export const recognitionStateNames = texts({
  given: say('待确认', 'waits for confirmation'),
  confirmed: say('有效', 'in force'),
  declined: say('未获确认', 'declined'),
  'taken-back': say('已撤回', 'taken back'),
});

/** A nomination for promotion: the form, and the button that opens it. */
export const nominationFields = texts({
  ask: say('提名晋升', 'Nominate for promotion'),
  hint: say(
    '结果公布以后，可以提名本单元的负责人或成员晋升；由董事会决定，批准以后才告知本人。',
    'Once the result is published, the head of this unit or a member can be nominated for promotion. The board decides; the person is told on approval only.',
  ),
  person: say('被提名人', 'Who'),
  position: say('晋升到', 'To what'),
  reasons: say('理由', 'Why'),
  evidence: say('依据（每行一条：记录、地址或文件）', 'Evidence (one a line: a record, an address, a file)'),
  gone: say('（已离职或不在本单元）', '(has left, or is not of the unit any more)'),
});

/** The next cycle, and what was learnt. */
export const nextCyclePage = texts({
  title: say('下一个周期', 'The next cycle'),
  lead: say(
    '下一个周期从本周期学到的开始：目标带入为各单元的草稿，基线为全年实际值；已入账的预算成为下期基数；指标的期末值进入历史。先预览，再启动；已有的内容不会被覆盖。',
    'The next cycle starts from what was learnt: goals become the units’ drafts with the year’s value as baseline, posted budgets the next bases, period ends part of the metrics’ histories. Look first, then start; nothing is overwritten.',
  ),
  name: say('名称', 'Name'),
  id: say('编号', 'Id'),
  periodStart: say('开始', 'Start'),
  periodEnd: say('结束', 'End'),
  targets: say('目标值', 'Targets'),
  trend: say(
    '按趋势给出建议（去年的变化再来一次，方向相符时）',
    'as the trend suggests (the year’s change once more, where it went the right way)',
  ),
  empty: say('留空，由单元填写', 'empty: for the units to say'),
  preview: say('重新预览', 'Preview again'),
  start: say('启动下一个周期', 'Start the next cycle'),
  already: say('已由本周期启动：', 'Begun from this cycle already:'),
  goals: say('带入的目标', 'Goals carried over'),
  noGoals: say('没有可带入的目标。', 'There are no goals to carry over.'),
  goal: say('目标', 'Goal'),
  weight: say('权重', 'Weight'),
  before: say('本期基线 → 目标', 'Baseline → target'),
  actual: say('实际值', 'Actual'),
  next: say('下期基线 → 目标', 'Next baseline → target'),
  origin: say('目标值的由来', 'How the target came about'),
  bases: say('下期预算基数', 'Budget bases'),
  noBases: say(
    '还没有入账的预算；沿用组织中的基数。',
    'No budgets are posted yet: the bases of the organization stay.',
  ),
  base: say('基数', 'Base'),
  history: say('进入历史的期末值', 'Values that go to the histories'),
  noHistory: say('没有新的期末值。', 'There are no new values.'),
  metric: say('指标', 'Metric'),
  value: say('期末值', 'Value'),
  soFar: say('此前的历史', 'History so far'),
  simplify: say('可以简化的', 'What to simplify'),
  noItems: say('没有发现可以简化的。', 'Nothing stands out.'),
  counts: say('依据：各步骤的次数和时间', 'Counted in this cycle'),
  ended: say('已结束', 'Ended'),
  unanswered: say('无人提交', 'Unanswered'),
  decided: say('决定', 'Decided'),
  returned: say('退回', 'Returned'),
  reminders: say('提醒', 'Reminders'),
  escalations: say('上报', 'Escalations'),
  waiting: say('平均等待（小时）：提交 / 决定', 'Mean wait (hours): submit / decide'),
  learntTitle: say('从上一个周期学到的', 'What was learnt'),
  from: say('来自', 'From'),
  carried: say('由上一个周期带入', 'Carried over from the cycle before'),
  carriedHint: say(
    '草稿由上一个周期带入：基线是全年的实际值。请核对目标值，按需要增删。',
    'This draft was carried over: baselines are the year’s values. Look at the targets, add and take out as needed.',
  ),
  link: say('准备下一个周期', 'Prepare the next cycle'),
});

export const targetOriginNames = texts({
  trend: say('按趋势', 'by the trend'),
  empty: say('留空', 'left to the unit'),
  'no-trend': say(
    '留空：没有朝目标方向变化，或按趋势会超出可能的范围',
    'empty: no movement the goal’s way, or the trend leads beyond what can be',
  ),
  'no-data': say('留空：全年没有数值', 'empty: the year brought no value'),
  kept: say('保持不变', 'kept'),
});

/** One thing to simplify, with what it is about and what was counted. */
export const simplifyTexts = texts({
  NOBODY_ANSWERED: (step: string, count: string) =>
    say(
      `「${step}」${count} 次都无人提交：可以取消。`,
      `${step}: nobody submitted any of ${count}; it could be left out.`,
    ),
  NEVER_RETURNED: (step: string, count: string) =>
    say(
      `「${step}」${count} 次决定从未退回：审批可以省去。`,
      `${step}: none of ${count} decisions was a return; the approval could be left out.`,
    ),
  TOOK_LONGEST: (step: string, count: string) =>
    say(
      `「${step}」平均等待 ${count} 小时：可以缩短或提前。`,
      `${step}: ${count} hours of waiting on average; shorten it, or begin earlier.`,
    ),
  MANY_REMINDERS: (step: string, count: string) =>
    say(
      `「${step}」共提醒和上报 ${count} 次：期限或人选可能不合适。`,
      `${step}: ${count} reminders and escalations; its time or its people may be wrong.`,
    ),
  METRIC_ASKED_TWICE: (metric: string, count: string) =>
    say(
      `指标「${metric}」有 ${count} 个目标各自手工填报：可以改为采集，或只报一次。`,
      `${metric}: ${count} goals report it by hand; collect it, or ask once.`,
    ),
  TYPED_AGAIN: (_: string, count: string) =>
    say(`有 ${count} 个已知的数值被再次填写。`, `${count} values were typed that were known already.`),
});
