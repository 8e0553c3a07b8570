import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { problemSentence, problemTexts } from '../../messages/problems.js';

const folder = new URL('../../documents/', import.meta.url);

describe('what is wrong with a document', () => {
  test('has a sentence in both languages for every code that the documents tell', () => {
    const codes = new Set(
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .flatMap((file) =>
          [...readFileSync(new URL(file, folder), 'utf8').matchAll(/'([A-Z]+(?:_[A-Z]+)+)'/g)].map(
            ([, code]) => code ?? '',
          ),
        ),
    );
    expect(codes.size).toBeGreaterThan(30);
    expect([...codes].filter((code) => !Object.hasOwn(problemTexts, code))).toEqual([]);
    for (const text of Object.values(problemTexts)) {
      expect(text['zh-CN']).toMatch(/\p{Script=Han}/u);
      expect(text.en).toMatch(/^[\x20-\x7e]+$/);
    }
  });

  test('names the value it is about, once, and in English what exactly was expected', () => {
    const problem = { code: 'ID_UNKNOWN', detail: 'there is no unit moon', value: 'moon' };
    expect(problemSentence('en', problem)).toBe('there is no unit moon');
    expect(problemSentence('zh-CN', problem)).toBe('引用了不存在的编号：moon');
    expect(problemSentence('zh-CN', { code: 'SOMETHING_NEW' })).toBe('有误，请修改');
  });
});
