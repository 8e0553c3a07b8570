import { answerAsk, type AskRow, readAsks } from '../db/checkpoints.js';
import { lookAgain } from '../db/case-waits.js';
import type { Query, Transaction } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { appendJournal } from '../db/journal.js';
import { endWaits } from '../db/monitoring-waits.js';
import { activeStandIns, resolvePersons } from '../db/people.js';
import { readClock } from '../db/record.js';
import { lockReviews } from '../db/reviews.js';
import { tellAnswered } from '../db/ask-notices.js';
import { keyedDigest } from '../documents/digest.js';
import { reviewIdOf } from '../workflows/messages.js';
import type { ApiDeps } from './deps.js';
import { needsRunning, personLine, today } from './in-line.js';
import { Refused } from './refused.js';
import type { Person } from './session.js';

/** For whom the person answers what a unit asks: the head above it, or one they stand in for. Null: for nobody. */
export async function answersFor(
  sql: Query,
  person: Pick<Person, 'id'>,
  cycle: CycleRow,
  unitId: string,
): Promise<string | null> {
  const ask = { key: 'superior', rule: 'parent-head', unitId, raterUnitId: null } as const;
  const superiors = (await resolvePersons(sql, [ask])).get('superior') ?? [];
  if (superiors.includes(person.id)) return person.id;
  const standIns = await activeStandIns(sql, superiors, today(cycle));
  return superiors.find((each) => standIns.get(each)?.includes(person.id) === true) ?? null;
}

/** The superior's answer to what a report asks, outside the decision about the report. @throws Refused */
export async function answer(
  { config }: ApiDeps,
  tx: Transaction,
  person: Person,
  cycle: CycleRow,
  askId: string,
  words: string,
): Promise<AskRow> {
  needsRunning(cycle);
  const text = words.trim();
  if (text === '') throw new Refused('TEXT_MISSING', [{ pointer: '/text', code: 'TEXT_MISSING' }]);
  const [asked] = await readAsks(tx, cycle.id, [askId]);
  if (asked === undefined) throw new Refused('NOT_FOUND');
  const { unitId, stepId } = asked;
  const reviewId = reviewIdOf(cycle.id, unitId);
  await lockReviews(tx, [reviewId]);
  const principal = await answersFor(tx, person, cycle, unitId);
  if (principal === null) throw new Refused('ASK_NOT_YOURS');
  const { now } = await readClock(tx, cycle.id);
  const said = { cycleId: cycle.id, unitId, ask: askId, text, by: person.id, principal, at: now, commandId: null };
  if (!(await answerAsk(tx, said))) throw new Refused('ASK_NOT_OPEN');
  await endWaits(tx, 'ask', [askId]);
  await appendJournal(tx, reviewId, [
    await personLine(tx, cycle.id, {
      act: 'ask-answered',
      actor: person.id,
      principal,
      digest: keyedDigest(config.digestKey, { ask: askId, text }),
      stepId,
      data: { ask: askId },
    }),
  ]);
  await tellAnswered(tx, { cycleId: cycle.id, unitId, stepId, asks: [askId], at: now });
  await lookAgain(tx, cycle, now);
  const [answered] = await readAsks(tx, cycle.id, [askId]);
  return answered ?? asked;
}
