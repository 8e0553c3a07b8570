import { describe, expect, test } from 'vitest';
import { kpi, pointsOf, qualitative, scored, templateOf } from './library.js';

describe('the balanced scorecard', () => {
  const template = templateOf('balanced-scorecard');
  const parts = ['finance-value', 'finance-discipline', 'customer-value', 'customer-response'];
  const others = ['process-quality', 'process-risk', 'learning-people', 'learning-renewal'];
  const all = (value: string) => Object.fromEntries([...parts, ...others].map((part) => [part, [value] as const]));
  const goals = [kpi('sales', '60', '0', '100'), kpi('brand', '40', '0', '50')];

  test('counts goals for six tenths and each perspective for one', () => {
    // Goals: (90·60 + 120·40) / 100 = 102. Criteria rated 4: 70 + (4 − 3)·40/2 = 90; finance: (4, 2) → 90 and 35, mean 62.5.
    const ratings = { ...all('4'), 'finance-discipline': ['2'] } as const;
    const result = scored(template, { goals, values: { sales: '90', brand: '70' }, ratings });
    expect(pointsOf(result, 'sales', 'brand', 'goals')).toEqual(['90', '120', '102']);
    expect(pointsOf(result, 'finance-value', 'finance-discipline', 'perspective-finance')).toEqual([
      '90',
      '35',
      '62.5',
    ]);
    // Perspectives: (62.5 + 3·90) / 4 = 83.125; total: 0.6·102 + 0.4·83.125 = 94.45.
    expect(pointsOf(result, 'perspectives')).toEqual(['83.125']);
    expect([result.total, result.grade]).toEqual(['94.45', 'B']);
  });

  test('weighs superior and cooperating units 60 to 40', () => {
    // (4·60 + (3 + 5)/2·40) / 100 = 4 → 90.
    const ratings = { ...all('4'), 'customer-value': ['4', '3', '5'] } as const;
    const result = scored(template, { goals, values: { sales: '100', brand: '50' }, ratings });
    expect(result.lines['customer-value']).toMatchObject({ x: '4', points: '90' });
  });

  test('gives no highest grade to a unit that neglects a perspective', () => {
    // Without the gate: 0.6·120 + 0.4·((110·3 + (110 + 17.5)/2) / 4) = 72 + 0.4·98.4375 = 111.375.
    const ratings = { ...all('5'), 'learning-people': ['1.5'] } as const;
    const values = { sales: '200', brand: '100' };
    const result = scored(template, { goals, values, ratings });
    expect(pointsOf(result, 'learning-people', 'perspectives')).toEqual(['17.5', '98.4375']);
    expect([result.total, result.grade]).toEqual(['94', 'B']);
    expect(result.findings).toContainEqual({ code: 'GATE', gate: 'no-neglected-perspective' });
    expect(scored(template, { goals, values, ratings: all('5') })).toMatchObject({ total: '116', grade: 'A' });
  });

  test('has no total while one perspective is not rated', () => {
    const { 'process-risk': _left, ...ratings } = all('4');
    const result = scored(template, { goals, values: { sales: '90', brand: '50' }, ratings });
    expect([result.status, result.total]).toEqual(['blocked', null]);
    expect(result.findings).toContainEqual({ code: 'NO_DATA', component: 'process-risk' });
  });
});

describe('OKR with stretch', () => {
  const template = templateOf('okr-stretch');
  const goals = [kpi('users', '60', '1000', '2000'), kpi('cost', '40', '80', '60')];
  const total = (users: string, cost: string) => {
    const { total: points, grade } = scored(template, { goals, values: { users, cost }, lower: ['cost'] });
    return [points, grade];
  };

  test('gives the full points for seven tenths of the way, up or down', () => {
    expect(total('1700', '66')).toEqual(['100', 'A']);
  });

  test('gives points for stretch beyond, and no more past the target', () => {
    // 85 % of the way: 100 + 15·20/30 = 110. All of it: 120. Twice the way: 120 still.
    expect(total('1850', '63')).toEqual(['110', 'S']);
    expect(total('2000', '60')).toEqual(['120', 'S']);
    expect(total('3000', '40')).toEqual(['120', 'S']);
  });

  test('gives a share of the full points below seven tenths, and none for going back', () => {
    // 35 % of the way: 35·100/70 = 50; with 70 % on the other: 0.6·50 + 0.4·100 = 70.
    expect(total('1350', '66')).toEqual(['70', 'B']);
    expect(total('900', '90')).toEqual(['0', 'C']);
    // 10 % of the way is 100/7 points: nothing is rounded on the way.
    expect(total('1100', '78')).toEqual(['100/7', 'C']);
  });

  test('rates what people judge on the same scale from 0 to 1', () => {
    const both = [kpi('users', '50', '0', '10'), qualitative('culture', '50')];
    const result = scored(template, { goals: both, values: { users: '7' }, ratings: { culture: ['0.7'] } });
    expect([result.total, result.grade]).toEqual(['100', 'A']);
  });
});

