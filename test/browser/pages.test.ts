import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createCycleApi, type CycleApi } from '../../players/cycle-api.js';
import { sampleRehearsal } from '../../players/story/main.js';
import { launchBrowser, seat } from '../setup/browser.js';
import { type Launcher, perfcycle, startLauncher } from '../setup/launcher.js';

const data = mkdtempSync(join(tmpdir(), 'perfcycle-browser-'));
let launcher: Launcher;
let browser: Browser;
let api: CycleApi;

beforeAll(async () => {
  [launcher, browser] = await Promise.all([startLauncher(data), launchBrowser()]);
  api = createCycleApi({ baseUrl: launcher.url });
});

afterAll(async () => {
  await browser.close();
  launcher.signal('SIGINT');
  await launcher.exit;
  rmSync(data, { recursive: true, force: true });
});

/** A rehearsal that is played by people, its clock at an instant. */
async function rehearsal(id: string, runTo: string): Promise<void> {
  await api.create('zhou-min', sampleRehearsal(id, `演练 ${id}`, { kind: 'people' }));
  await vi.waitFor(async () => expect((await api.cycle('zhou-min', id)).state).toBe('running'), 30_000);
  await api.clock('zhou-min', id, { runTo });
  await vi.waitFor(async () => expect((await api.cycle('zhou-min', id)).clock.now).toBe(Date.parse(runTo)), {
    timeout: 30_000,
    interval: 100,
  });
}

/** The sample organization's year, played once. */
async function finishedYear(): Promise<void> {
  if (!(await api.cycles('zhou-min')).some((cycle) => cycle.id === 'year'))
    expect((await perfcycle(data, 'story', '--cycle', 'year')).status).toBe(0);
}

const field = (page: Page, name: string) => page.locator(`[name="${name}"]`);

describe('a manager and the superior, without script', { timeout: 120_000 }, () => {
  test('goals: refused with the reason and nothing lost, mended, returned, submitted again, approved', async () => {
    await rehearsal('forms', '2027-01-05T02:00:00Z');
    const manager = await seat(browser, launcher.url, { persona: 'su-qing', script: false });
    await manager.locator('main a', { hasText: 'Marketing · Goals' }).click();
    for (const [index, weight] of [
      ['0', '60'],
      ['1', '６０'],
    ] as const) {
      await field(manager, `goals.${index}.title`).fill(`Reach new customers ${index}`);
      await field(manager, `goals.${index}.metric`).selectOption({ index: Number(index) + 1 });
      await field(manager, `goals.${index}.baseline`).fill('10');
      await field(manager, `goals.${index}.target`).fill('12');
      await field(manager, `goals.${index}.weight`).fill(weight);
      await field(manager, `goals.${index}.supports`).selectOption({ index: 1 });
    }
    await manager.locator('button[value="submit"]').click();
    const refused = await manager.locator('main').innerText();
    expect(refused).toContain('The weights are 20 too many');
    expect(await field(manager, 'goals.0.title').inputValue()).toBe('Reach new customers 0');

    await field(manager, 'goals.1.weight').fill('40');
    await manager.locator('button[value="save"]').last().click();
    expect(await field(manager, 'goals.1.weight').inputValue()).toBe('40');
    await manager.locator('button[value="submit"]').click();
    await manager.waitForLoadState();
    expect(await manager.locator('main').innerText()).toContain('waiting for a decision');

    const superior = await seat(browser, launcher.url, { persona: 'chen-mingyuan', script: false });
    await superior.locator('main a', { hasText: 'Marketing · Goals' }).click();
    await superior.locator('button[value="return"]').click();
    expect(await superior.locator('main').innerText()).toMatch(/say why|reason/i);
    await field(superior, 'reason').fill('Say how.');
    await superior.locator('button[value="return"]').click();

    await manager.goto('/inbox');
    await manager.locator('main a', { hasText: 'Marketing · Goals' }).click();
    expect(await manager.locator('main').innerText()).toContain('Say how.');
    expect(await field(manager, 'goals.0.title').inputValue()).toBe('Reach new customers 0');
    await field(manager, 'goals.0.title').fill('Reach new customers by fairs');
    await manager.locator('button[value="submit"]').click();
    await superior.goto('/cycles/forms/units/marketing/steps/goals');
    await superior.locator('button[value="approve"]').click();
    await manager.goto('/cycles/forms/units/marketing');
    expect(await manager.locator('main').innerText()).toContain('Reach new customers by fairs');
    expect(await manager.locator('main').innerText()).toContain('approved');
  });

  test('a page that somebody has left open: the step has moved on, and what was typed stays', async () => {
    await rehearsal('stale', '2027-01-05T02:00:00Z');
    const [one, two] = await Promise.all([
      seat(browser, launcher.url, { persona: 'he-jing', script: false }),
      seat(browser, launcher.url, { persona: 'he-jing', script: false }),
    ]);
    for (const page of [one, two]) await page.goto('/cycles/stale/units/quality/steps/goals');
    await field(one, 'goals.0.title').fill('First window');
    await one.locator('button[value="save"]').last().click();
    await field(two, 'goals.0.title').fill('Second window');
    await two.locator('button[value="save"]').last().click();
    expect(await field(two, 'goals.0.title').inputValue()).toBe('Second window');
    expect(await two.locator('main').innerText()).toContain('saved by somebody else after you opened it');
  });
});

