import { printNumber } from '../../domain/numbers.js';
import { allocate, budget, distribute, type PoolDocument } from '../../domain/rules/index.js';
import type { Template } from '../../domain/template.js';
import { amountText as amount } from '../amount.js';
import type { Bilingual } from '../language.js';
import { ruleNames } from '../pages/rules.js';
import { say } from '../pages/text.js';
import { curveWords, tellingNumbers } from './curves.js';
import { article } from './steps.js';
import { inBoth, listed, same, unitKinds } from './words.js';

/** How many of each grade calibration aims at, or has to reach, and what that makes of ten units. */
export function distributionSentences(distribution: NonNullable<Template['distribution']>): readonly Bilingual[] {
  const { counts } = distribute({ format: 'perfcycle/distribution@1', count: 10, ...distribution });
  const shares = listed(distribution.shares.map(({ grade, percent }) => same(`${grade} ${percent} %`)));
  const ten = listed(distribution.shares.map(({ grade }) => same(`${grade} ${counts[grade] ?? 0}`)));
  if (distribution.mode === 'quota') {
    return [
      say(
        `校准后的等级名额：${shares['zh-CN']}；10 个单元即 ${ten['zh-CN']}。`,
        `Calibration keeps to a quota of grades: ${shares.en}; of 10 units these are ${ten.en}.`,
      ),
      say(
        '须完全一致，或写明为什么不一致；每一处调整都要写明理由，并由第二人批准。名额和名次都不能成为任何处分的依据。',
        'It is met exactly, or HR says why not; every change has a reason and is approved by a second person. Neither a quota nor a rank is ever the ground of a sanction.',
      ),
    ];
  }
  return [
    say(
      `校准时参考的分布：${shares['zh-CN']}；10 个单元即 ${ten['zh-CN']}。`,
      `Calibration aims at: ${shares.en}; of 10 units these are ${ten.en}.`,
    ),
    say(
      '这只是建议，不强制排名；每一处调整都要写明理由，并由第二人批准。',
      'It is advice and forces no rank: every change has a reason and is approved by a second person.',
    ),
  ];
}

type Bonus = NonNullable<Template['bonus']>;

/** The pool, how it is split, and an example of two units with the same base. */
export function bonusSentences(bonus: Bonus, template: Template): readonly Bilingual[] {
  const kinds = unitKinds(bonus.kinds);
  const byGrade = coefficientsOf(bonus, template);
  const coefficients = listed(byGrade.map(([grade, value]) => same(`${grade} ${value}`)));
  return [
    poolSentence(bonus.pool),
    say(
      `奖金池由${kinds['zh-CN']}按「系数 × 奖金基数」的比例分配；系数：${coefficients['zh-CN']}。分毫不差地分完。`,
      `The pool is split among ${kinds.en} in proportion to coefficient × payroll base, to the cent; coefficients: ${coefficients.en}.`,
    ),
    ...splitExample(bonus, byGrade),
    ownSentence('bonus', bonus.ownUnit, template),
  ];
}

function poolSentence(pool: PoolDocument['pool']): Bilingual {
  if ('amountMinor' in pool) {
    const sum = amount(pool.amountMinor);
    return say(`奖金池为 ${sum}。`, `The pool is ${sum}.`);
  }
  const { poolMinor, reserveMinor } = allocate({ format: 'perfcycle/pool@1', currency: 'XXX', pool, shares: [] });
  const gross = amount((BigInt(poolMinor) + BigInt(reserveMinor)).toString());
  const [base, left] = [amount(pool.baseMinor), amount(poolMinor)];
  if (reserveMinor === '0') {
    return say(
      `奖金池为 ${base} 的 ${pool.ratePercent}%，即 ${left}。`,
      `The pool is ${pool.ratePercent} % of ${base}, which is ${left}.`,
    );
  }
  const [percent, kept] = [pool.reservePercent ?? '0', amount(reserveMinor)];
  return say(
    `${base} 的 ${pool.ratePercent}% 是 ${gross}；其中 ${percent}%（${kept}）留作储备，奖金池为 ${left}。`,
    `${pool.ratePercent} % of ${base} is ${gross}; ${percent} % of that, ${kept}, stays in reserve, and ${left} is the pool.`,
  );
}

type Coefficients = readonly (readonly [grade: string, coefficient: string])[];

/** From the highest grade down; a stored document does not keep the order of its fields. */
function coefficientsOf({ coefficients }: Bonus, { scorecard }: Template): Coefficients {
  const { bands = [], below = '' } = scorecard.grades ?? {};
  const grades = [...bands.map((band) => band.grade).reverse(), below];
  return [...new Set(grades)].flatMap((grade) => {
    const value = coefficients[grade];
    return value === undefined ? [] : [[grade, value] as const];
  });
}

