/** Asking and proposing other rules through the pages, as a browser without script does. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createScoringActivities } from '../../activities/scoring.js';
import type { Sql } from '../../db/connect.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, type Reply, startApi } from '../setup/http.js';
import { posted } from '../setup/posted-form.js';
import { bandOfB, change, decide, hr, hrTwo, templateOf } from './rules-setup.js';
import { asActivity, insertCycle, insertYear } from './story-cycle.js';

let sql: Sql;
let api: Api;
let cycle: string;
let cycles = 0;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

beforeEach(async () => {
  cycles += 1;
  cycle = `p${cycles}`;
  await insertCycle(sql, cycle);
  await insertYear(sql, cycle);
  await asActivity(createScoringActivities({ sql }).scoreUnits, { cycleId: cycle });
});

type Form = Record<string, string | string[]>;
const page = (language: 'zh-CN' | 'en' = 'en') => api.ask('GET', `/cycles/${cycle}/what-if`, { as: hr, language });
const send = (form: Form, intent: 'compute' | 'propose'): Promise<Reply> => {
  const body = new URLSearchParams(Object.entries({ ...form, intent }).map(([name, value]) => [name, String(value)]));
  const type = 'application/x-www-form-urlencoded';
  return api.ask('POST', `/cycles/${cycle}/what-if`, { as: hr, body: body.toString(), type });
};

/** The name of the field with that label. */
function fieldOf(html: string, label: string): string {
  const id = new RegExp(`<label for="([^"]*)">${label}</label>`).exec(html)?.[1] ?? '';
  return id.replace(/^f-/, '').replaceAll('-', '.');
}

async function typed(...changes: readonly (readonly [label: string, value: string])[]): Promise<Form> {
  const { text } = await page();
  const fields = changes.map(([label, value]) => [fieldOf(text, label), value] as const);
  expect(fields.every(([name]) => name !== '')).toBe(true);
  return { ...posted(text), ...Object.fromEntries(fields) };
}

describe('the page about other rules', () => {
  test('shows the rules in force as plain fields, in both languages, to HR only', async () => {
    const { text, status } = await page();
    expect(status).toBe(200);
    const form = posted(text);
    expect(form[fieldOf(text, 'B from')]).toBe('85');
    expect(form[fieldOf(text, 'Pool')]).toBe('3,000,000.00');
    expect(form[fieldOf(text, 'Envelope')]).toBe('52,000,000.00');
    expect(form[fieldOf(text, 'coefficient of C')]).toBe('0.6');
    expect(form[fieldOf(text, 'goals: weight of ratings: superior')]).toBe('60');
    expect(form[fieldOf(text, 'goals: curve')]).toBe('0 → 0\n100 → 100\n120 → 120');
    expect((await page('zh-CN')).text).toContain('B 级起点');
    for (const person of ['lin-xiao', 'gao-yan', 'yan-zheng']) {
      expect((await api.get(`/cycles/${cycle}/what-if`, person)).status).toBe(403);
    }
  });

  test('sent as it came asks for nothing, and says so', async () => {
    const reply = await send(await typed(), 'compute');
    expect(reply.status).toBe(422);
    expect(reply.text).toContain('These are the rules in force already');
  });

  test('tells who moves: before and after, the exact form beside the rounded one, sums and counts', async () => {
    const curve = '0 → 0\n100 → 100\n120 -> 110';
    const reply = await send(
      await typed(['B from', '８３'], ['Pool', '3,300,000.00'], ['goals: curve', curve]),
      'compute',
    );
    expect(reply.status, reply.text.slice(0, 2000)).toBe(200);
    expect(reply.text).toContain('C → B');
    expect(reply.text).toContain('105 → 102');
    expect(reply.text).toContain('102.67 (308/3) → 101.33 (304/3)');
    expect(reply.text).toContain('3,000,000.00 → 3,300,000.00');
    expect(reply.text).toContain('/scorecard/grades/bands/1/from');
    // What was typed is there again, and can be proposed.
    expect(posted(reply.text)[fieldOf(reply.text, 'Pool')]).toBe('3,300,000.00');
    expect(reply.text).toContain('Propose this change');
    expect(await sql`SELECT FROM rules_proposals WHERE cycle_id = ${cycle}`).toHaveLength(0);
  });

  test('keeps what was typed and tells each problem at its field', async () => {
    const form = await typed(['B from', 'many'], ['Red under, percent', '90']);
    const reply = await send(form, 'compute');
    expect(reply.status).toBe(400);
    const name = fieldOf(reply.text, 'B from').replaceAll('.', '-');
    expect(reply.text).toContain(`id="f-${name}-problem"`);
    expect(posted(reply.text)[fieldOf(reply.text, 'B from')]).toBe('many');
    const broken = await send({ ...(await typed()), advanced: '{"guards": [' }, 'compute');
    expect(broken.status).toBe(422);
    expect(broken.text).toContain('this is no JSON object');
  });

  test('takes whole sections as JSON, also those without a field', async () => {
    const shares = [{ grade: 'A', percent: '100' }];
    const reply = await send(
      { ...(await typed()), advanced: JSON.stringify({ guards: [], distribution: { shares } }) },
      'compute',
    );
    expect(reply.status, reply.text.slice(0, 2000)).toBe(200);
    // Without its guard production earns 112.5 for its cost, and is a B.
    expect(reply.text).toContain('69.25 → 95.5');
    expect(reply.text).toContain('/distribution');
  });
});

