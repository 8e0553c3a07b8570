import { say } from './text.js';
import type { Bilingual } from '../language.js';

/** Goals of two units that touch: what is to be said about them. */
export const alignmentFields = {
  about: say('双方相关的目标', 'The goals that touch'),
  nothing: say('双方的目标不再相关。', 'The goals no longer touch.'),
  how: say('关系', 'How'),
  goals: say('目标', 'Goals'),
  gone: (id: string): Bilingual => say(`${id}（已不存在）`, `${id} (no longer there)`),
  CONFLICT_DIRECTION: say('同一指标，方向相反', 'One metric, opposite directions'),
  CONFLICT_TENSION: say('指标互相牵制', 'Metrics in tension'),
  SHARED_METRIC: say('共用一个指标', 'A shared metric'),
  note: say('如何并存，为什么', 'How they can stand side by side, and why'),
  guard: say('护栏规则', 'Guard'),
  guardHint: say(
    '护栏防止一个目标以牺牲另一个为代价达成：当被看守的指标落在界线的这一侧时，被约束的目标最多得这么多分。双方同意（或上级裁定）后，它进入计分卡。',
    'A guard keeps one goal from being reached at the cost of another: while the watched metric is on that side of the line, the goal held down earns at most so many points. Agreed on, or settled, it enters the scorecard.',
  ),
  noGuard: say('不设护栏', 'no guard'),
  metric: say('当指标', 'While the metric'),
  is: say('是', 'is'),
  than: say('界线', 'than'),
  hold: say('则目标', 'then the goal'),
  atMost: say('最多得分', 'earns at most (points)'),
  sentence: (metric: string, is: string, than: string, held: string, atMost: string): Bilingual =>
    say(
      `当「${metric}」${is} ${than} 时，「${held}」最多得 ${atMost} 分。`,
      `While "${metric}" is ${is} ${than}, "${held}" earns at most ${atMost} points.`,
    ),
} as const;
