import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const pages = [
  'README.md',
  'README.zh-CN.md',
  'CHANGELOG.md',
  'docker/README.md',
  ...readdirSync(new URL('docs', root), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`),
];
const withoutCode = (page: string): string => page.replace(/^```[\s\S]*?^```$/gm, '');
const headings = (page: string): string[] => withoutCode(page).match(/^#+(?= )/gm) ?? [];
const fences = (page: string): string[] => page.match(/^```\w+/gm) ?? [];

describe('the documentation', () => {
  it('has the same headings, blocks and rows in both languages', () => {
    const [english, chinese] = [text('README.md'), text('README.zh-CN.md')];
    expect(headings(chinese)).toEqual(headings(english));
    expect(fences(chinese)).toEqual(fences(english));
    expect(chinese.match(/^\|/gm)).toEqual(english.match(/^\|/gm));
    expect(headings(english).length).toBeGreaterThan(5);
  });

  it.each(pages)('%s links only to files that exist', (page) => {
    for (const [, target = ''] of withoutCode(text(page)).matchAll(/\]\(([^)#]+)[^)]*\)/g)) {
      if (/^https?:/.test(target)) continue;
      expect(existsSync(new URL(target, new URL(page, root))), target).toBe(true);
    }
  });

  it.each(pages)('%s names no machine: no home folder, no address but loopback', (page) => {
    expect(text(page)).not.toMatch(/\/home\/|\/root\/|\/Users\/|C:\\/);
    for (const [address] of text(page).matchAll(/\b\d{1,3}(\.\d{1,3}){3}\b/g)) expect(address).toBe('127.0.0.1');
  });

  it('names only commands that package.json has', () => {
    const scripts = Object.keys((JSON.parse(text('package.json')) as { scripts: Record<string, string> }).scripts);
    for (const page of ['README.md', 'README.zh-CN.md']) {
      for (const [, name = ''] of text(page).matchAll(/npm run ([\w:]+)/g)) expect(scripts).toContain(name);
    }
  });
});
