import { beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { saveResults } from '../../db/results.js';
import { sha256Hex } from '../../documents/digest.js';
import { score } from '../../domain/rules/index.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, startApi } from '../setup/http.js';
import { insertCycle, insertGoals, resultsAfterAppeal, storyResults } from './story-cycle.js';

const cycle = 'year';
const hr = 'zhou-min';
const head = 'su-qing';
const path = `/api/v1/cycles/${cycle}/reviews/marketing/result`;

let sql: Sql;
let api: Api;

async function scored({ units }: typeof storyResults, published: boolean): Promise<void> {
  const told = units['marketing'];
  if (told === undefined) throw new Error('no story of marketing');
  const { scorecard, facts } = told;
  const result = score(scorecard, facts, { sha256: sha256Hex });
  await saveResults(sql, cycle, Date.now(), [{ unitId: 'marketing', scorecard, facts, result }]);
  if (published) await sql`UPDATE results SET published_at = now() WHERE cycle_id = ${cycle} AND published_at IS NULL`;
}

async function words(as: string, language: 'zh-CN' | 'en'): Promise<{ explanation: string[]; change: string[] }> {
  return (await api.ask('GET', path, { as, language })).json as { explanation: string[]; change: string[] };
}

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
  await insertCycle(sql, cycle);
  await insertGoals(sql, cycle);
});

describe("a unit's result", () => {
  test('explains itself in the language of the reader, the first time with nothing to compare it with', async () => {
    await scored(storyResults, true);
    const [en, zh] = [await words(head, 'en'), await words(head, 'zh-CN')];
    expect(en.explanation).toContain('Total: 83.6');
    expect(zh.explanation).toContain('总分：83.6');
    expect([en.change, zh.change]).toEqual([[], []]);
  });

  test('tells why it moved, once the newer one is published; HR sees it before', async () => {
    await scored(resultsAfterAppeal, false);
    expect((await words(hr, 'en')).change[0]).toMatch(/^The total moved from 83\.6 to 98\.6 \(\+15\)/);
    expect((await words(hr, 'zh-CN')).change[0]).toMatch(/^总分由 83\.6 变为 98\.6（\+15）/);
    await sql`UPDATE results SET published_at = now() WHERE cycle_id = ${cycle} AND published_at IS NULL`;
    expect((await words(head, 'en')).change.join('\n')).toContain('The grade moved from C to A.');
    const page = await api.get(`/cycles/${cycle}/units/marketing?lang=en`, head);
    expect(page.text).toContain('The total moved from 83.6 to 98.6');
  });
});
