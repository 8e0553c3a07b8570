import type { PersonRule } from '../domain/process/index.js';
import type { Query } from './connect.js';
import { activePersons, resolvePersons } from './people.js';
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
  /** They know: it is their own word, and nobody acts on that. */
  readonly but?: readonly string[];
  /** Somebody is to act on it: where nobody is there, HR is told that. */
  readonly turn?: boolean;
}

/** Each person is told each thing once; returns how many notices are new. */
export async function tellPeople(
  sql: Query,
  cycle: { readonly id: string; readonly at: number },
  tellings: readonly Telling[],
): Promise<number> {
  const namedOf = await personsOf(sql, tellings);
  return insertNotices(
    sql,
    tellings.flatMap((telling, index) => {
      const { unitId, stepId, code, key, to, data, but = [], turn = false } = telling;
      const told = to.flatMap((rule) => namedOf(index, rule)).filter((person) => !but.includes(person));
      const stranded = turn && told.length === 0;
      const persons = stranded ? namedOf(index, 'hr') : told;
      return [...new Set(persons)].map((personId) => ({
        key: [cycle.id, unitId, key, personId].join('/'),
        cycleId: cycle.id,
        reviewId: `${cycle.id}/${unitId}`,
        stepId,
        personId,
        code: stranded ? 'NOBODY_ACTS' : code,
        data,
        at: cycle.at,
      }));
    }),
  );
}

type To = Telling['to'][number];

/** Whom a telling's rule names; of those who are to act, persons by name only while they are there. */
async function personsOf(
  sql: Query,
  tellings: readonly Telling[],
): Promise<(index: number, rule: To) => readonly string[]> {
  const asks = tellings.flatMap(({ unitId, to, turn = false }, index) =>
    [...to, ...(turn ? (['hr'] as const) : [])].flatMap((rule) =>
      typeof rule === 'string' ? [{ key: `${index}:${rule}`, rule, unitId, raterUnitId: null }] : [],
    ),
  );
  const byName = tellings.flatMap(({ to, turn = false }) =>
    turn ? to.flatMap((rule) => (typeof rule === 'string' ? [] : [rule.person])) : [],
  );
  const persons = await resolvePersons(sql, asks);
  const there = byName.length === 0 ? new Set<string>() : await activePersons(sql, byName);
  return (index, rule) => {
    if (typeof rule === 'string') return persons.get(`${index}:${rule}`) ?? [];
    return tellings[index]?.turn === true && !there.has(rule.person) ? [] : [rule.person];
  };
}
