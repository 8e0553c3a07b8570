/** A cycle, stage by stage, in which every group of fields of every unit says who it is. */
import { createMonitoringActivities } from '../../../activities/monitoring.js';
import { writeAsk } from '../../../db/checkpoints.js';
import { writeNote } from '../../../db/coaching.js';
import { json, type Sql } from '../../../db/connect.js';
import {
  type ContentPlace,
  putGoalsInForce,
  putGoalsStanding,
  putTasksInForce,
  writeReport,
} from '../../../db/content.js';
import { writeAction } from '../../../db/deviation-cases.js';
import { discardDraft, saveDraft } from '../../../db/drafts.js';
import { post } from '../../../db/ledger.js';
import { saveProposal } from '../../../db/money.js';
import { publish, saveResults } from '../../../db/results.js';
import { addTaskReport } from '../../../db/tasks.js';
import { sha256Hex } from '../../../documents/digest.js';
import { stepKinds } from '../../../domain/process/index.js';
import { type Field, fieldOfKind, type Moment } from '../../../domain/rights/index.js';
import { openChange } from '../../../api/open-change.js';
import { type Goal, score, type Task } from '../../../domain/rules/index.js';
import { goalsOf } from '../../../players/story/goals.js';
import { reviewIdOf } from '../../../workflows/messages.js';
import {
  asActivity,
  headOf,
  insertCommand,
  insertCycle,
  insertRating,
  insertValues,
  storyResults,
  units,
} from '../story-cycle.js';
import type { Place } from './people.js';

export const cycleId = 'walk';

/** The walk's stages, in the order of a year. */
export const stages = ['goals-open', 'evaluation', 'published', 'told', 'posted', 'closed'] as const;
export type WalkStage = (typeof stages)[number];

export const momentOf = (stage: WalkStage): Pick<Moment, 'cycle' | 'telling'> => ({
  cycle: stage === 'closed' ? 'closed' : 'running',
  telling: stage === 'goals-open' || stage === 'evaluation' ? 'secret' : stage === 'published' ? 'published' : 'told',
});

/** The unit of a head, one below it, one beside. */
export const walkedUnits = ['sales', 'sales-new', 'marketing'] as const;
export type WalkedUnit = (typeof walkedUnits)[number];

/** A text that stands in one group of fields of one unit and nowhere else. */
export interface Mark extends Place {
  readonly field: Field;
  /** Any of these is it: as written, as JSON has it, as a page shows it. */
  readonly texts: readonly string[];
  /** Whose lists of their own show it. */
  readonly mine?: string;
}

/** What the database has numbered, by name. */
export const ids = new Map<string, string>();

const marks: Mark[] = [];
export const allMarks: readonly Mark[] = marks;

/** A text to plant. What stands in a step's content is also for those who submit or decide it. */
function mark(field: Field, unit: string | null, more: Omit<Place, 'unit'> & { readonly mine?: string } = {}): string {
  const text = `zq${field.replaceAll('-', '')}x${(unit ?? 'cycle').replaceAll('-', '')}x${marks.length}zq`;
  marks.push({ field, unit, ...more, texts: [text] });
  return text;
}
function markFigure(field: Field, unit: string, texts: readonly string[], more: Omit<Place, 'unit'> = {}): void {
  marks.push({ field, unit, ...more, texts });
}

const taskOwner = 'w-owner';
const superiorOf: Readonly<Record<string, string>> = { 'sales-new': 'lin-xiao' };
const above = (unit: string): string => superiorOf[unit] ?? 'chen-mingyuan';
const byHead = (unit: string) => ({ submits: [headOf(unit)], decides: [above(unit)] });
const board = ['shen-guo', 'mei-lan'];
const hr = ['w-hr', 'zhou-min', 'wu-tong'];
const finance = ['w-finance', 'gao-yan', 'tang-li'];

