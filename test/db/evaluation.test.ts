import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRecordActivities } from '../../activities/record.js';
import { createScoringActivities } from '../../activities/scoring.js';
import type { Sql } from '../../db/connect.js';
import { json } from '../../db/connect.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, type Ask, problemOf, promptEngine, startApi } from '../setup/http.js';
import { posted } from '../setup/posted-form.js';
import { refused } from '../setup/refused.js';
import { formOf } from '../setup/workbook-file.js';
import { forged } from './judging-desk.js';
import { asActivity, insertCycle, insertSubmit, insertValue, insertYear } from './story-cycle.js';

let sql: Sql;
let owner: Sql;
let api: Api;
let cycle: string;
let cycles = 0;

beforeAll(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

beforeEach(async () => {
  cycle = `e${(cycles += 1)}`;
  await insertCycle(sql, cycle);
  await insertYear(sql, cycle);
  await open('evaluation', 'rating', 'self-evaluation');
});

const open = (...kinds: readonly string[]) => sql`
  UPDATE steps SET state = 'open', opens_at = '2027-01-01', opened_at = '2027-01-01'
   WHERE cycle_id = ${cycle} AND kind = ANY (${kinds as string[]})`;
const steps = (unit: string, step: string) => `/api/v1/cycles/${cycle}/reviews/${unit}/steps/${step}`;
const one = (value: string, evidence: readonly string[] = ['https://a.example/1'], item = 'teamwork') => ({
  ratings: [{ item, value, evidence }],
  text: '',
});
const rate = (content: object, ask: Ask = {}, as = 'chen-mingyuan', step = 'evaluation', unit = 'sales') =>
  api.post(`${steps(unit, step)}/submit`, { stepRevision: 0, content }, as, ask);
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
async function upload(bytes: Buffer | string, name: string, ask: Ask = {}, as = 'chen-mingyuan', unit = 'sales') {
  const { body, type } = await formOf(bytes, name);
  return api.post(`${steps(unit, 'evaluation')}/files`, Buffer.from(body), as, { ...ask, type });
}

describe('a rating', () => {
  test('outside its scale, of nothing that is rated, without evidence or on free text is refused at its field', async () => {
    for (const [code, status, content, pointer] of [
      ['RATING_OUT_OF_SCALE', 422, one('6'), '/content/ratings/0/value'],
      ['CONTENT_INVALID', 400, one('4', [], 'nothing'), '/content/ratings/0/item'],
      ['EVIDENCE_MISSING', 422, one('4', []), '/content/ratings/0/evidence'],
      ['EVIDENCE_UNFIT', 422, one('4', ['会议纪要']), '/content/ratings/0/evidence/0'],
      ['EVIDENCE_UNKNOWN', 422, one('4', ['note/999']), '/content/ratings/0/evidence/0'],
      ['EVIDENCE_UNKNOWN', 422, one('4', ['report/checkpoint-1']), '/content/ratings/0/evidence/0'],
      ['EVIDENCE_UNFIT', 422, { ...one('4'), evidence: ['words'] }, '/content/evidence/0'],
    ] as const) {
      const problem = await refused(code, status, (ask) => rate(content, ask));
      expect(problem.errors.map((each) => each.pointer)).toEqual([pointer]);
    }
    expect((await rate(one('4'))).status).toBe(200);
  });

  test('may rest on a report that was submitted and that its author sees', async () => {
    await insertSubmit(sql, { cycleId: cycle, unit: 'sales', step: 'checkpoint-1', body: {} });
    await refused('EVIDENCE_UNKNOWN', 422, (ask) =>
      rate(one('4', ['report/checkpoint-1']), ask, 'su-qing', 'rating/marketing'),
    );
    expect((await rate(one('4', ['report/checkpoint-1']))).status).toBe(200);
  });

  test('by a unit that does not cooperate has no step, and another’s step is not theirs', async () => {
    await refused('STEP_NOT_FOUND', 404, (ask) => rate(one('4'), ask, 'qian-hui', 'rating/finance'));
    await refused('NOT_YOUR_STEP', 403, (ask) => rate(one('4'), ask, 'qian-hui', 'rating/marketing'));
    const { record } = createRecordActivities({ sql });
    const word = { unit: 'sales', body: one('4'), actor: 'qian-hui' };
    expect(await record(await forged(sql, cycle, { ...word, step: 'rating/marketing' }))).toMatchObject({
      code: 'NOT_YOUR_STEP',
    });
    // The schema keeps no word on a step that is not there.
    await expect(forged(sql, cycle, { ...word, step: 'rating/finance' })).rejects.toMatchObject({ code: '23503' });
  });

  test('of one’s own unit in the superior’s name is refused by api, record and schema, and is not seen either', async () => {
    await sql`INSERT INTO stand_ins (principal_id, person_id, from_date, to_date) VALUES ('chen-mingyuan', 'lin-xiao', '2026-01-01', '2029-12-31')`;
    await refused('OWN_UNIT', 403, (ask) => rate(one('5'), ask, 'lin-xiao'));
    expect((await api.get(steps('sales', 'evaluation'), 'lin-xiao')).json).toMatchObject({ versions: [], draft: null });
    const word = { unit: 'sales', step: 'evaluation', body: one('5'), actor: 'lin-xiao', principal: 'chen-mingyuan' };
    expect(await createRecordActivities({ sql }).record(await forged(sql, cycle, word))).toMatchObject({
      outcome: 'refused',
      code: 'OWN_UNIT',
    });
    await expect(
      sql`UPDATE steps SET submitted_by = ARRAY['chen-mingyuan', 'lin-xiao'] WHERE review_id = ${`${cycle}/sales`} AND step_id = 'evaluation'`,
    ).rejects.toThrow('head of the rated unit');
    expect((await rate(one('4'), {}, 'lin-xiao', 'evaluation', 'marketing')).status).toBe(200);
    await sql`DELETE FROM stand_ins WHERE person_id = 'lin-xiao'`;
  });

  test('of a head who leaves is nobody’s until the unit has another', async () => {
    await owner`UPDATE persons SET active = false WHERE id = 'su-qing'`;
    try {
      expect((await api.get('/api/v1/me/tasks', 'wu-tong')).status).toBe(200);
      await owner`UPDATE units SET head_id = 'wu-tong' WHERE id = 'marketing'`;
      expect((await rate(one('4'), {}, 'wu-tong', 'rating/marketing')).status).toBe(200);
    } finally {
      await owner`UPDATE units SET head_id = 'su-qing' WHERE id = 'marketing'`;
      await owner`UPDATE persons SET active = true WHERE id = 'su-qing'`;
    }
  });
});

describe('a file as evidence', () => {
  test('is kept once, quoted, and downloaded as what it is by those who see the step', async () => {
    const first = await upload(png, 'board.png');
    expect(first.status).toBe(201);
    const file = first.json as { id: string; reference: string; mediaType: string };
    expect(file.mediaType).toBe('image/png');
    expect((await upload(png, 'board.png')).json).toMatchObject({ id: file.id });
    expect((await rate(one('4', [file.reference]))).status).toBe(200);
    const got = await api.get(`/api/v1/files/${file.id}`, 'zhou-min');
    expect(got.bytes.equals(png)).toBe(true);
    expect(got.headers.get('content-disposition')).toBe('attachment; filename=board.png');
    expect(got.headers.get('x-content-type-options')).toBe('nosniff');
    expect(got.headers.get('content-security-policy')).toContain("default-src 'none'");
    // The rated head sees it only once the result is published.
    for (const nobody of ['lin-xiao', 'su-qing', 'qian-hui'])
      expect((await api.get(`/api/v1/files/${file.id}`, nobody)).status).toBe(404);
    await expect(owner`UPDATE files SET name = 'x'`).rejects.toThrow();
    expect((await upload(png, 'late.png')).status).toBe(409);
  });

  test('that is not what it says, of another kind, too large, empty, or of somebody else is refused', async () => {
    const text = Buffer.from('plain');
    await refused('EVIDENCE_FILE_NOT_AS_NAMED', 415, (ask) => upload(png, 'board.pdf', ask));
    await refused('EVIDENCE_FILE_NOT_AS_NAMED', 415, (ask) => upload(text, 'board.pdf', ask));
    await refused('EVIDENCE_FILE_NOT_AS_NAMED', 415, (ask) => upload(Buffer.from([0x00, 0xff]), 'a.txt', ask));
    await refused('EVIDENCE_FILE_KIND', 415, (ask) => upload(Buffer.from('<html>'), 'a.html', ask));
    await refused('EVIDENCE_FILE_TOO_LARGE', 413, (ask) => upload(Buffer.alloc(20 * 1024 * 1024 + 1), 'a.pdf', ask));
    await refused('FILE_EMPTY', 400, (ask) => upload('', 'a.txt', ask));
    await refused('NOT_YOUR_STEP', 403, (ask) => upload(text, 'a.txt', ask, 'su-qing'));
    const { body, type } = await formOf(text, 'a.txt');
    await refused('EVIDENCE_NOT_HERE', 409, (ask) =>
      api.post(`${steps('sales', 'goals')}/files`, Buffer.from(body), 'lin-xiao', { ...ask, type }),
    );
    expect(await sql`SELECT 1 FROM files WHERE cycle_id = ${cycle}`).toEqual([]);
  });

  test('of another unit’s review is no evidence here', async () => {
    const { reference } = (await upload(png, 'other.png', {}, 'chen-mingyuan', 'marketing')).json as {
      reference: string;
    };
    await refused('EVIDENCE_UNKNOWN', 422, (ask) => rate(one('4', [reference]), ask));
  });

  test('is sent with the form, without script; one that is refused takes no words with it', async () => {
    const page = `/cycles/${cycle}/units/sales/steps/evaluation`;
    const send = async (bytes: Buffer, name: string) => {
      const html = (await api.get(page, 'chen-mingyuan')).text;
      const form = new FormData();
      for (const [key, value] of Object.entries(posted(html.slice(html.indexOf('id="step-form"')))))
        if (!key.startsWith('upload:')) for (const each of [value].flat()) form.append(key, each);
      form.set('ratings.0.value', '4');
      form.set('ratings.0.comment', '一年来');
      form.set('intent', 'save');
      form.append('upload:ratings.0', new Blob([new Uint8Array(bytes)]), name);
      const made = new Response(form);
      const body = Buffer.from(await made.arrayBuffer());
      return api.ask('POST', page, { as: 'chen-mingyuan', body, type: made.headers.get('content-type') ?? '' });
    };
    const wrong = await send(Buffer.from('x'), 'x.pdf');
    expect(wrong.status).toBe(415);
    expect(wrong.text).toContain('一年来');
    expect((await send(png, 'board.png')).status).toBe(303);
    const draft = (await api.get(`${steps('sales', 'evaluation')}/draft`, 'chen-mingyuan')).text;
    expect(draft).toMatch(/file\/[0-9a-f-]{36}/);
    expect((await api.get(page, 'chen-mingyuan')).text).toContain('board.png');
  });
});

describe('the raters’ lesson', () => {
  test('comes before ratings where the template asks, and is kept with every try', async () => {
    await owner`UPDATE templates SET document = document || ${json(owner, { raterLesson: { atLeast: 2 } })}`;
    try {
      const path = `/api/v1/cycles/${cycle}/lesson`;
      const problem = await refused('LESSON_MISSING', 409, (ask) => rate(one('4'), ask));
      expect(problem.errors).toMatchObject([{ lesson: `/cycles/${cycle}/lesson` }]);
      expect((await api.get(path, 'chen-mingyuan')).text).not.toContain('agreed"');
      const answer = (halo: string) => ({ answers: { halo, recent: '3', middle: '1' } });
      expect((await api.post(path, answer('5'), 'chen-mingyuan')).json).toMatchObject({ passed: false });
      await refused('LESSON_MISSING', 409, (ask) => rate(one('4'), ask));
      expect((await api.post(path, answer('2'), 'chen-mingyuan')).json).toMatchObject({ passed: true });
      expect((await rate(one('4'))).status).toBe(200);
      expect(await sql`SELECT attempt, agreed FROM rater_lessons WHERE cycle_id = ${cycle} ORDER BY attempt`).toEqual([
        { attempt: 1, agreed: 1 },
        { attempt: 2, agreed: 2 },
      ]);
      expect((await api.get(`/cycles/${cycle}/lesson`, 'chen-mingyuan')).status).toBe(200);
    } finally {
      await owner`UPDATE templates SET document = document - 'raterLesson'`;
    }
    await refused('LESSON_NOT_ASKED', 409, (ask) =>
      api.post(`/api/v1/cycles/${cycle}/lesson`, { answers: { halo: '2', recent: '3', middle: '5' } }, 'he-jing', ask),
    );
  });
});

interface Seen {
  readonly seenDigest: string;
  readonly raters: readonly { by: string; items: number; drift: string | null }[];
  readonly gaps: readonly { unitId: string; superior: { total: string } | null; self: unknown }[];
}

describe('before publication', () => {
  const look = async (as = 'zhou-min') => (await api.get(`/api/v1/cycles/${cycle}/calibration`, as)).json as Seen;
  const say = (step: string, act: 'submit' | 'approve', as: string, body: object, ask: Ask = {}) =>
    api.post(`${steps('-', step)}/${act}`, body, as, ask);
  beforeEach(async () => {
    await asActivity(createScoringActivities({ sql }).scoreUnits, { cycleId: cycle });
    await open('calibration', 'publication');
  });

  test('HR sees the drift and the scores; heads do not', async () => {
    const seen = await look();
    expect(seen.raters[0]).toEqual({ by: 'chen-mingyuan', items: 6, drift: '0.25' });
    expect(seen.raters.slice(1).every(({ drift }) => drift === null)).toBe(true);
    expect(seen.gaps.find(({ unitId }) => unitId === 'marketing')).toMatchObject({
      self: null,
      superior: { total: '83.6' },
    });
    expect((await api.get(`/api/v1/cycles/${cycle}/calibration`, 'lin-xiao')).status).toBe(403);
    for (const step of ['calibration', 'publication'])
      expect((await api.get(`/cycles/${cycle}/units/-/steps/${step}`, 'zhou-min')).text).toContain('0.25');
  });

  test('a publication names what was seen: something else is refused at submit and at approval', async () => {
    const { seenDigest } = await look();
    const content = { seenDigest, note: '' };
    await refused('RESULTS_CHANGED', 409, (ask) =>
      say(
        'publication',
        'submit',
        'zhou-min',
        { stepRevision: 0, content: { ...content, seenDigest: 'a'.repeat(64) } },
        ask,
      ),
    );
    expect((await say('publication', 'submit', 'zhou-min', { stepRevision: 0, content })).status).toBe(200);
    const approval = { stepRevision: 1, decision: 'approve' };
    await refused('OWN_WORK', 403, (ask) => say('publication', 'approve', 'zhou-min', approval, ask));
    const correction = { metric: 'leads', on: '2027-12-31', value: '870', reason: 'again' };
    await insertValue(sql, cycle, 'marketing', cycle, [correction]);
    await asActivity(createScoringActivities({ sql }).scoreUnits, { cycleId: cycle });
    await refused('RESULTS_CHANGED', 409, (ask) => say('publication', 'approve', 'wu-tong', approval, ask));
    expect((await look()).seenDigest).not.toBe(seenDigest);
  });

  test('calibration is not approved by who submitted it', async () => {
    const content = { changes: [{ unit: 'marketing', grade: 'B', reason: '口径' }], note: '' };
    expect((await say('calibration', 'submit', 'zhou-min', { stepRevision: 0, content })).status).toBe(200);
    const approval = { stepRevision: 1, decision: 'approve' };
    await refused('OWN_WORK', 403, (ask) => say('calibration', 'approve', 'zhou-min', approval, ask));
    expect(await look('wu-tong')).toMatchObject({
      changes: { approved: false, rows: [{ unitId: 'marketing', from: 'C', to: 'B', reason: '口径' }] },
    });
    expect((await say('calibration', 'approve', 'wu-tong', approval)).status).toBe(200);
    expect(await look()).toMatchObject({ changes: { approved: true } });
  });

  test('a quota is met exactly, or HR says why not', async () => {
    const shares = ['A', 'B', 'C', 'D'].map((grade) => ({ grade, percent: '25' }));
    await owner`UPDATE templates SET document = document || ${json(owner, { distribution: { shares, mode: 'quota' } })}`;
    try {
      const content = { changes: [], note: '' };
      const problem = problemOf(await say('calibration', 'submit', 'zhou-min', { stepRevision: 0, content }));
      expect([problem.code, problem.errors[0]?.pointer]).toEqual(['QUOTA_UNMET', '/content/quotaReason']);
      const why = { ...content, quotaReason: '七个单元，四档' };
      expect((await say('calibration', 'submit', 'zhou-min', { stepRevision: 0, content: why })).status).toBe(200);
    } finally {
      await owner`UPDATE templates SET document = document - 'distribution'`;
    }
  });
});
