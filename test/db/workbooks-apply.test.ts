import { describe, expect, test } from 'vitest';
import type { Goal } from '../../domain/rules/index.js';
import { goalsOf } from '../../players/story/goals.js';
import { type Ask } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import {
  api,
  apply,
  change,
  cycle,
  download,
  draft,
  edited,
  head,
  nextCycle,
  owner,
  sql,
  step,
  upload,
  uploaded,
} from './workbook-desk.js';

describe('who may', () => {
  test('download is who may see the step; the draft is for those who submit it', async () => {
    const [first] = goalsOf('sales');
    const content = { goals: [{ ...first, title: 'Only a draft' }], answers: [] };
    await api.ask('PUT', `${step()}/draft`, { as: head, headers: { 'if-none-match': '*' }, body: { content } });
    const csvFor = async (as: string) => (await api.ask('GET', `${step()}/workbook.csv`, { as })).text;
    expect(await csvFor(head)).toContain('Only a draft');
    expect(await csvFor('zhou-min')).not.toContain('Only a draft');
    expect(await csvFor('zhou-min')).toContain(first?.title);
    const get = (as: string, kind: string) => (ask: Ask) =>
      api.ask('GET', `${step(kind)}/workbook.xlsx`, { ...ask, as });
    // Plans are nobody's business beside.
    await refused('FORBIDDEN', 403, get('gao-yan', 'plan'));
    await refused('STEP_NOT_FOUND', 404, get(head, 'evaluation'));
    await refused('NOT_SIGNED_IN', 401, (ask) => api.ask('GET', `${step()}/workbook.xlsx`, ask));
  });

  test('upload and apply is who submits the step, themselves, while it is not over', async () => {
    const bytes = await edited((rows) => change(rows, 1, { Goal: 'Mine' }));
    await refused('NOT_YOUR_STEP', 403, (ask) => upload(bytes, 'goals', 'zhou-min', ask));
    await refused('NOT_YOUR_STEP', 403, (ask) => upload(bytes, 'goals', 'su-qing', ask));
    const seen = await uploaded(bytes);
    await refused('NOT_FOUND', 404, (ask) => api.ask('GET', `/api/v1/uploads/${seen.id}`, { ...ask, as: 'zhou-min' }));
    await refused('NOT_FOUND', 404, (ask) => apply(seen, 'zhou-min', ask));
    await refused('UPLOAD_CHANGED', 409, (ask) => apply({ ...seen, digest: 'a'.repeat(64) }, head, ask));
    await sql`UPDATE steps SET state = 'done', outcome = 'approved', ended_at = now() WHERE review_id = ${`${cycle}/sales`} AND step_id = 'goals'`;
    await refused('STEP_ENDED', 409, (ask) => apply(seen, head, ask));
    await refused('STEP_ENDED', 409, (ask) => upload(bytes, 'goals', head, ask));
    expect(await draft()).toBeUndefined();
  });

  test('a workbook of another step, unit or cycle is recognised', async () => {
    const plan = await download('plan');
    await refused('WORKBOOK_OF_ANOTHER', 409, (ask) => upload(plan, 'goals', head, ask));
    const mine = await download();
    const before = cycle;
    await nextCycle();
    const problem = await refused('WORKBOOK_OF_ANOTHER', 409, (ask) => upload(mine, 'goals', head, ask));
    expect(problem.errors).toEqual([{ madeFor: `goals ${before} sales goals` }]);
  });
});

describe('what is applied', () => {
  test('is exactly what was shown, once, whatever is sent twice', async () => {
    const seen = await uploaded(await edited((rows) => change(rows, 1, { Goal: 'Once' })));
    const replies = await Promise.all([
      apply(seen),
      apply(seen),
      apply(seen, head, { key: 'k' }),
      apply(seen, head, { key: 'k' }),
    ]);
    expect(replies.map(({ status, json }) => [status, (json as { draftVersion: number }).draftVersion])).toEqual(
      Array.from({ length: 4 }, () => [200, 1]),
    );
    expect((await draft())?.version).toBe(1);
    await refused('IDEMPOTENCY_KEY_MISSING', 400, (ask) =>
      api.ask('POST', `/api/v1/uploads/${seen.id}/apply`, { ...ask, as: head, body: { digest: seen.digest } }),
    );
    await refused('BODY_INVALID', 400, (ask) => api.post(`/api/v1/uploads/${seen.id}/apply`, {}, head, ask));
  });

  test('gives way where a draft was saved since, or the goals in force are others; then it is compared anew', async () => {
    const bytes = await edited((rows) => change(rows, 1, { Goal: 'Late' }));
    const seen = await uploaded(bytes);
    const content = { goals: goalsOf('sales').slice(0, 1), answers: [] };
    await api.ask('PUT', `${step()}/draft`, { as: head, headers: { 'if-none-match': '*' }, body: { content } });
    await refused('UPLOAD_STALE', 409, (ask) => apply(seen, head, ask));
    expect((await draft())?.content).toEqual(content);
    const again = await uploaded(bytes);
    expect([again.behind, again.lists[0]?.changes.map(({ kind }) => kind)]).toEqual([
      true,
      ['changed', 'added', 'added'],
    ]);
    await sql`DELETE FROM drafts WHERE review_id = ${`${cycle}/sales`}`;
    await refused('UPLOAD_STALE', 409, (ask) => apply(again, head, ask));
    const third = await uploaded(bytes);
    await sql`UPDATE goals SET valid_to = now() WHERE cycle_id = ${cycle} AND unit_id = 'sales'`;
    await refused('UPLOAD_STALE', 409, (ask) => apply(third, head, ask));
  });

  test('of two uploads at the same moment is one; the other is told', async () => {
    const files = await Promise.all(['A', 'B'].map((title) => edited((rows) => change(rows, 1, { Goal: title }))));
    const seen = await Promise.all(files.map((bytes) => uploaded(bytes)));
    const replies = await Promise.all(seen.map((each) => apply(each)));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect((await draft())?.version).toBe(1);
    const won = replies.findIndex(({ status }) => status === 200);
    expect(((await draft())?.content as { goals: Goal[] }).goals[0]?.title).toBe(['A', 'B'][won]);
  });

  test('is kept for a day, five at a time; the same upload again with its key is the first', async () => {
    const bytes = await edited((rows) => change(rows, 1, { Goal: 'Kept' }));
    const [one, two] = [
      await upload(bytes, 'goals', head, { key: 'same' }),
      await upload(bytes, 'goals', head, { key: 'same' }),
    ];
    expect(one.json).toEqual(two.json);
    for (let n = 0; n < 6; n += 1) await uploaded(bytes);
    expect(await sql`SELECT count(*)::int AS n FROM uploads WHERE owner_id = ${head}`).toEqual([{ n: 5 }]);
    const { id } = await uploaded(bytes);
    expect((await api.get(`/api/v1/uploads/${id}`, head)).status).toBe(200);
    await owner`UPDATE uploads SET created_at = created_at - interval '25 h', expires_at = expires_at - interval '25 h' WHERE id = ${id}`;
    await refused('NOT_FOUND', 404, (ask) => api.ask('GET', `/api/v1/uploads/${id}`, { ...ask, as: head }));
    await uploaded(bytes);
    expect(await sql`SELECT 1 FROM uploads WHERE id = ${id}`).toEqual([]);
    await refused('NOT_FOUND', 404, (ask) => api.ask('GET', '/api/v1/uploads/none', { ...ask, as: head }));
  });
});
