import type { MoneyFinding } from '../rules/index.js';
import { reserveOf, sumOf } from './correction.js';
import { computeMoney, type MoneyKind, type MoneyRules, type MoneyUnit, unfitUnits } from './money.js';

/** What other rules would give each unit beside what is proposed. Amounts are minor units; nothing is kept. */
export interface MoneyWhatIf {
  readonly lines: readonly {
    readonly unitId: string;
    /** null: nothing is proposed yet. */
    readonly proposedMinor: string | null;
    readonly whatIfMinor: string;
    readonly differenceMinor: string;
  }[];
  readonly proposedMinor: string | null;
  readonly whatIfMinor: string;
  readonly reserveMinor: string;
  readonly findings: readonly MoneyFinding[];
}

/** Either the amounts, or the units that these rules have no answer for. */
export type MoneyTried =
  | { readonly unfit: readonly string[]; readonly computed: null }
  | { readonly unfit: readonly []; readonly computed: MoneyWhatIf };

export function tryMoney(
  kind: MoneyKind,
  rules: MoneyRules,
  units: readonly MoneyUnit[],
  proposed: Readonly<Record<string, string>> | null,
): MoneyTried {
  const unfit = unfitUnits(kind, rules, units);
  if (unfit.length > 0) return { unfit, computed: null };
  const { answer } = computeMoney(kind, rules, units);
  const sum = (lines: Readonly<Record<string, string>>): string =>
    Object.values(lines)
      .reduce((all, line) => all + BigInt(line), 0n)
      .toString();
  return {
    unfit: [],
    computed: {
      lines: units.map(({ id }) => {
        const [whatIfMinor, proposedMinor] = [answer.lines[id] ?? '0', proposed?.[id] ?? null];
        const differenceMinor = (BigInt(whatIfMinor) - BigInt(proposedMinor ?? '0')).toString();
        return { unitId: id, proposedMinor, whatIfMinor, differenceMinor };
      }),
      proposedMinor: proposed === null ? null : sum(proposed),
      whatIfMinor: sumOf(answer),
      reserveMinor: reserveOf(answer),
      findings: answer.findings,
    },
  };
}
