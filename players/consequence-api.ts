/** The routes of what follows from a judgement that players use: items of talks, growth, plans, payroll, the audit. */
import {
  ItemView,
  NextCycleView,
  PayrollView,
  PlanView,
  PostingView,
  RecognitionView,
  TrainingAssignmentView,
  VerificationView,
} from './contract.js';
import { all, cyclePath, read } from './pages-of.js';
import { keyOf, Refusal, type Session } from './http-client.js';

export interface ItemWord {
  readonly kind: 'answer' | 'outcome' | 'verdict';
  readonly body: Readonly<Record<string, string>>;
}

/** Functions that write answer true once it is written, also where it was before; false: not yet possible. */
export interface ConsequenceApi {
  readonly items: (person: string, cycle: string, unit: string) => Promise<readonly ItemView[]>;
  /** Says it of every item of the unit that wants that word. */
  readonly sayOfItems: (person: string, cycle: string, unit: string, word: ItemWord) => Promise<boolean>;
  readonly offerTraining: (person: string, cycle: string, id: string, body: object) => Promise<boolean>;
  readonly grantTrainingBudget: (person: string, cycle: string, unit: string, amountMinor: string) => Promise<boolean>;
  /** A development entry and a training that answer the unit's first difficulty. */
  readonly develop: (person: string, cycle: string, it: Development) => Promise<boolean>;
  /** `done` by whoever was trained, `confirmed` by the head above. */
  readonly sayOfTraining: (person: string, cycle: string, unit: string, act: 'done' | 'confirmed') => Promise<boolean>;
  readonly trainings: (person: string, cycle: string) => Promise<readonly TrainingAssignmentView[]>;
  readonly recognize: (person: string, cycle: string, unit: string, words: string) => Promise<boolean>;
  readonly confirmRecognition: (person: string, cycle: string, unit: string) => Promise<boolean>;
  readonly recognitions: (person: string, cycle: string) => Promise<readonly RecognitionView[]>;
  readonly openNomination: (person: string, cycle: string, unit: string) => Promise<boolean>;
  readonly openImprovement: (person: string, cycle: string, unit: string) => Promise<boolean>;
  readonly plans: (person: string, cycle: string) => Promise<readonly PlanView[]>;
  readonly postings: (person: string, cycle: string) => Promise<readonly PostingView[]>;
  /** The code by which it is refused, else whether it is a copy of what was exported before. */
  readonly exportPayroll: (person: string, cycle: string, key: string) => Promise<PayrollView | string>;
  /** The code by which a release is refused. */
  readonly tryRelease: (person: string, cycle: string) => Promise<string>;
  readonly startNext: (person: string, cycle: string, id: string) => Promise<boolean>;
  readonly nextPreview: (person: string, cycle: string) => Promise<NextCycleView>;
  /** The chains of the journal, and every result from its stored rules and facts. */
  readonly verification: (person: string, cycle: string) => Promise<VerificationView>;
}

export interface Development {
  readonly unit: string;
  readonly person: string;
  readonly training: string;
  readonly learn: string;
  readonly untilOn: string;
}

const wants = { open: 'answer', promised: 'outcome', settled: 'verdict', closed: null } as const;

