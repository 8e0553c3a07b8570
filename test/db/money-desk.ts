/** What people and books say of the money of a cycle: proposals, approvals, balances. */
import { json, type Sql } from '../../db/connect.js';
import { listProposals, type Proposal } from '../../db/money.js';
import type { MoneyKind } from '../../domain/cycle/index.js';
import { endStep, reopenStep } from './story-cycle.js';

export async function newestProposal(sql: Sql, cycleId: string, kind: MoneyKind): Promise<Proposal> {
  const proposal = (await listProposals(sql, cycleId)).find((each) => each.kind === kind);
  if (proposal === undefined) throw new Error(`no proposal of ${kind}`);
  return proposal;
}

/** Both steps of a kind, as proposed last: finance decides the others' lines, the board finance's own. */
export async function approveNewest(
  sql: Sql,
  cycleId: string,
  kind: MoneyKind,
  [finance, board]: readonly [string, string] = ['gao-yan', 'shen-guo'],
): Promise<void> {
  const { digest } = await newestProposal(sql, cycleId, kind);
  const content = { proposalDigest: digest, note: '' };
  await endStep(sql, { cycleId, step: kind, content, decider: finance });
  await endStep(sql, { cycleId, step: `${kind}-own`, content, decider: board });
}

/** Unit → what stands on the books. */
export async function balanceOf(sql: Sql, cycleId: string, kind: MoneyKind): Promise<Record<string, string>> {
  const rows = await sql<{ unit: string; sum: string }[]>`
    SELECT unit_id AS unit, sum(amount_minor)::text AS sum FROM ledger WHERE cycle_id = ${cycleId} AND kind = ${kind}
     GROUP BY unit_id ORDER BY unit_id`;
  return Object.fromEntries(rows.map((row) => [row.unit, row.sum]));
}

/** A published result as money sees it: the next version, of that total and grade. */
export async function publishResult(
  sql: Sql,
  cycleId: string,
  unit: string,
  { total, grade }: { readonly total: string; readonly grade: string },
): Promise<void> {
  const nothing = json(sql, {});
  await sql`
    INSERT INTO results (cycle_id, unit_id, version, status, total, grade, scorecard, facts, result, rules_digest, facts_digest,
                         scored_at, published_at)
    SELECT ${cycleId}, ${unit}, coalesce(max(version), 0) + 1, 'scored', ${total}, ${grade}, ${nothing}, ${nothing}, ${nothing}, '', '',
           ${Date.now()}, ${Date.now()} FROM results WHERE cycle_id = ${cycleId} AND unit_id = ${unit}`;
}

/** The cycle's step of release, in that state. */
export async function putRelease(
  sql: Sql,
  cycleId: string,
  { state }: { readonly state: 'closed' | 'open' | 'submitted' | 'done' },
): Promise<void> {
  const done = state === 'done';
  const acted = done || state === 'submitted';
  await sql`
    UPDATE steps SET state = ${state}, outcome = ${done ? 'approved' : null}, submitted_by = ${acted ? ['zhou-min'] : []},
           decided_by = ${done ? 'gao-yan' : null}, ended_at = ${done ? Date.now() : null}, revision = revision + 1
     WHERE review_id = ${cycleId} AND step_id = 'release'`;
}

/** A step of the cycle's own, open to be submitted whatever the clock says. */
export async function openOwnStep(sql: Sql, cycleId: string, step: string): Promise<void> {
  await sql`
    UPDATE steps SET state = 'open', outcome = NULL, ended_at = NULL, submitted_by = '{}', decided_by = NULL, revision = revision + 1,
           opens_at = to_timestamp(0), due_at = to_timestamp(7000000000), closes_at = to_timestamp(7000000000)
     WHERE review_id = ${cycleId} AND step_id = ${step}`;
}

/** Both steps of a kind again, by other persons, and what they approve posted. */
export async function reopenAndApprove(sql: Sql, cycleId: string, kind: MoneyKind): Promise<void> {
  await reopenStep(sql, cycleId, kind);
  await reopenStep(sql, cycleId, `${kind}-own`);
  await approveNewest(sql, cycleId, kind, ['tang-li', 'mei-lan']);
}

/** What all entries of a kind sum to: the units' lines, and the reserve with them. */
export async function sumsOf(
  sql: Sql,
  cycleId: string,
  kind: MoneyKind,
): Promise<{ readonly lines: string; readonly reserve: string }> {
  const [row] = await sql<{ lines: string; reserve: string }[]>`
    SELECT coalesce(sum(amount_minor) FILTER (WHERE kind = ${kind}), 0)::text AS lines,
           coalesce(sum(amount_minor) FILTER (WHERE kind = 'reserve'), 0)::text AS reserve
      FROM ledger WHERE cycle_id = ${cycleId} AND of_kind = ${kind}`;
  return row ?? { lines: '0', reserve: '0' };
}
