/** A year of many units, written row by row: goals in force, values, ratings, and steps to decide on. For benches and for what is interrupted. */
import { type ChildProcess, fork } from 'node:child_process';
import { createMoneyActivities } from '../../activities/money.js';
import { createScoringActivities } from '../../activities/scoring.js';
import { resolveSchedule } from '../../documents/schedule.js';
import type { Sql } from '../../db/connect.js';
import { createCycle, populateCycle } from '../../db/cycles.js';
import { listProposals } from '../../db/money.js';
import { enterPhase } from '../../db/sweep.js';
import { loadTemplate } from '../../db/templates.js';
import { asActivity, endStep, insertCommand } from '../db/story-cycle.js';

const hr = 'zhou-min';
const goalsEach = 4;
const period = { periodStart: '2027-01-01', periodEnd: '2027-12-31', zone: 'Asia/Shanghai' };

/** Departments `d-1` … `d-<count>` with bases and metrics of their own, below the sample's root. */
export async function insertDepartments(owner: Sql, count: number): Promise<void> {
  await owner`
    INSERT INTO units (id, kind, parent_id, name_zh, name_en, head_id, position, payroll_base, budget_base_minor)
    SELECT 'd-' || n, 'department', 'hq', 'D' || n, 'D' || n, ${hr}, 1000 + n, (100 + n % 37)::text, 400000 + n % 101
      FROM generate_series(1, ${count}::int) n`;
  await owner`
    INSERT INTO metrics (id, unit_id, title_zh, title_en, measured_in, better)
    SELECT 'm-' || u.id || '-' || g, u.id, 'M', 'M', 'p', 'higher' FROM units u, generate_series(1, ${goalsEach}::int) g WHERE u.id ~ '^d-'`;
}

/** A rehearsal of all these departments with its year in it, up to where it is to be scored. */
export async function insertManyUnits(sql: Sql, cycleId: string): Promise<void> {
  const template = await loadTemplate(sql, 'balanced-year', null);
  if (template === undefined) throw new Error('no template');
  const rows = await sql<{ id: string }[]>`SELECT id FROM units WHERE id ~ '^d-' ORDER BY position`;
  await createCycle(sql, {
    ...{ ...period, id: cycleId, title: cycleId, mode: 'rehearsal', rootUnit: 'hq', currency: 'CNY', startedBy: hr },
    ...{
      templateId: template.id,
      templateRevision: template.revision,
      subjects: [...rows.map(({ id }) => id), 'finance'],
    },
    ...{ player: { kind: 'people' }, rate: 0, held: true },
    schedule: resolveSchedule(template.document, period, { holidays: [], workdays: [] }),
  });
  await populateCycle(sql, cycleId);
  await enterPhase(sql, cycleId, 'evaluation');
  const { commandId } = await insertCommand(sql, { cycleId, unit: null, step: 'publication', by: hr });
  await sql`
    INSERT INTO goals (cycle_id, unit_id, goal_id, version, position, content, command_id, valid_from)
    SELECT ${cycleId}, v.unit_id, v.unit_id || '/g' || g, 1, g, jsonb_build_object('id', v.unit_id || '/g' || g, 'unit', v.unit_id,
             'title', 'Goal ' || g, 'weight', '20', 'due', '2027-12-31', 'supports', 'O1')
             || CASE WHEN g > ${goalsEach} THEN jsonb_build_object('kind', 'qualitative', 'rubric', jsonb_build_array('1', '3', '5'))
                ELSE jsonb_build_object('kind', 'kpi', 'metric', 'm-' || v.unit_id || '-' || g, 'baseline', '0', 'target', '10') END,
           ${commandId}, now()
      FROM reviews v, generate_series(1, ${goalsEach + 1}::int) g WHERE v.cycle_id = ${cycleId} AND v.unit_id ~ '^d-'`;
  await sql`
    INSERT INTO goals (cycle_id, unit_id, goal_id, version, position, content, command_id, valid_from)
    SELECT ${cycleId}, 'finance', 'finance/g5', 1, 1, jsonb_build_object('id', 'finance/g5', 'unit', 'finance', 'title', 'G', 'weight', '100',
             'due', '2027-12-31', 'supports', 'O1', 'kind', 'qualitative', 'rubric', jsonb_build_array('1', '3', '5')), ${commandId}, now()`;
  await sql`
    INSERT INTO metric_values (book, metric_id, on_date, version, value, entered_by, entered_at)
    SELECT ${cycleId}, id, '2027-12-31', 1, (5 + hashtext(id) % 6)::text, ${hr}, now() FROM metrics WHERE id ~ '^m-d-'`;
  await sql`
    INSERT INTO ratings (cycle_id, unit_id, item_id, role, by_unit_id, version, rated_by, value, evidence, command_id, rated_at)
    SELECT ${cycleId}, v.unit_id, 'g5', r.role, r.by, 1, ${hr}, r.value, ARRAY['minutes'], ${commandId}, now()
      FROM reviews v, (VALUES ('superior', 'hq', '4'), ('cooperating', 'sales', '3')) AS r (role, by, value)
     WHERE v.cycle_id = ${cycleId} AND v.unit_id IS NOT NULL`;
}

export const stages = ['score', 'publish', 'propose', 'approve', 'post'] as const;
export type Stage = (typeof stages)[number];

/** From results to bookings, as the cycle's workflow runs it; each stage can be run again after it was interrupted. */
export function consequencesOf(sql: Sql, cycleId: string): Readonly<Record<Stage, () => Promise<unknown>>> {
  const scoring = createScoringActivities({ sql });
  const money = createMoneyActivities({ sql });
  const each = async (act: (kind: 'bonus' | 'budget') => Promise<unknown>): Promise<void> => {
    await act('bonus');
    await act('budget');
  };
  return {
    score: () => asActivity(scoring.scoreUnits, { cycleId }),
    publish: () => scoring.publishResults({ cycleId }),
    propose: () => each((kind) => money.proposeMoney({ cycleId, kind })),
    approve: () => each((kind) => approve(sql, cycleId, kind)),
    post: () => each((kind) => money.postMoney({ cycleId, kind })),
  };
}

/** The same in a process of its own; it says `ready` when it begins. What it reports of its death is not shown. */
export const stageProcess = (databaseUrl: string, cycleId: string, stage: Stage): ChildProcess =>
  fork(new URL('./consequence-stage.ts', import.meta.url), [databaseUrl, cycleId, stage], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });

/** Both steps of a kind, as proposed last; what has ended with that proposal stays as it is. */
async function approve(sql: Sql, cycleId: string, kind: 'bonus' | 'budget'): Promise<void> {
  const newest = (await listProposals(sql, cycleId)).find((proposal) => proposal.kind === kind);
  if (newest === undefined) throw new Error(`no proposal of ${kind}`);
  const content = { proposalDigest: newest.digest, note: '' };
  await endStep(sql, { cycleId, step: kind, content, decider: 'gao-yan' });
  await endStep(sql, { cycleId, step: `${kind}-own`, content, decider: 'shen-guo' });
}
