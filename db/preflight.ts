import type { Calendar } from '../domain/dates.js';
import { type FeedbackRhythm, rhythmAdvice } from '../domain/feedback-rhythm.js';
import type { PreflightCode, PreflightFinding } from '../domain/preflight.js';
import type { Template } from '../domain/template.js';
import { appealsOutlast, type AppealWindow } from '../documents/template-appeal.js';
import { localDay } from '../documents/schedule.js';
import { calendarWarnings, timesOutOfOrder } from '../documents/schedule-checks.js';
import type { Query } from './connect.js';
import type { NewCycle } from './cycles.js';
import { ownLineUnits } from './own-lines.js';
import { stepsWithoutPersons } from './preflight-persons.js';

export interface PreflightInput {
  readonly cycle: Omit<NewCycle, 'startedBy'>;
  readonly template: Template;
  readonly calendar: Calendar;
  readonly appeals: readonly AppealWindow[];
}

/** As many ids as a person reads; the finding stands for the others too. */
const mostNamed = 50;

interface SubjectRow {
  readonly id: string;
  readonly kind: string;
  readonly headed: boolean;
  readonly payroll: boolean;
  readonly budget: boolean;
  readonly metrics: boolean;
  readonly raters: number;
  readonly headless: string[];
}

/** Everything to look at before a cycle starts; a few set-based queries, whatever the number of units. */
export async function preflight(sql: Query, input: PreflightInput): Promise<readonly PreflightFinding[]> {
  const { cycle, template } = input;
  const units = await readSubjects(sql, cycle.subjects);
  const findings: PreflightFinding[] = [];
  const find = (severity: PreflightFinding['severity'], code: PreflightCode, at: readonly string[]): void => {
    if (at.length > 0) findings.push({ code, severity, at: [...new Set(at)].slice(0, mostNamed) });
  };
  const unitsThat = (is: (unit: SubjectRow) => boolean): string[] => units.filter(is).map((unit) => unit.id);
  if (units.length === 0) find('error', 'NO_SUBJECTS', [cycle.rootUnit]);
  find(
    'error',
    'UNIT_WITHOUT_HEAD',
    unitsThat((unit) => !unit.headed),
  );
  for (const { step, at } of await stepsWithoutPersons(
    sql,
    cycle.schedule,
    unitsThat((unit) => unit.headed),
  )) {
    find('error', 'STEP_WITHOUT_PERSONS', [step, ...at]);
  }
  const late = appealsOutlast(input.appeals, cycle.schedule, cycle.zone) ? ['appeal'] : [];
  find('error', 'TIMES_OUT_OF_ORDER', [...timesOutOfOrder(cycle.schedule), ...late]);
  for (const { year, steps } of calendarWarnings(cycle.schedule, input.calendar, cycle.zone)) {
    find('warning', 'CALENDAR_UNKNOWN', [year, ...steps]);
  }
  find(
    'warning',
    'UNIT_WITHOUT_METRICS',
    unitsThat((unit) => !unit.metrics),
  );
  if (template.steps.some((step) => step.scope === 'raters')) {
    find(
      'warning',
      'UNIT_WITHOUT_RATERS',
      unitsThat((unit) => unit.raters === 0),
    );
    find(
      'warning',
      'RATER_WITHOUT_HEAD',
      units.flatMap((unit) => unit.headless),
    );
  }
  const subjects = new Set(cycle.subjects);
  find(
    'warning',
    'GUARD_UNIT_UNKNOWN',
    template.guards.map((guard) => guard.unit).filter((unit) => !subjects.has(unit)),
  );
  bases(template, units, find);
  const own = await ownLines(sql, input, find);
  find('warning', 'DECIDER_HEADS_A_UNIT', await financeHeads(sql, input, own));
  for (const { code, at } of rhythmAdvice(await rhythmOf(sql, cycle))) find('advice', code, at);
  if (cycle.mode === 'real') await realTime(sql, input, find);
  return findings;
}

type Find = (severity: PreflightFinding['severity'], code: PreflightCode, at: readonly string[]) => void;

async function readSubjects(sql: Query, subjects: readonly string[]): Promise<readonly SubjectRow[]> {
  // The raters of all units at once: asked per unit, ten thousand take many seconds until the tables are analyzed.
  return sql<SubjectRow[]>`
    WITH raters AS MATERIALIZED (
      SELECT k.unit_id, count(*)::int AS raters,
             array_agg(r.id::text ORDER BY k.position) FILTER (WHERE NOT coalesce(h.active, false)) AS headless
        FROM cooperation k JOIN units r ON r.id = k.rater_unit_id LEFT JOIN persons h ON h.id = r.head_id
       WHERE k.unit_id = ANY (${subjects as string[]}::text[]) GROUP BY k.unit_id
    )
    SELECT u.id, u.kind, coalesce(p.active, false) AS headed, u.payroll_base IS NOT NULL AS payroll,
           u.budget_base_minor IS NOT NULL AS budget, EXISTS (SELECT FROM metrics m WHERE m.unit_id = u.id) AS metrics,
           coalesce(k.raters, 0) AS raters, coalesce(k.headless, '{}') AS headless
      FROM unnest(${subjects as string[]}::text[]) WITH ORDINALITY AS s (id, position)
      JOIN units u ON u.id = s.id LEFT JOIN persons p ON p.id = u.head_id LEFT JOIN raters k ON k.unit_id = u.id
     ORDER BY s.position`;
}

