/** A cycle with a year in it, whose checkpoints were really played: reported, returned, read and not read, forgotten. */
import { createMonitoringActivities } from '../../activities/monitoring.js';
import { createMoneyActivities } from '../../activities/money.js';
import { createScoringActivities } from '../../activities/scoring.js';
import { createSweepActivities } from '../../activities/sweep.js';
import type { Sql } from '../../db/connect.js';
import { enterPhase } from '../../db/sweep.js';
import type { Api, Reply } from '../setup/http.js';
import { approveNewest } from './money-desk.js';
import { asActivity, insertCycle, insertGoals, insertRating, insertRatings, insertValues } from './story-cycle.js';

export interface Desk {
  readonly cycleId: string;
  readonly submit: (unit: string, step: string, as: string, words?: string) => Promise<Reply>;
  readonly decide: (unit: string, step: string, as: string, body: object) => Promise<Reply>;
  /** Opens the page, as a person does before deciding. */
  readonly look: (unit: string, step: string, as: string) => Promise<Reply>;
  readonly runTo: (day: string) => Promise<void>;
  readonly publish: () => Promise<void>;
  readonly post: () => Promise<void>;
}

const noon = (day: string): number => Date.parse(`${day}T12:00:00+08:00`);

/** At the end of March with goals agreed; `cycleId` must be a new one. */
export async function openDesk(sql: Sql, api: Api, cycleId: string): Promise<Desk> {
  const sweeping = createSweepActivities({ sql });
  const monitoring = createMonitoringActivities({ sql });
  const scoring = createScoringActivities({ sql });
  const money = createMoneyActivities({ sql });
  const clockAt = (at: number) => sql`UPDATE cycle_clocks SET now_at = ${at} WHERE cycle_id = ${cycleId}`;
  const path = (unit: string, step: string): string => `/cycles/${cycleId}/units/${unit}/steps/${step}`;
  const say = async (act: string, unit: string, step: string, as: string, body: object): Promise<Reply> => {
    const [row] = await sql<{ revision: number }[]>`
      SELECT revision FROM steps WHERE review_id = ${`${cycleId}/${unit}`} AND step_id = ${step}`;
    const address = `/api/v1/cycles/${cycleId}/reviews/${unit}/steps/${step}/${act}`;
    const reply = await api.post(address, { stepRevision: row?.revision, ...body }, as);
    if (reply.status !== 200) throw new Error(`${act} of ${unit} ${step}: ${reply.text}`);
    return reply;
  };
  await insertCycle(sql, cycleId);
  await insertGoals(sql, cycleId);
  await clockAt(Date.parse('2027-03-31T08:00:00+08:00'));
  await sql`UPDATE steps SET state = 'done', outcome = 'approved', ended_at = now(), next_at = NULL
             WHERE cycle_id = ${cycleId} AND kind IN ('goals', 'plan')`;
  await sql`UPDATE steps SET next_at = opens_at WHERE cycle_id = ${cycleId} AND kind = 'checkpoint'`;
  await enterPhase(sql, cycleId, 'monitoring');
  await insertValues(sql, cycleId);
  return {
    cycleId,
    submit: (unit, step, as, words = '') =>
      say('submit', unit, step, as, { content: { values: [], progress: [], risks: words, asks: '' } }),
    decide: (unit, step, as, body) => say('approve', unit, step, as, body),
    look: (unit, step, as) => api.get(path(unit, step), as),
    runTo: async (day) => {
      for (;;) {
        const swept = await asActivity(sweeping.sweep, { cycleId });
        if (swept.toMonitor === true) await asActivity(monitoring.monitorUnits, { cycleId });
        else if (swept.nextAt === null || swept.nextAt > noon(day)) break;
        else await clockAt(swept.nextAt);
      }
      await clockAt(noon(day));
    },
    publish: async () => {
      await insertRatings(sql, cycleId);
      const again = { cycleId, unit: 'finance', step: 'rating/sales', role: 'cooperating', by: 'sales' } as const;
      await insertRating(sql, { ...again, value: '4', evidence: [] });
      await asActivity(scoring.scoreUnits, { cycleId });
      await scoring.publishResults({ cycleId });
    },
    post: async () => {
      for (const kind of ['bonus', 'budget'] as const) {
        await money.proposeMoney({ cycleId, kind });
        await approveNewest(sql, cycleId, kind);
        await money.postMoney({ cycleId, kind });
      }
    },
  };
}
