import { exact, printNumber, type Rational } from '../../domain/numbers.js';
import type { Curve, Measure, PerUnit } from '../../domain/rules/index.js';
import type { Bilingual } from '../language.js';
import { say } from '../pages/text.js';
import { listed } from './words.js';

/** What is looked at before a curve makes points of it. */
export const measureWords: Readonly<Record<Measure, Bilingual>> = {
  actual: say('实际值', 'the actual value'),
  attainment: say(
    '完成率（实际占目标的百分比；越低越好时反过来算）',
    'attainment: the actual value in percent of the target, turned round where less is better',
  ),
  excess: say(
    '超出目标的百分比（越低越好时为低于目标的百分比）',
    'percent above the target, or below it where less is better',
  ),
  change: say('比基线的变化', 'the change from the baseline'),
  progress: say('从基线到目标走完的百分比', 'percent of the way from baseline to target'),
};

/** A curve as a clause: "0 gives 0, 70 gives 100 points, straight between; …". */
export function curveWords(curve: Curve): Bilingual {
  switch (curve.type) {
    case 'identity':
      return say('数值就是得分', 'the number itself is the points');
    case 'line':
      return lineWords(curve);
    case 'steps': {
      const bands = listed(curve.from.map(([x, y]) => say(`${x} 起得 ${y} 分`, `${y} points from ${x}`)));
      return say(`${bands['zh-CN']}，再低得 ${curve.below} 分`, `${bands.en}, ${curve.below} below`);
    }
    case 'per-unit':
      return perUnitWords(curve);
    case 'in-band': {
      const { low, high, points, perUnit, min = '0' } = curve;
      return say(
        `在 ${low} 至 ${high} 之内得 ${points} 分，每偏离 1 减 ${perUnit} 分，不低于 ${min} 分`,
        `${points} points within ${low} to ${high}, ${perUnit} less for each 1 outside, at least ${min}`,
      );
    }
    case 'grid':
      return say(
        `按 ${curve.rows.of} 与 ${curve.columns.of} 查表`,
        `looked up in a table of ${curve.rows.of} and ${curve.columns.of}`,
      );
    case 'best':
      return say(`${curve.of.length} 种算法中取最高`, `the best of ${curve.of.length} ways to look at it`);
  }
}

function lineWords(curve: Extract<Curve, { type: 'line' }>): Bilingual {
  const points = listed(curve.points.map(([x, y]) => say(`${x} 得 ${y} 分`, `${x} gives ${y}`)));
  const [first, last] = [curve.points[0]?.[0] ?? '', curve.points.at(-1)?.[0] ?? ''];
  const low = edge(curve.below, say(`低于 ${first}`, `below ${first}`));
  const high = edge(curve.above, say(`高于 ${last}`, `above ${last}`));
  return say(
    `${points['zh-CN']}，其间按直线计算；${low['zh-CN']}，${high['zh-CN']}`,
    `${points.en} points, straight between; ${low.en}, ${high.en}`,
  );
}

function edge(rule: string | undefined, where: Bilingual): Bilingual {
  if (rule === undefined || rule === 'hold') return say(`${where['zh-CN']} 按端点计`, `${where.en} as at that end`);
  if (rule === 'extend') return say(`${where['zh-CN']} 按原斜率延长`, `${where.en} the line goes on`);
  return say(`${where['zh-CN']} 得 ${rule} 分`, `${where.en}: ${rule}`);
}

function perUnitWords({ base, up, down, whole = true }: Extract<Curve, { type: 'per-unit' }>): Bilingual {
  const side = (unit: PerUnit | undefined, zh: readonly [string, string], en: readonly [string, string]): Bilingual => {
    if (unit === undefined) return say(`${zh[0]} 0 不${zh[1]}分`, `${en[0]} 0 nothing ${en[1]}`);
    const { every, points, max } = unit;
    return say(
      `每${zh[0]} 0 ${whole ? '满 ' : ''}${every} ${zh[1]} ${points} 分${max === undefined ? '' : `，最多 ${max} 分`}`,
      `${points} points ${en[1]} for every ${whole ? 'full ' : ''}${every} ${en[0]} 0${max === undefined ? '' : `, ${max} at most`}`,
    );
  };
  const [more, less] = [
    side(up, ['高于', '加'], ['above', 'added']),
    side(down, ['低于', '减'], ['below', 'taken off']),
  ];
  return say(`0 得 ${base} 分，${more['zh-CN']}；${less['zh-CN']}`, `0 gives ${base} points, ${more.en}; ${less.en}`);
}

/** Two numbers that show what the curve does: at an edge and past it. None where it looks at more than one number. */
export function tellingNumbers(curve: Curve): readonly Rational[] {
  switch (curve.type) {
    case 'identity':
      return [exact('80'), exact('110')];
    case 'line': {
      const [left, right] = curve.points.slice(-2).map(([x]) => exact(x));
      return left === undefined || right === undefined ? [] : [left, left.add(right).div(exact('2'))];
    }
    case 'steps':
      return [curve.from[0], curve.from.at(-1)].flatMap((point) => (point === undefined ? [] : [exact(point[0])]));
    case 'per-unit': {
      const up = exact(curve.up?.every ?? '1');
      const down = exact(curve.down?.every ?? '1');
      return [up.mul(exact('2.5')), down.mul(exact('1.5')).neg()];
    }
    case 'in-band':
      return [exact(curve.low), exact(curve.high).add(exact('1'))];
    case 'grid':
    case 'best':
      return [];
  }
}

export interface ExampleFact {
  readonly baseline?: string;
  readonly target?: string;
  readonly actual: string;
}

/** Baseline 100, target 200 and the actual value for which the measure gives x. */
export function factFor(measure: Measure, x: Rational): ExampleFact {
  const [baseline, target] = [exact('100'), exact('200')];
  const share = x.div(exact('100'));
  switch (measure) {
    case 'actual':
      return { actual: printNumber(x) };
    case 'attainment':
      return { target: '200', actual: printNumber(target.mul(share)) };
    case 'excess':
      return { target: '200', actual: printNumber(target.add(target.mul(share))) };
    case 'change':
      return { baseline: '100', actual: printNumber(baseline.add(x)) };
    case 'progress':
      return { baseline: '100', target: '200', actual: printNumber(baseline.add(target.sub(baseline).mul(share))) };
  }
}
