import type { Component, Scorecard } from '../domain/rules/index.js';
import { roleWords } from './calculation.js';
import type { Bilingual } from './language.js';
import { say } from './pages/text.js';
import { curveWords, measureWords } from './template/curves.js';
import { inBoth, listed, same } from './template/words.js';

/** The rule of one part in one sentence: what counts, and how it becomes points. Null: a group, told by its steps. */
export function ruleOfPart(card: Scorecard, id: string): Bilingual | null {
  const part = find(card.root, id);
  if (part === null || 'parts' in part || 'fromGoals' in part) return null;
  const points = curveWords(part.curve ?? { type: 'identity' });
  if ('rating' in part) {
    const { scale, by, requireEvidence = false } = part.rating;
    const roles = listed(
      by.map(({ role, weight }) => inBoth((language) => `${(roleWords[role] ?? same(role))[language]} ${weight}`)),
    );
    return say(
      `按 ${scale.min} 至 ${scale.max} 评分，权重为${roles['zh-CN']}${requireEvidence ? '，须附依据' : ''}；${points['zh-CN']}。`,
      `Rated from ${scale.min} to ${scale.max}, weighted ${roles.en}${requireEvidence ? ', with evidence' : ''}; ${points.en}.`,
    );
  }
  const looked = measureWords[part.measure ?? 'actual'];
  return say(`依据是${looked['zh-CN']}；${points['zh-CN']}。`, `What counts is ${looked.en}; ${points.en}.`);
}

function find(part: Component, id: string): Component | null {
  if (part.id === id) return part;
  if (!('parts' in part)) return null;
  for (const below of part.parts) {
    const found = find(below, id);
    if (found !== null) return found;
  }
  return null;
}