/** Bases that a proposal would lack in the end; a bonus goes without any, but not with some. */
function bases(template: Template, units: readonly SubjectRow[], find: Find): void {
  const { bonus, budget } = template;
  if (bonus !== undefined) {
    const sharing = units.filter((unit) => bonus.kinds.includes(unit.kind));
    const lacking = sharing.filter((unit) => !unit.payroll);
    if (lacking.length < sharing.length)
      find(
        'warning',
        'BONUS_BASE_MISSING',
        lacking.map((unit) => unit.id),
      );
  }
  if (budget !== undefined) {
    const lacking = units.filter((unit) => budget.kinds.includes(unit.kind) && !unit.budget);
    find(
      'warning',
      'BUDGET_BASE_MISSING',
      lacking.map((unit) => unit.id),
    );
  }
}

/** Finance's own lines; told of where there is none among the units: then finance decides all of them. */
async function ownLines(sql: Query, { cycle, template }: PreflightInput, find: Find): Promise<readonly string[]> {
  const subjects = new Set(cycle.subjects);
  const all: string[] = [];
  for (const kind of ['bonus', 'budget'] as const) {
    const rules = template[kind];
    if (rules === undefined) continue;
    const own = await ownLineUnits(sql, rules, cycle.subjects);
    if (!own.some((unit) => subjects.has(unit))) find('warning', 'OWN_UNIT_UNKNOWN', [rules.ownUnit ?? kind]);
    all.push(...own);
  }
  return all;
}

/** Persons of finance who head or belong to a unit whose line finance decides: nobody decides about their own unit. */
async function financeHeads(
  sql: Query,
  { cycle, template }: PreflightInput,
  own: readonly string[],
): Promise<readonly string[]> {
  if (!template.steps.some((step) => step.decider === 'finance')) return [];
  const rows = await sql<{ id: string }[]>`
    SELECT DISTINCT r.person_id AS id FROM person_roles r
      JOIN units u ON u.head_id = r.person_id OR u.id IN (SELECT m.unit_id FROM unit_members m WHERE m.person_id = r.person_id)
     WHERE r.role = 'finance' AND u.id = ANY (${cycle.subjects as string[]}) AND u.id <> ALL (${own as string[]}) ORDER BY 1`;
  return rows.map((row) => row.id);
}

/** When the units hear how it goes, and how often their metrics have something to say. */
async function rhythmOf(sql: Query, cycle: PreflightInput['cycle']): Promise<FeedbackRhythm> {
  const { schedule, zone } = cycle;
  const opening = (kinds: readonly string[]) =>
    schedule.steps
      .filter(({ kind, scope }) => scope !== 'cycle' && kinds.includes(kind))
      .map(({ id, opensAt }) => ({ id, on: localDay(opensAt, zone) }));
  const monitoring = schedule.phases.find(({ id }) => id === 'monitoring');
  return {
    monitoringFrom: monitoring === undefined ? null : localDay(monitoring.opensAt, zone),
    checkpoints: opening(['checkpoint']),
    judgements: opening(['evaluation', 'feedback']),
    closesOn: localDay(schedule.closesAt, zone),
    metrics: await sql<FeedbackRhythm['metrics'][number][]>`
      SELECT id, cadence FROM metrics WHERE unit_id = ANY (${cycle.subjects as string[]}) AND cadence IS NOT NULL ORDER BY id`,
  };
}

async function realTime(sql: Query, { cycle }: PreflightInput, find: Find): Promise<void> {
  const [clock] = await sql<{ now: number }[]>`SELECT clock_timestamp() AS now`;
  const now = clock?.now ?? 0;
  if (cycle.schedule.closesAt <= now) find('error', 'CYCLE_IS_OVER', [cycle.id]);
  find(
    'warning',
    'DUE_BEFORE_NOW',
    cycle.schedule.steps.filter((plan) => plan.dueAt <= now).map((plan) => plan.id),
  );
  const others = await sql<{ id: string }[]>`
    SELECT id FROM cycles WHERE mode = 'real' AND state <> 'closed' AND id <> ${cycle.id}
       AND subjects && ${cycle.subjects as string[]} AND period_start <= ${cycle.periodEnd}::date
       AND period_end >= ${cycle.periodStart}::date ORDER BY id`;
  find(
    'warning',
    'CYCLE_OVERLAPS',
    others.map((other) => other.id),
  );
}
