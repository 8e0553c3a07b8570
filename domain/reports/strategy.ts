import { exact, type Rational } from '../numbers.js';
import { grouped } from '../rules/grouped.js';
import { unitCell, unitFacet } from './attempts.js';
import { countCell, counted, isSo, type ListAtHand, makeList, tableOf, toList } from './list.js';
import type { Filter, Name, Report } from './model.js';
import { cell, exactValue, mean, named, type Names, none, printed, text, word } from './values.js';

/** A goal in force, with what it serves in the end and what it earned. */
export interface GoalRow {
  readonly unitId: string;
  readonly goalId: string;
  readonly title: string;
  readonly weight: string | null;
  /** null: it leads to none. */
  readonly objective: string | null;
  /** It names the objective itself, not through another goal. */
  readonly direct: boolean;
  readonly swot: readonly string[];
  /** null: no result (for the reader). */
  readonly points: string | null;
}
export interface ObjectiveRow extends Name {
  readonly id: string;
}
export interface SwotRow extends Name {
  readonly id: string;
  readonly kind: 'strength' | 'weakness' | 'opportunity' | 'threat';
  readonly key: boolean;
}

export interface StrategyRows {
  readonly objectives: readonly ObjectiveRow[];
  readonly swot: readonly SwotRow[];
  readonly goals: readonly GoalRow[];
}

const pointsOf = (goals: readonly GoalRow[]): readonly Rational[] =>
  goals.flatMap(({ points }) => (points === null ? [] : [exact(points)]));

/** What the strategy became: objectives and SWOT entries with the goals that carry them, and their results. */
export function strategyReport({ objectives, swot, goals }: StrategyRows, units: Names): Report {
  const list = goalsList(goals, objectives, units);
  const uses = goals.flatMap((goal) => goal.swot.map((id) => ({ id, goal, unitId: goal.unitId })));
  const useList = usesList(uses, swot, units);
  const carriers = carriersList(goals, objectives, list, units);
  const covered = objectivesList(objectives, goals, list, carriers);
  const entries = swotList(swot, uses, useList);
  return {
    kind: 'strategy',
    figures: [
      counted('objectives', covered),
      counted('uncovered', covered, { covered: 'no' }),
      counted('goals', list),
      counted('loose', list, { objective: 'loose' }),
      counted('swotEntries', entries),
      counted('swotUnused', entries, { key: 'yes', used: 'no' }),
      { id: 'meanPoints', value: exactValue(mean(pointsOf(goals))), target: toList(list, { hasPoints: 'yes' }) },
    ],
    tables: [tableOf(covered), tableOf(entries)],
    charts: [
      {
        kind: 'bars',
        id: 'meanPoints',
        unit: 'points',
        series: ['meanPoints'],
        bars: objectives.map((each) => {
          const value = exactValue(mean(pointsOf(goals.filter(({ objective }) => objective === each.id))));
          return { label: named(each), values: [value.kind === 'exact' ? value.exact : null] };
        }),
      },
    ],
    lists: [covered, carriers, entries, list, useList],
  };
}

function objectivesList(
  rows: readonly ObjectiveRow[],
  goals: readonly GoalRow[],
  list: ListAtHand,
  carriers: ListAtHand,
): ListAtHand {
  const byObjective = grouped(goals, ({ objective }) => objective ?? undefined);
  const of = ({ id }: ObjectiveRow): readonly GoalRow[] => byObjective.get(id) ?? [];
  const to = ({ id }: ObjectiveRow, filter: Filter = {}) => ({ objective: id, ...filter });
  return makeList<ObjectiveRow>(
    {
      id: 'objectives',
      facets: { covered: isSo((row) => of(row).length > 0) },
      columns: [
        { id: 'objective', type: 'text', cell: (row) => cell(named(row)) },
        { id: 'goals', type: 'number', cell: (row) => countCell(list, to(row)) },
        { id: 'directGoals', type: 'number', cell: (row) => countCell(list, to(row, { direct: 'yes' })) },
        { id: 'units', type: 'number', cell: (row) => countCell(carriers, to(row)) },
        { id: 'withPoints', type: 'number', cell: (row) => countCell(list, to(row, { hasPoints: 'yes' })) },
        {
          id: 'meanPoints',
          type: 'number',
          cell: (row) => cell(exactValue(mean(pointsOf(of(row)))), toList(list, to(row, { hasPoints: 'yes' }))),
        },
      ],
    },
    rows,
  );
}

/** A unit with the goals by which it carries an objective. */
interface Carrier {
  readonly objective: ObjectiveRow;
  readonly unitId: string;
}

