import { canonicalJson } from '../domain/canonical.js';
import { score } from '../domain/rules/index.js';
import { sha256Hex } from '../documents/digest.js';
import type { Query } from './connect.js';
import type { ResultRow } from './results.js';

export interface ResultProblem {
  /** `unit v1`: a version of a unit's result. */
  readonly where: string;
  /** The stored documents give another result, or the columns beside it tell another. */
  readonly what: 'RESULT_WRONG' | 'COLUMNS_WRONG';
}

export interface ResultVerification {
  /** Versions that were recomputed. */
  readonly results: number;
  readonly problems: readonly ResultProblem[];
}

type StoredResult = Pick<
  ResultRow,
  'unitId' | 'version' | 'status' | 'total' | 'grade' | 'scorecard' | 'facts' | 'result'
> & { readonly rulesDigest: string; readonly factsDigest: string };

const pageSize = 500;

/**
 * Recomputes every version of every result of a cycle, or of one unit, from the scorecard and the
 * facts stored with it: the same bytes (RFC 8785 form), or it is named.
 */
export async function verifyResults(
  sql: Query,
  cycleId: string,
  unitId: string | null = null,
): Promise<ResultVerification> {
  const problems: ResultProblem[] = [];
  let results = 0;
  let after: Pick<StoredResult, 'unitId' | 'version'> = { unitId: '', version: 0 };
  for (;;) {
    const page = await storedResults(sql, cycleId, unitId, after);
    const last = page.at(-1);
    if (last === undefined) return { results, problems };
    problems.push(...page.flatMap(verifyResult));
    results += page.length;
    after = last;
  }
}

async function storedResults(
  sql: Query,
  cycleId: string,
  unitId: string | null,
  after: Pick<StoredResult, 'unitId' | 'version'>,
): Promise<readonly StoredResult[]> {
  return sql<StoredResult[]>`
    SELECT unit_id AS "unitId", version, status, total, grade, scorecard, facts, result, rules_digest AS "rulesDigest",
           facts_digest AS "factsDigest"
      FROM results WHERE cycle_id = ${cycleId} AND (${unitId}::text IS NULL OR unit_id = ${unitId})
       AND (unit_id, version) > (${after.unitId}::text, ${after.version}::int)
     ORDER BY unit_id, version LIMIT ${pageSize}`;
}

/** One result from its own documents, whoever asks. */
export function verifyResult(stored: StoredResult): readonly ResultProblem[] {
  const where = `${stored.unitId} v${stored.version}`;
  if (!givesTheSame(stored)) return [{ where, what: 'RESULT_WRONG' }];
  const { status, total, grade, digests } = stored.result;
  const columns = [stored.status, stored.total, stored.grade, stored.rulesDigest, stored.factsDigest];
  const same = canonicalJson(columns) === canonicalJson([status, total, grade, digests.rules, digests.facts]);
  return same ? [] : [{ where, what: 'COLUMNS_WRONG' }];
}

/** Documents that cannot be scored any more were altered as well. */
function givesTheSame({ scorecard, facts, result }: StoredResult): boolean {
  try {
    return canonicalJson(score(scorecard, facts, { sha256: sha256Hex })) === canonicalJson(result);
  } catch {
    return false;
  }
}
