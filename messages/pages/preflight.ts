import type { PreflightCode } from '../../domain/preflight.js';
import type { Bilingual } from '../language.js';
import { say } from './text.js';

/** What is looked at before a cycle starts; the page names what it is about. */
export const preflightTexts: Readonly<Record<PreflightCode, Bilingual>> = {
  NO_SUBJECTS: say('范围内没有可考核的单元', 'There are no units to review in this part of the organization'),
  UNIT_WITHOUT_HEAD: say('单元没有负责人', 'Units without a head'),
  STEP_WITHOUT_PERSONS: say('这一步没有人能办理', 'A step that nobody could do'),
  TIMES_OUT_OF_ORDER: say('时间先后不成立', 'Times in an impossible order'),
  CYCLE_IS_OVER: say('周期已经过去', 'The cycle would be over already'),
  OWN_UNIT_UNKNOWN: say(
    '范围内没有财务自身的单元，所有金额都由财务审批',
    "Finance's own unit is not among the units: finance decides every line",
  ),
  BUDGET_BASE_MISSING: say('单元缺预算基数', 'Units without a budget base'),
  BONUS_BASE_MISSING: say('单元缺奖金基数', 'Units without a bonus base'),
  GUARD_UNIT_UNKNOWN: say('护栏所在单元不在范围内', 'A guard for a unit that takes no part'),
  UNIT_WITHOUT_METRICS: say('单元没有指标', 'Units without metrics'),
  UNIT_WITHOUT_RATERS: say('单元没有协作评价单元', 'Units that nobody rates'),
  RATER_WITHOUT_HEAD: say('协作评价单元没有负责人', 'Rating units without a head'),
  DECIDER_HEADS_A_UNIT: say(
    '财务审批人自己是被考核单元的负责人或成员',
    'Someone of finance heads or belongs to a unit under review',
  ),
  CALENDAR_UNKNOWN: say(
    '该年的节假日尚未公布，按周末推算',
    'Holidays of that year are not known yet; only weekends count',
  ),
  DUE_BEFORE_NOW: say('截止日已过', 'Due days in the past'),
  CYCLE_OVERLAPS: say('与另一正式周期重叠', 'Overlaps another real cycle'),
  CHECKPOINTS_TOO_SPARSE: say(
    '超过六个月没有任何反馈，建议在两者之间增加检查点',
    'More than six months without feedback: a checkpoint between the two would help',
  ),
  CHECKPOINTS_TOO_DENSE: say(
    '检查点间隔比指标更新还短，其间没有新的数值可看',
    'Checkpoints closer together than these metrics have values: there would be nothing new to look at',
  ),
};
