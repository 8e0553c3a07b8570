/** The year until the result: drafts, goals, reports, talk between heads, judgements; each group says who it is. */
import { createMonitoringActivities } from '../../../activities/monitoring.js';
import { openChange } from '../../../api/open-change.js';
import { writeAsk } from '../../../db/checkpoints.js';
import { writeNote } from '../../../db/coaching.js';
import type { Sql } from '../../../db/connect.js';
import { putGoalsInForce, putGoalsStanding, putTasksInForce, writeReport } from '../../../db/content.js';
import { writeAction } from '../../../db/deviation-cases.js';
import { discardDraft, saveDraft } from '../../../db/drafts.js';
import { insertFile } from '../../../db/files.js';
import { countCycle, writeSeed } from '../../../db/next-cycle.js';
import { sha256OfBytes } from '../../../documents/digest.js';
import { addTaskReport } from '../../../db/tasks.js';
import { whatToSimplify } from '../../../domain/cycle/index.js';
import type { Goal, Task } from '../../../domain/rules/index.js';
import { goalsOf } from '../../../players/story/goals.js';
import { reviewIdOf } from '../../../workflows/messages.js';
import {
  asActivity,
  headOf,
  insertCommand,
  insertCycle,
  insertRating,
  insertValues,
  planCycle,
  units,
} from '../story-cycle.js';
import { above, byHead, grouped, ids, mark, markFigure, marksSoFar } from './marks.js';
import { cycleId, isWalked, type WalkedUnit, walkedUnits } from './stages.js';
import { clockAt, version, written } from './written.js';

const taskOwner = 'w-owner';

/** The walk's template: `sales` has ground for an improvement plan and for a recognition at once. */
const withGround = (sql: Sql) => sql`
  UPDATE templates SET document = document || '{"improvement": {"totalBelow": "95", "days": [30, 60, 90], "noticeWorkdays": 5, "objectWorkdays": 5},
         "recognition": {"kinds": ["department"], "grades": ["A", "B"]}}'::jsonb WHERE id = 'balanced-year' `;

export async function goalsOpen(sql: Sql): Promise<void> {
  await withGround(sql);
  await insertCycle(sql, cycleId, 'rehearsal');
  await begunFrom(sql);
  await clockAt(sql, '2027-01-05');
  for (const unit of walkedUnits) {
    const content = {
      goals: [
        {
          id: `${unit}/draft`,
          title: mark('draft-goals', unit, { submits: [headOf(unit)] }),
          rubric: [mark('draft', unit, { submits: [headOf(unit)] })],
        },
      ],
      answers: [],
    };
    await saveDraft(sql, {
      reviewId: reviewIdOf(cycleId, unit),
      stepId: 'goals',
      version: 0,
      content,
      by: headOf(unit),
    });
  }
}

/** What was learnt in the cycle before. */
async function begunFrom(sql: Sql): Promise<void> {
  const fromCycle = 'before';
  await planCycle(sql, fromCycle);
  const counts = await countCycle(sql, fromCycle, fromCycle);
  const learnt = { counts, items: whatToSimplify(counts), history: [] };
  const seed = { fromCycle, targets: 'trend', learnt, seededBy: 'zhou-min', seededAt: Date.now() } as const;
  await writeSeed(sql, cycleId, seed, [], []);
}

export async function evaluation(sql: Sql): Promise<void> {
  await clockAt(sql, '2027-04-02');
  for (const unit of units) {
    const goals = goalsOf(unit).map((goal, index) => (index === 0 ? marked(goal) : goal));
    const place = await written(sql, unit, 'goals', headOf(unit), { goals, answers: [] });
    await putGoalsStanding(sql, place, { goals, answers: [] });
    await putGoalsInForce(sql, place, { goals, answers: [] });
  }
  await insertValues(sql, cycleId, { days: ['2027-03-31'] });
  await asActivity(createMonitoringActivities({ sql }).monitorUnits, { cycleId });
  for (const unit of walkedUnits) await discardDraft(sql, reviewIdOf(cycleId, unit), 'goals');
  for (const unit of walkedUnits) await unitsYear(sql, unit);
  for (const unit of walkedUnits) await changeAsked(sql, unit);
  await insertRating(sql, { cycleId, unit: 'sales', step: 'evaluation', role: 'superior', by: 'hq', value: '4' });
}

const marked = (goal: Goal): Goal =>
  isWalked(goal.unit) ? { ...goal, title: mark('goals', goal.unit, { ...byHead(goal.unit), mine: taskOwner }) } : goal;

