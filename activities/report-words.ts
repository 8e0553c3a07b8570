import { type ActionWord, keptWord } from '../domain/cycle/index.js';
import type { CheckpointContent, DecisionContent, FollowUp } from '../domain/process/index.js';
import { tellAnswered } from '../db/ask-notices.js';
import { beginAskWait, lookAgain, openingsOf, settleCaseWaits, type WaitingCycle } from '../db/case-waits.js';
import { answerAsk, writeAsk } from '../db/checkpoints.js';
import type { Query } from '../db/connect.js';
import type { ContentPlace } from '../db/content.js';
import { type CaseRow, openCasesOfUnit, writeAction } from '../db/deviation-cases.js';
import { endWaits } from '../db/monitoring-waits.js';
import { actorOf, readClock } from '../db/record.js';
import { readCycleStanding } from '../db/reviews.js';

interface Said extends ContentPlace {
  /** On whose behalf it was said. */
  readonly author: string;
}

/** What a report says beside values and progress: how corrective actions stand, what is asked of the superior. */
export async function keepReportWords(sql: Query, it: Said, report: CheckpointContent): Promise<void> {
  const cycle = await readCycleStanding(sql, it.cycleId);
  if (cycle === undefined) throw new Error(`no cycle ${it.cycleId}`);
  await keepFollowUps(sql, it, cycle, report.followUps ?? []);
  const { id, withdrawn } = await writeAsk(sql, it, it.author, report.asks);
  await endWaits(sql, 'ask', withdrawn);
  if (id !== null) {
    const asked = { ask: id, unitId: it.unitId, askedAt: it.at };
    await beginAskWait(sql, cycle, asked, await openingsOf(sql, cycle.zone));
  }
  await lookAgain(sql, cycle, (await readClock(sql, it.cycleId)).now);
}

/** The report was checked when it came; a deviation that has ended since needs no word any more. */
async function keepFollowUps(sql: Query, it: Said, cycle: WaitingCycle, followUps: readonly FollowUp[]): Promise<void> {
  if (followUps.length === 0) return;
  const open = new Map((await openCasesOfUnit(sql, it.cycleId, it.unitId)).map((row) => [row.id, row]));
  const by = await actorOf(sql, it.commandId);
  const written: string[] = [];
  for (const followUp of followUps) {
    const of = open.get(followUp.case);
    if (of === undefined) continue;
    const word = keptWord(wordOf(followUp), of.action);
    // A report that was returned comes again, with the same words.
    if (isSame(word, of.action) || word.action === '') continue;
    const said = { by: by ?? it.author, principal: it.author, at: it.at, commandId: it.commandId };
    await writeAction(sql, { caseId: of.id, ...word, ...said });
    written.push(of.id);
  }
  await settleCaseWaits(sql, cycle, written, await openingsOf(sql, cycle.zone));
}

export const wordOf = ({ state, action = '', note = '', dueOn }: FollowUp): ActionWord => ({
  state,
  action,
  note,
  dueOn: dueOn ?? null,
});

const isSame = (word: ActionWord, known: CaseRow['action']): boolean =>
  known !== null &&
  known.state === word.state &&
  known.action === word.action &&
  known.note === word.note &&
  known.dueOn === word.dueOn;

/** What the decider answers to what the unit asked, in this report or an earlier one. */
export async function keepAnswers(sql: Query, it: Said, { answers = [] }: DecisionContent): Promise<void> {
  if (answers.length === 0) return;
  const { cycleId, unitId, stepId, commandId } = it;
  const by = (await actorOf(sql, commandId)) ?? it.author;
  const answered: string[] = [];
  for (const { ask, text } of answers) {
    const said = { cycleId, unitId, ask, text, by, principal: it.author, at: it.at, commandId };
    if (await answerAsk(sql, said)) answered.push(ask);
  }
  await endWaits(sql, 'ask', answered);
  await tellAnswered(sql, { cycleId, unitId, stepId, asks: answered, at: it.at });
  const cycle = await readCycleStanding(sql, cycleId);
  if (cycle !== undefined) await lookAgain(sql, cycle, (await readClock(sql, cycleId)).now);
}
