import type { CycleRow } from '../../../db/cycles.js';
import { type NameRow, peopleOfUnits, personNames, unitNames } from '../../../db/page-names.js';
import type { RecognitionState } from '../../../db/recognition.js';
import type { ApiDeps } from '../../deps.js';
import { isOwnRecognition, readRecognitions } from '../../recognition.js';
import { may } from '../../rights.js';
import type { Person } from '../../session.js';
import { unnamed } from '../steps/form-facts.js';

export interface ShownRecognition {
  readonly number: number;
  readonly unit: NameRow;
  /** null: the unit as a whole. */
  readonly person: NameRow | null;
  readonly words: string;
  readonly grade: string;
  readonly state: RecognitionState;
  readonly givenBy: NameRow;
  readonly givenAt: number;
  readonly confirmedBy: NameRow | null;
  readonly mayAnswer: boolean;
}

export interface RecognitionView {
  readonly cycleId: string;
  readonly grades: readonly string[] | null;
  readonly proposals: readonly {
    readonly unit: NameRow;
    readonly total: string;
    readonly grade: string;
    readonly named: boolean;
    /** The reader may give one there; whom. */
    readonly gives: boolean;
    readonly people: readonly NameRow[];
  }[];
  readonly items: readonly ShownRecognition[];
  readonly mayGive: boolean;
}

/** The list as HR works it off. */
export async function loadRecognitions({ sql }: ApiDeps, person: Person, cycle: CycleRow): Promise<RecognitionView> {
  const { criterion, proposals, items } = await readRecognitions(sql, cycle);
  const acts = may(person, 'propose', 'recognition') && cycle.state === 'running';
  const mine = new Set(
    proposals.flatMap(({ unitId }) => (acts && !isOwnRecognition(person, unitId, null) ? [unitId] : [])),
  );
  const people = await peopleOfUnits(sql, [...mine]);
  const units = await unitNames(
    sql,
    [...proposals, ...items].map(({ unitId }) => unitId),
  );
  const persons = await personNames(
    sql,
    items.flatMap((each) => [each.personId, each.givenBy, each.confirmedBy].filter((id) => id !== null)),
  );
  const unit = (id: string): NameRow => units.get(id) ?? { id, ...unnamed(id) };
  const name = (id: string): NameRow => persons.get(id) ?? { id, ...unnamed(id) };
  return {
    cycleId: cycle.id,
    grades: criterion?.grades ?? null,
    proposals: proposals.map(({ unitId, total, grade, named }) => ({
      ...{ unit: unit(unitId), total, grade, named },
      gives: mine.has(unitId),
      people: people.get(unitId) ?? [],
    })),
    items: items.map((each) => ({
      number: each.number,
      unit: unit(each.unitId),
      person: each.personId === null ? null : name(each.personId),
      words: each.words,
      grade: each.grade,
      state: each.state,
      givenBy: name(each.givenBy),
      givenAt: each.givenAt,
      confirmedBy: each.confirmedBy === null ? null : name(each.confirmedBy),
      mayAnswer:
        acts &&
        each.state === 'given' &&
        each.givenBy !== person.id &&
        !isOwnRecognition(person, each.unitId, each.personId),
    })),
    mayGive: mine.size > 0,
  };
}