export async function goalsOpen(sql: Sql): Promise<void> {
  await insertCycle(sql, cycleId, 'rehearsal');
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

const isWalked = (unit: string): boolean => walkedUnits.some((each) => each === unit);
const marked = (goal: Goal): Goal =>
  isWalked(goal.unit) ? { ...goal, title: mark('goals', goal.unit, { ...byHead(goal.unit), mine: taskOwner }) } : goal;

async function unitsYear(sql: Sql, unit: WalkedUnit): Promise<void> {
  const head = headOf(unit);
  const [first] = goalsOf(unit);
  if (first === undefined) throw new Error(`no goals of ${unit}`);
  const at = Date.parse('2027-04-01T09:00:00+08:00');
  const cost = `${70_001 + marks.length}00`;
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
  await written(sql, unit, 'evaluation', above(unit), judgement(mark('evaluation', unit, { submits: [above(unit)] })));
}

async function changeAsked(sql: Sql, unit: WalkedUnit): Promise<void> {
  const { stepId } = await sql.begin((tx) => openChange(tx, { cycleId, unitId: unit, actor: headOf(unit) }));
  const goals = goalsOf(unit).map((goal) => ({ ...goal, title: mark('change', unit, byHead(unit)) }));
  const content = { goals, answers: [], note: mark('change', unit, byHead(unit)) };
  const place = await insertCommand(sql, { cycleId, unit, step: stepId, by: headOf(unit), body: content });
  await version(sql, place.reviewId, stepId, place.commandId, content);
}

const judgement = (text: string) => ({ ratings: [], text });

export async function published(sql: Sql): Promise<void> {
  await clockAt(sql, '2028-01-26');
  await cycleStep(
    sql,
    'calibration',
    { changes: [], note: mark('calibration', null, { submits: hr, decides: hr }) },
    'wu-tong',
  );
  await cycleStep(sql, 'publication', { note: mark('publication', null, { submits: hr, decides: hr }) }, 'wu-tong');
  const results = units.flatMap((unit) => {
    const story = storyResults.units[unit];
    return story === undefined ? [] : [{ unit, story }];
  });
  await saveResults(
    sql,
    cycleId,
    Date.now(),
    results.map(({ unit, story: { scorecard, facts } }) => ({
      ...{ unitId: unit, scorecard, facts, result: score(scorecard, facts, { sha256: sha256Hex }) },
    })),
  );
  const changes = walkedUnits.map((unit) => ({ unit, grade: 'B', reason: mark('result', unit) }));
  await publish(sql, cycleId, Date.now(), changes);
}

export async function told(sql: Sql): Promise<void> {
  for (const unit of units) {
    const text = isWalked(unit) ? mark('feedback', unit, { submits: [above(unit)], decides: [headOf(unit)] }) : 'told';
    await written(sql, unit, 'feedback', above(unit), { heldOn: '2028-01-27', text });
  }
}

export async function posted(sql: Sql): Promise<void> {
  const lines = Object.fromEntries(units.map((unit, index) => [unit, String(31_415_900 + 13 * index)]));
  for (const unit of walkedUnits) {
    const amount = lines[unit] ?? '';
    markFigure('amount', unit, [amount, grouped(amount)], {});
  }
  const pool = Object.values(lines)
    .reduce((sum, amount) => sum + BigInt(amount), 0n)
    .toString();
  const document = { format: 'perfcycle/pool@1', currency: 'CNY', pool: { amountMinor: pool }, shares: [] } as const;
  const answer = { poolMinor: pool, reserveMinor: '0', lines, findings: [] };
  const digest = sha256Hex('walk');
  await saveProposal(sql, cycleId, { kind: 'bonus', document, answer, digest, correction: null }, Date.now());
  const note = mark('proposal', null, { submits: hr, decides: finance });
  await cycleStep(sql, 'bonus', { proposalDigest: digest, note }, 'gao-yan');
  const own = mark('proposal', null, { submits: hr, decides: board });
  await cycleStep(sql, 'bonus-own', { proposalDigest: digest, note: own }, 'shen-guo');
  await sql.begin((tx) =>
    post(tx, {
      ...{ cycleId, book: cycleId, kind: 'bonus', attempt: 1, currency: 'CNY', at: Date.now(), reversesEarlier: false },
      lines: Object.entries(lines).map(([unit, amountMinor]) => ({
        kind: 'bonus',
        unit,
        amountMinor,
        approvedBy: 'gao-yan',
      })),
    }),
  );
}

export async function closed(sql: Sql): Promise<void> {
  await sql`UPDATE cycles SET state = 'closed' WHERE id = ${cycleId}`;
}

export const enter: Readonly<Record<WalkStage, (sql: Sql) => Promise<void>>> = {
  'goals-open': goalsOpen,
  ...{ evaluation, published, told, posted, closed },
};

const grouped = (minor: string): string =>
  `${(Number(minor) / 100).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;

async function clockAt(sql: Sql, day: string): Promise<void> {
  await sql`UPDATE cycle_clocks SET now_at = ${Date.parse(`${day}T09:00:00+08:00`)} WHERE cycle_id = ${cycleId}`;
}

/** A unit's step with its words, ended. */
async function written(sql: Sql, unit: string, step: string, by: string, content: object): Promise<ContentPlace> {
  const place = await insertCommand(sql, { cycleId, unit, step, by, body: content });
  await version(sql, place.reviewId, step, place.commandId, content);
  const [{ outcome } = { outcome: '' }] = await sql<{ outcome: string }[]>`
    UPDATE steps SET state = 'done', submitted_by = ${[by]}, submit_command = ${place.commandId}, ended_at = ${Date.now()},
           outcome = CASE WHEN decider_rule IS NULL THEN 'submitted' WHEN kind = 'feedback' THEN 'acknowledged' ELSE 'approved' END
     WHERE review_id = ${place.reviewId} AND step_id = ${step} RETURNING outcome`;
  if (outcome === '') throw new Error(`no step ${step} of ${unit}`);
  return { ...place, at: Date.parse('2027-01-20T09:00:00+08:00') };
}

async function cycleStep(sql: Sql, step: string, content: object, decider: string): Promise<void> {
  const place = await insertCommand(sql, { cycleId, unit: null, step, by: 'zhou-min', body: content });
  await version(sql, cycleId, step, place.commandId, content);
  await sql`
    UPDATE steps SET state = 'done', outcome = 'approved', submitted_by = '{zhou-min}', submit_command = ${place.commandId},
           decided_by = ${decider}, ended_at = ${Date.now()} WHERE review_id = ${cycleId} AND step_id = ${step}`;
}

async function version(sql: Sql, reviewId: string, step: string, commandId: string, content: object): Promise<void> {
  await sql`
    INSERT INTO step_versions (review_id, step_id, version, attempt, command_id, content, content_digest, written_at)
    VALUES (${reviewId}, ${step}, 1, 1, ${commandId}, ${json(sql, content)}, '', ${Date.now()})`;
}

/** The steps of a unit (null: the cycle's own) that the walk looks into. */
export const stepsOf = (unit: string | null, stage: WalkStage): readonly string[] =>
  unit === null
    ? ['calibration', 'publication', 'bonus', 'bonus-own']
    : [
        ...['goals', 'plan', 'checkpoint-1', 'self-evaluation', 'evaluation', 'feedback'],
        ...(stage === 'goals-open' ? [] : ['change-1']),
        ...(unit === 'sales' ? ['rating/marketing'] : []),
      ];

/** Who submits and decides a step, as the sample template says, and what its content is. */
export function stepPlace(unit: string | null, step: string): Place {
  const field = fieldOfStep(step);
  if (unit === null)
    return { unit, field, submits: hr, decides: step === 'bonus' ? finance : step === 'bonus-own' ? board : hr };
  const [head, superior] = [[headOf(unit)], [above(unit)]];
  if (step.startsWith('rating/')) return { unit, field, submits: [headOf(step.slice('rating/'.length))] };
  if (step === 'evaluation') return { unit, field, submits: superior };
  if (step === 'feedback') return { unit, field, submits: superior, decides: head };
  return step === 'self-evaluation'
    ? { unit, field, submits: head }
    : { unit, field, submits: head, decides: superior };
}

function fieldOfStep(step: string): Field {
  const kind = stepKinds
    .toSorted((a, b) => b.length - a.length)
    .find((each) => step === each || step.startsWith(`${each}-`) || step.startsWith(`${each}/`));
  if (kind === undefined) throw new Error(`no kind of step like ${step}`);
  return fieldOfKind[kind];
}
