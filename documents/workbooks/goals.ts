import type { Goal } from '../../domain/rules/index.js';
import { both, type Column, linesOf, listMark, type ListShape, partsOf, type RowTexts } from './columns.js';

const idSays = both('已有目标的编号，请勿改动；新目标留空', 'of a goal that exists: leave it; empty for a new one');

const columns: readonly Column[] = [
  { id: 'id', title: both('编号', 'Id'), says: idSays, kind: 'text', width: 18 },
  {
    id: 'title',
    title: both('目标', 'Goal'),
    says: both('要达到什么', 'what shall be reached'),
    kind: 'text',
    required: true,
    width: 40,
  },
  {
    id: 'kind',
    title: both('类型', 'Kind'),
    says: both('留空为量化指标', 'empty: measured'),
    kind: 'choice',
    choices: [
      { value: 'kpi', title: both('量化指标 (KPI)', 'Measured (KPI)') },
      { value: 'qualitative', title: both('定性', 'Qualitative') },
    ],
    width: 16,
  },
  {
    id: 'metric',
    title: both('指标', 'Metric'),
    says: both('指标编号或名称', 'id or name of a metric'),
    kind: 'text',
    names: 'metric',
    width: 20,
  },
  { id: 'baseline', title: both('基线', 'Baseline'), says: both('数字', 'a number'), kind: 'number' },
  {
    id: 'target',
    title: both('目标值', 'Target'),
    says: both('数字；区间目标请填下限和上限', 'a number; for a band fill in from and to instead'),
    kind: 'number',
  },
  { id: 'low', title: both('区间下限', 'Band from'), says: both('只用于区间目标', 'only of a band'), kind: 'number' },
  { id: 'high', title: both('区间上限', 'Band to'), says: both('只用于区间目标', 'only of a band'), kind: 'number' },
  {
    id: 'weight',
    title: both('权重', 'Weight'),
    says: both('百分数，例如 30', 'in percent, such as 30'),
    kind: 'number',
  },
  {
    id: 'due',
    title: both('完成日', 'Due'),
    says: both('日期，例如 2027-12-31', 'a day, such as 2027-12-31'),
    kind: 'day',
    width: 13,
  },
  {
    id: 'supports',
    title: both('支撑', 'Supports'),
    says: both('战略目标或上级目标', 'a strategic objective, or a goal of a unit above'),
    kind: 'text',
    names: 'supports',
    width: 20,
  },
  {
    id: 'swot',
    title: both('呼应 SWOT', 'Answers SWOT'),
    says: both('编号，用分号分隔', 'ids, parted by ;'),
    kind: 'list',
    names: 'swot',
    width: 16,
  },
  {
    id: 'rubric',
    title: both('评价标准', 'Rubric'),
    says: both('定性目标必填，每行一级', 'of qualitative goals, one level a line'),
    kind: 'lines',
    width: 40,
  },
  {
    id: 'measure',
    title: both('按什么计分', 'Measured as'),
    says: both('留空为按模板', 'empty: as the template says'),
    kind: 'choice',
    choices: [
      { value: 'progress', title: both('从基线到目标的进度', 'progress from baseline to target') },
      { value: 'attainment', title: both('完成率', 'attainment') },
      { value: 'actual', title: both('实际值', 'the actual value') },
      { value: 'excess', title: both('超出部分', 'excess') },
      { value: 'change', title: both('变化率', 'change') },
    ],
    width: 18,
  },
  {
    id: 'direction',
    title: both('方向', 'Direction'),
    says: both('留空为按指标', 'empty: as the metric says'),
    kind: 'choice',
    choices: [
      { value: 'higher', title: both('越高越好', 'higher is better') },
      { value: 'lower', title: both('越低越好', 'lower is better') },
      { value: 'in-band', title: both('在区间内', 'within a band') },
    ],
    width: 16,
  },
];

/** The goals of a unit, one a row. */
export const goalsShape: ListShape = { id: 'goals', title: both('目标', 'Goals'), columns, named: ['title'] };

const plainFields = [
  'id',
  'title',
  'kind',
  'metric',
  'baseline',
  'weight',
  'due',
  'supports',
  'measure',
  'direction',
] as const;

/** A goal as its row; fields that no row has (curve, path) are left out. Nothing is believed about a draft. */
export function goalRow(goal: unknown): RowTexts {
  const of: Partial<Record<keyof Goal, unknown>> = typeof goal === 'object' && goal !== null ? goal : {};
  const band: { low?: unknown; high?: unknown } = typeof of.target === 'object' && of.target !== null ? of.target : {};
  const texts = (value: unknown): readonly string[] =>
    Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  const all: readonly (readonly [string, unknown])[] = [
    ...plainFields.map((field) => [field, of[field]] as const),
    ['target', of.target],
    ['low', band.low],
    ['high', band.high],
    ['swot', texts(of.swot).join(listMark)],
    ['rubric', texts(of.rubric).join('\n')],
  ];
  return new Map(
    all.flatMap(([id, value]) => (typeof value === 'string' && value !== '' ? [[id, value] as const] : [])),
  );
}

/** A row as a goal of that unit; what a row does not carry comes from the goal as it stood. */
export function goalOfRow(row: RowTexts, id: string, unit: string, before: unknown): Record<string, unknown> {
  const text = (field: string): string | undefined => row.get(field);
  const [low, high] = [text('low'), text('high')];
  const target = low !== undefined || high !== undefined ? { low: low ?? '', high: high ?? '' } : text('target');
  const goal: Record<string, unknown> = { id, unit };
  const put = (field: string, value: unknown): void => {
    if (value !== undefined) goal[field] = value;
  };
  for (const field of plainFields) if (field !== 'id') put(field, text(field));
  put('target', target);
  const swot = partsOf(text('swot') ?? '');
  if (swot.length > 0) put('swot', swot);
  const rubric = linesOf(text('rubric') ?? '');
  if (rubric.length > 0) put('rubric', rubric);
  const carried: { curve?: unknown; path?: unknown } = typeof before === 'object' && before !== null ? before : {};
  put('curve', carried.curve);
  put('path', carried.path);
  return goal;
}

/** The column of a field of a goal. */
export const goalColumn = (field: string, inner: string | undefined): string =>
  field === 'target' && inner !== undefined ? inner : field;
