/** A cycle of the sample organization with the story's year in it, row by row, without any workflow. */
import { readFileSync } from 'node:fs';
import { MockActivityEnvironment } from '@temporalio/testing';
import { commandIdOf, sha256Hex } from '../../documents/digest.js';
import { resolveSchedule } from '../../documents/schedule.js';
import {
  type ContentPlace,
  putGoalsInForce,
  putGoalsStanding,
  writeMetricValues,
  writeRatings,
} from '../../db/content.js';
import { json, type Sql } from '../../db/connect.js';
import { createCycle, populateCycle } from '../../db/cycles.js';
import { enterPhase } from '../../db/sweep.js';
import { loadTemplate } from '../../db/templates.js';
import type { GoalsContent } from '../../domain/process/index.js';
import type { Facts, Scorecard } from '../../domain/rules/index.js';
import type { Allocation, Budget, BudgetDocument, PoolDocument } from '../../domain/rules/index.js';
import type { Guard } from '../../domain/template.js';
import { guardOf } from '../../domain/cycle/index.js';
import { goalsOf, qualityGuard } from '../../players/story/goals.js';
import { readings, teamwork, valueDays } from '../../players/story/values.js';
import { reviewIdOf } from '../../workflows/messages.js';

export const units = ['sales', 'marketing', 'production', 'quality', 'rnd', 'finance', 'sales-new'] as const;

const heads: Readonly<Record<string, string>> = {
  hq: 'chen-mingyuan',
  sales: 'lin-xiao',
  'sales-new': 'jiang-tao',
  marketing: 'su-qing',
  production: 'zhao-gang',
  quality: 'he-jing',
  rnd: 'fang-yuan',
  finance: 'qian-hui',
};
export const headOf = (unit: string): string => heads[unit] ?? 'chen-mingyuan';

interface StoryResults {
  readonly units: Readonly<
    Record<
      string,
      {
        readonly scorecard: Scorecard;
        readonly facts: Facts;
        readonly expect: { readonly total: string; readonly grade: string; readonly lines: Record<string, unknown> };
      }
    >
  >;
  readonly bonus: { readonly document: PoolDocument; readonly expect: Allocation };
  readonly budget: { readonly document: BudgetDocument; readonly expect: Budget };
}

