import { findingsOfStep } from '../domain/cycle/index.js';
import type { MoneyContent, StepKind } from '../domain/process/index.js';
import type { Query } from '../db/connect.js';
import { loadCycle } from '../db/cycles.js';
import { listProposals } from '../db/money.js';
import { ownLineUnits } from '../db/own-lines.js';
import { Refused } from './refused.js';

/** What is submitted is the newest proposal; beyond its bounds it stands only with a reason. @throws Refused */
export async function checkProposal(sql: Query, cycleId: string, step: StepKind, content: MoneyContent): Promise<void> {
  const kind = step.startsWith('bonus') ? 'bonus' : 'budget';
  const newest = (await listProposals(sql, cycleId)).find((proposal) => proposal.kind === kind);
  if (newest?.digest !== content.proposalDigest) throw new Refused('PROPOSAL_CHANGED');
  const cycle = content.note.trim() === '' ? await loadCycle(sql, cycleId) : undefined;
  const rules = cycle?.template[kind];
  if (cycle === undefined || rules === undefined) return;
  const own = { step: step.endsWith('-own'), units: await ownLineUnits(sql, rules, cycle.subjects) };
  const findings = findingsOfStep(newest, own);
  if (findings.length === 0) return;
  throw new Refused('PROPOSAL_UNANSWERED', [{ pointer: '/note', code: 'PROPOSAL_UNANSWERED' }, ...findings]);
}
