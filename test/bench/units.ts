/** A generated organization: n teams beside the sample's units, each with a head of its own. */
import { readFileSync } from 'node:fs';
import type { Goal } from '../../domain/rules/index.js';

interface Document {
  readonly persons: readonly unknown[];
  readonly units: readonly unknown[];
}
type Json = Readonly<Record<string, unknown>>;

const read = (name: string): Json & Document =>
  JSON.parse(readFileSync(new URL(`../../sample/${name}.json`, import.meta.url), 'utf8')) as Json & Document;

export const unitId = (index: number): string => `bench-${String(index)}`;
export const headId = (index: number): string => `bench-head-${String(index)}`;
/** Approves all of them: the head of the unit above. */
export const superior = 'ding-lei';

/** The sample organization with n teams more, all below one of its teams. */
export function benchOrganization(count: number): Json {
  const sample = read('organization');
  const indexes = Array.from({ length: count }, (_, index) => index);
  const named = (name: string): Json => ({ 'zh-CN': name, en: name });
  return {
    ...sample,
    persons: [...sample.persons, ...indexes.map((n) => ({ id: headId(n), name: named(`Head ${String(n)}`) }))],
    units: [
      ...sample.units,
      ...indexes.map((n) => ({
        id: unitId(n),
        kind: 'team',
        parent: 'sales-east',
        name: named(`Team ${String(n)}`),
        head: headId(n),
      })),
    ],
  };
}

const moneySteps = new Set(['bonus', 'bonus-own', 'budget', 'budget-own']);

/** The sample's template for these teams only, without guards and money. */
export function benchTemplate(id: string, count: number): Json {
  const { guards: _guards, bonus: _bonus, budget: _budget, ...template } = read('template');
  const steps = template['steps'] as readonly { readonly id: string }[];
  return {
    ...template,
    id,
    guards: [],
    subjects: { kinds: ['team'], units: Array.from({ length: count }, (_, index) => unitId(index)) },
    steps: steps.filter((step) => !moneySteps.has(step.id)),
  };
}

const rubric = ['1 below', '3 as agreed', '5 above'];

export function benchGoals(index: number, due: string): readonly Goal[] {
  const unit = unitId(index);
  return ['one', 'two'].map((name) => ({
    id: `${unit}/${name}`,
    unit,
    title: `Goal ${name}`,
    kind: 'qualitative',
    rubric,
    weight: '50',
    due,
    supports: 'O1',
  }));
}
