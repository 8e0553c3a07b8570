/** The sample organization's year: who says what on which day. */
import type { Act } from '../play.js';
import { growth, improvement, items, nextCycle } from './acts/consequence.js';
import { goalSetting } from './acts/goal-setting.js';
import { appeal, application, evaluation, feedback, publication, release } from './acts/judgement.js';
import { monitoring } from './acts/monitoring.js';
import { juneChange, planning } from './acts/planning.js';

/** All acts in the order of time. */
export function storyActs(): readonly Act[] {
  const acts = [
    ...goalSetting(),
    ...planning(),
    ...monitoring(),
    ...juneChange(),
    ...evaluation(),
    ...publication(),
    ...feedback(),
    ...appeal(),
    ...application(),
    ...release(),
    ...items(),
    ...growth(),
    ...improvement(),
    ...nextCycle(),
  ];
  return acts.sort((a, b) => a.at - b.at);
}
