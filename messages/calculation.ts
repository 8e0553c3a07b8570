import type { Bilingual } from './language.js';

const of = (zh: string, en: string): Bilingual => ({ 'zh-CN': zh, en });

/** The operands of a step, ready to be read: named, or in a list. */
export interface Operands {
  readonly named: (name: string) => string;
  readonly has: (name: string) => boolean;
  /** Plain values, or values with their weights. */
  readonly list: readonly { readonly value: string; readonly weight: string | null }[];
  /** What stands behind the step's word, such as a role, a gate or places; already in words where it has some. */
  readonly about: string;
}

const joined = (list: Operands['list'], by: string): string => list.map(({ value }) => value).join(by);
const weighted = (list: Operands['list']): string =>
  list.map(({ value, weight }) => `${value} × ${weight ?? '1'}`).join(' + ');
const weights = (list: Operands['list']): string => list.map(({ weight }) => weight ?? '1').join(' + ');
const meanOf = (list: Operands['list']): string =>
  list.length === 1 ? (list[0]?.value ?? '') : `(${joined(list, ' + ')}) ÷ ${list.length}`;

/** What a step does, as a formula to follow; the result comes behind it. */
export const stepTexts: Readonly<Record<string, (its: Operands) => Bilingual>> = {
  actual: ({ named }) => of(`实际值 ${named('a')}`, `the actual value ${named('a')}`),
  attainment: ({ named }) => {
    const formula = `${named('a')} ÷ ${named('t')} × 100`;
    return of(`完成率（实际 ÷ 目标）${formula}`, `attainment (actual ÷ target) ${formula}`);
  },
  'attainment:lower': ({ named }) => {
    const formula = `(2 − ${named('a')} ÷ ${named('t')}) × 100`;
    return of(`完成率（越低越好）${formula}`, `attainment (lower is better) ${formula}`);
  },
  excess: ({ named }) => {
    const formula = `(${named('a')} − ${named('t')}) ÷ |${named('t')}| × 100`;
    return of(`超出目标 ${formula}`, `excess over the target ${formula}`);
  },
  'excess:lower': ({ named }) => {
    const formula = `(${named('t')} − ${named('a')}) ÷ |${named('t')}| × 100`;
    return of(`低于目标（越低越好）${formula}`, `below the target (lower is better) ${formula}`);
  },
  change: ({ named }) => {
    const formula = `${named('a')} − ${named('b')}`;
    return of(`比基线变化 ${formula}`, `change from the baseline ${formula}`);
  },
  'change:lower': ({ named }) => {
    const formula = `${named('b')} − ${named('a')}`;
    return of(`比基线下降 ${formula}`, `fall from the baseline ${formula}`);
  },
  progress: ({ named }) => {
    const formula = `(${named('a')} − ${named('b')}) ÷ (${named('t')} − ${named('b')}) × 100`;
    return of(`进度 ${formula}`, `progress ${formula}`);
  },
  'curve:identity': ({ named }) => of(`得分就是 ${named('x')}`, `the points are ${named('x')} itself`),
  'curve:line': ({ named }) =>
    of(
      `${named('x')} 在 ${named('x1')} 与 ${named('x2')} 之间：${onLine(named)}`,
      `${named('x')} lies between ${named('x1')} and ${named('x2')}: ${onLine(named)}`,
    ),
  'curve:extended': ({ named }) =>
    of(
      `${named('x')} 在曲线之外，按最后一段延长：${onLine(named)}`,
      `${named('x')} lies outside, the last piece goes on: ${onLine(named)}`,
    ),
  'curve:held': ({ named }) =>
    of(
      `${named('x')} 到了曲线的端点 ${named('at')}，得端点的分数`,
      `${named('x')} is at or beyond the end ${named('at')}: the points of that end`,
    ),
  'curve:outside': ({ named }) =>
    of(
      `${named('x')} 在曲线的端点 ${named('at')} 之外，得固定分数`,
      `${named('x')} is beyond the end ${named('at')}: fixed points`,
    ),
  'curve:steps': ({ named, has }) => {
    const [x, from, until] = [named('x'), named('from'), named('until')];
    if (has('from') && has('until')) {
      return of(`${x} 在 ${from}（含）到 ${until}（不含）一档`, `${x} is in the band from ${from} to below ${until}`);
    }
    if (has('from')) return of(`${x} 在 ${from} 及以上一档`, `${x} is in the band from ${from} up`);
    return of(`${x} 低于最低一档 ${until}`, `${x} is below the lowest band, ${until}`);
  },
  'curve:base': ({ named }) => of(`${named('x')} 一侧不加不减，得基本分`, `nothing for ${named('x')}: the base points`),
  'curve:per-unit:up': ({ named, has }) => perUnit(named, has, '+', '加', 'plus'),
  'curve:per-unit:down': ({ named, has }) => perUnit(named, has, '−', '减', 'minus'),
  'curve:in-band': ({ named }) =>
    of(
      `${named('x')} 在 ${named('low')} 至 ${named('high')} 之内，得满分`,
      `${named('x')} is within ${named('low')} to ${named('high')}: full points`,
    ),
  'curve:out-of-band': ({ named }) => {
    const formula = `${named('full')} − |${named('x')} − ${named('edge')}| × ${named('each')}`;
    return of(
      `${named('x')} 在区间之外：${formula}，不低于 ${named('min')}`,
      `${named('x')} is outside: ${formula}, at least ${named('min')}`,
    );
  },
  'curve:grid': ({ named }) =>
    of(
      `查表第 ${named('row')} 行第 ${named('column')} 列`,
      `row ${named('row')}, column ${named('column')} of the table`,
    ),
  best: ({ list }) => of(`${joined(list, '、')} 种看法中取最好的`, `the best of ${joined(list, ', ')} views`),
  mean: ({ list, about }) => of(`${about}的平均 ${meanOf(list)}`, `mean of ${about} ${meanOf(list)}`),
  roles: ({ list }) => {
    const formula = `(${weighted(list)}) ÷ (${weights(list)})`;
    return of(`按角色加权 ${formula}`, `weighted by role ${formula}`);
  },
  factor: ({ named }) => {
    const formula = `${named('value')} × ${named('percent')} ÷ 100`;
    return of(`乘以系数 ${formula}`, `times the factor ${formula}`);
  },
  add: ({ named }) => {
    const formula = `${named('value')} + ${named('added')}`;
    return of(`加减分 ${formula}`, `plus the entries ${formula}`);
  },
  scale: ({ named }) => {
    const [value, a, b, c, d] = ['value', 'a', 'b', 'c', 'd'].map(named);
    const formula = `${c} + (${value} − ${a}) × (${d} − ${c}) ÷ (${b} − ${a})`;
    return of(`换算到另一分制 ${formula}`, `onto another scale ${formula}`);
  },
  min: ({ named }) => of(`${named('value')} 提高到下限`, `${named('value')} is raised to the least`),
  max: ({ named }) => of(`${named('value')} 降到上限`, `${named('value')} is capped at the most`),
  round: ({ named, about }) =>
    of(`${named('value')} 四舍五入到 ${about} 位小数`, `${named('value')} rounded to ${about} places`),
  'weighted-mean': ({ list }) => {
    const formula = `(${weighted(list)}) ÷ (${weights(list)})`;
    return of(`加权平均 ${formula}`, `weighted mean ${formula}`);
  },
  'weighted-sum': ({ list }) => of(`加权之和 ${weighted(list)}`, `weighted sum ${weighted(list)}`),
  sum: ({ list }) => of(`相加 ${joined(list, ' + ')}`, `sum ${joined(list, ' + ')}`),
  'mean-of-parts': ({ list }) => of(`平均 ${meanOf(list)}`, `mean ${meanOf(list)}`),
  'min-of-parts': ({ list }) => of(`取 ${joined(list, '、')} 中最低的`, `the least of ${joined(list, ', ')}`),
  'max-of-parts': ({ list }) => of(`取 ${joined(list, '、')} 中最高的`, `the most of ${joined(list, ', ')}`),
  gate: ({ named, about }) =>
    of(`护栏「${about}」改变 ${named('value')}`, `the guard “${about}” changes ${named('value')}`),
};

