/** What the walk expects of a route; the rights themselves are asked of the table, never written down here. */
import { anyTime, can, type Act, type Field, type Moment } from '../../../domain/rights/index.js';
import { type Place, relationsTo, spokenFor, type Walker } from './people.js';
import { cycleId, momentOf, walkedUnits, type WalkStage } from './stages.js';
import { ids } from './marks.js';
import { stepPlace } from './steps.js';

export type May = (who: Walker, at: Place, moment: Moment) => boolean;

/** One request of a route, with what it is about. */
export interface Address {
  readonly path: string;
  readonly place: Place;
}

export interface Expectation {
  readonly may: May;
  /** Where it is asked; each variable of the path by name. `:unit` and `*step` go through those of the walk. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly units?: readonly (string | null)[];
  readonly steps?: (unit: string | null, stage: WalkStage) => readonly string[];
  /** Whose it is where the path does not say so. */
  readonly place?: Place;
  readonly placeOf?: (unit: string | null) => Place;
  /** What those get who may, and those who may not. */
  readonly ok?: readonly number[];
  readonly refused?: readonly number[];
  /** What nobody's session gets: 401 of the API and of acts, the sign-in of pages. */
  readonly unknown?: readonly number[];
  /** From this stage on there is something to see; before, 404 for whoever may. */
  readonly from?: WalkStage;
  /** Walked once, at this stage: nothing of it changes with the year. Else at each. */
  readonly only?: WalkStage;
  /** Groups that it shows to some for another reason, as in the form of who writes. They are shown to nobody who may not. */
  readonly besides?: readonly Field[];
  /** In which state the step of an act is. */
  readonly step?: Moment['step'];
  /** Shows each person their own; the walk looks only that it is no more than they may see. */
  readonly personal?: true;
  /** A document for everybody: its fields are nobody's secret. */
  readonly isOpen?: true;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly type?: string;
  /** Why nobody's act is taken in the walk; without it somebody's must be. */
  readonly never?: string;
  /** Done once by one who may, when everybody was asked: so that it is seen to be more than refused. */
  readonly then?: {
    readonly as: string;
    readonly body?: unknown;
    readonly unit?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly type?: string;
  };
}

const isSomebody = ({ id }: Walker): boolean => id !== null;
export const everybody: May = () => true;
export const signedIn: May = isSomebody;
export const nobodyAtAll: May = () => false;

export const does =
  (act: Act, field: Field): May =>
  (who, at, moment) =>
    isSomebody(who) && can(who, act, relationsTo(who, at), moment, field);
export const sees = (field: Field): May => does('see', field);
/** What is written into the step of the address. */
export const seesStep: May = (who, at, moment) => at.field !== undefined && sees(at.field)(who, at, moment);
export const anyOf =
  (...each: readonly May[]): May =>
  (who, at, moment) =>
    each.some((may) => may(who, at, moment));
export const allOf =
  (...each: readonly May[]): May =>
  (who, at, moment) =>
    each.every((may) => may(who, at, moment));
/** Towards nothing of a unit's: by role alone. */
export const isOutside =
  (may: May): May =>
  ({ heads: _heads, memberOf: _members, standsInFor: _principals, ...who }, _at, moment) =>
    may({ ...who, heads: [], memberOf: [], standsInFor: [] }, { unit: null }, moment);
/** Towards some unit of the organization: for lists, which show what one may see. */
export const somewhere =
  (field: Field): May =>
  (who, _at, moment) =>
    [...who.heads, ...who.memberOf, ...spokenFor(who), null].some((unit) => sees(field)(who, { unit }, moment));

export const momentAt = (stage: WalkStage, step: Moment['step'] = null): Moment => ({
  ...anyTime,
  ...momentOf(stage),
  step,
});

/** Every address of a route that is asked. @throws where the route has a variable that nobody fills */
export function addressesOf(route: string, expectation: Expectation, stage: WalkStage): readonly Address[] {
  const template = route.slice(route.indexOf(' ') + 1);
  const ofUnits = /:unit(?=\/|$)/.test(template);
  const units = expectation.units ?? (ofUnits ? walkedUnits : [expectation.place?.unit ?? null]);
  return units.flatMap((unit) =>
    (expectation.steps?.(unit, stage) ?? [undefined]).map((step) => {
      const filled: Readonly<Record<string, string>> = {
        ...(/^\/(api\/v1\/)?cycles\//.test(template) && { id: cycleId, cycle: cycleId }),
        ...(ofUnits && { unit: unit ?? '-' }),
        ...(step !== undefined && { step }),
        ...expectation.params,
      };
      const path = template.replace(/[:*]([a-z]+)/g, (_all, name: string) => {
        const value = filled[name]?.replace(/\{(\w+)\}/g, (_text, id: string) => known(id, unit));
        if (value === undefined)
          throw new Error(`${route}: nothing stands for ${name}: add it to params of its expectation`);
        return value;
      });
      const place = {
        ...expectation.place,
        ...expectation.placeOf?.(unit),
        ...(step !== undefined && stepPlace(unit, step)),
        unit,
      };
      return { path: path + (expectation.query ?? '').replace('{unit}', unit ?? '-'), place };
    }),
  );
}

/** `{unit}`, or what the world has numbered; before it is there, a number that nothing has. */
const known = (id: string, unit: string | null): string => (id === 'unit' ? (unit ?? '-') : (ids.get(id) ?? '999'));

/** A text with the numbers of what the world has made in it. */
export const numbered = (text: string): string => text.replace(/\{(\w+)\}/g, (_all, id: string) => known(id, null));
