import type { ImprovementRules } from '../../domain/improvement/index.js';
import type { Bilingual } from '../language.js';
import { say } from '../pages/text.js';
import { joined, listed, same, together, workdays } from './words.js';

/** When a unit gets an improvement plan, how it runs, and that no rank opens one. */
export function improvementSentences(rules: ImprovementRules): readonly Bilingual[] {
  const days = together(rules.days.map(same));
  const [notice, object] = [workdays(rules.noticeWorkdays), workdays(rules.objectWorkdays)];
  return [
    joined([
      criterionSentence(rules),
      say('只看本单元自己的结果，从不看名次。', 'Only its own result counts, never its rank.'),
    ]),
    say(
      `由上级负责人提出目标、措施和支持，人力资源批准；批准即告知单元负责人，${notice['zh-CN']}之后才开始，其间 ${object['zh-CN']}内可以申诉。`,
      `The head above proposes goals, measures and support, HR approves. The unit's head is told at once; it begins ${notice.en} later at the earliest, and for ${object.en} the head may appeal.`,
    ),
    say(
      `开始后第 ${days['zh-CN']}天各面谈一次，遇非工作日顺延；之后评定：通过、延长或终止，由人力资源批准。`,
      `Talks are held ${days.en} days after the first day, on the next working day where it is none. Then it is judged: passed, extended or ended, approved by HR.`,
    ),
  ];
}

function criterionSentence({ totalBelow, grades }: ImprovementRules): Bilingual {
  const low = totalBelow === undefined ? null : say(`总分低于 ${totalBelow}`, `total is below ${totalBelow}`);
  const names = grades === undefined ? null : listed(grades.map(same));
  const graded = names === null ? null : say(`等级为 ${names['zh-CN']}`, `grade is ${names.en}`);
  const met = [low, graded].filter((each) => each !== null);
  const [zh, en] = [met.map((each) => each['zh-CN']).join('，或'), met.map((each) => each.en).join(', or whose ')];
  return say(`已公布的${zh}的单元可以有改进计划。`, `A unit whose published ${en} can get an improvement plan.`);
}
