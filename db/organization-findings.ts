import {
  findingState,
  type FindingState,
  type OrganizationFinding,
  organizationKey,
  type Settlement,
} from '../domain/cycle/index.js';
import { sha256Hex } from '../documents/digest.js';
import { json, type Query } from './connect.js';

/** A finding that stands, with HR's word on it. */
export interface StandingFinding extends OrganizationFinding {
  readonly state: FindingState;
  readonly settled: Settlement | null;
}

type Named = Pick<OrganizationFinding, 'code' | 'at' | 'units'>;

/** Code and ids as one short key: a circle of tasks has more ids than an index takes. */
export const keyOf = (finding: Named): string => sha256Hex(organizationKey(finding));

export interface Settlements {
  readonly get: (finding: Named) => Settlement | undefined;
}

export async function settlementsOf(sql: Query, cycleId: string): Promise<Settlements> {
  const rows = await sql<(Settlement & { readonly key: string })[]>`
    SELECT key, reason, settled_by AS by, settled_at AS "settledAt" FROM settled_findings WHERE cycle_id = ${cycleId}`;
  const byKey = new Map(rows.map(({ key, ...settlement }) => [key, settlement]));
  return { get: (finding) => byKey.get(keyOf(finding)) };
}

/** Of the last check; null: there was none yet. */
export async function readFingerprint(sql: Query, cycleId: string): Promise<string | null> {
  const [check] = await sql<{ fingerprint: string }[]>`
    SELECT fingerprint FROM organization_checks WHERE cycle_id = ${cycleId}`;
  return check?.fingerprint ?? null;
}

/** The findings that stood at the last check; undefined: there was none yet. */
export async function readFindings(
  sql: Query,
  cycleId: string,
): Promise<{ readonly fingerprint: string; readonly findings: readonly StandingFinding[] } | undefined> {
  const fingerprint = await readFingerprint(sql, cycleId);
  if (fingerprint === null) return undefined;
  const rows = await sql<{ found: OrganizationFinding }[]>`
    SELECT found FROM organization_findings WHERE cycle_id = ${cycleId} AND gone_at IS NULL`;
  const settled = await settlementsOf(sql, cycleId);
  const findings = rows.map(({ found }): StandingFinding => {
    const settlement = settled.get(found) ?? null;
    return { ...found, settled: settlement, state: findingState(found, settlement) };
  });
  return { fingerprint, findings };
}

/** Records what a check found at that instant: new ones begin, others are gone; what was told stays told. */
export async function saveFindings(
  sql: Query,
  cycleId: string,
  it: { readonly fingerprint: string; readonly findings: readonly OrganizationFinding[]; readonly at: number },
): Promise<void> {
  const byKey = new Map(it.findings.map((found) => [keyOf(found), found]));
  const rows = [...byKey].map(([key, found]) => ({ key, code: found.code, state: findingState(found, null), found }));
  await sql`
    WITH found AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${json(sql, rows)}::jsonb) AS f (key text, code text, state text, found jsonb)
    ), gone AS (
      UPDATE organization_findings f SET gone_at = ${it.at}
       WHERE f.cycle_id = ${cycleId} AND f.gone_at IS NULL AND NOT EXISTS (SELECT FROM found n WHERE n.key = f.key))
    INSERT INTO organization_findings (cycle_id, key, code, state, found, first_seen)
    SELECT ${cycleId}, key, code, state, found, ${it.at} FROM found
    ON CONFLICT (cycle_id, key) DO UPDATE SET state = excluded.state, found = excluded.found, gone_at = NULL
     WHERE organization_findings.gone_at IS NOT NULL OR organization_findings.found <> excluded.found`;
  await sql`
    INSERT INTO organization_checks (cycle_id, fingerprint, checked_at) VALUES (${cycleId}, ${it.fingerprint}, ${it.at})
    ON CONFLICT (cycle_id) DO UPDATE SET fingerprint = excluded.fingerprint, checked_at = excluded.checked_at`;
}

