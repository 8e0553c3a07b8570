import { describe, expect, test } from 'vitest';
import { resolveSchedule } from '../../../documents/schedule.js';
import { timesOutOfOrder } from '../../../documents/schedule-checks.js';
import { appealsOutlast, appealWindows } from '../../../documents/template-appeal.js';
import { parseTemplate } from '../../../documents/template.js';
import { gradeCounts } from '../../../domain/cycle/index.js';
import { phases } from '../../../domain/process/index.js';
import { explainTemplate } from '../../../messages/template.js';
import { library } from './library.js';

const zone = 'Asia/Shanghai';
const han = /\p{Script=Han}/u;

test('the library holds five templates that differ in how they score', () => {
  expect(library.map((template) => template.id)).toEqual([
    'award-fee',
    'balanced-scorecard',
    'forty-forty-twenty',
    'okr-stretch',
    'state-owned-enterprise',
  ]);
  expect(new Set(library.map((template) => JSON.stringify(template.scorecard))).size).toBe(5);
});

describe.each(library)('$id', (template) => {
  test('has no problem, and every part of template@1 that HR would look for', () => {
    expect(parseTemplate(JSON.parse(JSON.stringify(template)))).toMatchObject({ ok: true });
    const { distribution, bonus, budget, appeal } = template;
    for (const part of [distribution, bonus, budget, appeal]) expect(part).toBeDefined();
    expect(phases).toEqual(expect.arrayContaining(template.phases.map((phase) => phase.id)));
  });

  test('fits any organization: it names no unit and no metric of anybody', () => {
    expect(template.subjects.units).toBeUndefined();
    expect(template.guards).toEqual([]);
    for (const rules of [template.bonus, template.budget]) expect(rules?.ownUnit).toBeUndefined();
  });

  test.each(['2027', '2028'])('has its times in order in %s, appeals and holidays included', (year) => {
    const place = { periodStart: `${year}-01-01`, periodEnd: `${year}-12-31`, zone };
    const next = String(Number(year) + 1);
    const spring = Array.from({ length: 7 }, (_, day) => `${next}-02-${String(10 + day)}`);
    for (const holidays of [[], [`${year}-01-01`, `${next}-01-01`], [`${next}-01-01`, ...spring]]) {
      const calendar = { holidays, workdays: [] };
      const schedule = resolveSchedule(template, place, calendar);
      expect(timesOutOfOrder(schedule)).toEqual([]);
      const windows = appealWindows(template, schedule, calendar, zone);
      expect(windows).toHaveLength(template.appeal?.instances.length ?? 0);
      expect(appealsOutlast(windows, schedule, zone)).toBe(false);
      for (const { opens, files, decides } of windows)
        expect([opens, files, decides]).toEqual([opens, files, decides].toSorted());
    }
  });

  test('explains itself in both languages, with computed examples, and leaves nothing out', () => {
    const sections = explainTemplate(template);
    expect(sections.map((section) => section.id)).toEqual([
      'subjects',
      ...template.phases.map((phase) => `phase-${phase.id}`),
      ...[
        'reminders',
        'bounds',
        'scorecard',
        'gates',
        'monitoring',
        'distribution',
        'bonus',
        'budget',
        'appeal',
        'end',
      ],
    ]);
    for (const { title, sentences } of sections) {
      for (const sentence of [title, ...sentences]) {
        expect(sentence['zh-CN']).toMatch(han);
        expect(sentence.en).not.toMatch(han);
        for (const text of Object.values(sentence))
          expect(text).not.toMatch(/undefined|null|NaN|\[object| {2}|\.\.|。。/);
      }
      for (const { en, 'zh-CN': zh } of sentences) {
        expect(en).toMatch(/^[A-Z0-9].*\.$/s);
        expect(zh).toMatch(/。$/);
      }
    }
    const words = sections.flatMap((section) => section.sentences.map((sentence) => sentence.en));
    expect(words.filter((sentence) => sentence.startsWith('Example: ')).length).toBeGreaterThanOrEqual(5);
    const checkpoints = template.steps.filter((step) => step.kind === 'checkpoint');
    expect(words.filter((sentence) => sentence.startsWith('Checkpoint report'))).toHaveLength(checkpoints.length);
    for (const { grade } of template.scorecard.grades?.bands ?? []) expect(words.join()).toContain(grade);
  });

  test('says how many of each grade calibration aims at, beside those found', () => {
    const { distribution } = template;
    if (distribution === undefined) throw new Error('no distribution');
    const grades = distribution.shares.map(({ grade }) => grade);
    const [first = ''] = grades;
    const counts = gradeCounts([], distribution, [first, first, null, 'X', ...grades]);
    expect(counts.map(({ grade }) => grade)).toEqual([...grades, 'X']);
    expect(counts.find(({ grade }) => grade === first)?.found).toBe(3);
    expect(counts.find(({ grade }) => grade === 'X')).toEqual({ grade: 'X', wanted: null, found: 1 });
    expect(counts.reduce((sum, { wanted }) => sum + (wanted ?? 0), 0)).toBe(grades.length + 3);
  });
});
