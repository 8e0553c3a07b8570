import type { Query } from '../../db/connect.js';
import type { CycleRow } from '../../db/cycles.js';
import { partNames } from '../../db/part-names.js';
import { checkpointsOfReport, goalsOfUnitReport, readUnit, resultVersionsOf } from '../../db/reports-unit.js';
import { namesOfUnits, type ReportScope } from '../../db/reports.js';
import { casesOfReport, type ReportedCase } from '../../db/reports-deviations.js';
import { judgedOfReport, moneyOfReport, ratingsOfReport, unitsOfReport } from '../../db/reports-results.js';
import { attemptsOfUnits } from '../../db/reports-attempts.js';
import { keptSteps, stepsOfList, stepSumsOfReport } from '../../db/reports-steps.js';
import { askedTwice, strategyOfReport, typedTwice } from '../../db/reports-strategy.js';
import { gradesOf, stateOfCase } from '../../domain/cycle/index.js';
import {
  type AttemptContext,
  type CaseReportRow,
  cycleReport,
  deviationsReport,
  fairnessReport,
  type Names,
  type Report,
  type ReportKind,
  type ReportList,
  repeatsReport,
  stepsShape,
  strategyReport,
  unitReport,
  waitBetween,
} from '../../domain/reports/index.js';
import { today } from '../in-line.js';
import { Refused } from '../refused.js';
import type { ReportAccess } from './access.js';
import { contextOf } from './context.js';
import { keptList } from './kept-list.js';
import { loadApprovals, loadWaiting, waitingLists } from './load-attempts.js';

interface Loading {
  readonly sql: Query;
  readonly cycle: CycleRow;
  readonly scope: ReportScope;
  readonly access: ReportAccess;
}

/** The report of that kind over the rows that are in sight. @throws Refused FORBIDDEN, NOT_FOUND */
export async function loadReport(
  sql: Query,
  cycle: CycleRow,
  kind: ReportKind,
  access: ReportAccess,
  unit: string | null,
): Promise<Report> {
  const { scope } = access;
  if (kind === 'cycle') return loadCycleReport(sql, cycle, access);
  if (scope === null) throw new Refused('FORBIDDEN');
  const it: Loading = { sql, cycle, scope, access };
  switch (kind) {
    case 'unit':
      return loadUnitReport(it, unit ?? '');
    case 'strategy':
      return strategyReport(await strategyOfReport(sql, scope, cycle.book), await namesOfUnits(sql));
    case 'deviations':
      return loadDeviations(it);
    case 'fairness':
      return loadFairness(it);
    case 'waiting':
      return loadWaiting(sql, scope);
    case 'approvals':
      return loadApprovals(sql, scope);
    case 'repeats':
      return loadRepeats(it);
  }
}

/** Its lists alone: no figure is made of them. @throws Refused FORBIDDEN, NOT_FOUND */
export async function loadLists(
  sql: Query,
  cycle: CycleRow,
  kind: ReportKind,
  access: ReportAccess,
  unit: string | null,
): Promise<readonly ReportList[]> {
  if (kind === 'waiting' && access.scope !== null) return waitingLists(sql, access.scope, await contextOf(sql), null);
  return (await loadReport(sql, cycle, kind, access, unit)).lists;
}

async function loadCycleReport(sql: Query, cycle: CycleRow, { scope, money }: ReportAccess): Promise<Report> {
  const names = await namesOfUnits(sql);
  const [work, ledger] = await Promise.all([
    scope === null ? null : loadWork(sql, scope, names),
    money?.length === 0 ? [] : moneyOfReport(sql, cycle.id, money),
  ]);
  const { scorecard, distribution } = cycle.template;
  return cycleReport(
    { work, money: ledger },
    // How many of each grade are aimed at is said of all units together.
    { units: names, grades: gradesOf(scorecard), distribution: scope?.units === null ? (distribution ?? null) : null },
  );
}

async function loadWork(sql: Query, scope: ReportScope, names: Names) {
  const [units, steps] = await Promise.all([unitsOfReport(sql, scope), stepSumsOfReport(sql, scope)]);
  const total = steps.reduce((all, sum) => all + sum.steps, 0);
  const source = { kept: keptSteps, read: stepsOfList };
  return { units, steps, stepList: keptList(sql, scope, stepsShape(names), source, total) };
}

async function loadUnitReport({ sql, cycle, scope, access }: Loading, unitId: string): Promise<Report> {
  const [context, unit, goals, results, checkpoints, money, attempts] = await Promise.all([
    contextOf(sql),
    readUnit(sql, unitId),
    goalsOfUnitReport(sql, scope, cycle, unitId),
    resultVersionsOf(sql, scope, unitId),
    checkpointsOfReport(sql, cycle.id, unitId),
    access.money?.length === 0 ? [] : moneyOfReport(sql, cycle.id, [unitId]),
    access.whole ? attemptsOfUnits(sql, scope) : null,
  ]);
  if (unit === undefined) throw new Refused('NOT_FOUND');
  return unitReport({ unitId, ...unit, goals, results, checkpoints, money, attempts }, context);
}

async function loadDeviations({ sql, cycle, scope }: Loading): Promise<Report> {
  const cases = await casesOfReport(sql, scope);
  const context = await contextOf(
    sql,
    cases.flatMap(({ ownerId }) => ownerId ?? []),
  );
  return deviationsReport(
    cases.map((row) => reported(row, context, today(cycle))),
    context.units,
    context.persons,
  );
}

function reported(row: ReportedCase, { days }: AttemptContext, on: string): CaseReportRow {
  const { action, first, closed, openedAt, openedDay, closedAt, ...rest } = row;
  const opened = { at: openedAt, day: openedDay };
  const state = stateOfCase({
    closed: closedAt !== null,
    seenAt: row.seenAt,
    action: action === null ? null : { ...action, writtenAt: action.at, writtenDay: '' },
  });
  return {
    ...rest,
    state,
    action,
    overdue: state === 'acting' && action?.dueOn !== null && action?.dueOn !== undefined && action.dueOn < on,
    untilAction: first === null ? null : waitBetween(days, opened, first),
    untilEnd: closed === null ? null : waitBetween(days, opened, closed),
  };
}

async function loadFairness({ sql, cycle, scope }: Loading): Promise<Report> {
  const [ratings, judged] = await Promise.all([ratingsOfReport(sql, scope), judgedOfReport(sql, scope)]);
  const parts = await partNames(sql, cycle.id, ratings);
  const context = await contextOf(
    sql,
    ratings.map(({ ratedBy }) => ratedBy),
  );
  const rows = judged.map(({ evaluated, told, ...row }) => ({
    ...row,
    untilTold: evaluated === null || told === null ? null : waitBetween(context.days, evaluated, told),
  }));
  return fairnessReport({ ratings, judged: rows }, context.units, context.persons, parts);
}

async function loadRepeats({ sql, cycle, scope }: Loading): Promise<Report> {
  const [asked, typed] = await Promise.all([askedTwice(sql, scope, cycle.book), typedTwice(sql, scope)]);
  const context = await contextOf(
    sql,
    typed.map(({ by }) => by),
  );
  return repeatsReport({ asked, typed }, context.units, context.persons);
}
