/** The reports of a year that was played: its people, its answers, its rows page by page. */
import type { Sql } from '../../db/connect.js';
import type { Cell, Filter, ReportKind, Value } from '../../domain/reports/index.js';
import type { Api } from '../setup/http.js';
import { type Desk, openDesk } from './reports-desk.js';

export interface ReportAnswer {
  readonly kind: ReportKind;
  readonly figures: readonly (Cell & { readonly id: string })[];
  readonly tables: readonly { readonly id: string; readonly rows: readonly (readonly Cell[])[] }[];
  readonly lists: readonly { readonly id: string; readonly facets: readonly string[]; readonly count: number }[];
}
export interface RowsAnswer {
  readonly items: readonly (readonly Cell[])[];
  readonly next: string | null;
  readonly count: number;
  readonly columns: readonly { readonly id: string }[];
}

export const hr = 'zhou-min';
export const head = 'lin-xiao';
export const above = 'chen-mingyuan';
export const cycle = 'year';
export const base = `/api/v1/cycles/${cycle}/reports`;
export const repeated = '原材料涨价的风险仍在，已与供应商谈判';

/** Read and returned, then approved unread; read and approved at once; a text typed by two units; four forgotten reports. */
export async function playYear(sql: Sql, api: Api): Promise<Desk> {
  const desk = await openDesk(sql, api, cycle);
  await desk.runTo('2027-04-01');
  await desk.submit('sales', 'checkpoint-1', head);
  await desk.look('sales', 'checkpoint-1', above);
  await desk.decide('sales', 'checkpoint-1', above, { decision: 'return', reason: '请补充风险' });
  await desk.submit('sales', 'checkpoint-1', head, repeated);
  await desk.runTo('2027-04-06');
  await desk.decide('sales', 'checkpoint-1', above, { decision: 'approve' });
  await desk.submit('marketing', 'checkpoint-1', 'su-qing', ` ${repeated}\n`);
  await desk.look('marketing', 'checkpoint-1', above);
  await desk.decide('marketing', 'checkpoint-1', above, { decision: 'approve' });
  await desk.runTo('2027-05-31');
  await desk.publish();
  await desk.post();
  return desk;
}

export const figures = ({ figures: all }: ReportAnswer): Record<string, Value> =>
  Object.fromEntries(all.map(({ id, value }) => [id, value]));
export const counts = (of: ReportAnswer): Record<string, number> =>
  Object.fromEntries(of.figures.flatMap(({ id, value }) => (value.kind === 'count' ? [[id, value.count]] : [])));

export interface Reader {
  /** @throws where it is not answered with 200 */
  readonly report: (kind: string, as?: string) => Promise<ReportAnswer>;
  /** All rows of a list, page by page; the columns and the count are the last page's. */
  readonly rowsOf: (kind: string, list: string, filter?: Filter, as?: string, limit?: number) => Promise<RowsAnswer>;
}

export function readerOf(api: Api): Reader {
  return {
    async report(kind: string, as = hr): Promise<ReportAnswer> {
      const reply = await api.get(`${base}/${kind}`, as);
      if (reply.status !== 200) throw new Error(`${kind} for ${as}: ${reply.text}`);
      return reply.json as ReportAnswer;
    },
    async rowsOf(kind: string, list: string, filter: Filter = {}, as = hr, limit = 7): Promise<RowsAnswer> {
      const items: (readonly Cell[])[] = [];
      const [name, scope = ''] = kind.split('?');
      for (let cursor: string | null = ''; cursor !== null;) {
        const query = new URLSearchParams({ ...filter, limit: String(limit), ...(cursor !== '' && { cursor }) });
        const reply = await api.get(`${base}/${name}/lists/${list}?${query.toString()}&${scope}`, as);
        if (reply.status !== 200) throw new Error(`${list}: ${reply.text}`);
        const page = reply.json as RowsAnswer;
        items.push(...page.items);
        if (page.next === null) return { ...page, items };
        cursor = page.next;
      }
      throw new Error('no page');
    },
  };
}
