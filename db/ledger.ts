import type { MoneyKind } from '../domain/cycle/index.js';
import type { StepKind } from '../domain/process/index.js';
import { json, type Query } from './connect.js';

/** One entry of the books; never changed, never deleted. */
export interface LedgerLine {
  readonly id: string;
  readonly effectKey: string;
  readonly kind: MoneyKind | 'reserve';
  /** What a reserve is kept of; the kind itself for a unit's line. */
  readonly ofKind: MoneyKind;
  readonly unitId: string | null;
  readonly attempt: number;
  /** The posting that wrote it: of a reversal the one that came instead. */
  readonly postedWith: number;
  readonly amountMinor: string;
  readonly currency: string;
  readonly reverses: string | null;
  readonly approvedBy: string;
  readonly postedAt: number;
}

export interface LedgerAsk {
  /** Of these units only; null: of all, and the reserves. */
  readonly units: readonly string[] | null;
  /** Entries after this one; null: from the first. */
  readonly after: string | null;
  readonly limit: number | null;
}

/** Entries of a cycle in the order they were posted. */
export async function listLedger(
  sql: Query,
  cycleId: string,
  { units, after, limit }: LedgerAsk = { units: null, after: null, limit: null },
): Promise<readonly LedgerLine[]> {
  return sql<LedgerLine[]>`
    SELECT id, effect_key AS "effectKey", kind, of_kind AS "ofKind", unit_id AS "unitId", attempt, posted_with AS "postedWith",
           amount_minor AS "amountMinor", currency, reverses, approved_by AS "approvedBy", posted_at AS "postedAt"
      FROM ledger WHERE cycle_id = ${cycleId} AND id > ${after === null || after === '' ? '0' : after}::bigint
       AND (${units as string[] | null}::text[] IS NULL OR unit_id = ANY (${units as string[] | null}::text[]))
     ORDER BY id LIMIT ${limit}`;
}

/** Unit → what stands on the books for it, reserves left out. */
export async function balances(sql: Query, cycleId: string, kind: MoneyKind): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ unit: string; amount: string }[]>`
    SELECT unit_id AS unit, sum(amount_minor)::text AS amount FROM ledger
     WHERE cycle_id = ${cycleId} AND kind = ${kind} GROUP BY unit_id`;
  return new Map(rows.map(({ unit, amount }) => [unit, amount]));
}

/** The same right after that attempt was posted. */
export async function standingAt(
  sql: Query,
  cycleId: string,
  kind: MoneyKind,
  attempt: number,
): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ unit: string; amount: string }[]>`
    SELECT unit_id AS unit, sum(amount_minor)::text AS amount FROM ledger
     WHERE cycle_id = ${cycleId} AND kind = ${kind} AND posted_with <= ${attempt} GROUP BY unit_id`;
  return new Map(rows.map(({ unit, amount }) => [unit, amount]));
}

/** What stands on the books for one unit; nothing where nothing was posted for it. */
export async function balancesOfUnit(
  sql: Query,
  cycleId: string,
  unitId: string,
): Promise<readonly { readonly kind: MoneyKind; readonly amountMinor: string }[]> {
  return sql<{ kind: MoneyKind; amountMinor: string }[]>`
    SELECT kind, sum(amount_minor)::text AS "amountMinor" FROM ledger
     WHERE cycle_id = ${cycleId} AND unit_id = ${unitId} GROUP BY kind ORDER BY kind`;
}

/** A granted appeal or an approved correction that results were computed anew for. */
export interface DecisionBehind {
  /** null: a correction, which may be about several units. */
  readonly unitId: string | null;
  readonly stepId: string;
  readonly kind: StepKind;
  readonly decidedBy: string;
  readonly takenUpAt: number;
}

/**
 * What each attempt of a kind was proposed for, in the order of taking up: the journal says of every recalculation which
 * money it proposed anew, after those proposals. (Its clock may stand still between two of them: times tell nothing.)
 */
