import { asksOfUnit, type AskRow } from '../../../db/checkpoints.js';
import { listThreads, type NoteRow, readThread } from '../../../db/coaching.js';
import type { CycleRow } from '../../../db/cycles.js';
import { goalsInForce } from '../../../db/goal-document.js';
import { personNames, unitNames } from '../../../db/page-names.js';
import { answersFor } from '../../asks.js';
import type { ApiDeps } from '../../deps.js';
import { seesTalk, sideOf } from '../../in-line.js';
import { Refused } from '../../refused.js';
import type { Person } from '../../session.js';
import { type Named, unnamed } from '../steps/form-facts.js';

/** A page about what is said between a head and those above. */
export interface TalkPlace {
  readonly cycle: { readonly id: string; readonly title: string };
  readonly unitId: string;
  readonly unit: Named;
  readonly names: ReadonlyMap<string, Named>;
}

/** @throws Refused FORBIDDEN or NOT_FOUND */
async function placeOf(
  { sql }: ApiDeps,
  person: Person,
  cycle: CycleRow,
  unitId: string,
  people: readonly string[],
): Promise<TalkPlace> {
  const unit = (await unitNames(sql, [unitId])).get(unitId);
  if (unit === undefined) throw new Refused('NOT_FOUND');
  if (!(await seesTalk(sql, person, cycle, unitId))) throw new Refused('FORBIDDEN');
  return { cycle: { id: cycle.id, title: cycle.title }, unitId, unit, names: await personNames(sql, people) };
}

export const nameIn = (names: ReadonlyMap<string, Named>, id: string): Named => names.get(id) ?? unnamed(id);

const mostThreads = 50;

export interface NotesView extends TalkPlace {
  readonly threads: readonly (readonly NoteRow[])[];
  readonly next: string | null;
  readonly goals: readonly { readonly id: string; readonly title: string }[];
  readonly may: { readonly write: boolean };
}

export async function loadNotes(
  deps: ApiDeps,
  person: Person,
  cycle: CycleRow,
  unitId: string,
  before: string | null,
): Promise<NotesView> {
  const { sql } = deps;
  const wanted = { cycleId: cycle.id, unitId, goalId: null, before, limit: mostThreads + 1 };
  const threads = await listThreads(sql, wanted);
  const people = threads.flat().flatMap(({ by, principal }) => [by, principal]);
  return {
    ...(await placeOf(deps, person, cycle, unitId, people)),
    threads: threads.slice(0, mostThreads),
    next: threads.length > mostThreads ? (threads[mostThreads - 1]?.[0]?.id ?? null) : null,
    goals: await goalsInForce(sql, cycle.id, unitId),
    may: { write: cycle.state === 'running' && (await sideOf(sql, person, cycle, unitId)) !== undefined },
  };
}

export interface NoteView extends TalkPlace {
  readonly thread: readonly NoteRow[];
  readonly may: { readonly answer: boolean };
}

export async function loadNote(deps: ApiDeps, person: Person, cycle: CycleRow, id: string): Promise<NoteView> {
  const { sql } = deps;
  const thread = await readThread(sql, cycle.id, id);
  const [first, last] = [thread.at(0), thread.at(-1)];
  if (first === undefined || last === undefined) throw new Refused('NOT_FOUND');
  const people = thread.flatMap(({ by, principal }) => [by, principal]);
  const turn = last.side === 'head' ? 'above' : 'head';
  return {
    ...(await placeOf(deps, person, cycle, first.unitId, people)),
    thread,
    may: { answer: cycle.state === 'running' && (await sideOf(sql, person, cycle, first.unitId, turn)) !== undefined },
  };
}

export interface AsksView extends TalkPlace {
  readonly asks: readonly AskRow[];
  readonly may: { readonly answer: boolean };
}

export async function loadAsks(deps: ApiDeps, person: Person, cycle: CycleRow, unitId: string): Promise<AsksView> {
  const { sql } = deps;
  const asks = await asksOfUnit(sql, cycle.id, unitId);
  const people = asks.flatMap(({ by, answer }) => [by, ...(answer === null ? [] : [answer.by, answer.principal])]);
  return {
    ...(await placeOf(deps, person, cycle, unitId, people)),
    asks,
    may: { answer: cycle.state === 'running' && (await answersFor(sql, person, cycle, unitId)) !== null },
  };
}
