import { describe, expect, test } from 'vitest';
import { parseEvidence } from '../../domain/evidence.js';
import { judgeLesson } from '../../domain/lesson.js';
import {
  gapBetween,
  gradeCounts,
  oddities,
  quotaGaps,
  ratersSeen,
  type Seen,
  seenDocument,
  type SeenRating,
  selfScore,
  wrongRatings,
} from '../../domain/cycle/index.js';
import { teamwork } from '../../players/story/values.js';
import { headOf } from '../../players/story/people.js';
import type { Scorecard } from '../../domain/rules/index.js';
import { sha256Hex } from '../../documents/digest.js';

const id = '01234567-89ab-cdef-0123-456789abcdef';

describe('evidence', () => {
  test('is a note, a report, a file or an address', () => {
    expect(parseEvidence(' note/12 ')).toEqual({ kind: 'note', note: '12' });
    expect(parseEvidence('report/checkpoint-2')).toEqual({ kind: 'report', unit: null, step: 'checkpoint-2' });
    expect(parseEvidence('report/sales/checkpoint-2')).toEqual({ kind: 'report', unit: 'sales', step: 'checkpoint-2' });
    expect(parseEvidence(`file/${id}`)).toEqual({ kind: 'file', file: id });
    expect(parseEvidence('https://a.example/x?y#z')).toMatchObject({ kind: 'address' });
  });

  test.each([
    '会议纪要',
    'note/0',
    'note/1/2',
    'note/x',
    'file/1',
    'report/',
    'report/a/b/c',
    'https://',
    'https://user@a.example/',
    'javascript:alert(1)',
    'see https://a.example',
    'https://a.example/a b',
    '',
  ])('is not free text: %s', (text) => {
    expect(parseEvidence(text)).toBeNull();
  });
});

const rule = {
  scale: { min: '1', max: '5' },
  requireEvidence: true,
  by: [{ role: 'superior', weight: '1' }],
};
const one = (value: string, evidence: readonly string[] = ['note/1'], item = 'a') => [{ item, value, evidence }];

describe('ratings', () => {
  const rated = new Map([['a', rule]]);
  test('lie within their scale, ends included, are of what is rated, by who is asked, with evidence', () => {
    expect(wrongRatings(rated, 'superior', one('5'))).toEqual([]);
    expect(wrongRatings(rated, 'superior', one('1'))).toEqual([]);
    expect(wrongRatings(rated, 'superior', one('5.01'))).toEqual([
      { pointer: '/ratings/0/value', code: 'RATING_OUT_OF_SCALE' },
    ]);
    expect(wrongRatings(rated, 'superior', one('0.99'))).toMatchObject([{ code: 'RATING_OUT_OF_SCALE' }]);
    expect(wrongRatings(rated, 'superior', one('3', []))).toMatchObject([{ code: 'EVIDENCE_MISSING' }]);
    expect(wrongRatings(rated, 'superior', one('3', ['note/1'], 'b'))).toMatchObject([{ code: 'ID_UNKNOWN' }]);
    expect(wrongRatings(rated, 'cooperating', one('3'))).toMatchObject([{ code: 'RATER_NOT_ASKED' }]);
    expect(wrongRatings(rated, 'self', one('3', []))).toEqual([]);
    expect(wrongRatings(rated, 'self', one('6', []))).toMatchObject([{ code: 'RATING_OUT_OF_SCALE' }]);
  });
});

const rating = (unitId: string, by: string, byUnit: string, value: string, role: SeenRating['role']): SeenRating => ({
  unitId,
  item: 'teamwork',
  role,
  by,
  byUnit,
  value,
  hasEvidence: true,
});
const storyRatings = teamwork.flatMap(({ unit, superior, cooperating }) => [
  rating(unit, 'chen-mingyuan', 'hq', superior, 'superior'),
  ...cooperating.map(([by, value]) => rating(unit, headOf(by), by, value, 'cooperating')),
]);

