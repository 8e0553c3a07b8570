import { beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { type Api, problemOf, promptEngine, type Reply, startApi } from '../setup/http.js';
import { createTestDatabase } from '../setup/database.js';
import { toGb18030 } from '../setup/gb18030.js';

let sql: Sql;
let api: Api;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

const header = 'type,id,name_zh,name_en,roles,kind,parent,head,members,rated_by,payroll_base,budget_base_minor';
const good = [
  header,
  'person,zhou-min,周敏,Zhou Min,hr,,,,,,,',
  'person,lin-xiao,林晓,Lin Xiao,,,,,,,,',
  'person,bai-yu,白宇,,,,,,,,,',
  'unit,hq,总部,,,company,,zhou-min,,,,',
  'unit,sales,销售部,Sales,,department,hq,lin-xiao,bai-yu; zhou-min,lab,"1,200.5",90000000',
  'unit,lab,实验室,Lab,,team,hq,lin-xiao,,,,',
].join('\r\n');

const csv = (text: string | Uint8Array, language: 'zh-CN' | 'en' = 'en'): Promise<Reply> =>
  api.post('/api/v1/organization', text, 'zhou-min', { type: 'text/csv', language });
const places = (reply: Reply) =>
  problemOf(reply).errors.map(({ row, column, code }) => `${row} ${column ?? '-'} ${code ?? ''}`);
const count = async (): Promise<unknown> =>
  (
    await sql`SELECT (SELECT count(*)::int FROM units) AS units, (SELECT count(*)::int FROM persons) AS persons,
                    (SELECT string_agg(id || coalesce(head_id, '-'), ',' ORDER BY id) FROM units) AS heads`
  )[0];

describe('an organization as a table', () => {
  test('is taken in with people, roles, tree, members and who rates whom; lists and numbers as people write them', async () => {
    const reply = await csv(good);
    expect([reply.status, reply.json]).toEqual([200, { units: 3, persons: 3 }]);
    const [sales] = await sql`
      SELECT parent_id AS parent, head_id AS head, name_zh AS zh, payroll_base AS payroll, budget_base_minor::text AS budget,
             ARRAY(SELECT person_id::text FROM unit_members WHERE unit_id = 'sales' ORDER BY 1) AS members,
             ARRAY(SELECT rater_unit_id::text FROM cooperation WHERE unit_id = 'sales') AS raters FROM units WHERE id = 'sales'`;
    expect(sales).toEqual({
      parent: 'hq',
      head: 'lin-xiao',
      zh: '销售部',
      payroll: '1200.5',
      budget: '90000000',
      members: ['bai-yu', 'zhou-min'],
      raters: ['lab'],
    });
    // A name in one language stands for both.
    expect(await sql`SELECT name_en FROM persons WHERE id = 'bai-yu'`).toEqual([{ name_en: '白宇' }]);
  });

  test('is read as UTF-8 with or without its mark, else as GB18030, and with Chinese headings from a spreadsheet', async () => {
    const chinese = good
      .replace(header, '类型,编号,中文名称,英文名称,角色,级别,上级单元,负责人,成员,协作评价单元,奖金基数,预算基数')
      .replaceAll(/^person/gm, '人员')
      .replaceAll(/^unit/gm, '单元')
      .replace(',hr,', ',人力资源,')
      .replace('department', '部门')
      .replace('bai-yu; zhou-min', 'bai-yu;zhou-min');
    const gb18030 = toGb18030(chinese);
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(gb18030)).toThrow();
    const tabs = chinese.replace('"1,200.5"', '1200.5').replaceAll(',', '\t');
    for (const bytes of [Buffer.from(`\ufeff${good}`), Buffer.from(tabs), gb18030]) {
      await sql`UPDATE units SET name_zh = 'x'`;
      expect((await csv(bytes)).json).toEqual({ units: 3, persons: 3 });
      expect(await sql`SELECT name_zh, kind FROM units WHERE id = 'sales'`).toEqual([
        { name_zh: '销售部', kind: 'department' },
      ]);
    }
  });

  test('with anything wrong is not taken in at all; every problem is told with its line and column', async () => {
    const before = await count();
    const reply = await csv(
      [
        header,
        'person,zhou-min,周敏,Zhou Min,hr,,,,,,,',
        'person,zhou-min,周敏,Zhou Min,,,,,,,,',
        'person,no id!,某人,,emperor,,,,,,,',
        'unit,a,甲,A,,department,b,zhou-min,,,12x,',
        'unit,b,乙,B,,department,a,,,,,1.5',
        'unit,c,,,,planet,moon,nobody,ghost,,,',
        'unit,b,乙,B,,team,a,zhou-min,,b,,',
        'robot,r2,,,,,,,,,,',
        'person,ok,好,Ok,,,,zhou-min,,,,',
      ].join('\n'),
    );
    expect([reply.status, problemOf(reply).code]).toEqual([400, 'IMPORT_INVALID']);
    expect(places(reply)).toEqual([
      '1 - ROOT_NOT_SINGLE',
      '3 id ID_DUPLICATE',
      '4 id FORMAT_WRONG',
      '4 roles VALUE_UNKNOWN',
      '5 payroll_base NUMBER_INVALID',
      '5 parent TREE_CIRCLE',
      '6 budget_base_minor FORMAT_WRONG',
      '6 head UNIT_WITHOUT_HEAD',
      '6 parent TREE_CIRCLE',
      '7 kind VALUE_UNKNOWN',
      '7 name_zh FIELD_MISSING',
      '7 name_en FIELD_MISSING',
      '7 parent ID_UNKNOWN',
      '7 head ID_UNKNOWN',
      '7 members ID_UNKNOWN',
      '8 id ID_DUPLICATE',
      '8 rated_by TREE_CIRCLE',
      '9 type VALUE_UNKNOWN',
      '10 head FIELD_UNKNOWN',
    ]);
    expect(await count()).toEqual(before);
  });

  test('is refused in the language of the reader, with the value that is wrong', async () => {
    const text = `${header}\nperson,zhou-min,周敏,,hr,,,,,,,\nunit,hq,总部,,,company,,nobody,,,,`;
    const [chinese, english] = [await csv(text, 'zh-CN'), await csv(text, 'en')].map(problemOf);
    expect(chinese?.title).toContain('没有导入任何内容');
    expect(chinese?.errors[0]).toMatchObject({ row: 3, column: 'head', detail: '引用了不存在的编号：nobody' });
    expect(english?.title).toContain('nothing was imported');
    expect(english?.errors[0]).toMatchObject({ row: 3, column: 'head', detail: 'there is no person nobody' });
  });

  test('that is no such table says what is wrong with its columns, or where it breaks', async () => {
    expect(places(await csv('id,name,kind,kind\n1,2,3,4'))).toEqual([
      '1 name COLUMN_UNKNOWN',
      '1 kind COLUMN_TWICE',
      '1 type COLUMN_MISSING',
      '1 parent COLUMN_MISSING',
      '1 head COLUMN_MISSING',
    ]);
    expect(places(await csv(`${header}\nperson,"a"b,x`))).toEqual(['2 - CSV_BROKEN']);
    expect((await csv('')).status).toBe(400);
    expect((await csv(new Uint8Array([0xff, 0xfe, 0x00, 0x41]))).status).toBe(400);
  });

  test('of ten thousand units comes in whole, within seconds', async () => {
    const units = Array.from({ length: 10_000 }, (_, n) => {
      const parent = n === 0 ? '' : `u${Math.floor((n - 1) / 10)}`;
      return `unit,u${n},单元${n},,,${n === 0 ? 'company' : 'team'},${parent},h${n % 500},,,,`;
    });
    const heads = Array.from({ length: 500 }, (_, n) => `person,h${n},负责人${n},,,,,,,,,`);
    const reply = await csv([header, 'person,zhou-min,周敏,,hr,,,,,,,', ...heads, ...units].join('\n'));
    expect(reply.json).toEqual({ units: 10_000, persons: 501 });
  });
});

