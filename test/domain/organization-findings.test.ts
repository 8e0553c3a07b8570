import { describe, expect, test } from 'vitest';
import {
  atSubmit,
  findingScope,
  findingState,
  type GivenAnswer,
  type OrganizationFacts,
  organizationFindings,
  organizationKey,
  type UnitWord,
} from '../../domain/cycle/index.js';
import { type Finding, goalFindingCodes, type GoalsDocument } from '../../domain/rules/index.js';
import agreed from './story/goals-agreed.json' with { type: 'json' };
import drafts from './story/goals-first-drafts.json' with { type: 'json' };

const titled = <T extends { readonly title: string }>(each: T) => ({ ...each, titleEn: `${each.title} (en)` });
const said = { by: 'zhao-gang', principal: 'zhao-gang', saidAt: 1 };
const tension = { code: 'CONFLICT_TENSION', at: ['production/unit-cost', 'quality/material-pass-rate'] };

/** The story's goals as words of its units. */
function factsOf(
  { document }: { readonly document: unknown },
  more: Partial<OrganizationFacts> = {},
): OrganizationFacts {
  const goals = document as GoalsDocument;
  if (goals.bounds === undefined) throw new Error('the story has bounds');
  const words = goals.units.map(({ id }): UnitWord => ({
    unitId: id,
    goals: goals.goals.filter((goal) => goal.unit === id),
    tasks: null,
    answers: [],
  }));
  return {
    period: goals.period,
    bounds: goals.bounds,
    units: goals.units,
    objectives: (goals.objectives ?? []).map(titled),
    swot: (goals.swot ?? []).map(titled),
    metrics: (goals.metrics ?? []).map((metric) => titled({ ...metric, title: metric.id })),
    capacity: [],
    calendar: { holidays: [], workdays: [] },
    words,
    withPlans: false,
    ...more,
  };
}

const answered = (facts: OrganizationFacts, unit: string, answers: readonly GivenAnswer[]): OrganizationFacts => ({
  ...facts,
  words: facts.words.map((word) => (word.unitId === unit ? { ...word, answers } : word)),
});
const plain = (findings: readonly Finding[]) =>
  findings.map(({ code, severity, at, data }) => ({ code, severity, at, ...(data !== undefined && { data }) }));
const only = (facts: OrganizationFacts, code: string) =>
  organizationFindings(facts).filter((finding) => finding.code === code);

describe('the findings of the whole organization', () => {
  test("are the story's: of its first drafts, and of its agreed goals", () => {
    expect(plain(organizationFindings(factsOf(drafts)))).toEqual(drafts.expect.findings);
    expect(plain(organizationFindings(factsOf(agreed)))).toEqual(agreed.expect.findings);
  });

  test('say whose they are and what they are about, in both languages', () => {
    const found = organizationFindings(factsOf(drafts));
    const about = (code: string) => found.find((finding) => finding.code === code);
    expect(about('STRENGTH_UNUSED')).toMatchObject({
      units: [],
      about: [{ id: 'S1', unit: null, titleZh: '研发能力强', titleEn: '研发能力强 (en)' }],
    });
    expect(about('METRIC_ASKED_TWICE')?.units).toEqual(['marketing', 'sales']);
    expect(about('WEIGHTS_NOT_TOTAL')).toMatchObject({
      units: ['marketing'],
      about: [{ unit: 'marketing', titleZh: '' }],
    });
    expect(about('CONFLICT_TENSION')).toMatchObject({ units: ['production', 'quality'] });
  });

  test('carry the reasons of the units concerned, and of these alone', () => {
    const facts = factsOf(agreed);
    const answer = { ...tension, at: [...tension.at].reverse(), reason: 'guarded', ...said };
    expect(only(answered(facts, 'production', [answer]), 'CONFLICT_TENSION')[0]?.answers).toEqual([
      { ...answer, unit: 'production' },
    ]);
    expect(only(answered(facts, 'sales', [answer]), 'CONFLICT_TENSION')[0]?.answers).toEqual([]);
  });

  test('that are nobody’s alone are answered by no unit', () => {
    const answer = { code: 'STRENGTH_UNUSED', at: ['S1'], reason: 'not mine', ...said };
    expect(only(answered(factsOf(drafts), 'rnd', [answer]), 'STRENGTH_UNUSED')[0]?.answers).toEqual([]);
  });

  test('of a goal that a unit took over from another belong to the unit that submitted it', () => {
    const facts = factsOf(drafts);
    const words = facts.words.map((word) =>
      word.unitId === 'sales' ? { ...word, goals: word.goals.map((goal) => ({ ...goal, unit: 'hq' })) } : word,
    );
    expect(only({ ...facts, words }, 'GOAL_NOT_SPECIFIC')[0]?.units).toEqual(['sales']);
  });

  test('ask for tasks of those who have a plan; tasks of the same name in two units are two', () => {
    const task = (unit: string, goal: string) => ({ id: 'task-1', unit, goal, title: `of ${unit}` });
    const plans: Readonly<Record<string, UnitWord['tasks']>> = {
      quality: [task('quality', 'quality/complaints')],
      finance: [task('finance', 'finance/close-days')],
    };
    const facts = factsOf(agreed);
    const words = facts.words.map((word) => ({ ...word, tasks: plans[word.unitId] ?? null }));
    const found = organizationFindings({ ...facts, words, withPlans: true });
    expect(found.filter(({ code }) => code === 'GOAL_WITHOUT_TASK').map(({ at }) => at[0])).toEqual([
      'quality/material-pass-rate',
      'quality/teamwork',
      'finance/budget-accuracy',
      'finance/teamwork',
    ]);
    expect(found.filter(({ code }) => code === 'TASK_NO_OWNER')).toMatchObject([
      { at: ['task-1'], units: ['quality'], about: [{ titleZh: 'of quality' }] },
      { at: ['task-1'], units: ['finance'] },
    ]);
    expect(new Set(found.map(organizationKey)).size).toBe(found.length);
  });
});

