import { monitor } from '../../../domain/rules/index.js';
import { monitoredGoal } from '../../../domain/cycle/index.js';
import type { StepKind } from '../../../domain/process/index.js';
import { anyTime, can, type Field, fieldOfKind, type Telling } from '../../../domain/rights/index.js';
import { closingsOfUnit } from '../../../db/checkpoints.js';
import type { CycleRow } from '../../../db/cycles.js';
import { listSteps } from '../../../db/inbox.js';
import { balancesOfUnit } from '../../../db/ledger.js';
import { listDeviations } from '../../../db/monitoring.js';
import { unitNames, unitPeople, unitsDirectlyBelow } from '../../../db/page-names.js';
import { latestResults, metricsById } from '../../../db/results.js';
import { readSteps } from '../../../db/reviews.js';
import { listUnits } from '../../../db/organization.js';
import { tellingOf, unitsAround } from '../../../db/sight.js';
import { reviewIdOf } from '../../../workflows/messages.js';
import type { ApiDeps } from '../../deps.js';
import { developsUnit } from '../../development.js';
import { seesTalk } from '../../in-line.js';
import { mayNominate } from '../../open-nomination.js';
import { Refused } from '../../refused.js';
import { opensUnit, relationsTo, seesGoals } from '../../rights.js';
import type { Person } from '../../session.js';
import { untoldSteps } from '../../told-steps.js';
import { improvementOfUnit } from '../improvement/load.js';
import type { Reader } from '../reader.js';
import type { FormFacts } from '../steps/form-facts.js';
import { goalChain, loadFacts, unnamed } from '../steps/load-facts.js';
import { targetText } from '../steps/kinds/goals-shown.js';
import { mayAskChange } from './asks.js';
import type { UnitView } from './page.js';
import type { ShownValue } from './values-table.js';
import { type ResultSight, shownResult } from './result-load.js';

/** A unit in a cycle, as this person may see it. @throws Refused NOT_FOUND */
export async function loadUnit(
  { sql }: ApiDeps,
  reader: Reader,
  cycle: CycleRow,
  person: Person,
  unitId: string,
): Promise<UnitView> {
  const all = await listSteps(sql, reviewIdOf(cycle.id, unitId));
  const hidden = await untoldSteps(sql, person, cycle, all);
  const steps = (await readSteps(sql, [reviewIdOf(cycle.id, unitId)])).filter(({ id }) => !hidden.has(id));
  const [unit] = (await listUnits(sql)).filter((each) => each.id === unitId);
  if (unit === undefined || (steps.length === 0 && cycle.state !== 'planned')) throw new Refused('NOT_FOUND');
  const sight = await sightOf(sql, person, cycle.id, unitId);
  const facts = await loadFacts(sql, cycle, { unitId, kind: 'goals', stepId: 'goals', opensAt: 0 });
  const [people, below, raters, chain, results, ledger] = await Promise.all([
    unitPeople(sql, unitId),
    unitsDirectlyBelow(sql, cycle.id, unitId),
    unitNames(
      sql,
      steps.flatMap((step) => step.raterUnitId ?? []),
    ),
    goalChain(sql, cycle.id, unitId, facts.goals),
    sight.result ? latestResults(sql, cycle.id, unitId) : [],
    sight.money ? balancesOfUnit(sql, cycle.id, unitId) : [],
  ]);
  return {
    cycle: { id: cycle.id, title: cycle.title, zone: cycle.zone, now: cycle.clock.now },
    unitId,
    unit,
    head: people.find((each) => each.id === unit.head) ?? null,
    members: people.filter((each) => each.id !== unit.head),
    below,
    steps: steps.map((step) => ({
      stepId: step.id,
      kind: step.kind,
      rater: step.raterUnitId === null ? null : (raters.get(step.raterUnitId) ?? unnamed(step.raterUnitId)),
      state: step.state,
      outcome: sight.decided(step.kind) ? step.outcome : null,
      attempt: step.attempt,
      opensAt: step.opensAt,
      dueAt: step.dueAt,
    })),
    facts,
    values: await valuesOf(sql, cycle, facts),
    chain,
    result: sight.result
      ? await shownResult(sql, reader, { cycleId: cycle.id, unitId, steps }, results[0], sight, facts)
      : { kind: 'hidden' },
    money: ledger.map((line) => ({ ...line, currency: cycle.currency })),
    improvement: await improvementOfUnit(sql, person, cycle, unitId),
    withoutData: (await closingsOfUnit(sql, cycle.id, unitId))
      .filter((each) => each.missing.length > 0)
      .map(({ on, reported, missing }) => ({ on, reported, metrics: metricTitles(reader, facts, missing) })),
    may: {
      audit: sight.audit,
      steps: sight.steps,
      goals: await seesGoals(sql, person, unitId),
      plan: sight.plan,
      money: sight.money,
      costs: sight.costs,
      asks: {
        change: mayAskChange(cycle, person, unitId, facts.goals.length > 0),
        nomination: await mayNominate(sql, cycle, unitId, person.id),
      },
      talk: await seesTalk(sql, person, cycle, unitId),
      develops:
        cycle.state === 'running' &&
        cycle.subjects.includes(unitId) &&
        (await developsUnit(sql, person, cycle, unitId)) !== null,
      development: cycle.subjects.includes(unitId) && (sight.audit || person.memberOf.includes(unitId)),
      report: sight.result && (sight.audit || sight.told),
    },
  };
}

