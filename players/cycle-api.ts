/** The routes that players use, as functions. */
import type { z } from 'zod';
import { createSession, keyOf, type Answer, type ClientOptions, type Session } from './http-client.js';
import {
  CycleView,
  LedgerEntry,
  page,
  ProposalView,
  ResultView,
  StepView,
  TaskView,
  TemplateView,
  type PlayerConfig,
} from './contract.js';

export interface NewRehearsal {
  readonly id: string;
  readonly title: string;
  readonly templateId: string;
  readonly rootUnit: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly player: PlayerConfig;
  readonly held: boolean;
  readonly rate: number;
}

export type ClockMessage = { readonly hold: boolean } | { readonly runTo: string } | { readonly rate: number };

export interface CycleApi {
  readonly as: (person: string) => Session;
  readonly cycles: (person: string) => Promise<readonly CycleView[]>;
  readonly cycle: (person: string, id: string) => Promise<CycleView>;
  /** The revision that the cycle goes by. */
  readonly template: (person: string, cycle: CycleView) => Promise<TemplateView>;
  readonly create: (person: string, rehearsal: NewRehearsal) => Promise<void>;
  readonly clock: (person: string, id: string, message: ClockMessage) => Promise<void>;
  readonly step: (person: string, cycle: string, unit: string | null, step: string) => Promise<StepView>;
  readonly act: (
    person: string,
    cycle: string,
    unit: string | null,
    step: string,
    act: 'submit' | 'approve',
    body: { readonly stepRevision: number } & Readonly<Record<string, unknown>>,
  ) => Promise<void>;
  readonly tasks: (person: string, cycle: string) => Promise<readonly TaskView[]>;
  readonly result: (person: string, cycle: string, unit: string) => Promise<ResultView>;
  readonly proposals: (person: string, cycle: string) => Promise<readonly ProposalView[]>;
  readonly ledger: (person: string, cycle: string) => Promise<readonly LedgerEntry[]>;
}

const cyclePath = (id: string): string => `/api/v1/cycles/${encodeURIComponent(id)}`;
const stepPath = (cycle: string, unit: string | null, step: string): string =>
  `${cyclePath(cycle)}/reviews/${unit === null ? '-' : encodeURIComponent(unit)}/steps/${step}`;

/** One session per person, made when first needed. */
export function createCycleApi(options: ClientOptions): CycleApi {
  const sessions = new Map<string, Session>();
  const as = (person: string): Session => {
    const session = sessions.get(person) ?? createSession(options, person);
    sessions.set(person, session);
    return session;
  };
  return {
    as,
    cycles: (person) => all(as(person), '/api/v1/cycles', CycleView),
    cycle: async (person, id) => read(CycleView, await as(person).get(cyclePath(id))),
    template: async (person, { templateId, templateRevision }) => {
      const revisions = await all(as(person), `/api/v1/templates/${encodeURIComponent(templateId)}`, TemplateView);
      const found = revisions.find(({ revision }) => revision === templateRevision);
      if (found === undefined) throw new Error(`no revision ${String(templateRevision)} of ${templateId}`);
      return found;
    },
    create: async (person, rehearsal) => {
      await as(person).post(
        '/api/v1/cycles',
        { ...rehearsal, mode: 'rehearsal' },
        keyOf(`create ${rehearsal.id}`, rehearsal),
      );
    },
    clock: async (person, id, message) => {
      // The same word at another moment is another act.
      await as(person).post(
        `${cyclePath(id)}/clock`,
        message,
        keyOf(`clock ${id} ${String(performance.now())}`, message),
      );
    },
    step: async (person, cycle, unit, step) => read(StepView, await as(person).get(stepPath(cycle, unit, step))),
    act: async (person, cycle, unit, step, act, body) => {
      const path = `${stepPath(cycle, unit, step)}/${act}`;
      await as(person).post(path, body, keyOf(path, body));
    },
    tasks: async (person, cycle) =>
      (await all(as(person), '/api/v1/me/tasks', TaskView)).filter((task) => task.cycleId === cycle),
    result: async (person, cycle, unit) =>
      read(ResultView, await as(person).get(`${cyclePath(cycle)}/reviews/${encodeURIComponent(unit)}/result`)),
    proposals: (person, cycle) => all(as(person), `${cyclePath(cycle)}/proposals`, ProposalView),
    ledger: (person, cycle) => all(as(person), `${cyclePath(cycle)}/ledger`, LedgerEntry),
  };
}

function read<T extends z.ZodType>(schema: T, answer: Answer): z.infer<T> {
  return schema.parse(answer.body);
}

async function all<T extends z.ZodType>(session: Session, path: string, item: T): Promise<z.infer<T>[]> {
  const items: z.infer<T>[] = [];
  for (let cursor: string | null = null; ;) {
    const query: string = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const { items: more, next } = page(item).parse((await session.get(path + query)).body);
    items.push(...more);
    if (next === null || next === undefined) return items;
    cursor = next;
  }
}
