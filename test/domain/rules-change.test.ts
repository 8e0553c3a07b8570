/** Changes of rules over the story's year: who moves, and what can no longer change. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type ComparedUnit,
  compareRules,
  guardOf,
  onlyChanged,
  rulesDifference,
  type RulesChange,
  ruleSections,
  type RulesStanding,
  settledSections,
  unitScorecard,
  withRules,
} from '../../domain/cycle/index.js';
import { canonicalJson } from '../../domain/canonical.js';
import { sha256Hex } from '../../documents/digest.js';
import { parseRulesChange } from '../../documents/rules-change.js';
import { parseTemplate } from '../../documents/template.js';
import { goalsOf, qualityGuard } from '../../players/story/goals.js';
import { readings, teamwork } from '../../players/story/values.js';
import type { StoryMoney } from './story-money.js';

const readJson = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const parsed = parseTemplate(readJson('../../sample/template.json'));
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
const held = goalsOf('production').find(({ id }) => id === qualityGuard.hold);
if (held === undefined) throw new Error('nothing to hold');
const template = { ...parsed.value, guards: [guardOf(qualityGuard, held)] };
const story = readJson('./story/results.json') as StoryMoney;
const known = {
  values: new Map(readings.map(({ metric, values }) => [metric, { value: values[3] }])),
  metrics: new Map([
    ['unit-cost', { better: 'lower' as const }],
    ['complaints', { better: 'lower' as const }],
    ['close-days', { better: 'lower' as const }],
  ]),
};

function unit(id: string, more: Partial<ComparedUnit> = {}): ComparedUnit {
  const rated = teamwork.find((each) => each.unit === id);
  const rating = (role: string, by: string, value: string) => ({ role, by, value, evidence: ['minutes'] });
  const ratings = rated && [
    rating('superior', 'hq', rated.superior),
    ...rated.cooperating.map(([by, value]) => rating('cooperating', by, value)),
  ];
  return {
    input: { unitId: id, goals: goalsOf(id), ratings: ratings === undefined ? {} : { teamwork: ratings } },
    kind: id === 'sales-new' ? 'team' : 'department',
    payrollBase: story.bonus.document.shares.find((share) => share.id === id)?.base ?? null,
    budgetBaseMinor: story.budget.document.units.find((each) => each.id === id)?.baseMinor ?? null,
    calibratedGrade: null,
    published: null,
    ...more,
  };
}

const ids = ['sales', 'sales-new', 'marketing', 'production', 'quality', 'rnd', 'finance'];
const deps = { sha256: sha256Hex };

function effects(change: RulesChange, replaced: readonly ComparedUnit[] = []) {
  const units = ids.map((id) => replaced.find((each) => each.input.unitId === id) ?? unit(id));
  const rules = { before: template, after: withRules(template, change) };
  return compareRules(rules, { units, known, currency: 'CNY' }, deps);
}

const movedIn = (all: ReturnType<typeof effects>): readonly string[] =>
  all.units.filter((each) => each.moved).map((each) => each.unitId);
const of = (all: ReturnType<typeof effects>, id: string) => {
  const found = all.units.find((each) => each.unitId === id);
  if (found === undefined) throw new Error(`no unit ${id}`);
  return found;
};
const { bonus, budget, scorecard } = template;
if (bonus === undefined || budget === undefined || scorecard.grades === undefined) throw new Error('no money');
const grades = scorecard.grades;

const bandOfB = (from: string): RulesChange => ({
  scorecard: {
    ...scorecard,
    grades: { ...grades, bands: grades.bands.map((band) => (band.grade === 'B' ? { ...band, from } : band)) },
  },
});

describe('without any difference in the rules', () => {
  test("everybody stands where the story's year ended, to the cent, and nobody moves", () => {
    const all = effects({});
    expect(all.moved).toBe(0);
    expect(of(all, 'quality').before).toMatchObject({ total: '763/13', grade: 'D' });
    expect(of(all, 'sales-new').before).toEqual({
      total: '308/3',
      grade: 'A',
      bonusMinor: null,
      budgetMinor: null,
    });
    for (const [id, line] of Object.entries(story.bonus.expect.lines)) expect(of(all, id).before.bonusMinor).toBe(line);
    for (const [id, line] of Object.entries(story.budget.expect.lines)) {
      expect(of(all, id).after.budgetMinor).toBe(line);
    }
    expect(all.before).toMatchObject({ bonusMinor: '300000000', budgetMinor: '5200000000', unscorable: [] });
  });
});

describe('another band', () => {
  test('moves marketing from C to B, its bonus up and the bonus of all who share the pool down; no score, no budget', () => {
    const all = effects(bandOfB('83'));
    expect(of(all, 'marketing')).toMatchObject({
      before: { total: '83.6', grade: 'C' },
      after: { total: '83.6', grade: 'B' },
      moved: true,
    });
    expect(movedIn(all)).toEqual(['sales', 'marketing', 'rnd', 'finance']);
    expect(BigInt(of(all, 'marketing').after.bonusMinor ?? '0')).toBeGreaterThan(23348196n);
    expect(BigInt(of(all, 'rnd').after.bonusMinor ?? '0')).toBeLessThan(160518849n);
    for (const each of all.units) expect(each.after.budgetMinor).toBe(each.before.budgetMinor);
    expect(all.after.bonusMinor).toBe('300000000');
  });

  test('moves counts: found under the new rules beside what the quota wants', () => {
    const shares = [
      { grade: 'A', percent: '20' },
      { grade: 'B', percent: '40' },
      { grade: 'C', percent: '30' },
      { grade: 'D', percent: '10' },
    ];
    const all = effects({ ...bandOfB('83'), distribution: { shares } });
    expect(all.before.grades).toEqual([
      { grade: 'A', found: 3, wanted: null },
      { grade: 'B', found: 1, wanted: null },
      { grade: 'C', found: 1, wanted: null },
      { grade: 'D', found: 2, wanted: null },
    ]);
    expect(all.after.grades).toEqual([
      { grade: 'A', found: 3, wanted: 1 },
      { grade: 'B', found: 2, wanted: 3 },
      { grade: 'C', found: 0, wanted: 2 },
      { grade: 'D', found: 2, wanted: 1 },
    ]);
  });
});

describe('another pool', () => {
  test('moves every bonus that is not nothing, and no score, grade or budget', () => {
    const all = effects({ bonus: { ...bonus, pool: { amountMinor: '330000000' } } });
    expect(movedIn(all)).toEqual(['sales', 'marketing', 'rnd', 'finance']);
    for (const { before, after } of all.units) {
      expect([after.total, after.grade, after.budgetMinor]).toEqual([before.total, before.grade, before.budgetMinor]);
    }
    expect(all.after.bonusMinor).toBe('330000000');
  });

  test('with a coefficient of D lets those share who had nothing', () => {
    const all = effects({ bonus: { ...bonus, coefficients: { ...bonus.coefficients, D: '0.2' } } });
    expect(movedIn(all)).toEqual(['sales', 'marketing', 'production', 'quality', 'rnd', 'finance']);
  });
});

describe('another envelope or budget curve', () => {
  test('moves every budget and no bonus', () => {
    const all = effects({ budget: { ...budget, envelopeMinor: '5000000000' } });
    expect(movedIn(all)).toHaveLength(6);
    expect(all.after).toMatchObject({ budgetMinor: '5000000000', bonusMinor: '300000000' });
  });

  test('that takes more than all has no answer: it names the units, and nobody gets an amount', () => {
    const curve = {
      type: 'line',
      points: [
        ['70', '-150'],
        ['85', '0'],
      ],
    } as const;
    const all = effects({ budget: { ...budget, curve } });
    expect(all.after.unfit.budget).toEqual(['production', 'quality']);
    expect(all.after.budgetMinor).toBeNull();
    expect(of(all, 'rnd').after.budgetMinor).toBeNull();
  });
});

describe('another weight or curve', () => {
  const goalsPart = (more: object): RulesChange => {
    const { root } = scorecard;
    const [part] = 'parts' in root ? root.parts : [];
    if (part === undefined || !('fromGoals' in part) || !('parts' in root)) throw new Error('another sample template');
    const changed = { ...part, fromGoals: { ...part.fromGoals, ...more } };
    return { scorecard: { ...scorecard, root: { ...root, parts: [changed] } } };
  };

  test('of the superior among the raters moves only those rated otherwise by others', () => {
    const by = [
      { role: 'superior', weight: '80' },
      { role: 'cooperating', weight: '20' },
    ];
    const all = effects(goalsPart({ rating: { scale: { min: '1', max: '5' }, requireEvidence: true, by } }));
    // Quality and finance were rated 4 by everybody.
    const scored = all.units.filter(({ before, after }) => before.total !== after.total);
    expect(scored.map((each) => each.unitId)).toEqual(['sales', 'marketing', 'production', 'rnd']);
    expect(of(all, 'sales').after.total).toBe('91.75');
  });

  test('that caps at 100 takes from those above their targets', () => {
    const all = effects(
      goalsPart({
        curve: {
          type: 'line',
          points: [
            ['0', '0'],
            ['100', '100'],
          ],
        },
      }),
    );
    expect(of(all, 'rnd').after.total).toBe('99');
    expect(of(all, 'marketing').moved).toBe(true);
    expect(of(all, 'marketing').after.total).toBe('83.6');
  });

  test('without a rule for rating leaves nothing to score goals by that people rate', () => {
    const all = effects(goalsPart({ rating: undefined }));
    expect(all.after.unscorable).toEqual(ids.filter((id) => id !== 'sales-new'));
    expect(of(all, 'sales').after).toEqual({ total: null, grade: null, bonusMinor: null, budgetMinor: null });
    expect(all.before.unscorable).toEqual([]);
  });
});

describe('a published result', () => {
  const sales = unit('sales');
  const card = unitScorecard(template, sales.input, known.metrics);
  const published = { total: '88', grade: 'A', rulesDigest: sha256Hex(canonicalJson(card)) };

  test('stands as it was published while its card stays the same, and money goes by it', () => {
    const all = effects({ bonus: { ...bonus, pool: { amountMinor: '1000' } } }, [unit('sales', { published })]);
    expect(of(all, 'sales').before).toMatchObject({ total: '88', grade: 'A' });
    expect(of(all, 'sales').after).toMatchObject({ total: '88', grade: 'A' });
  });

  test('is scored anew under another card, and keeps a grade that calibration gave', () => {
    const all = effects(bandOfB('83'), [unit('sales', { published, calibratedGrade: 'A' })]);
    expect(of(all, 'sales').after).toMatchObject({ total: '91.25', grade: 'A' });
  });

  test('of a unit without data is none: no grade, also no calibrated one, and no money for anybody', () => {
    const silent = unit('quality', { calibratedGrade: 'B' });
    const values = new Map([...known.values].filter(([metric]) => metric !== 'complaints'));
    const rules = { before: template, after: template };
    const units = [silent, unit('rnd')];
    const all = compareRules(rules, { units, known: { ...known, values }, currency: 'CNY' }, deps);
    expect(of(all, 'quality').after).toEqual({ total: null, grade: null, bonusMinor: null, budgetMinor: null });
    expect(all.after.unfit).toEqual({ bonus: ['quality'], budget: ['quality'] });
    expect(of(all, 'rnd').after.bonusMinor).toBeNull();
  });
});

describe('what can no longer change', () => {
  const running: RulesStanding = { closed: false, published: false, posted: [], steps: [] };
  const settled = (more: Partial<RulesStanding>): readonly string[] =>
    ruleSections.filter((section) => settledSections({ ...running, ...more }).has(section));
  const scoring = ['scorecard', 'guards', 'distribution'];

  test('is nothing while publication and money are still to come', () => {
    expect(
      settled({
        steps: [
          { kind: 'calibration', state: 'done' },
          { kind: 'publication', state: 'open' },
        ],
      }),
    ).toEqual([]);
    expect(settled({ steps: [{ kind: 'bonus', state: 'closed' }] })).toEqual([]);
  });

  test('is what makes a score, once publication is submitted, ended or has happened', () => {
    for (const state of ['submitted', 'done', 'cancelled'] as const) {
      expect(settled({ steps: [{ kind: 'publication', state }] })).toEqual(scoring);
    }
    expect(settled({ published: true })).toEqual(scoring);
  });

  test('is the bonus, once either of its steps is submitted or it is posted; the budget alike', () => {
    expect(settled({ steps: [{ kind: 'bonus-own', state: 'submitted' }] })).toEqual(['bonus']);
    expect(settled({ steps: [{ kind: 'budget', state: 'done' }] })).toEqual(['budget']);
    expect(settled({ posted: ['budget'], steps: [{ kind: 'budget', state: 'open' }] })).toEqual(['budget']);
  });

  test('is everything, once the cycle is closed', () => {
    expect(settled({ closed: true })).toEqual([...ruleSections]);
  });
});

describe('a change of rules as a document', () => {
  const problems = (value: unknown): readonly string[] => {
    const read = parseRulesChange(template, value);
    return read.ok ? [] : read.problems.map(({ pointer, code }) => `${pointer} ${code}`);
  };

  test('holds whole sections of rules, at least one, and nothing else of a template', () => {
    expect(problems({ monitoring: { amber: '50', red: '20' } })).toEqual([]);
    expect(problems({})).toEqual([' RULES_EMPTY']);
    expect(problems({ steps: [], id: 'other' })).toEqual(['/steps FIELD_UNKNOWN', '/id FIELD_UNKNOWN', ' RULES_EMPTY']);
    expect(problems([])).toEqual([' TYPE_WRONG']);
  });

  test('must leave the template whole: every problem at its place', () => {
    expect(problems({ monitoring: { amber: '20', red: '50' } })).toEqual(['/monitoring/red RANGE_EMPTY']);
    expect(problems({ bonus: { ...bonus, coefficients: { A: '1.5', B: '1', C: '0.6' } } })).toEqual([
      '/bonus/coefficients GRADE_WITHOUT_COEFFICIENT',
    ]);
    expect(problems({ budget: { ...budget, envelopeMinor: '1e9' } })).toEqual(['/budget/envelopeMinor FORMAT_WRONG']);
  });

  test('is what really differs, told place by place', () => {
    const same = { ...bandOfB('85'), monitoring: template.monitoring };
    expect(onlyChanged(template, same)).toEqual({});
    const change = { ...bandOfB('83'), monitoring: template.monitoring, guards: [] };
    expect(Object.keys(onlyChanged(template, change))).toEqual(['scorecard', 'guards']);
    const quota = { shares: [{ grade: 'A', percent: '100' }] };
    expect(rulesDifference(template, { ...bandOfB('83'), distribution: quota })).toEqual([
      { pointer: '/scorecard/grades/bands/1/from', before: '"85"', after: '"83"' },
      { pointer: '/distribution', before: null, after: '{"shares":[{"grade":"A","percent":"100"}]}' },
    ]);
  });
});
