import { sectionsOf, settledSections } from '../domain/cycle/index.js';
import type { RefusalCode } from '../domain/errors.js';
import { proposalOfStep, type Step } from '../domain/process/index.js';
import type { CommandRow } from '../db/commands.js';
import type { Query } from '../db/connect.js';
import { appendJournal } from '../db/journal.js';
import { readClock } from '../db/record.js';
import { putRulesInForce, readRulesProposal, readRulesStanding, rulesToTakeUp } from '../db/rules.js';

/**
 * What changing rules adds to the judging of a word about one of the cycle's own
 * steps; null: nothing against it. The caller holds the cycle's own review, so
 * that a change of rules and what it would unsettle are never both accepted.
 */
export async function refusedByRules(tx: Query, step: Step, command: CommandRow): Promise<RefusalCode | null> {
  switch (step.kind) {
    case 'rules':
      return command.decision === 'return' ? null : refusedProposal(tx, step, command.cycleId);
    // What is submitted here rests on figures; while they are being computed anew, nobody has seen the right ones.
    case 'calibration':
    case 'publication':
    case 'bonus':
    case 'bonus-own':
    case 'budget':
    case 'budget-own': {
      const waiting = command.act === 'submit' ? await rulesToTakeUp(tx, command.cycleId) : [];
      return waiting.length > 0 ? 'RULES_NOT_TAKEN_UP' : null;
    }
    default:
      return null;
  }
}

async function refusedProposal(tx: Query, step: Step, cycleId: string): Promise<RefusalCode | null> {
  const proposal = await readRulesProposal(tx, cycleId, proposalOfStep(step.id) ?? 0);
  if (proposal === undefined) throw new Error(`no proposal of rules for ${cycleId} ${step.id}`);
  const standing = await readRulesStanding(tx, cycleId);
  const settled = settledSections(standing);
  if (sectionsOf(proposal.rules).some((section) => settled.has(section))) return 'RULES_SETTLED';
  return proposal.basedOn === standing.revision ? null : 'RULES_OUTDATED';
}

/** After the approval is journaled: the rules are in force from the instant it was received, and the journal says so. */
export async function bringIntoForce(tx: Query, step: Step, command: CommandRow): Promise<void> {
  const number = proposalOfStep(step.id);
  if (step.kind !== 'rules' || step.outcome !== 'approved' || number === null) return;
  const { cycleId, id: commandId, receivedAt: at } = command;
  const proposal = await readRulesProposal(tx, cycleId, number);
  const revision = await putRulesInForce(tx, cycleId, { proposal: number, commandId, at });
  const { wall } = await readClock(tx, cycleId);
  const nobody = { actorId: null, principalId: null, commandId: null, contentDigest: null };
  const data = { revision, sections: sectionsOf(proposal?.rules ?? {}).join(' '), digest: proposal?.digest ?? '' };
  await appendJournal(tx, cycleId, [
    { at, wallAt: wall, act: 'rules-in-force', stepId: step.id, attempt: step.attempt, ...nobody, data },
  ]);
}
