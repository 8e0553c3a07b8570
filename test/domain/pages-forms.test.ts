import { describe, expect, test } from 'vitest';
import { renderToString } from 'preact-render-to-string';
import { h } from 'preact';
import { formOf } from '../../api/pages/steps/kinds/index.js';
import { changeRows, nest } from '../../api/pages/steps/form-data.js';
import { type FormFacts, noFacts } from '../../api/pages/steps/form-facts.js';
import { nameOf, noProblems } from '../../api/pages/steps/form.js';
import { minorOf } from '../../api/pages/steps/kinds/plan.js';
import { createReader, daysLeft } from '../../api/pages/reader.js';
import { safeBack, safeHref } from '../../api/pages/links.js';
import { posted } from '../setup/posted-form.js';

const facts: FormFacts = {
  ...noFacts,
  unitId: 'sales',
  periodEnd: '2027-12-31',
  valuesOn: '2027-03-31',
  metrics: [
    { id: 'revenue', unit: 'sales', better: 'higher', title: '收入', titleEn: 'Revenue', measuredIn: '万元' },
    { id: 'leads', unit: 'marketing', better: 'higher', title: '线索', titleEn: 'Leads' },
  ],
  goals: [
    { id: 'sales/goal-1', unit: 'sales', title: '收入增长', metric: 'revenue', target: '9600', baseline: '8000' },
    { id: 'sales/teamwork', unit: 'sales', title: '协作', kind: 'qualitative', rubric: ['1', '5'] },
  ],
};
const reader = createReader('en');