describe('before publication', () => {
  test('the drift of 陈明远 is +1/4 over six subjects; all others are silent', () => {
    const [first, ...others] = ratersSeen(storyRatings);
    expect(first).toEqual({ by: 'chen-mingyuan', items: 6, drift: '0.25' });
    expect(others.length).toBeGreaterThan(3);
    expect(others.map(({ drift }) => drift)).toEqual(others.map(() => null));
  });

  test('whoever rated an item as head of two units is one rater there, and compared with others only', () => {
    const twice = [rating('x', 'p', 'hq', '5', 'superior'), rating('x', 'p', 'q', '2', 'cooperating')];
    expect(ratersSeen(twice, 1)).toEqual([]);
    // (5 + 2) ÷ 2 beside 2 and 3.
    const others = [rating('x', 'o', 'r', '2', 'cooperating'), rating('x', 'n', 's', '3', 'cooperating')];
    expect(ratersSeen([...twice, ...others], 1)).toEqual([
      { by: 'n', items: 1, drift: '0.25' },
      { by: 'o', items: 1, drift: '-1.25' },
      { by: 'p', items: 1, drift: '1' },
    ]);
  });

  const seen: Seen = {
    units: ['x', 'y'],
    results: [
      {
        unitId: 'x',
        version: 1,
        status: 'blocked',
        total: null,
        grade: null,
        rated: { teamwork: { ...rule, by: [...rule.by, { role: 'cooperating', weight: '1' }] } },
      },
    ],
    ratings: [
      { ...rating('x', 'p', 'q', '5', 'cooperating'), hasEvidence: false },
      rating('y', 'p', 'q', '5', 'cooperating'),
      rating('z', 'p', 'q', '5.0', 'cooperating'),
    ],
    steps: [
      {
        unitId: 'x',
        stepId: 'self-evaluation',
        kind: 'self-evaluation',
        raterUnitId: null,
        end: 'forwarded',
        submitted: false,
      },
      { unitId: 'x', stepId: 'evaluation', kind: 'evaluation', raterUnitId: null, end: null, submitted: false },
      { unitId: 'x', stepId: 'rating/q', kind: 'rating', raterUnitId: 'q', end: null, submitted: true },
      { unitId: 'x', stepId: 'rating/r', kind: 'rating', raterUnitId: 'r', end: 'cancelled', submitted: false },
      {
        unitId: 'x',
        stepId: 'checkpoint-1',
        kind: 'checkpoint',
        raterUnitId: null,
        end: 'forwarded',
        submitted: false,
      },
    ],
    changes: [],
    calibrated: null,
  };

  test('the list names what is missing and what is odd', () => {
    expect(oddities(seen).map((odd) => [odd.code, odd.unitId, odd.step ?? odd.byUnit ?? odd.role ?? odd.by])).toEqual([
      ['RESULT_BLOCKED', 'x', undefined],
      ['SELF_EVALUATION_MISSING', 'x', undefined],
      ['RATING_MISSING', 'x', 'superior'],
      ['RATING_MISSING', 'x', 'r'],
      ['RATING_WITHOUT_EVIDENCE', 'x', 'cooperating'],
      ['STEP_NOT_DONE', 'x', 'rating/r'],
      ['STEP_FORWARDED', 'x', 'checkpoint-1'],
      ['RATING_EXTREME', 'x', 'cooperating'],
      ['NOT_SCORED', 'y', undefined],
      ['RATINGS_ALL_SAME', null, 'p'],
    ]);
  });

  test('the list names a calibration that ended without an approval, as the cycle’s own', () => {
    const own = { stepId: 'calibration', kind: 'calibration', raterUnitId: null, submitted: true } as const;
    const withStep = (end: 'forwarded' | null) => oddities({ ...seen, steps: [{ ...own, unitId: null, end }] });
    expect(withStep('forwarded').find(({ kind }) => kind === 'calibration')).toEqual({
      code: 'STEP_FORWARDED',
      unitId: null,
      step: 'calibration',
      kind: 'calibration',
    });
    expect(withStep(null).some(({ kind }) => kind === 'calibration')).toBe(false);
  });

  test('after calibration the list names changes that fit no more, and a quota that is met no more without a reason', () => {
    const result = (unitId: string, grade: string | null) => {
      const status = grade === null ? 'blocked' : 'scored';
      return { unitId, version: 1, status, total: grade === null ? null : '1', grade, rated: {} } as const;
    };
    const bands = [{ from: '2', grade: 'A' }];
    const shares = ['A', 'B'].map((grade) => ({ grade, percent: '50' }));
    const rules = { scorecard: { grades: { bands, below: 'B' } }, distribution: { mode: 'quota', shares } } as const;
    const odds = (over: Partial<Seen>) =>
      oddities({ ...seen, units: [], ratings: [], steps: [], results: [result('x', 'A'), result('y', 'B')], ...over });
    const calibrated = { ...rules, quotaReason: null };
    const to = (unit: string, grade: string) => ({ unit, grade, reason: 'r' });
    expect(odds({ calibrated, changes: [to('x', 'B'), to('y', 'A')] })).toEqual([]);
    expect(odds({ calibrated: null, changes: [to('y', 'A')] })).toEqual([]);
    const unmet = { code: 'QUOTA_UNMET', unitId: null, count: 2 };
    expect(odds({ calibrated, changes: [to('y', 'A')] })).toEqual([unmet]);
    expect(odds({ calibrated: { ...calibrated, quotaReason: 'small' }, changes: [to('y', 'A')] })).toEqual([]);
    expect(odds({ calibrated: { ...calibrated, distribution: null }, changes: [to('y', 'A')] })).toEqual([]);
    // Taken away by other rules, and blocked since: neither counts for the quota.
    expect(odds({ calibrated, changes: [to('x', 'C')] })).toEqual([{ code: 'CHANGE_UNFIT', unitId: 'x', value: 'C' }]);
    expect(odds({ calibrated, changes: [to('y', 'A')], results: [result('x', 'A'), result('y', null)] })).toEqual([
      { code: 'CHANGE_UNFIT', unitId: 'y', value: 'A' },
    ]);
  });

  test('what is digested changes with a result, a change of grades and the list', () => {
    const results = seen.results.map((each) => ({ ...each, version: 2 }));
    for (const other of [
      { ...seen, results },
      { ...seen, changes: [{ unit: 'x', grade: 'A', reason: 'r' }] },
      { ...seen, steps: [] },
    ])
      expect(seenDocument(other)).not.toEqual(seenDocument(seen));
  });

  test('a quota is met exactly or not at all', () => {
    const shares = [
      { grade: 'A', percent: '50' },
      { grade: 'B', percent: '50' },
    ];
    expect(quotaGaps(gradeCounts(['A', 'B'], { shares }, ['A', 'B']))).toEqual([]);
    expect(quotaGaps(gradeCounts(['A', 'B', 'C'], { shares }, ['A', 'C'])).map(({ grade }) => grade)).toEqual([
      'B',
      'C',
    ]);
  });
});

