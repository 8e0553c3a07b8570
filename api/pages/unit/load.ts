import { type Component, monitor, type Result, type Scorecard } from '../../../domain/rules/index.js';
import { monitoredGoal } from '../../../domain/cycle/index.js';
import type { StepKind } from '../../../domain/process/index.js';
import { anyTime, can, type Field, fieldOfKind, type Telling } from '../../../domain/rights/index.js';
import { closingsOfUnit } from '../../../db/checkpoints.js';
import type { CycleRow } from '../../../db/cycles.js';
import { listLedger } from '../../../db/money.js';
import { listDeviations } from '../../../db/monitoring.js';
import { unitNames, unitPeople, unitsDirectlyBelow } from '../../../db/page-names.js';
import { latestResults, metricsById, type ResultRow } from '../../../db/results.js';
import { readSteps } from '../../../db/reviews.js';
import { listUnits } from '../../../db/organization.js';
import { tellingOf, unitsAround } from '../../../db/sight.js';
import { findingSentence, gradeSentence, stepSentence, type Titles } from '../../../messages/explanation.js';
import { reviewIdOf } from '../../../workflows/messages.js';
import type { ApiDeps } from '../../deps.js';
import { seesTalk } from '../../in-line.js';
import { Refused } from '../../refused.js';
import { changeWords, partTitles } from '../../result-words.js';
import { opensUnit, relationsTo, seesGoals } from '../../rights.js';
import type { Person } from '../../session.js';
import type { Reader } from '../reader.js';
import type { FormFacts } from '../steps/form-facts.js';
import { goalChain, loadFacts, unnamed } from '../steps/load-facts.js';
import { targetText } from '../steps/kinds/goals-shown.js';
import { mayAskChange } from './ask-change.js';
import type { ShownValue, UnitView } from './page.js';
import type { ShownLine, ShownUnitResult } from './result.js';

/** A unit in a cycle, as this person may see it. @throws Refused NOT_FOUND */
export async function loadUnit(
  { sql }: ApiDeps,
  reader: Reader,
  cycle: CycleRow,
  person: Person,
  unitId: string,
): Promise<UnitView> {
  const steps = await readSteps(sql, [reviewIdOf(cycle.id, unitId)]);
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
    sight.money ? listLedger(sql, cycle.id) : [],
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
    result: sight.result ? await shownResult(sql, reader, cycle.id, results[0], sight, facts) : { kind: 'hidden' },
    money: (['bonus', 'budget'] as const).flatMap((kind) => {
      const lines = ledger.filter((line) => line.unitId === unitId && line.kind === kind);
      const sum = lines.reduce((all, line) => all + BigInt(line.amountMinor), 0n);
      return lines.length === 0 ? [] : [{ kind, amountMinor: sum.toString(), currency: cycle.currency }];
    }),
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
      askChange: mayAskChange(cycle, person, unitId, facts.goals.length > 0),
      talk: await seesTalk(sql, person, cycle, unitId),
    },
  };
}

function metricTitles(reader: Reader, facts: FormFacts, metrics: readonly string[]): readonly string[] {
  return metrics.map((id) => {
    const metric = facts.metrics.find((each) => each.id === id);
    return metric === undefined ? id : reader.name({ nameZh: metric.title, nameEn: metric.titleEn });
  });
}

interface Sight {
  readonly steps: boolean;
  readonly result: boolean;
  /** Before it is published: those who make it. */
  readonly early: boolean;
  /** A member's is told in the talk, not by the publication. */
  readonly told: boolean;
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

async function shownResult(
  sql: ApiDeps['sql'],
  reader: Reader,
  cycleId: string,
  row: ResultRow | undefined,
  sight: Sight,
  facts: FormFacts,
): Promise<ShownUnitResult> {
  if (row === undefined) return { kind: 'none' };
  if (!sight.told || (row.publishedAt === null && !sight.early)) return { kind: 'untold' };
  const { result, scorecard } = row;
  const titles = partTitles(reader.language, scorecard, facts.goals, facts.metrics);
  const lines = partsOf(scorecard.root).map((id): ShownLine => {
    const line = result.lines[id];
    return {
      id,
      title: titles.get(id) ?? id,
      points: line?.points ?? null,
      weight: line?.weight ?? null,
      contribution: line?.contribution ?? null,
      steps: (line?.steps ?? []).map((step) => stepSentence(reader.language, step, titles)),
    };
  });
  return {
    kind: 'told',
    total: row.total,
    grade: row.grade,
    calibratedGrade: row.calibratedGrade,
    calibrationReason: row.calibrationReason,
    lines,
    words: wholeWords(reader, scorecard, result, titles),
    change: await changeWords(sql, reader.language, cycleId, row, { titles, told: !sight.early }),
    digests: result.digests,
  };
}

/** How the parts were put together, the grade, and what was found on the way. */
function wholeWords(reader: Reader, card: Scorecard, result: Result, titles: Titles): readonly string[] {
  const steps = result.lines[card.root.id]?.steps ?? [];
  const grade = gradeSentence(reader.language, card, result);
  return [
    ...steps.map((step) => stepSentence(reader.language, step, titles)),
    ...(grade === null ? [] : [grade]),
    ...result.findings.map((finding) => findingSentence(reader.language, finding, titles)),
  ];
}

/** All parts but the whole: what a group is made of stands before it. */
const partsOf = (part: Component): readonly string[] =>
  'parts' in part ? part.parts.flatMap((each) => [...partsOf(each), each.id]) : [];
