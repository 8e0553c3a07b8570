import { beforeEach, describe, expect, test } from 'vitest';
import { exportOrganization } from '../../db/organization-document.js';
import type { Sql } from '../../db/connect.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, type Ask, problemOf, promptEngine, type Reply, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { type MadeCell, rewritten, workbookType } from '../setup/workbook-file.js';

let sql: Sql;
let api: Api;
const hr = 'zhou-min';

beforeEach(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

const path = '/api/v1/organization/workbook';
const rows = (form: 'xlsx' | 'csv', language: 'zh-CN' | 'en' = 'en') =>
  api.ask('GET', `${path}.${form}`, { as: hr, language });
const upload = (bytes: Buffer | string, as = hr, ask: Ask = {}): Promise<Reply> =>
  api.post(path, bytes, as, { type: typeof bytes === 'string' ? 'text/csv' : workbookType, ...ask });
interface Upload {
  readonly id: string;
  readonly digest: string;
  readonly empty: boolean;
  readonly lists: readonly {
    readonly list: string;
    readonly changes: readonly { readonly kind: string; readonly key: string; readonly fields: readonly object[] }[];
  }[];
}
const uploaded = async (bytes: Buffer | string): Promise<Upload> => {
  const reply = await upload(bytes);
  expect(reply.status, reply.text).toBe(201);
  return reply.json as Upload;
};
const apply = ({ id, digest }: Upload, as = hr, ask: Ask = {}): Promise<Reply> =>
  api.post(`/api/v1/uploads/${id}/apply`, { digest }, as, ask);
const edited = async (edit: (sheets: Map<string, MadeCell[][]>) => void): Promise<Buffer> =>
  rewritten((await rows('xlsx')).bytes, edit);
const rowOf = (sheet: MadeCell[][] | undefined, id: string): MadeCell[] => {
  const found = sheet?.find(([first]) => first === id);
  if (found === undefined) throw new Error(`no row ${id}`);
  return found;
};

describe('the organization as a workbook', () => {
  test('comes back unchanged without any difference, in either language and form, with stand-ins, bases and cooperation', async () => {
    await sql`INSERT INTO stand_ins VALUES ('lin-xiao', 'bai-yu', '2027-05-01', '2027-05-14')`;
    await sql`UPDATE units SET payroll_base = '1200.50', budget_base_minor = 9007199254740993 WHERE id = 'sales'`;
    await sql`UPDATE persons SET email = 'x@example.org', name_en = '-Lin; "Xiao"' WHERE id = 'lin-xiao'`;
    await sql`INSERT INTO person_roles VALUES ('zhou-min', 'admin') ON CONFLICT DO NOTHING`;
    for (const language of ['zh-CN', 'en'] as const) {
      expect((await uploaded((await rows('xlsx', language)).bytes)).empty).toBe(true);
      const table = (await rows('csv', language)).bytes;
      expect(table.subarray(0, 3).toString('hex')).toBe('efbbbf');
      expect((await uploaded(table.toString('utf8'))).empty).toBe(true);
    }
  });

  test('changed, it is different in exactly that, and is taken in by the import that there is', async () => {
    const before = await exportOrganization(sql);
    const bytes = await edited((sheets) => {
      rowOf(sheets.get('Units'), 'sales')[5] = 'bai-yu';
      rowOf(sheets.get('Persons'), 'bai-yu')[4] = 'Finance; 审计';
      sheets.get('Persons')?.push(['new-one', '新人']);
      sheets.get('Units')?.push(['night-shift', '夜班', null, '团队', 'production', 'new-one', 'bai-yu; lin-xiao']);
      sheets.get('Stand-ins')?.push(['bai-yu', 'new-one', { v: '46477', s: 2 }, '2027年4月2日']);
    });
    const seen = await uploaded(bytes);
    expect(seen.lists.map(({ list, changes }) => [list, changes.map(({ kind, key }) => `${kind} ${key}`)])).toEqual([
      ['persons', ['changed bai-yu', 'added new-one']],
      ['units', ['changed sales', 'added night-shift']],
      ['stand-ins', ['added bai-yu new-one 2027-03-31']],
    ]);
    expect(seen.lists[1]?.changes[0]?.fields).toEqual([{ column: 'head', before: 'lin-xiao', after: 'bai-yu' }]);
    expect(await exportOrganization(sql)).toEqual(before);
    expect((await apply(seen)).status).toBe(200);
    const after = await exportOrganization(sql);
    expect(after.units.find(({ id }) => id === 'night-shift')).toMatchObject({
      kind: 'team',
      parent: 'production',
      members: ['bai-yu', 'lin-xiao'],
    });
    expect(after.persons.find(({ id }) => id === 'bai-yu')?.roles).toEqual(['auditor', 'finance']);
    expect(after.standIns).toEqual([{ principal: 'bai-yu', person: 'new-one', from: '2027-03-31', to: '2027-04-02' }]);
    expect((await uploaded((await rows('xlsx')).bytes)).empty).toBe(true);
  });

  test('is told of cell by cell: unknown units and persons, circles, two roots, ids that stand twice, days', async () => {
    const bytes = await edited((sheets) => {
      rowOf(sheets.get('Units'), 'sales')[4] = 'moon';
      rowOf(sheets.get('Units'), 'production')[5] = 'nobody';
      rowOf(sheets.get('Units'), 'quality')[9] = 'moon; rnd';
      rowOf(sheets.get('Units'), 'marketing')[7] = 'a lot';
      rowOf(sheets.get('Units'), 'rnd')[4] = null;
      rowOf(sheets.get('Persons'), 'bai-yu')[0] = 'lin-xiao';
      rowOf(sheets.get('Persons'), 'su-qing')[3] = 'no address';
      sheets.get('Stand-ins')?.push(['su-qing', 'su-qing', '2027-02-30', '2027-03-01']);
    });
    const reply = await upload(bytes);
    const errors = problemOf(reply).errors as readonly {
      sheet: string;
      column: string | null;
      code: string;
      cell: string | null;
    }[];
    expect([reply.status, problemOf(reply).code]).toEqual([400, 'WORKBOOK_INVALID']);
    const told = new Set(errors.map(({ sheet, column, code }) => `${sheet}, ${column ?? 'all'}: ${code}`));
    for (const each of [
      'Units, Unit above: ID_UNKNOWN',
      'Units, Head: ID_UNKNOWN',
      'Units, Rated by: ID_UNKNOWN',
      'Units, Bonus base: NUMBER_INVALID',
      'Units, all: ROOT_NOT_SINGLE',
      'Persons, Id *: ID_DUPLICATE',
      'Persons, E-mail: FORMAT_WRONG',
      'Stand-ins, From *: DAY_INVALID',
      'Stand-ins, Stand-in *: STAND_IN_SELF',
    ]) {
      expect([...told]).toContain(each);
    }
    expect(errors.filter(({ column }) => column !== null).every(({ cell }) => /^[A-J]\d+$/.test(cell ?? ''))).toBe(
      true,
    );
    expect(await sql`SELECT 1 FROM uploads`).toEqual([]);
  });

  test('without its sheet of units is not taken for an organization without any', async () => {
    const bytes = await edited((sheets) => sheets.delete('Units'));
    expect(problemOf(await upload(bytes)).errors).toEqual([
      expect.objectContaining({ code: 'SHEET_MISSING', sheet: '单元 / Units' }),
    ]);
    const table = (await rows('csv')).text.replace('type,id', 'sort,id');
    expect(problemOf(await upload(table)).errors).toEqual([
      expect.objectContaining({ code: 'COLUMN_UNKNOWN', row: 1, column: 'sort' }),
      expect.objectContaining({ code: 'COLUMN_MISSING', column: 'type' }),
    ]);
  });

  test('gives way where the organization has changed since; is for HR and admin only', async () => {
    const seen = await uploaded(await edited((sheets) => (rowOf(sheets.get('Units'), 'sales')[5] = 'bai-yu')));
    await sql`UPDATE persons SET name_en = 'Other' WHERE id = 'bai-yu'`;
    await refused('UPLOAD_STALE', 409, (ask) => apply(seen, hr, ask));
    expect(await sql`SELECT head_id AS head FROM units WHERE id = 'sales'`).toEqual([{ head: 'lin-xiao' }]);
    await refused('FORBIDDEN', 403, (ask) => api.ask('GET', `${path}.xlsx`, { ...ask, as: 'lin-xiao' }));
    await refused('FORBIDDEN', 403, (ask) => upload('x', 'lin-xiao', ask));
    await sql`DELETE FROM person_roles WHERE person_id = ${hr}`;
    await refused('FORBIDDEN', 403, (ask) => apply(seen, hr, ask));
  });
});
