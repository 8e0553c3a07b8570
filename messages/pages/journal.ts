import type { Bilingual } from '../language.js';
import { say, texts } from './text.js';
import { sectionNames } from './what-if.js';

/** Acts of the journal, as a short predicate. */
export const journalActs = texts({
  opened: say('开放', 'opened'),
  submitted: say('提交', 'submitted'),
  decided: say('决定', 'decided'),
  reminded: say('提醒', 'reminded'),
  escalated: say('上报', 'escalated'),
  forwarded: say('到期强制推进', 'forwarded by policy'),
  cancelled: say('取消', 'cancelled'),
  refused: say('被拒绝', 'refused'),
  'cycle-started': say('启动周期', 'started the cycle'),
  'phase-entered': say('进入阶段', 'entered the phase'),
  'barrier-passed': say('汇合点通过', 'passed the barrier'),
  'cycle-closed': say('周期结束', 'closed the cycle'),
  scored: say('计分', 'scored'),
  published: say('公布结果', 'published results'),
  proposed: say('算出方案', 'computed a proposal'),
  posted: say('入账', 'posted to the ledger'),
  'not-proposed': say('无法算出方案', 'could not compute a proposal'),
  'not-posted': say('没有入账', 'posted nothing'),
  'deviations-seen': say('发现偏差', 'saw deviations'),
  'rules-in-force': say('新规则生效', 'put rules in force'),
  'rules-taken-up': say('按新规则重算', 'computed by the new rules'),
  'finding-settled': say('处理检查发现的问题', 'settled a finding'),
  'findings-left-open': say('阶段结束时仍有未处理的问题', 'left findings open at the end of a phase'),
  'strategy-changed': say('修改战略（检查自此按新内容进行）', 'changed the strategy: checks go by it from here'),
  'deviation-opened': say('出现偏差', 'saw a deviation begin'),
  'deviation-closed': say('偏差结束', 'saw a deviation end'),
  'action-written': say('填写纠偏措施', 'wrote a corrective action'),
  'owner-named': say('指定偏差责任人', 'named the owner of a deviation'),
  'wait-reminded': say('提醒（偏差或请求）', 'reminded (deviation or request)'),
  'wait-escalated': say('上报（偏差或请求）', 'escalated (deviation or request)'),
  'no-data': say('检查点结束时缺少数据', 'closed a checkpoint without data'),
  'ask-answered': say('答复请求', 'answered a request'),
  'note-written': say('写辅导记录', 'wrote a coaching note'),
  'note-answered': say('答复辅导记录', 'answered a coaching note'),
  'metrics-collected': say('采集指标', 'collected metrics'),
  'connector-outage': say('采集器失灵', 'saw a connector fail'),
  'metrics-stale': say('指标数值过期', 'saw metrics become stale'),
  reopened: say('重新开放（依据已变）', 'reopened: what it rests on has changed'),
  recalculated: say('按更正后的数据重新计分', 'computed results anew from corrected facts'),
  'clock-changed': say('调整演练时钟', "changed the rehearsal's clock"),
});

/** What an entry's data adds, by its key; keys that only serve the program are not told. */
export const journalDetails: Readonly<Record<string, (value: string) => Bilingual>> = {
  of: (value) => (value === 'decider' ? say('决定人', 'the decider') : say('提交人', 'the submitter')),
  rung: (value) => say(`第 ${value} 次`, `no. ${value}`),
  from: (value) =>
    value === 'submitted' ? say('已提交未决定', 'submitted, undecided') : say('未提交', 'not submitted'),
  how: (value) =>
    value === 'cut-off' ? say('截止日到，未齐', 'at its cut-off, not complete') : say('已齐', 'complete'),
  kind: (value) => (value === 'bonus' ? say('奖金', 'bonus') : say('预算', 'budget')),
  attempt: (value) => say(`第 ${value} 稿`, `attempt ${value}`),
  unfit: (value) => say(`${value} 个单元缺少所需数据`, `${value} units lack what it takes`),
  sumMinor: (value) => say(`合计 ${value}`, `${value} in all`),
  reversed: (value) => say(`冲销 ${value} 行`, `${value} lines reversed`),
  scored: (value) => say(`已计分 ${value}`, `${value} scored`),
  blocked: (value) => say(`待补数据 ${value}`, `${value} blocked`),
  written: (value) => say(`新版本 ${value}`, `${value} new versions`),
  published: (value) => say(`公布 ${value}`, `${value} published`),
  calibrated: (value) => say(`校准 ${value}`, `${value} calibrated`),
  case: (value) => say(`偏差 ${value}`, `deviation ${value}`),
  ask: (value) => say(`请求 ${value}`, `request ${value}`),
  note: (value) => say(`note/${value}`, `note/${value}`),
  goal: (value) => say(`目标 ${value}`, `goal ${value}`),
  metrics: (value) => say(`没有数据：${value}`, `no data: ${value}`),
  reported: (value) => (value === 'true' ? say('有报告', 'with a report') : say('没有报告', 'without a report')),
  open: (value) => say(`未处理 ${value}`, `${value} open`),
  red: (value) => say(`红 ${value}`, `${value} red`),
  amber: (value) => say(`黄 ${value}`, `${value} amber`),
  revision: (value) => say(`第 ${value} 版`, `revision ${value}`),
  entry: (value) => say(value, value),
  version: (value) => say(`第 ${value} 版`, `version ${value}`),
  entries: (value) => say(`导入，${value} 项有变化`, `imported, ${value} entries changed`),
  sections: (value) => sectionList(value.split(' ')),
  rescored: (value) => say(`重新计分 ${value}`, `${value} scored anew`),
  bonus: (value) => say(`奖金第 ${value} 稿`, `bonus attempt ${value}`),
  budget: (value) => say(`预算第 ${value} 稿`, `budget attempt ${value}`),
  hold: (value) => (value === 'true' ? say('暂停', 'held') : say('继续', 'let go')),
  runTo: (value) => say(`运行到 ${value}`, `run to ${value}`),
  rate: (value) => (value === '0' ? say('不限速', 'as fast as it goes') : say(`速度 ${value}`, `rate ${value}`)),
};

/** Sections of rules by name, as a list. */
function sectionList(sections: readonly string[]): Bilingual {
  const known = Object.entries(sectionNames).filter(([section]) => sections.includes(section));
  const names = known.map(([, name]) => name);
  return say(names.map((name) => name['zh-CN']).join('、'), names.map((name) => name.en).join(', '));
}
