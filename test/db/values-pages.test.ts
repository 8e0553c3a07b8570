import { beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, startApi } from '../setup/http.js';

const hr = 'zhou-min';
const head = 'lin-xiao';
let api: Api;

beforeAll(async () => {
  const { sql } = await createTestDatabase({ seeded: true });
  api = await startApi(sql, promptEngine(sql));
});

const send = (path: string, fields: Readonly<Record<string, string>>, as = hr) =>
  api.ask('POST', path, {
    as,
    body: new URLSearchParams(fields).toString(),
    type: 'application/x-www-form-urlencoded',
  });
const text = async (path: string, as = hr) => (await api.get(path, as)).text;

describe('the pages of values', () => {
  test('take a value, and show it with who, when and a chart once there are two days', async () => {
    const page = '/metric-values/revenue';
    const sent = await send(page, { on: '2027-03-31', value: '２０５０', reason: '' }, head);
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `${page}?written=1&unchanged=0`]);
    expect(await text(page)).not.toContain('<svg');
    await send(page, { on: '2027-06-30', value: '4300', reason: '' }, head);
    const shown = await text(page);
    expect(shown).toMatch(/<svg[^>]*role="img"/);
    expect(shown).toMatch(/2027-06-30.*4300.*typed.*2027-03-31.*2050/s);
  });

  test('say at the field what is wrong, and keep what was typed', async () => {
    const wrong = await send('/metric-values/revenue', { on: '2027-03-31', value: '2051', reason: '' }, head);
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('say why it is corrected');
    expect(wrong.text).toContain('value="2051"');
  });

  test('import a pasted table, whole or not at all', async () => {
    const wrong = await send('/metric-values', { table: 'metric,on,value\nleads,2027-03-31,460\nnone,2027-03-31,x' });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('Row 3, metric');
    expect(await text('/metric-values/leads')).not.toContain('460');
    const right = await send('/metric-values', { table: 'metric,on,value\nleads,2027-03-31,460' });
    expect(right.headers.get('location')).toBe('/metric-values?written=1&unchanged=0');
    expect(await text('/metric-values/leads')).toContain('imported');
  });

  test('are of HR and auditors, of heads for their line, of members for what concerns their unit', async () => {
    const status = async (path: string, as: string) => (await api.get(path, as)).status;
    expect(await status('/metric-values', 'yan-zheng')).toBe(200);
    expect(await text('/metric-values', head)).not.toContain('/metric-values/patents');
    expect(await status('/metric-values', 'p-new-1')).toBe(403);
    expect(await status('/metric-values/markets-opened', 'p-new-1')).toBe(200);
    expect(await status('/metric-values/patents', 'p-new-1')).toBe(403);
    expect((await send('/metric-values/patents', { on: '2027-03-31', value: '4', reason: '' }, head)).status).toBe(400);
    expect(await text('/metric-values/patents')).not.toContain('2027-03-31');
  });
});

describe('the pages of connectors', () => {
  const page = '/connectors/crm-new-customers';

  test('show the sample connector, switched off, and let nobody switch it on untried', async () => {
    expect(await text('/connectors')).toContain('CRM: customers in new markets');
    const refused = await send(`${page}/switch`, { to: 'on', version: '1' });
    expect(refused.headers.get('location')).toBe(`${page}?refused=untried`);
    expect(await text(page)).toContain('>off<');
  });

  test('try it: a host that nobody allowed is told, with what to do', async () => {
    expect((await send(`${page}/tries`, { on: '2027-03-31' })).status).toBe(303);
    expect(await text(page)).toContain('PERFCYCLE_CONNECTOR_HOSTS');
  });

  test('tell what is wrong with a definition, keep its text, and take one that is right as a new version', async () => {
    const wrong = await send(page, { definition: '{"kind": "http-json"' });
    expect([wrong.status, wrong.text.includes('the text is no JSON')]).toEqual([400, true]);
    const definition = {
      kind: 'sql',
      title: { 'zh-CN': '客户', en: 'Customers' },
      schedule: 'day',
      source: 'CRM',
      statement: 'SELECT 1',
    };
    const drop = await send(page, { definition: JSON.stringify({ ...definition, statement: 'DROP TABLE x' }) });
    expect([drop.status, drop.text.includes('/statement')]).toEqual([400, true]);
    const right = await send(page, { definition: JSON.stringify(definition) });
    expect(right.headers.get('location')).toBe(`${page}?saved=2`);
  });

  test('are closed to heads, and to auditors for changing', async () => {
    expect((await api.get(page, head)).status).toBe(403);
    expect((await api.get(page, 'yan-zheng')).status).toBe(200);
    expect(await text(page, 'yan-zheng')).not.toContain('<textarea');
    for (const path of [page, `${page}/tries`, `${page}/switch`]) {
      expect((await send(path, {}, 'yan-zheng')).status).toBe(403);
    }
  });
});