function metricTitles(reader: Reader, facts: FormFacts, metrics: readonly string[]): readonly string[] {
  return metrics.map((id) => {
    const metric = facts.metrics.find((each) => each.id === id);
    return metric === undefined ? id : reader.name({ nameZh: metric.title, nameEn: metric.titleEn });
  });
}

interface Sight extends ResultSight {
  readonly steps: boolean;
  readonly result: boolean;
  readonly money: boolean;
  readonly costs: boolean;
  readonly audit: boolean;
  readonly plan: boolean;
  /** How a step of that kind ended. */
  readonly decided: (kind: StepKind) => boolean;
}

/** Which groups of the unit this person sees, once published and once told: the table is asked for each. */
async function sightOf(sql: ApiDeps['sql'], person: Person, cycleId: string, unitId: string): Promise<Sight> {
  if (!opensUnit(person, unitId, await unitsAround(sql, person.id))) throw new Refused('FORBIDDEN');
  const standing = await relationsTo(sql, person, unitId);
  const { published, told } = await tellingOf(sql, cycleId, unitId);
  const at = (telling: Telling, field: Field): boolean => can(person, 'see', standing, { ...anyTime, telling }, field);
  const now: Telling = told ? 'told' : published ? 'published' : 'secret';
  return {
    steps: at(now, 'report'),
    result: at('told', 'result'),
    early: at('secret', 'result'),
    told: at(now, 'result'),
    ratings: at(now, 'rating'),
    money: at(now, 'amount'),
    costs: at(now, 'cost'),
    audit: at(now, 'journal'),
    plan: at(now, 'plan'),
    decided: (kind) => at(now, fieldOfKind[kind]),
  };
}

/** Expected against actual, on the day of the newest value of each goal's metric. */
async function valuesOf(sql: ApiDeps['sql'], cycle: CycleRow, facts: FormFacts): Promise<readonly ShownValue[]> {
  const measured = facts.goals.filter((goal) => goal.metric !== undefined);
  const metrics = await metricsById(
    sql,
    cycle,
    measured.flatMap((goal) => goal.metric ?? []),
  );
  const deviations = await listDeviations(sql, cycle.id);
  return measured.map((goal): ShownValue => {
    const newest = facts.known.filter((value) => value.metric === goal.metric).at(-1);
    const none = { expected: null, made: null, forecast: null, severity: null };
    const shown = {
      goalId: goal.id,
      title: goal.title,
      target: targetText(goal),
      on: newest?.on ?? null,
      value: newest?.value ?? null,
    };
    if (newest === undefined) return { ...shown, ...none };
    const accrual = metrics.get(goal.metric ?? '')?.accrual ?? 'level';
    const watched = monitoredGoal({ goal, value: newest.value, accrual });
    if (watched === null) return { ...shown, ...none };
    const { lines } = monitor({
      format: 'perfcycle/monitor@1',
      period: { start: cycle.periodStart, end: cycle.periodEnd },
      on: newest.on,
      ...cycle.template.monitoring,
      goals: [watched],
    });
    const line = lines[goal.id];
    const found = line === undefined || 'state' in line ? {} : line;
    const severity = deviations.find((row) => row.goalId === goal.id && row.on === newest.on)?.severity ?? null;
    return {
      ...shown,
      expected: found.expected ?? null,
      made: found.made ?? null,
      forecast: found.forecast ?? null,
      severity,
    };
  });
}
