import type { PersonRule, Step, StepEvent, StepPlan } from '../domain/process/index.js';
import type { JournalLine } from '../db/journal.js';
import type { NewNotice } from '../db/step-notices.js';
import { placeOfStep, resolvePersons, standInsAt } from '../db/people.js';
import type { Query } from '../db/connect.js';

/** One thing that happened to a step, in its place. */
export interface HappenedEvent {
  readonly event: StepEvent;
  readonly step: Step;
  readonly plan: StepPlan;
  readonly cycleId: string;
  readonly reviewId: string;
  readonly unitId: string | null;
  readonly raterUnitId: string | null;
  readonly at: number;
}

/** A person's part in what happened; absent for the clock's doings. */
export interface ActedBy {
  readonly actor: string;
  readonly principal: string;
  readonly commandId: string;
  readonly contentDigest: string;
}

/** What time or another step's end did to a step of a review, in its place. @throws where the review has no such step */
export function placed(
  event: StepEvent,
  steps: readonly Step[],
  place: Pick<HappenedEvent, 'cycleId' | 'reviewId' | 'unitId' | 'at'> & {
    readonly plans: ReadonlyMap<string, StepPlan>;
    /** Of a step about another unit: that unit. */
    readonly raterUnitOf?: (stepId: string) => string | null;
  },
): HappenedEvent {
  const { plans, raterUnitOf, ...at } = place;
  const step = steps.find(({ id }) => id === event.stepId);
  const plan = step === undefined ? undefined : plans.get(step.planId);
  if (step === undefined || plan === undefined) throw new Error(`event for unknown step ${event.stepId}`);
  return { event, step, plan, ...at, raterUnitId: raterUnitOf?.(step.id) ?? null };
}

/** What happened, as a line of the journal. */
export function journalLine(happened: HappenedEvent, wallAt: number, by: ActedBy | null): JournalLine {
  const { event, step, at } = happened;
  return {
    at,
    wallAt,
    act: event.type,
    stepId: step.id,
    attempt: step.attempt,
    actorId: by?.actor ?? null,
    principalId: by?.principal ?? null,
    commandId: by?.commandId ?? null,
    contentDigest: by?.contentDigest ?? null,
    data: dataOf(event),
  };
}

function dataOf(event: StepEvent): Readonly<Record<string, unknown>> {
  switch (event.type) {
    case 'opened':
    case 'reopened':
    case 'submitted':
      return {};
    case 'decided':
      return { decision: event.decision, outcome: event.outcome };
    case 'reminded':
    case 'escalated':
      return { rung: event.rung, of: event.of };
    case 'forwarded':
    case 'cancelled':
      return { from: event.from };
  }
}

/** Whom an event concerns. An escalation goes one level above whoever is late. */
function audience({ event, plan }: HappenedEvent): readonly { rule: PersonRule; code: string }[] {
  const submitter = plan.submitter;
  const decider = plan.decider;
  switch (event.type) {
    case 'opened':
    case 'reopened':
      return [{ rule: submitter, code: 'STEP_OPENED' }];
    case 'submitted':
      if (plan.kind === 'improvement')
        return [
          { rule: 'head', code: 'IMPROVEMENT_PROPOSED' },
          { rule: 'hr', code: 'STEP_SUBMITTED' },
        ];
      return decider === null ? [] : [{ rule: decider, code: 'STEP_SUBMITTED' }];
    case 'decided':
      // Both heads and who is above them know how goals that touch stand to each other.
      if (plan.kind === 'alignment')
        return (['head', 'rater-head', 'common-head'] as const).map((rule) => ({ rule, code: 'STEP_DECIDED' }));
      return [{ rule: submitter, code: event.outcome === 'returned' ? 'STEP_RETURNED' : 'STEP_DECIDED' }];
    case 'reminded':
      return [{ rule: event.of === 'submitter' ? submitter : (decider ?? submitter), code: 'STEP_REMINDED' }];
    case 'escalated':
      return [{ rule: above(event.of === 'submitter' ? submitter : (decider ?? submitter)), code: 'STEP_ESCALATED' }];
    case 'forwarded':
    case 'cancelled':
      // A right that nobody used, or that nobody has: nothing was missed.
      if (event.type === 'cancelled' && plan.onClose === 'lapse') return [];
      return [
        { rule: submitter, code: 'STEP_FORWARDED' },
        { rule: above(submitter), code: 'STEP_FORWARDED' },
      ];
  }
}

