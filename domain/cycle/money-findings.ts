import type { MoneyFinding } from '../rules/index.js';
import type { ProposedMoney } from './correction.js';

/**
 * What whoever submits that step has to answer for: findings about its lines. The whole pool is
 * everybody's step's; a correction answers only for the lines it changes.
 */
export function findingsOfStep(
  { answer, correction }: ProposedMoney,
  own: { readonly step: boolean; readonly units: readonly string[] },
): readonly MoneyFinding[] {
  const concerns = (unit: string): boolean =>
    own.units.includes(unit) === own.step && (correction === null || Object.hasOwn(correction.lines, unit));
  return answer.findings.filter(({ at }) => (at === undefined ? !own.step && correction === null : at.some(concerns)));
}
