import type { GoalFindingCode } from '../../domain/rules/index.js';
import { computedAmount } from '../amount.js';
import type { Bilingual } from '../language.js';
import { say } from './text.js';

type Data = Readonly<Record<string, string | number>>;
const of = (data: Data, key: string): string => String(data[key] ?? '');
/** Minor units as an amount. */
const money = (data: Data, key: string): string => (data[key] === undefined ? '' : computedAmount(of(data, key)));

/** What a check found and what to do, as a sentence; the page names the goals beside it. */
const findingTexts: Readonly<Record<GoalFindingCode, Bilingual | ((data: Data) => Bilingual)>> = {
  GOAL_NOT_SPECIFIC: say('说得不具体：请选指标，或写评价标准。', 'Not specific: choose a metric, or write a rubric.'),
  GOAL_NOT_MEASURABLE: say(
    '无法衡量：量化目标需要指标和目标值，定性目标需要评价标准。',
    'Not measurable: a KPI needs a metric and a target, a qualitative goal a rubric.',
  ),
  GOAL_NO_CHANGE: say(
    '目标值与基线相同，或方向相反：请改目标值、基线或方向。',
    'The target equals the baseline, or goes the wrong way: change target, baseline or direction.',
  ),
  GOAL_HARDLY_ACHIEVABLE: say(
    '要求的变化比以往任何一个周期都大，很难达到：请降低目标值，或写明凭什么能做到。',
    'Asks for more than this metric ever moved within one period: lower the target, or say what makes it possible.',
  ),
  GOAL_NOT_RELEVANT: say(
    '没有支撑战略目标或上级目标，请在「支撑」中选一个。',
    'Supports no objective and no goal above: choose one under “Supports”.',
  ),
  GOAL_NO_DUE: say('没有完成日：请填写。', 'It has no due day: fill it in.'),
  GOAL_OUTSIDE_PERIOD: say(
    '完成日不在周期之内：请改到周期内。',
    'The due day lies outside the period: move it inside.',
  ),
  GOAL_COUNT: (data) =>
    say(`目标有 ${of(data, 'count')} 个，超出允许的个数。`, `${of(data, 'count')} goals: outside the number allowed.`),
  WEIGHTS_NOT_TOTAL: (data) =>
    of(data, 'missing').startsWith('-')
      ? say(
          `权重合计超出 ${of(data, 'missing').slice(1)}。`,
          `The weights are ${of(data, 'missing').slice(1)} too many.`,
        )
      : say(`权重合计还差 ${of(data, 'missing')}。`, `The weights lack ${of(data, 'missing')}.`),
  WEIGHT_OUT_OF_BOUNDS: say(
    '权重超出允许的范围：请调整，或与别的目标合并。',
    'The weight is outside the range allowed: change it, or merge the goal with another.',
  ),
  OBJECTIVE_UNCOVERED: say('没有目标支撑这个战略目标。', 'No goal supports this objective.'),
  CONFLICT_DIRECTION: say(
    '两个单元对同一指标要求相反的方向。',
    'Two units pull the same metric in opposite directions.',
  ),
  CONFLICT_TENSION: say(
    '与另一单元的目标可能相互牵制（例如压成本与提质量）。',
    "May work against another unit's goal (such as cost against quality).",
  ),
  METRIC_ASKED_TWICE: say('这个指标已由另一单元填报，不必再填。', 'Another unit reports this metric already.'),
  STRENGTH_UNUSED: say('没有目标发挥这一优势。', 'No goal uses this strength.'),
  OPPORTUNITY_UNUSED: say('没有目标抓住这一机会。', 'No goal takes this opportunity.'),
  WEAKNESS_UNADDRESSED: say('没有目标应对这一劣势。', 'No goal answers this weakness.'),
  THREAT_UNADDRESSED: say('没有目标应对这一威胁。', 'No goal answers this threat.'),
  TASK_NO_OWNER: say('任务没有负责人：请选一位。', 'The task has no owner: choose one.'),
  TASK_OUTSIDE_PERIOD: say(
    '任务日期不在周期之内：请改开始或结束日期。',
    'The task lies outside the period: change its start or end.',
  ),
  TASK_ORDER: say(
    '任务在它所依赖的任务结束之前就开始，或相互依赖成环：请改日期，或去掉一个依赖。',
    'Starts before a task it waits for has ended, or waits in a circle: change the dates, or take out what it waits for.',
  ),
  GOAL_WITHOUT_TASK: say(
    '这个目标没有任务：请添加，或写明保留的理由。',
    'This goal has no task: add one, or say why it needs none.',
  ),
  PLAN_OVER_CAPACITY: (data) =>
    say(
      `${of(data, 'from')} 至 ${of(data, 'to')} 需要 ${of(data, 'need')} 人天，只有 ${of(data, 'have')} 人天。`,
      `Needs ${of(data, 'need')} person-days from ${of(data, 'from')} to ${of(data, 'to')}; there are ${of(data, 'have')}.`,
    ),
  PLAN_OVER_BUDGET: (data) =>
    say(
      `${of(data, 'from')} 至 ${of(data, 'to')} 的费用超出预算：需要 ${money(data, 'need')}，只有 ${money(data, 'have')}。`,
      `Costs more than there is from ${of(data, 'from')} to ${of(data, 'to')}: needs ${money(data, 'need')}, there are ${money(data, 'have')}.`,
    ),
};

