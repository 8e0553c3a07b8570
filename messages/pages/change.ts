import { say } from './text.js';
import type { Bilingual } from '../language.js';

/** Change requests: goals and plan as they shall be, and what that does. */
export const changeFields = {
  ask: say('申请变更', 'Ask for a change'),
  askHint: say(
    '目标和计划批准以后，用变更申请来修改；批准后生成新版本，旧版本仍可查看和比较。',
    'Approved goals and plans are changed by a request. Once it is approved a new version is in force; the old one stays readable and comparable.',
  ),
  reason: say('变更理由', 'Why'),
  effects: say('变更的影响', 'What the change does'),
  goals: say('目标', 'Goals'),
  tasks: say('任务', 'Tasks'),
  goal: say('目标', 'Goal'),
  task: say('任务', 'Task'),
  newGoals: say('变更后的目标', 'Goals after the change'),
  newTasks: say('变更后的任务', 'Tasks after the change'),
  weights: say('权重', 'Weights'),
  before: say('变更前', 'before'),
  after: say('变更后', 'after'),
  moved: say('改期的任务', 'Tasks on other days'),
  expectedScore: say('按目前进度的预期得分', 'Score to be expected at the pace so far'),
  notKnown: say('尚无数据', 'nothing known yet'),
  count: (added: number, changed: number, removed: number): Bilingual =>
    say(`新增 ${added}，修改 ${changed}，删除 ${removed}`, `${added} added, ${changed} changed, ${removed} removed`),
} as const;