describe('the state-owned enterprise', () => {
  const template = templateOf('state-owned-enterprise');
  const good = { 'governance-management': ['4'], 'governance-compliance': ['4'] } as const;
  const goals = [kpi('profit', '50', '80', '100'), kpi('debt', '50', '70', '60')];
  const results = (
    profit: string,
    debt: string,
    more: Readonly<Record<string, string>> = {},
    ratings: typeof good | Record<string, readonly [string]> = good,
  ) => scored(template, { goals, values: { profit, debt, ...more }, lower: ['debt'], ratings });

  test.each([
    // 7 % above: two full threes, 2·4. 2.99 %: none. 3 %: one. 15 %: five, at most 20. 40 %: still 20.
    ['107', '108'],
    ['102.99', '100'],
    ['103', '104'],
    ['115', '120'],
    ['140', '120'],
    // 4 % below: one full three, −5. 7 %: two. 60 %: twenty, at most 40.
    ['96', '95'],
    ['93', '90'],
    ['40', '60'],
  ])('a profit of %s where 100 was agreed earns %s points', (profit, points) => {
    expect(pointsOf(results(profit, '60'), 'profit')).toEqual([points]);
  });

  test('turns round where less is better', () => {
    // Debt 56.4 of 60 is 6 % below: two full threes.
    expect(pointsOf(results('100', '56.4'), 'debt')).toEqual(['108']);
    expect(pointsOf(results('100', '63'), 'debt')).toEqual(['95']);
  });

  test('multiplies the operating results by the difficulty that is reported for the unit, within 90 and 110', () => {
    // Results (108 + 100)/2 = 104. Management and compliance 100 each. Total 0.8·104 + 20 = 103.2.
    expect(results('107', '60')).toMatchObject({ total: '103.2', grade: 'B' });
    // Difficulty 105: 104·1.05 = 109.2; total 0.8·109.2 + 20 = 107.36. 130 counts as 110: 114.4 → 111.52.
    expect(results('107', '60', { 'difficulty.u': '105' })).toMatchObject({ total: '107.36', grade: 'B' });
    expect(results('107', '60', { 'difficulty.u': '130' })).toMatchObject({ total: '111.52', grade: 'A' });
    // What is agreed for all counts where nothing is agreed for the unit; another unit's does not.
    expect(results('107', '60', { difficulty: '105', 'difficulty.v': '90' })).toMatchObject({ total: '107.36' });
    expect(results('107', '60', { difficulty: '105', 'difficulty.u': '95' })).toMatchObject({ total: '99.04' });
  });

  test('caps the operating results after the difficulty', () => {
    // (120 + 120)/2·1.1 = 132 → 125; total 0.8·125 + 20 = 120.
    expect(results('130', '40', { difficulty: '110' })).toMatchObject({ total: '120', grade: 'A' });
  });

  test('gives the lowest grade where compliance fails, whatever the results', () => {
    const failed = { 'governance-management': ['5'], 'governance-compliance': ['1.5'] } as const;
    const result = results('115', '51', {}, failed);
    expect(result.grade).toBe('D');
    // 0.8·120 + 0.2·(110·0.6 + 22.5·0.4) = 96 + 15 = 111.
    expect(result.total).toBe('111');
  });
});

