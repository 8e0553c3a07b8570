/** Excel out and in through the pages, as a browser without script does it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { readDraft } from '../../db/drafts.js';
import type { Sql } from '../../db/connect.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, type Reply, startApi } from '../setup/http.js';
import { posted } from '../setup/posted-form.js';
import { formOf, madeBook, rewritten } from '../setup/workbook-file.js';
import { insertCycle, insertGoals } from './story-cycle.js';

let sql: Sql;
let api: Api;
const head = 'lin-xiao';
const stepPage = '/cycles/forms/units/sales/steps/goals';

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
  await insertCycle(sql, 'forms');
  await insertGoals(sql, 'forms');
  await sql`UPDATE cycles SET state = 'running' WHERE id = 'forms'`;
  await sql`UPDATE steps SET state = 'open', opened_at = opens_at WHERE cycle_id = 'forms' AND kind IN ('goals', 'plan')`;
});

/** Follows the form of the page with that file. */
async function send(page: Reply, bytes: Buffer, as: string, language: 'zh-CN' | 'en' = 'en'): Promise<Reply> {
  const action = /<form method="post" action="([^"]*)" enctype="multipart\/form-data"/i.exec(page.text)?.[1];
  if (action === undefined) throw new Error('no form for a file');
  const { body, type } = await formOf(bytes, 'my goals.xlsx');
  return api.ask('POST', action, { as, body, type, language });
}
const press = (path: string, page: Reply, intent: string, as = head): Promise<Reply> => {
  const fields = Object.entries({ ...posted(page.text), intent }).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  const type = 'application/x-www-form-urlencoded';
  return api.ask('POST', path, { as, body: new URLSearchParams(fields).toString(), type });
};
const get = (path: string, as = head, language: 'zh-CN' | 'en' = 'en') => api.ask('GET', path, { as, language });
const goalsBook = async (title: string): Promise<Buffer> => {
  const rows = await get('/api/v1/cycles/forms/reviews/sales/steps/goals/workbook.xlsx');
  return rewritten(rows.bytes, (sheets) => {
    const row = sheets.get('Goals')?.[1];
    if (row !== undefined) row[1] = title;
  });
};

describe('a step page', () => {
  test('offers download and upload to who submits it, download to who sees it', async () => {
    const mine = await get(stepPage);
    expect(mine.text).toContain('/api/v1/cycles/forms/reviews/sales/steps/goals/workbook.xlsx');
    expect(mine.text).toContain('type="file"');
    const seen = await get(stepPage, 'zhou-min');
    expect(seen.text).toContain('workbook.csv');
    expect(seen.text).not.toContain('type="file"');
    expect((await get('/cycles/forms/units/sales/steps/evaluation', 'zhou-min')).text).not.toContain('workbook.xlsx');
  });

  test('leads from the file over the difference to the draft; what was applied says so and is not applied again', async () => {
    const answer = await send(await get(stepPage), await goalsBook('<b>Grow</b> & =more'), head);
    expect(answer.status).toBe(303);
    const path = answer.headers.get('location') ?? '';
    expect(path).toMatch(/^\/uploads\/[0-9a-f-]{36}$/);
    const [preview, chinese] = [await get(path), await get(path, head, 'zh-CN')];
    expect(preview.text).toContain('0 added, 1 changed, 0 removed, 2 unchanged');
    expect(preview.text).toContain('&lt;b>Grow&lt;/b> &amp; =more');
    expect(preview.text).toContain('my goals.xlsx');
    expect(chinese.text).toContain('新增 0，修改 1，删除 0，不变 2');
    // A rehearsal says that it is one, here too.
    expect(preview.text).toContain('class="banner"');
    const done = await press(path, preview, 'apply');
    expect([done.status, done.headers.get('location')]).toEqual([303, `${stepPage}?done=saved#form`]);
    expect(JSON.stringify((await readDraft(sql, 'forms/sales', 'goals'))?.content)).toContain('<b>Grow</b> & =more');
    expect((await press(path, preview, 'apply')).status).toBe(303);
    expect((await readDraft(sql, 'forms/sales', 'goals'))?.version).toBe(1);
    const after = await get(path);
    expect(after.text).toContain('This upload has been applied');
    expect(after.text).not.toContain('value="apply"');
    expect((await get(path, 'zhou-min')).status).toBe(404);
  });

  test('tells of each cell that is wrong, with a form to try again, in the language of the reader', async () => {
    const rows = await get('/api/v1/cycles/forms/reviews/sales/steps/goals/workbook.xlsx');
    const bad = await rewritten(rows.bytes, (sheets) => {
      const row = sheets.get('Goals')?.[1];
      if (row !== undefined) row[8] = { xml: '<c><f>30+10</f><v>40</v></c>' };
    });
    const page = await get(stepPage);
    const [english, chinese] = [await send(page, bad, head), await send(page, bad, head, 'zh-CN')];
    expect([english.status, chinese.status]).toEqual([400, 400]);
    expect(english.text).toContain('I2');
    expect(english.text).toContain('a formula; its result is not believed');
    expect(chinese.text).toContain('单元格里是公式');
    expect(english.text).toContain('type="file"');
    const macros = await send(page, madeBook({ sheets: [], more: [{ name: 'xl/vbaProject.bin', text: 'x' }] }), head);
    expect([macros.status, macros.text.includes('holds macros')]).toEqual([415, true]);
    const nothing = await send(page, Buffer.alloc(0), head);
    expect([nothing.status, nothing.text.includes('The file is empty')]).toEqual([400, true]);
  });

  test('gives way to what others did in between, and can be discarded', async () => {
    const answer = await send(await get(stepPage), await goalsBook('Too late'), head);
    const path = answer.headers.get('location') ?? '';
    const preview = await get(path);
    await sql`UPDATE drafts SET version = version + 1 WHERE review_id = 'forms/sales'`;
    const stale = await press(path, preview, 'apply');
    expect([stale.status, stale.text.includes('has changed since; nothing was written')]).toEqual([409, true]);
    expect((await press(path, preview, 'discard')).status).toBe(303);
    expect((await get(path)).status).toBe(404);
  });
});

describe('the pages of HR', () => {
  test('have values and organization, each for who may', async () => {
    expect((await get('/organization', 'zhou-min')).text).toContain('action="/organization/workbook"');
    expect((await get('/organization')).text).not.toContain('/organization/workbook');
    expect((await get('/organization/workbook')).status).toBe(403);
    expect((await get('/values/workbook', 'bai-yu')).status).toBe(403);
    const rows = await get('/api/v1/organization/workbook.xlsx', 'zhou-min');
    const changed = await rewritten(rows.bytes, (sheets) => sheets.get('Persons')?.push(['new-one', '新人']));
    const answer = await send(await get('/organization', 'zhou-min'), changed, 'zhou-min');
    const path = answer.headers.get('location') ?? '';
    const preview = await get(path, 'zhou-min');
    expect(preview.text).toContain('1 added, 0 changed, 0 removed');
    const done = await press(path, preview, 'apply', 'zhou-min');
    expect(done.headers.get('location')).toBe('/organization/workbook?done=applied');
    expect((await get('/organization/workbook?done=applied', 'zhou-min')).text).toContain('It is written.');
    expect(await sql`SELECT name_zh FROM persons WHERE id = 'new-one'`).toEqual([{ name_zh: '新人' }]);
    expect((await get('/values/workbook', 'zhou-min')).text).toContain('/api/v1/values/workbook.xlsx');
  });
});