function splitExample({ pool }: Bonus, [first, second]: Coefficients): readonly Bilingual[] {
  if (first === undefined || second === undefined) return [];
  const shares = [first, second].map(([id, coefficient]) => ({ id, coefficient }));
  const { lines } = allocate({ format: 'perfcycle/pool@1', currency: 'XXX', pool, shares });
  const [a, b] = [first[0], second[0]];
  const [mine, yours] = [amount(lines[a] ?? '0'), amount(lines[b] ?? '0')];
  return [
    say(
      `例如只有基数相同的两个单元，等级为 ${a} 和 ${b}：分别得 ${mine} 和 ${yours}。`,
      `Example: two units alone with the same base and the grades ${a} and ${b} get ${mine} and ${yours}.`,
    ),
  ];
}

/** Nobody decides about their own line. */
function ownSentence(kind: 'bonus' | 'budget', ownUnit: string | undefined, template: Template): Bilingual {
  const decider = template.steps.find((step) => step.kind === `${kind}-own`)?.decider ?? 'board';
  const who = ruleNames[decider];
  return ownUnit === undefined
    ? say(
        `财务人员所在单元自己的金额由${who['zh-CN']}审批。`,
        `The lines that pay the people of finance themselves are approved by ${article(who.en)}.`,
      )
    : say(`单元 ${ownUnit} 的金额由${who['zh-CN']}审批。`, `The line of ${ownUnit} is approved by ${article(who.en)}.`);
}

type BudgetRules = NonNullable<Template['budget']>;

/** How a score moves next period's budget, with two computed bases of a million. */
export function budgetSentences(rules: BudgetRules, template: Template): readonly Bilingual[] {
  const [kinds, curve] = [unitKinds(rules.kinds), curveWords(rules.curve)];
  const { envelopeMinor, floorPercent, ceilingPercent } = rules;
  return [
    say(
      `${kinds['zh-CN']}下期预算 = 基数 ×（1 + 百分比）；百分比由总分按曲线得出（分数即百分点）：${curve['zh-CN']}。`,
      `Next period's budget of ${kinds.en} is the base changed by a percentage that the total gives (read points as percent): ${curve.en}.`,
    ),
    ...tellingScores(template, rules).map((score) => budgetExample(rules, score)),
    envelopeMinor === undefined
      ? say('没有预算总额：每个单元各自计算。', 'There is no envelope: every unit stands for itself.')
      : say(
          `再按预算总额 ${amount(envelopeMinor)} 等比缩放，合计分毫不差。`,
          `All lines are then scaled to the envelope of ${amount(envelopeMinor)}, to the cent.`,
        ),
    ...(floorPercent === undefined && ceilingPercent === undefined
      ? []
      : [limitSentence(floorPercent ?? '0', ceilingPercent)]),
    ownSentence('budget', rules.ownUnit, template),
  ];
}

/** Where the lowest and the highest band of grades begin; without grades what tells most about the curve. */
function tellingScores({ scorecard }: Template, { curve }: BudgetRules): readonly string[] {
  const { bands = [] } = scorecard.grades ?? {};
  const [first, last] = [bands[0], bands.at(-1)];
  if (first === undefined || last === undefined) return tellingNumbers(curve).map(printNumber);
  return [...new Set([first.from, last.from])];
}

function budgetExample({ curve }: BudgetRules, score: string): Bilingual {
  const baseMinor = '100000000';
  const units = [{ id: 'example', baseMinor, score }];
  const { lines } = budget({ format: 'perfcycle/budget@1', currency: 'XXX', units, curve });
  const [base, next] = [amount(baseMinor), amount(lines['example'] ?? '0')];
  return say(
    `例如总分 ${score}：${base} 变为 ${next}。`,
    `Example: with a total of ${score}, ${base} becomes ${next}.`,
  );
}

const limitSentence = (floor: string, ceiling: string | undefined): Bilingual =>
  inBoth((language) => {
    const zh = `低于基数的 ${floor}%${ceiling === undefined ? '' : `或高于 ${ceiling}%`}的会被指出。`;
    const en = `Lines below ${floor} %${ceiling === undefined ? '' : ` or above ${ceiling} %`} of their base are pointed out.`;
    return language === 'en' ? en : zh;
  });

/** The windows, instance after instance, and what follows from a decision. */
export function appealSentences({
  workdays,
  decideWorkdays,
  instances,
}: NonNullable<Template['appeal']>): readonly Bilingual[] {
  const windows = instances.map((decider, index) => {
    const who = ruleNames[decider];
    return index === 0
      ? say(
          `结果告知后 ${workdays} 个工作日内可以申诉；${who['zh-CN']}在 ${decideWorkdays} 个工作日内裁定。`,
          `Within ${workdays} working days after its result was told, a unit may appeal; ${article(who.en)} decides within ${decideWorkdays} working days.`,
        )
      : say(
          `对裁定不服，${workdays} 个工作日内可再次申诉；${who['zh-CN']}在 ${decideWorkdays} 个工作日内终裁。`,
          `Within ${workdays} working days after that decision it may appeal again; ${article(who.en)} decides within ${decideWorkdays} working days.`,
        );
  });
  return [
    ...windows,
    say(
      '申诉获支持时更正数据并重新计分，奖金和预算随之冲销、重新入账；所有申诉期结束之前不发放。',
      'A granted appeal corrects facts: results are computed anew, bonus and budget are reversed and posted anew. Nothing is released before all windows are over.',
    ),
  ];
}