describe('an organization as a document', () => {
  const person = (id: string) => ({ id, name: { 'zh-CN': id, en: id }, roles: id === 'zhou-min' ? ['hr'] : [] });
  const unit = (id: string, more: object = {}) => ({
    id,
    kind: 'team',
    name: { 'zh-CN': id, en: id },
    parent: 'hq',
    head: 'zhou-min',
    ...more,
  });
  const document = (units: readonly object[], more: object = {}) => ({
    format: 'perfcycle/organization@1',
    persons: [person('zhou-min'), person('wu-tong')],
    units: [{ ...unit('hq'), parent: undefined }, ...units],
    ...more,
  });
  const pointers = (reply: Reply) =>
    problemOf(reply).errors.map(({ pointer, code }) => `${pointer ?? ''} ${code ?? ''}`);

  test('is refused for ids that stand twice, circles, units without a head, all at once', async () => {
    const before = await count();
    const reply = await api.post(
      '/api/v1/organization',
      document([
        unit('a', { parent: 'b' }),
        unit('b', { parent: 'a', head: undefined }),
        unit('a'),
        unit('c', { kind: 7 }),
      ]),
      'zhou-min',
    );
    expect(pointers(reply).toSorted()).toEqual([
      '/units/1/parent TREE_CIRCLE',
      '/units/2/head UNIT_WITHOUT_HEAD',
      '/units/2/parent TREE_CIRCLE',
      '/units/3/id ID_DUPLICATE',
      '/units/4/kind VALUE_UNKNOWN',
    ]);
    expect(await count()).toEqual(before);
  });

  test('is refused for stand-ins that cannot be: strangers, oneself, days the wrong way round', async () => {
    const standIns = [
      { principal: 'zhou-min', person: 'zhou-min', from: '2027-01-01', to: '2027-01-02' },
      { principal: 'nobody', person: 'wu-tong', from: '2027-01-01', to: '2027-01-02' },
      { principal: 'zhou-min', person: 'wu-tong', from: '2027-02-01', to: '2027-01-02' },
      { principal: 'zhou-min', person: 'wu-tong', from: '2027-02-01', to: '2027-03-02' },
    ];
    expect(pointers(await api.post('/api/v1/organization', document([], { standIns }), 'zhou-min'))).toEqual([
      '/standIns/0/person STAND_IN_SELF',
      '/standIns/1/principal ID_UNKNOWN',
      '/standIns/2/to PERIOD_INVALID',
      '/standIns/3 ID_DUPLICATE',
    ]);
  });

  test('is taken by HR and admins from nobody else, in no other type, and both of two at once', async () => {
    const body = document([unit('a')]);
    expect((await api.post('/api/v1/organization', body, 'lin-xiao')).status).toBe(403);
    const typed = await api.post('/api/v1/organization', '<xml/>', 'zhou-min', { type: 'application/xml' });
    expect([typed.status, problemOf(typed).code]).toEqual([415, 'UNSUPPORTED_TYPE']);
    const both = await Promise.all([1, 2].map(() => api.post('/api/v1/organization', body, 'zhou-min')));
    expect(both.map((reply) => reply.status)).toEqual([200, 200]);
  });
});
