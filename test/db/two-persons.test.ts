/**
 * Two persons wherever two are asked. Three places hold it: the api, `record` and the schema. Each attack is tried with
 * each of the three switched off, and fails by the two that are left.
 */
import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRecordActivities } from '../../activities/record.js';
import { json, type Sql } from '../../db/connect.js';
import { personsWithLine } from '../../db/own-lines.js';
import { saveDraft } from '../../db/drafts.js';
import { next } from '../../domain/process/index.js';
import { keyedDigest } from '../../documents/digest.js';
import { reviewIdOf } from '../../workflows/messages.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, problemOf, promptEngine, startApi, testConfig } from '../setup/http.js';
import { goalsOf } from '../../players/story/goals.js';
import { insertCycle, insertSubmit } from './story-cycle.js';

let sql: Sql;
let owner: Sql;
let cycle: string;
let count = 0;
let sound: Api;
let blind: Api;

/** `next` that looks away: nobody wrote it, nobody's unit, nobody took part. */
const looksAway: typeof next = (step, plan, message, who, times) => {
  const judged = next(
    { ...step, submittedBy: [] },
    plan,
    message,
    { ...who, editors: [], headsOfUnit: [], tookPart: [] },
    times,
  );
  return judged.ok ? { ...judged, step: { ...judged.step, submittedBy: step.submittedBy } } : judged;
};

beforeAll(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
  sound = await startApi(sql, promptEngine(sql));
  const { record } = createRecordActivities({ sql, next: looksAway });
  blind = await startApi(sql, {
    ...promptEngine(sql),
    say: async ({ word }) => ({ kind: 'answered', outcome: await record(word) }),
  });
});

beforeEach(async () => {
  cycle = `two-${(count += 1)}`;
  await insertCycle(sql, cycle);
});

interface Attack {
  readonly unit: string | null;
  readonly step: string;
  /** Whoever wrote it; null: nobody did but others. */
  readonly submittedBy: readonly string[];
  readonly actor: string;
  readonly principal?: string;
  readonly code: 'OWN_WORK' | 'OWN_UNIT';
  readonly before?: () => Promise<unknown>;
}

const standIn = (principal: string, person: string) => () =>
  owner`INSERT INTO stand_ins (principal_id, person_id, from_date, to_date) VALUES (${principal}, ${person}, '2020-01-01', '2090-12-31') ON CONFLICT DO NOTHING`;

const attacks: Readonly<Record<string, Attack>> = {
  'HR approves the calibration that it submitted': {
    unit: null,
    step: 'calibration',
    submittedBy: ['zhou-min'],
    actor: 'zhou-min',
    code: 'OWN_WORK',
  },
  'a second account approves what it submitted for another': {
    unit: null,
    step: 'publication',
    submittedBy: ['wu-tong', 'zhou-min'],
    actor: 'zhou-min',
    code: 'OWN_WORK',
  },
  'a stand-in approves what they submitted themselves': {
    ...{
      unit: 'sales-new',
      step: 'goals',
      submittedBy: ['ding-lei', 'jiang-tao'],
      actor: 'ding-lei',
      principal: 'lin-xiao',
      code: 'OWN_WORK',
    },
    before: standIn('lin-xiao', 'ding-lei'),
  },
  'a stand-in approves what their principal submitted': {
    ...{
      unit: 'sales-new',
      step: 'goals',
      submittedBy: ['lin-xiao', 'jiang-tao'],
      actor: 'ding-lei',
      principal: 'lin-xiao',
      code: 'OWN_WORK',
    },
    before: standIn('lin-xiao', 'ding-lei'),
  },
  'HR approves what it wrote and another submitted': {
    ...{ unit: null, step: 'calibration', submittedBy: ['wu-tong'], actor: 'zhou-min', code: 'OWN_WORK' },
    before: () => saveDraft(sql, { reviewId: cycle, stepId: 'calibration', version: 0, content: {}, by: 'zhou-min' }),
  },
  'a head approves the own goals, standing in for the superior': {
    ...{
      unit: 'marketing',
      step: 'goals',
      submittedBy: ['lv-hang'],
      actor: 'su-qing',
      principal: 'chen-mingyuan',
      code: 'OWN_UNIT',
    },
    before: standIn('chen-mingyuan', 'su-qing'),
  },
  'finance approves a bonus in which it has a line': {
    ...{ unit: null, step: 'bonus', submittedBy: ['zhou-min'], actor: 'gao-yan', code: 'OWN_UNIT' },
    before: () =>
      owner`INSERT INTO unit_members (unit_id, person_id) VALUES ('sales', 'gao-yan') ON CONFLICT DO NOTHING`,
  },
};

/** The step is submitted, by these. */
async function submitted({ unit, step, submittedBy, before }: Attack): Promise<number> {
  const [row] = await sql<{ revision: number }[]>`
    UPDATE steps SET state = 'submitted', submitted_by = ${submittedBy as string[]}, closes_at = '2090-01-01', decide_due_at = '2090-01-01',
           decide_closes_at = '2090-01-01', revision = revision + 1
     WHERE review_id = ${reviewIdOf(cycle, unit)} AND step_id = ${step} RETURNING revision`;
  if (unit !== null)
    await insertSubmit(sql, { cycleId: cycle, unit, step, body: { goals: goalsOf(unit), answers: [] } });
  await before?.();
  if (row === undefined) throw new Error('no such step');
  return row.revision;
}

const body = { decision: 'approve', reason: '', comments: [], difficulties: [], suggestions: [] };
const overHttp = (api: Api, { unit, step, actor }: Attack, stepRevision: number) =>
  api.post(`/api/v1/cycles/${cycle}/reviews/${unit ?? '-'}/steps/${step}/approve`, { ...body, stepRevision }, actor);

