import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseOrganization } from '../../documents/organization.js';
import { formatInstant, lastDay, localDay, makeTimes, resolveSchedule, rungsOf } from '../../documents/schedule.js';
import { calendarWarnings, inDates, timesOutOfOrder } from '../../documents/schedule-checks.js';
import { parseStrategy } from '../../documents/strategy.js';
import { parseTemplate } from '../../documents/template.js';

const sample = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../sample/${name}.json`, import.meta.url), 'utf8'));
const zone = 'Asia/Shanghai';
const calendar = { holidays: ['2027-01-01'], workdays: [] };

function storySchedule() {
  const template = parseTemplate(sample('template'));
  if (!template.ok) throw new Error(JSON.stringify(template.problems));
  return resolveSchedule(template.value, { periodStart: '2027-01-01', periodEnd: '2027-12-31', zone }, calendar);
}

describe('the sample', () => {
  test('is a valid organization, strategy and template', () => {
    for (const parsed of [parseOrganization(sample('organization')), parseStrategy(sample('strategy'))]) {
      expect(parsed.ok ? [] : parsed.problems).toEqual([]);
    }
    expect(parseTemplate(sample('template'))).toMatchObject({ ok: true });
  });

  test.each([
    ['goals', '2027-01-04', '2027-01-15'],
    ['plan', '2027-01-18', '2027-01-29'],
    ['checkpoint-1', '2027-03-31', '2027-04-07'],
    ['checkpoint-2', '2027-06-30', '2027-07-07'],
    ['checkpoint-3', '2027-09-30', '2027-10-07'],
    ['self-evaluation', '2028-01-03', '2028-01-14'],
    ['evaluation', '2028-01-03', '2028-01-21'],
    ['publication', '2028-01-03', '2028-01-28'],
    ['bonus', '2028-02-14', '2028-02-21'],
  ])('%s opens on %s and is due on %s', (id, opens, due) => {
    const plan = storySchedule().steps.find((step) => step.id === id);
    expect(plan && [localDay(plan.opensAt, zone), lastDay(plan.dueAt, zone)]).toEqual([opens, due]);
  });

  test('calibration waits for all evaluations, the talks for the publication', () => {
    const { steps, barriers } = storySchedule();
    expect(steps.find((step) => step.id === 'calibration')?.barrier).toBe('all:evaluation');
    expect(steps.find((step) => step.id === 'feedback')?.barrier).toBe('publication');
    expect(barriers['all:evaluation']?.of).toBe('evaluation');
    expect(barriers['publication']?.of).toBe('publication');
  });

  test('calibration waits no longer than the evaluations have time', () => {
    const { barriers } = inDates(storySchedule(), zone);
    expect(barriers.find(({ id }) => id === 'all:evaluation')?.cutOff).toBe('2028-01-21');
    expect(barriers.find(({ id }) => id === 'publication')?.cutOff).toBeNull();
  });

  test('opens at nine, is due with the end of the day, or at a time that is given', () => {
    const template = parseTemplate(sample('template'));
    if (!template.ok) throw new Error('the sample is no template');
    const steps = template.value.steps.map((step) =>
      step.id === 'goals' ? { ...step, due: { ...step.due, at: '17:30' } } : step,
    );
    const place = { periodStart: '2027-01-01', periodEnd: '2027-12-31', zone };
    const [goals, plan] = resolveSchedule({ ...template.value, steps }, place, calendar).steps;
    expect(goals && formatInstant(goals.opensAt, zone)).toBe('2027-01-04 09:00');
    expect(goals && formatInstant(goals.dueAt, zone)).toBe('2027-01-15 17:30');
    expect(plan && formatInstant(plan.dueAt, zone)).toBe('2027-01-30 00:00');
  });

  test('names the steps with days in years whose holidays nobody has entered', () => {
    const [warning, ...others] = calendarWarnings(storySchedule(), calendar, zone);
    expect(others).toEqual([]);
    expect(warning?.year).toBe('2028');
    expect(warning?.steps).toContain('evaluation');
    expect(warning?.steps).not.toContain('goals');
    expect(calendarWarnings(storySchedule(), { holidays: ['2028-01-01'], workdays: [] }, zone)).toEqual([]);
  });

  test('is out of order in a period that is too short for it', () => {
    expect(timesOutOfOrder(storySchedule())).toEqual([]);
    const template = parseTemplate(sample('template'));
    if (!template.ok) throw new Error('the sample is no template');
    const place = { periodStart: '2027-01-01', periodEnd: '2027-03-31', zone };
    expect(timesOutOfOrder(resolveSchedule(template.value, place, calendar))).toContain('checkpoint-3');
  });
});

describe('working days', () => {
  test('are counted from the day after, over weekends and holidays, to the end of the day', () => {
    const at = Date.parse('2026-12-31T10:00:00+08:00');
    expect(formatInstant(makeTimes(calendar, zone).workdaysAfter(at, 1), zone)).toBe('2027-01-05 00:00');
    const swapped = { holidays: ['2027-01-01', '2027-01-04'], workdays: ['2027-01-02'] };
    expect(formatInstant(makeTimes(swapped, zone).workdaysAfter(at, 1), zone)).toBe('2027-01-03 00:00');
  });

  test('place the rungs of a ladder around the due day, in order of time', () => {
    const due = Date.parse('2027-01-16T00:00:00+08:00');
    const ladder = { remindBefore: [3], remindAfter: [1], escalateAfter: [3] };
    const rungs = rungsOf(ladder, due, calendar, zone).map(({ at, kind }) => `${kind} ${formatInstant(at, zone)}`);
    expect(rungs).toEqual(['remind 2027-01-12 09:00', 'remind 2027-01-18 09:00', 'escalate 2027-01-20 09:00']);
  });

  test('begin and end by the clocks of the place, summer time or not', () => {
    const times = makeTimes({ holidays: [], workdays: [] }, 'Europe/Berlin');
    const friday = Date.parse('2027-03-26T12:00:00Z');
    expect(times.workdaysAfter(friday, 1)).toBe(Date.parse('2027-03-29T22:00:00Z'));
  });
});
