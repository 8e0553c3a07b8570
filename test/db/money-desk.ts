/** What people and books say of the money of a cycle: proposals, approvals, balances. */
import type { Sql } from '../../db/connect.js';
import { listProposals, type Proposal } from '../../db/money.js';
import type { MoneyKind } from '../../domain/cycle/index.js';
import { endStep } from './story-cycle.js';

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
