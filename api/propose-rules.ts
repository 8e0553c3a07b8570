import { type Effects, type RulesChange, sectionsOf, settledSections } from '../domain/cycle/index.js';
import { rulesStepId } from '../domain/process/index.js';
import { type CommandRow, receiveIn } from '../db/commands.js';
import type { Transaction } from '../db/connect.js';
import { type CycleRow, loadCycle } from '../db/cycles.js';
import { readRulesStanding, saveRulesProposal } from '../db/rules.js';
import { commandIdOf, documentDigest, keyedDigest } from '../documents/digest.js';
import type { ApiDeps } from './deps.js';
import { type HeldReview, holdReview, openStep } from './opened-step.js';
import { Refused } from './refused.js';
import { changeOf, whatIf } from './what-if.js';

export interface ProposalAsk {
  readonly cycleId: string;
  readonly actor: string;
  /** As sent: read against the rules in force. */
  readonly rules: unknown;
  readonly reason: string;
  readonly idempotencyKey: string;
}

export interface ProposedRules {
  readonly number: number;
  readonly stepId: string;
  readonly digest: string;
  readonly effects: Effects;
  /** The proposer's submit: received with the proposal, still to be delivered. */
  readonly command: CommandRow;
}

/**
 * A change of rules becomes a proposal: its effects are computed and kept, its
 * step opens, and the proposer's submit is received, all in the caller's
 * transaction. @throws Refused
 */
export async function proposeRules(deps: ApiDeps, tx: Transaction, ask: ProposalAsk): Promise<ProposedRules> {
  const cycle = await loadCycle(tx, ask.cycleId);
  if (cycle === undefined) throw new Refused('NOT_FOUND');
  if (cycle.state === 'planned') throw new Refused('CYCLE_NOT_RUNNING');
  if (cycle.state === 'closed') throw new Refused('CYCLE_CLOSED');
  const change = changeOf(cycle, ask.rules);
  await refuseSettled(tx, cycle, change);
  const effects = await whatIf(tx, cycle, change);
  if (effects.after.unscorable.length > 0) {
    const detail = `no rule for rating: ${effects.after.unscorable.join(', ')}`;
    throw new Refused('BODY_INVALID', [{ pointer: '/rules/scorecard', code: 'RATING_RULE_MISSING', detail }]);
  }
  // Computing may take seconds, so the locks come after it; what was computed must then still hold.
  const held = await holdReview(tx, cycle, null);
  await refuseSettled(tx, cycle, change);
  return open(deps, tx, held, ask, change, effects);
}

async function refuseSettled(tx: Transaction, cycle: CycleRow, change: RulesChange): Promise<void> {
  const standing = await readRulesStanding(tx, cycle.id);
  const settled = settledSections(standing);
  const wrong = sectionsOf(change).filter((section) => settled.has(section));
  if (wrong.length > 0) {
    throw new Refused(
      'RULES_SETTLED',
      wrong.map((section) => ({ pointer: `/rules/${section}`, code: 'RULES_SETTLED' })),
    );
  }
  if (standing.revision !== cycle.rulesRevision) throw new Refused('RULES_OUTDATED');
}

async function open(
  deps: ApiDeps,
  tx: Transaction,
  held: HeldReview,
  { actor, reason, idempotencyKey }: ProposalAsk,
  rules: RulesChange,
  effects: Effects,
): Promise<ProposedRules> {
  const { id: cycleId, rulesRevision: basedOn } = held.cycle;
  const digest = documentDigest({ basedOn, rules, effects });
  const kept = { basedOn, rules, effects, digest, proposedBy: actor, proposedAt: held.at };
  const number = await saveRulesProposal(tx, cycleId, kept);
  const wanted = { id: rulesStepId(number), kind: 'rules' } as const;
  const data = { sections: sectionsOf(rules).join(' '), basedOn, digest };
  const { id: stepId, revision: stepRevision } = await openStep(
    tx,
    held,
    wanted,
    { actor, principal: actor },
    { data },
  );
  const body = { proposalDigest: digest, reason };
  const received = await receiveIn(tx, {
    commandId: commandIdOf(actor, idempotencyKey),
    cycleId,
    reviewId: cycleId,
    stepId,
    act: 'submit',
    decision: null,
    actor,
    principal: actor,
    body,
    bodyDigest: keyedDigest(deps.config.digestKey, body),
    stepRevision,
  });
  if (received.kind === 'refused') throw new Refused(received.code);
  if (received.kind !== 'received') throw new Refused('IDEMPOTENCY_KEY_REUSED');
  return { number, stepId, digest, effects, command: received.command };
}
