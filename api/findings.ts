import type { Query, Transaction } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { appendJournal } from '../db/journal.js';
import { checkAll, currentFindings, goalDrafts, hasGoals } from '../db/organization-checks.js';
import { settleFinding, type StandingFinding } from '../db/organization-findings.js';
import { readClock } from '../db/record.js';
import { keyedDigest } from '../documents/digest.js';
import { parseStepContent } from '../documents/steps.js';
import { findingKey, findingScope, findingState } from '../domain/cycle/index.js';
import type { GoalFindingCode } from '../domain/rules/index.js';
import type { ApiDeps } from './deps.js';
import { Refused } from './refused.js';
import { needsRight } from './rights.js';
import type { Person } from './session.js';

export interface SettleRequest {
  readonly code: GoalFindingCode;
  /** Ids in any order. */
  readonly at: readonly string[];
  readonly reason: string;
}

/**
 * What the checks would find if everybody submitted what they are writing: errors that would stop a submit
 * included. A draft that is no document yet counts as what the unit has submitted before.
 */
export async function draftedFindings(sql: Query, cycle: CycleRow): Promise<readonly StandingFinding[]> {
  if (!hasGoals(cycle)) return [];
  const drafted = new Map(
    [...(await goalDrafts(sql, cycle.id))].flatMap(([unit, content]) => {
      const parsed = parseStepContent('goals', content);
      return parsed.ok ? [[unit, parsed.value.goals] as const] : [];
    }),
  );
  const found = await checkAll(sql, cycle, () => {}, drafted);
  return found.map((finding) => ({ ...finding, settled: null, state: findingState(finding, null) }));
}

/**
 * HR's word on a finding that stands: kept with its reason, once. The journal
 * says who settled what; the reason is in it as keyed digest.
 * @throws Refused
 */
export async function settle(
  { config }: ApiDeps,
  tx: Transaction,
  person: Person,
  cycle: CycleRow,
  asked: SettleRequest,
): Promise<StandingFinding> {
  needsRight(person, 'settle', 'organization-findings');
  if (cycle.state === 'closed') throw new Refused('CYCLE_CLOSED');
  if (cycle.state === 'planned') throw new Refused('CYCLE_NOT_RUNNING');
  const reason = asked.reason.trim();
  if (reason === '') throw new Refused('REASON_MISSING', [{ pointer: '/reason', code: 'REASON_MISSING' }]);
  if (findingScope(asked.code) === 'unit') throw new Refused('FINDING_OF_UNIT');
  const found = (await currentFindings(tx, cycle)).find((each) => findingKey(each) === findingKey(asked));
  if (found === undefined) throw new Refused('FINDING_NOT_STANDING');
  // Nobody decides about their own unit.
  if (found.units.some((unit) => person.heads.includes(unit))) throw new Refused('OWN_UNIT');
  const { now, wall } = await readClock(tx, cycle.id);
  const settled = { reason, by: person.id, settledAt: now };
  if (!(await settleFinding(tx, cycle.id, { ...found, ...settled }))) throw new Refused('FINDING_SETTLED');
  const { code, at } = found;
  await appendJournal(tx, cycle.id, [
    {
      at: now,
      wallAt: wall,
      act: 'finding-settled',
      stepId: null,
      attempt: null,
      actorId: person.id,
      principalId: person.id,
      commandId: null,
      contentDigest: keyedDigest(config.digestKey, { code, at, reason }),
      data: { code, at },
    },
  ]);
  return { ...found, settled, state: 'settled' };
}