export async function decisionsBehind(
  sql: Query,
  cycleId: string,
  kind: MoneyKind,
): Promise<readonly (DecisionBehind & { readonly attempt: number })[]> {
  return sql<(DecisionBehind & { attempt: number })[]>`
    SELECT (p.data ->> 'attempt')::int AS attempt, r.unit_id AS "unitId", r.step_id AS "stepId", s.kind, k.actor_id AS "decidedBy",
           r.taken_up_at AS "takenUpAt"
      FROM journal j
      CROSS JOIN LATERAL jsonb_array_elements_text(j.data -> 'commands') AS c (id)
      CROSS JOIN LATERAL (
        SELECT data FROM journal p WHERE p.review_id = j.review_id AND p.seq < j.seq AND p.act = 'proposed' AND p.data ->> 'kind' = ${kind}
         ORDER BY p.seq DESC LIMIT 1) p
      JOIN recalculations r ON r.command_id = c.id::uuid JOIN commands k ON k.id = r.command_id
      JOIN steps s ON s.review_id = r.review_id AND s.step_id = r.step_id
     WHERE j.review_id = ${cycleId} AND j.act = 'recalculated' AND j.data -> 'proposed' ? ${kind}
     ORDER BY j.seq, r.asked_at, r.command_id`;
}

export interface Posting {
  readonly cycleId: string;
  readonly book: string;
  readonly kind: MoneyKind;
  readonly attempt: number;
  readonly currency: string;
  readonly at: number;
  /** False for a correction: what stands stays. */
  readonly reversesEarlier: boolean;
  readonly lines: readonly PostedLine[];
}

/** One line of a posting; a `reserve` belongs to no unit. */
export interface PostedLine {
  readonly kind: MoneyKind | 'reserve';
  readonly unit: string | null;
  readonly amountMinor: string;
  readonly approvedBy: string;
}

/** Unique per line. The reserve's stands apart: a unit may have any id. */
function effectKey({ cycleId, kind, attempt }: Posting, { unit }: PostedLine): string {
  return unit === null ? `${cycleId}/reserve/${kind}/${attempt}` : `${cycleId}/${kind}/${attempt}/${unit}`;
}

/**
 * Posts in the caller's transaction; returns how many earlier entries were
 * reversed by opposite ones. A reversal is approved by whoever approved the new
 * line of that unit, or the new reserve. What was posted is not posted again: a
 * second posting of an attempt is refused by its key. When the transaction ends
 * the schema compares what stands with what was approved.
 */
export async function post(sql: Query, posting: Posting): Promise<number> {
  const { cycleId, book, kind, attempt, currency, at } = posting;
  const lines = json(
    sql,
    posting.lines.map((line) => ({ ...line, key: effectKey(posting, line) })),
  );
  await sql`INSERT INTO postings (cycle_id, kind, attempt, posted_at) VALUES (${cycleId}, ${kind}, ${attempt}, ${at})`;
  const reversed = posting.reversesEarlier
    ? await sql`
        INSERT INTO ledger (effect_key, book, cycle_id, kind, of_kind, unit_id, attempt, posted_with, amount_minor, currency,
                            reverses, approved_by, posted_at)
        SELECT l.effect_key || '/reversed', l.book, l.cycle_id, l.kind, l.of_kind, l.unit_id, l.attempt, ${attempt}, -l.amount_minor,
               l.currency, l.id, coalesce(n."approvedBy", l.approved_by), ${at}
          FROM ledger l
          LEFT JOIN jsonb_to_recordset(${lines}::jsonb) AS n (kind text, unit text, "approvedBy" text)
            ON n.kind = l.kind AND n.unit IS NOT DISTINCT FROM l.unit_id
         WHERE l.cycle_id = ${cycleId} AND l.of_kind = ${kind} AND l.attempt < ${attempt} AND l.reverses IS NULL
           AND NOT EXISTS (SELECT FROM ledger r WHERE r.reverses = l.id) ORDER BY l.id RETURNING id`
    : [];
  await sql`
    INSERT INTO ledger (effect_key, book, cycle_id, kind, of_kind, unit_id, attempt, posted_with, amount_minor, currency,
                        approved_by, posted_at)
    SELECT l.key, ${book}, ${cycleId}, l.kind, ${kind}, l.unit, ${attempt}, ${attempt}, l."amountMinor"::bigint, ${currency},
           l."approvedBy", ${at}
      FROM jsonb_to_recordset(${lines}::jsonb) AS l (key text, kind text, unit text, "amountMinor" text, "approvedBy" text)`;
  await sql`UPDATE proposals SET posted_at = ${at} WHERE cycle_id = ${cycleId} AND kind = ${kind} AND attempt = ${attempt} AND posted_at IS NULL`;
  return reversed.length;
}
