/** Waiting time and idle approvals: figures come summed and ranked, lists stay where they are kept. */
import { loadCalendar } from '../../db/calendar.js';
import type { Query } from '../../db/connect.js';
import { decidersOfReport, decisionsOfList, keptDecisions } from '../../db/reports-approvals.js';
import { attemptsOfList, keptAttempts, keptRungs, rungsOfList, waitingOfReport } from '../../db/reports-waiting.js';
import type { ReportScope } from '../../db/reports.js';
import { workingDays } from '../../domain/dates.js';
import {
  approvalsReport,
  type AttemptContext,
  attemptsShape,
  type DecisionRow,
  decisionsShape,
  neverReturned,
  type Report,
  type ReportList,
  rungsShape,
  waitingReport,
} from '../../domain/reports/index.js';
import { contextOf } from './context.js';
import { keptList, type KeptSource } from './kept-list.js';

export async function loadWaiting(sql: Query, scope: ReportScope): Promise<Report> {
  const context = await contextOf(sql);
  const rows = await waitingOfReport(sql, scope, context.days);
  const all = rows.find(({ kind }) => kind === null);
  const totals = { attempts: all?.attempts ?? 0, rungs: (all?.reminders ?? 0) + (all?.escalations ?? 0) };
  return { ...waitingReport(rows), lists: waitingLists(sql, scope, context, totals) };
}

/** `totals`: how long they are, where that is known. */
export function waitingLists(
  sql: Query,
  scope: ReportScope,
  context: AttemptContext,
  totals: { readonly attempts: number; readonly rungs: number } | null,
): readonly ReportList[] {
  return [
    keptList(
      sql,
      scope,
      attemptsShape(context),
      { kept: keptAttempts, read: attemptsOfList },
      totals?.attempts ?? null,
    ),
    keptList(sql, scope, rungsShape(context), { kept: keptRungs, read: rungsOfList }, totals?.rungs ?? null),
  ];
}

export async function loadApprovals(sql: Query, scope: ReportScope): Promise<Report> {
  const rows = await decidersOfReport(sql, scope, workingDays(await loadCalendar(sql)));
  const context = await contextOf(
    sql,
    rows.map(({ id }) => id),
  );
  const never = rows.filter(neverReturned).map(({ id }) => id);
  const report = approvalsReport(rows, context.persons);
  const source: KeptSource<DecisionRow> = {
    kept: (tx, of) => keptDecisions(tx, of, never),
    read: (tx, of, filter, part) => decisionsOfList(tx, of, never, filter, part),
    deciders: rows.map(({ id }) => id).sort(),
  };
  const total = rows.reduce((all, { decisions }) => all + decisions, 0);
  return { ...report, lists: [...report.lists, keptList(sql, scope, decisionsShape(context), source, total)] };
}
