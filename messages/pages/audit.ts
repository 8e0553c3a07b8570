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
  engineAway: say('现在连不上 Temporal：只显示日志。', 'Temporal cannot be reached now: only the journal is shown.'),
  neverBorn: say(
    '还没有人对此单元说过话，工作流尚未诞生。',
    'Nobody has spoken in this review yet: its workflow is not born.',
  ),
  fromArchive: say('历史来自归档', 'history from the archive'),
  chainGood: (entries: number) =>
    say(`日志链完整：${entries} 条，逐条重算无误。`, `The chain is whole: ${entries} entries recomputed.`),
  chainBroken: say('日志链有问题：', 'The chain is broken:'),
  resultsGood: (results: number) =>
    say(
      `${results} 份结果由各自存档的计分卡和事实重算，逐字节一致。`,
      `${results} results recomputed from their own scorecards and facts: the same bytes.`,
    ),
  resultsWrong: say('有结果与其存档的规则和事实不符：', 'Results that their own stored rules and facts do not give:'),
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