describe('the score by own ratings', () => {
  const scorecard: Scorecard = {
    format: 'perfcycle/scorecard@1',
    root: {
      id: 'total',
      combine: 'weighted-mean',
      parts: [
        {
          id: 'a',
          weight: '1',
          rating: {
            ...rule,
            by: [
              { role: 'superior', weight: '60' },
              { role: 'cooperating', weight: '40' },
            ],
          },
        },
      ],
    },
  };
  const facts = {
    format: 'perfcycle/facts@1' as const,
    facts: {
      a: {
        ratings: [
          { role: 'superior', by: 'hq', value: '3', evidence: ['note/1'] },
          { role: 'cooperating', by: 'q', value: '3', evidence: ['note/1'] },
        ],
      },
    },
  };
  test('stands in place of the superior’s only; without one for every item there is none', () => {
    const deps = { sha256: sha256Hex };
    expect(selfScore({ scorecard, facts }, { a: '5' }, deps)).toEqual({ total: '4.2', grade: null });
    expect(selfScore({ scorecard, facts }, {}, deps)).toBeNull();
    expect(gapBetween('4.2', '3')).toBe('1.2');
    expect(gapBetween(null, '3')).toBeNull();
  });
});

test('a lesson is passed by as many agreed answers as the template asks for', () => {
  const answers = { halo: '2', recent: '3', middle: '4' } as const;
  expect(judgeLesson(answers, { atLeast: 2 })).toEqual({ agreed: 2, passed: true });
  expect(judgeLesson(answers, { atLeast: 3 })).toEqual({ agreed: 2, passed: false });
});
