/** The routes of monitoring that players use: connector data, deviations and their actions, coaching notes, the journal. */
import { CaseView, JournalLine, NoteView } from './contract.js';
import { all, cyclePath } from './pages-of.js';
import { keyOf, Refusal, type Session } from './http-client.js';

export interface ActionSaid {
  readonly state: 'planned' | 'done';
  readonly action?: string;
  readonly note?: string;
  readonly dueOn?: string;
}

export interface DataOfDay {
  readonly on: string;
  readonly rows: readonly { readonly metric: string; readonly value: string }[];
}

/** Functions that write answer true once it is written, also where it was before; false: not yet possible. */
export interface MonitoringApi {
  readonly giveData: (person: string, cycle: string, connector: string, data: readonly DataOfDay[]) => Promise<boolean>;
  readonly sayAction: (person: string, cycle: string, goal: string, word: ActionSaid) => Promise<boolean>;
  readonly writeNote: (person: string, cycle: string, goal: string, text: string) => Promise<boolean>;
  readonly answerNote: (person: string, cycle: string, goal: string, text: string) => Promise<boolean>;
  readonly cases: (person: string, cycle: string) => Promise<readonly CaseView[]>;
  readonly notes: (person: string, cycle: string, unit: string) => Promise<readonly NoteView[]>;
  /** What happened to a step, in order. */
  readonly told: (person: string, cycle: string, unit: string, step: string) => Promise<readonly string[]>;
}

const unitOf = (goal: string): string => goal.split('/')[0] ?? '';

export function createMonitoringApi(as: (person: string) => Session): MonitoringApi {
  const cases = (person: string, cycle: string): Promise<CaseView[]> =>
    all(as(person), `${cyclePath(cycle)}/deviation-cases`, CaseView);
  const notes = (person: string, cycle: string, unit: string): Promise<NoteView[]> =>
    all(as(person), `${cyclePath(cycle)}/notes?unit=${encodeURIComponent(unit)}`, NoteView);
  return {
    cases,
    notes,
    giveData: async (person, cycle, connector, data) => {
      const path = `${cyclePath(cycle)}/connector-data/${encodeURIComponent(connector)}`;
      try {
        await as(person).put(path, { data }, { 'idempotency-key': keyOf(path, data) });
      } catch (error) {
        // An organization without that connector has nothing to be given.
        if (!(error instanceof Refusal) || error.code !== 'NOT_FOUND') throw error;
      }
      return true;
    },
    sayAction: async (person, cycle, goal, word) => {
      const standing = (await cases(person, cycle)).find((each) => each.goalId === goal && each.state !== 'closed');
      if (standing === undefined) return false;
      // Played again after a restart: it was said before.
      if (word.state === 'planned' ? standing.action !== null : standing.state === 'done') return true;
      const path = `${cyclePath(cycle)}/deviation-cases/${standing.id}/action`;
      await as(person).post(path, { version: standing.action?.version ?? 0, ...word });
      return true;
    },
    writeNote: async (person, cycle, goal, text) => {
      await as(person).post(`${cyclePath(cycle)}/notes`, { goal, text });
      return true;
    },
    answerNote: async (person, cycle, goal, text) => {
      const note = (await notes(person, cycle, unitOf(goal))).find((each) => each.goalId === goal);
      if (note === undefined) return false;
      if (note.answers.length === 0) await as(person).post(`${cyclePath(cycle)}/notes/${note.id}/answers`, { text });
      return true;
    },
    told: async (person, cycle, unit, step) => {
      const path = `${cyclePath(cycle)}/reviews/${encodeURIComponent(unit)}/journal`;
      return (await all(as(person), path, JournalLine)).filter(({ stepId }) => stepId === step).map(({ act }) => act);
    },
  };
}
