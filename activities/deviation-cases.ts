import { type CaseMove, caseMoves, type OpeningAfter, type Severity } from '../domain/cycle/index.js';
import { settleCaseWaits } from '../db/case-waits.js';
import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { closeCases, markSeen, type MonitoredCase, openCases } from '../db/deviation-cases.js';
import { appendJournals } from '../db/journal.js';
import { grouped } from '../domain/rules/grouped.js';
import { readClock } from '../db/record.js';
import type { FreshJudgement, JudgedValue } from './judge-values.js';
import { type Telling, tellPeople, unitLine } from './monitoring-told.js';

interface Part {
  /** Cases of the goals that were judged. */
  readonly known: readonly MonitoredCase[];
  /** Open cases whose goal is in force no more. */
  readonly ended: readonly MonitoredCase[];
  /** Every goal and day with a value, days in order. */
  readonly judged: readonly JudgedValue[];
  readonly fresh: readonly FreshJudgement[];
}

interface Closing {
  readonly of: MonitoredCase;
  readonly title: string;
  readonly on: string | null;
  readonly outcome: 'recovered' | 'corrected' | 'goal-ended';
}

/** Cases begin with the values that deviate and end with those that do not; who is concerned is told. */
export async function moveCases(tx: Query, cycle: CycleRow, part: Part, at: OpeningAfter): Promise<void> {
  const { known, ended } = part;
  const byGoal = grouped(part.judged, (row) => row.goalId);
  const casesOf = grouped(known, (each) => each.goalId);
  const moves = [...byGoal].flatMap(([goalId, days]) =>
    caseMoves(days, casesOf.get(goalId) ?? []).map((move) => ({ move, newest: days.at(-1)! })),
  );
  const opened = await openCases(tx, cycle.id, cycle.clock.now, moves.flatMap(opening));
  const byId = new Map(known.map((each) => [each.id, each]));
  const closings = [
    ...moves.flatMap(({ move, newest }) => closing(move, newest.title, byId)),
    ...ended.map((of): Closing => ({ of, title: of.goalId, on: null, outcome: 'goal-ended' })),
  ];
  await closeCases(
    tx,
    cycle.clock.now,
    closings.map(({ of, on, outcome }) => ({ id: of.id, on, outcome })),
  );
  const seen = seenAgain(part, byGoal);
  await markSeen(tx, cycle.clock.now, seen);
  await settleCaseWaits(
    tx,
    cycle,
    [...opened, ...seen].map((each) => each.id),
    at,
  );
  const numbers = new Map(
    [...known.filter((each) => each.open), ...opened].map(({ goalId, id }) => [goalId, id] as const),
  );
  await tellPeople(tx, cycle, [
    ...part.fresh.filter((each) => each.isNews).flatMap((each) => deviating(each, numbers.get(each.goalId))),
    ...closings.map(closed),
  ]);
  const { wall } = await readClock(tx, cycle.id);
  await appendJournals(tx, [
    ...opened.map(({ unitId, id, goalId: goal, since: on, severity, closedOn }) =>
      unitLine(cycle, wall, {
        unitId,
        act: 'deviation-opened',
        data: { case: id, goal, on, severity, ...(closedOn !== null && { closedOn }) },
      }),
    ),
    ...closings.map(({ of: { unitId, id, goalId: goal }, outcome }) =>
      unitLine(cycle, wall, { unitId, act: 'deviation-closed', data: { case: id, goal, outcome } }),
    ),
  ]);
}

function opening({ move, newest }: { readonly move: CaseMove; readonly newest: JudgedValue }) {
  if (move.kind !== 'opens') return [];
  const { since, severity, closedOn } = move;
  return [{ unitId: newest.unitId, goalId: newest.goalId, since, severity, closedOn }];
}

function closing(move: CaseMove, title: string, known: ReadonlyMap<string, MonitoredCase>): readonly Closing[] {
  const of = move.kind === 'closes' ? known.get(move.id) : undefined;
  return of === undefined || move.kind !== 'closes' ? [] : [{ of, title, on: move.on, outcome: move.outcome }];
}

/** Open cases whose newest value was judged just now and deviates again. */
function seenAgain(
  { fresh, known }: Part,
  byGoal: ReadonlyMap<string, readonly JudgedValue[]>,
): readonly { readonly id: string; readonly severity: Severity }[] {
  const freshDays = new Set(fresh.map(({ goalId, on }) => `${goalId} ${on}`));
  return known.flatMap(({ id, goalId, open }) => {
    const newest = byGoal.get(goalId)?.at(-1);
    if (!open || newest === undefined || newest.severity === 'on-track') return [];
    return freshDays.has(`${goalId} ${newest.on}`) ? [{ id, severity: newest.severity }] : [];
  });
}

/** The unit's head and the head above are told once per goal, day and version. */
function deviating(it: FreshJudgement, caseId: string | undefined): readonly Telling[] {
  const { unitId, goalId: goal, title, on, severity, version } = it;
  if (severity === 'on-track') return [];
  const key = ['deviation', goal, on, ...(version > 1 ? [version] : [])].join('/');
  const data = { goal, title, on, severity, ...(caseId !== undefined && { case: caseId }) };
  return [{ unitId, code: 'DEVIATION', key, to: ['head', 'parent-head'], data }];
}

function closed({ of: { id, unitId, goalId: goal, ownerId }, title, outcome }: Closing): Telling {
  const owner = ownerId === null ? [] : [{ person: ownerId }];
  const key = `deviation-closed/${id}`;
  return {
    unitId,
    code: 'DEVIATION_CLOSED',
    key,
    to: ['head', 'parent-head', ...owner],
    data: { case: id, goal, title, outcome },
  };
}
