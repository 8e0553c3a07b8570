/** Doing one act through the API, if it is its time: by what the step's state says, never by memory. */
import type { FindingAnswer, FollowUp } from '../domain/process/index.js';
import { FindingError, FollowUpError, type StepView } from './contract.js';
import type { CycleApi } from './cycle-api.js';
import { Refusal } from './http-client.js';
import type { Act, Content, Written } from './play.js';

/** `not-now`: done already, or the step is not there yet; someone else may also have been faster. */
export type Performed = 'done' | 'not-now';

/** Hears of what is refused. */
export type Hear = (act: Act, refusal: Refusal) => void;

/** Refusals that mean: look again. */
const lookAgain = new Set([
  'STALE_REVISION',
  'STEP_NOT_OPEN',
  'STEP_NOT_SUBMITTED',
  'STEP_ENDED',
  'STEP_CLOSED',
  'PROPOSAL_CHANGED',
  'RESULTS_CHANGED',
  'RULES_NOT_TAKEN_UP',
  'ALIGNMENT_PENDING',
]);

/** Why a warning is kept; every warning that the API names gets an answer. */
const reasons: Readonly<Record<string, string>> = {
  GOAL_WITHOUT_TASK: '由各班组完成',
};
const anyReason = '已知悉,按现有安排推进';

export async function perform(
  api: CycleApi,
  cycle: string,
  act: Act,
  hear: Hear = () => undefined,
): Promise<Performed> {
  if (act.move.act === 'ask-change') return askChange(api, cycle, act);
  if (act.move.act === 'do') return (await act.move.what(api, cycle, act.person)) ? 'done' : 'not-now';
  const step = await knownStep(api, cycle, act);
  if (step === null) return 'not-now';
  if (step.state !== (act.move.act === 'approve' ? 'submitted' : 'open')) return 'not-now';
  if (act.attempt !== undefined && act.attempt !== step.attempt) return 'not-now';
  try {
    return await move(api, cycle, act, step.revision, hear);
  } catch (error) {
    if (error instanceof Refusal && lookAgain.has(error.code)) return 'not-now';
    throw error;
  }
}

async function move(api: CycleApi, cycle: string, act: Act, stepRevision: number, hear: Hear): Promise<Performed> {
  switch (act.move.act) {
    case 'approve': {
      const { decision, reason = '', comments = [], difficulties = [], suggestions = [] } = act.move;
      const words = { decision, reason, comments, difficulties, suggestions };
      await api.act(act.person, cycle, act.unit, act.step, 'approve', { stepRevision, ...words });
      return 'done';
    }
    case 'submit': {
      const content = await contentOf(api, cycle, act, act.move.content);
      if (content === null) return 'not-now';
      await submitAnswering(api, cycle, act, stepRevision, content);
      return 'done';
    }
    case 'draft':
      return (await api.saveDraft(act.person, cycle, act.unit, act.step, act.move.content)) ? 'done' : 'not-now';
    case 'try': {
      const { content, refused } = act.move;
      try {
        await api.act(act.person, cycle, act.unit, act.step, 'submit', { stepRevision, content });
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== refused) throw error;
        hear(act, error);
        return 'done';
      }
      throw new Error(`${act.unit ?? '-'} ${act.step} was to be refused as ${refused}, and passed`);
    }
    case 'ask-change':
      return askChange(api, cycle, act);
    case 'do':
      return 'not-now';
  }
}

/** null: there is no such step in this cycle, or not yet. */
export async function knownStep(api: CycleApi, cycle: string, act: Act): Promise<StepView | null> {
  try {
    return await api.step(act.person, cycle, act.unit, act.step);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'STEP_NOT_FOUND') return null;
    throw error;
  }
}

/** One that is open already, or was, is not asked for again. */
async function askChange(api: CycleApi, cycle: string, act: Act): Promise<Performed> {
  if ((await knownStep(api, cycle, act)) !== null || act.unit === null) return 'not-now';
  await api.askChange(act.person, cycle, act.unit);
  return 'done';
}

/** What was seen is submitted as it stands: by its digest. Null while there is no proposal: the rules lack something. */
async function contentOf(
  api: CycleApi,
  cycle: string,
  act: Act,
  content: Content | 'as-proposed' | Written,
): Promise<Content | null> {
  if (typeof content === 'function') return content(api, cycle, act.person);
  if (content !== 'as-proposed') return content;
  if (act.step.startsWith('publication')) {
    const { seenDigest } = await api.beforePublication(act.person, cycle);
    return { seenDigest, note: '按所见的结果和清单公布。' };
  }
  const kind = act.step.startsWith('bonus') ? 'bonus' : 'budget';
  const attempts = (await api.proposals(act.person, cycle)).filter((proposal) => proposal.kind === kind);
  const proposal = attempts.toSorted((a, b) => a.attempt - b.attempt).at(-1);
  if (proposal === undefined) return null;
  return { proposalDigest: proposal.digest, note: '按规则计算,请审批。' };
}

async function submitAnswering(
  api: CycleApi,
  cycle: string,
  act: Act,
  stepRevision: number,
  content: Content,
): Promise<void> {
  const send = (body: Content): Promise<void> =>
    api.act(act.person, cycle, act.unit, act.step, 'submit', { stepRevision, content: body });
  try {
    await send(content);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'LESSON_MISSING') {
      await api.takeLesson(act.person, cycle);
      return send(content);
    }
    if (error.code === 'WARNING_UNANSWERED' && 'answers' in content)
      return send({ ...content, answers: [...content.answers, ...error.errors.map(answerTo)] });
    if (error.code === 'FOLLOW_UP_MISSING' && 'asks' in content)
      return send({ ...content, followUps: error.errors.map(followUpOf) });
    throw error;
  }
}

/** Every corrective action under way that the API names is told to be done. */
function followUpOf(error: unknown): FollowUp {
  return { case: FollowUpError.parse(error).case, state: 'done', note: '措施已落实，本期数据见报告' };
}

function answerTo(error: unknown): FindingAnswer {
  const { code, at } = FindingError.parse(error);
  return { code, at, reason: reasons[code] ?? anyReason };
}
