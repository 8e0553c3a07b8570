import type { PersonRule } from '../../domain/process/index.js';
import type { Bilingual } from '../language.js';
import { say } from './text.js';

/** Who acts, seen from the unit. */
export const ruleNames: Readonly<Record<PersonRule, Bilingual>> = {
  head: say('单元负责人', 'head of the unit'),
  'parent-head': say('上级负责人', 'head above'),
  'second-head': say('再上级负责人', 'second head above'),
  'rater-head': say('另一单元负责人', 'head of the other unit'),
  'common-head': say('双方共同的上级', 'superior of both'),
  'outside-head': say('线外的负责人', 'a head outside the line'),
  hr: say('人力资源', 'HR'),
  finance: say('财务', 'finance'),
  board: say('董事会', 'board'),
};
