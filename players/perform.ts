/** Doing one act through the API, if it is its time: by what the step's state says, never by memory. */
import type { FindingAnswer } from '../domain/process/index.js';
import { FindingError } from './contract.js';
import type { CycleApi } from './cycle-api.js';
import { Refusal } from './http-client.js';
import type { Act, Content } from './play.js';

/** `not-now`: done already, or the step is not there yet; someone else may also have been faster. */
export type Performed = 'done' | 'not-now';

/** Refusals that mean: look again. */
const lookAgain = new Set([
  'STALE_REVISION',
  'STEP_NOT_OPEN',
  'STEP_NOT_SUBMITTED',
  'STEP_ENDED',
  'STEP_CLOSED',
  'PROPOSAL_CHANGED',
  'RULES_NOT_TAKEN_UP',
]);

/** Why a warning is kept; every warning that the API names gets an answer. */
const reasons: Readonly<Record<string, string>> = {
  GOAL_WITHOUT_TASK: '由各班组完成',
};
const anyReason = '已知悉,按现有安排推进';

export async function perform(api: CycleApi, cycle: string, act: Act): Promise<Performed> {
  const step = await api.step(act.person, cycle, act.unit, act.step);
  if (step.state !== (act.move.act === 'submit' ? 'open' : 'submitted')) return 'not-now';
  try {
    if (act.move.act === 'approve') {
      const { decision, reason = '', difficulties = [], suggestions = [] } = act.move;
      const words = { decision, reason, comments: [], difficulties, suggestions };
      await api.act(act.person, cycle, act.unit, act.step, 'approve', { stepRevision: step.revision, ...words });
    } else {
      const content = await contentOf(api, cycle, act, act.move.content);
      if (content === null) return 'not-now';
      await submitAnswering(api, cycle, act, step.revision, content);
    }
    return 'done';
  } catch (error) {
    if (error instanceof Refusal && lookAgain.has(error.code)) return 'not-now';
    throw error;
  }
}

/** A proposal of money is submitted as it stands: by its digest. Null while there is none: the rules lack something. */
async function contentOf(
  api: CycleApi,
  cycle: string,
  act: Act,
  content: Content | 'as-proposed',
): Promise<Content | null> {
  if (content !== 'as-proposed') return content;
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
    if (!(error instanceof Refusal) || error.code !== 'WARNING_UNANSWERED' || !('answers' in content)) throw error;
    await send({ ...content, answers: [...content.answers, ...error.errors.map(answerTo)] });
  }
}

function answerTo(error: unknown): FindingAnswer {
  const { code, at } = FindingError.parse(error);
  return { code, at, reason: reasons[code] ?? anyReason };
}
