import { both, type Column, type ListShape } from './columns.js';

const columns: readonly Column[] = [
  {
    id: 'metric',
    title: both('指标', 'Metric'),
    says: both('指标编号或名称', 'id or name of a metric'),
    kind: 'text',
    names: 'metric',
    required: true,
    width: 24,
  },
  {
    id: 'name',
    title: both('指标名称', 'Name of the metric'),
    says: both('仅供阅读', 'only to read'),
    kind: 'info',
    width: 28,
  },
  { id: 'measuredIn', title: both('单位', 'Measured in'), says: both('仅供阅读', 'only to read'), kind: 'info' },
  {
    id: 'on',
    title: both('日期', 'Day'),
    says: both('数值所属的日期，例如 2027-03-31', 'the day it stands for, such as 2027-03-31'),
    kind: 'day',
    required: true,
    width: 13,
  },
  {
    id: 'value',
    title: both('数值', 'Value'),
    says: both('数字；留空的行不写入', 'a number; a row without one writes nothing'),
    kind: 'number',
  },
  {
    id: 'reason',
    title: both('更正理由', 'Reason for the correction'),
    says: both('更正已有数值时必填', 'needed where a known value changes'),
    kind: 'text',
    width: 36,
  },
];

/** Values of metrics, one metric and day a row. */
export const valuesShape: ListShape = {
  id: 'values',
  title: both('指标数值', 'Values'),
  columns,
  named: ['metric', 'on'],
};
