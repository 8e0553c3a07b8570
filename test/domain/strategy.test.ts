import { describe, expect, test } from 'vitest';
import { parseEntry } from '../../documents/strategy-entries.js';
import { parseStrategy } from '../../documents/strategy.js';
import { type KindOfContent, listProblems, namedBy } from '../../domain/strategy.js';

const title = { 'zh-CN': '销售额', en: 'Revenue' };
const metric: KindOfContent<'metrics'> = {
  kind: 'metrics',
  content: {
    unit: 'sales',
    title,
    better: 'higher',
    source: 'manual',
    accrual: 'level',
    tension: ['cost'],
    history: [],
  },
};
const raters = (...list: readonly string[]): KindOfContent => ({ kind: 'cooperation', content: { raters: list } });

describe('an entry of the strategy', () => {
  test('names units and metrics, each at its place', () => {
    expect(namedBy(metric)).toEqual([
      { pointer: '/unit', what: 'unit', id: 'sales' },
      { pointer: '/tension/0', what: 'metric', id: 'cost' },
    ]);
    expect(namedBy(raters('rnd', 'finance'))).toEqual([
      { pointer: '/raters/0', what: 'unit', id: 'rnd' },
      { pointer: '/raters/1', what: 'unit', id: 'finance' },
    ]);
    expect(namedBy({ kind: 'objectives', content: { title } })).toEqual([]);
  });

  test('does not name itself in its lists, nor anything twice; two may name each other', () => {
    expect(listProblems('cost', metric)).toEqual([{ pointer: '/tension/0', code: 'NAMES_ITSELF' }]);
    // A metric may be called like its unit.
    expect(listProblems('sales', metric)).toEqual([]);
    expect(listProblems('sales', raters('rnd', 'sales', 'rnd'))).toEqual([
      { pointer: '/raters/1', code: 'NAMES_ITSELF' },
      { pointer: '/raters/2', code: 'ID_DUPLICATE' },
    ]);
    expect([listProblems('rnd', raters('sales')), listProblems('sales', raters('rnd'))]).toEqual([[], []]);
  });

  test('is read by its kind, with what is left out filled in', () => {
    const body = { content: { unit: 'sales', title, better: 'higher' }, reason: 'new' };
    expect(parseEntry('metrics', body)).toEqual({
      ok: true,
      value: {
        kind: 'metrics',
        content: { ...body.content, source: 'manual', accrual: 'level', tension: [], history: [] },
        reason: 'new',
      },
    });
    const wrong = parseEntry('objectives', body);
    expect(wrong.ok ? [] : wrong.problems.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/content/unit FIELD_UNKNOWN',
      '/content/better FIELD_UNKNOWN',
    ]);
  });
});

describe('a strategy document', () => {
  const document = (change: object) => ({
    format: 'perfcycle/strategy@1',
    objectives: [],
    swot: [],
    metrics: [{ id: 'revenue', unit: 'sales', title, better: 'higher', ...change }],
  });

  test('says how often a value comes, in one of six words, or not at all', () => {
    for (const cadence of ['day', 'week', 'month', 'quarter', 'half-year', 'year', undefined]) {
      const parsed = parseStrategy(document(cadence === undefined ? {} : { cadence }));
      expect([cadence, parsed.ok && parsed.value.metrics[0]?.cadence]).toEqual([cadence, cadence]);
    }
    const parsed = parseStrategy(document({ cadence: 'hour' }));
    expect(parsed.ok ? [] : parsed.problems).toMatchObject([{ pointer: '/metrics/0/cadence', code: 'VALUE_UNKNOWN' }]);
  });

  test('has no metric in tension with itself', () => {
    const parsed = parseStrategy(document({ tension: ['revenue'] }));
    expect(parsed.ok ? [] : parsed.problems).toMatchObject([{ pointer: '/metrics/0/tension/0', code: 'NAMES_ITSELF' }]);
  });
});
