import { type Audience, climb, type OpeningAfter, type WaitKind, type WaitReason } from '../domain/cycle/index.js';
import { readAsks } from '../db/checkpoints.js';
import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { type CaseRow, readCases } from '../db/deviation-cases.js';
import { appendJournals } from '../db/journal.js';
import { dueWaits, saveClimbed, type WaitRow } from '../db/monitoring-waits.js';
import { readClock } from '../db/record.js';
import { type Telling, tellPeople, unitLine } from './monitoring-told.js';
import { readPromises, tellingOfPromise } from './promises-told.js';

/** To whose turn it is, and to those who are told that it was let pass. */
const codes = {
  'no-action': ['ACTION_WANTED', 'ACTION_IGNORED'],
  overdue: ['ACTION_OVERDUE', 'ACTION_STALLED'],
  unanswered: ['ASK_WAITING', 'ASK_IGNORED'],
} as const satisfies Readonly<Record<Exclude<WaitReason, 'unconfirmed'>, readonly [turn: string, others: string]>>;

type Rung = ReturnType<typeof climb>['told'][number];

/** How a line of the journal names what is waited for. */
const journaledAs: Readonly<Record<WaitKind, string>> = {
  action: 'case',
  ask: 'ask',
  item: 'item',
  development: 'development',
  training: 'assignment',
  recognition: 'recognition',
};

/** Whoever lets something wait is reminded, then the head above is told, then HR; each once. */
export async function climbWaits(
  tx: Query,
  cycle: CycleRow,
  it: { readonly units: readonly string[]; readonly kinds: readonly WaitKind[] },
  at: OpeningAfter,
): Promise<void> {
  const { now } = cycle.clock;
  const due = await dueWaits(tx, cycle.id, { ...it, now });
  if (due.length === 0) return;
  const climbed = due.map((wait) => ({ wait, ...climb(wait, now, at) }));
  await saveClimbed(
    tx,
    climbed.map(({ wait: { kind, subject }, rung, nextAt }) => ({ kind, subject, rung, nextAt })),
  );
  const told = climbed.flatMap(({ wait, told: rungs }) => rungs.map((rung) => ({ wait, rung })));
  const subjects = await readSubjects(tx, cycle, due);
  await tellPeople(
    tx,
    cycle,
    told.map(({ wait, rung }) => tellingOf(wait, rung, subjects)),
  );
  const { wall } = await readClock(tx, cycle.id);
  await appendJournals(
    tx,
    told.map(({ wait: { unitId, kind, subject, reason }, rung: { rung, tell } }) =>
      unitLine(cycle, wall, {
        unitId,
        act: tell === 'turn' ? 'wait-reminded' : 'wait-escalated',
        data: { [journaledAs[kind]]: subject, reason, rung, told: tell },
      }),
    ),
  );
}

type Subjects = Awaited<ReturnType<typeof readSubjects>>;

/** What is waited for, by its number. */
async function readSubjects(tx: Query, cycle: CycleRow, due: readonly WaitRow[]) {
  const ids = (kind: WaitKind): readonly string[] => due.flatMap((each) => (each.kind === kind ? [each.subject] : []));
  return {
    cases: new Map((await readCases(tx, ids('action'))).map((row) => [row.id, row])),
    asks: new Map((await readAsks(tx, cycle.id, ids('ask'))).map((row) => [row.id, row])),
    promises: await readPromises(tx, ids),
  };
}

function tellingOf(wait: WaitRow, rung: Rung, { cases, asks, promises }: Subjects): Telling {
  const { subject, unitId, kind, reason } = wait;
  const key = ['wait', kind, subject, reason, wait.fromDay, rung.rung].join('/');
  const common = { unitId, key, turn: rung.tell === 'turn' };
  if ((kind !== 'action' && kind !== 'ask') || reason === 'unconfirmed')
    return { ...common, ...tellingOfPromise(wait, rung.tell, promises) };
  const code = codes[reason][rung.tell === 'turn' ? 0 : 1];
  const of = cases.get(subject);
  if (kind === 'action' && of !== undefined) {
    const data = { case: subject, goal: of.goalId, title: of.title, dueOn: of.action?.dueOn ?? null };
    return { ...common, code, to: audienceOfCase(of, rung.tell), data };
  }
  const stepId = asks.get(subject)?.stepId;
  const to = [audienceOfAsk[rung.tell]];
  return { ...common, code, to, data: { ask: subject }, ...(stepId !== undefined && { stepId }) };
}

/** Who is told of an action: its owner, the head above the unit, HR. */
function audienceOfCase({ ownerId }: CaseRow, tell: Audience): Telling['to'] {
  switch (tell) {
    case 'turn':
      return [ownerId === null ? 'head' : { person: ownerId }];
    case 'above':
      return ['parent-head'];
    case 'hr':
      return ['hr'];
  }
}

/** What is asked is the superior's to answer. */
const audienceOfAsk = { turn: 'parent-head', above: 'second-head', hr: 'hr' } as const satisfies Record<
  Audience,
  string
>;
