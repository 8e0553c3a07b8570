import type { Effects, MoneyKind, RulesChange, RulesStanding } from '../domain/cycle/index.js';
import type { Stage, StepKind, StepOutcome } from '../domain/process/index.js';
import type { Guard } from '../domain/template.js';
import { json, type Query } from './connect.js';

/** A change of rules as it was proposed, with what it does. Never altered. */
export interface RulesProposal {
  readonly number: number;
  /** The revision of rules that it was compared with. */
  readonly basedOn: number;
  readonly rules: RulesChange;
  readonly effects: Effects;
  /** SHA-256 of the RFC 8785 form of `basedOn`, `rules` and `effects`. */
  readonly digest: string;
  readonly proposedBy: string;
  readonly proposedAt: number;
}

const columns = (sql: Query) => sql`
  p.number, p.based_on AS "basedOn", p.rules, p.effects, p.digest, p.proposed_by AS "proposedBy", p.proposed_at AS "proposedAt"`;

/** Keeps a proposal under the next number. The caller holds the cycle's own review. */
export async function saveRulesProposal(
  sql: Query,
  cycleId: string,
  proposal: Omit<RulesProposal, 'number'>,
): Promise<number> {
  const { basedOn, rules, effects, digest, proposedBy, proposedAt } = proposal;
  const [row] = await sql<{ number: number }[]>`
    INSERT INTO rules_proposals (cycle_id, number, based_on, rules, effects, digest, proposed_by, proposed_at)
    SELECT ${cycleId}, coalesce(max(number), 0) + 1, ${basedOn}, ${json(sql, rules)}, ${json(sql, effects)}, ${digest},
           ${proposedBy}, ${proposedAt}
      FROM rules_proposals WHERE cycle_id = ${cycleId} RETURNING number`;
  if (row === undefined) throw new Error(`no proposal of rules was written in ${cycleId}`);
  return row.number;
}

export async function readRulesProposal(
  sql: Query,
  cycleId: string,
  number: number,
): Promise<RulesProposal | undefined> {
  const [row] = await sql<RulesProposal[]>`
    SELECT ${columns(sql)} FROM rules_proposals p WHERE p.cycle_id = ${cycleId} AND p.number = ${number}`;
  return row;
}

export interface ListedRulesProposal extends RulesProposal {
  readonly stepId: string;
  readonly state: Stage;
  readonly outcome: StepOutcome | null;
}

/** All proposals of a cycle with where their steps stand, newest first. */
export async function listRulesProposals(sql: Query, cycleId: string): Promise<readonly ListedRulesProposal[]> {
  return sql<ListedRulesProposal[]>`
    SELECT ${columns(sql)}, s.step_id AS "stepId", s.state, s.outcome
      FROM rules_proposals p JOIN steps s ON s.review_id = p.cycle_id AND s.step_id = 'rules-' || p.number
     WHERE p.cycle_id = ${cycleId} ORDER BY p.number DESC`;
}

/** What settles rules, and which revision is in force (0: the template's own). */
export async function readRulesStanding(
  sql: Query,
  cycleId: string,
): Promise<RulesStanding & { readonly revision: number }> {
  const [row] = await sql<{ closed: boolean; published: boolean; posted: MoneyKind[]; revision: number }[]>`
    SELECT c.state = 'closed' AS closed,
           EXISTS (SELECT FROM results r WHERE r.cycle_id = c.id AND r.published_at IS NOT NULL) AS published,
           ARRAY(SELECT DISTINCT p.kind FROM proposals p WHERE p.cycle_id = c.id AND p.posted_at IS NOT NULL) AS posted,
           coalesce((SELECT max(revision) FROM cycle_rules WHERE cycle_id = c.id), 0) AS revision
      FROM cycles c WHERE c.id = ${cycleId}`;
  if (row === undefined) throw new Error(`no cycle ${cycleId}`);
  const steps = await sql<{ kind: StepKind; state: Stage }[]>`
    SELECT kind, state FROM steps WHERE review_id = ${cycleId}`;
  return { ...row, steps };
}

/**
 * Puts a proposal's sections in force from that instant, on top of those that
 * changed before. The schema refuses it at the end of the transaction unless the
 * proposal's step was approved by that command. Returns the new revision.
 */
export async function putRulesInForce(
  sql: Query,
  cycleId: string,
  it: { readonly proposal: number; readonly commandId: string; readonly at: number },
): Promise<number> {
  const [row] = await sql<{ revision: number }[]>`
    INSERT INTO cycle_rules (cycle_id, revision, rules, from_proposal, command_id, valid_from)
    SELECT p.cycle_id, coalesce(l.revision, 0) + 1, coalesce(l.rules, '{}') || p.rules, p.number, ${it.commandId}, ${it.at}
      FROM rules_proposals p
      LEFT JOIN LATERAL (SELECT revision, rules FROM cycle_rules WHERE cycle_id = p.cycle_id ORDER BY revision DESC LIMIT 1) l ON true
     WHERE p.cycle_id = ${cycleId} AND p.number = ${it.proposal} RETURNING revision`;
  if (row === undefined) throw new Error(`no proposal ${it.proposal} of rules in ${cycleId}`);
  return row.revision;
}

