import { describe, expect, test } from 'vitest';
import type { Reply } from '../setup/http.js';
import { posted } from '../setup/posted-form.js';
import { claimed, dayMs, head, setUpAppeals, unit } from './appeal-desk.js';
import { headOf } from './story-cycle.js';

const desk = setUpAppeals();
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const decider = headOf('quality');
const pageOf = (step: string, of: string | null = unit) => `/cycles/${desk.cycle}/units/${of ?? '-'}/steps/${step}`;
const read = (step: string, as: string, language: 'zh-CN' | 'en', of: string | null = unit) =>
  desk.api.ask('GET', pageOf(step, of), { as, language });

interface Sent {
  readonly step: string;
  readonly of?: string | null;
  readonly as: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly file?: { readonly bytes: Buffer; readonly name: string };
}

/** The form of the page as a browser without script sends it, with what was typed and picked. */
async function send({ step, of = unit, as, fields, file }: Sent): Promise<Reply> {
  const html = (await desk.api.get(pageOf(step, of), as)).text;
  expect(html).toContain('enctype="multipart/form-data"');
  const form = new FormData();
  for (const [key, value] of Object.entries(posted(html.slice(html.indexOf('id="step-form"')))))
    if (!key.startsWith('upload:') && !(key in fields)) for (const each of [value].flat()) form.append(key, each);
  for (const [key, value] of Object.entries(fields)) form.append(key, value);
  if (file !== undefined) form.append('upload:basis', new Blob([new Uint8Array(file.bytes)]), file.name);
  const made = new Response(form);
  const body = Buffer.from(await made.arrayBuffer());
  return desk.api.ask('POST', pageOf(step, of), { as, body, type: made.headers.get('content-type') ?? '' });
}

/** The address of a file on a page, by the name that it is shown under. */
const fileOn = (html: string, name: string): string =>
  new RegExp(`href="(/api/v1/files/[0-9a-f-]{36})"[^>]*>${name}<`).exec(html)?.[1] ?? '';

describe('the form of an appeal', () => {
  const text = '知名度调查计错了样本。';
  const fields = { text, 'values.0.value': '18.9' };

  test('takes files as evidence, without script, which its decider sees and downloads', async () => {
    const kept = await send({
      step: 'appeal',
      as: head,
      fields: { ...fields, intent: 'save' },
      file: { bytes: png, name: 'survey.png' },
    });
    expect(kept.status).toBe(303);
    for (const language of ['zh-CN', 'en'] as const) {
      const { text: page } = await read('appeal', head, language);
      expect(page).toContain('survey.png');
      expect(page).toContain(language === 'en' ? 'Upload files' : '上传文件');
    }
    const done = await send({ step: 'appeal', as: head, fields: { ...fields, intent: 'submit' } });
    expect([done.status, await desk.stepOf('appeal')]).toMatchObject([303, { state: 'submitted' }]);
    for (const language of ['zh-CN', 'en'] as const) {
      const address = fileOn((await read('appeal', decider, language)).text, 'survey.png');
      const file = await desk.api.get(address, decider);
      expect(file.bytes.equals(png)).toBe(true);
      expect(file.headers.get('content-disposition')).toBe('attachment; filename=survey.png');
      // Neither who rated it nor a unit beside decides it.
      for (const nobody of ['sales', 'rnd']) expect((await desk.api.get(address, headOf(nobody))).status).toBe(404);
    }
  });

  test('says at its field which file is refused, and keeps what was typed; without evidence it says so there', async () => {
    const wrong = await send({
      step: 'appeal',
      as: head,
      fields: { ...fields, intent: 'submit' },
      file: { bytes: Buffer.from('x'), name: 'x.pdf' },
    });
    expect([wrong.status, await desk.stepOf('appeal')]).toMatchObject([415, { state: 'open' }]);
    expect(wrong.text).toContain(text);
    const without = await send({ step: 'appeal', as: head, fields: { ...fields, intent: 'submit' } });
    expect(without.status).toBe(422);
    expect(without.text).toMatch(/name="basis\.evidence"[^>]*aria-invalid="true"/);
  });

  test('granted on the page as it was claimed, corrects what was claimed: that day, not the last one', async () => {
    const june = { ...claimed, on: '2027-06-30', value: '12.5' };
    await desk.file({
      text,
      values: [june, { ...claimed, value: '17.1' }],
      ratings: [],
      evidence: ['https://survey.example/'],
    });
    const html = (await desk.api.get(pageOf('appeal'), decider)).text;
    const form = posted(html.slice(html.indexOf('id="decide"')));
    const body = new URLSearchParams();
    for (const [key, value] of Object.entries(form)) for (const each of [value].flat()) body.append(key, each);
    body.set('decision', 'grant');
    const type = 'application/x-www-form-urlencoded';
    expect((await desk.api.ask('POST', pageOf('appeal'), { as: decider, body: body.toString(), type })).status).toBe(
      303,
    );
    const values = await desk.sql<{ on: string; value: string }[]>`
      SELECT DISTINCT ON (on_date) on_date AS "on", value FROM metric_values
       WHERE book = ${desk.cycle} AND metric_id = 'brand-awareness' ORDER BY on_date, version DESC`;
    expect(values.map(({ on, value }) => [on, value])).toEqual([
      ['2027-03-31', '10.5'],
      ['2027-06-30', '12.5'],
      ['2027-09-30', '14.5'],
      ['2027-12-31', '17.1'],
    ]);
  });

  test('shows afterwards what was corrected, where the decider found something else', async () => {
    await desk.file();
    await desk.decide('grant', decider, { corrections: { values: [{ ...claimed, value: '17.1' }], ratings: [] } });
    for (const [language, caption] of [
      ['zh-CN', '裁定的更正'],
      ['en', 'What was corrected'],
    ] as const) {
      const { text: page } = await read('appeal', head, language);
      expect(page).toMatch(new RegExp(`${caption}[\\s\\S]*17\\.1[\\s\\S]*18\\.9`));
    }
  });
});

describe('the form of a correction', () => {
  test('takes files too; the second person sees which unit it is about, what stands, and the file', async () => {
    await desk.at(Date.parse('2028-02-04T04:00:00Z') + 30 * dayMs);
    await desk.openCorrection();
    const fields = {
      ...{
        reason: '会议纪要另有记录',
        'ratings.0.unit': 'quality',
        'ratings.0.item': 'teamwork',
        'ratings.0.role': 'superior',
      },
      ...{ 'ratings.0.by': 'hq', 'ratings.0.value': '5', intent: 'submit' },
    };
    const file = { bytes: png, name: 'minutes.png' };
    const done = await send({ step: 'correction-1', of: null, as: 'zhou-min', fields, file });
    expect(done.status).toBe(303);
    for (const [language, unitName, stands] of [
      ['zh-CN', '质量部：团队协作满意度（', '现有值'],
      ['en', 'Quality: 团队协作满意度 (', 'Stands as'],
    ] as const) {
      const { text: page } = await read('correction-1', 'wu-tong', language, null);
      const shown = page.slice(page.indexOf('id="decide"'));
      expect(shown).toContain(unitName);
      expect(shown).toMatch(new RegExp(`${stands}[\\s\\S]*<td[^>]*>4</td>\\s*<td[^>]*>5</td>`));
      expect((await desk.api.get(fileOn(shown, 'minutes.png'), 'wu-tong')).bytes.equals(png)).toBe(true);
    }
    const address = fileOn((await read('correction-1', 'wu-tong', 'en', null)).text, 'minutes.png');
    expect((await desk.api.get(address, headOf('quality'))).status).toBe(404);
  });
});
