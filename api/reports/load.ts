import { loadCalendar } from '../../db/calendar.js';
import type { Query } from '../../db/connect.js';
import type { CycleRow } from '../../db/cycles.js';
import { partNames } from '../../db/part-names.js';
import { checkpointsOfReport, goalsOfUnitReport, readUnit, resultVersionsOf } from '../../db/reports-unit.js';
import { namesOfPersons, namesOfUnits, type ReportScope } from '../../db/reports.js';
import { casesOfReport, type ReportedCase } from '../../db/reports-deviations.js';
import { judgedOfReport, moneyOfReport, ratingsOfReport, unitsOfReport } from '../../db/reports-results.js';
import { attemptsOfReport, stepsOfReport } from '../../db/reports-steps.js';
import { askedTwice, strategyOfReport, typedTwice } from '../../db/reports-strategy.js';
import { gradesOf, stateOfCase } from '../../domain/cycle/index.js';
import { workingDays } from '../../domain/dates.js';
import {
  approvalsReport,
  type AttemptContext,
  type CaseReportRow,
  cycleReport,
  deviationsReport,
  fairnessReport,
  type Report,
  type ReportKind,
  repeatsReport,
  strategyReport,
  unitReport,
  waitBetween,
  waitingReport,
} from '../../domain/reports/index.js';
import { today } from '../in-line.js';
import { Refused } from '../refused.js';
import type { ReportAccess } from './access.js';

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
      return waitingReport(await attemptsOfReport(sql, scope), await contextOf(sql));
    case 'approvals': {
      const rows = await attemptsOfReport(sql, scope);
      return approvalsReport(
        rows,
        await contextOf(
          sql,
          rows.flatMap(({ deciderId }) => deciderId ?? []),
        ),
      );
    }
    case 'repeats':
      return loadRepeats(it);
  }
}

async function contextOf(sql: Query, persons: readonly string[] = []): Promise<AttemptContext> {
  const [units, names, calendar] = await Promise.all([
    namesOfUnits(sql),
    namesOfPersons(sql, persons),
    loadCalendar(sql),
  ]);
  return { units, persons: names, days: workingDays(calendar) };
}

async function loadCycleReport(sql: Query, cycle: CycleRow, { scope, money }: ReportAccess): Promise<Report> {
  const [units, work, ledger] = await Promise.all([
    namesOfUnits(sql),
    scope === null
      ? null
      : Promise.all([unitsOfReport(sql, scope), stepsOfReport(sql, scope)]).then(([found, steps]) => ({
          units: found,
          steps,
        })),
    money?.length === 0 ? [] : moneyOfReport(sql, cycle.id, money),
  ]);
  const { scorecard, distribution } = cycle.template;
  return cycleReport(
    { work, money: ledger },
    // How many of each grade are aimed at is said of all units together.
    { units, grades: gradesOf(scorecard), distribution: scope?.units === null ? (distribution ?? null) : null },
  );
}

async function loadUnitReport({ sql, cycle, scope, access }: Loading, unitId: string): Promise<Report> {
  const [context, unit, goals, results, checkpoints, money, attempts] = await Promise.all([
    contextOf(sql),
    readUnit(sql, unitId),
    goalsOfUnitReport(sql, scope, cycle, unitId),
    resultVersionsOf(sql, scope, unitId),
    checkpointsOfReport(sql, cycle.id, unitId),
    access.money?.length === 0 ? [] : moneyOfReport(sql, cycle.id, [unitId]),
    access.whole ? attemptsOfReport(sql, scope) : null,
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