/** A command row that no api has written, with the program's own rights, and the word that names it. */
async function forged({ unit, step, actor, principal = actor }: Attack, stepRevision: number) {
  const [commandId, reviewId] = [randomUUID(), reviewIdOf(cycle, unit)];
  const digest = keyedDigest(testConfig('').digestKey, body);
  await sql`
    INSERT INTO commands (id, cycle_id, review_id, step_id, act, decision, actor_id, principal_id, body, body_digest,
                          step_revision, review_revision, received_at, received_wall, state)
    VALUES (${commandId}, ${cycle}, ${reviewId}, ${step}, 'approve', 'approve', ${actor}, ${principal}, ${json(sql, body)}, ${digest},
            ${stepRevision}, 0, '2027-01-05', clock_timestamp(), 'received')`;
  return {
    commandId,
    reviewId,
    stepId: step,
    actor,
    principal,
    digest,
    stepRevision,
    reviewRevision: 0,
    decision: 'approve' as const,
  };
}

const decidedBy = async ({ unit, step }: Attack) =>
  (
    await sql`SELECT state, decided_by AS by FROM steps WHERE review_id = ${reviewIdOf(cycle, unit)} AND step_id = ${step}`
  )[0];

describe.each(Object.entries(attacks))('%s', (_name, attack) => {
  test('is refused by the api, with record looking away and the schema as it is', async () => {
    const revision = await submitted(attack);
    const reply = await overHttp(blind, attack, revision);
    expect([reply.status, problemOf(reply).code]).toEqual([403, attack.code]);
    expect(await decidedBy(attack)).toEqual({ state: 'submitted', by: null });
    // Before anything was written.
    expect(await sql`SELECT FROM commands WHERE cycle_id = ${cycle} AND act = 'approve'`).toHaveLength(0);
  });

  test('is refused by record, past the api, with a forged command row', async () => {
    const word = await forged(attack, await submitted(attack));
    const { record } = createRecordActivities({ sql });
    expect(await record(word)).toMatchObject({ outcome: 'refused', code: attack.code });
    expect(await decidedBy(attack)).toEqual({ state: 'submitted', by: null });
  });

  test('is refused by the schema, where neither the api nor record looks', async () => {
    const word = await forged(attack, await submitted(attack));
    const { record } = createRecordActivities({ sql, next: looksAway });
    await expect(record(word)).rejects.toMatchObject({ code: '23514' });
    expect(await decidedBy(attack)).toEqual({ state: 'submitted', by: null });
  });

  test('is refused without the schema, by the api and by record', async () => {
    await owner`ALTER TABLE steps DISABLE TRIGGER two_persons`;
    await owner`ALTER TABLE steps DROP CONSTRAINT decider_is_no_submitter`;
    try {
      const revision = await submitted(attack);
      expect(problemOf(await overHttp(sound, attack, revision)).code).toBe(attack.code);
      const { record } = createRecordActivities({ sql });
      expect(await record(await forged(attack, revision))).toMatchObject({ code: attack.code });
      expect(await decidedBy(attack)).toEqual({ state: 'submitted', by: null });
    } finally {
      await owner`ALTER TABLE steps ADD CONSTRAINT decider_is_no_submitter CHECK (decided_by IS NULL
        OR outcome IN ('acknowledged', 'disagreed', 'agreed', 'objected') OR NOT decided_by = ANY (submitted_by))`;
      await owner`ALTER TABLE steps ENABLE TRIGGER two_persons`;
    }
  });
});

describe('what nobody attacks', () => {
  test('goes through all three: a second person of HR approves', async () => {
    const it: Attack = {
      unit: null,
      step: 'calibration',
      submittedBy: ['zhou-min'],
      actor: 'wu-tong',
      code: 'OWN_WORK',
    };
    const reply = await overHttp(sound, it, await submitted(it));
    expect(reply.status, reply.text).toBe(200);
    expect(await decidedBy(it)).toEqual({ state: 'done', by: 'wu-tong' });
  });

  test('is the line of finance: the board decides it, everybody else’s finance', async () => {
    expect(await personsWithLine(sql, cycle, 'bonus-own')).toContain('qian-hui');
    expect(await personsWithLine(sql, cycle, 'bonus')).toContain('lin-xiao');
    expect(await personsWithLine(sql, cycle, 'bonus')).not.toContain('qian-hui');
  });
});

describe('a forged update', () => {
  const it: Attack = { unit: null, step: 'calibration', submittedBy: ['zhou-min'], actor: 'wu-tong', code: 'OWN_WORK' };

  test('that names no command is refused, and one that names another’s is', async () => {
    const word = await forged(it, await submitted(it));
    const { record } = createRecordActivities({ sql });
    expect(await record({ ...word, commandId: randomUUID() })).toMatchObject({
      outcome: 'refused',
      code: 'COMMAND_UNKNOWN',
    });
    for (const other of [
      { actor: 'zhou-min' },
      { principal: 'zhou-min' },
      { digest: 'f'.repeat(64) },
      { stepId: 'publication' },
      { decision: 'return' as const },
    ]) {
      expect(await record({ ...word, ...other })).toMatchObject({ outcome: 'refused', code: 'COMMAND_MISMATCH' });
    }
    expect(await decidedBy(it)).toEqual({ state: 'submitted', by: null });
  });

  test('of the row itself is refused by the schema', async () => {
    await submitted(it);
    await expect(
      sql`UPDATE steps SET state = 'done', outcome = 'approved', decided_by = 'zhou-min', ended_at = now() WHERE review_id = ${cycle} AND step_id = 'calibration'`,
    ).rejects.toMatchObject({ code: '23514' });
  });
});
