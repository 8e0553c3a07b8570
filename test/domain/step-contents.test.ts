import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { decisionSchema, parseDecision, parseStepContent, stepContentSchemas } from '../../documents/steps.js';
import { stepKinds } from '../../domain/process/index.js';
import { storyActs } from '../../players/story/acts.js';

const problems = (parsed: ReturnType<typeof parseStepContent>) =>
  parsed.ok ? [] : parsed.problems.map(({ pointer, code }) => `${pointer} ${code}`);

describe('what is submitted', () => {
  test('of the story passes, kind by kind', () => {
    const submits = storyActs().flatMap(({ step, move }) =>
      move.act === 'submit' && typeof move.content === 'object' ? [{ step, content: move.content }] : [],
    );
    expect(submits.length).toBeGreaterThan(40);
    for (const { step, content } of submits) {
      const kind = stepKinds.find((known) => known === step.replace(/\/.*|(-\d+)+$/, ''));
      expect(kind, step).toBeDefined();
      if (kind !== undefined) expect(problems(parseStepContent(kind, content))).toEqual([]);
    }
  });

  test('takes full-width digits, points and dashes as the plain ones', () => {
    const parsed = parseStepContent('checkpoint', {
      values: [{ metric: 'revenue', on: '２０２７－０３－３１', value: '－２０５０．５' }],
      progress: [{ task: 'market-1', percent: ' ５０' }],
    });
    expect(parsed).toEqual({
      ok: true,
      value: {
        values: [{ metric: 'revenue', on: '2027-03-31', value: '-2050.5' }],
        progress: [{ task: 'market-1', percent: '50' }],
        risks: '',
        asks: '',
      },
    });
  });

  test.each(['1,000', '12%', '1e3', '', '0x10', '五', '1.', '--1', 'NaN'])('refuses %j as a number', (value) => {
    const content = { values: [{ metric: 'revenue', on: '2027-03-31', value }] };
    expect(problems(parseStepContent('checkpoint', content))).toEqual(['/values/0/value NUMBER_INVALID']);
  });

  test('tells all problems, each at its place', () => {
    const content = {
      goals: [
        { id: 'sales/a', unit: 'sales', title: ' ', weight: 'forty', due: '2027-02-30' },
        { id: 'sales/a', unit: 'sales', title: 'a', colour: 'red' },
      ],
      extra: 1,
    };
    expect(problems(parseStepContent('goals', content)).sort()).toEqual([
      '/extra FIELD_UNKNOWN',
      '/goals/0/due DAY_INVALID',
      '/goals/0/title TOO_SMALL',
      '/goals/0/weight NUMBER_INVALID',
      '/goals/1/colour FIELD_UNKNOWN',
      '/goals/1/id ID_DUPLICATE',
    ]);
  });

  test('has no id, rating or value twice', () => {
    const goal = { id: 'sales/a', unit: 'sales', title: 'a' };
    const value = { metric: 'revenue', on: '2027-03-31', value: '1' };
    const rating = { item: 'teamwork', value: '4' };
    expect(problems(parseStepContent('goals', { goals: [goal, goal] }))).toEqual(['/goals/1/id ID_DUPLICATE']);
    expect(problems(parseStepContent('checkpoint', { values: [value, value] }))).toEqual(['/values/1 ID_DUPLICATE']);
    expect(problems(parseStepContent('rating', { ratings: [rating, rating] }))).toEqual([
      '/ratings/1/item ID_DUPLICATE',
    ]);
  });

  test('has no task that ends before it starts', () => {
    const task = { id: 't', unit: 'u', goal: 'u/g', title: 't', start: '2027-02-01', end: '2027-01-31' };
    expect(problems(parseStepContent('plan', { tasks: [task] }))).toEqual(['/tasks/0/end PERIOD_INVALID']);
  });

  test('is bounded: no endless text, no nesting without end, no character that cannot be kept', () => {
    expect(problems(parseStepContent('release', { note: 'x'.repeat(20_001) }))).toEqual(['/note TOO_LARGE']);
    const deep: unknown = JSON.parse('['.repeat(5000) + ']'.repeat(5000));
    expect(problems(parseStepContent('release', { note: deep }))).toEqual([expect.stringMatching(/TOO_DEEP$/)]);
    expect(problems(parseStepContent('release', { note: 'a\u0000b' }))).toEqual(['/note CHARACTER_INVALID']);
    expect(problems(parseStepContent('release', { note: 'a\ud800b' }))).toEqual(['/note CHARACTER_INVALID']);
    expect(problems(parseStepContent('release', { note: '很好👍' }))).toEqual([]);
  });

  test('can be described in OpenAPI, kind by kind', () => {
    for (const schema of [...Object.values(stepContentSchemas), decisionSchema]) {
      expect(() => z.toJSONSchema(schema, { io: 'input' })).not.toThrow();
    }
  });
});

describe('a decision', () => {
  test('is one of those that the kind of step offers', () => {
    const told = parseDecision('goals', { decision: 'acknowledge' });
    expect(told).toMatchObject({ ok: false, problems: [{ pointer: '/decision', code: 'DECISION_NOT_OFFERED' }] });
    expect(parseDecision('rating', { decision: 'approve' })).toMatchObject({ ok: false });
    expect(parseDecision('feedback', { decision: 'acknowledge' })).toMatchObject({ ok: true });
  });

  test('that says no says why', () => {
    const told = parseDecision('goals', { decision: 'return', reason: '  ' });
    expect(told).toMatchObject({ ok: false, problems: [{ pointer: '/reason', code: 'REASON_MISSING' }] });
    expect(parseDecision('goals', { decision: 'return', reason: '目标偏低' })).toMatchObject({ ok: true });
  });
});
