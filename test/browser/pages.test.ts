import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
    expect(await two.locator('main').innerText()).toContain('saved elsewhere after you opened it');
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
      if (!(await api.cycles('zhou-min')).some((cycle) => cycle.id === 'year'))
        expect((await perfcycle(data, 'story', '--cycle', 'year')).status).toBe(0);
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
