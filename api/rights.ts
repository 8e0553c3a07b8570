import type { Query } from '../db/connect.js';
import { isAtOrBelow } from '../db/inbox.js';
import { activeStandIns, placeOfStep, resolvePersons } from '../db/people.js';
import { type Standing, standingOf, tellingOf, unitsAround } from '../db/sight.js';
import type { StepDetail } from '../db/inbox.js';
import type { StepKind } from '../domain/process/index.js';
import { Refused } from './refused.js';
import type { Person } from './session.js';

/** Who sees what: the table of DESIGN.md 1, for routes and pages alike. */
export const has = (person: Person, ...roles: readonly string[]): boolean =>
  roles.some((role) => person.roles.includes(role));

/** @throws Refused FORBIDDEN */
export function needs(person: Person, ...roles: readonly string[]): void {
  if (!has(person, ...roles)) throw new Refused('FORBIDDEN');
}

/** HR, board and auditor see all; an admin or finance as such sees nothing of a review. */
export const seesAll = (person: Person): boolean => has(person, 'hr', 'board', 'auditor');

/**
 * Whose goals the person may see: all (null) for HR, board, auditor and heads,
 * for members those of their own line up to the root. @throws Refused FORBIDDEN
 */
export async function goalsInSight(sql: Query, person: Person): Promise<readonly string[] | null> {
  if (seesAll(person) || person.heads.length > 0) return null;
  const around = await unitsAround(sql, person.id);
  if (around.size === 0) throw new Refused('FORBIDDEN');
  return [...around];
}

/** How the strategy came to be what it is, with who and why: for those who see all, and for heads. @throws Refused FORBIDDEN */
export function needsVersions(person: Person): void {
  if (!seesAll(person) && person.heads.length === 0) throw new Refused('FORBIDDEN');
}

/** Who did what when, entry by entry: for those who see everything of the unit. @throws Refused FORBIDDEN */
export async function needsJournal(sql: Query, person: Person, unitId: string | null): Promise<void> {
  if (seesAll(person)) return;
  if (unitId === null || !(await isAtOrBelow(sql, person.id, unitId))) throw new Refused('FORBIDDEN');
}

/** May open the unit's page in a cycle; `around`: the units that hold the person's own. */
export const opensUnit = (person: Person, unitId: string, around: ReadonlySet<string>): boolean =>
  seesProgress(person, unitId) || around.has(unitId) || has(person, 'finance');

/** Values and deviations of a unit: heads see those beside, members their own unit's. */
export function seesProgress(person: Person, unitId: string): boolean {
  return seesAll(person) || person.heads.length > 0 || person.memberOf.includes(unitId);
}

/** The units whose progress somebody sees in a list; null: all. @throws Refused FORBIDDEN where it is none */
export function unitsOfProgress(person: Person): readonly string[] | null {
  if (seesAll(person) || person.heads.length > 0) return null;
  if (person.memberOf.length === 0) throw new Refused('FORBIDDEN');
  return person.memberOf;
}

const ofMoney = new Set<StepKind>(['bonus', 'bonus-own', 'budget', 'budget-own', 'release']);
const ofMembers = new Set<StepKind>(['goals', 'plan', 'change', 'checkpoint']);
const ofHeadsBeside = new Set<StepKind>(['goals', 'plan']);
/** Judgements about a unit are secret from it until the result is published. */
const judgements = new Set<StepKind>(['rating', 'evaluation']);

type AskedStep = Pick<
  StepDetail,
  'id' | 'cycleId' | 'unitId' | 'raterUnitId' | 'kind' | 'submitterRule' | 'deciderRule'
>;

/** May the person see what was written into this step? Whoever submits or decides it may, and their stand-ins. */
export async function maySeeStep(sql: Query, person: Person, step: AskedStep, day: string): Promise<boolean> {
  if (seesAll(person)) return true;
  if (step.unitId === null && ofMoney.has(step.kind) && has(person, 'finance')) return true;
  const acts = await actsOn(sql, person, step, day);
  if (acts.submits || acts.decides) return true;
  if (step.unitId === null) return false;
  const standing = await standingOf(sql, person.id, step.unitId);
  if (!standing.inLine) return seesFromOutside(standing, step.kind);
  if (!judgements.has(step.kind) || !person.heads.includes(step.unitId)) return true;
  return (await tellingOf(sql, step.cycleId, step.unitId)).published;
}

function seesFromOutside({ member, below, head }: Standing, kind: StepKind): boolean {
  return (
    (member && ofMembers.has(kind)) || (head && ofHeadsBeside.has(kind)) || ((member || below) && kind === 'goals')
  );
}

/** Does the step's rule name this person, or one for whom they stand in on that day? */
export async function actsOn(
  sql: Query,
  person: Pick<Person, 'id'>,
  step: AskedStep,
  day: string,
): Promise<{ readonly submits: boolean; readonly decides: boolean }> {
  const at = placeOfStep(step);
  const persons = await resolvePersons(sql, [
    { key: 'submit', rule: step.submitterRule, ...at },
    ...(step.deciderRule === null ? [] : [{ key: 'decide', rule: step.deciderRule, ...at }]),
  ]);
  const standIns = await activeStandIns(sql, [...persons.values()].flat(), day);
  const names = (key: string): boolean =>
    (persons.get(key) ?? []).some((each) => each === person.id || standIns.get(each)?.includes(person.id) === true);
  return { submits: names('submit'), decides: names('decide') };
}

/** The result of a unit: the line once it is published, members once it was told. @throws Refused FORBIDDEN or NOT_FOUND */
export async function needsResult(sql: Query, person: Person, cycleId: string, unitId: string): Promise<void> {
  if (seesAll(person)) return;
  const { inLine, member } = await standingOf(sql, person.id, unitId);
  if (!inLine && !member) throw new Refused('FORBIDDEN');
  const { published, told } = await tellingOf(sql, cycleId, unitId);
  if (!(inLine ? published : told)) throw new Refused('NOT_FOUND');
}

/** A unit's goals: all heads see them, members of the unit, and members below, whose own goals serve them. */
export async function seesGoals(sql: Query, person: Person, unitId: string): Promise<boolean> {
  return seesProgress(person, unitId) || (await unitsAround(sql, person.id)).has(unitId);
}

/** What the checks find about a unit's goals, and what its tasks cost: for those who see everything of the unit. */
export async function seesWhole(sql: Query, person: Person, unitId: string): Promise<boolean> {
  return seesAll(person) || (await isAtOrBelow(sql, person.id, unitId));
}

/** What the tasks of a plan cost: whoever writes or decides it, and the line. */
export async function seesCosts(sql: Query, person: Person, step: AskedStep, day: string): Promise<boolean> {
  if (step.unitId === null || (await seesWhole(sql, person, step.unitId))) return true;
  const { submits, decides } = await actsOn(sql, person, step, day);
  return submits || decides;
}
