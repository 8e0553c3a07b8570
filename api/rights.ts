import type { Query } from '../db/connect.js';
import { readStep, type StepDetail } from '../db/inbox.js';
import { nomineeOf } from '../db/nominations.js';
import { activeStandIns, placeOfStep, resolvePersons } from '../db/people.js';
import { type Side, sidesOf } from '../db/sides.js';
import { standingOf, tellingOf, unitsAround, unitsInLine, unitsSpokenFor } from '../db/sight.js';
import { isJudgement } from '../domain/process/index.js';
import {
  type Act,
  anyTime,
  can,
  type Field,
  fieldOfKind,
  type Moment,
  type Relation,
  relationsThatMay,
} from '../domain/rights/index.js';
import { reviewIdOf } from '../workflows/messages.js';
import { Refused } from './refused.js';
import type { Person } from './session.js';

/**
 * Who sees and does what, for routes and pages alike. How somebody stands
 * towards a unit or a step is worked out here; what that gives them is said by
 * the table (`domain/rights`) and nowhere else.
 */
export const has = (person: Pick<Person, 'roles'>, ...roles: readonly string[]): boolean =>
  roles.some((role) => person.roles.includes(role));

/** By role alone, or standing so towards it. */
export const may = (
  person: Pick<Person, 'roles'>,
  act: Act,
  field: Field,
  standing: readonly Relation[] = [],
): boolean => can(person, act, standing, anyTime, field);

/** @throws Refused FORBIDDEN */
export function needsRight(person: Person, act: Act, field: Field, standing: readonly Relation[] = []): void {
  if (!may(person, act, field, standing)) throw new Refused('FORBIDDEN');
}

/** HR, board and auditor see all; an admin or finance as such sees nothing of a review. */
export const seesAll = (person: Person): boolean => may(person, 'see', 'cycle-journal');

/** Heads the unit or belongs to it: what it gets is their own. */
export const isOfUnit = ({ heads, memberOf }: Pick<Person, 'heads' | 'memberOf'>, unitId: string): boolean =>
  heads.includes(unitId) || memberOf.includes(unitId);

/** How a side is called in the table of rights, in person or standing in. */
export function relationOfSide(
  { principal, side }: { readonly principal: string; readonly side: Side },
  person: Pick<Person, 'id'>,
): Relation {
  if (principal === person.id) return side === 'head' ? 'own-head' : 'above';
  return side === 'head' ? 'for-head' : 'for-above';
}

const toldTo: Moment = { ...anyTime, telling: 'told' };

/** How the person stands towards a unit, in person. */
export async function relationsTo(sql: Query, person: Person, unitId: string): Promise<readonly Relation[]> {
  const { inLine, member, below, head } = await standingOf(sql, person.id, unitId);
  const own = person.heads.includes(unitId);
  return [
    ...(own ? (['own-head'] as const) : inLine ? (['above'] as const) : head ? (['beside'] as const) : []),
    ...(member ? (['member'] as const) : []),
    ...(below ? (['member-below'] as const) : []),
  ];
}

/** The same without asking the database: a head above counts as one beside, who may less. */
const standingKnown = (person: Person, unitId: string | null): readonly Relation[] => [
  ...(unitId !== null && person.heads.includes(unitId)
    ? (['own-head'] as const)
    : person.heads.length > 0
      ? (['beside'] as const)
      : []),
  ...(unitId !== null && person.memberOf.includes(unitId) ? (['member'] as const) : []),
];

/**
 * The units of which somebody sees that group on that day, for lists, counts and
 * exports: the table is asked once for each relation, never per row. null: all.
 */
export async function unitsSeen(
  sql: Query,
  person: Person,
  field: Field,
  day: string,
): Promise<readonly string[] | null> {
  if (may(person, 'see', field)) return null;
  const which = relationsThatMay('see', anyTime, field);
  const heads = person.heads.length > 0;
  if (heads && which.has('own-head') && which.has('above') && which.has('beside')) return null;
  const units = new Set<string>();
  const add = (more: Iterable<string>): void => {
    for (const unit of more) units.add(unit);
  };
  if (which.has('own-head')) add(person.heads);
  // Nobody is above themselves: who also heads a unit below is its head.
  if (heads && which.has('above'))
    add((await unitsInLine(sql, person.id)).filter((unit) => !person.heads.includes(unit)));
  if (which.has('for-head') && which.has('for-above')) add(await unitsSpokenFor(sql, person.id, day));
  if (which.has('member')) add(person.memberOf);
  if (which.has('member-below')) add(await unitsAround(sql, person.id));
  return [...units];
}

