/** A cycle of the sample organization in its feedback phase: results published, talks open. */
import { createMonitoringActivities } from '../../activities/monitoring.js';
import type { Sql } from '../../db/connect.js';
import { type Api, type Reply } from '../setup/http.js';
import { asActivity, insertCycle, insertYear } from './story-cycle.js';
import { createScoringActivities } from '../../activities/scoring.js';

export const dayAt = (day: string, time = '10:00'): number => Date.parse(`${day}T${time}:00+08:00`);

export interface Desk {
  readonly cycle: string;
  readonly clockAt: (day: string, time?: string) => Promise<void>;
  /** The day comes, and whoever is waited for is told. */
  readonly follow: (day: string) => Promise<void>;
  /** Who was told so, in order. */
  readonly told: (code: string) => Promise<readonly string[]>;
  readonly talk: (unit: string, body: object, as?: string, ask?: object) => Promise<Reply>;
  readonly answerTalk: (unit: string, as: string, body: object, ask?: object) => Promise<Reply>;
}

/** The day on which results were published. */
export const published = '2028-01-24';

export async function feedbackDesk(sql: Sql, api: Api, cycle: string): Promise<Desk> {
  await insertCycle(sql, cycle);
  await insertYear(sql, cycle);
  await asActivity(createScoringActivities({ sql }).scoreUnits, { cycleId: cycle });
  await sql`UPDATE results SET published_at = ${dayAt(published)} WHERE cycle_id = ${cycle}`;
  await sql`UPDATE cycles SET phase = 'feedback' WHERE id = ${cycle}`;
  await sql`
    UPDATE steps SET state = 'open', opens_at = ${dayAt(published)}, opened_at = ${dayAt(published)}, due_at = ${dayAt('2028-01-31')},
           closes_at = ${dayAt('2028-02-04')} WHERE cycle_id = ${cycle} AND kind = 'feedback'`;
  const clockAt = async (day: string, time?: string): Promise<void> => {
    await sql`UPDATE cycle_clocks SET now_at = ${dayAt(day, time)} WHERE cycle_id = ${cycle}`;
  };
  await clockAt('2028-01-26');
  const step = (unit: string): string => `/api/v1/cycles/${cycle}/reviews/${unit}/steps/feedback`;
  const revision = async (unit: string): Promise<number> => {
    const [row] = await sql<{ revision: number }[]>`
      SELECT revision FROM steps WHERE review_id = ${`${cycle}/${unit}`} AND step_id = 'feedback'`;
    return row?.revision ?? 0;
  };
  const { monitorUnits } = createMonitoringActivities({ sql });
  return {
    cycle,
    clockAt,
    follow: async (day) => {
      await clockAt(day);
      await asActivity(monitorUnits, { cycleId: cycle });
    },
    told: async (code) => {
      const rows = await sql<{ id: string }[]>`
        SELECT person_id AS id FROM notices WHERE cycle_id = ${cycle} AND code = ${code} ORDER BY id`;
      return rows.map((row) => row.id);
    },
    talk: async (unit, body, as = 'chen-mingyuan', ask = {}) =>
      api.post(`${step(unit)}/submit`, { stepRevision: await revision(unit), content: body }, as, ask),
    answerTalk: async (unit, as, body, ask = {}) =>
      api.post(`${step(unit)}/approve`, { stepRevision: await revision(unit), ...body }, as, ask),
  };
}

/** Its journal, and every chain in it, hold. */
export async function chainsHold(api: Api, cycle: string): Promise<readonly unknown[]> {
  const journal = await api.get(`/api/v1/cycles/${cycle}/journal`, 'zhou-min');
  return (journal.json as { verification: { problems: unknown[] } }).verification.problems;
}