export const storyDocument = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../domain/story/${name}.json`, import.meta.url), 'utf8'));
export const storyResults = storyDocument('results') as StoryResults;
export const resultsAfterAppeal = storyDocument('results-after-appeal') as StoryResults;

/** Runs an activity as the worker would: with a context to heartbeat to. */
export function asActivity<In, Out>(activity: (input: In) => Promise<Out>, input: In): Promise<Out> {
  return new MockActivityEnvironment().run<[In], Out, (input: In) => Promise<Out>>(activity, input);
}

/** The cycle with its reviews and steps, running, its clock at its first instant. */
export async function insertCycle(sql: Sql, id: string, mode: 'real' | 'rehearsal' = 'rehearsal'): Promise<void> {
  await planCycle(sql, id, mode);
  await populateCycle(sql, id);
  await enterPhase(sql, id, 'goal-setting');
}

/** Under the name that the story's documents give it. */
function storyGuard(): Guard {
  const held = goalsOf('production').find(({ id }) => id === qualityGuard.hold);
  if (held === undefined) throw new Error('nothing to hold');
  const guard = guardOf(qualityGuard, held);
  return { ...guard, gate: { ...guard.gate, id: 'quality-guard' } };
}

/** The cycle as the api leaves it: its workflow opens it. A rehearsal's clock is held. */
export async function planCycle(sql: Sql, id: string, mode: 'real' | 'rehearsal' = 'rehearsal'): Promise<void> {
  const template = await anyTemplate(sql);
  const place = { periodStart: '2027-01-01', periodEnd: '2027-12-31', zone: 'Asia/Shanghai' };
  // In the story it comes of an alignment; here the template has it from the start.
  await sql`UPDATE templates SET document = document || ${json(sql, { guards: [storyGuard()] })} WHERE id = ${template.id}`;
  const schedule = resolveSchedule(template.document, place, { holidays: ['2027-01-01'], workdays: [] });
  await createCycle(sql, {
    ...place,
    id,
    mode,
    title: '远航 2027',
    templateId: template.id,
    templateRevision: template.revision,
    rootUnit: 'hq',
    subjects: ['sales', 'sales-new', 'marketing', 'production', 'quality', 'rnd', 'finance'],
    currency: 'CNY',
    schedule,
    player: { kind: 'people' },
    rate: 0,
    held: true,
    startedBy: 'zhou-min',
  });
}

async function anyTemplate(sql: Sql) {
  const [row] = await sql<{ id: string }[]>`SELECT id FROM templates ORDER BY id <> 'balanced-year', id LIMIT 1`;
  const template = row === undefined ? undefined : await loadTemplate(sql, row.id, null);
  if (template === undefined) throw new Error('no template');
  return template;
}

let commands = 0;

/** A settled command to hang content on; returns its place. */
export async function insertCommand(
  sql: Sql,
  it: {
    readonly cycleId: string;
    readonly unit: string | null;
    readonly step: string;
    readonly by: string;
    readonly body?: unknown;
    readonly decision?: string;
  },
): Promise<ContentPlace> {
  commands += 1;
  const commandId = commandIdOf(it.by, `test-${commands}`);
  const reviewId = reviewIdOf(it.cycleId, it.unit);
  await sql`
    INSERT INTO commands (id, cycle_id, review_id, step_id, act, decision, actor_id, principal_id, body, body_digest,
                          step_revision, review_revision, received_at, received_wall, state, settled_at, delivered_at)
    VALUES (${commandId}, ${it.cycleId}, ${reviewId}, ${it.step}, ${it.decision === undefined ? 'submit' : 'approve'},
            ${it.decision ?? null}, ${it.by}, ${it.by}, ${json(sql, it.body ?? {})}, ${sha256Hex(commandId)}, 0, 0,
            clock_timestamp(), clock_timestamp(), 'applied', clock_timestamp(), clock_timestamp())`;
  return { cycleId: it.cycleId, reviewId, unitId: it.unit ?? '', stepId: it.step, commandId, at: Date.now() };
}

/** A unit's submit, as `record` keeps it: the next version of the step's content. */
export async function insertSubmit(
  sql: Sql,
  it: { readonly cycleId: string; readonly unit: string; readonly step: string; readonly body: object },
): Promise<void> {
  const place = await insertCommand(sql, { ...it, by: headOf(it.unit) });
  await sql`
    INSERT INTO step_versions (review_id, step_id, version, attempt, command_id, content, content_digest, written_at)
    SELECT ${place.reviewId}, ${it.step}, coalesce(max(version), 0) + 1, 1, ${place.commandId}, ${json(sql, it.body)}, '',
           ${place.at}::timestamptz
      FROM step_versions WHERE review_id = ${place.reviewId} AND step_id = ${it.step}`;
  if (it.step === 'goals') await putGoalsStanding(sql, place, it.body as GoalsContent);
}

export async function insertGoals(sql: Sql, cycleId: string): Promise<void> {
  for (const unit of units) {
    const place = await insertCommand(sql, { cycleId, unit, step: 'goals', by: headOf(unit) });
    await putGoalsInForce(sql, place, { goals: goalsOf(unit), answers: [] });
  }
}

/** The values of these days, in the cycle's own book or another; `without` names metrics that nobody reports. */
export async function insertValues(
  sql: Sql,
  cycleId: string,
  options: { readonly days?: readonly string[]; readonly book?: string; readonly without?: readonly string[] } = {},
): Promise<void> {
  for (const { unit, metric, values } of readings) {
    if (options.without?.includes(metric)) continue;
    const entries = valueDays.flatMap((on, index) => {
      const value = values[index];
      return value === undefined || options.days?.includes(on) === false ? [] : [{ metric, on, value }];
    });
    await insertValue(sql, cycleId, unit, options.book ?? cycleId, entries);
  }
}

export async function insertValue(
  sql: Sql,
  cycleId: string,
  unit: string,
  book: string,
  entries: readonly {
    readonly metric: string;
    readonly on: string;
    readonly value: string;
    readonly reason?: string;
  }[],
): Promise<void> {
  const place = await insertCommand(sql, { cycleId, unit, step: 'self-evaluation', by: headOf(unit) });
  await writeMetricValues(sql, book, place, headOf(unit), entries);
}

export async function insertRatings(sql: Sql, cycleId: string): Promise<void> {
  for (const { unit, superior, cooperating } of teamwork) {
    await insertRating(sql, { cycleId, unit, step: 'evaluation', role: 'superior', by: 'hq', value: superior });
    for (const [by, value] of cooperating) {
      await insertRating(sql, { cycleId, unit, step: `rating/${by}`, role: 'cooperating', by, value });
    }
  }
}

export async function insertRating(
  sql: Sql,
  it: {
    readonly cycleId: string;
    readonly unit: string;
    readonly step: string;
    readonly role: 'superior' | 'cooperating';
    readonly by: string;
    readonly value: string;
    readonly evidence?: readonly string[];
  },
): Promise<void> {
  const place = await insertCommand(sql, { cycleId: it.cycleId, unit: it.unit, step: it.step, by: headOf(it.by) });
  const rating = { item: 'teamwork', value: it.value, evidence: it.evidence ?? ['minutes'] };
  await writeRatings(sql, place, { role: it.role, unitId: it.by, personId: headOf(it.by) }, [rating]);
}

/** The whole year: goals, all values, all ratings. */
export async function insertYear(sql: Sql, cycleId: string): Promise<void> {
  await insertGoals(sql, cycleId);
  await insertValues(sql, cycleId);
  await insertRatings(sql, cycleId);
}

/** A step of the cycle's own, submitted by one and ended by another. */
export async function endStep(
  sql: Sql,
  it: {
    readonly cycleId: string;
    readonly step: string;
    readonly content: unknown;
    readonly submitter?: string;
    readonly decider: string;
    readonly outcome?: 'approved' | 'forwarded';
  },
): Promise<void> {
  const { cycleId, step, content, decider, submitter = 'zhou-min', outcome = 'approved' } = it;
  const submit = await insertCommand(sql, { cycleId, unit: null, step, by: submitter, body: content });
  await sql`
    INSERT INTO step_versions (review_id, step_id, version, attempt, command_id, content, content_digest, written_at)
    SELECT ${cycleId}, ${step}, coalesce(max(version), 0) + 1, 1, ${submit.commandId}, ${json(sql, content)}, '', ${Date.now()}
      FROM step_versions WHERE review_id = ${cycleId} AND step_id = ${step}`;
  await sql`
    UPDATE steps SET state = 'done', outcome = ${outcome}, submitted_by = ${[submitter]}, submit_command = ${submit.commandId},
           decided_by = ${outcome === 'approved' ? decider : null}, ended_at = ${Date.now()}
     WHERE review_id = ${cycleId} AND step_id = ${step}`;
}

/** Opens an ended step again, as a re-score does. */
export async function reopenStep(sql: Sql, cycleId: string, step: string): Promise<void> {
  await sql`
    UPDATE steps SET state = 'open', outcome = NULL, attempt = attempt + 1, submitted_by = '{}', decided_by = NULL,
           ended_at = NULL WHERE review_id = ${cycleId} AND step_id = ${step}`;
}
