import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { appendJournal } from '../db/journal.js';
import { lockProposal } from '../db/money.js';
import { listExports, type PayrollExport, saveExport, unpaidLines } from '../db/payroll.js';
import { readClock } from '../db/record.js';
import { isReleased } from '../db/release.js';
import { sha256OfBytes } from '../documents/digest.js';
import { writePayroll } from '../documents/payroll.js';
import { Refused } from './refused.js';
import { needsRight } from './rights.js';
import type { Person } from './session.js';

/** An export, and whether it was there already. */
export interface MadeExport {
  readonly made: PayrollExport;
  readonly copy: boolean;
}

/** Amounts with who gets them: finance, and those who see everything. @throws Refused FORBIDDEN */
export function needsPayroll(person: Person): void {
  needsRight(person, 'see', 'payroll');
}

/**
 * The export of what is released and not yet exported: the first holds
 * everything, a later one the differences since. Where nothing is new, the last
 * one again, as a copy. Alone with posting until the transaction ends.
 * @throws Refused RELEASE_MISSING, NOTHING_TO_EXPORT
 */
export async function makeExport(tx: Query, cycle: CycleRow, by: string): Promise<MadeExport> {
  await lockProposal(tx, cycle.id, 'bonus');
  if (!(await isReleased(tx, cycle.id))) throw new Refused('RELEASE_MISSING');
  const last = (await listExports(tx, cycle.id)).at(-1);
  const unpaid = await unpaidLines(tx, cycle.id);
  // Of later ones only what makes a difference; the first names everybody.
  const lines = last === undefined ? unpaid : unpaid.filter((line) => line.amountMinor !== '0');
  if (lines.length === 0) {
    if (last === undefined) throw new Refused('NOTHING_TO_EXPORT');
    return { made: last, copy: true };
  }
  const { id: cycleId, book, currency, title: cycleTitle, mode } = cycle;
  const number = (last?.number ?? 0) + 1;
  const rehearsal = mode === 'rehearsal';
  const { csv, xlsx } = await writePayroll({ cycleId, cycleTitle, rehearsal, number, currency, lines });
  const file = (bytes: Buffer) => ({ bytes, digest: sha256OfBytes(bytes) });
  const entries = unpaid.flatMap((line) => line.entries);
  const { now: at, wall } = await readClock(tx, cycleId);
  await saveExport(tx, { cycleId, book, currency, number, lines, entries, csv: file(csv), xlsx: file(xlsx), by, at });
  const made = (await listExports(tx, cycleId)).at(-1);
  if (made === undefined) throw new Refused('INTERNAL');
  await appendJournal(tx, cycleId, [
    {
      at,
      wallAt: wall,
      act: 'payroll-exported',
      stepId: null,
      attempt: null,
      actorId: by,
      principalId: by,
      commandId: null,
      contentDigest: null,
      data: { export: number, sumMinor: made.totalMinor, csvDigest: made.csvDigest, xlsxDigest: made.xlsxDigest },
    },
  ]);
  return { made, copy: false };
}

/** `payroll-year-2027-1-copy.csv`; a rehearsal's says so first. */
export function payrollFileName(cycle: CycleRow, number: number, form: string, copy: boolean): string {
  const parts = [...(cycle.mode === 'rehearsal' ? ['rehearsal'] : []), 'payroll', cycle.id, String(number)];
  return `${[...parts, ...(copy ? ['copy'] : [])].join('-').replaceAll(/[^A-Za-z0-9._-]/g, '_')}.${form}`;
}
