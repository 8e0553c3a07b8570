import type { CycleRow } from '../../../db/cycles.js';
import { currentFindings } from '../../../db/organization-checks.js';
import { type StandingFinding, unitsWithoutGoals } from '../../../db/organization-findings.js';
import { type NameRow, personNames, unitNames } from '../../../db/page-names.js';
import { findingKey, type FindingAbout, findingScope, type FindingScope } from '../../../domain/cycle/index.js';
import { findingSentence } from '../../../messages/pages.js';
import { draftedFindings } from '../../findings.js';
import type { Query } from '../../../db/connect.js';
import type { Reader } from '../reader.js';
import { unnamed } from '../steps/load-facts.js';

/** Somebody's reason: who said it, when, and for which unit. */
export interface ShownReason {
  readonly unit: string | null;
  readonly by: string;
  readonly at: number;
  readonly reason: string;
}

export interface ShownFinding extends Pick<StandingFinding, 'code' | 'severity' | 'at' | 'state'> {
  readonly key: string;
  readonly scope: FindingScope;
  /** What it is about, by name. */
  readonly about: string;
  readonly sentence: string;
  readonly answers: readonly ShownReason[];
  readonly settled: ShownReason | null;
}

export interface FindingsView {
  readonly cycleId: string;
  /** As if everybody submitted what they are writing. */
  readonly drafts: boolean;
  readonly findings: readonly ShownFinding[];
  /** Units that have yet to propose goals. */
  readonly missing: number;
}

const severities = ['error', 'warning', 'advice'] as const;

/** HR's list in the reader's language, the gravest first. */
export async function loadFindings(
  sql: Query,
  reader: Reader,
  cycle: CycleRow,
  drafts: boolean,
): Promise<FindingsView> {
  const found = await (drafts ? draftedFindings : currentFindings)(sql, cycle);
  const [units, persons, missing] = await Promise.all([
    unitNames(
      sql,
      found.flatMap(({ units, about }) => [...units, ...about.flatMap(({ unit }) => unit ?? [])]),
    ),
    personNames(
      sql,
      found.flatMap(({ answers, settled }) => [
        ...answers.flatMap(({ by, principal }) => [by, principal]),
        ...(settled === null ? [] : [settled.by]),
      ]),
    ),
    unitsWithoutGoals(sql, cycle.id),
  ]);
  const name = (names: ReadonlyMap<string, NameRow>, id: string): string => reader.name(names.get(id) ?? unnamed(id));
  const findings = found.map((finding): ShownFinding => {
    const { code, severity, at, state, data, settled } = finding;
    return {
      key: findingKey(finding),
      scope: findingScope(code),
      ...{ code, severity, at, state },
      about: finding.about
        .map((each) => aboutText(reader, each, (unit) => name(units, unit)))
        .join(code.startsWith('CONFLICT') ? ' ↔ ' : ', '),
      sentence: reader.t(findingSentence(code, data)),
      answers: finding.answers.map(({ unit, principal, saidAt, reason }) => ({
        unit: name(units, unit),
        by: name(persons, principal),
        at: saidAt,
        reason,
      })),
      settled:
        settled === null
          ? null
          : { unit: null, by: name(persons, settled.by), at: settled.settledAt, reason: settled.reason },
    };
  });
  const rank = ({ severity }: ShownFinding): number => severities.indexOf(severity);
  return {
    cycleId: cycle.id,
    drafts,
    findings: findings.toSorted((a, b) => rank(a) - rank(b) || a.code.localeCompare(b.code)),
    missing,
  };
}

function aboutText(reader: Reader, about: FindingAbout, nameOf: (unit: string) => string): string {
  const title = reader.name({ nameZh: about.titleZh, nameEn: about.titleEn });
  const parts = [...(about.unit === null ? [] : [nameOf(about.unit)]), ...(title === '' ? [] : [title])];
  return parts.join(' · ');
}
