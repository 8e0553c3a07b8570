/** Goals and plans of a unit as workbooks: what tests of them do again and again. Hooks are set by importing it. */
import { beforeAll, beforeEach, expect } from 'vitest';
import { readDraft } from '../../db/drafts.js';
import type { Sql } from '../../db/connect.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, type Ask, problemOf, promptEngine, type Reply, startApi } from '../setup/http.js';
import { type MadeCell, rewritten, workbookType } from '../setup/workbook-file.js';
import { insertCycle, insertGoals } from './story-cycle.js';

export let sql: Sql;
export let owner: Sql;
export let api: Api;
export let cycle = '';
let cycles = 0;
export const head = 'lin-xiao';

beforeAll(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

/** From then on everything is about another cycle, without goals yet. */
export async function nextCycle(): Promise<void> {
  cycle = `w-${(cycles += 1)}`;
  await insertCycle(sql, cycle);
}

/** The unit has goals in force, and its goals and plan are open again. */
beforeEach(async () => {
  await nextCycle();
  await insertGoals(sql, cycle);
  await sql`UPDATE steps SET state = 'open', opened_at = opens_at WHERE cycle_id = ${cycle} AND kind IN ('goals', 'plan')`;
});

export interface Upload {
  readonly id: string;
  readonly digest: string;
  readonly behind: boolean;
  readonly empty: boolean;
  readonly lists: readonly {
    readonly list: string;
    readonly changes: readonly { readonly kind: string; readonly key: string; readonly fields: readonly object[] }[];
    readonly unchanged: number;
    readonly reordered: boolean;
  }[];
}

export const step = (kind = 'goals', unit = 'sales'): string => `/api/v1/cycles/${cycle}/reviews/${unit}/steps/${kind}`;
export const download = async (kind = 'goals', as = head, language: 'zh-CN' | 'en' = 'en'): Promise<Buffer> => {
  const reply = await api.ask('GET', `${step(kind)}/workbook.xlsx`, { as, language });
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, workbookType]);
  return reply.bytes;
};
export const upload = (bytes: Buffer | string, kind = 'goals', as = head, ask: Ask = {}): Promise<Reply> =>
  api.post(`${step(kind)}/workbook`, bytes, as, {
    type: typeof bytes === 'string' ? 'text/csv' : workbookType,
    ...ask,
  });
export const uploaded = async (bytes: Buffer | string, kind = 'goals'): Promise<Upload> => {
  const reply = await upload(bytes, kind);
  expect(reply.status, reply.text).toBe(201);
  return reply.json as Upload;
};
export const apply = ({ id, digest }: Upload, as = head, ask: Ask = {}): Promise<Reply> =>
  api.post(`/api/v1/uploads/${id}/apply`, { digest }, as, ask);
export const draft = () => readDraft(sql, `${cycle}/sales`, 'goals');

/** Changes rows below the headings, named as in the English workbook. */
export function change(sheet: MadeCell[][], row: number, values: Readonly<Record<string, MadeCell>>): void {
  const cells = (sheet[row] ??= []);
  for (const [title, value] of Object.entries(values)) {
    const column = sheet[0]?.findIndex((cell) => cell === title || cell === `${title} *`) ?? -1;
    if (column < 0) throw new Error(`no column ${title}`);
    while (cells.length < column) cells.push(null);
    cells[column] = value;
  }
}
export const edited = async (edit: (rows: MadeCell[][]) => void, kind: 'Goals' | 'Tasks' = 'Goals'): Promise<Buffer> =>
  rewritten(await download(kind === 'Goals' ? 'goals' : 'plan'), (sheets) => edit(sheets.get(kind) ?? []));
export const wrong = async (bytes: Buffer | string, kind = 'goals') => {
  const reply = await upload(bytes, kind);
  expect([reply.status, problemOf(reply).code], reply.text).toEqual([400, 'WORKBOOK_INVALID']);
  return (problemOf(reply).errors as readonly { cell?: string | null; column?: string; code?: string }[]).map(
    ({ cell, column, code }) => `${cell ?? column ?? '-'} ${code ?? ''}`,
  );
};