describe('the award fee with a gate', () => {
  const template = templateOf('award-fee');
  type Four = readonly [technical: string, schedule: string, cost: string, cooperation: string];
  const criteria = ([technical, schedule, cost, cooperation]: Four) =>
    ({
      'criterion-technical': [technical],
      'criterion-schedule': [schedule],
      'criterion-cost': [cost],
      'criterion-cooperation': [cooperation],
    }) as const;
  const goals = [kpi('deliveries', '100', '0', '40')];
  const fee = (deliveries: string, ...rated: [...Four]) =>
    scored(template, { goals, values: { deliveries }, ratings: criteria(rated) });

  test('is the percent of the fee that goals and criteria earn', () => {
    // Deliveries 36 of 40 = 90 % → 50. Criteria 90·0.4 + 75·0.25 + 100·0.25 + 50·0.1 = 84.75.
    const result = fee('36', '4', '3.9', '4.5', '2');
    expect(pointsOf(result, 'deliveries', 'criteria')).toEqual(['50', '84.75']);
    // 0.3·50 + 0.7·84.75 = 74.325.
    expect([result.total, result.grade]).toEqual(['74.325', 'C']);
    expect(fee('40', '5', '5', '5', '5')).toMatchObject({ total: '100', grade: 'A' });
  });

  test('is nothing as soon as one criterion is unsatisfactory', () => {
    const failing: readonly Four[] = [
      ['1.9', '5', '5', '5'],
      ['5', '1', '5', '5'],
      ['5', '5', '1.99', '5'],
      ['5', '5', '5', '1'],
    ];
    for (const rated of failing) {
      const result = fee('40', ...rated);
      expect([result.total, result.grade]).toEqual(['0', 'U']);
      expect(result.findings).toContainEqual({ code: 'GATE', gate: 'unsatisfactory' });
    }
    expect(fee('40', '2', '2', '2', '2')).toMatchObject({ total: '65', grade: 'C', findings: [] });
  });
});

describe('simple 40/40/20', () => {
  const template = templateOf('forty-forty-twenty');

  test('counts results 40, tasks 40, behaviour 20', () => {
    const goals = [kpi('revenue', '70', '0', '200'), kpi('quality', '30', '0', '100')];
    const result = scored(template, {
      goals,
      values: { revenue: '190', quality: '115' },
      ratings: {
        'tasks-done': ['4'],
        'tasks-quality': ['3'],
        'behaviour-cooperation': ['5'],
        'behaviour-initiative': ['2'],
      },
    });
    // Revenue 95 % → 90, quality 115 % → 115: results (90·70 + 115·30)/100 = 97.5.
    expect(pointsOf(result, 'revenue', 'quality', 'results')).toEqual(['90', '115', '97.5']);
    // Tasks: 4 → 92.5, 3 → 75: 0.6·92.5 + 0.4·75 = 85.5. Behaviour: 110 and 37.5, mean 73.75.
    expect(pointsOf(result, 'tasks', 'behaviour')).toEqual(['85.5', '73.75']);
    // 0.4·97.5 + 0.4·85.5 + 0.2·73.75 = 87.95.
    expect([result.total, result.grade]).toEqual(['87.95', 'B']);
  });

  test('gives nothing for a result under 80 percent, and a grade looked up at one place', () => {
    const goals = [kpi('revenue', '100', '0', '100')];
    const rated = (value: string) =>
      ({
        'tasks-done': [value],
        'tasks-quality': [value],
        'behaviour-cooperation': [value],
        'behaviour-initiative': [value],
      }) as const;
    // 0.6·75 = 45.
    expect(scored(template, { goals, values: { revenue: '79.9' }, ratings: rated('3') })).toMatchObject({
      total: '45',
      grade: 'D',
    });
    // Results 99.9, the rest rated 3.95 → 91.625: 0.4·99.9 + 0.6·91.625 = 94.935, at one place 94.9 and no A.
    expect(scored(template, { goals, values: { revenue: '99.95' }, ratings: rated('3.95') })).toMatchObject({
      total: '94.935',
      grade: 'B',
    });
    expect(scored(template, { goals, values: { revenue: '99.95' }, ratings: rated('4.2') })).toMatchObject({
      grade: 'A',
    });
  });
});
