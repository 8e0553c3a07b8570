import type { FindingAbout, OrganizationFinding } from '../domain/cycle/index.js';
import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { keyOf } from '../db/organization-findings.js';
import { unitNames } from '../db/page-names.js';
import { resolvePersons } from '../db/people.js';
import { insertNotices } from '../db/step-notices.js';
import { findingsPlace } from '../workflows/messages.js';

export interface HrNotice {
  /** Told once under it, to each person. */
  readonly key: string;
  readonly code: 'FINDING' | 'FINDINGS_MORE' | 'FINDINGS_REMINDED' | 'FINDINGS_LEFT';
  readonly data: Readonly<Record<string, unknown>>;
}

/** Tells HR's people about the cycle's list of findings; returns how many notices are new. */
export async function tellHr(tx: Query, cycle: CycleRow, notices: readonly HrNotice[], at: number): Promise<number> {
  const ask = { key: 'hr', rule: 'hr', unitId: null, raterUnitId: null } as const;
  const persons = (await resolvePersons(tx, [ask])).get('hr') ?? [];
  return insertNotices(
    tx,
    notices.flatMap(({ key, code, data }) =>
      persons.map((personId) => ({
        key: [cycle.id, '-', findingsPlace, key, personId].join('/'),
        cycleId: cycle.id,
        reviewId: cycle.id,
        stepId: findingsPlace,
        personId,
        code,
        data,
        at,
      })),
    ),
  );
}

/** One notice a finding, with the names of what it is about; returns how many are new. */
export async function tellFindings(
  tx: Query,
  cycle: CycleRow,
  findings: readonly OrganizationFinding[],
  at: number,
): Promise<number> {
  const names = await unitNames(tx, [...new Set(findings.flatMap((finding) => finding.units))]);
  const named = (about: readonly FindingAbout[], language: 'zh' | 'en'): string =>
    about
      .map(({ id, unit, titleZh, titleEn }) => {
        const name = unit === null ? undefined : names.get(unit);
        const title = language === 'zh' ? titleZh : titleEn;
        const of = language === 'zh' ? name?.nameZh : name?.nameEn;
        return [of, title].filter((part) => part !== undefined && part !== '').join(' ') || id;
      })
      .join(language === 'zh' ? '、' : ', ');
  const notices = findings.map((finding): HrNotice => {
    const { code, about, data = {} } = finding;
    const told = { finding: code, values: data, aboutZh: named(about, 'zh'), aboutEn: named(about, 'en') };
    return { key: keyOf(finding), code: 'FINDING', data: told };
  });
  return tellHr(tx, cycle, notices, at);
}
