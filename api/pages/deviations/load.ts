import { type CaseState, stateOfCase, wayOf } from '../../../domain/cycle/index.js';
import { standingOfCase } from '../../../db/case-waits.js';
import type { CycleRow } from '../../../db/cycles.js';
import {
  type ActionRow,
  actionsOf,
  type CaseRow,
  listCases,
  type OwnerRow,
  ownersOf,
  possibleOwners,
  readCase,
} from '../../../db/deviation-cases.js';
import { goalsToMonitor, judgementsOf, valuesToMonitor, type WayLine } from '../../../db/monitoring.js';
import { personNames, unitNames } from '../../../db/page-names.js';
import { actsOnCase, ownerOf } from '../../corrective-actions.js';
import type { ApiDeps } from '../../deps.js';
import { seesTalk, sideOf, today } from '../../in-line.js';
import { Refused } from '../../refused.js';
import { seesProgress, unitsOfProgress } from '../../rights.js';
import type { Person } from '../../session.js';
import { type Named, unnamed } from '../steps/form-facts.js';

/** A deviation as the list and its page show it. */
export interface ShownCase extends CaseRow {
  readonly unit: Named;
  readonly owner: Named | null;
  readonly state: CaseState;
  readonly overdue: boolean;
  /** The words of its actions are for this person. */
  readonly whole: boolean;
}

const pageSize = 50;

export interface CasesView {
  readonly cycleId: string;
  readonly title: string;
  readonly cases: readonly ShownCase[];
  readonly state: CaseState | null;
  readonly unit: string | null;
  /** The number after which earlier ones come; null: there are none. */
  readonly next: string | null;
}

/** @throws Refused FORBIDDEN */
export async function loadCases(
  { sql }: ApiDeps,
  person: Person,
  cycle: CycleRow,
  ask: { readonly state: CaseState | null; readonly unit: string | null; readonly before: string | null },
): Promise<CasesView> {
  const among = unitsOfProgress(person);
  const { state, unit, before } = ask;
  const filter = { among, state: state ?? undefined, unit: unit ?? undefined, before, limit: pageSize + 1 };
  const rows = await listCases(sql, cycle.id, filter);
  const cases = await shownCases(sql, person, cycle, rows.slice(0, pageSize));
  return {
    cycleId: cycle.id,
    title: cycle.title,
    cases,
    state,
    unit,
    next: rows.length > pageSize ? (cases.at(-1)?.id ?? null) : null,
  };
}

async function shownCases(
  sql: ApiDeps['sql'],
  person: Person,
  cycle: CycleRow,
  rows: readonly CaseRow[],
): Promise<readonly ShownCase[]> {
  const [units, people] = await Promise.all([
    unitNames(
      sql,
      rows.map((row) => row.unitId),
    ),
    personNames(
      sql,
      rows.flatMap((row) => ownerOf(row) ?? []),
    ),
  ]);
  return Promise.all(
    rows.map(async (row): Promise<ShownCase> => {
      const owner = ownerOf(row);
      const state = stateOfCase(standingOfCase(row, cycle.zone));
      const due = row.action?.dueOn ?? null;
      return {
        ...row,
        unit: units.get(row.unitId) ?? unnamed(row.unitId),
        owner: owner === null ? null : (people.get(owner) ?? unnamed(owner)),
        state,
        overdue: state === 'acting' && due !== null && due < today(cycle),
        whole: (await seesTalk(sql, person, cycle, row.unitId)) || (await actsOnCase(sql, person, cycle, row)) !== null,
      };
    }),
  );
}

/** One day of the goal: as it was judged and kept, or on its way ever since it was first looked at. */
export interface ShownDay {
  readonly on: string;
  readonly severity: 'red' | 'amber' | 'on-track';
  readonly value: string | null;
  readonly line: WayLine;
  /** null: it never deviated, so nothing was kept. */
  readonly version: number | null;
  readonly seenAt: number | null;
}

/** Every day with a value, with all versions of those that deviated, oldest first. */
async function daysOf(sql: ApiDeps['sql'], cycle: CycleRow, row: CaseRow): Promise<readonly ShownDay[]> {
  const kept = await judgementsOf(sql, cycle.id, row.goalId);
  const by = { period: { start: cycle.periodStart, end: cycle.periodEnd }, ...cycle.template.monitoring };
  const known = new Set(kept.map((each) => each.on));
  const inForce = await goalsToMonitor(sql, cycle.id, [row.unitId]);
  const values = await valuesToMonitor(
    sql,
    inForce.filter(({ goalId }) => goalId === row.goalId),
    cycle,
  );
  const others = values.flatMap((each): readonly ShownDay[] => {
    const way = known.has(each.on) ? null : wayOf(each, by);
    return way === null ? [] : [{ ...way, on: each.on, value: each.value, version: null, seenAt: null }];
  });
  return [...kept, ...others].sort((a, b) => a.on.localeCompare(b.on) || (a.version ?? 0) - (b.version ?? 0));
}

export interface CaseView {
  readonly cycle: { readonly id: string; readonly title: string; readonly start: string; readonly end: string };
  readonly of: ShownCase;
  readonly judgements: readonly ShownDay[];
  readonly actions: readonly ActionRow[];
  readonly owners: readonly OwnerRow[];
  readonly names: ReadonlyMap<string, Named>;
  readonly may: { readonly act: boolean; readonly pass: boolean };
  readonly possible: readonly (Named & { readonly id: string })[];
}

/** @throws Refused NOT_FOUND or FORBIDDEN */
export async function loadCase({ sql }: ApiDeps, person: Person, cycle: CycleRow, id: string): Promise<CaseView> {
  const row = await readCase(sql, cycle.id, id);
  const [of] = row === undefined ? [] : await shownCases(sql, person, cycle, [row]);
  if (row === undefined || of === undefined) throw new Refused('NOT_FOUND');
  if (!of.whole && !seesProgress(person, row.unitId)) throw new Refused('FORBIDDEN');
  const open = cycle.state === 'running' && of.closedAt === null;
  const pass = open && (await sideOf(sql, person, cycle, row.unitId)) !== undefined;
  const [judgements, actions, owners, possible] = await Promise.all([
    daysOf(sql, cycle, row),
    of.whole ? actionsOf(sql, id) : [],
    of.whole ? ownersOf(sql, id) : [],
    pass ? possibleOwners(sql, row.unitId) : [],
  ]);
  const names = await personNames(
    sql,
    [...actions, ...owners].flatMap((each) => [each.by, each.principal, ...('owner' in each ? [each.owner] : [])]),
  );
  return {
    cycle: { id: cycle.id, title: cycle.title, start: cycle.periodStart, end: cycle.periodEnd },
    of,
    judgements,
    actions,
    owners,
    names,
    may: { act: open && (await actsOnCase(sql, person, cycle, row)) !== null, pass },
    possible,
  };
}
