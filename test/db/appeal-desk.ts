/** A cycle of the story whose results were told: the windows for appeals are open. What people and clocks do in it. */
import { beforeAll, beforeEach } from 'vitest';
import { createRecalculateActivities } from '../../activities/recalculate.js';
import { createRecordActivities } from '../../activities/record.js';
import { createScoringActivities } from '../../activities/scoring.js';
import { createSweepActivities } from '../../activities/sweep.js';
import { readCommand } from '../../db/commands.js';
import type { Sql } from '../../db/connect.js';
import { latestResults } from '../../db/results.js';
import type { RecordOutcome } from '../../domain/process/index.js';
import { createTestDatabase } from '../setup/database.js';
import { absentEngine, type Api, promptEngine, type Reply, startApi } from '../setup/http.js';
import { asActivity, headOf, insertCycle, insertYear } from './story-cycle.js';

/** The unit that appeals. */
export const unit = 'marketing';
export const head = headOf(unit);
export const dayMs = 86_400_000;
/** 4 February 2028, noon in Shanghai. */
const told = Date.parse('2028-02-04T04:00:00Z');
export const claimed = { metric: 'brand-awareness', on: '2027-12-31', value: '18.9', reason: '调查样本计错' };
export const claim = {
  text: '知名度调查计错了样本。',
  values: [claimed],
  ratings: [],
  evidence: ['https://survey.example/2027'],
};

export interface DeskStep {
  readonly state: string;
  readonly outcome: string | null;
  readonly revision: number;
  readonly attempt: number;
  readonly closesAt: number;
  readonly dueAt: number;
}

/** One database for a test file, and for each of its tests a cycle in which everybody's result is told and acknowledged. */
export function setUpAppeals() {
  let sql: Sql;
  let owner: Sql;
  let api: Api;
  let lateApi: Api;
  let cycle = '';
  let cycles = 0;

  beforeAll(async () => {
    ({ sql, owner } = await createTestDatabase({ seeded: true }));
    api = await startApi(sql, promptEngine(sql));
    lateApi = await startApi(sql, absentEngine);
  });

  beforeEach(async () => {
    cycle = `a${(cycles += 1)}`;
    await insertCycle(sql, cycle);
    await insertYear(sql, cycle);
    await asActivity(createScoringActivities({ sql }).scoreUnits, { cycleId: cycle });
    await createScoringActivities({ sql }).publishResults({ cycleId: cycle });
    await sql`
      UPDATE steps SET state = 'done', outcome = 'forwarded', ended_at = ${told}, next_at = NULL
       WHERE cycle_id = ${cycle} AND kind NOT IN ('appeal', 'appeal-2', 'bonus', 'bonus-own', 'budget', 'budget-own', 'release')`;
    await sql`UPDATE barriers SET met_at = ${told}, how = 'met' WHERE cycle_id = ${cycle} AND id <> 'all:appeal-2'`;
    await sql`UPDATE cycles SET phase = 'feedback' WHERE id = ${cycle}`;
    await at(told);
    await sweep();
  });

  const sweep = () => asActivity(createSweepActivities({ sql }).sweep, { cycleId: cycle, recalculates: true });
  const recalculate = () => asActivity(createRecalculateActivities({ sql }).recalculate, { cycleId: cycle });
  /** The clock stands there, and everything that was due by then is looked at. */
  async function at(instant: number): Promise<void> {
    await sql`UPDATE cycle_clocks SET now_at = ${instant}, held = true WHERE cycle_id = ${cycle}`;
    await sql`UPDATE steps SET next_at = opens_at WHERE cycle_id = ${cycle} AND state = 'closed' AND opens_at <= ${instant} AND kind LIKE 'appeal%'`;
  }

  const base = (of: string | null = unit) => `/api/v1/cycles/${cycle}/reviews/${of ?? '-'}`;
  const stepOf = async (step: string, of: string | null = unit): Promise<DeskStep> =>
    (await api.get(`${base(of)}/steps/${step}`, 'zhou-min')).json as DeskStep;
  async function act(
    act: 'submit' | 'approve',
    step: string,
    body: object,
    as: string,
    of: string | null = unit,
    through: Api = api,
  ): Promise<Reply> {
    const { revision } = await stepOf(step, of);
    return through.post(`${base(of)}/steps/${step}/${act}`, { stepRevision: revision, ...body }, as);
  }
  const file = (content: object = claim, step = 'appeal') => act('submit', step, { content }, head);
  const decide = (decision: string, as: string, more: object = {}, step = 'appeal') =>
    act('approve', step, { decision, reason: '已核对原始数据', ...more }, as);
  const openCorrection = (as = 'zhou-min') => api.post(`/api/v1/cycles/${cycle}/corrections`, {}, as);

  /** A word that was received and that no conversation has heard yet; the returned brings it there. */
  async function received(
    what: 'submit' | 'approve',
    step: string,
    body: object,
    as: string,
    of: string | null = unit,
  ): Promise<() => Promise<RecordOutcome>> {
    const { command: commandId } = (await act(what, step, body, as, of, lateApi)).json as { command: string };
    const command = await readCommand(sql, commandId);
    if (command === undefined) throw new Error('not received');
    const { reviewId, stepId, actor, principal, bodyDigest: digest, stepRevision, reviewRevision, decision } = command;
    const word = { commandId, reviewId, stepId, actor, principal, digest, stepRevision, reviewRevision, decision };
    return () => createRecordActivities({ sql }).record(word);
  }

  const totalOf = async (of: string = unit) => (await latestResults(sql, cycle, of))[0]?.total;
  const notices = async (code: string) => {
    const rows = await sql<{ person: string }[]>`
      SELECT person_id AS person FROM notices WHERE cycle_id = ${cycle} AND code = ${code} ORDER BY person_id`;
    return rows.map(({ person }) => person);
  };

  return {
    ...{ sweep, recalculate, at, base, stepOf, act, file, decide, openCorrection, received, totalOf, notices },
    get sql() {
      return sql;
    },
    get owner() {
      return owner;
    },
    get api() {
      return api;
    },
    get cycle() {
      return cycle;
    },
  };
}
