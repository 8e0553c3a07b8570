import type { ReportKind } from '../../domain/reports/index.js';
import type { Bilingual } from '../language.js';
import { say, texts } from './text.js';

export const reportNames: Readonly<Record<ReportKind, Bilingual>> = {
  cycle: say('周期概览', 'The cycle at a glance'),
  unit: say('单元年度报告', "A unit's year"),
  strategy: say('战略落实', 'What the strategy became'),
  deviations: say('偏差及其结局', 'Deviations and what became of them'),
  fairness: say('评价公平性', 'Fairness of judgement'),
  waiting: say('等待时间', 'Waiting time'),
  approvals: say('空转的审批', 'Idle approvals'),
  repeats: say('重复索取', 'What is asked twice'),
};

export const reportLeads: Readonly<Record<ReportKind, Bilingual>> = {
  cycle: say('各阶段、总分、等级、分布与金额。', 'Phases, totals, grades, distribution and money.'),
  unit: say(
    '一个单元的目标、数值、结果、步骤与金额。',
    'Goals, values, result, steps and money of one unit, on one page.',
  ),
  strategy: say(
    '每个战略目标和 SWOT 条目由哪些目标支撑，得分如何。',
    'Which goals carry each objective and each SWOT entry, and what they earned.',
  ),
  deviations: say(
    '出现了哪些偏差，多久有了措施，最后如何。',
    'Which deviations there were, how soon somebody acted, and how they ended.',
  ),
  fairness: say(
    '评价附依据的比例、评价人偏离、自评与上级及校准的差距、从评估到面谈的时间。',
    'How many ratings have evidence, how raters drift, how self, superior and calibration differ, and how long units waited for their talk.',
  ),
  waiting: say(
    '每类步骤等了提交人和决定人多久。工作日按组织日历计算：当天为 0。',
    'How long each kind of step waited for its submitter and its decider. Working days by the calendar of the organization: the same day is 0.',
  ),
  approvals: say(
    '没有打开过就批准、打开后数秒内批准、从不退回。打开步骤页面时才算阅读；按真实时间计算。',
    'Approved without opening the step, within seconds of opening it, by deciders who never return anything. Opening the page of a step counts as reading; by the wall clock.',
  ),
  repeats: say(
    '同一指标被多个目标要求、同一段文字填入多个步骤：下个周期可以简化的地方。',
    'One metric asked of several goals, one text typed into several steps: what the next cycle can spare people.',
  ),
};

export const reportsPage = texts({
  title: say('报告', 'Reports'),
  lead: say(
    '由系统自动得出，无需任何人撰写。每个数字都通向其背后的清单。',
    'Nobody writes these. Every figure leads to the list behind it.',
  ),
  report: say('报告', 'Report'),
  about: say('内容', 'What it tells'),
  scope: say('只看此单元及下级', 'Only this unit and those below'),
  scopeId: say('单元编号', 'Id of the unit'),
  all: say('全部', 'all'),
  show: say('查看', 'Show'),
  ofUnit: (name: string) => say(`范围：${name}及下级`, `Of ${name} and the units below`),
  yourLine: say('只包含您所在的条线。', 'Of your own line only.'),
  moneyOnly: say('只包含金额。', 'Money only.'),
  figures: say('数字', 'Figures'),
  tables: say('表格', 'Tables'),
  lists: say('清单', 'Lists'),
  rows: (count: number) => say(`${count} 行`, `${count} ${count === 1 ? 'row' : 'rows'}`),
  allRows: (count: number) => say(`全部 ${count} 行`, `All ${count} rows`),
  firstRows: (shown: number, count: number) =>
    say(`显示前 ${shown} 行，共 ${count} 行`, `The first ${shown} of ${count} rows`),
  filter: say('筛选', 'Filter'),
  page: (page: number, pages: number) => say(`第 ${page} 页，共 ${pages} 页`, `Page ${page} of ${pages}`),
  previous: say('上一页', 'Previous page'),
  next: say('下一页', 'Next page'),
  noData: say('没有数据', 'No data'),
  data: say('图中数据', 'The data of the chart'),
  download: say('下载', 'Download'),
  asOf: (time: string) => say(`截至 ${time}`, `As of ${time}`),
  wait: (workdays: string, hours: string) =>
    say(`${workdays} 工作日 (${hours})`, `${workdays} working ${workdays === '1' ? 'day' : 'days'} (${hours})`),
  hours: (hours: string, minutes: string) =>
    minutes === '0'
      ? say(`${hours} 小时`, `${hours} h`)
      : say(`${hours} 小时 ${minutes} 分`, `${hours} h ${minutes} min`),
  workdaysOf: (column: string) => say(`${column}（工作日）`, `${column} (working days)`),
  hoursOf: (column: string) => say(`${column}（小时）`, `${column} (hours)`),
  chartBars: (title: string) => say(`条形图：${title}`, `Bars: ${title}`),
  chartBox: (title: string) =>
    say(
      `箱形图：${title}。线从最短到最长，框为中间一半，粗线为中位数，圆点为九成。`,
      `Box plot: ${title}. The line goes from the least to the most, the box holds the middle half, the thick line is the median, the dot the 90th percentile.`,
    ),
  chartLine: (title: string) => say(`折线图：${title}`, `Line: ${title}`),
  least: say('最短', 'Least'),
  lower: say('四分之一', 'Lower quarter'),
  median: say('中位数', 'Median'),
  upper: say('四分之三', 'Upper quarter'),
  ninth: say('九成', '90th percentile'),
  most: say('最长', 'Most'),
  figure: say('项目', 'Figure'),
  /** Of files from a rehearsal. */
  mark: say('标记', 'Mark'),
  value: say('数值', 'Value'),
});

/** What the numbers of a chart are. */
export const chartUnitNames: Readonly<Record<'count' | 'percent' | 'points' | 'workdays' | 'difference', Bilingual>> = {
  count: say('数量', 'count'),
  percent: say('百分比', 'percent'),
  points: say('分', 'points'),
  workdays: say('工作日', 'working days'),
  difference: say('评价刻度上的差', 'difference on the scale of the rating'),
};
