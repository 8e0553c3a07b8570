import { refusalTexts } from './errors.js';
import type { Bilingual, Language } from './language.js';

const of = (zh: string, en: string): Bilingual => ({ 'zh-CN': zh, en });

/** What is wrong with one place of a document, by the code of the problem. */
export const problemTexts = {
  FIELD_MISSING: of('缺少这一项，请填写', 'this is missing'),
  FIELD_UNKNOWN: of('这一项不应出现在这里', 'this does not belong here'),
  TYPE_WRONG: of('数据类型不对', 'this is of the wrong type'),
  TOO_SMALL: of('太短、太少或太小', 'too short, too few or too small'),
  TOO_LARGE: of('太长、太多或太大', 'too long, too many or too large'),
  TOO_DEEP: of('嵌套过深', 'nested too deeply'),
  KEY_FORBIDDEN: of('不能用这个名称作字段', 'no field has this name'),
  BAD_JSON: of('不是有效的 JSON', 'the text is no JSON'),
  FORMAT_WRONG: of('格式不对', 'this has the wrong form'),
  VALUE_UNKNOWN: of('不是允许的取值', 'not one of the values allowed'),
  INVALID: of('有误，请修改', 'not right; please change it'),
  NUMBER_INVALID: of('请填数字，例如 12.5', 'a number, such as 12.5'),
  DAY_INVALID: of('请填日期，例如 2027-03-31', 'a day, such as 2027-03-31'),
  CHARACTER_INVALID: of('含有无效字符', 'holds a character that is none'),
  ID_DUPLICATE: of('编号重复', 'an id stands twice'),
  ID_UNKNOWN: of('引用了不存在的编号', 'this id is not known'),
  TREE_CIRCLE: of('组织结构成环：单元不能在自己之下', 'the tree has a circle: no unit stands below itself'),
  UNIT_WITHOUT_HEAD: of('单元没有负责人，请填写', 'a unit has no head; name one'),
  ROOT_NOT_SINGLE: of('必须恰好有一个顶层单元（没有上级）', 'exactly one unit has no unit above it'),
  NAMES_ITSELF: of('不能引用自己', 'it names itself'),
  STAND_IN_SELF: of('不能由本人代理本人', 'nobody stands in for themselves'),
  CSV_BROKEN: of('表格无法读取，请检查引号和分隔符', 'the table cannot be read; look at quotes and delimiters'),
  COLUMN_UNKNOWN: of('没有这一列', 'there is no such column'),
  COLUMN_TWICE: of('这一列重复', 'a column stands twice'),
  COLUMN_MISSING: of('缺少这一列', 'a column is missing'),
  PERIOD_INVALID: of('结束必须晚于开始', 'the end must come after the start'),
  ZONE_UNKNOWN: of('未知时区', 'unknown time zone'),
  NOT_A_REHEARSAL: of('只有演练才能设置', 'only a rehearsal has this'),
  TEMPLATE_WITHOUT_STEPS: of('模板至少要有一个步骤', 'a template has at least one step'),
  STEPS_IN_CIRCLE: of('步骤互相等待成环', 'steps wait for each other in a circle'),
  STEP_MISSING: of('缺少配套的步骤', 'a step that belongs to another is missing'),
  KIND_TWICE: of('一个周期只能有一个这种步骤', 'there is one step of this kind in a cycle'),
  SCOPE_WRONG: of('这种步骤的范围不对', 'a step of this kind has another scope'),
  SUBMITTER_WRONG: of('这个步骤不能由其提交', 'this step cannot be submitted by them'),
  DECIDER_WRONG: of('这个步骤不能由其决定', 'this step cannot be decided by them'),
  DECIDER_MISSING: of('缺少决定人', 'somebody must decide this step'),
  BARRIER_NOT_SINGLE: of('一个步骤只能等待一个关口', 'a step waits at one barrier'),
  CUT_OFF_WITHOUT_BARRIER: of('只有等待所有单元的步骤才有截断日', 'only what waits for all units has a cut-off'),
  PHASES_OUT_OF_ORDER: of('阶段先后不对', 'the phases are out of order'),
  TIMES_OUT_OF_ORDER: of('时间先后不成立', 'the times are in an impossible order'),
  NUMBER_NEGATIVE: of('不能小于 0', 'this must be 0 or more'),
  NOT_POSITIVE: of('必须大于 0', 'this must be more than 0'),
  WEIGHT_MISSING: of('按权重合并的组内，每一项都要有权重', 'every part of a weighted group has a weight'),
  ID_RESERVED: of('这个编号另有用途，请换一个', 'this id has a use of its own; take another'),
  FROM_GOALS_HERE: of(
    '只有模板才能由目标生成各项；请先展开',
    'only a template takes parts from goals; expand it first',
  ),
  POINTS_NOT_ASCENDING: of('横坐标必须递增，且不能重复', 'points stand in ascending order, none twice'),
  GRID_SHAPE: of('表格的行列数与取值不一致', 'the values of a grid fill its rows and columns'),
  CURVE_NOT_HERE: of('这里不能用这种曲线', 'this kind of curve cannot stand here'),
  GATE_TARGET: of('门槛只能检验和改变单项', 'such a gate tests and changes single parts only'),
  RATING_ROLE_UNKNOWN: of('这一项不由这种角色评价', 'this is not rated by that role'),
  RATING_TWICE: of('同一角色的同一人评价了两次', 'the same person rated twice in the same role'),
  PERCENT_TOTAL: of('各百分比之和必须为 100', 'the percents must sum to 100'),
  BUDGET_NEGATIVE: of('算出的预算为负', 'the computed budget is negative'),
  BUDGET_NOTHING: of('算出的预算合计为零，无法分配', 'the computed budgets sum to zero and cannot be scaled'),
  TASK_WITHOUT_WORKDAY: of('任务期间没有工作日', 'the task has no working day'),
  DAY_OUTSIDE_PERIOD: of('日期不在周期之内', 'the day lies outside the period'),
  BASELINE_MISSING: of('缺少基线', 'the baseline is missing'),
  TARGET_IS_BASELINE: of('目标与基线相同', 'the target equals the baseline'),
  TARGET_ZERO: of('累计目标不能为零', 'an accumulating target is not zero'),
  BANDS_NOT_ASCENDING: of('等级区间必须递增', 'bands stand in ascending order'),
  RANGE_EMPTY: of('上限必须不小于下限', 'the upper end is below the lower'),
  OUT_OF_RANGE: of('超出允许的范围', 'outside the range allowed'),
  GUARD_PART_WRONG: of('护栏只能增加自己的一项', 'a guard adds one part of its own'),
  GATE_EFFECT: of('门槛的效果不成立', 'the effect of the gate is not possible'),
  GRADE_WITHOUT_COEFFICIENT: of('有等级没有系数', 'a grade has no coefficient'),
  REASON_MISSING: of('请写明理由', 'say why'),
  RULES_SETTLED: of('这部分规则已不能修改', 'these rules are settled and cannot change any more'),
  RULES_EMPTY: of('请至少修改一部分规则', 'change at least one section of the rules'),
  RATING_RULE_MISSING: of(
    '有单元的定性目标需要评分规则，记分卡中没有',
    'units have goals that people rate, and this card has no rule for rating',
  ),
  DECISION_NOT_OFFERED: of('这一步没有这种决定', 'this step does not offer that decision'),
  EVIDENCE_MISSING: of('请至少写一条依据', 'name at least one piece of evidence'),
  SHEET_MISSING: of('没有找到这个工作表', 'there is no such sheet'),
  CELL_FORMULA: of(
    '单元格里是公式，结果不能采信；请粘贴为数值',
    'a formula; its result is not believed: paste the value',
  ),
  CELL_ERROR: of('单元格里是错误值', 'the cell holds an error'),
  CELL_MERGED: of('单元格已合并，请取消合并', 'the cells are merged; take them apart'),
  CELL_OUTSIDE: of('这一格在所有列标题之外', 'a cell under no heading'),
  NUMBER_INEXACT: of(
    '数字超过 15 位，表格无法准确保存；请改为文本格式填写',
    'more digits than a spreadsheet keeps exactly; write it as text',
  ),
  AMOUNT_INVALID: of('请填金额，最多两位小数', 'an amount, with at most two decimals'),
  PERCENT_HERE: of('这里的数字不是百分数，请去掉百分号', 'this number is not in percent; write it without the sign'),
  NAME_AMBIGUOUS: of('有多个同名项，请填编号', 'several have this name; write the id'),
  ROW_TWICE: of('这一行重复', 'the same row stands twice'),
  GOAL_UNKNOWN: of(
    '没有这个编号的目标；新目标请把编号留空',
    'there is no goal of this id; leave it empty for a new one',
  ),
  TARGET_AND_BAND: of('目标值和区间只能填一种', 'either a target or a band'),
  METRIC_NOT_YOURS: of('这个指标由其他单元填报', 'another unit answers for this metric'),
  VALUE_WITHOUT_REASON: of('这一天已有数值，更正请写明理由', 'there is a value for that day: say why it is corrected'),
  ADDRESS_INVALID: of(
    '请填以 http:// 或 https:// 开头的地址，不含用户名；{on} 代表日期',
    'an address that begins with http:// or https://, without a user; {on} stands for the day',
  ),
  STATEMENT_NOT_READING: of('只能是一条查询语句', 'one statement that reads: SELECT, WITH, VALUES or TABLE'),
  CRITERION_ALWAYS_MET: of('每个等级都符合：这不成其为条件', 'every grade meets this criterion'),
} as const satisfies Readonly<Record<string, Bilingual>>;
export type ProblemCode = keyof typeof problemTexts;

/** A refusal can also be about one place. */
const byCode: ReadonlyMap<string, Bilingual> = new Map<string, Bilingual>([
  ...Object.entries(refusalTexts),
  ...Object.entries(problemTexts),
]);

/** The sentence of a problem in the reader's language, with the value that it is about. */
export function problemSentence(
  language: Language,
  problem: { readonly code: string; readonly detail?: string; readonly value?: string },
): string {
  const sentence = (byCode.get(problem.code) ?? problemTexts.INVALID)[language];
  const said = language === 'en' && problem.detail !== undefined && problem.detail !== '' ? problem.detail : sentence;
  if (problem.value === undefined || said.includes(problem.value)) return said;
  return language === 'en' ? `${said}: ${problem.value}` : `${said}：${problem.value}`;
}