/** The sentence of a finding with its data as it was stored or sent; what is no number or text is left out. */
export function findingSentence(code: GoalFindingCode, data: unknown): Bilingual {
  const text = findingTexts[code];
  if (typeof text !== 'function') return text;
  const entries: [string, unknown][] = typeof data === 'object' && data !== null ? Object.entries(data) : [];
  const plain = entries.filter((entry): entry is [string, string | number] =>
    ['string', 'number'].includes(typeof entry[1]),
  );
  return text(Object.fromEntries(plain));
}

/** What is wrong with one field, by the code of the problem. */
export const fieldTexts = {
  FIELD_MISSING: say('请填写。', 'Please fill this in.'),
  TYPE_WRONG: say('格式不对。', 'This has the wrong form.'),
  FIELD_UNKNOWN: say('这一项不应出现。', 'This field does not belong here.'),
  TOO_SMALL: say('请填写。', 'Please fill this in.'),
  TOO_LARGE: say('太长或太多。', 'Too long, or too many.'),
  FORMAT_WRONG: say('格式不对。', 'This has the wrong form.'),
  VALUE_UNKNOWN: say('请从列表中选择。', 'Please choose from the list.'),
  NUMBER_INVALID: say('请填数字，例如 12.5。', 'A number, please, such as 12.5.'),
  DAY_INVALID: say('请填日期，例如 2027-03-31。', 'A day, please, such as 2027-03-31.'),
  ID_DUPLICATE: say('重复。', 'Stands twice.'),
  ID_UNKNOWN: say('不存在。', 'This does not exist.'),
  UNIT_NOT_SCORED: say('这个单元没有得分，不能调整等级。', 'This unit has no score; its grade cannot be changed.'),
  ID_RESERVED: say('这个编号另有用途，请换一个。', 'This id has a use of its own; take another.'),
  NAMES_ITSELF: say('不能引用自己。', 'It names itself.'),
  PERIOD_INVALID: say('结束必须晚于开始。', 'The end must be after the start.'),
  OUT_OF_RANGE: say('超出允许的范围。', 'Outside the range allowed.'),
  RANGE_EMPTY: say('上限必须大于下限。', 'The upper end must be above the lower.'),
  EVIDENCE_MISSING: say('请至少写一条证据。', 'Please name at least one piece of evidence.'),
  REASON_MISSING: say('请写明理由。', 'Please say why.'),
  WARNING_UNANSWERED: say('请改正，或写明保留的理由。', 'Please change it, or say why it stays.'),
  CHARACTER_INVALID: say('含有无效字符。', 'Holds a character that is none.'),
  NOT_A_REHEARSAL: say('只有演练才能设置。', 'Only for a rehearsal.'),
  METRIC_NOT_YOURS: say('这个指标不归您填报。', 'This metric is not yours to report.'),
  VALUE_WITHOUT_REASON: say('更正已有数值需要理由。', 'Correcting a value needs a reason.'),
  ZONE_UNKNOWN: say('未知时区。', 'Unknown time zone.'),
  DECISION_NOT_OFFERED: say('这一步没有这种决定。', 'This step does not offer that decision.'),
} as const satisfies Readonly<Record<string, Bilingual>>;

export const fieldWrong = say('有误，请修改。', 'Not right; please change it.');
