import type {
  Bounds,
  Capacity,
  Goal,
  GoalsDocument,
  Metric,
  MonitorDocument,
  MonitoredGoal,
  Period,
  Point,
  SwotEntry,
  Task,
} from '../../domain/rules/index.js';
import { decimal, made, type Random } from './random.js';

const dayMs = 86_400_000;
const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
const daysBetween = (first: string, last: string): number => (Date.parse(last) - Date.parse(first)) / dayMs;
const isWorked = (day: string, holidays: readonly string[], workdays: readonly string[]): boolean =>
  workdays.includes(day) || (new Date(day).getUTCDay() % 6 !== 0 && !holidays.includes(day));

function period(random: Random): Period {
  const start = random.pick(['2027-01-01', '2028-02-01', '2026-12-28', '2028-01-01', '1999-12-31']);
  return { start, end: dayAfter(start, random.pick([0, 13, 30, 89, 364, 365])) };
}

/** Mostly within the period, now and then around it. */
const dayNear = (random: Random, { start, end }: Period): string =>
  random.oneIn(10)
    ? dayAfter(start, random.int(-9, -1))
    : random.oneIn(10)
      ? dayAfter(end, random.int(1, 9))
      : dayIn(random, { start, end });
const dayIn = (random: Random, { start, end }: Period): string =>
  random.oneIn(5) ? random.pick([start, end]) : dayAfter(start, random.int(0, daysBetween(start, end)));

const unitIds = ['hq', 'Sales', 'sales-new', 'rnd', 'rnd.lab', '9', 'constructor'] as const;
const directions = ['higher', 'lower', 'in-band'] as const;

/** A tree, the later units below earlier ones; sometimes a second root. */
const unitsOf = (random: Random): GoalsDocument['units'] => {
  const ids = unitIds.slice(0, random.int(1, unitIds.length));
  const units = ids.map((id, index) =>
    made<GoalsDocument['units'][number]>({
      id,
      parent: index === 0 || random.oneIn(6) ? undefined : random.pick(ids.slice(0, index)),
    }),
  );
  return random.shuffled(units);
};

function metricsOf(random: Random, units: readonly string[]): readonly Metric[] {
  const ids = ['cost', 'Quality', 'revenue', 'close-days', 'toString'].slice(0, random.int(0, 5));
  return ids.map((id) =>
    made<Metric>({
      id,
      unit: random.pick(units),
      measuredIn: random.pick(['%', '天', '', undefined, '%', '%']),
      better: random.pick([...directions, 'higher', 'lower']),
      source: random.pick([undefined, 'manual', 'collected']),
      accrual: random.pick([undefined, 'level', 'accumulating']),
      tension: random.oneIn(2) ? random.some(ids, 2) : undefined,
      history: random.oneIn(2) ? random.list(0, 4, () => decimal(random, 0, 40)) : undefined,
    }),
  );
}

const swotOf = (random: Random): readonly SwotEntry[] =>
  random.list(0, 5, (index) =>
    made<SwotEntry>({
      id: `swot-${index}`,
      kind: random.pick(['strength', 'weakness', 'opportunity', 'threat']),
      title: '',
      key: random.pick([undefined, false, true, true]),
    }),
  );

interface Draft {
  readonly random: Random;
  readonly period: Period;
  readonly units: readonly string[];
  readonly metrics: readonly string[];
  readonly objectives: readonly string[];
  readonly swot: readonly string[];
}

function goalOf(draft: Draft, id: string, unit: string, ids: readonly string[]): Goal {
  const { random, metrics, objectives, swot } = draft;
  const baseline = random.oneIn(5) ? undefined : decimal(random, 0, 40);
  const target = random.oneIn(10) ? baseline : random.oneIn(10) ? undefined : decimal(random, 0, 60);
  const supported = [...objectives, ...objectives, ...ids, 'elsewhere/growth'];
  return made<Goal>({
    id,
    unit,
    title: '业绩',
    kind: random.pick([undefined, 'kpi', 'qualitative']),
    metric: metrics.length > 0 && !random.oneIn(6) ? random.pick(metrics) : undefined,
    direction: random.oneIn(3) ? random.pick(directions) : undefined,
    baseline,
    target: random.oneIn(12) ? { low: '5', high: decimal(random, 5, 9) } : target,
    weight: random.oneIn(10)
      ? undefined
      : random.pick(['0', '10', '20.0', '25', '40', '50', '100', decimal(random, 0, 60)]),
    due: random.oneIn(12) ? undefined : dayNear(random, draft.period),
    supports: random.oneIn(12) ? undefined : random.pick(supported),
    swot: random.maybe(() => random.some(swot, 3)),
    rubric: random.oneIn(2) ? undefined : random.list(0, 2, () => '5 exceeds'),
  });
}

function taskOf(
  draft: Draft,
  id: string,
  ids: readonly string[],
  goals: readonly string[],
  worked: readonly string[],
): Task {
  const { random } = draft;
  const day = random.pick(worked);
  const start = random.oneIn(12) ? undefined : dayAfter(day, -random.int(0, 6));
  const end = random.oneIn(12) ? undefined : dayAfter(day, random.pick([0, 0, 1, 6, 29]));
  return made<Task>({
    id,
    unit: random.pick(draft.units),
    goal: random.oneIn(10) || goals.length === 0 ? 'elsewhere/growth' : random.pick(goals),
    title: '',
    owner: random.oneIn(8) ? undefined : 'p-1',
    effortDays: random.oneIn(6) ? undefined : decimal(random, 0, 24),
    start,
    end,
    after: random.oneIn(2) ? random.some(ids, 2) : undefined,
    costMinor: random.oneIn(6) ? undefined : String(random.int(0, 90_000)),
  });
}

