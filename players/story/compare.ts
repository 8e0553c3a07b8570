/** Expected against found, for every score, grade and amount of the story. */
import { readFileSync } from 'node:fs';
import type { CycleApi } from '../cycle-api.js';
import { withRole } from './people.js';

interface Expected {
  /** Code and ids of every finding in the first drafts. */
  readonly firstDrafts: readonly string[];
  /** What a refused submit is told, by unit and step. */
  readonly refused: Readonly<Record<string, readonly string[]>>;
  /** Day, goal and severity of every deviation, in the order of time. */
  readonly deviations: readonly string[];
  readonly owners: readonly string[];
  readonly outcomes: readonly string[];
  /** What happens to a report that nobody writes. */
  readonly forgotten: readonly string[];
  readonly lastMarkets: { readonly before: readonly string[]; readonly after: readonly string[] };
  readonly units: Readonly<Record<string, { total: string; grade: string; points: Readonly<Record<string, string>> }>>;
  /** Of raters with enough items, before publication; and how many have too few. */
  readonly drift: readonly string[];
  readonly silentRaters: string;
  readonly gaps: readonly string[];
  readonly recognized: readonly string[];
  /** Kind, attempt, and whose result is the cause. */
  readonly postings: readonly string[];
  readonly payroll: string;
  readonly improvement: readonly string[];
  readonly items: readonly string[];
  readonly trainings: readonly string[];
  readonly nextGoals: readonly string[];
  readonly nextBases: readonly string[];
  /** Versions of results in the cycle. */
  readonly recomputed: string;
  /** What stood before the second instance granted marketing's appeal. */
  readonly beforeAppeal: {
    readonly marketing: readonly string[];
    readonly bonus: { readonly poolMinor: string; readonly lines: Readonly<Record<string, string>> };
    readonly budget: { readonly totalMinor: string; readonly lines: Readonly<Record<string, string>> };
  };
  readonly bonus: { readonly poolMinor: string; readonly lines: Readonly<Record<string, string>> };
  readonly budget: { readonly totalMinor: string; readonly lines: Readonly<Record<string, string>> };
}

export const expected = JSON.parse(readFileSync(new URL('data/expected.json', import.meta.url), 'utf8')) as Expected;

export interface Line {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

/** One line per figure, in the story's order; posted amounts are read from the ledger. */
export async function compareStory(api: CycleApi, cycle: string): Promise<readonly Line[]> {
  const auditor = withRole('hr', 0);
  const lines: Line[] = [];
  for (const [unit, { total, grade, points }] of Object.entries(expected.units)) {
    const result = await api.result(auditor, cycle, unit).catch(() => null);
    for (const [item, value] of Object.entries(points)) {
      lines.push({ what: `${unit} ${item}`, expected: value, found: result?.lines[item]?.points ?? 'none' });
    }
    lines.push({ what: `${unit} total`, expected: total, found: result?.total ?? 'none' });
    lines.push({ what: `${unit} grade`, expected: grade, found: result?.grade ?? 'none' });
  }
  return [...lines, ...(await moneyLines(api, cycle, ''))];
}

/** What stands on the books, kind by kind: an entry and its reversal cancel each other. */
export async function moneyLines(
  api: CycleApi,
  cycle: string,
  when: string,
  { bonus, budget }: Pick<Expected, 'bonus' | 'budget'> = expected,
): Promise<Line[]> {
  const entries = await api.ledger(withRole('finance', 0), cycle);
  const sum = (kind: string, unit: string | null): string => {
    const posted = entries.filter((entry) => entry.kind === kind && (unit === null || entry.unitId === unit));
    return posted.length === 0
      ? 'none'
      : String(posted.reduce((all, { amountMinor }) => all + BigInt(amountMinor), 0n));
  };
  const of = (kind: 'bonus' | 'budget', amounts: Readonly<Record<string, string>>, total: string): Line[] => [
    ...Object.entries(amounts).map(([unit, amount]) => ({
      what: `${kind} ${unit}${when}`,
      expected: amount,
      found: sum(kind, unit),
    })),
    { what: `${kind} in all${when}`, expected: total, found: sum(kind, null) },
  ];
  return [...of('bonus', bonus.lines, bonus.poolMinor), ...of('budget', budget.lines, budget.totalMinor)];
}

export function differences(lines: readonly Line[]): readonly Line[] {
  return lines.filter((line) => line.expected !== line.found);
}

/** Longer than a figure: told below each other rather than beside. */
const isLong = ({ expected: wanted, found }: Line): boolean => Math.max(wanted.length, found.length) > 24;
const markOf = ({ expected: wanted, found }: Line): string => (wanted === found ? 'ok' : 'DIFFERENT');

/** For people: what was looked at, expected, found, and a mark where they differ. */
export function printed(lines: readonly Line[]): string {
  const figures = lines.filter((line) => !isLong(line));
  const width = (of: (line: Line) => string): number => Math.max(0, ...figures.map((line) => of(line).length));
  const [a, b, c] = [width((line) => line.what), width((line) => line.expected), width((line) => line.found)];
  return lines
    .map((line) => {
      const { what, expected: wanted, found } = line;
      if (!isLong(line)) return `${what.padEnd(a)}  ${wanted.padStart(b)}  ${found.padStart(c)}  ${markOf(line)}`;
      const listed = (items: string): string => items.replaceAll('; ', '\n    ');
      const told = wanted === found ? '' : `\n  expected:\n    ${listed(wanted)}\n  found:`;
      return `${what}  ${markOf(line)}${told}\n    ${listed(found)}`;
    })
    .join('\n');
}