function carriersList(
  goals: readonly GoalRow[],
  objectives: readonly ObjectiveRow[],
  list: ListAtHand,
  units: Names,
): ListAtHand {
  const known = new Map(objectives.map((each) => [each.id, each]));
  const pairs = grouped(goals, ({ objective, unitId }) => (objective === null ? undefined : `${objective} ${unitId}`));
  const rows = [...pairs.values()].flatMap(([first]): readonly Carrier[] => {
    const objective = known.get(first?.objective ?? '');
    return first === undefined || objective === undefined ? [] : [{ objective, unitId: first.unitId }];
  });
  return makeList<Carrier>(
    {
      id: 'carriers',
      facets: {
        objective: { of: ({ objective }) => objective.id, shown: ({ objective }) => named(objective) },
        unit: unitFacet(units),
      },
      columns: [
        { id: 'objective', type: 'text', cell: ({ objective }) => cell(named(objective)) },
        { id: 'unit', type: 'text', cell: (row) => unitCell(units, row.unitId) },
        {
          id: 'goals',
          type: 'number',
          cell: ({ objective, unitId }) => countCell(list, { objective: objective.id, unit: unitId }),
        },
      ],
    },
    rows,
  );
}

function goalsList(rows: readonly GoalRow[], objectives: readonly ObjectiveRow[], units: Names): ListAtHand {
  const known = new Map(objectives.map((each) => [each.id, each]));
  const shownObjective = (row: GoalRow) => {
    const objective = known.get(row.objective ?? '');
    return objective === undefined ? word('loose') : named(objective);
  };
  return makeList<GoalRow>(
    {
      id: 'goals',
      facets: {
        objective: { of: (row) => row.objective ?? 'loose', shown: shownObjective },
        unit: unitFacet(units),
        direct: isSo((row) => row.direct),
        hasPoints: isSo((row) => row.points !== null),
      },
      columns: [
        { id: 'unit', type: 'text', cell: (row) => unitCell(units, row.unitId) },
        { id: 'goal', type: 'text', cell: (row) => cell(text(row.title), { to: 'goal', goal: row.goalId }) },
        { id: 'objective', type: 'text', cell: (row) => cell(shownObjective(row)) },
        { id: 'weight', type: 'number', cell: (row) => cell(printed(row.weight)) },
        {
          id: 'swotEntries',
          type: 'text',
          cell: (row) => cell(row.swot.length === 0 ? none : text(row.swot.join(', '))),
        },
        { id: 'points', type: 'number', cell: (row) => cell(printed(row.points)) },
      ],
    },
    rows,
  );
}

/** A goal that uses, or answers, an entry. */
interface SwotUse {
  readonly id: string;
  readonly goal: GoalRow;
  readonly unitId: string;
}

function swotList(swot: readonly SwotRow[], uses: readonly SwotUse[], list: ListAtHand): ListAtHand {
  const byEntry = grouped(uses, ({ id }) => id);
  const of = (row: SwotRow): readonly GoalRow[] => (byEntry.get(row.id) ?? []).map(({ goal }) => goal);
  return makeList<SwotRow>(
    {
      id: 'swotEntries',
      facets: {
        swotKind: { of: (row) => row.kind, shown: (row) => word(row.kind) },
        key: isSo((row) => row.key),
        used: isSo((row) => of(row).length > 0),
      },
      columns: [
        { id: 'swotEntry', type: 'text', cell: (row) => cell(named(row)) },
        { id: 'swotKind', type: 'text', cell: (row) => cell(word(row.kind)) },
        { id: 'key', type: 'text', cell: (row) => cell(word(row.key ? 'yes' : 'no')) },
        { id: 'goals', type: 'number', cell: (row) => countCell(list, { swotEntry: row.id }) },
        {
          id: 'meanPoints',
          type: 'number',
          cell: (row) =>
            cell(exactValue(mean(pointsOf(of(row)))), toList(list, { swotEntry: row.id, hasPoints: 'yes' })),
        },
      ],
    },
    swot,
  );
}

function usesList(rows: readonly SwotUse[], swot: readonly SwotRow[], units: Names): ListAtHand {
  const known = new Map(swot.map((each) => [each.id, each]));
  const entry = ({ id }: SwotUse) => named(known.get(id) ?? { nameZh: id, nameEn: id });
  return makeList<SwotUse>(
    {
      id: 'swotUses',
      facets: {
        swotEntry: { of: (row) => row.id, shown: entry },
        unit: unitFacet(units),
        hasPoints: isSo(({ goal }) => goal.points !== null),
      },
      columns: [
        { id: 'swotEntry', type: 'text', cell: (row) => cell(entry(row)) },
        { id: 'unit', type: 'text', cell: (row) => unitCell(units, row.unitId) },
        { id: 'goal', type: 'text', cell: ({ goal }) => cell(text(goal.title), { to: 'goal', goal: goal.goalId }) },
        { id: 'points', type: 'number', cell: ({ goal }) => cell(printed(goal.points)) },
      ],
    },
    rows,
  );
}
