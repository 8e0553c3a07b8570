/** A published year, and people who talk about improvement plans over HTTP; the plan's clock is run by hand. */
import { createImprovementActivities } from '../../activities/improvement.js';
import { createScoringActivities } from '../../activities/scoring.js';
import { createSweepActivities } from '../../activities/sweep.js';
import type { Sql } from '../../db/connect.js';
import { publish } from '../../db/results.js';
import type { PlanLine } from '../../db/improvement-lists.js';
import type { Api, Ask, Reply } from '../setup/http.js';
import { asActivity, insertCycle, insertYear } from './story-cycle.js';

export const chief = 'chen-mingyuan';
export const [hrOne, hrTwo] = ['zhou-min', 'wu-tong'] as const;
/** Monday 14 February 2028, 10:00 in Shanghai: everything is done but the cycle's close. */
export const february = Date.parse('2028-02-14T02:00:00Z');

/** The year is over: results published, money not yet. */
export async function publishedYear(sql: Sql, cycleId: string): Promise<void> {
  await insertCycle(sql, cycleId);
  await insertYear(sql, cycleId);
  await asActivity(createScoringActivities({ sql }).scoreUnits, { cycleId });
  await publish(sql, cycleId, february - 14 * 86_400_000, []);
  await sql`UPDATE steps SET state = 'done', outcome = 'forwarded', ended_at = ${february}, next_at = NULL WHERE cycle_id = ${cycleId}`;
  await sql`UPDATE barriers SET met_at = ${february}, how = 'met' WHERE cycle_id = ${cycleId}`;
  await sql`UPDATE cycles SET phase = 'closing' WHERE id = ${cycleId}`;
  await sql`UPDATE cycle_clocks SET now_at = ${february} WHERE cycle_id = ${cycleId}`;
}

export interface ShownStep {
  readonly state: string;
  readonly outcome: string | null;
  readonly revision: number;
  readonly attempt: number;
  readonly dueAt: number;
}

export function createDesk(sql: Sql, api: Api, cycle: () => string, unit = 'quality') {
  const review = (of = unit) => `/api/v1/cycles/${cycle()}/reviews/${of}`;
  const { advancePlan } = createImprovementActivities({ sql });
  const { sweep } = createSweepActivities({ sql });
  const stepOf = async (step: string): Promise<ShownStep> =>
    (await api.get(`${review()}/steps/${step}`, hrOne)).json as ShownStep;
  const submit = async (step: string, content: object, as: string, more: Ask = {}): Promise<Reply> => {
    const { revision } = await stepOf(step);
    return api.post(`${review()}/steps/${step}/submit`, { stepRevision: revision, content }, as, more);
  };
  const decide = async (step: string, decision: string, as: string, more: Ask = {}): Promise<Reply> => {
    const { revision } = await stepOf(step);
    const body = { stepRevision: revision, decision, reason: '已核对' };
    return api.post(`${review()}/steps/${step}/approve`, body, as, more);
  };
  const at = (instant: string | number): Promise<unknown> =>
    sql`UPDATE cycle_clocks SET now_at = ${typeof instant === 'number' ? instant : Date.parse(instant)} WHERE cycle_id = ${cycle()}`;
  const advance = (number = 1) => advancePlan({ planId: `${cycle()}/${unit}/${number}` });
  return {
    review,
    stepOf,
    submit,
    decide,
    at,
    advance,
    open: (as = chief, more: Ask = {}, of = unit) => api.post(`${review(of)}/improvement-plans`, {}, as, more),
    /** The cycle's clock goes there: what steps it closes, then the plan's own clock. */
    until: async (instant: string): Promise<void> => {
      await at(instant);
      await asActivity(sweep, { cycleId: cycle() });
      // A held clock stays; the sweep only closed and opened.
      await at(instant);
      await advance();
    },
    plan: async (number = 1): Promise<PlanLine & { events: readonly { kind: string }[] }> =>
      (await api.get(`${review()}/improvement-plans/${number}`, hrOne)).json as PlanLine & {
        events: readonly { kind: string }[];
      },
    /** The number of the plan's last event that the cycle is to look at. */
    wakes: async (number = 1): Promise<number> => {
      const rows = await sql<{ last: number }[]>`
        SELECT coalesce(max(split_part(key, '/', 6)::int), 0) AS last FROM outbox
         WHERE cycle_id = ${cycle()} AND kind = 'wake' AND key LIKE ${`wake/plan/${cycle()}/${unit}/${number}/%`}`;
      return rows[0]?.last ?? 0;
    },
    told: (code: string) =>
      sql<{ person: string }[]>`
        SELECT person_id AS person FROM notices WHERE cycle_id = ${cycle()} AND code = ${code} ORDER BY person_id`.then(
        (rows) => rows.map(({ person }) => person),
      ),
    /** Opened, proposed and approved on 14 February. */
    approved: async (): Promise<void> => {
      await api.post(`${review()}/improvement-plans`, {}, chief);
      await submit('improvement-1', proposal(), chief);
      await decide('improvement-1', 'approve', hrOne);
      await advance();
    },
  };
}

export const proposal = (firstDay = '2028-02-21') => ({
  goals: [{ goal: '来料合格率回到 99.2%', measure: '供应商现场审核，每周通报合格率' }],
  support: '增派一名检验员',
  firstDay,
});
export const talk = (heldOn: string) => ({ heldOn, progress: '两家供应商已整改', agreed: '第三家月底前完成' });
