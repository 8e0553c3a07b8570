import { both, type Column, listMark, type ListShape, partsOf, type RowTexts } from './columns.js';
import { shifted } from './numbers.js';

const columns: readonly Column[] = [
  {
    id: 'id',
    title: both('编号', 'Id'),
    says: both(
      '已有任务的编号，请勿改动；新任务可留空，或自定编号供其他任务引用',
      'of a task that exists: leave it; empty for a new one, or an id of your own for others to name',
    ),
    kind: 'text',
    width: 16,
  },
  {
    id: 'title',
    title: both('任务', 'Task'),
    says: both('做什么', 'what is done'),
    kind: 'text',
    required: true,
    width: 40,
  },
  {
    id: 'goal',
    title: both('所属目标', 'For the goal'),
    says: both('目标编号或名称', 'id or title of a goal'),
    kind: 'text',
    names: 'goal',
    required: true,
    width: 24,
  },
  {
    id: 'owner',
    title: both('负责人', 'Owner'),
    says: both('人员编号或姓名', 'id or name of a person'),
    kind: 'text',
    names: 'owner',
    width: 16,
  },
  { id: 'effortDays', title: both('人天', 'Person-days'), says: both('数字', 'a number'), kind: 'number' },
  {
    id: 'start',
    title: both('开始', 'Start'),
    says: both('日期，例如 2027-01-04', 'a day, such as 2027-01-04'),
    kind: 'day',
    width: 13,
  },
  {
    id: 'end',
    title: both('结束', 'End'),
    says: both('日期，例如 2027-03-31', 'a day, such as 2027-03-31'),
    kind: 'day',
    width: 13,
  },
  {
    id: 'after',
    title: both('在哪些任务之后', 'After the tasks'),
    says: both('任务编号，用分号分隔', 'ids of tasks, parted by ;'),
    kind: 'list',
    width: 20,
  },
  {
    id: 'costMinor',
    title: both('费用（元）', 'Cost'),
    says: both('金额，最多两位小数', 'an amount, with at most two decimals'),
    kind: 'amount',
  },
];

/** The plan of a unit, one task a row. */
export const tasksShape: ListShape = { id: 'tasks', title: both('任务', 'Tasks'), columns, named: ['title'] };

const plainFields = ['id', 'title', 'goal', 'owner', 'effortDays', 'start', 'end', 'costMinor'] as const;

/** A task as its row. Nothing is believed about a draft. */
export function taskRow(task: unknown): RowTexts {
  const of: Readonly<Record<string, unknown>> = typeof task === 'object' && task !== null ? { ...task } : {};
  const { after } = of;
  const all = [
    ...plainFields.map((field) => [field, of[field]] as const),
    ['after', Array.isArray(after) ? after.filter((each) => typeof each === 'string').join(listMark) : ''] as const,
  ];
  return new Map(
    all.flatMap(([id, value]) => (typeof value === 'string' && value !== '' ? [[id, value] as const] : [])),
  );
}

/** A row as a task of that unit. */
export function taskOfRow(row: RowTexts, id: string, unit: string): Record<string, unknown> {
  const after = partsOf(row.get('after') ?? '');
  const fields = plainFields.flatMap((field) => {
    const value = row.get(field);
    return field === 'id' || value === undefined ? [] : [[field, value] as const];
  });
  return { id, unit, goal: '', title: '', ...Object.fromEntries(fields), ...(after.length > 0 && { after }) };
}

/** Minor units as the amount that people write. */
export const amountShown = (minor: string): string => (/^\d+$/.test(minor) ? shifted(minor, -2) : minor);
