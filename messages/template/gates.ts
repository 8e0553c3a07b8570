import type { Comparison, Condition, Gate, Grades, Scorecard } from '../../domain/rules/index.js';
import type { Template } from '../../domain/template.js';
import type { Bilingual } from '../language.js';
import { say } from '../pages/text.js';
import type { PartNames } from './scorecard.js';
import { inBoth, listed } from './words.js';

/** Gates, the guards of single units, and grades. */
export function gatesAndGrades(
  { gates = [], grades }: Scorecard,
  guards: Template['guards'],
  names: PartNames,
): readonly Bilingual[] {
  return [
    ...(gates.length === 0
      ? [say('没有门槛。', 'There are no gates.')]
      : gates.map((gate) => gateSentence(gate, names))),
    ...guards.map(({ unit, gate }) => {
      const sentence = gateSentence(gate, names);
      return say(`仅对 ${unit}：${sentence['zh-CN']}`, `For ${unit} only: ${sentence.en}`);
    }),
    grades === undefined ? say('不分等级。', 'There are no grades.') : gradesSentence(grades),
  ];
}

/** A gate: when it fires, what it does, and why. */
function gateSentence({ when, then, reason }: Gate, names: PartNames): Bilingual {
  const [test, effect] = [conditionWords(when, names), effectWords(then, names)];
  const why =
    reason === undefined
      ? say('', '')
      : inBoth((language) => {
          const words = typeof reason === 'string' ? reason : (reason[language] ?? '');
          return language === 'en' ? ` (${words})` : `（${words}）`;
        });
  return say(`若${test['zh-CN']}，则${effect['zh-CN']}${why['zh-CN']}。`, `If ${test.en}, then ${effect.en}${why.en}.`);
}

const comparisons: Readonly<Record<Comparison, Bilingual>> = {
  '<': say('低于', 'is below'),
  '<=': say('不高于', 'is at most'),
  '>': say('高于', 'is above'),
  '>=': say('不低于', 'is at least'),
  '=': say('等于', 'equals'),
};

/** Tests that differ only in the part they look at are told in one breath. */
function conditionWords(when: Condition, names: PartNames): Bilingual {
  if (!('any' in when) && !('all' in when)) {
    const { component, value = 'points', is, than } = when;
    const [name, how] = [names(component), comparisons[is]];
    const what = value === 'x' ? say('的原始值', ' as measured or rated') : say('的得分', ' in points');
    return say(`${name['zh-CN']}${what['zh-CN']}${how['zh-CN']} ${than}`, `${name.en}${what.en} ${how.en} ${than}`);
  }
  const inner = 'any' in when ? when.any : when.all;
  const [quantifier, link] =
    'any' in when
      ? [say('任一项（', 'any of '), say('；或', '; or ')]
      : [say('每一项（', 'each of '), say('；且', '; and ')];
  const first = inner[0];
  const alike = first !== undefined && inner.every((each) => shape(each) !== null && shape(each) === shape(first));
  if (!alike || inner.length < 2) {
    return inBoth((language) => inner.map((each) => conditionWords(each, names)[language]).join(link[language]));
  }
  const parts = listed(inner.map((each) => ('component' in each ? names(each.component) : say('', ''))));
  const rest = conditionWords({ ...first, component: '' }, () => say('', ''));
  return say(`${quantifier['zh-CN']}${parts['zh-CN']}）${rest['zh-CN']}`, `${quantifier.en}${parts.en}${rest.en}`);
}

const shape = (when: Condition): string | null =>
  'component' in when ? JSON.stringify([when.value ?? 'points', when.is, when.than]) : null;

function effectWords(then: Gate['then'], names: PartNames): Bilingual {
  const each = (of: Readonly<Record<string, string>>, zh: string, en: string): Bilingual =>
    listed(
      Object.entries(of).map(([id, points]) =>
        say(`${names(id)['zh-CN']}${zh} ${points} 分`, `${names(id).en} ${en} ${points} points`),
      ),
    );
  if (then.set !== undefined) return each(then.set, '记', 'gets');
  if (then.atMost !== undefined) return each(then.atMost, '最多得', 'earns at most');
  if (then.totalAtMost !== undefined)
    return say(`总分最高 ${then.totalAtMost}`, `the total is ${then.totalAtMost} at most`);
  return say(`等级为 ${then.grade ?? ''}`, `the grade is ${then.grade ?? ''}`);
}

/** The grades from the highest down, and on what they are looked up. */
function gradesSentence({ bands, below, round }: Grades): Bilingual {
  const all = listed(
    [...bands].reverse().map(({ from, grade }) => say(`${from} 分起为 ${grade}`, `${grade} from ${from}`)),
  );
  const on =
    round === undefined
      ? say('精确的总分', 'the exact total')
      : say(`四舍五入到 ${round} 位小数的总分`, `the total rounded to ${round} place${round === 1 ? '' : 's'}`);
  return say(
    `${all['zh-CN']}，再低为 ${below}；按${on['zh-CN']}查找，不按屏幕上显示的数。`,
    `${all.en}, ${below} below; looked up on ${on.en}, never on what a screen shows.`,
  );
}
