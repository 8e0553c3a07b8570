import type { Recognition } from '../../domain/template.js';
import type { Bilingual } from '../language.js';
import { say } from '../pages/text.js';
import { listed, same, unitKinds } from './words.js';

/** By what criterion somebody is recognized, by whom, and when it is taken back. */
export function recognitionSentences({ kinds, grades }: Recognition): readonly Bilingual[] {
  const [who, which] = [unitKinds(kinds), listed(grades.map(same))];
  return [
    say(
      `公布等级为 ${which['zh-CN']} 的${who['zh-CN']}及其人员可以获得表彰；依据是等级本身，与名次无关。`,
      `Recognition is open to ${who.en} with a published grade of ${which.en}, and to their people: the grade counts, not the rank.`,
    ),
    say(
      '由人力资源部写明事由后提出，另一人确认后生效；更正使等级不再符合时，表彰随之撤回并告知。',
      'HR gives it with words and a second person of HR confirms; where a correction moves the result out of these grades it is taken back, and everybody concerned is told.',
    ),
  ];
}
