import { decisionsOf, type Ladder, type Phase } from '../../domain/process/index.js';
import { type Template, type TemplateStep, usualAgainWorkdays, usualDecideWorkdays } from '../../domain/template.js';
import type { Bilingual } from '../language.js';
import { ruleNames } from '../pages/rules.js';
import { say } from '../pages/text.js';
import { decisionNames, kindNames, phaseNames } from '../steps.js';
import { whenWords } from './when.js';
import { inBoth, joined, listed, same, together, workdays } from './words.js';

/** A phase with all its steps: times, persons, windows. */
export function phaseSentences(template: Template, phase: Template['phases'][number]): readonly Bilingual[] {
  const opens = whenWords(phase.opens);
  const name = phaseNames[phase.id];
  return [
    say(`${opens['zh-CN']}进入「${name['zh-CN']}」阶段。`, `The phase begins ${opens.en}.`),
    ...template.steps.filter((step) => step.phase === phase.id).map((step) => stepSentence(step, template)),
  ];
}

/** Phases with a title that says what they are. */
export const phaseTitle = (phase: Phase): Bilingual => phaseNames[phase];

function stepSentence(step: TemplateStep, template: Template): Bilingual {
  return joined([
    times(step, template),
    ...waits(step, template),
    closing(step),
    ...deciding(step),
    ...(step.ladder === undefined ? [] : [ladderSentence(step.ladder)]),
  ]);
}

/** A kind that stands several times is told by its id. */
function nameOf(step: TemplateStep, template: Template): Bilingual {
  const name = kindNames[step.kind];
  const several = template.steps.filter((each) => each.kind === step.kind).length > 1;
  return several ? inBoth((language) => `${name[language]} ${step.id}`) : name;
}

function times(step: TemplateStep, template: Template): Bilingual {
  const [name, opens, due] = [nameOf(step, template), whenWords(step.opens), whenWords(step.due)];
  const who = ruleNames[step.submitter];
  const decisions = decisionsOf(step.kind)?.map((decision) => decisionNames[decision]);
  const decider = step.decider === undefined || decisions === undefined ? null : deciderWords(step);
  const [yes, no] = decisions ?? [];
  const decided =
    decider === null
      ? say('', '')
      : say(
          `，${decider['zh-CN']}${yes?.['zh-CN'] ?? ''}或${no?.['zh-CN'] ?? ''}`,
          `, ${decider.en} answers (${yes?.en.toLowerCase() ?? ''} or ${no?.en.toLowerCase() ?? ''})`,
        );
  return say(
    `${name['zh-CN']}：${opens['zh-CN']}开放，${due['zh-CN']}截止；${who['zh-CN']}提交${decided['zh-CN']}。`,
    `${name.en}: opens ${opens.en}, due ${due.en}; ${article(who.en)} submits${decided.en}.`,
  );
}

/** Where both belong to the same office, two persons of it are asked. */
function deciderWords({ submitter, decider = submitter }: TemplateStep): Bilingual {
  const who = ruleNames[decider];
  return decider === submitter
    ? say(`另一位${who['zh-CN']}`, `another person of ${who.en}`)
    : say(who['zh-CN'], article(who.en));
}

/** Persons and the board with an article, HR and finance without. */
export const article = (name: string): string => (name === 'HR' || name === 'finance' ? name : `the ${name}`);

function waits({ after, cutOff }: TemplateStep, template: Template): readonly Bilingual[] {
  const steps = after.flatMap((id) => template.steps.filter((step) => step.id === id));
  if (steps.length === 0) return [];
  const names = together(steps.map((step) => nameOf(step, template)));
  const waiting = say(`须等「${names['zh-CN']}」结束。`, `It waits for the end of: ${names.en}.`);
  if (cutOff === undefined) return [waiting];
  const until = whenWords(cutOff);
  return [waiting, say(`${until['zh-CN']}之后不再等。`, `After ${until.en.replace(/^on /, '')} it waits no longer.`)];
}

function closing({ closeWorkdays, onClose }: TemplateStep): Bilingual {
  const then =
    onClose === 'cancel'
      ? say('未完成的取消', 'what is still open is cancelled')
      : say('未完成的强制推进，周期继续', 'what is still open is forwarded and the cycle goes on without it');
  const days = workdays(closeWorkdays);
  return closeWorkdays === 0
    ? say(`截止即关闭：${then['zh-CN']}。`, `It closes with the due day: ${then.en}.`)
    : say(`截止后 ${days['zh-CN']}关闭：${then['zh-CN']}。`, `${days.en} after the due day it closes: ${then.en}.`);
}

/** What a step says about its answers; the usual is told once, by `usualAnswers`. */
function deciding(step: TemplateStep): readonly Bilingual[] {
  if (step.decider === undefined) return [];
  return [
    ...(step.decideWorkdays === undefined ? [] : [answerClock(step.decideWorkdays)]),
    ...(step.againWorkdays === undefined || step.onNo === 'done' ? [] : [againClock(step.againWorkdays)]),
  ];
}

/** Where a step says nothing else. */
export const usualAnswers = (): readonly Bilingual[] => [
  say('除非步骤另有规定：', 'Unless a step says otherwise, this holds.'),
  answerClock(usualDecideWorkdays),
  againClock(usualAgainWorkdays),
];

const answerClock = ([due, close]: readonly [number, number]): Bilingual =>
  say(
    `提交后 ${due} 个工作日内应答复，${close} 个工作日后不再等待。`,
    `The answer is due within ${workdays(due).en} of the submission and is waited for ${workdays(close).en}.`,
  );

const againClock = (days: number): Bilingual =>
  say(
    `退回或迟开的至少再有 ${days} 个工作日。`,
    `What is returned, or opens late, gets at least ${workdays(days).en}.`,
  );

/** "Reminded 5 and 1 working days before the due day …". */
export function ladderSentence({ remindBefore, remindAfter, escalateAfter }: Ladder): Bilingual {
  const days = (rungs: readonly number[]): Bilingual =>
    say(rungs.join('、'), `${together(rungs.map(same)).en} working day${rungs.join() === '1' ? '' : 's'}`);
  const parts: Bilingual[] = [];
  const part = (rungs: readonly number[], zh: (n: string) => string, en: (n: string) => string): void => {
    if (rungs.length > 0) parts.push(say(zh(days(rungs)['zh-CN']), en(days(rungs).en)));
  };
  part(
    remindBefore,
    (n) => `截止前第 ${n} 个工作日提醒`,
    (n) => `a reminder ${n} before the due day`,
  );
  part(
    remindAfter,
    (n) => `截止后第 ${n} 个工作日催办`,
    (n) => `a reminder ${n} after it`,
  );
  part(
    escalateAfter,
    (n) => `截止后第 ${n} 个工作日告知上级`,
    (n) => `the head above is told ${n} after it`,
  );
  if (parts.length === 0) return say('不提醒。', 'Nobody is reminded.');
  const all = listed(parts);
  return say(`${all['zh-CN']}。`, `${all.en.charAt(0).toUpperCase()}${all.en.slice(1)}.`);
}