/**
 * Puts guards in force that two heads agreed on, or their superior settled. The schema refuses it at the
 * end of the transaction unless that step ended so by that command. `basedOn`: the revision that the guards
 * were read with, so that of two at once the second is refused by the key, and repeated with what the first
 * one left.
 */
export async function putGuardsInForce(
  sql: Query,
  cycleId: string,
  guards: readonly Guard[],
  it: {
    readonly basedOn: number;
    readonly reviewId: string;
    readonly stepId: string;
    readonly commandId: string;
    readonly at: number;
  },
): Promise<void> {
  await sql`
    INSERT INTO cycle_rules (cycle_id, revision, rules, from_review, from_step, command_id, valid_from)
    SELECT ${cycleId}, ${it.basedOn}::int + 1,
           coalesce((SELECT rules FROM cycle_rules WHERE cycle_id = ${cycleId} AND revision = ${it.basedOn}), '{}')
             || ${json(sql, { guards })}, ${it.reviewId}, ${it.stepId}, ${it.commandId}, ${it.at}`;
}

export interface RulesRevision {
  readonly revision: number;
  /** null: guards, agreed on between units or settled for them. */
  readonly proposal: number | null;
  /** Of the step that brought it, and the unit whose review that is in (null: the cycle's own). */
  readonly stepId: string;
  readonly unitId: string | null;
  readonly basedOn: number;
  /** The sections that it changed. */
  readonly rules: RulesChange;
  readonly proposedBy: string;
  readonly approvedBy: string;
  readonly validFrom: number;
  /** null: in force, and not yet worked into results and proposals. */
  readonly takenUpAt: number | null;
  /** The proposer's words. */
  readonly reason: string | null;
}

/** The sections that a revision changed: those proposed, or the guards that were agreed on. */
const changedRules = (sql: Query) => sql`coalesce(p.rules, jsonb_build_object('guards', r.rules -> 'guards'))`;

/** Every revision of a cycle's rules, in order. */
export async function listRulesRevisions(sql: Query, cycleId: string): Promise<readonly RulesRevision[]> {
  return sql<RulesRevision[]>`
    SELECT r.revision, p.number AS proposal, s.step_id AS "stepId", s.unit_id AS "unitId", r.revision - 1 AS "basedOn",
           ${changedRules(sql)} AS rules, coalesce(p.proposed_by, s.submitted_by[1]) AS "proposedBy",
           coalesce(s.decided_by, s.submitted_by[1]) AS "approvedBy", r.valid_from AS "validFrom", t.taken_up_at AS "takenUpAt",
           coalesce(v.content ->> 'reason', v.content ->> 'note') AS reason
      FROM cycle_rules r LEFT JOIN rules_proposals p ON p.cycle_id = r.cycle_id AND p.number = r.from_proposal
      JOIN steps s ON s.review_id = coalesce(r.from_review, r.cycle_id) AND s.step_id = coalesce(r.from_step, 'rules-' || p.number)
      LEFT JOIN step_versions v ON v.command_id = s.submit_command
      LEFT JOIN rules_taken_up t ON t.cycle_id = r.cycle_id AND t.revision = r.revision
     WHERE r.cycle_id = ${cycleId} ORDER BY r.revision`;
}

/** Revisions in force that the cycle has not taken up, with the sections that they changed. */
export async function rulesToTakeUp(
  sql: Query,
  cycleId: string,
): Promise<readonly { readonly revision: number; readonly rules: RulesChange }[]> {
  return sql`
    SELECT r.revision, ${changedRules(sql)} AS rules FROM cycle_rules r
      LEFT JOIN rules_proposals p ON p.cycle_id = r.cycle_id AND p.number = r.from_proposal
     WHERE r.cycle_id = ${cycleId}
       AND NOT EXISTS (SELECT FROM rules_taken_up t WHERE t.cycle_id = r.cycle_id AND t.revision = r.revision)
     ORDER BY r.revision`;
}

/** Marks them, each once; returns those that were not marked before. */
export async function markTakenUp(
  sql: Query,
  cycleId: string,
  revisions: readonly number[],
  at: number,
): Promise<readonly number[]> {
  const rows = await sql<{ revision: number }[]>`
    INSERT INTO rules_taken_up (cycle_id, revision, taken_up_at)
    SELECT ${cycleId}, r, ${at} FROM unnest(${revisions as number[]}::int[]) r
    ON CONFLICT DO NOTHING RETURNING revision`;
  return rows.map((row) => row.revision).sort((a, b) => a - b);
}