export function createConsequenceApi(as: (person: string) => Session): ConsequenceApi {
  const post = (person: string, path: string, body: object) => as(person).post(path, body, keyOf(path, body));
  const items: ConsequenceApi['items'] = (person, cycle, unit) =>
    all(as(person), `${cyclePath(cycle)}/feedback-items?unit=${encodeURIComponent(unit)}`, ItemView);
  const recognitions: ConsequenceApi['recognitions'] = async (person, cycle) =>
    read(RecognitionView, await as(person).get(`${cyclePath(cycle)}/recognitions`)).items;
  const trainings: ConsequenceApi['trainings'] = (person, cycle) =>
    all(as(person), `${cyclePath(cycle)}/training-assignments`, TrainingAssignmentView);
  return {
    items,
    recognitions,
    trainings,
    sayOfItems: async (person, cycle, unit, { kind, body }) => {
      const known = await items(person, cycle, unit);
      for (const { id, version, state } of known) {
        if (wants[state] === kind)
          await post(person, `${cyclePath(cycle)}/feedback-items/${id}/${kind}`, { version, ...body });
      }
      return known.length > 0;
    },
    offerTraining: async (person, cycle, id, body) => {
      const path = `${cyclePath(cycle)}/trainings/${encodeURIComponent(id)}`;
      return once(['TRAINING_CHANGED'], () =>
        as(person).put(path, { version: 0, ...body }, { 'idempotency-key': keyOf(path, body) }),
      );
    },
    grantTrainingBudget: async (person, cycle, unit, amountMinor) => {
      const path = `${cyclePath(cycle)}/training-budgets/${encodeURIComponent(unit)}`;
      const body = { version: 0, amountMinor };
      return once(['TRAINING_BUDGET_CHANGED'], () =>
        as(person).put(path, body, { 'idempotency-key': keyOf(path, body) }),
      );
    },
    develop: async (person, cycle, { unit, person: trained, training, learn, untilOn }) => {
      const item = (await items(person, cycle, unit)).find(({ kind }) => kind === 'difficulty');
      if (item === undefined) return false;
      const entry = {
        unit,
        person: trained,
        origin: 'item',
        item: item.id,
        learn,
        why: item.text,
        how: training,
        untilOn,
      };
      await post(person, `${cyclePath(cycle)}/development`, entry);
      const assigned = { unit, person: trained, training, dueOn: untilOn, item: item.id };
      return once(['TRAINING_ASSIGNED'], () => post(person, `${cyclePath(cycle)}/training-assignments`, assigned));
    },
    sayOfTraining: async (person, cycle, unit, act) => {
      const from = act === 'done' ? 'assigned' : 'done';
      const waiting = (await trainings(person, cycle)).filter((each) => each.unitId === unit && each.state === from);
      for (const { id } of waiting) await post(person, `${cyclePath(cycle)}/training-assignments/${id}`, { act });
      return true;
    },
    recognize: (person, cycle, unit, words) =>
      once(['RECOGNITION_STANDS'], () => post(person, `${cyclePath(cycle)}/recognitions`, { unit, words })),
    confirmRecognition: async (person, cycle, unit) => {
      const given = (await recognitions(person, cycle)).find((each) => each.unitId === unit && each.state === 'given');
      if (given === undefined) return false;
      await post(person, `${cyclePath(cycle)}/recognitions/${String(given.number)}/confirm`, {});
      return true;
    },
    openNomination: (person, cycle, unit) =>
      once(['NOMINATION_OPEN'], () =>
        post(person, `${cyclePath(cycle)}/reviews/${encodeURIComponent(unit)}/nominations`, {}),
      ),
    openImprovement: (person, cycle, unit) =>
      once(['IMPROVEMENT_OPEN', 'IMPROVEMENT_SETTLED'], () =>
        post(person, `${cyclePath(cycle)}/reviews/${encodeURIComponent(unit)}/improvement-plans`, {}),
      ),
    plans: (person, cycle) => all(as(person), `${cyclePath(cycle)}/improvement-plans`, PlanView),
    postings: async (person, cycle) => all(as(person), `${cyclePath(cycle)}/postings`, PostingView),
    exportPayroll: async (person, cycle, key) => {
      const made = await refusal(() =>
        as(person).post(`${cyclePath(cycle)}/payroll-exports`, {}, keyOf(`payroll ${cycle}`, key)),
      );
      return typeof made === 'string' ? made : read(PayrollView, made);
    },
    tryRelease: async (person, cycle) => {
      const step = await as(person).get(`${cyclePath(cycle)}/reviews/-/steps/release`);
      const { revision } = step.body as { revision: number };
      const body = { stepRevision: revision, content: { note: '提前放行' } };
      const said = await refusal(() => as(person).post(`${cyclePath(cycle)}/reviews/-/steps/release/submit`, body));
      return typeof said === 'string' ? said : 'applied';
    },
    startNext: async (person, cycle, id) => {
      const body = { cycle: { id, held: true, player: { kind: 'people' } } };
      return once(['CYCLE_EXISTS'], () => post(person, `${cyclePath(cycle)}/next-cycle`, body));
    },
    nextPreview: async (person, cycle) => read(NextCycleView, await as(person).get(`${cyclePath(cycle)}/next-cycle`)),
    verification: async (person, cycle) =>
      read(VerificationView, await as(person).get(`${cyclePath(cycle)}/journal?limit=1`)),
  };
}

/** Said before, in an earlier run over the same cycle: nothing new. */
async function once(codes: readonly string[], act: () => Promise<unknown>): Promise<boolean> {
  const code = await refusal(act);
  if (typeof code === 'string' && !codes.includes(code)) throw new Error(`refused: ${code}`);
  return true;
}

/** The code of the refusal, else what was answered. */
async function refusal<T>(act: () => Promise<T>): Promise<T | string> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}