function onLine(named: Operands['named']): string {
  const [x, x1, y1, x2, y2] = ['x', 'x1', 'y1', 'x2', 'y2'].map(named);
  return `${y1} + (${x} − ${x1}) × (${y2} − ${y1}) ÷ (${x2} − ${x1})`;
}

function perUnit(named: Operands['named'], has: Operands['has'], sign: string, zh: string, en: string): Bilingual {
  const formula = `${named('base')} ${sign} ${named('units')} × ${named('points')}`;
  const [every, max] = [named('every'), named('max')];
  return of(
    `每 ${every} ${zh} ${named('points')} 分，共 ${named('units')} 个：${formula}${has('max') ? `，最多 ${max} 分` : ''}`,
    `${en} ${named('points')} for every ${every}, ${named('units')} times: ${formula}${has('max') ? `, ${max} at most` : ''}`,
  );
}

/** Why a part has no points of its own, by what was missing. */
export const withoutTexts: Readonly<Record<string, (reason: string) => Bilingual>> = {
  'not-applicable': (reason) => of(`不适用：${reason}`, `does not apply: ${reason}`),
  excluded: (reason) => of(`不计入：${reason}`, `left out: ${reason}`),
  zero: (reason) => of(`计零分：${reason}`, `zero points: ${reason}`),
};

