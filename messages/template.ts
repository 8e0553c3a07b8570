import type { Template } from '../domain/template.js';
import type { Bilingual } from './language.js';
import { say } from './pages/text.js';
import { gatesAndGrades } from './template/gates.js';
import { improvementSentences } from './template/improvement.js';
import { appealSentences, bonusSentences, budgetSentences, distributionSentences } from './template/money.js';
import { recognitionSentences } from './template/recognition.js';
import { partNames, scorecardSentences } from './template/scorecard.js';
import { ladderSentence, phaseSentences, phaseTitle, usualAnswers } from './template/steps.js';
import { whenWords } from './template/when.js';
import { joined, same, together, unitKinds } from './template/words.js';

/** One part of an explanation: a title and what there is to say, in both languages. */
export interface TemplateSection {
  readonly id: string;
  readonly title: Bilingual;
  readonly sentences: readonly Bilingual[];
}

/** A template in words: who, when, by which rules, with what consequences. Every figure in it is computed by the rules. */
export function explainTemplate(template: Template): readonly TemplateSection[] {
  const { scorecard, guards, distribution, bonus, budget, appeal, recognition, improvement } = template;
  const sections: readonly (TemplateSection | null)[] = [
    section('subjects', say('考核谁', 'Who is reviewed'), [subjectsSentence(template)]),
    ...template.phases.map((phase) =>
      section(`phase-${phase.id}`, phaseTitle(phase.id), phaseSentences(template, phase)),
    ),
    section('reminders', say('提醒与答复', 'Reminders and answers'), [
      ladderSentence(template.ladder),
      joined(usualAnswers()),
    ]),
    section('bounds', say('目标的数量与权重', 'Bounds of goals'), [boundsSentence(template)]),
    section('scorecard', say('怎么得分', 'How points come about'), scorecardSentences(scorecard)),
    section(
      'gates',
      say('门槛与等级', 'Gates and grades'),
      gatesAndGrades(
        scorecard,
        guards,
        partNames(
          scorecard,
          guards.map((guard) => guard.part),
        ),
      ),
    ),
    section('monitoring', say('偏差预警', 'Deviations'), [monitoringSentence(template)]),
    distribution === undefined
      ? null
      : section('distribution', say('等级分布', 'Distribution of grades'), distributionSentences(distribution)),
    bonus === undefined ? null : section('bonus', say('奖金', 'Bonus'), bonusSentences(bonus, template)),
    budget === undefined ? null : section('budget', say('下期预算', 'Budget'), budgetSentences(budget, template)),
    appeal === undefined ? null : section('appeal', say('申诉', 'Appeals'), appealSentences(appeal)),
    recognition === undefined
      ? null
      : section('recognition', say('表彰', 'Recognition'), recognitionSentences(recognition)),
    improvement === undefined
      ? null
      : section('improvement', say('改进计划', 'Improvement plans'), improvementSentences(improvement)),
    section('end', say('周期结束', 'The end'), [endSentence(template)]),
  ];
  return sections.filter((each) => each !== null);
}

const section = (id: string, title: Bilingual, sentences: readonly Bilingual[]): TemplateSection => ({
  id,
  title,
  sentences,
});

function subjectsSentence({ subjects }: Template): Bilingual {
  if (subjects.units !== undefined) {
    const units = together(subjects.units.map(same));
    return say(`考核这些单元：${units['zh-CN']}。`, `These units are reviewed: ${units.en}.`);
  }
  const kinds = unitKinds(subjects.kinds);
  return say(
    `考核范围内的${kinds['zh-CN']}，自周期的顶层单元起。`,
    `All ${kinds.en} at and below the root unit of the cycle are reviewed.`,
  );
}

function boundsSentence({ bounds }: Template): Bilingual {
  const [[least, most], [light, heavy], total] = [bounds.goals, bounds.weight, bounds.weightTotal];
  return say(
    `每个单元 ${least} 至 ${most} 个目标，每个权重 ${light} 至 ${heavy}，合计 ${total}；不符合的不能提交。`,
    `A unit has ${least} to ${most} goals, each weighing ${light} to ${heavy}, ${total} together; otherwise they cannot be submitted.`,
  );
}

const monitoringSentence = ({ monitoring: { amber, red } }: Template): Bilingual =>
  say(
    `检查点上，实际进度不足期望进度的 ${amber}% 记黄灯，不足 ${red}% 记红灯。`,
    `At a checkpoint a goal is amber where less than ${amber} % of the way expected is made, red under ${red} %.`,
  );

function endSentence({ closes }: Template): Bilingual {
  const day = whenWords(closes);
  return say(
    `${day['zh-CN']}周期关闭，之后不再接收任何内容。`,
    `The cycle ends ${day.en}; nothing is received afterwards.`,
  );
}
