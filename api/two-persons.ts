import { barredFrom } from '../db/word-standing.js';
import type { Query } from '../db/connect.js';
import type { StepDetail } from '../db/inbox.js';
import type { Decision } from '../domain/process/index.js';
import { refusalOfWord, type WordRefusal } from '../domain/rights/index.js';

export interface AskedDecision {
  readonly actor: string;
  readonly principal: string;
  readonly decision: Decision;
}

/**
 * Two persons wherever two are asked, before anything is written: the first of
 * the three places that hold it (`record` and the schema are the others). null:
 * they may; whose turn it is has been judged before.
 */
export async function refusalOfDecision(
  sql: Query,
  step: Pick<StepDetail, 'id' | 'cycleId' | 'reviewId' | 'unitId' | 'raterUnitId' | 'kind'>,
  { actor, principal, decision }: AskedDecision,
): Promise<WordRefusal | null> {
  const [row] = await sql<{ submittedBy: string[] }[]>`
    SELECT submitted_by AS "submittedBy" FROM steps WHERE review_id = ${step.reviewId} AND step_id = ${step.id}`;
  const { editors, headsOfUnit, tookPart } = await barredFrom(sql, step);
  return refusalOfWord(step.kind, decision, {
    ...{ actor, principal, entitled: [principal], mayActForPrincipal: true },
    ...{ wrote: [...(row?.submittedBy ?? []), ...editors], ownUnit: headsOfUnit, tookPart },
  });
}
