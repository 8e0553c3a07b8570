import type { PlanEventKind, PlanStage, TalkState, Verdict } from '../../domain/improvement/index.js';
import type { Bilingual } from '../language.js';
import { say, texts } from './text.js';

/** Improvement plans: their page, HR's list, the forms of their steps. */
export const improvementPage = texts({
  title: say('改进计划', 'Improvement plan'),
  titleOf: (unit: string, n: number) => say(`${unit}的改进计划 ${n}`, `Improvement plan ${n} of ${unit}`),
  list: say('改进计划', 'Improvement plans'),
  lead: say(
    '只有本单元自己已公布的结果符合模板中的绝对条件，才能制定改进计划；从不按名次。',
    "A plan is opened only where the unit's own published result meets the template's absolute criterion, never by rank.",
  ),
  open: say('制定改进计划', 'Open an improvement plan'),
  openHint: say(
    '结果符合模板的条件。上级负责人提出目标、措施和支持，人力资源批准；单元负责人会收到通知，并可申诉。',
    "The result meets the template's criterion. The head above proposes goals, measures and support, HR approves; the unit's head is told and may appeal.",
  ),
  none: say('还没有改进计划。', 'There are no improvement plans yet.'),
  candidates: say('符合条件、可以制定计划的单元', 'Units that meet the criterion and may get a plan'),
  more: say('这里只列出前面的部分，全部见接口。', 'Only the first are shown here; the API lists all.'),
  noCandidates: say('没有这样的单元。', 'There are none.'),
  noRules: say('这个周期的模板没有改进计划。', "This cycle's template has no improvement plans."),
  unit: say('单元', 'Unit'),
  stage: say('状态', 'State'),
  firstDay: say('首日', 'First day'),
  criterion: say('依据', 'Ground'),
  below: (total: string, limit: string) => say(`总分 ${total}，低于 ${limit}`, `total ${total}, below ${limit}`),
  graded: (grade: string) => say(`等级 ${grade}`, `grade ${grade}`),
  result: say('结果', 'Result'),
  openedBy: say('发起人', 'Opened by'),
  openedAt: say('发起时间', 'Opened'),
  end: say('结果', 'Outcome'),
  talks: say('面谈', 'Talks'),
  talk: say('面谈', 'Talk'),
  talkOn: (days: number) => say(`第 ${days} 天`, `day ${days}`),
  opensOn: say('开放日', 'Opens on'),
  noTalks: say('开始以后列出面谈日期。', 'Talks are listed once it has begun.'),
  steps: say('步骤', 'Steps'),
  timeline: say('经过', 'What happened'),
  at: say('时间', 'When'),
  what: say('事项', 'What'),
  terms: say('条款', 'Terms'),
  notice: say('开始前的通知期', 'Notice before the first day'),
  object: say('申诉期', 'Window to appeal'),
  workdays: (n: number) => say(`${n} 个工作日`, `${n} working days`),
  next: say('下一时点', 'Next'),
});

export const planStageNames: Readonly<Record<PlanStage, Bilingual>> = {
  proposed: say('提出与审批', 'being proposed'),
  notice: say('已通知，可申诉', 'told; appeal possible'),
  running: say('执行中', 'running'),
  judging: say('评定中', 'being judged'),
  ended: say('已结束', 'ended'),
};

export const talkStateNames: Readonly<Record<TalkState, Bilingual>> = {
  planned: say('未到', 'planned'),
  open: say('进行中', 'open'),
  held: say('按时举行', 'held'),
  late: say('逾期举行', 'held late'),
  never: say('未举行', 'never held'),
  dropped: say('因计划结束而取消', 'dropped with the plan'),
};

export const verdictNames: Readonly<Record<Verdict, Bilingual>> = {
  passed: say('通过', 'passed'),
  extended: say('延长', 'extended'),
  ended: say('终止，未通过', 'ended without passing'),
};

/** Events of a plan, as a short predicate; also acts of the journal. */
export const planEventNames: Readonly<Record<PlanEventKind, Bilingual>> = {
  opened: say('发起', 'opened'),
  approved: say('批准并通知', 'approved, and the unit told'),
  begun: say('开始', 'begun'),
  'talk-opened': say('面谈到期', 'talk due'),
  'talk-held': say('面谈按时举行', 'talk held'),
  'talk-late': say('面谈逾期举行', 'talk held late'),
  'talk-never': say('面谈未举行', 'talk never held'),
  'judgement-opened': say('开始评定', 'to be judged'),
  extended: say('延长', 'extended'),
  ended: say('结束', 'ended'),
};

export const improvementFields = texts({
  goals: say('改进目标', 'Goals'),
  goal: say('要改进什么', 'What shall be better'),
  measure: say('措施，以及如何看出改进', 'How it is reached, and by what it is seen'),
  addGoal: say('添加目标', 'Add a goal'),
  removeGoal: say('删除', 'Remove'),
  support: say('上级提供的支持', 'What the superior gives for it'),
  firstDay: say('首日', 'First day'),
  firstDayHint: say('通知期或申诉更久时顺延。', 'It moves to a later day where the notice or an appeal takes longer.'),
  disputed: say('对计划的哪些内容有异议，为什么', 'What is disputed, and why'),
  evidence: say('依据（每行一条）', 'Evidence, one per line'),
  heldOn: say('面谈日期', 'Day of the talk'),
  progress: say('进展', 'Progress'),
  agreed: say('约定事项', 'What was agreed'),
  verdict: say('评定', 'Outcome'),
  days: say('延长：多少天后再面谈一次', 'Extended: days until one more talk'),
  reason: say('理由', 'Why'),
  planLink: say('查看整个改进计划', 'See the whole plan'),
});
