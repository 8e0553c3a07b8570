import { say, texts } from './text.js';

/** HR's list of what the goal checks find over the whole organization. */
export const findingsPage = texts({
  title: say('目标检查', 'Goal checks'),
  lead: say(
    '对全部单元的目标和计划一起检查的结果。阶段结束前请逐项处理：改正，或写明保留的理由。',
    'What the checks find in the goals and plans of all units together. See to each before the phase ends: have it mended, or say why it stays.',
  ),
  draftsLead: say(
    '假设各单元现在就提交正在写的草稿，检查会发现这些问题。草稿仍在修改，这里不作处理。',
    'What the checks would find if every unit submitted what it is writing now. Drafts still change: nothing is settled here.',
  ),
  showDrafts: say('连同草稿一起看', 'Look at the drafts as well'),
  showStanding: say('只看已提交的目标', 'Only what has been submitted'),
  waitingFor: (units: number) =>
    say(
      `还有 ${units} 个单元没有提交目标，战略覆盖情况尚不完整。`,
      `${units} ${units === 1 ? 'unit has' : 'units have'} not proposed goals yet: what nobody covers now may still be covered.`,
    ),
  toSettle: say('请处理', 'To be settled'),
  forUnits: say('由单元改正或说明', 'For the units to mend or answer'),
  advice: say('提示，不必处理', 'Advice: nothing must be done'),
  answered: say('单元已说明理由', 'Answered by the units'),
  settled: say('已处理', 'Settled'),
  nothing: say('没有发现问题。', 'The checks find nothing.'),
  nothingToSettle: say('没有待处理的问题。', 'Nothing is left to settle.'),
  onlyFirst: (shown: number) => say(`只显示前 ${shown} 项。`, `Only the first ${shown} are shown.`),
  reason: say('保留的理由，或采取的措施', 'Why it stays, or what is done about it'),
  settle: say('确认处理', 'Settle'),
  settleFor: (what: string) => say(`处理：${what}`, `Settle: ${what}`),
  openCount: (open: number) => say(`目标检查：${open} 项待处理`, `Goal checks: ${open} open`),
});
