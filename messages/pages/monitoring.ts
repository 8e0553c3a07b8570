import type { ActionState, CaseOutcome, CaseState } from '../../domain/cycle/index.js';
import type { Bilingual } from '../language.js';
import { say, texts } from './text.js';

export const deviationPage = texts({
  title: say('偏差与纠偏', 'Deviations'),
  lead: say(
    '每项偏差由责任人写明纠偏措施和期限，在下一个检查点跟进，后续数值回到预期进度时自动结束。',
    'Each deviation has an owner, a corrective action and a due date, is followed up at the next checkpoint, and ends by itself when a later value is back on its way.',
  ),
  none: say('没有这样的偏差。', 'There are no such deviations.'),
  filter: say('状态', 'State'),
  all: say('全部', 'all'),
  show: say('显示', 'Show'),
  more: say('更早的', 'Earlier ones'),
  goal: say('目标', 'Goal'),
  since: say('起于', 'Since'),
  severity: say('程度', 'Severity'),
  owner: say('责任人', 'Owner'),
  state: say('状态', 'State'),
  due: say('期限', 'Due'),
  overdue: say('已逾期', 'overdue'),
  line: say('最近一次判定', 'The latest judgement'),
  noLine: say('区间目标：只在期末判定。', 'A band is judged on the last day only.'),
  value: say('数值', 'Value'),
  expected: say('期望进度', 'Way expected'),
  made: say('实际进度', 'Way made'),
  forecast: say('期末预测', 'Forecast at the end'),
  chart: say('期望进度与实际进度', 'Way expected against way made'),
  chartAbout: say(
    '横轴为日期，纵轴为进度百分比；数据见下表。',
    'Days across, percent of the way upwards; the figures are in the table below.',
  ),
  judgements: say('全部判定', 'All judgements'),
  day: say('日期', 'Day'),
  version: say('版本', 'Version'),
  seen: say('判定于', 'Judged'),
  onTrack: say('在预期进度内', 'on its way'),
  action: say('纠偏措施', 'Corrective action'),
  noAction: say('还没有纠偏措施。', 'There is no corrective action yet.'),
  history: say('措施与责任人的历史', 'History of actions and owners'),
  by: (who: string, when: string) => say(`${who}，${when}`, `${who}, ${when}`),
  madeOwner: (who: string) => say(`指定 ${who} 为责任人`, `made ${who} the owner`),
  inReport: say('在检查点报告中', 'in a checkpoint report'),
  write: say('写明措施', 'Name an action'),
  another: say('改用其他措施', 'Take another action'),
  howItStands: say('进展如何', 'How does it stand?'),
  what: say('措施内容', 'What is done'),
  until: say('期限', 'Due date'),
  note: say('说明', 'Note'),
  save: say('保存', 'Save'),
  pass: say('指定责任人', 'Name the owner'),
  wordsHidden: say('措施内容由单元及其上级查看。', 'The words of its actions are for the unit and the heads above.'),
  closedOn: say('结束于数值日期', 'Ended by the value of'),
  otherHint: say('只在改用其他措施时填写', 'only where another action is taken'),
  ofUnit: say('本单元的偏差与纠偏', 'Deviations of this unit'),
  noDataAt: (day: string, metrics: string) =>
    say(`检查点 ${day} 结束时没有数据：${metrics}`, `At the checkpoint of ${day} there was no data of: ${metrics}`),
  withoutReport: say('没有收到报告', 'no report came'),
});

export const caseStateNames: Readonly<Record<CaseState, Bilingual>> = {
  open: say('待写措施', 'wants an action'),
  acting: say('纠偏中', 'action under way'),
  done: say('措施完成，待下次数值', 'action done, the next value tells'),
  closed: say('已结束', 'over'),
};

export const actionStateNames: Readonly<Record<ActionState, Bilingual>> = {
  planned: say('计划', 'planned'),
  'going-on': say('继续进行', 'goes on'),
  done: say('已完成', 'done'),
  'not-effective': say('没有效果', 'not effective'),
};

export const outcomeOfCase: Readonly<Record<CaseOutcome, Bilingual>> = {
  recovered: say('后续数值已回到预期进度', 'a later value is back on its way'),
  corrected: say('数值或目标已更正', 'the value, or the goal, was corrected'),
  'goal-ended': say('目标已不再有效', 'the goal is in force no more'),
};

export const reportWords = texts({
  followUps: say('纠偏措施的进展', 'How corrective actions stand'),
  followUpHint: say(
    '继续进行或改用其他措施时请填写期限；改用其他措施时请写明内容。',
    'Give a due date where it goes on or another action is taken; say what that one is.',
  ),
  choose: say('请选择', 'please choose'),
  planFirst: say('写明措施', 'name an action'),
  other: say('改用其他措施', 'another action'),
  asksBefore: say('此前的请求', 'What was asked before'),
  unanswered: say('尚未答复', 'not answered yet'),
  answerTo: say('答复请求', 'Answer what is asked'),
  answer: say('答复', 'Answer'),
  answerIt: say('保存答复', 'Save the answer'),
  asksTitle: say('对上级的请求', 'What is asked of the superior'),
  noAsks: say('没有请求。', 'Nothing was asked.'),
});

export const notePage = texts({
  title: say('辅导记录', 'Coaching notes'),
  one: (id: string) => say(`辅导记录 ${id}`, `Coaching note ${id}`),
  lead: say(
    '单元负责人与上级之间就目标写的记录，对方可以答复，评分时可引用为依据。只有双方、上级链、人力资源、董事会和审计可见。',
    'Notes on goals between the head of the unit and those above; the other side answers, and ratings can quote them as evidence. They are seen by both sides, the line above, HR, the board and the auditor.',
  ),
  none: say('还没有辅导记录。', 'There are no notes yet.'),
  onGoal: say('关于目标', 'On the goal'),
  text: say('内容', 'Words'),
  write: say('写辅导记录', 'Write a note'),
  save: say('保存', 'Save'),
  answer: say('答复', 'Answer'),
  reference: say('引用为证据', 'Quoted as evidence as'),
  answers: (n: number) => say(`${n} 条答复`, n === 1 ? '1 answer' : `${n} answers`),
  head: say('单元负责人', 'head of the unit'),
  above: say('上级', 'head above'),
  cite: say('引用辅导记录', 'Quote coaching notes'),
  noGoals: say('没有有效的目标，暂不能写。', 'No goals are in force, so there is nothing to write on.'),
});

export const inboxMonitoring = texts({
  actions: say('待我处理的偏差', 'Deviations for me to act on'),
  asks: say('待我答复的请求', 'Requests for me to answer'),
  noDue: say('尚无措施', 'no action yet'),
});
