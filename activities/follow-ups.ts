import { type Audience, climb, type OpeningAfter, type WaitReason } from '../domain/cycle/index.js';
import { readAsks } from '../db/checkpoints.js';
import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { type CaseRow, readCases } from '../db/deviation-cases.js';
import { appendJournals } from '../db/journal.js';
import { dueWaits, saveClimbed, type WaitRow } from '../db/monitoring-waits.js';
import { readClock } from '../db/record.js';
import { type Telling, tellPeople, unitLine } from './monitoring-told.js';

/** To whose turn it is, and to those who are told that it was let pass. */
const codes: Readonly<Record<WaitReason, readonly [turn: string, others: string]>> = {
  'no-action': ['ACTION_WANTED', 'ACTION_IGNORED'],
  overdue: ['ACTION_OVERDUE', 'ACTION_STALLED'],
  unanswered: ['ASK_WAITING', 'ASK_IGNORED'],
};

type Rung = ReturnType<typeof climb>['told'][number];

/** Whoever let a deviation or an ask wait is reminded, then the head above is told, then HR; each once. */
export async function climbWaits(
  tx: Query,
  cycle: CycleRow,
  units: readonly string[],
  at: OpeningAfter,
): Promise<void> {
  const { now } = cycle.clock;
  const due = await dueWaits(tx, cycle.id, units, now);
  if (due.length === 0) return;
  const climbed = due.map((wait) => ({ wait, ...climb(wait, now, at) }));
  await saveClimbed(
    tx,
    climbed.map(({ wait: { kind, subject }, rung, nextAt }) => ({ kind, subject, rung, nextAt })),
  );
  const ids = (kind: WaitRow['kind']): readonly string[] =>
    due.flatMap((each) => (each.kind === kind ? [each.subject] : []));
  const cases = new Map((await readCases(tx, ids('action'))).map((row) => [row.id, row]));
  const asks = new Map((await readAsks(tx, cycle.id, ids('ask'))).map((row) => [row.id, row]));
  const told = climbed.flatMap(({ wait, told: rungs }) => rungs.map((rung) => ({ wait, rung })));
  await tellPeople(
    tx,
    cycle,
    told.map(({ wait, rung }) => {
      const { subject, unitId } = wait;
      const common = { unitId, code: codes[wait.reason][rung.tell === 'turn' ? 0 : 1], key: keyOf(wait, rung) };
      const of = cases.get(subject);
      if (wait.kind === 'action' && of !== undefined) {
        const data = { case: subject, goal: of.goalId, title: of.title, dueOn: of.action?.dueOn ?? null };
        return { ...common, to: audienceOfCase(of, rung.tell), data };
      }
      const stepId = asks.get(subject)?.stepId;
      const to = [audienceOfAsk[rung.tell]];
      return { ...common, to, data: { ask: subject }, ...(stepId !== undefined && { stepId }) };
    }),
  );
  const { wall } = await readClock(tx, cycle.id);
  await appendJournals(
    tx,
    told.map(({ wait: { unitId, kind, subject, reason }, rung: { rung, tell } }) =>
      unitLine(cycle, wall, {
        unitId,
        act: tell === 'turn' ? 'wait-reminded' : 'wait-escalated',
        data: { [kind === 'action' ? 'case' : 'ask']: subject, reason, rung, told: tell },
      }),
    ),
  );
}

const keyOf = ({ kind, subject, reason, fromDay }: WaitRow, { rung }: Rung): string =>
  ['wait', kind, subject, reason, fromDay, rung].join('/');

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
