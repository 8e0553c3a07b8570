import type { Query } from '../../db/connect.js';
import { type CycleRow, loadCycle } from '../../db/cycles.js';
import { readDraft } from '../../db/drafts.js';
import { draftGoalsAbove, goalsInForce, goalsOfUnits } from '../../db/goal-document.js';
import { listVersions, readStep, type StepDetail } from '../../db/inbox.js';
import { unitPeople, unitsAbove } from '../../db/page-names.js';
import { loadStrategy } from '../../db/strategy.js';
import { planInForce } from '../../db/tasks.js';
import { documentDigest } from '../../documents/digest.js';
import { localDay } from '../../documents/schedule.js';
import type { Keyed } from '../../documents/workbooks/difference.js';
import type { Reference, References, RowTexts } from '../../documents/workbooks/columns.js';
import { goalRow, goalsShape } from '../../documents/workbooks/goals.js';
import type { WorkbookTarget } from '../../documents/workbooks/marker.js';
import { taskRow, tasksShape } from '../../documents/workbooks/tasks.js';
import { reviewIdOf } from '../../workflows/messages.js';
import { withoutCost } from '../costs.js';
import { Refused } from '../refused.js';
import { actsOn, maySeeStep, seesCosts } from '../rights.js';
import type { Person } from '../session.js';
import type { Intent, OpenTarget } from './open.js';
import { readStepFile } from './read-step.js';

export type StepTarget = Extract<WorkbookTarget, { readonly of: 'goals' | 'plan' }>;

/** What a step says before a file is read: the draft, else the attempt that was returned, else what is in force. */
export interface StepBase {
  readonly rows: readonly unknown[];
  /** In force beside a draft that may have left them out: they can come back. */
  readonly inForce: readonly unknown[];
  readonly answers: readonly unknown[];
  readonly version: number;
}

/** The goals or the plan of a unit. @throws Refused STEP_NOT_FOUND, NOT_YOUR_STEP, FORBIDDEN, STEP_ENDED, CYCLE_CLOSED */
export async function openStep(sql: Query, person: Person, target: StepTarget, intent: Intent): Promise<OpenTarget> {
  const { cycle, step } = await stepOf(sql, target);
  const today = localDay(cycle.clock.now, cycle.zone);
  const { submits } = await actsOn(sql, person, step, today);
  if (intent === 'write') {
    if (!submits) throw new Refused('NOT_YOUR_STEP');
    if (cycle.state === 'closed') throw new Refused('CYCLE_CLOSED');
    if (step.state === 'done' || step.state === 'cancelled') throw new Refused('STEP_ENDED');
  } else if (!submits && !(await maySeeStep(sql, person, step, today))) throw new Refused('FORBIDDEN');
  // A draft is seen by those who will submit it.
  const whole = await baseOf(sql, target, step, submits);
  const costs = await seesCosts(sql, person, step, today);
  // Out of a plan's rows; who writes them sees what they cost.
  const base = costs
    ? whole
    : { ...whole, rows: whole.rows.map(withoutCostOf), inForce: whole.inForce.map(withoutCostOf) };
  const shape = target.of === 'goals' ? goalsShape : tasksShape;
  const references =
    target.of === 'goals' ? await goalReferences(sql, target, cycle.book) : await planReferences(sql, target);
  const rows = base.rows.map(keyed(target.of === 'goals' ? goalRow : taskRow));
  const basedOn = documentDigest(base.rows);
  return {
    target,
    lists: [{ shape, rows }],
    references,
    basedOn,
    baseVersion: base.version,
    stepRevision: step.revision,
    rowLimit: target.of === 'goals' ? 1000 : 5000,
    read: (book) => Promise.resolve(readStepFile({ target, shape, references, base, before: rows, basedOn, book })),
  };
}

const withoutCostOf = (row: unknown): unknown => (typeof row === 'object' && row !== null ? withoutCost(row) : row);

/** The step itself, for the checks of a draft. @throws Refused STEP_NOT_FOUND */
export async function stepOf(
  sql: Query,
  target: StepTarget,
): Promise<{ readonly cycle: CycleRow; readonly step: StepDetail }> {
  const cycle = await loadCycle(sql, target.cycleId);
  const step = await readStep(sql, reviewIdOf(target.cycleId, target.unitId), target.stepId);
  if (cycle === undefined || step?.kind !== target.of) throw new Refused('STEP_NOT_FOUND');
  return { cycle, step };
}

/** A row without an id is one of a draft that nobody has named yet. */
const keyed =
  (rowOf: (item: unknown) => RowTexts) =>
  (item: unknown, index: number): Keyed => {
    const texts = rowOf(item);
    return { key: texts.get('id') ?? `#${index}`, texts };
  };

async function baseOf(
  sql: Query,
  { of, cycleId, unitId }: StepTarget,
  step: StepDetail,
  mine: boolean,
): Promise<StepBase> {
  const part = of === 'goals' ? 'goals' : 'tasks';
  const inForce = of === 'goals' ? await goalsInForce(sql, cycleId, unitId) : await planInForce(sql, cycleId, unitId);
  const draft = mine ? await readDraft(sql, step.reviewId, step.id) : undefined;
  if (draft !== undefined) return { ...contentOf(draft.content, part), inForce, version: draft.version };
  const last = step.attempt > 1 ? (await listVersions(sql, step.reviewId, step.id)).at(-1) : undefined;
  if (last !== undefined) return { ...contentOf(last.content, part), inForce, version: 0 };
  return { rows: inForce, answers: [], inForce, version: 0 };
}

/** Nothing is believed about a draft; goals that hold nothing yet are passed over. */
function contentOf(content: unknown, part: 'goals' | 'tasks'): Pick<StepBase, 'rows' | 'answers'> {
  const said: Readonly<Record<string, unknown>> = typeof content === 'object' && content !== null ? { ...content } : {};
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);
  const rowOf = part === 'goals' ? goalRow : taskRow;
  return { rows: list(said[part]).filter((item) => rowOf(item).size > 0), answers: list(said['answers']) };
}

const named = ({ id, title, titleEn }: { id: string; title: string; titleEn?: string }): Reference => ({
  id,
  zh: title,
  en: titleEn ?? title,
});

async function goalReferences(sql: Query, { cycleId, unitId }: StepTarget, book: string): Promise<References> {
  const { objectives, swot, metrics } = await loadStrategy(sql, book);
  const above = await goalsAbove(sql, cycleId, unitId);
  const drafts = await draftGoalsAbove(sql, cycleId, unitId);
  const known = new Set(above.map(({ id }) => id));
  return {
    metric: metrics.map((metric) => ({
      ...named(metric),
      ...(metric.measuredIn !== undefined && { note: metric.measuredIn }),
    })),
    supports: [...objectives, ...above, ...drafts.filter(({ id }) => !known.has(id))].map(named),
    swot: swot.map(named),
  };
}

async function planReferences(sql: Query, { cycleId, unitId }: StepTarget): Promise<References> {
  const own = await goalsInForce(sql, cycleId, unitId);
  const people = await unitPeople(sql, unitId);
  return {
    goal: [...own, ...(await goalsAbove(sql, cycleId, unitId))].map(named),
    owner: people.map(({ id, nameZh, nameEn }) => ({ id, zh: nameZh, en: nameEn })),
  };
}

async function goalsAbove(sql: Query, cycleId: string, unitId: string) {
  const units = await unitsAbove(sql, unitId);
  return goalsOfUnits(
    sql,
    cycleId,
    units.map(({ id }) => id),
  );
}
