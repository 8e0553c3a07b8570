import { describe, expect, test } from 'vitest';
import { fieldOf, rulesOf, shownAt } from '../../api/pages/rules/form.js';
import { placesOf } from '../../api/pages/rules/places.js';
import { rulesDifference, type RulesChange } from '../../domain/cycle/index.js';
import type { Template } from '../../domain/template.js';
import { parseRulesChange } from '../../documents/rules-change.js';
import { readLibrary } from '../../documents/library.js';

const templates = await readLibrary();

/** The form as it is shown, with one field typed otherwise. */
function typed(template: Template, index?: number, text = ''): object {
  return { places: placesOf(template).map((place, at) => (at === index ? text : shownAt(template, place))) };
}

describe.each(templates.map((template) => [template.id, template] as const))('the fields of %s', (_id, template) => {
  test('sent as they are shown change nothing', () => {
    expect(placesOf(template).length).toBeGreaterThan(5);
    expect(rulesOf(template, typed(template))).toEqual({ ok: true, rules: {} });
  });

  test('change exactly the place that they name, and its problems come back to them', () => {
    placesOf(template).forEach((place, index) => {
      const text = place.kind === 'points' ? '１ → 2\n3 -> -4.5' : '７';
      const said = rulesOf(template, typed(template, index, text));
      const pointer = `/${[place.section, ...place.path].join('/')}`;
      const change = (said.ok ? said.rules : {}) as RulesChange;
      const after = { number: '"7"', amount: '"700"', points: '[["1","2"],["3","-4.5"]]' }[place.kind];
      expect(rulesDifference(template, change)).toMatchObject([{ pointer, after }]);
      const wrong = rulesOf(template, typed(template, index, 'x'));
      const read = parseRulesChange(template, wrong.ok ? wrong.rules : {});
      const problems = read.ok ? [] : read.problems;
      expect(problems.map((problem) => fieldOf(template, `/rules${problem.pointer}`))).toContain(`places.${index}`);
    });
  });
});

test('a weight of a part, its curve, a band, a coefficient and the pool have fields in at least one of them', () => {
  const labels = new Set(templates.flatMap((template) => placesOf(template).map((place) => place.label.en)));
  for (const label of [
    /: weight$/,
    /: curve$/,
    /^\w+ from$/,
    /^coefficient of/,
    /^Pool$|^Base of the pool$/,
    /percent$/,
  ]) {
    expect(
      [...labels].some((each) => label.test(each)),
      String(label),
    ).toBe(true);
  }
});

test('what is written as JSON is an object, and wins over the fields', () => {
  const [template] = templates;
  if (template === undefined) throw new Error('no templates');
  for (const advanced of ['[', '[]', '"x"', 'null']) expect(rulesOf(template, { advanced })).toEqual({ ok: false });
  const monitoring = { amber: '50', red: '10' };
  const index = placesOf(template).findIndex((place) => place.section === 'monitoring');
  const form = { ...typed(template, index, '99'), advanced: JSON.stringify({ monitoring }) };
  expect(rulesOf(template, form)).toEqual({ ok: true, rules: { monitoring } });
});
