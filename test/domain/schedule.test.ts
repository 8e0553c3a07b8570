import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseOrganization } from '../../documents/organization.js';
import { lastDay, localDay, resolveSchedule } from '../../documents/schedule.js';
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
});
