import { DateTime } from 'luxon';
import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { listLedger } from '../db/ledger.js';
import { type NameRow, personNames, unitNames } from '../db/page-names.js';
import { ledgerFile } from '../documents/ledger-file.js';
import { plainCsv, type PlainTable, plainWorkbook } from '../documents/workbooks/plain-table.js';
import type { Language } from '../messages/language.js';

/** Entries of a cycle's books as a table, with names in the reader's language. */
export async function loadLedgerFile(
  sql: Query,
  cycle: CycleRow,
  units: readonly string[] | null,
  language: Language,
): Promise<PlainTable> {
  const entries = await listLedger(sql, cycle.id, { units, after: null, limit: null });
  const names = await unitNames(sql, [...new Set(entries.flatMap(({ unitId }) => unitId ?? []))]);
  const persons = await personNames(sql, [...new Set(entries.map(({ approvedBy }) => approvedBy))]);
  const named = (of: ReadonlyMap<string, NameRow>, id: string): string => {
    const found = of.get(id);
    return found === undefined ? id : language === 'en' ? found.nameEn : found.nameZh;
  };
  const shown = entries.map((entry) => ({
    ...entry,
    unit: entry.unitId === null ? '' : named(names, entry.unitId),
    approvedBy: named(persons, entry.approvedBy),
    postedAt: DateTime.fromMillis(entry.postedAt, { zone: cycle.zone }).toFormat('yyyy-MM-dd HH:mm'),
  }));
  return ledgerFile(shown, language, cycle.mode === 'rehearsal');
}

export async function tableBytes(table: PlainTable, form: 'csv' | 'xlsx'): Promise<Buffer> {
  return form === 'csv' ? Buffer.from(plainCsv(table), 'utf8') : plainWorkbook([table]);
}
