import { table } from './table.js';
import { type Act, type Actor, type Field, type Line, type Moment, type Relation, relations } from './types.js';

/** For what does not depend on the time: a running cycle, nothing told, no step. */
export const anyTime: Moment = { cycle: 'running', telling: 'secret', step: null };

/**
 * May this actor, who stands so towards it, do that to those fields at that
 * time? Pure; the one place where it is decided. Somebody who stands in
 * several ways may what any of them may, unless one of them bars the act.
 */
export function can(actor: Actor, act: Act, standing: readonly Relation[], moment: Moment, field: Field): boolean {
  return table.some(
    (line) =>
      isAbout(line, act, field) &&
      isTime(line, moment) &&
      line.who.some((who) => who === 'anyone' || actor.roles.includes(who) || standing.some((each) => each === who)) &&
      barredBy(line, standing) === undefined,
  );
}

/** What bars somebody from an act that their role or relation would give them; in the order of the table. */
export function barring(act: Act, standing: readonly Relation[], field: Field): Relation | null {
  const lines = table.filter((line) => isAbout(line, act, field));
  return lines.flatMap((line) => barredBy(line, standing) ?? [])[0] ?? null;
}

/**
 * In which relations somebody without any role may do so at that time: for
 * lists and counts, which ask once for each kind of relation and not per row.
 */
export function relationsThatMay(act: Act, moment: Moment, field: Field): ReadonlySet<Relation> {
  return new Set(relations.filter((relation) => can({ roles: [] }, act, [relation], moment, field)));
}

const isAbout = (line: Line, act: Act, field: Field): boolean => line.may.includes(act) && line.on.includes(field);

const isTime = ({ cycle, telling, step }: Line, moment: Moment): boolean =>
  cycle?.includes(moment.cycle) !== false &&
  telling?.includes(moment.telling) !== false &&
  (step === undefined || (moment.step !== null && step.includes(moment.step)));

const barredBy = ({ unless }: Line, standing: readonly Relation[]): Relation | undefined =>
  unless?.find((relation) => standing.includes(relation));
