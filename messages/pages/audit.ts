import { say, texts } from './text.js';

export const auditPage = texts({
  title: say('审计', 'Audit'),
  lead: say(
    '业务日志（Postgres）与工作流历史（Temporal）逐条对照：两处各自保存，必须一致。',
    "The journal (Postgres) beside the workflow's own history (Temporal): kept apart, they must agree.",
  ),
  lookRecorded: say('您的这次查看已被记录。', 'This look of yours is recorded.'),
  act: say('发生了什么', 'What happened'),
  history: say('工作流历史', 'Workflow history'),
  match: say('一致', 'matches'),
  mismatch: say('不一致', 'does not match'),
  missing: say('历史中没有', 'not in the history'),
  noHistory: say('历史不可用', 'history not available'),
  clockDone: say('由时钟触发', 'by the clock'),
  engineAway: say('现在连不上 Temporal:只显示日志。', 'Temporal cannot be reached now: only the journal is shown.'),
  neverBorn: say(
    '还没有人对此单元说过话，工作流尚未诞生。',
    'Nobody has spoken in this review yet: its workflow is not born.',
  ),
  fromArchive: say('历史来自归档', 'history from the archive'),
  chainGood: (entries: number) =>
    say(`日志链完整：${entries} 条，逐条重算无误。`, `The chain is whole: ${entries} entries recomputed.`),
  chainBroken: say('日志链有问题：', 'The chain is broken:'),
  openInTemporal: say('在 Temporal 中打开', "Open in Temporal's UI"),
  units: say('各单元', 'By unit'),
  hash: say('散列', 'Hash'),
  event: (id: string) => say(`事件 ${id}`, `event ${id}`),
  command: say('指令', 'Command'),
  extra: say('历史中有、日志中没有的指令', 'Commands in the history that the journal does not know'),
  entries: say('日志', 'Journal'),
  allMatch: (n: number) => say(`人的 ${n} 次行为在两处一致。`, `All ${n} acts of people agree in both places.`),
  someDiffer: (n: number) => say(`有 ${n} 次行为不一致。`, `${n} acts do not agree.`),
});

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
  'deviations-seen': say('发现偏差', 'saw deviations'),
  'finding-settled': say('处理检查发现的问题', 'settled a finding'),
  'findings-left-open': say('阶段结束时仍有未处理的问题', 'left findings open at the end of a phase'),
  'clock-changed': say('调整演练时钟', "changed the rehearsal's clock"),
});
