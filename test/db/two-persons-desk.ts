/** Attacks on the rule of two persons, and its three places, each of which can be switched off. */
import { randomUUID } from 'node:crypto';
import { createRecordActivities } from '../../activities/record.js';
import { json, type Sql } from '../../db/connect.js';
import { type Decision, next } from '../../domain/process/index.js';
import { keyedDigest } from '../../documents/digest.js';
import { reviewIdOf, type StepWord } from '../../workflows/messages.js';
import { goalsOf } from '../../players/story/goals.js';
import { type Api, type Reply, promptEngine, startApi, testConfig } from '../setup/http.js';
import { insertSubmit } from './story-cycle.js';

export interface Attack {
  readonly unit: string | null;
  readonly step: string;
  /** null: the attack is the submit itself. */
  readonly decision?: Decision | null;
  /** Whoever wrote it. */
  readonly submittedBy: readonly string[];
  readonly actor: string;
  readonly principal?: string;
  readonly code: 'OWN_WORK' | 'OWN_UNIT' | 'TOOK_PART' | 'NOT_YOUR_STEP' | 'NOMINEE_ACTS';
  /** What was submitted. */
  readonly content?: object;
  readonly before?: () => Promise<unknown>;
}

/** `next` that looks away: everybody is named, nobody wrote it, nobody's unit, nobody took part. */
export const looksAway: typeof next = (step, plan, message, _who, times) => {
  const judged = next(
    { ...step, submittedBy: [] },
    plan,
    message,
    { entitled: [message.principal], mayActForPrincipal: true, editors: [], headsOfUnit: [], tookPart: [] },
    times,
  );
  const submittedBy = message.act === 'submit' ? null : step.submittedBy;
  return judged.ok && submittedBy !== null ? { ...judged, step: { ...judged.step, submittedBy } } : judged;
};

/** What of the schema holds it. */
const triggers = ['two_persons', 'nobody_promotes_themselves', 'nobody_rates_their_own'];

export interface TwoPersonsDesk {
  /** All three places as they are. */
  readonly sound: Api;
  /** `record` looks away. */
  readonly blind: Api;
  readonly stand: (attack: Attack) => Promise<number>;
  readonly overHttp: (api: Api, attack: Attack, stepRevision: number) => Promise<Reply>;
  readonly forged: (attack: Attack, stepRevision: number) => Promise<StepWord>;
  /** What became of the step, and of whom. */
  readonly left: (attack: Attack) => Promise<unknown>;
  readonly withoutSchema: (act: () => Promise<void>) => Promise<void>;
}

const decisionOf = ({ decision = 'approve' }: Attack): Decision | null => decision;
const wordsOf = (attack: Attack): object =>
  decisionOf(attack) === null
    ? { ratings: [], text: 'x' }
    : { decision: decisionOf(attack), reason: 'x', comments: [], difficulties: [], suggestions: [] };

export async function twoPersonsDesk(sql: Sql, owner: Sql, cycle: () => string): Promise<TwoPersonsDesk> {
  const { record } = createRecordActivities({ sql, next: looksAway });
  const blind = {
    ...promptEngine(sql),
    say: async ({ word }: { readonly word: StepWord }) => answered(await record(word)),
  };
  return {
    sound: await startApi(sql, promptEngine(sql)),
    blind: await startApi(sql, blind),
    stand: async (attack) => {
      const { unit, step, submittedBy, content, before } = attack;
      const state = decisionOf(attack) === null ? 'open' : 'submitted';
      const [row] = await sql<{ revision: number }[]>`
        UPDATE steps SET state = ${state}, submitted_by = ${submittedBy as string[]}, opens_at = to_timestamp(0), closes_at = '2090-01-01',
               decide_due_at = '2090-01-01', decide_closes_at = '2090-01-01', revision = revision + 1
         WHERE review_id = ${reviewIdOf(cycle(), unit)} AND step_id = ${step} RETURNING revision`;
      if (row === undefined) throw new Error('no such step');
      if (unit !== null && state === 'submitted') {
        const body = content ?? { goals: goalsOf(unit), answers: [] };
        await insertSubmit(sql, { cycleId: cycle(), unit, step, body });
        await sql`
          UPDATE steps SET submit_command = (SELECT command_id FROM step_versions v WHERE v.review_id = steps.review_id AND v.step_id = steps.step_id
                                              ORDER BY version DESC LIMIT 1)
           WHERE review_id = ${reviewIdOf(cycle(), unit)} AND step_id = ${step}`;
      }
      await before?.();
      return row.revision;
    },
    overHttp: (api, attack, stepRevision) => {
      const { unit, step, actor } = attack;
      const path = `/api/v1/cycles/${cycle()}/reviews/${unit ?? '-'}/steps/${step}`;
      return decisionOf(attack) === null
        ? api.post(`${path}/submit`, { content: wordsOf(attack), stepRevision }, actor)
        : api.post(`${path}/approve`, { ...wordsOf(attack), stepRevision }, actor);
    },
    forged: async (attack, stepRevision) => {
      const { unit, step, actor, principal = actor } = attack;
      const [commandId, reviewId, decision] = [randomUUID(), reviewIdOf(cycle(), unit), decisionOf(attack)];
      const body = wordsOf(attack);
      const digest = keyedDigest(testConfig('').digestKey, body);
      await sql`
        INSERT INTO commands (id, cycle_id, review_id, step_id, act, decision, actor_id, principal_id, body, body_digest,
                              step_revision, review_revision, received_at, received_wall, state)
        VALUES (${commandId}, ${cycle()}, ${reviewId}, ${step}, ${decision === null ? 'submit' : 'approve'}, ${decision}, ${actor},
                ${principal}, ${json(sql, body)}, ${digest}, ${stepRevision}, 0, '2027-01-05', clock_timestamp(), 'received')`;
      return { commandId, reviewId, stepId: step, actor, principal, digest, stepRevision, reviewRevision: 0, decision };
    },
    left: async ({ unit, step }) =>
      (
        await sql`SELECT state, decided_by AS by, submitted_by AS wrote FROM steps
                   WHERE review_id = ${reviewIdOf(cycle(), unit)} AND step_id = ${step}`
      )[0],
    withoutSchema: async (act) => {
      for (const trigger of triggers) await owner`ALTER TABLE steps DISABLE TRIGGER ${owner(trigger)}`;
      await owner`ALTER TABLE steps DROP CONSTRAINT decider_is_no_submitter`;
      try {
        await act();
      } finally {
        // What went through meanwhile stays as it is.
        await owner`ALTER TABLE steps ADD CONSTRAINT decider_is_no_submitter CHECK (decided_by IS NULL
          OR outcome IN ('acknowledged', 'disagreed', 'agreed', 'objected') OR NOT decided_by = ANY (submitted_by)) NOT VALID`;
        for (const trigger of triggers) await owner`ALTER TABLE steps ENABLE TRIGGER ${owner(trigger)}`;
      }
    },
  };
}

const answered = <T>(outcome: T) => ({ kind: 'answered', outcome }) as const;
