import type { Query } from '../../../db/connect.js';
import type { CycleRow } from '../../../db/cycles.js';
import { settlementsOf } from '../../../db/organization-findings.js';
import { type NameRow, unitNames } from '../../../db/page-names.js';
import { loadObjectives } from '../../../db/strategy.js';
import {
  type AfterGoal,
  type Coverage,
  coverageOf,
  findingsAbout,
  goalsUnder,
  looseGoals,
  type TreeGoal,
  type UnitsInSight,
  wayUp,
} from '../../../db/strategy-tree.js';
import { grouped } from '../../../domain/rules/grouped.js';
import { findingState, type FindingState } from '../../../domain/cycle/index.js';
import { findingSentence } from '../../../messages/pages.js';
import { Refused } from '../../refused.js';
import type { Reader } from '../reader.js';
import type { Named } from '../steps/form-facts.js';
import { unnamed } from '../steps/load-facts.js';

/** So many at most under one objective or goal, one level down and two; more stand on the page of that branch. */
const shown = { onOverview: 10, onBranch: 50, below: 5, loose: 20 } as const;

export interface ShownFinding {
  readonly key: string;
  readonly severity: 'error' | 'warning' | 'advice';
  readonly state: FindingState;
  readonly sentence: string;
}
export interface ShownGoal extends TreeGoal {
  readonly findings: readonly ShownFinding[];
  /** The first goals that support it. */
  readonly goals: readonly ShownGoal[];
}
export interface UnitGroup {
  readonly unit: Named & { readonly id: string };
  /** About the unit's goals as a whole: their number, their weights. */
  readonly findings: readonly ShownFinding[];
  readonly goals: readonly ShownGoal[];
}
export interface ShownObjective extends Named {
  readonly id: string;
  readonly coverage: Coverage;
  readonly findings: readonly ShownFinding[];
  readonly groups: readonly UnitGroup[];
}
/** One objective or goal with a page of what supports it. */
export interface BranchView {
  readonly way: readonly { readonly id: string; readonly title: string; readonly unit: Named | null }[];
  readonly findings: readonly ShownFinding[];
  readonly groups: readonly UnitGroup[];
  readonly next: string | null;
}
export interface TreeView {
  readonly cycleId: string;
  readonly rehearsal: boolean;
  readonly wholeSight: boolean;
  readonly units: number;
  readonly checkedAt: number | null;
  readonly objectives: readonly ShownObjective[];
  readonly loose: { readonly groups: readonly UnitGroup[]; readonly shown: number; readonly count: number };
  readonly branch: BranchView | null;
}

/** The objectives with the first goals below each. */
export async function loadTree(sql: Query, reader: Reader, cycle: CycleRow, units: UnitsInSight): Promise<TreeView> {
  const objectives = await loadObjectives(sql, cycle.book);
  const ids = objectives.map(({ id }) => id);
  const [coverage, goals, loose] = await Promise.all([
    coverageOf(sql, cycle.id, ids, units),
    goalsUnder(sql, cycle.id, ids, { limit: shown.onOverview, units }),
    looseGoals(sql, cycle, { limit: shown.loose, units }),
  ]);
  const dress = await dressing(sql, reader, cycle, units, [...goals, ...loose.goals], ids);
  return {
    ...frameOf(cycle, units, dress.checkedAt),
    objectives: objectives.map(({ id, title, titleEn }) => ({
      id,
      nameZh: title,
      nameEn: titleEn,
      coverage: coverage.get(id) ?? { id, direct: 0, goals: 0, units: 0 },
      findings: dress.findingsOf(id),
      groups: dress.groupsOf(goals.filter((goal) => goal.supports === id)),
    })),
    loose: { groups: dress.groupsOf(loose.goals), shown: loose.goals.length, count: loose.count },
    branch: null,
  };
}