function above(rule: PersonRule): PersonRule {
  switch (rule) {
    case 'head':
    case 'rater-head':
      return 'parent-head';
    case 'parent-head':
      return 'second-head';
    case 'second-head':
    case 'common-head':
    case 'finance':
    case 'board':
      return 'board';
    // Nobody is above those outside the line: HR finds another.
    case 'outside-head':
    case 'hr':
      return 'hr';
  }
}

/** What somebody is asked to do; where nobody is there to be asked, it is HR's to see to. */
const asking: ReadonlySet<string> = new Set([
  'STEP_OPENED',
  'STEP_SUBMITTED',
  'STEP_RETURNED',
  'STEP_REMINDED',
  'STEP_ESCALATED',
]);

/**
 * Notices for all events of one cycle at once: one look-up of people, one key per person and event. Who is asked to act are
 * those who may: whom the rule names and who stands in for them that day, but for whoever submitted what is to be decided.
 * Nothing is skipped silently: what nobody can be asked for is told to HR.
 */
export async function noticesFor(sql: Query, happened: readonly HappenedEvent[]): Promise<readonly NewNotice[]> {
  const asks = happened.flatMap((it, index) =>
    audience(it).map(({ rule, code }) => ({ key: `${index}:${rule}`, rule, code, it })),
  );
  const persons = await resolvePersons(
    sql,
    asks.map(({ key, rule, it }) => ({ key, rule, ...placeOfStep({ ...it, id: it.step.id }) })),
  );
  const standIns = await standInsOf(sql, asks, persons);
  const told = asks.map((ask) => {
    const named = persons.get(ask.key) ?? [];
    const others = asking.has(ask.code) ? named.flatMap((each) => standIns.get(each) ?? []) : [];
    return { ...ask, to: [...new Set([...named, ...others])].filter((each) => !isOwnWord(ask, each)) };
  });
  const stranded = told.filter(({ code, to }) => to.length === 0 && asking.has(code));
  const hr = stranded.length === 0 ? [] : await personsOfHr(sql);
  return [
    ...told.flatMap(({ code, it, to }) =>
      to.map((personId) => noticeOf(it, code, noticeKey(it, code, personId), personId)),
    ),
    ...stranded.flatMap(({ code, it }) =>
      hr.map((personId) => noticeOf(it, 'NOBODY_ACTS', noticeKey(it, `NOBODY_ACTS/${code}`, personId), personId)),
    ),
  ];
}

interface Ask {
  readonly key: string;
  readonly code: string;
  readonly it: HappenedEvent;
}

/** Who stands in for those who are asked to act; the events of a cycle are of one day. */
async function standInsOf(
  sql: Query,
  asks: readonly Ask[],
  persons: ReadonlyMap<string, readonly string[]>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const wanted = asks.filter(({ code }) => asking.has(code));
  const [first] = wanted;
  if (first === undefined) return new Map();
  const principals = [...new Set(wanted.flatMap(({ key }) => persons.get(key) ?? []))];
  return standInsAt(sql, first.it.cycleId, principals, first.it.at);
}

/** To decide, by whoever submitted this attempt. */
const isOwnWord = ({ code, it }: Ask, person: string): boolean =>
  it.step.state === 'submitted' &&
  (code === 'STEP_SUBMITTED' || code === 'STEP_REMINDED') &&
  it.step.submittedBy.includes(person);

async function personsOfHr(sql: Query): Promise<readonly string[]> {
  const persons = await resolvePersons(sql, [{ key: 'hr', rule: 'hr', unitId: null, raterUnitId: null }]);
  return persons.get('hr') ?? [];
}

const noticeOf = (it: HappenedEvent, code: string, key: string, personId: string): NewNotice => ({
  key,
  cycleId: it.cycleId,
  reviewId: it.reviewId,
  stepId: it.step.id,
  personId,
  code,
  data: { ...dataOf(it.event), dueAt: it.step.state === 'submitted' ? it.step.decideDueAt : it.step.dueAt },
  at: it.at,
});

function noticeKey(it: HappenedEvent, code: string, personId: string): string {
  const rung = it.event.type === 'reminded' || it.event.type === 'escalated' ? `${it.event.of}-${it.event.rung}` : '0';
  return [it.cycleId, it.unitId ?? '-', it.step.id, it.step.attempt, code, rung, personId].join('/');
}
