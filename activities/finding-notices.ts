import type { FindingAbout, OrganizationFinding } from '../domain/cycle/index.js';
import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { keyOf } from '../db/organization-findings.js';
import { unitNames } from '../db/page-names.js';
import { findingsPlace } from '../workflows/messages.js';
import { type HrNotice, tellHr } from './hr-notices.js';

/** Tells HR's people about the cycle's list of findings; returns how many notices are new. */
export function tellHrOfFindings(
  tx: Query,
  cycle: CycleRow,
  notices: readonly Omit<HrNotice, 'stepId'>[],
  at: number,
): Promise<number> {
  return tellHr(
    tx,
    cycle.id,
    notices.map((notice) => ({ ...notice, stepId: findingsPlace })),
    at,
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
  const notices = findings.map((finding) => {
    const { code, about, data = {} } = finding;
    const told = { finding: code, values: data, aboutZh: named(about, 'zh'), aboutEn: named(about, 'en') };
    return { key: keyOf(finding), code: 'FINDING' as const, data: told };
  });
  return tellHrOfFindings(tx, cycle, notices, at);
}