describe('a form without script', () => {
  test('nests names, keeps rows in order and ignores names that could harm', () => {
    const form = nest({
      'goals.2.title': 'b',
      'goals.0.title': 'a',
      '__proto__.x': 'no',
      'goals.0.swot': ['S1', 'O1'],
    });
    expect(form).toEqual({ goals: [{ title: 'a', swot: ['S1', 'O1'] }, { title: 'b' }] });
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  test('adds and removes rows by button', () => {
    const form = nest({ 'goals.0.title': 'a', 'goals.1.title': 'b' });
    expect(changeRows(form, 'add:goals')['goals']).toHaveLength(3);
    expect(changeRows(form, 'remove:goals.0')['goals']).toEqual([{ title: 'b' }]);
  });

  test('of goals gives back every field of a goal, also those it does not show', () => {
    const goals = [
      {
        id: 'sales/growth',
        unit: 'sales',
        title: 'New <customers> & "more"',
        kind: 'kpi',
        metric: 'revenue',
        baseline: '20',
        target: '120',
        weight: '40',
        due: '2027-12-31',
        supports: 'O1',
        swot: ['OP1'],
        measure: 'attainment',
        curve: {
          type: 'line',
          points: [
            ['80', '60'],
            ['100', '100'],
          ],
          below: '0',
        },
      },
      {
        id: 'sales/band',
        unit: 'sales',
        title: 'Band',
        direction: 'in-band',
        target: { low: '95', high: '105' },
        due: '2027-12-31',
      },
      {
        id: 'sales/teamwork',
        unit: 'sales',
        title: 'Team',
        kind: 'qualitative',
        rubric: ['1 low', '5 high'],
        weight: '20',
        due: '2027-12-31',
      },
    ];
    const content = { goals, answers: [{ code: 'CONFLICT_TENSION', at: ['a', 'b'], reason: 'guarded' }] };
    const objectives = [{ id: 'O1', title: '拓展', titleEn: 'Expand' }];
    const swot = [{ id: 'OP1', kind: 'opportunity' as const, title: '需求', titleEn: 'Demand' }];
    const props = { reader, facts: { ...facts, objectives, swot }, content, problems: noProblems };
    const again = formOf.goals.contentOf(nest(posted(renderToString(h(formOf.goals.Fields, props)))), facts);
    expect(again).toEqual({
      goals: goals.map((goal) => ({ kind: 'kpi', ...goal })),
      answers: content.answers,
    });
  });

  test('of goals gives a new row an id of its own', () => {
    const content = formOf.goals.contentOf(nest({ 'goals.0.id': 'sales/goal-1', 'goals.1.title': 'x' }), facts);
    expect(content).toMatchObject({ goals: [{ id: 'sales/goal-1' }, { id: 'sales/goal-2' }] });
  });

  test('of a plan gives back tasks and their cost to the cent', () => {
    const tasks = [
      {
        id: 'task-1',
        unit: 'sales',
        goal: 'sales/goal-1',
        title: 'Open',
        owner: 'jiang-tao',
        effortDays: '42',
        start: '2027-01-01',
        end: '2027-01-31',
        costMinor: '30000000',
      },
      { id: 'task-2', unit: 'sales', goal: 'sales/goal-1', title: 'Next', after: ['task-1'] },
    ];
    const props = { reader, facts, content: { tasks, answers: [] }, problems: noProblems };
    const html = renderToString(h(formOf.plan.Fields, props));
    expect(html).toContain('300,000.00');
    expect(formOf.plan.contentOf(nest(posted(html)), facts)).toEqual({ tasks, answers: [] });
  });

  test('of a checkpoint asks for own metrics only and shows a known value instead of asking', () => {
    const props = { reader, facts, content: {}, problems: noProblems };
    const html = renderToString(h(formOf.checkpoint.Fields, props));
    expect(html).toContain('Revenue (万元)');
    expect(html).not.toContain('Leads');
    const known = {
      ...facts,
      known: [{ metric: 'revenue', on: '2027-03-31', value: '2050', source: 'pushed' as const, at: 0 }],
    };
    const shown = renderToString(h(formOf.checkpoint.Fields, { ...props, facts: known }));
    expect(shown).toMatch(/2050.*known.*2027-03-31 · pushed/s);
    expect(formOf.checkpoint.contentOf(nest(posted(shown)), known)).toEqual({
      values: [],
      progress: [],
      risks: '',
      asks: '',
    });
  });

  test('of a rating keeps evidence typed without a rating', () => {
    const form = nest({ 'ratings.0.item': 'teamwork', 'ratings.0.value': '', 'ratings.0.evidence': 'minutes\r\nlog' });
    expect(formOf.rating.contentOf(form, facts)).toEqual({
      ratings: [{ item: 'teamwork', value: '', evidence: ['minutes', 'log'] }],
      text: '',
    });
  });

  test('shows a problem at its field and a finding at its goal, with room for a reason', () => {
    const content = { goals: [{ id: 'sales/goal-1', title: 'x', weight: 'viel' }] };
    const problems = {
      fields: new Map([[nameOf('/goals/0/weight'), ['Not a number']]]),
      findings: [
        { code: 'GOAL_NO_CHANGE', mark: 'error' as const, at: ['sales/goal-1'], sentence: 'Changes nothing' },
        { code: 'CONFLICT_TENSION', mark: 'conflict' as const, at: ['sales/goal-1', 'z'], sentence: 'Pulls apart' },
        { code: 'METRIC_ASKED_TWICE', mark: 'advice' as const, at: ['revenue'], sentence: 'Asked twice' },
      ],
    };
    const html = renderToString(h(formOf.goals.Fields, { reader, facts, content, problems }));
    expect(html).toMatch(/id="f-goals-0-weight-problem"><li>Not a number/);
    expect(html).toMatch(/aria-describedby="f-goals-0-weight-problem" aria-invalid="true"[^>]*value="viel"/);
    expect(html).toMatch(/id="f-goals-0-target-problem"><li>Changes nothing/);
    expect(html).toMatch(/Pulls apart.*Does not stop your submit.*name="answers.1.reason"/s);
    expect(html).toContain('Asked twice');
    expect(html).not.toContain('name="answers.2.reason"');
  });

  test('of money posts the digest of exactly the proposal it shows', () => {
    const proposal = {
      kind: 'bonus' as const,
      attempt: 1,
      digest: 'd1',
      reserveMinor: '0',
      totalMinor: '300',
      currency: 'CNY',
      posted: false,
      before: { attempt: 1, balances: new Map([['a', '150']]) },
      correction: null,
      findings: [{ code: 'POOL_UNDISTRIBUTED' as const }],
      rawMinor: null,
      ownDecidedBy: [{ nameZh: '董', nameEn: 'Director' }],
      lines: [
        {
          unitId: 'a',
          unit: { nameZh: '甲', nameEn: 'A' },
          amountMinor: '200',
          base: '2',
          baseMinor: null,
          coefficient: '1',
          score: null,
          own: false,
        },
        {
          unitId: 'b',
          unit: { nameZh: '乙', nameEn: 'B' },
          amountMinor: '100',
          base: '1',
          baseMinor: null,
          coefficient: '1',
          score: null,
          own: true,
        },
      ],
    };
    const html = renderToString(
      h(formOf.bonus.Fields, { reader, facts: { ...facts, proposal }, content: {}, problems: noProblems }),
    );
    expect(html).toContain('66.67 %');
    // Beside what stands posted: 1.50 for one, nothing for the other.
    expect(html).toMatch(/data-title="Difference"[^>]*>0\.50<.*data-title="Difference"[^>]*>1\.00<.*>1\.50</s);
    expect(html).toContain('Nobody has a share');
    expect(html).toContain('B: decided by Director.');
    expect(formOf.bonus.contentOf(nest(posted(html)), facts)).toEqual({ proposalDigest: 'd1', note: '' });
  });
});

describe('what people read and type', () => {
  test.each([
    ['300,000.00', '30000000'],
    ['300000', '30000000'],
    ['0.5', '50'],
    ['12', '1200'],
    ['abc', 'abc'],
  ])('the amount %s is %s in minor units', (text, minor) => {
    expect(minorOf(text)).toBe(minor);
  });

  test('amounts have thousands and cents, scores their exact form where they are rounded', () => {
    expect(reader.amount('77827321')).toBe('778,273.21');
    expect(reader.amount('-5')).toBe('-0.05');
    expect(reader.score('763/13')).toBe('58.69 (763/13)');
    expect(reader.score('91.25')).toBe('91.25');
  });

  test('a window that ends at midnight is due the day before', () => {
    const midnight = Date.parse('2027-01-16T00:00:00+08:00');
    expect(reader.lastDay(midnight)).toBe('2027-01-15');
    expect(daysLeft(midnight, Date.parse('2027-01-15T23:00:00+08:00'))).toBe(0);
    expect(daysLeft(midnight, Date.parse('2027-01-17T01:00:00+08:00'))).toBe(-2);
  });

  test('only harmless addresses become links', () => {
    expect(safeHref('javascript:alert(1)')).toBeNull();
    expect(safeHref('//evil.example')).toBeNull();
    expect(safeHref('https://example.org/x')).toBe('https://example.org/x');
    expect(safeBack('//evil.example')).toBe('/inbox');
    expect(safeBack('/cycles/a')).toBe('/cycles/a');
  });
});
