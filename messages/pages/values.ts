import type { Freshness } from '../../domain/values/index.js';
import type { Bilingual } from '../language.js';
import { say, texts } from './text.js';

/** How fresh a value is, as a badge. */
export const freshnessNames: Readonly<Record<Freshness, Bilingual>> = {
  fresh: say('最新', 'fresh'),
  due: say('该有新值', 'due'),
  METRIC_STALE: say('已过期', 'stale'),
  'no-data': say('尚无数值', 'no data'),
};

/** Where a value came from. */
export const originNames = texts({
  typed: say('手工填报', 'typed'),
  imported: say('文件导入', 'imported'),
  pushed: say('系统推送', 'pushed'),
  collected: say('自动采集', 'collected'),
});

/** The pages of values. */
export const valuesPage = texts({
  title: say('指标数值', 'Values of metrics'),
  lead: say(
    '每个指标的最近数值、来源和新旧程度。更正不会覆盖旧值，而是增加新版本。',
    'The latest value of each metric, where it came from, and how fresh it is. A correction overwrites nothing: it is a new version.',
  ),
  real: say('正式数据', 'Real values'),
  ofCycle: (title: string) => say(`「${title}」的数据`, `Values of “${title}”`),
  latest: say('最近数值', 'Latest value'),
  age: (days: number) => say(`${days} 天前`, `${days} ${days === 1 ? 'day' : 'days'} ago`),
  ahead: say('未来日期', 'a day to come'),
  freshness: say('新旧', 'Freshness'),
  source: say('来源', 'Source'),
  cadence: say('频率', 'Comes every'),
  dueFrom: say('下一个数值应在', 'A newer one is expected from'),
  never: say('不限', 'no limit'),
  by: say('由谁', 'By whom'),
  reason: say('理由', 'Why'),
  version: say('版本', 'Version'),
  history: say('各日数值与全部版本', 'Values by day, with all versions'),
  chart: say('走势', 'Chart'),
  chartOf: (title: string, from: string, to: string) =>
    say(
      `${title}：${from} 至 ${to} 的走势，数据见下表`,
      `${title}, from ${from} to ${to}; the table below has the data`,
    ),
  onlyNewest: (shown: number) => say(`只显示最近 ${shown} 条。`, `Only the newest ${shown} are shown.`),
  all: say('全部指标', 'All metrics'),
  enter: say('填报或更正一个数值', 'Enter or correct a value'),
  reasonHint: say('更正已有数值时必填', 'needed where a known value is corrected'),
  send: say('提交数值', 'Send the value'),
  import: say('导入数值', 'Import values'),
  importHint: say(
    '从表格复制粘贴，第一行是列名：指标、日期、数值、理由。全部正确才写入。',
    'Paste a table; its first line names the columns: metric, on, value, reason. All rows are written, or none.',
  ),
  table: say('表格', 'Table'),
  sendTable: say('导入', 'Import'),
  written: (written: string, unchanged: string) =>
    say(
      `写入 ${written} 个新版本，${unchanged} 行没有变化。`,
      `${written} new versions written, ${unchanged} rows said nothing new.`,
    ),
  rowProblem: (row: string, column: string) => say(`第 ${row} 行，${column}`, `Row ${row}, ${column}`),
  connectors: say('采集器', 'Connectors'),
  only: say('只看', 'Only'),
  everything: say('全部', 'all'),
  more: say('下一页', 'Next page'),
});

/** What forms say of values that are known already. */
export const knownTexts = texts({
  ofOthers: say('由其他单元填报', 'another unit answers for it'),
  isCollected: say('自动采集，不必填写', 'collected: nothing to enter'),
  notYet: say('这一天的数值还没有采集到', 'the value of that day has not been collected yet'),
  noneYet: say('对方单元还没有填报这一天的数值', 'that unit has not reported the value of that day yet'),
  byHand: say('手工填报（仅在来源失灵时）', 'Enter it by hand (only where the source fails)'),
  lastOn: (value: string, on: string) => say(`最近：${value}（${on}）`, `latest: ${value} (${on})`),
});