function capacityOf(draft: Draft): Capacity {
  const { random } = draft;
  const from = dayNear(random, draft.period);
  return made<Capacity>({
    unit: random.pick(draft.units),
    from,
    to: dayAfter(from, random.pick([0, 6, 30, 364, 364])),
    personDays: random.oneIn(5) ? undefined : decimal(random, 0, 12),
    budgetMinor: random.oneIn(5) ? undefined : String(random.int(0, 60_000)),
  });
}

const boundsOf = (random: Random): Bounds => ({
  goals: [random.int(0, 2), random.int(2, 5)],
  weight: [decimal(random, 0, 20), decimal(random, 21, 60)],
  weightTotal: random.pick(['100', '100.0', '50']),
});

/** Goals with everything that may be wrong about them; in half of the documents with a plan too. */
export function goals(random: Random): GoalsDocument {
  const time = period(random);
  const units = unitsOf(random);
  const unitsOnly = units.map(({ id }) => id);
  const metrics = metricsOf(random, unitsOnly);
  const objectives = random.list(0, 3, (index) => ({ id: `O${index}`, title: '' }));
  const swot = swotOf(random);
  const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
  const draft = {
    random,
    period: time,
    units: unitsOnly,
    metrics: ids(metrics),
    objectives: ids(objectives),
    swot: ids(swot),
  };
  const places = random.list(0, 7, (index) => {
    const unit = random.pick(unitsOnly);
    return { unit, id: `${unit}/${random.pick(['Growth', 'cost', 'a', 'Z'])}-${index}` };
  });
  const calendar = calendarOf(random, time);
  return made<GoalsDocument>({
    format: 'perfcycle/goals@1',
    period: time,
    bounds: random.maybe(() => boundsOf(random)),
    units,
    objectives: objectives.length === 0 && random.oneIn(2) ? undefined : objectives,
    swot: swot.length === 0 && random.oneIn(2) ? undefined : swot,
    metrics: metrics.length === 0 && random.oneIn(2) ? undefined : metrics,
    goals: places.map(({ id, unit }) => goalOf(draft, id, unit, ids(places))),
    ...(random.oneIn(2) && planOf(draft, ids(places), calendar)),
    calendar:
      random.oneIn(4) && calendar.holidays === undefined && calendar.workdays === undefined ? undefined : calendar,
  });
}

function calendarOf(random: Random, time: Period): NonNullable<GoalsDocument['calendar']> {
  const days = () => random.maybe(() => random.list(0, 6, () => dayIn(random, time)));
  return made<NonNullable<GoalsDocument['calendar']>>({ holidays: days(), workdays: days() });
}

/** Tasks around worked days, so that each has one; chains and circles among them. */
function planOf(
  draft: Draft,
  goalIds: readonly string[],
  { holidays = [], workdays = [] }: NonNullable<GoalsDocument['calendar']>,
) {
  const { random } = draft;
  const days = Array.from({ length: 60 }, () => dayNear(random, draft.period));
  const worked = days.filter((day) => isWorked(day, holidays, workdays));
  const ids = worked.length === 0 ? [] : random.list(0, 6, (index) => `${random.pick(['T', 't'])}-${index}`);
  const ring = random.oneIn(5) ? random.shuffled(random.some(ids, 5)) : [];
  return {
    tasks: ids.map((id) => {
      const task = taskOf(draft, id, ids, goalIds, worked);
      return ring.includes(id) ? { ...task, after: [ring[ring.indexOf(id) + 1] ?? ring[0] ?? id] } : task;
    }),
    ...(random.oneIn(4) ? {} : { capacity: random.list(0, 4, () => capacityOf(draft)) }),
  };
}

function pathOf(random: Random, time: Period): readonly Point[] {
  const days = new Set(random.list(1, 4, () => dayNear(random, time)));
  return [...days]
    .sort()
    .map((day) => [day, random.oneIn(3) ? random.pick(['0', '50', '100']) : decimal(random, -20, 110)] as const);
}

function monitoredOf(random: Random, id: string, time: Period): MonitoredGoal {
  const baseline = random.pick(['0', '20', '100', decimal(random, -20, 80)]);
  const drawn = random.pick(['120', '10', decimal(random, 81, 200), decimal(random, -90, -21)]);
  const other = Number(drawn) === Number(baseline) ? '250' : drawn;
  const accrual = random.pick([undefined, 'level', 'accumulating'] as const);
  const band = { low: decimal(random, 0, 40), high: decimal(random, 41, 90) };
  const level = accrual !== 'accumulating';
  return made<MonitoredGoal>({
    id,
    metric: random.maybe(() => 'revenue'),
    baseline: random.oneIn(4) && !level ? undefined : baseline,
    target: random.oneIn(6) ? band : level && random.oneIn(6) && Number(baseline) !== 0 ? '0' : other,
    accrual,
    actual: random.oneIn(8) ? undefined : random.pick(['0', '30', '60', decimal(random, -30, 150)]),
    path: random.oneIn(3) ? pathOf(random, time) : undefined,
  });
}

export function monitoring(random: Random): MonitorDocument {
  const time = period(random);
  const red = random.pick(['0', '33', '50', decimal(random, 0, 60)]);
  return {
    format: 'perfcycle/monitor@1',
    period: time,
    on: dayIn(random, time),
    amber: random.oneIn(8) ? red : random.pick(['60.01', '100', decimal(random, 61, 120)]),
    red,
    goals: random.list(1, 6, (index) => monitoredOf(random, random.pick(['a', '质量', 'B/x']) + String(index), time)),
  };
}