/** The same. @throws Refused FORBIDDEN where it is none */
export async function unitsInSight(
  sql: Query,
  person: Person,
  field: Field,
  day: string,
): Promise<readonly string[] | null> {
  const units = await unitsSeen(sql, person, field, day);
  if (units?.length === 0) throw new Refused('FORBIDDEN');
  return units;
}

/** Whose goals the person may see: null for all, else of these units. @throws Refused FORBIDDEN */
export const goalsInSight = (sql: Query, person: Person, day: string): Promise<readonly string[] | null> =>
  unitsInSight(sql, person, 'goals', day);

/** How the strategy came to be what it is, with who and why: for those who see all, and for heads. @throws Refused FORBIDDEN */
export const needsVersions = (person: Person): void =>
  needsRight(person, 'see', 'strategy-history', standingKnown(person, null));

/** Who did what when, entry by entry. @throws Refused FORBIDDEN */
export async function needsJournal(sql: Query, person: Person, unitId: string | null): Promise<void> {
  if (unitId === null) return needsRight(person, 'see', 'cycle-journal');
  if (!(await seesOf(sql, person, unitId, 'journal'))) throw new Refused('FORBIDDEN');
}

/** Is there a unit of which somebody sees that group, as a head or a member? For links and menus. */
export const seesSomewhere = (person: Person, field: Field): boolean =>
  may(person, 'see', field, [
    ...(person.heads.length > 0 ? (['own-head', 'beside'] as const) : []),
    ...(person.memberOf.length > 0 ? (['member'] as const) : []),
  ]);

/** May the person see that group of a unit's, whatever the time? By role first: most often no question is needed. */
async function seesOf(sql: Query, person: Person, unitId: string, field: Field): Promise<boolean> {
  return may(person, 'see', field) || may(person, 'see', field, await relationsTo(sql, person, unitId));
}

/** May open the unit's page in a cycle; `around`: the units that hold the person's own. */
export function opensUnit(person: Person, unitId: string, around: ReadonlySet<string>): boolean {
  const standing = [...standingKnown(person, unitId), ...(around.has(unitId) ? (['member-below'] as const) : [])];
  return may(person, 'see', 'goals', standing) || may(person, 'see', 'amount', standing);
}

/** Values and deviations of a unit: heads see those beside, members their own unit's. */
export const seesProgress = (person: Person, unitId: string): boolean =>
  may(person, 'see', 'progress', standingKnown(person, unitId));

/** The units whose progress somebody sees in a list; null: all. @throws Refused FORBIDDEN where it is none */
export function unitsOfProgress(person: Person): readonly string[] | null {
  if (may(person, 'see', 'progress', person.heads.length > 0 ? ['beside'] : [])) return null;
  const units = may(person, 'see', 'progress', ['member']) ? person.memberOf : [];
  if (units.length === 0) throw new Refused('FORBIDDEN');
  return units;
}

type AskedStep = Pick<
  StepDetail,
  'id' | 'cycleId' | 'unitId' | 'raterUnitId' | 'kind' | 'submitterRule' | 'deciderRule'
>;

/** May the person see what was written into this step? Whoever submits or decides it may, and their stand-ins. */
export async function maySeeStep(sql: Query, person: Person, step: AskedStep, day: string): Promise<boolean> {
  const field = fieldOfKind[step.kind];
  if (may(person, 'see', field)) return true;
  const standing = [
    ...(await actingRelations(sql, person, step, day)),
    ...(await relationsOfUnit(sql, person, step)),
    ...(await speaksFor(sql, person, step, day)),
    ...((await isNominee(sql, person, step)) ? (['owner'] as const) : []),
  ];
  if (may(person, 'see', field, standing)) return true;
  // The time is asked only of those for whom it makes a difference.
  if (step.unitId === null || !can(person, 'see', standing, toldTo, field)) return false;
  return can(person, 'see', standing, await momentOf(sql, step.cycleId, step.unitId), field);
}

