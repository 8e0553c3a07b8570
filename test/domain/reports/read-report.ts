/** What tests ask of a report that they hold: its figures, and the rows that one of them leads to. */
import { dayOf, workingDays } from '../../../domain/dates.js';
import type { Report, ReportBody, ReportWord, Value } from '../../../domain/reports/index.js';

export const days = workingDays({ holidays: [], workdays: [] });

export const figure = (report: ReportBody, id: ReportWord): Value | undefined =>
  report.figures.find((each) => each.id === id)?.value;
export const counted = (report: ReportBody, id: ReportWord): number | undefined => {
  const value = figure(report, id);
  return value?.kind === 'count' ? value.count : undefined;
};

/** How many rows of a list at hand a figure leads to. */
export async function behind(report: Report, id: ReportWord): Promise<number> {
  const target = report.figures.find((each) => each.id === id)?.target;
  if (target?.to !== 'list') throw new Error(`${id} leads to no list`);
  const list = report.lists.find((each) => each.id === target.list);
  if (list === undefined) throw new Error(`there is no list ${target.list}`);
  return (await list.rows(target.filter)).length;
}

/** Local time of the sample organization. */
export const moment = (local: string) => ({ at: Date.parse(`${local}:00+08:00`), day: dayOf(local.slice(0, 10)) });
