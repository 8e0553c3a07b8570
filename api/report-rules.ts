import { isUnderWay, wrongWithWord } from '../domain/cycle/index.js';
import type { CheckpointContent, DecisionContent, FollowUp } from '../domain/process/index.js';
import { readAsks } from '../db/checkpoints.js';
import type { Query } from '../db/connect.js';
import { openCasesOfUnit } from '../db/deviation-cases.js';
import { localDay } from '../documents/schedule.js';
import { Refused } from './refused.js';

interface ReportPlace {
  readonly id: string;
  readonly zone: string;
  readonly now: number;
}

/** A report tells of each corrective action under way how it stands; what it says of one must fit it. @throws Refused */
export async function checkFollowUps(
  sql: Query,
  cycle: ReportPlace,
  unitId: string,
  { followUps = [] }: CheckpointContent,
): Promise<void> {
  const open = await openCasesOfUnit(sql, cycle.id, unitId);
  const said = new Set(followUps.map((each) => each.case));
  const untold = open.filter((row) => isUnderWay(row.action) && !said.has(row.id));
  if (untold.length > 0) {
    const errors = untold.map((row) => ({
      pointer: '/followUps',
      code: 'FOLLOW_UP_MISSING',
      case: row.id,
      detail: row.title,
    }));
    throw new Refused('FOLLOW_UP_MISSING', errors);
  }
  const wrong = followUps.flatMap((followUp: FollowUp, index) => {
    const of = open.find((row) => row.id === followUp.case);
    if (of === undefined) return [{ pointer: `/followUps/${index}/case`, code: 'DEVIATION_CLOSED' as const }];
    const { state, action = '', note = '', dueOn = null } = followUp;
    const found = wrongWithWord({ state, action, note, dueOn }, of.action, localDay(cycle.now, cycle.zone));
    return found === null ? [] : [{ pointer: `/followUps/${index}/${found.field}`, code: found.code }];
  });
  if (wrong.length > 0) throw new Refused('CONTENT_INVALID', wrong);
}

/** Answers are to what this unit asked and nobody has answered. @throws Refused */
export async function checkAnswers(
  sql: Query,
  cycleId: string,
  unitId: string | null,
  { answers = [] }: DecisionContent,
): Promise<void> {
  if (answers.length === 0) return;
  const asks = new Map(
    (
      await readAsks(
        sql,
        cycleId,
        answers.map((each) => each.ask),
      )
    ).map((row) => [row.id, row]),
  );
  const wrong = answers.flatMap(({ ask }, index) => {
    const of = asks.get(ask);
    const open = of !== undefined && of.unitId === unitId && of.answer === null && of.withdrawnAt === null;
    return open ? [] : [{ pointer: `/answers/${index}/ask`, code: 'ASK_NOT_OPEN' }];
  });
  if (wrong.length > 0) throw new Refused('ASK_NOT_OPEN', wrong);
}