export const roleWords: Readonly<Record<string, Bilingual>> = {
  superior: of('上级', 'superior'),
  cooperating: of('协作单元', 'cooperating units'),
  self: of('自评', 'self'),
};

export const scoreFindingTexts: Readonly<Record<string, Bilingual>> = {
  NO_DATA: of('缺数据，请填报', 'data is missing; report it'),
  NO_DENOMINATOR: of('分母为零，无法计算；请检查目标和基线', 'the denominator is zero; look at target and baseline'),
  NEGATIVE_TARGET: of('目标为负，无法计算完成率', 'a negative target has no attainment'),
  RATING_OUT_OF_SCALE: of('评分超出分制，未计入', 'a rating outside its scale does not count'),
  EVIDENCE_MISSING: of('评分缺依据，未计入', 'a rating without evidence does not count'),
  GATE: of('护栏生效', 'the guard took effect'),
  GATE_NOT_TESTED: of('护栏缺数据，未检验', 'the guard could not be tested: data is missing'),
  NOTHING_APPLICABLE: of('没有适用的项，无法计分', 'nothing applies, so there is no score'),
  PART_LEFT_OUT: of('有一项未计入，因此不能相加', 'a part was left out, so nothing can be summed'),
};

export const explanationTexts = {
  total: (total: string) => of(`总分：${total}`, `Total: ${total}`),
  blocked: of('无法计分。', 'There is no score.'),
  grade: (grade: string) => of(`等级：${grade}`, `Grade: ${grade}`),
  gradeFrom: (shown: string, grade: string, from: string) =>
    of(`等级：${grade}（${shown} 达到 ${from}）`, `Grade: ${grade} (${shown} reaches ${from})`),
  gradeBelow: (shown: string, grade: string, from: string) =>
    of(`等级：${grade}（${shown} 低于 ${from}）`, `Grade: ${grade} (${shown} is below ${from})`),
  points: (points: string) => of(`得分 ${points}`, `${points} points`),
  noPoints: of('没有得分', 'no points'),
  weight: (weight: string) => of(`权重 ${weight}`, `weight ${weight}`),
  reweighted: (weight: string, effective: string) =>
    of(
      `权重 ${weight}，因其他项不计入而按 ${effective} 计`,
      `weight ${weight}, counted as ${effective} because other parts are left out`,
    ),
  contribution: (contribution: string) => of(`贡献 ${contribution}`, `contributes ${contribution}`),
  exactly: (exact: string) => of(`（精确值 ${exact}）`, ` (exactly ${exact})`),
} as const;
