import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTemplate } from '../../documents/template.js';

type Json = Record<string, unknown> & { steps: Record<string, unknown>[] };
const sample = (): Json =>
  JSON.parse(readFileSync(new URL('../../sample/template.json', import.meta.url), 'utf8')) as Json;
const step = (template: Json, id: string): Record<string, unknown> => {
  const found = template.steps.find((each) => each['id'] === id);
  if (found === undefined) throw new Error(`no step ${id}`);
  return found;
};
const indexOf = (id: string): number => sample().steps.findIndex((each) => each['id'] === id);

/** The problems of the sample with one thing changed. */
function problemsAfter(change: (template: Json) => void): string[] {
  const template = sample();
  change(template);
  const parsed = parseTemplate(template);
  return parsed.ok ? [] : parsed.problems.map(({ pointer, code }) => `${pointer} ${code}`);
}

/** No appeals, nothing that waits for them, and a short end. */
function withoutAppeals(template: Json): void {
  delete template['appeal'];
  template.steps = template.steps.filter((each) => each['id'] !== 'release');
  template['closes'] = { base: 'period-end', workdays: 60 };
}

describe('a template', () => {
  test('without steps is refused', () => {
    const told = problemsAfter((template) => {
      delete template['appeal'];
      template.steps = [];
    });
    expect(told).toEqual(['/steps TEMPLATE_WITHOUT_STEPS']);
  });

  test('has no unknown fields, at any depth', () => {
    const told = problemsAfter((template) => {
      template['colour'] = 'red';
      Object.assign(step(template, 'goals'), { opens: { base: 'period-start', weeks: 1 } });
    });
    expect(told.sort()).toEqual(['/colour FIELD_UNKNOWN', `/steps/${indexOf('goals')}/opens/weeks FIELD_UNKNOWN`]);
  });

  test('has no step twice, by id or by kind', () => {
    const told = problemsAfter((template) => template.steps.push({ ...step(template, 'goals') }));
    const last = sample().steps.length;
    expect(told).toEqual([`/steps/${last}/id ID_DUPLICATE`, `/steps/${last}/kind KIND_TWICE`]);
  });

  test('recognizes by grades that its scorecard gives, of kinds that there are', () => {
    const recognizing = (recognition: unknown) => problemsAfter((template) => (template['recognition'] = recognition));
    expect(recognizing({ kinds: ['team'], grades: ['A', 'B'] })).toEqual([]);
    expect(recognizing({ kinds: ['team'], grades: ['A', 'S'] })).toEqual(['/recognition/grades/1 ID_UNKNOWN']);
    expect(recognizing({ kinds: ['clan'], grades: ['A'] })).toEqual(['/recognition/kinds/0 VALUE_UNKNOWN']);
    expect(recognizing({ kinds: ['team'], grades: [] })).toEqual(['/recognition/grades TOO_SMALL']);
  });

  test('schedules no change of its own rules, and leaves the ids of such steps free', () => {
    const at = `/steps/${indexOf('plan')}`;
    expect(problemsAfter((template) => (step(template, 'plan')['kind'] = 'rules'))).toEqual([
      `${at}/kind VALUE_UNKNOWN`,
    ]);
    expect(problemsAfter((template) => (step(template, 'feedback')['id'] = 'rules-1'))).toEqual([
      `/steps/${indexOf('feedback')}/id ID_RESERVED`,
    ]);
  });

  test('waits for no unknown step, and not in a circle', () => {
    expect(problemsAfter((template) => (step(template, 'plan')['after'] = ['dreams']))).toEqual([
      `/steps/${indexOf('plan')}/after/0 ID_UNKNOWN`,
    ]);
    expect(problemsAfter((template) => (step(template, 'goals')['after'] = ['checkpoint-1']))).toEqual([
      '/steps STEPS_IN_CIRCLE',
    ]);
  });

  test('waits at one barrier at most', () => {
    const told = problemsAfter((template) => (step(template, 'calibration')['after'] = ['evaluation', 'goals']));
    expect(told).toEqual([`/steps/${indexOf('calibration')}/after BARRIER_NOT_SINGLE`]);
  });

  test.each([
    ['goals', { decider: 'head' }, 'decider DECIDER_WRONG'],
    ['self-evaluation', { decider: 'parent-head' }, 'decider DECIDER_WRONG'],
    ['calibration', { submitter: 'head' }, 'submitter SUBMITTER_WRONG'],
    ['bonus', { decider: 'parent-head' }, 'decider DECIDER_WRONG'],
    ['plan', { scope: 'cycle', submitter: 'hr', decider: 'hr', after: [] }, 'scope SCOPE_WRONG'],
    ['rating', { submitter: 'head' }, 'submitter SUBMITTER_WRONG'],
    ['feedback', { decideWorkdays: [5, 2] }, 'decideWorkdays TIMES_OUT_OF_ORDER'],
    ['goals', { due: { base: 'period-start', days: -3 } }, 'due TIMES_OUT_OF_ORDER'],
    ['goals', { cutOff: { base: 'period-end' } }, 'cutOff CUT_OFF_WITHOUT_BARRIER'],
    ['goals', { opens: { base: 'period-start', at: '25:00' } }, 'opens/at FORMAT_WRONG'],
  ])('is told what is wrong with %s %j', (id, change, problem) => {
    const told = problemsAfter((template) => Object.assign(step(template, id), change));
    expect(told).toContain(`/steps/${indexOf(id)}/${problem}`);
  });

  test('needs a decider for what is decided', () => {
    const told = problemsAfter((template) => delete step(template, 'goals')['decider']);
    expect(told).toEqual([`/steps/${indexOf('goals')}/decider DECIDER_MISSING`]);
  });

  test("lets nobody decide their own line: a bonus needs finance's own beside it", () => {
    const told = problemsAfter((template) => {
      withoutAppeals(template);
      template.steps = template.steps.filter((each) => each['id'] !== 'bonus-own');
    });
    expect(told).toEqual(['/steps STEP_MISSING']);
  });

  test('has a coefficient for every grade, and money rules for money steps', () => {
    expect(
      problemsAfter((template) =>
        Object.assign(template['bonus'] as object, { coefficients: { A: '1', B: '1', E: '1' } }),
      ),
    ).toEqual([
      '/bonus/coefficients GRADE_WITHOUT_COEFFICIENT',
      '/bonus/coefficients GRADE_WITHOUT_COEFFICIENT',
      '/bonus/coefficients/E ID_UNKNOWN',
    ]);
    expect(problemsAfter((template) => delete template['budget'])).toEqual(['/budget FIELD_MISSING']);
  });

  const shares = (...of: readonly (readonly [string, string])[]) => ({
    shares: of.map(([grade, percent]) => ({ grade, percent })),
  });
  test.each([
    [shares(['A', '20'], ['B', '80']), []],
    [shares(['A', '20'], ['B', '70']), ['/distribution/shares PERCENT_TOTAL']],
    [shares(['A', '50'], ['E', '50']), ['/distribution/shares/1/grade ID_UNKNOWN']],
    [shares(['A', '50'], ['A', '50']), ['/distribution/shares/1/grade ID_DUPLICATE']],
    [shares(['A', '-10'], ['B', '110']), ['/distribution/shares/0/percent NUMBER_NEGATIVE']],
    [shares(['A', 'x'], ['B', '50']), ['/distribution/shares/0/percent NUMBER_INVALID']],
    [{ ...shares(['A', '100']), tie: 'best' }, ['/distribution/tie VALUE_UNKNOWN']],
  ])('with the distribution %j is told %j', (distribution, told) => {
    expect(problemsAfter((template) => (template['distribution'] = distribution))).toEqual(told);
  });

  test.each([
    [{ baseMinor: '100', ratePercent: '10', reservePercent: '100' }, []],
    [{ baseMinor: '100', ratePercent: '-1' }, ['/bonus/pool/ratePercent NUMBER_NEGATIVE']],
    [{ baseMinor: '100', ratePercent: '1', reservePercent: '101' }, ['/bonus/pool/reservePercent RANGE_EMPTY']],
    [{ baseMinor: '-100', ratePercent: '1' }, ['/bonus/pool/baseMinor FORMAT_WRONG']],
  ])('with the pool %j is told %j', (pool, told) => {
    expect(problemsAfter((template) => Object.assign(template['bonus'] as object, { pool }))).toEqual(told);
  });

  const appeal = (change: object = {}) => ({
    workdays: 3,
    decideWorkdays: 4,
    instances: ['second-head', 'board'],
    ...change,
  });
  test.each([
    // The talk closes on working day 35, its answer 10 later; two instances of 3 + 4 end on working day 59.
    [appeal(), []],
    [appeal({ workdays: 4 }), ['/closes TIMES_OUT_OF_ORDER']],
    [appeal({ workdays: 11, instances: ['board'] }), []],
    [appeal({ workdays: 12, instances: ['board'] }), ['/closes TIMES_OUT_OF_ORDER']],
    [appeal({ instances: ['head'] }), ['/appeal/instances/0 DECIDER_WRONG']],
    [appeal({ instances: ['board', 'parent-head'] }), ['/appeal/instances/1 DECIDER_WRONG']],
    [appeal({ instances: ['rater-head'] }), ['/appeal/instances/0 DECIDER_WRONG']],
    [appeal({ instances: ['board', 'board'] }), ['/appeal/instances/1 DECIDER_WRONG']],
    [appeal({ instances: [] }), ['/appeal/instances TOO_SMALL']],
    [appeal({ workdays: 0 }), ['/appeal/workdays TOO_SMALL']],
    [appeal({ workdays: 1e15 }), ['/appeal/workdays TOO_LARGE']],
  ])('with the appeals %j is told %j', (rules, told) => {
    const found = problemsAfter((template) => {
      withoutAppeals(template);
      template['appeal'] = rules;
    });
    expect(found).toEqual(told);
  });

  test('has a talk that appeals can follow', () => {
    const told = problemsAfter((template) => {
      withoutAppeals(template);
      template['appeal'] = appeal();
      template.steps = template.steps.filter((each) => each['id'] !== 'feedback');
    });
    expect(told).toEqual(['/appeal STEP_MISSING']);
  });

  test('with a time beyond all reason is told so at once', () => {
    const told = problemsAfter(
      (template) => (step(template, 'goals')['due'] = { base: 'period-start', workdays: 1e15 }),
    );
    expect(told).toEqual([`/steps/${indexOf('goals')}/due/workdays TOO_LARGE`]);
  });

  test('may leave its finance unit open', () => {
    const told = problemsAfter((template) => {
      for (const kind of ['bonus', 'budget']) delete (template[kind] as Record<string, unknown>)['ownUnit'];
    });
    expect(told).toEqual([]);
  });

  test('with a number that is none is told so, once', () => {
    const told = problemsAfter((template) => {
      Object.assign(template['monitoring'] as object, { red: '1/3', amber: 'x' });
      Object.assign(template['bonus'] as object, { coefficients: { A: 'x', B: '1', C: '1', D: '-1' } });
    });
    expect(told.sort()).toEqual([
      '/bonus/coefficients/A NUMBER_INVALID',
      '/bonus/coefficients/D OUT_OF_RANGE',
      '/monitoring/amber NUMBER_INVALID',
      '/monitoring/red NUMBER_INVALID',
    ]);
  });

  test('of any shape is answered, never a crash', () => {
    const path = fc.array(
      fc.oneof(
        fc.integer({ min: 0, max: 16 }),
        fc.string(),
        fc.constantFrom(
          'steps',
          'bonus',
          'scorecard',
          'grades',
          'bands',
          'from',
          'coefficients',
          'A',
          'opens',
          'workdays',
          'bounds',
          'weight',
          'budget',
          'monitoring',
          'red',
          'guards',
        ),
      ),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(path, fc.jsonValue(), (keys, value) => {
        const template: unknown = sample();
        let at: unknown = template;
        for (const key of keys.slice(0, -1)) {
          const inner: unknown = typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined;
          if (typeof inner === 'object' && inner !== null && Object.hasOwn(at as object, key)) at = inner;
        }
        Object.defineProperty(at, keys.at(-1) ?? '', { value, enumerable: true, configurable: true, writable: true });
        parseTemplate(template);
      }),
      { numRuns: 300 },
    );
  });
});