describe('where a finding stands', () => {
  const settled = { reason: 'seen to', by: 'zhou-min', settledAt: 2 };
  const first = (facts: OrganizationFacts, code: string) => {
    const [found] = only(facts, code);
    if (found === undefined) throw new Error(`no ${code}`);
    return found;
  };
  const answer = { reason: 'guarded', ...said };

  test('open until a unit concerned says why, settled by HR’s word; advice is shown, that of SWOT settled like the rest', () => {
    const facts = factsOf(agreed);
    expect(findingState(first(facts, 'CONFLICT_TENSION'), null)).toBe('open');
    const kept = first(answered(facts, 'quality', [{ ...tension, ...answer }]), 'CONFLICT_TENSION');
    expect(findingState(kept, null)).toBe('answered');
    expect(findingState(kept, settled)).toBe('settled');
    expect(findingState(first(factsOf(drafts), 'METRIC_ASKED_TWICE'), null)).toBe('advice');
    const threatened = { ...facts, swot: facts.swot.map((entry) => ({ ...entry, key: true })) };
    expect(findingState(first(threatened, 'THREAT_UNADDRESSED'), null)).toBe('open');
  });

  test('an error is not answered away', () => {
    const facts = factsOf(agreed);
    const words = facts.words.map((word) => ({
      ...word,
      goals: word.goals.map((goal) =>
        goal.id === 'quality/complaints' ? { ...goal, metric: 'unit-cost', direction: 'higher' as const } : goal,
      ),
      answers: [{ code: 'CONFLICT_DIRECTION', at: ['production/unit-cost', 'quality/complaints'], ...answer }],
    }));
    const conflict = first({ ...facts, words }, 'CONFLICT_DIRECTION');
    expect(conflict.answers).toHaveLength(2);
    expect(findingState(conflict, null)).toBe('open');
  });
});

describe('a submit', () => {
  test("is stopped by errors about the unit's own alone", () => {
    const stopping = goalFindingCodes.filter((code) => atSubmit({ code, severity: 'error' }) === 'stops');
    expect(stopping).toEqual(goalFindingCodes.filter((code) => findingScope(code) === 'unit'));
    expect(atSubmit({ code: 'CONFLICT_DIRECTION', severity: 'error' })).toBe('informs');
    expect(atSubmit({ code: 'GOAL_HARDLY_ACHIEVABLE', severity: 'warning' })).toBe('asks');
  });
});
