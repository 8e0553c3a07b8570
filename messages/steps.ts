import type { Decision, Phase, Stage, StepKind, StepOutcome } from '../domain/process/index.js';
import { talkDaysOf } from '../domain/improvement/index.js';
import type { Bilingual } from './language.js';

const of = (zh: string, en: string): Bilingual => ({ 'zh-CN': zh, en });

export const kindNames: Readonly<Record<StepKind, Bilingual>> = {
  goals: of('目标', 'Goals'),
  plan: of('计划', 'Plan'),
  change: of('变更申请', 'Change request'),
  alignment: of('目标对齐', 'Alignment'),
  settlement: of('目标裁定', 'Settlement between units'),
  checkpoint: of('检查点报告', 'Checkpoint report'),
  'self-evaluation': of('自评', 'Self-evaluation'),
  rating: of('协作评价', 'Rating by a cooperating unit'),
  evaluation: of('上级评估', 'Evaluation'),
  calibration: of('校准', 'Calibration'),
  publication: of('结果发布', 'Publication'),
  feedback: of('绩效面谈', 'Result talk'),
  appeal: of('申诉', 'Appeal'),
  'appeal-2': of('二次申诉', 'Second appeal'),
  bonus: of('奖金方案', 'Bonus proposal'),
  'bonus-own': of('财务部自身奖金', "Finance's own bonus line"),
  budget: of('预算方案', 'Budget proposal'),
  'budget-own': of('财务部自身预算', "Finance's own budget line"),
  release: of('发放', 'Release'),
  nomination: of('晋升提名', 'Promotion nomination'),
  rules: of('规则变更提案', 'Change of rules'),
  correction: of('结果更正', 'Correction of results'),
  improvement: of('改进计划', 'Improvement plan'),
  'improvement-appeal': of('改进计划申诉', 'Appeal against the improvement plan'),
  'improvement-talk': of('改进面谈', 'Improvement talk'),
  'improvement-outcome': of('改进计划结论', 'Outcome of the improvement plan'),
};

interface Named {
  readonly nameZh: string;
  readonly nameEn: string;
}

/** Kinds of which one review can have several, told apart by their numbers. */
const numbered: ReadonlySet<StepKind> = new Set(['checkpoint', 'change', 'rules', 'correction']);

/** A step as people call it: with its number where there are several, with the other unit where it is about one. */
export function stepName(step: {
  readonly kind: StepKind;
  readonly stepId: string;
  readonly other: Named | null;
}): Bilingual {
  const { kind, stepId, other } = step;
  const name = kindNames[kind];
  if (kind === 'improvement-talk') {
    const days = talkDaysOf(stepId);
    if (days === null) return name;
    return of(`${name['zh-CN']}（第 ${days} 天）`, `${name.en}, day ${days}`);
  }
  const number = numbered.has(kind) ? (/-(\d+)$/.exec(stepId)?.[1] ?? '') : '';
  if (other === null) return number === '' ? name : of(`${name['zh-CN']} ${number}`, `${name.en} ${number}`);
  switch (kind) {
    case 'alignment':
      return of(`与${other.nameZh}的目标对齐`, `Alignment with ${other.nameEn}`);
    case 'settlement':
      return of(`与${other.nameZh}的目标裁定`, `Settlement with ${other.nameEn}`);
    default:
      return of(`${name['zh-CN']} (${other.nameZh})`, `${name.en} (${other.nameEn})`);
  }
}

export const phaseNames: Readonly<Record<Phase, Bilingual>> = {
  'goal-setting': of('目标设定', 'Goal setting'),
  planning: of('计划制定', 'Planning'),
  monitoring: of('绩效监控', 'Monitoring'),
  evaluation: of('绩效评估', 'Evaluation'),
  feedback: of('反馈沟通', 'Feedback'),
  application: of('结果应用', 'Application'),
  closing: of('收尾', 'Closing'),
};

export const stageNames: Readonly<Record<Stage, Bilingual>> = {
  closed: of('未开放', 'not open yet'),
  open: of('待提交', 'to be submitted'),
  submitted: of('待决定', 'waiting for a decision'),
  done: of('已完成', 'done'),
  cancelled: of('已取消', 'cancelled'),
};

export const outcomeNames: Readonly<Record<StepOutcome, Bilingual>> = {
  submitted: of('已提交', 'submitted'),
  approved: of('已批准', 'approved'),
  agreed: of('同意', 'agreed'),
  objected: of('反对', 'objected'),
  acknowledged: of('已确认', 'acknowledged'),
  disagreed: of('有异议', 'disagreed'),
  granted: of('支持', 'granted'),
  rejected: of('驳回', 'rejected'),
  returned: of('已退回', 'returned'),
  forwarded: of('强制推进', 'forwarded by policy'),
};

export const decisionNames: Readonly<Record<Decision, Bilingual>> = {
  approve: of('批准', 'Approve'),
  return: of('退回', 'Return'),
  agree: of('同意', 'Agree'),
  object: of('反对', 'Object'),
  acknowledge: of('确认', 'Acknowledge'),
  disagree: of('有异议', 'Disagree'),
  grant: of('支持', 'Grant'),
  reject: of('驳回', 'Reject'),
};