/** One branch: a goal or an objective, what it serves, and a page of what supports it. @throws Refused NOT_FOUND */
export async function loadBranch(
  sql: Query,
  reader: Reader,
  cycle: CycleRow,
  units: UnitsInSight,
  it: { readonly of: string; readonly after: AfterGoal | null },
): Promise<TreeView> {
  const objectives = await loadObjectives(sql, cycle.book);
  const way = await wayUp(sql, cycle.id, it.of);
  const top = objectives.find(({ id }) => id === (way.at(-1)?.supports ?? it.of));
  const [self] = way;
  if (self === undefined && top === undefined) throw new Refused('NOT_FOUND');
  if (self !== undefined && units !== null && !units.includes(self.unitId)) throw new Refused('NOT_FOUND');
  const rows = await goalsUnder(sql, cycle.id, [it.of], { limit: shown.onBranch + 1, after: it.after, units });
  const goals = rows.slice(0, shown.onBranch);
  const last = goals.at(-1);
  const names = await unitNames(
    sql,
    way.map(({ unitId }) => unitId),
  );
  const dress = await dressing(sql, reader, cycle, units, goals, [it.of]);
  return {
    ...frameOf(cycle, units, dress.checkedAt),
    objectives: [],
    loose: { groups: [], shown: 0, count: 0 },
    branch: {
      way: [
        ...(top === undefined
          ? []
          : [{ id: top.id, title: reader.name({ nameZh: top.title, nameEn: top.titleEn }), unit: null }]),
        ...way
          .filter(({ unitId }) => units === null || units.includes(unitId))
          .toReversed()
          .map(({ id, title, unitId }) => ({ id, title, unit: names.get(unitId) ?? unnamed(unitId) })),
      ],
      findings: dress.findingsOf(it.of),
      groups: dress.groupsOf(goals),
      next: rows.length > goals.length && last !== undefined ? `${String(last.position)}.${last.unitId}` : null,
    },
  };
}

const frameOf = (cycle: CycleRow, units: UnitsInSight, checkedAt: number | null) => ({
  cycleId: cycle.id,
  rehearsal: cycle.mode === 'rehearsal',
  wholeSight: units === null,
  units: cycle.subjects.length,
  checkedAt,
});

interface Dressing {
  readonly checkedAt: number | null;
  readonly findingsOf: (id: string) => readonly ShownFinding[];
  readonly groupsOf: (goals: readonly TreeGoal[]) => readonly UnitGroup[];
}

/** What stands beside goals: names of units, the level below, findings at their place. */
async function dressing(
  sql: Query,
  reader: Reader,
  cycle: CycleRow,
  units: UnitsInSight,
  goals: readonly TreeGoal[],
  others: readonly string[],
): Promise<Dressing> {
  const parents = goals.filter(({ below }) => below > 0).map(({ id }) => id);
  const below = await goalsUnder(sql, cycle.id, parents, { limit: shown.below, units });
  const all = [...goals, ...below];
  const unitIds = [...new Set(all.map(({ unitId }) => unitId))];
  const about = new Set([
    ...others,
    ...unitIds,
    ...all.flatMap(({ id, metric }) => (metric === null ? [id] : [id, metric])),
  ]);
  const [names, found, settled] = await Promise.all([
    unitNames(sql, unitIds),
    findingsAbout(sql, cycle.id, [...about]),
    settlementsOf(sql, cycle.id),
  ]);
  const byId = new Map<string, ShownFinding[]>();
  for (const finding of found.findings) {
    const state = findingState(finding, settled.get(finding) ?? null);
    const { code, at, severity, data } = finding;
    const said = { key: `${code} ${at.join(' ')}`, severity, state, sentence: reader.t(findingSentence(code, data)) };
    for (const id of at) byId.set(id, [...(byId.get(id) ?? []), said]);
  }
  const findingsOf = (id: string): readonly ShownFinding[] => byId.get(id) ?? [];
  const childrenOf = grouped(below, ({ supports }) => supports);
  const dressed = (goal: TreeGoal, deep: boolean): ShownGoal => ({
    ...goal,
    findings: [...findingsOf(goal.id), ...(goal.metric === null ? [] : findingsOf(goal.metric))],
    goals: deep ? (childrenOf.get(goal.id) ?? []).map((each) => dressed(each, false)) : [],
  });
  const nameOf = (id: string): NameRow => names.get(id) ?? { id, ...unnamed(id) };
  return {
    checkedAt: found.checkedAt,
    findingsOf,
    groupsOf: (list) =>
      [...grouped(list, ({ unitId }) => unitId)].map(([unitId, own]) => ({
        unit: nameOf(unitId),
        findings: findingsOf(unitId),
        goals: own.map((goal) => dressed(goal, true)),
      })),
  };
}
