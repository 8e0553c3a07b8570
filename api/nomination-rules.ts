import type { Query } from '../db/connect.js';
import type { StepDetail } from '../db/inbox.js';
import { nomineeOf, readNominee } from '../db/nominations.js';
import type { DecisionContent, NominationContent } from '../domain/process/index.js';
import { Refused } from './refused.js';

/** Whom a submitted nomination names: a person of the unit who is there, and not the one who nominates. @throws Refused */
export async function checkNomination(
  sql: Query,
  step: StepDetail,
  acting: readonly string[],
  { person }: NominationContent,
): Promise<void> {
  const problem = (code: 'NOMINEE_ACTS' | 'NOMINEE_GONE' | 'NOMINEE_NOT_OF_UNIT'): Refused =>
    new Refused(code, [{ pointer: '/person', code }]);
  if (acting.includes(person)) throw problem('NOMINEE_ACTS');
  const nominee = await readNominee(sql, step.unitId ?? '', person);
  if (nominee?.active === false) throw problem('NOMINEE_GONE');
  if (nominee?.ofUnit !== true) throw problem('NOMINEE_NOT_OF_UNIT');
}

/** Nobody decides about themselves, and nobody who has left is promoted. @throws Refused */
export async function checkNominationDecision(
  sql: Query,
  step: StepDetail,
  acting: readonly string[],
  { decision }: Pick<DecisionContent, 'decision'>,
): Promise<void> {
  const person = await nomineeOf(sql, step.reviewId, step.id);
  if (person === null) return;
  if (acting.includes(person)) throw new Refused('NOMINEE_ACTS');
  const nominee = await readNominee(sql, step.unitId ?? '', person);
  if (decision === 'approve' && nominee?.active !== true) throw new Refused('NOMINEE_GONE');
}
