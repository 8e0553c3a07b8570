/** The templates that come with the program, and what a test does with one. */
import { sha256Hex } from '../../../documents/digest.js';
import { readLibrary } from '../../../documents/library.js';
import { scoreUnit, type UnitResult } from '../../../domain/cycle/index.js';
import type { Goal, Metric } from '../../../domain/rules/index.js';
import type { Template } from '../../../domain/template.js';

export const library = await readLibrary();

export function templateOf(id: string): Template {
  const found = library.find((template) => template.id === id);
  if (found === undefined) throw new Error(`no template ${id}`);
  return found;
}

/** A measured goal of the unit `u`, on the metric of its own name. */
export const kpi = (
  metric: string,
  weight: string,
  baseline: string,
  target: string,
  more: Partial<Goal> = {},
): Goal => ({
  id: `u/${metric}`,
  unit: 'u',
  title: metric,
  metric,
  weight,
  baseline,
  target,
  due: '2027-12-31',
  ...more,
});

export const qualitative = (name: string, weight: string): Goal => ({
  id: `u/${name}`,
  unit: 'u',
  title: name,
  kind: 'qualitative',
  rubric: ['1', '5'],
  weight,
  due: '2027-12-31',
});

/** Part → the superior's value, then those of the cooperating units. */
type Given = Readonly<Record<string, readonly [superior: string, ...cooperating: string[]]>>;

/** The unit `u` under the template: goals, values by metric, ratings by part. */
export function scored(
  template: Template,
  it: {
    readonly goals: readonly Goal[];
    readonly values?: Readonly<Record<string, string>>;
    readonly ratings?: Given;
    readonly lower?: readonly string[];
  },
): UnitResult['result'] {
  const ratings = Object.entries(it.ratings ?? {}).map(([part, [superior, ...others]]) => [
    part,
    [
      { role: 'superior', by: 'above', value: superior, evidence: ['minutes'] },
      ...others.map((value, index) => ({ role: 'cooperating', by: `beside-${index}`, value, evidence: ['minutes'] })),
    ],
  ]);
  const values = new Map(Object.entries(it.values ?? {}).map(([metric, value]) => [metric, { value }]));
  const metrics = new Map<string, Pick<Metric, 'better'>>(
    (it.lower ?? []).map((metric) => [metric, { better: 'lower' }]),
  );
  const input = { unitId: 'u', goals: it.goals, ratings: Object.fromEntries(ratings) as Record<string, never> };
  return scoreUnit(template, input, { values, metrics }, { sha256: sha256Hex }).result;
}

export const pointsOf = (
  result: UnitResult['result'],
  ...parts: readonly string[]
): readonly (string | null | undefined)[] => parts.map((part) => result.lines[part]?.points);
