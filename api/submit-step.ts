import type { RefusalCode } from '../domain/errors.js';
import type { Decision, DecisionContent, NominationContent } from '../domain/process/index.js';
import type { RecordOutcome } from '../domain/process/index.js';
import { type CommandRow, markDelivered, readReviewState, receiveCommand, settleRefused } from '../db/commands.js';
import { loadActedCycle } from '../db/cycles.js';
import { readStep, type StepDetail } from '../db/inbox.js';
import { secretFieldOf } from '../domain/rights/index.js';
import { commandIdOf, keyedDigest } from '../documents/digest.js';
import { localDay } from '../documents/schedule.js';
import { parseDecision, parseStepContent } from '../documents/steps.js';
import { reviewIdOf } from '../workflows/messages.js';
import { checkContent, checkDecision } from './content-rules.js';
import type { ApiDeps } from './deps.js';
import { principalFor } from './principal.js';
import { Refused } from './refused.js';
import { refusalOfDecision } from './two-persons.js';
import { checkNomination, checkNominationDecision } from './nomination-rules.js';
import { checkRelease } from './release-rules.js';
import type { Person } from './session.js';
import { toldStep } from './told-steps.js';

/** One person's words about one step, from JSON or from a form. */
export interface StepAct {
  readonly cycleId: string;
  /** null: the cycle's own step. */
  readonly unitId: string | null;
  readonly stepId: string;
  readonly act: 'submit' | 'approve';
  readonly person: Person;
  readonly stepRevision: number;
  /** Content of a submit, or the words of a decision. */
  readonly body: unknown;
  readonly idempotencyKey: string;
}

export type ActAnswer =
  | { readonly kind: 'applied'; readonly commandId: string; readonly outcome: RecordOutcome }
  /** Received and safe; carried out later, exactly once. */
  | { readonly kind: 'received'; readonly commandId: string };

/**
 * The way of one submit (DESIGN.md 3.3): parse, right to act, content rules,
 * command row, conversation. @throws Refused
 */
export async function actOnStep(deps: ApiDeps, asked: StepAct): Promise<ActAnswer> {
  const act = { ...asked, actor: asked.person.id };
  const cycle = await loadActedCycle(deps.sql, act.cycleId);
  const reviewId = reviewIdOf(act.cycleId, act.unitId);
  const step = cycle === undefined ? undefined : await readStep(deps.sql, reviewId, act.stepId);
  if (cycle === undefined || step === undefined) throw new Refused('STEP_NOT_FOUND');
  const commandId = commandIdOf(act.actor, act.idempotencyKey);
  // A word that was received before is not judged by today's rules again.
  const known = await deps.sql`SELECT 1 FROM commands WHERE id = ${commandId}`;
  if (known.length === 0 && secretFieldOf(step.kind) !== null) await toldStep(deps.sql, act.person, act);
  const principal = await principalFor(deps.sql, act, step, localDay(cycle.now, cycle.zone));
  const { body, decision } = parseBody(step, act);
  // Nobody has seen a later step than there is: a word that waits for one would have been looked at by nobody.
  if (known.length === 0 && act.stepRevision > step.revision) throw new Refused('STALE_REVISION');
  if (known.length === 0) await checkRelease(deps.sql, act.cycleId, step, decision);
  if (act.act === 'submit' && known.length === 0) {
    if (step.state === 'open' && step.revision === act.stepRevision) {
      await checkContent(deps.sql, cycle, step, act.actor, body);
    }
  }
  if (step.kind === 'nomination' && known.length === 0) {
    const acting = [act.actor, principal];
    if (act.act === 'submit') await checkNomination(deps.sql, step, acting, body as NominationContent);
    else await checkNominationDecision(deps.sql, step, acting, body as DecisionContent);
  }
  if (act.act === 'approve' && known.length === 0) await checkDecision(deps.sql, cycle, step, body as DecisionContent);
  if (decision !== null && known.length === 0 && step.state === 'submitted' && step.revision === act.stepRevision) {
    const refusal = await refusalOfDecision(deps.sql, step, { actor: act.actor, principal, decision });
    if (refusal !== null) throw new Refused(refusal);
  }
  const received = await receiveCommand(deps.sql, {
    commandId,
    cycleId: act.cycleId,
    reviewId,
    stepId: act.stepId,
    act: act.act,
    decision,
    actor: act.actor,
    principal,
    body,
    bodyDigest: keyedDigest(deps.config.digestKey, body),
    stepRevision: act.stepRevision,
  });
  if (received.kind === 'mismatch') throw new Refused('IDEMPOTENCY_KEY_REUSED');
  if (received.kind === 'refused') throw new Refused(received.code);
  return deliver(deps, act, received.command);
}

function parseBody(step: StepDetail, act: StepAct): { readonly body: unknown; readonly decision: Decision | null } {
  if (act.act === 'submit') {
    const parsed = parseStepContent(step.kind, act.body);
    if (!parsed.ok) throw new Refused('CONTENT_INVALID', parsed.problems);
    return { body: parsed.value, decision: null };
  }
  const parsed = parseDecision(step.kind, act.body);
  if (!parsed.ok) {
    const missing = parsed.problems.some((problem) => problem.code === 'REASON_MISSING');
    throw new Refused(missing ? 'REASON_MISSING' : 'CONTENT_INVALID', parsed.problems);
  }
  return { body: parsed.value, decision: parsed.value.decision };
}

/** Brings a received word to its conversation, and tells what became of it. @throws Refused */
export async function deliver(
  deps: ApiDeps,
  act: Pick<StepAct, 'cycleId' | 'unitId' | 'act'>,
  command: CommandRow,
): Promise<ActAnswer> {
  if (command.state !== 'received') return tell(command);
  const {
    id: commandId,
    reviewId,
    stepId,
    actor,
    principal,
    bodyDigest: digest,
    stepRevision,
    reviewRevision,
    decision,
  } = command;
  const said = await deps.engine.say({
    cycleId: act.cycleId,
    unitId: act.unitId,
    act: act.act,
    word: { commandId, reviewId, stepId, actor, principal, digest, stepRevision, reviewRevision, decision },
    state: await readReviewState(deps.sql, reviewId),
  });
  if (said === 'late') return { kind: 'received', commandId };
  if (said.kind === 'refused') {
    // Told only once it is settled: one command, one verdict.
    const settled = await settleRefused(deps.sql, commandId, said.code);
    await markDelivered(deps.sql, commandId);
    return tell(settled ?? { ...command, state: 'refused', code: said.code });
  }
  await markDelivered(deps.sql, commandId);
  if (said.outcome.outcome === 'refused') throw new Refused(said.outcome.code ?? 'INTERNAL');
  return { kind: 'applied', commandId, outcome: said.outcome };
}

function tell(command: Pick<CommandRow, 'id' | 'state' | 'code' | 'answer'>): ActAnswer {
  if (command.state === 'refused') throw new Refused((command.code ?? 'INTERNAL') satisfies RefusalCode);
  if (command.state === 'received' || command.answer === null) return { kind: 'received', commandId: command.id };
  return { kind: 'applied', commandId: command.id, outcome: command.answer };
}
