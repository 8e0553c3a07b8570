/** The forms of those who judge: no word that was typed is lost, however few are there, and however many units. */
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { createReader } from '../../api/pages/reader.js';
import { nest } from '../../api/pages/steps/form-data.js';
import { type FormFacts, noFacts, type ShownResult } from '../../api/pages/steps/form-facts.js';
import { noProblems } from '../../api/pages/steps/form.js';
import { formOf } from '../../api/pages/steps/kinds/index.js';
import { posted } from '../setup/posted-form.js';

const reader = createReader('en');
const html = (kind: 'calibration' | 'rating', facts: FormFacts, content: unknown): string =>
  renderToString(h(formOf[kind].Fields, { reader, facts, content, problems: noProblems }));

const resultOf = (unitId: string): ShownResult => ({
  unitId,
  unit: { nameZh: `单元 ${unitId}`, nameEn: `Unit ${unitId}` },
  status: 'scored',
  total: '80',
  grade: 'C',
  calibratedGrade: null,
});
const factsOf = (count: number): FormFacts => ({
  ...noFacts,
  grades: ['A', 'B', 'C'],
  results: Array.from({ length: count }, (_, index) => resultOf(`u${index}`)),
});

describe('the form of calibration', () => {
  const { contentOf } = formOf.calibration;
  const changes = [{ unit: 'u3', grade: 'B', reason: 'why' }];

  test('has a row for every unit, and says only what was changed', () => {
    const facts = factsOf(7);
    const body = posted(html('calibration', facts, { changes }));
    expect(Object.keys(body).filter((name) => name.endsWith('.unit'))).toHaveLength(7);
    expect(contentOf(nest(body), facts)).toEqual({ changes, note: '' });
  });

  test.each([101, 1200, 12_000])(
    'of %i units asks only for those that change, and gives back every change',
    (count) => {
      const facts = factsOf(count);
      const many = Array.from({ length: 60 }, (_, index) => ({
        unit: `u${count - 1 - index}`,
        grade: 'A',
        reason: 'r',
      }));
      const body = posted(html('calibration', facts, { changes: many }));
      expect(Object.keys(body).length).toBeLessThan(250);
      expect(contentOf(nest(body), facts)).toEqual({ changes: many, note: '' });
      const typed = { ...body, 'changes.60.unit': 'u0', 'changes.60.grade': 'B', 'changes.60.reason': '' };
      expect(contentOf(nest(typed), facts)).toMatchObject({
        changes: [...many, { unit: 'u0', grade: 'B', reason: '' }],
      });
    },
  );

  test('keeps a reason whose grade is still missing, and in a row of its own a unit without both', () => {
    const [few, many] = [factsOf(7), factsOf(101)];
    const reasoned = nest({ 'changes.0.unit': 'u1', 'changes.0.grade': '', 'changes.0.reason': 'because' });
    expect(contentOf(reasoned, few)).toMatchObject({ changes: [{ unit: 'u1', grade: '', reason: 'because' }] });
    const named = nest({ 'changes.0.unit': 'u1', 'changes.0.grade': '', 'changes.0.reason': '' });
    expect(contentOf(named, few)).toMatchObject({ changes: [] });
    expect(contentOf(named, many)).toMatchObject({ changes: [{ unit: 'u1', grade: '', reason: '' }] });
  });

  test('names units where a decider comments on a change', () => {
    const places = formOf.calibration.places({ reader, facts: factsOf(7), content: { changes } });
    expect(places[0]).toEqual({ value: '/changes/0', text: 'Unit u3' });
  });
});

describe('the form of a rating', () => {
  const scale = { min: '1', max: '5' };
  const part = (id: string, ...roles: readonly ('superior' | 'cooperating')[]) => ({
    id,
    title: { 'zh-CN': `部分 ${id}`, en: `Part ${id}` },
    rule: { scale, requireEvidence: true, by: roles.map((role) => ({ role, weight: '1' })) },
  });
  const facts: FormFacts = {
    ...noFacts,
    ratingRole: 'cooperating',
    ratedParts: [part('both', 'superior', 'cooperating'), part('above', 'superior')],
  };

  test('keeps a comment whose rating is still missing', () => {
    const form = nest({ 'ratings.0.item': 'both', 'ratings.0.value': '', 'ratings.0.comment': 'seen all year' });
    expect(formOf.rating.contentOf(form, facts)).toMatchObject({
      ratings: [{ item: 'both', value: '', comment: 'seen all year' }],
    });
  });

  test('offers what its rater is asked about, and nothing that would be refused', () => {
    const shown = (ratingRole: FormFacts['ratingRole']) => html('rating', { ...facts, ratingRole }, {});
    expect(shown('cooperating')).toContain('Part both');
    expect(shown('cooperating')).not.toContain('Part above');
    expect(shown('superior')).toContain('Part above');
    expect(shown('self')).toContain('Part above');
  });
});
