import { say, texts } from './text.js';

/** Tasks of plans: one's own, their progress, the timeline. */
export const tasksPage = texts({
  mine: say('我的任务', 'My tasks'),
  lead: say(
    '您负责的任务。随时可以报告进度，单元负责人会看到是谁、在什么时候报告的。',
    'The tasks that you own. Report at any time how far they are; the head of the unit sees who said so, and when.',
  ),
  none: say('您现在没有负责的任务。', 'You own no tasks now.'),
  of: (unit: string, cycle: string) => say(`${unit} · ${cycle}`, `${unit} · ${cycle}`),
  standFor: (who: string) => say(`代 ${who}`, `for ${who}`),
  serves: say('所属目标', 'For the goal'),
  dates: say('起止', 'From – to'),
  owner: say('负责人', 'Owner'),
  after: say('在这些任务之后', 'After'),
  progress: say('进度', 'Progress'),
  percent: say('完成百分比', 'Percent done'),
  note: say('说明（选填）', 'Note (optional)'),
  report: say('报告进度', 'Report progress'),
  reported: say('进度已记录。', 'The progress is recorded.'),
  reportedBy: (who: string, when: string) => say(`${who}，${when}`, `${who}, ${when}`),
  notReported: say('尚未报告', 'not reported yet'),
  reports: say('历次报告', 'All reports'),
  late: say('已逾期', 'late'),
  lateBy: (days: number) => say(`逾期 ${days} 天`, days === 1 ? '1 day late' : `${days} days late`),
  endsToday: say('今天结束', 'ends today'),
  endsIn: (days: number) => say(`还有 ${days} 天结束`, days === 1 ? 'ends in 1 day' : `ends in ${days} days`),
  done: say('已完成', 'done'),
  dueSoon: say('我的任务：即将到期或已逾期', 'My tasks that end soon or are late'),
  closed: say('周期已关闭，不再报告进度。', 'The cycle is closed: nothing is reported any more.'),
  all: say('全部任务', 'All my tasks'),
});