/** Standing findings that nobody was told of and that HR has not settled: open ones and advice. */
export async function untoldFindings(sql: Query, cycleId: string): Promise<readonly OrganizationFinding[]> {
  const rows = await sql<{ found: OrganizationFinding }[]>`
    SELECT f.found FROM organization_findings f
     WHERE f.cycle_id = ${cycleId} AND f.gone_at IS NULL AND f.told_at IS NULL AND f.state <> 'answered'
       AND NOT EXISTS (SELECT FROM settled_findings s WHERE s.cycle_id = f.cycle_id AND s.key = f.key)
     ORDER BY f.code, f.key`;
  return rows.map((row) => row.found);
}

export async function markTold(sql: Query, cycleId: string, findings: readonly Named[], at: number): Promise<void> {
  await sql`UPDATE organization_findings SET told_at = ${at}
             WHERE cycle_id = ${cycleId} AND key = ANY (${findings.map(keyOf)})`;
}

/** What was open at the last check, without what was settled since. */
const stillOpen = (sql: Query, cycleId: string) => sql`
  organization_findings f WHERE f.cycle_id = ${cycleId} AND f.gone_at IS NULL AND f.state = 'open'
    AND NOT EXISTS (SELECT FROM settled_findings s WHERE s.cycle_id = f.cycle_id AND s.key = f.key)`;

/** How many findings are open, by code. */
export async function countOpenFindings(sql: Query, cycleId: string): Promise<Readonly<Record<string, number>>> {
  const rows = await sql<{ code: string; count: number }[]>`
    SELECT f.code, count(*)::int AS count FROM ${stillOpen(sql, cycleId)} GROUP BY f.code ORDER BY f.code`;
  return Object.fromEntries(rows.map(({ code, count }) => [code, count]));
}

/** The keys of those that are open, in order. */
export async function openKeys(sql: Query, cycleId: string): Promise<readonly string[]> {
  const rows = await sql<{ key: string }[]>`SELECT f.key FROM ${stillOpen(sql, cycleId)} ORDER BY f.key`;
  return rows.map((row) => row.key);
}

/** HR's word; false where it was said before. */
export async function settleFinding(sql: Query, cycleId: string, it: Named & Settlement): Promise<boolean> {
  const rows = await sql`
    INSERT INTO settled_findings (cycle_id, key, code, at, reason, settled_by, settled_at)
    VALUES (${cycleId}, ${keyOf(it)}, ${it.code}, ${[...it.at].sort()}, ${it.reason}, ${it.by}, ${it.settledAt})
    ON CONFLICT DO NOTHING RETURNING key`;
  return rows.length > 0;
}

/** Keeps how a phase ended; false where it was kept before. */
export async function savePhaseCheck(
  sql: Query,
  it: {
    readonly cycleId: string;
    readonly phase: string;
    readonly open: number;
    readonly digest: string;
    readonly at: number;
  },
): Promise<boolean> {
  const rows = await sql`
    INSERT INTO phase_checks (cycle_id, phase, open, digest, checked_at)
    VALUES (${it.cycleId}, ${it.phase}, ${it.open}, ${it.digest}, ${it.at}) ON CONFLICT DO NOTHING RETURNING phase`;
  return rows.length > 0;
}

/** Units that have yet to propose goals for the first time. */
export async function unitsWithoutGoals(sql: Query, cycleId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM steps s
     WHERE s.cycle_id = ${cycleId} AND s.kind = 'goals' AND s.state IN ('closed', 'open')
       AND NOT EXISTS (SELECT FROM step_versions v WHERE v.review_id = s.review_id AND v.step_id = s.step_id)`;
  return row?.count ?? 0;
}

/** Findings of the last check that name one of these ids, with HR's word on them. */
export async function findingsNaming(
  sql: Query,
  cycleId: string,
  ids: readonly string[],
): Promise<readonly StandingFinding[]> {
  const rows = await sql<{ found: OrganizationFinding }[]>`
    SELECT found FROM organization_findings
     WHERE cycle_id = ${cycleId} AND gone_at IS NULL AND found -> 'at' ?| ${ids as string[]} ORDER BY key`;
  if (rows.length === 0) return [];
  const settled = await settlementsOf(sql, cycleId);
  return rows.map(({ found }) => {
    const settlement = settled.get(found) ?? null;
    return { ...found, settled: settlement, state: findingState(found, settlement) };
  });
}