describe('all pages of a finished year', { timeout: 180_000 }, () => {
  test.each([
    ['zhou-min', 'zh-CN', 1280],
    ['zhou-min', 'en', 320],
    ['lin-xiao', 'zh-CN', 320],
    ['gao-yan', 'en', 320],
    ['yan-zheng', 'en', 320],
    ['p-new-1', 'zh-CN', 320],
    ['guan-li', 'en', 1280],
  ] as const)(
    '%s in %s at %i px: no dead link, no error, nothing wider than the screen',
    async (persona, language, width) => {
      await finishedYear();
      const page = await seat(browser, launcher.url, { persona, language, width });
      const wrong: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') wrong.push(`${page.url()}: ${message.text()}`);
      });
      const seen = new Set<string>();
      const ahead = ['/inbox', '/cycles/year'];
      while (ahead.length > 0 && seen.size < 60) {
        const path = ahead.shift() ?? '';
        if (seen.has(path)) continue;
        seen.add(path);
        const answer = await page.goto(path);
        if (answer?.status() !== 200) wrong.push(`${path}: ${String(answer?.status())}`);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (over > 0) wrong.push(`${path}: ${over} px too wide`);
        const links = await page
          .locator('a[href^="/"]')
          .evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
        ahead.push(...links.filter((href) => !/^\/(language|api)|#/.test(href)));
      }
      expect(seen.size).toBeGreaterThan(5);
      expect(wrong).toEqual([]);
    },
  );
});

/** What axe finds against WCAG 2.2, levels A and AA. */
async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const runner = Reflect.get(window, 'axe') as typeof axe;
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const { violations } = await runner.run(document, { runOnly: tags });
    return violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.html.slice(0, 160) ?? ''}`);
  });
}

/** What a person of each part opens of strategy, plans, watching and values. */
const places: Readonly<Record<string, readonly string[]>> = {
  'zhou-min': [
    '/cycles/year/strategy',
    '/cycles/year/swot',
    '/cycles/year/findings?drafts=true',
    '/cycles/year/metric-values',
    '/strategy/objectives/O1?cycle=year',
    '/connectors',
    '/connectors/crm-new-customers',
    '/values/workbook',
    '/organization/workbook',
  ],
  'lin-xiao': [
    '/cycles/year/deviations',
    '/cycles/year/deviations?unit=sales',
    '/cycles/year/goals/sales/growth',
    '/cycles/year/units/sales-new/timeline',
    '/cycles/year/units/sales-new/versions/plan',
    '/cycles/year/units/sales-new/versions/goals',
    '/cycles/year/units/sales-new/notes',
    '/cycles/year/units/sales-new/asks',
    '/cycles/year/units/sales-new/steps/change-1',
    '/cycles/year/units/sales-new/steps/checkpoint-1',
    '/metric-values/new-customers',
  ],
  'he-jing': ['/cycles/year/units/quality/steps/alignment/production'],
  'p-new-1': ['/my-tasks', '/cycles/year/goals/sales-new/markets-opened'],
};

describe('strategy, plans, watching and values', { timeout: 180_000 }, () => {
  test.each([
    ['en', 1280, true],
    ['zh-CN', 320, true],
    ['en', 320, false],
  ] as const)('in %s at %i px, script %s: open to their people and fit the screen', async (language, width, script) => {
    await finishedYear();
    const wrong: string[] = [];
    for (const [persona, paths] of Object.entries(places)) {
      const page = await seat(browser, launcher.url, { persona, language, width, script });
      for (const path of paths) {
        const answer = await page.goto(path);
        if (answer?.status() !== 200) wrong.push(`${persona} ${path}: ${String(answer?.status())}`);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (over > 0) wrong.push(`${path}: ${over} px too wide`);
        const nameless = await page.locator('table:not(:has(> caption))').count();
        if (nameless > 0) wrong.push(`${path}: ${nameless} tables without a caption`);
        if (script) wrong.push(...(await barriers(page)).map((barrier) => `${path}: ${barrier}`));
      }
      await page.context().close();
    }
    expect(wrong).toEqual([]);
  });

  test('a step about another unit, and one of several, are called by that unit and that number', async () => {
    await finishedYear();
    const manager = await seat(browser, launcher.url, { persona: 'he-jing', language: 'en', script: false });
    await manager.goto('/cycles/year/units/quality');
    await manager.locator('main a', { hasText: 'Alignment with Production' }).click();
    expect(await manager.locator('h1').innerText()).toBe('Quality · Alignment with Production');
    const head = await seat(browser, launcher.url, { persona: 'lin-xiao', language: 'zh-CN', script: false });
    await head.goto('/cycles/year/units/sales-new/versions/plan');
    await head.locator('main a', { hasText: '变更申请 1' }).click();
    expect(await head.locator('h1').innerText()).toBe('新市场组 · 变更申请 1');
  });

  test('a guard that heads agreed on stands in the rules as a sentence', async () => {
    await finishedYear();
    const page = await seat(browser, launcher.url, { persona: 'zhou-min', language: 'en', width: 320 });
    await page.goto('/cycles/year');
    const rules = await page.locator('main').innerText();
    expect(rules).toMatch(/While "[^"]+" is < 99, "[^"]+" earns at most 60 points/);
    expect(rules).not.toContain('{"');
  });
});
