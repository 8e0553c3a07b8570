import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? places.find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error('no chromium: install it, or name it in CHROMIUM_PATH');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

export interface Seat {
  readonly persona: string;
  readonly language?: 'zh-CN' | 'en';
  readonly width?: number;
  readonly script?: boolean;
}

/** A browser of its own, signed in as the persona by the button that a newcomer would press. */
export async function seat(browser: Browser, url: string, of: Seat): Promise<Page> {
  const { persona, language = 'en', width = 1280, script = true } = of;
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height: 800 },
    javaScriptEnabled: script,
  });
  const page = await context.newPage();
  await page.goto(`/language?to=${language}&back=/sign-in`);
  await page.locator(`button[value="${persona}"]`).click();
  await page.waitForURL('**/inbox');
  return page;
}
