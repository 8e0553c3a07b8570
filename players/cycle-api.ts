/** The routes that players use, as functions. */
import { lessonCases } from '../domain/lesson.js';
import { createSession, keyOf, Refusal, type ClientOptions, type Session } from './http-client.js';
import { type ConsequenceApi, createConsequenceApi } from './consequence-api.js';
import { createMonitoringApi, type MonitoringApi } from './monitoring-api.js';
import { all, cyclePath, read } from './pages-of.js';
import {
  BeforePublicationView,
  CycleView,
  type DatedTask,
  FindingView,
  LedgerEntry,
  ProposalView,
  ResultView,
  RulesView,
  StepView,
  TaskVersions,
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

export interface CycleApi extends MonitoringApi, ConsequenceApi {
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
  /** False where somebody's draft stands there already. */
  readonly saveDraft: (
    person: string,
    cycle: string,
    unit: string | null,
    step: string,
    content: unknown,
  ) => Promise<boolean>;
  readonly askChange: (person: string, cycle: string, unit: string) => Promise<void>;
  readonly findings: (person: string, cycle: string, query: string) => Promise<readonly FindingView[]>;
  /** `<unit> <step>` of every step that changed the rules. */
  readonly ruleSteps: (person: string, cycle: string) => Promise<readonly string[]>;
  /** The tasks last submitted in that step. */
  readonly submittedTasks: (person: string, cycle: string, unit: string, step: string) => Promise<readonly DatedTask[]>;
  /** What HR looks at before results are published: drift of raters, gaps, what is missing or odd. */
  readonly beforePublication: (person: string, cycle: string) => Promise<BeforePublicationView>;
  /** The raters' lesson, answered as agreed. */
  readonly takeLesson: (person: string, cycle: string) => Promise<void>;
  readonly tasks: (person: string, cycle: string) => Promise<readonly TaskView[]>;
  readonly result: (person: string, cycle: string, unit: string) => Promise<ResultView>;
  readonly proposals: (person: string, cycle: string) => Promise<readonly ProposalView[]>;
  readonly ledger: (person: string, cycle: string) => Promise<readonly LedgerEntry[]>;
}

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
    ...createMonitoringApi(as),
    ...createConsequenceApi(as),
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
    saveDraft: async (person, cycle, unit, step, content) => {
      const path = `${stepPath(cycle, unit, step)}/draft`;
      try {
        await as(person).put(path, { content }, { 'if-none-match': '*' });
        return true;
      } catch (error) {
        if (error instanceof Refusal && error.code === 'DRAFT_CHANGED') return false;
        throw error;
      }
    },
    askChange: async (person, cycle, unit) => {
      await as(person).post(`${cyclePath(cycle)}/reviews/${encodeURIComponent(unit)}/change-requests`, {});
    },
    findings: (person, cycle, query) => all(as(person), `${cyclePath(cycle)}/findings${query}`, FindingView),
    ruleSteps: async (person, cycle) => {
      const { revisions } = read(RulesView, await as(person).get(`${cyclePath(cycle)}/rules`));
      return revisions.map(({ unitId, stepId }) => `${unitId ?? '-'} ${stepId}`);
    },
    submittedTasks: async (person, cycle, unit, step) => {
      const { versions } = read(TaskVersions, await as(person).get(stepPath(cycle, unit, step)));
      return versions[0]?.content.tasks ?? [];
    },
    tasks: async (person, cycle) =>
      (await all(as(person), '/api/v1/me/tasks', TaskView)).filter((task) => task.cycleId === cycle),
    beforePublication: async (person, cycle) =>
      read(BeforePublicationView, await as(person).get(`${cyclePath(cycle)}/calibration`)),
    takeLesson: async (person, cycle) => {
      const answers = Object.fromEntries(lessonCases.map(({ id, agreed }) => [id, agreed]));
      await as(person).post(`${cyclePath(cycle)}/lesson`, { answers });
    },
    result: async (person, cycle, unit) =>
      read(ResultView, await as(person).get(`${cyclePath(cycle)}/reviews/${encodeURIComponent(unit)}/result`)),
    proposals: (person, cycle) => all(as(person), `${cyclePath(cycle)}/proposals`, ProposalView),
    ledger: (person, cycle) => all(as(person), `${cyclePath(cycle)}/ledger`, LedgerEntry),
  };
}