const relationsOfUnit = (sql: Query, person: Person, { unitId }: AskedStep): Promise<readonly Relation[]> =>
  unitId === null ? Promise.resolve([]) : relationsTo(sql, person, unitId);

/** As whom they stand in for one of the line: asked only where that makes a difference. */
async function speaksFor(
  sql: Query,
  person: Person,
  { unitId, kind }: AskedStep,
  day: string,
): Promise<readonly Relation[]> {
  if (unitId === null || !relationsThatMay('see', anyTime, fieldOfKind[kind]).has('for-head')) return [];
  return (await sidesOf(sql, person.id, unitId, day)).map((side) => relationOfSide(side, person));
}

async function momentOf(sql: Query, cycleId: string, unitId: string): Promise<Moment> {
  const { published, told } = await tellingOf(sql, cycleId, unitId);
  return { ...anyTime, telling: told ? 'told' : published ? 'published' : 'secret' };
}

async function actingRelations(
  sql: Query,
  person: Pick<Person, 'id'>,
  step: AskedStep,
  day: string,
): Promise<readonly Relation[]> {
  const { submits, decides } = await actsOn(sql, person, step, day);
  return [...(submits ? (['submitter'] as const) : []), ...(decides ? (['decider'] as const) : [])];
}

/** Whoever was nominated, once it was approved: until then it is nobody's of the unit. */
async function isNominee(sql: Query, person: Person, { id, kind, cycleId, unitId }: AskedStep): Promise<boolean> {
  if (kind !== 'nomination' || unitId === null) return false;
  const step = await readStep(sql, reviewIdOf(cycleId, unitId), id);
  return step?.outcome === 'approved' && (await nomineeOf(sql, step.reviewId, id)) === person.id;
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
    ...(isJudgement(step.kind) ? [{ key: 'own', rule: 'head' as const, ...at }] : []),
  ]);
  // Whoever stands in for the judge of their own unit neither judges nor sees it.
  if (persons.get('own')?.includes(person.id) === true) return { submits: false, decides: false };
  const standIns = await activeStandIns(sql, [...persons.values()].flat(), day);
  const names = (key: string): boolean =>
    (persons.get(key) ?? []).some((each) => each === person.id || standIns.get(each)?.includes(person.id) === true);
  return { submits: names('submit'), decides: names('decide') };
}

/** The result of a unit: the line once it is published, members once it was told. @throws Refused FORBIDDEN or NOT_FOUND */
export async function needsResult(sql: Query, person: Person, cycleId: string, unitId: string): Promise<void> {
  if (may(person, 'see', 'result')) return;
  const standing = await relationsTo(sql, person, unitId);
  if (!can(person, 'see', standing, toldTo, 'result')) throw new Refused('FORBIDDEN');
  const moment = await momentOf(sql, cycleId, unitId);
  if (!can(person, 'see', standing, moment, 'result')) throw new Refused('NOT_FOUND');
}

/** Who rated it how, and with what evidence: those whom ratings are shown, at that time. */
export async function seesRatings(sql: Query, person: Person, cycleId: string, unitId: string): Promise<boolean> {
  if (may(person, 'see', 'rating')) return true;
  const standing = await relationsTo(sql, person, unitId);
  return can(person, 'see', standing, await momentOf(sql, cycleId, unitId), 'rating');
}

/** A unit's goals: all heads see them, members of the unit, and members below, whose own goals serve them. */
export const seesGoals = (sql: Query, person: Person, unitId: string): Promise<boolean> =>
  seesOf(sql, person, unitId, 'goals');

/** What the checks find about a unit's goals: for those who see everything of the unit. */
export const seesWhole = (sql: Query, person: Person, unitId: string): Promise<boolean> =>
  seesOf(sql, person, unitId, 'findings');

/** What the tasks of a plan cost: whoever writes or decides it, and the line. */
export async function seesCosts(sql: Query, person: Person, step: AskedStep, day: string): Promise<boolean> {
  if (step.unitId === null || (await seesOf(sql, person, step.unitId, 'cost'))) return true;
  return may(person, 'see', 'cost', await actingRelations(sql, person, step, day));
}
