import type { Calendar } from '../domain/dates.js';
import type { Query } from './connect.js';

export async function loadCalendar(sql: Query): Promise<Calendar> {
  const rows = await sql<
    { day: string; kind: 'holiday' | 'workday' }[]
  >`SELECT day, kind FROM calendar_days ORDER BY day`;
  const of = (kind: string): string[] => rows.filter((row) => row.kind === kind).map((row) => row.day);
  return { holidays: of('holiday'), workdays: of('workday') };
}
