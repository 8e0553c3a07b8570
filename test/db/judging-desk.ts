/** A year of the story whose judging is under way: the words of raters and of HR, through HTTP. */
import { randomUUID } from 'node:crypto';
import { createScoringActivities } from '../../activities/scoring.js';
import { json, type Sql } from '../../db/connect.js';
import { keyedDigest } from '../../documents/digest.js';
import { reviewIdOf, type StepWord } from '../../workflows/messages.js';
import { type Api, type Ask, type Reply, testConfig } from '../setup/http.js';
import { formOf } from '../setup/workbook-file.js';
import { asActivity } from './story-cycle.js';

export const [hr, hrTwo] = ['zhou-min', 'wu-tong'];
export const chief = 'chen-mingyuan';

export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** One rating of teamwork. */
export const one = (value: string, evidence: readonly string[] = ['https://a.example/1'], item = 'teamwork') => ({
  ratings: [{ item, value, evidence }],
  text: '',
});

export interface Desk {
  readonly steps: (unit: string | null, step: string) => string;
  readonly open: (...kinds: readonly string[]) => Promise<unknown>;
  readonly rate: (content: object, ask?: Ask, as?: string, step?: string, unit?: string) => Promise<Reply>;
  readonly upload: (bytes: Buffer | string, name: string, ask?: Ask, as?: string, unit?: string) => Promise<Reply>;
  /** A word on a step of the cycle's own. */
  readonly say: (step: string, act: 'submit' | 'approve', as: string, body: object, ask?: Ask) => Promise<Reply>;
  readonly score: () => Promise<unknown>;
}

export function deskOf(sql: Sql, api: Api, cycle: string): Desk {
  const steps: Desk['steps'] = (unit, step) => `/api/v1/cycles/${cycle}/reviews/${unit ?? '-'}/steps/${step}`;
  return {
    steps,
    open: (...kinds) => sql`
      UPDATE steps SET state = 'open', opens_at = '2027-01-01', opened_at = '2027-01-01'
       WHERE cycle_id = ${cycle} AND kind = ANY (${kinds as string[]})`,
    rate: (content, ask = {}, as = chief, step = 'evaluation', unit = 'sales') =>
      api.post(`${steps(unit, step)}/submit`, { stepRevision: 0, content }, as, ask),
    upload: async (bytes, name, ask = {}, as = chief, unit = 'sales') => {
      const { body, type } = await formOf(bytes, name);
      return api.post(`${steps(unit, 'evaluation')}/files`, Buffer.from(body), as, { ...ask, type });
    },
    say: (step, act, as, body, ask = {}) => api.post(`${steps(null, step)}/${act}`, body, as, ask),
    score: () => asActivity(createScoringActivities({ sql }).scoreUnits, { cycleId: cycle }),
  };
}

/** A command row that no api has written, with the program's own rights, and the word that names it. */
export async function forged(
  sql: Sql,
  cycle: string,
  it: {
    readonly unit: string | null;
    readonly step: string;
    readonly body: object;
    readonly actor: string;
    readonly principal?: string;
    readonly decision?: 'approve';
    readonly stepRevision?: number;
  },
): Promise<StepWord> {
  const { unit, step, body, actor, principal = actor, decision = null, stepRevision = 0 } = it;
  const [commandId, reviewId] = [randomUUID(), reviewIdOf(cycle, unit)];
  const digest = keyedDigest(testConfig('').digestKey, body);
  await sql`
    INSERT INTO commands (id, cycle_id, review_id, step_id, act, decision, actor_id, principal_id, body, body_digest,
                          step_revision, review_revision, received_at, received_wall, state)
    VALUES (${commandId}, ${cycle}, ${reviewId}, ${step}, ${decision === null ? 'submit' : 'approve'}, ${decision}, ${actor}, ${principal},
            ${json(sql, body)}, ${digest}, ${stepRevision}, 0, '2027-01-05', clock_timestamp(), 'received')`;
  return { commandId, reviewId, stepId: step, actor, principal, digest, stepRevision, reviewRevision: 0, decision };
}
