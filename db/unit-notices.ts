import type { PersonRule } from '../domain/process/index.js';
import type { Query } from './connect.js';
import { resolvePersons } from './people.js';
import { insertNotices } from './step-notices.js';

/** Something that people of a unit are told beside its steps. */
export interface Telling {
  readonly unitId: string;
  /** The step that it is about, or a place of its own. */
  readonly stepId: string;
  readonly code: string;
  /** What makes it one and the same word, whoever is told. */
  readonly key: string;
  /** Rules, and persons by name. */
  readonly to: readonly (PersonRule | { readonly person: string })[];
  readonly data: Readonly<Record<string, unknown>>;
  /** They know: it is their own word. */
  readonly but?: readonly string[];
}

/** Each person is told each thing once; returns how many notices are new. */
export async function tellPeople(
  sql: Query,
  cycle: { readonly id: string; readonly at: number },
  tellings: readonly Telling[],
): Promise<number> {
  const asks = tellings.flatMap(({ unitId, to }, index) =>
    to.flatMap((rule) =>
      typeof rule === 'string' ? [{ key: `${index}:${rule}`, rule, unitId, raterUnitId: null }] : [],
    ),
  );
  const persons = await resolvePersons(sql, asks);
  return insertNotices(
    sql,
    tellings.flatMap(({ unitId, stepId, code, key, to, data, but = [] }, index) => {
      const told = to.flatMap((rule) =>
        typeof rule === 'string' ? (persons.get(`${index}:${rule}`) ?? []) : [rule.person],
      );
      return [...new Set(told)]
        .filter((person) => !but.includes(person))
        .map((personId) => ({
          key: [cycle.id, unitId, key, personId].join('/'),
          cycleId: cycle.id,
          reviewId: `${cycle.id}/${unitId}`,
          stepId,
          personId,
          code,
          data,
          at: cycle.at,
        }));
    }),
  );
}
