import { describe, expect, test } from 'vitest';
import { checkGoals, planLoad, type Task } from '../../domain/rules/index.js';

const task = (id: string, more: Partial<Task>): Task => ({ id, unit: 'sales', goal: 'g', title: id, ...more });

describe('what a plan takes of the capacity', () => {
  test('is shared by working days between the windows that a task runs through, exactly', () => {
    // 2027-01-29 is a Friday: one working day in January, two in February.
    const tasks = [task('a', { start: '2027-01-29', end: '2027-02-02', effortDays: '10', costMinor: '100' })];
    const capacity = [
      { unit: 'sales', from: '2027-01-01', to: '2027-01-31', personDays: '3', budgetMinor: '50' },
      { unit: 'sales', from: '2027-02-01', to: '2027-02-28', personDays: '7' },
      { unit: 'rnd', from: '2027-02-01', to: '2027-02-28', personDays: '1' },
    ];
    expect(planLoad(tasks, capacity, undefined)).toEqual([
      {
        ...{ unit: 'sales', from: '2027-01-01', to: '2027-01-31' },
        personDays: { need: '10/3', have: '3', over: true },
        budgetMinor: { need: '100/3', have: '50', over: false },
      },
      {
        ...{ unit: 'sales', from: '2027-02-01', to: '2027-02-28' },
        personDays: { need: '20/3', have: '7', over: false },
        budgetMinor: { need: '200/3', over: false },
      },
      {
        ...{ unit: 'rnd', from: '2027-02-01', to: '2027-02-28' },
        personDays: { need: '0', have: '1', over: false },
        budgetMinor: { need: '0', over: false },
      },
    ]);
  });

  test('fires as a finding exactly where it is more than there is', () => {
    const capacity = [{ unit: 'sales', from: '2027-01-01', to: '2027-01-31', personDays: '10' }];
    const found = (effortDays: string) =>
      checkGoals({
        format: 'perfcycle/goals@1',
        period: { start: '2027-01-01', end: '2027-12-31' },
        units: [{ id: 'sales' }],
        goals: [],
        tasks: [task('a', { owner: 'x', start: '2027-01-04', end: '2027-01-08', effortDays })],
        capacity,
      }).findings.map(({ code }) => code);
    expect([found('10'), found('10.01')]).toEqual([[], ['PLAN_OVER_CAPACITY']]);
  });
});