describe('proposing from the page', () => {
  test('needs a reason; then it is a step that a second person sees with its effects and decides', async () => {
    const form = await typed(['B from', '83']);
    const without = await send({ ...form, reason: ' ' }, 'propose');
    expect(without.status).toBe(400);
    expect(without.text).toContain('C → B');
    const reply = await send({ ...form, reason: '市场部离线渠道波动' }, 'propose');
    expect([reply.status, reply.headers.get('location')]).toEqual([
      303,
      `/cycles/${cycle}/units/-/steps/rules-1?done=done`,
    ]);
    // Pressed twice.
    const again = await send({ ...form, reason: '市场部离线渠道波动' }, 'propose');
    expect(again.headers.get('location')).toContain('rules-1');
    expect(await sql`SELECT FROM rules_proposals WHERE cycle_id = ${cycle}`).toHaveLength(1);
    const step = await api.ask('GET', `/cycles/${cycle}/units/-/steps/rules-1`, { as: hrTwo, language: 'zh-CN' });
    for (const text of ['规则变更提案 1', '市场部离线渠道波动', 'C → B', '/scorecard/grades/bands/1/from', '批准']) {
      expect(step.text).toContain(text);
    }
    const finance = await api.get(`/cycles/${cycle}/units/-/steps/rules-1`, 'gao-yan');
    expect(finance.text).not.toContain('C → B');
  });

  test('of rules that changed meanwhile shows the ones in force now', async () => {
    const form = await typed(['B from', '80']);
    await change(api, cycle, bandOfB(await templateOf(sql, cycle), '83'));
    const reply = await send(form, 'compute');
    expect(reply.status).toBe(409);
    expect(posted(reply.text)[fieldOf(reply.text, 'B from')]).toBe('83');
  });

  test('is not offered where the rules are settled', async () => {
    await sql`UPDATE steps SET state = 'submitted' WHERE review_id = ${cycle} AND step_id = 'publication'`;
    const reply = await send(await typed(['B from', '83']), 'compute');
    expect(reply.text).toContain('C → B');
    expect(reply.text).toContain('settled: it can be tried, not changed');
    expect(reply.text).not.toContain('value="propose"');
  });
});

describe("the cycle's pages", () => {
  test('say which rules are in force: who proposed, who approved, what changed; returned ones are none', async () => {
    const here = (as: string) => api.get(`/cycles/${cycle}`, as);
    expect((await here('lin-xiao')).text).toContain("The rules are the template's own");
    await change(api, cycle, bandOfB(await templateOf(sql, cycle), '83'));
    const { stepId } = (
      await api.post(`/api/v1/cycles/${cycle}/rules-proposals`, { rules: { guards: [] }, reason: 'x' }, hr)
    ).json as { stepId: string };
    await decide(api, cycle, stepId, hrTwo, 'return');
    const { text } = await here('lin-xiao');
    expect(text).toContain('revision 1');
    expect(text).not.toContain('revision 2');
    expect(text).toContain('proposed by Zhou Min, approved by Wu Tong');
    expect(text).toContain('/scorecard/grades/bands/1/from');
    expect(text).not.toContain('/what-if');
    expect((await here(hr)).text).toContain(`/cycles/${cycle}/what-if`);
    const audit = await api.get(`/cycles/${cycle}/audit`, 'yan-zheng');
    expect(audit.text).toContain('put rules in force · Change of rules (rules-1)');
    expect(audit.text).toContain('results recomputed from their own scorecards and facts');
  });
});