async function unitsYear(sql: Sql, unit: WalkedUnit): Promise<void> {
  const head = headOf(unit);
  const [first] = goalsOf(unit);
  if (first === undefined) throw new Error(`no goals of ${unit}`);
  const at = Date.parse('2027-04-01T09:00:00+08:00');
  const cost = `${70_001 + marksSoFar()}00`;
  markFigure('cost', unit, [cost, `${Number(cost) / 100}.00`, grouped(cost)], byHead(unit));
  const task: Task = {
    ...{
      id: `${unit}/t1`,
      unit,
      goal: first.id,
      title: mark('plan', unit, { ...byHead(unit), mine: taskOwner }),
      owner: taskOwner,
    },
    ...{ effortDays: '3', start: '2027-02-01', end: '2027-02-26', costMinor: cost },
  };
  const plan = { tasks: [task], answers: [] };
  await putTasksInForce(sql, await written(sql, unit, 'plan', head, plan), plan);
  await addTaskReport(sql, {
    ...{ cycleId, unitId: unit, taskId: task.id, percent: '40', note: mark('task', unit, { owner: taskOwner }) },
    ...{ by: taskOwner, principal: taskOwner, at },
  });
  const asked = mark('talk', unit, { decides: [above(unit)] });
  ids.set(`goal-of-${unit}`, first.id);
  const followUps = [
    { case: '1', state: 'planned', action: mark('talk', unit, { decides: [above(unit)] }), dueOn: '2027-05-01' },
  ];
  const report = { values: [], progress: [], risks: mark('report', unit, byHead(unit)), asks: asked, followUps };
  const reported = await written(sql, unit, 'checkpoint-1', head, report);
  await writeReport(sql, reported, report);
  const ask = await writeAsk(sql, reported, head, asked);
  const note = await writeNote(sql, {
    ...{ cycleId, unitId: unit, goalId: first.id, answers: null, side: 'above', text: mark('talk', unit) },
    ...{ by: above(unit), principal: above(unit), at },
  });
  const [found] = await sql<{ id: string }[]>`
    INSERT INTO deviation_cases (cycle_id, unit_id, goal_id, since, opened_at, severity, seen_at)
    VALUES (${cycleId}, ${unit}, ${`${unit}/case`}, '2027-03-31', ${at}, 'red', ${at}) RETURNING id`;
  if (unit === 'sales')
    ids
      .set('note', note)
      .set('ask', ask.id ?? '')
      .set('case', found?.id ?? '')
      .set('command', reported.commandId);
  const action = mark('action', unit, { owner: head });
  const said = {
    state: 'planned',
    action,
    note: '',
    dueOn: '2027-05-01',
    by: head,
    principal: head,
    at,
    commandId: null,
  } as const;
  await writeAction(sql, { caseId: found?.id ?? '', ...said });
  const self = { values: [], ratings: [], text: mark('self-evaluation', unit, { submits: [head] }) };
  await written(sql, unit, 'self-evaluation', head, self);
  const rater = unit === 'sales' ? 'marketing' : unit === 'marketing' ? 'sales' : null;
  if (rater !== null)
    await written(
      sql,
      unit,
      `rating/${rater}`,
      headOf(rater),
      judgement(mark('rating', unit, { submits: [headOf(rater)] })),
    );
  const judged = await written(
    sql,
    unit,
    'evaluation',
    above(unit),
    judgement(mark('evaluation', unit, { submits: [above(unit)] })),
  );
  if (unit === 'sales') await evidenceKept(sql, judged.reviewId, at);
}

/** A file that the judgement rests on: its name and its bytes say whose it is. */
async function evidenceKept(sql: Sql, reviewId: string, uploadedAt: number): Promise<void> {
  const [by, id] = [above('sales'), '0190a1f2-0000-7000-8000-000000000001'];
  const bytes = Buffer.from(mark('evaluation', 'sales', { submits: [by] }));
  const name = `${mark('evaluation', 'sales', { submits: [by] })}.txt`;
  const place = { cycleId, reviewId, unitId: 'sales', stepId: 'evaluation' };
  const what = { id, name, mediaType: 'text/plain', bytes, sha256: sha256OfBytes(bytes) } as const;
  await insertFile(sql, { ...place, ...what, uploadedBy: by, principal: by, uploadedAt });
  ids.set('file', id);
}

async function changeAsked(sql: Sql, unit: WalkedUnit): Promise<void> {
  const { stepId } = await sql.begin((tx) => openChange(tx, { cycleId, unitId: unit, actor: headOf(unit) }));
  const goals = goalsOf(unit).map((goal) => ({ ...goal, title: mark('change', unit, byHead(unit)) }));
  const content = { goals, answers: [], note: mark('change', unit, byHead(unit)) };
  const place = await insertCommand(sql, { cycleId, unit, step: stepId, by: headOf(unit), body: content });
  await version(sql, place.reviewId, stepId, place.commandId, content);
}

const judgement = (text: string) => ({ ratings: [], text });
