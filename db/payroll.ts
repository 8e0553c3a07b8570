import { json, type Query } from './connect.js';

/** What was posted for a unit and no export has paid yet. */
export interface UnpaidLine {
  readonly unitId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** Net of all its entries, signed. */
  readonly amountMinor: string;
  readonly entries: readonly string[];
}

/** Bonus entries that no export holds, unit by unit in the organization's order. The caller holds the lock of the bonus. */
export async function unpaidLines(sql: Query, cycleId: string): Promise<readonly UnpaidLine[]> {
  return sql<UnpaidLine[]>`
    SELECT u.id AS "unitId", u.name_zh AS "nameZh", u.name_en AS "nameEn", sum(l.amount_minor)::text AS "amountMinor",
           array_agg(l.id::text ORDER BY l.id) AS entries
      FROM ledger l JOIN units u ON u.id = l.unit_id JOIN cycles c ON c.id = l.cycle_id
     WHERE l.cycle_id = ${cycleId} AND l.kind = 'bonus' AND NOT EXISTS (SELECT FROM payroll_entries e WHERE e.ledger_id = l.id)
     GROUP BY u.id, c.subjects ORDER BY array_position(c.subjects, u.id::text), u.id`;
}

export interface NewExport {
  readonly cycleId: string;
  readonly book: string;
  readonly currency: string;
  readonly number: number;
  readonly lines: readonly { readonly unitId: string; readonly amountMinor: string }[];
  readonly entries: readonly string[];
  readonly csv: { readonly bytes: Buffer; readonly digest: string };
  readonly xlsx: { readonly bytes: Buffer; readonly digest: string };
  readonly by: string;
  readonly at: number;
}

/** Each entry goes into one export; a second is refused by its key, and what does not add up when the transaction ends. */
export async function saveExport(sql: Query, made: NewExport): Promise<void> {
  const { cycleId, number, lines } = made;
  const total = lines.reduce((all, line) => all + BigInt(line.amountMinor), 0n).toString();
  await sql`
    INSERT INTO payroll_exports (cycle_id, number, book, currency, total_minor, csv, csv_digest, xlsx, xlsx_digest, made_by, made_at)
    VALUES (${cycleId}, ${number}, ${made.book}, ${made.currency}, ${total}, ${made.csv.bytes}, ${made.csv.digest},
            ${made.xlsx.bytes}, ${made.xlsx.digest}, ${made.by}, ${made.at})`;
  await sql`
    INSERT INTO payroll_lines (cycle_id, number, unit_id, amount_minor)
    SELECT ${cycleId}, ${number}, l."unitId", l."amountMinor"::bigint
      FROM jsonb_to_recordset(${json(sql, lines)}::jsonb) AS l ("unitId" text, "amountMinor" text)`;
  await sql`
    INSERT INTO payroll_entries (ledger_id, cycle_id, number)
    SELECT id::bigint, ${cycleId}, ${number} FROM unnest(${made.entries as string[]}::text[]) AS id`;
}

export interface PayrollExport {
  readonly number: number;
  readonly book: string;
  readonly currency: string;
  readonly totalMinor: string;
  readonly csvDigest: string;
  readonly xlsxDigest: string;
  readonly madeBy: string;
  readonly madeAt: number;
  readonly lines: readonly { readonly unitId: string; readonly amountMinor: string }[];
}

/** All exports of a cycle, in their order. */
export async function listExports(sql: Query, cycleId: string): Promise<readonly PayrollExport[]> {
  return sql<PayrollExport[]>`
    SELECT x.number, x.book, x.currency, x.total_minor AS "totalMinor", x.csv_digest AS "csvDigest",
           x.xlsx_digest AS "xlsxDigest", x.made_by AS "madeBy", x.made_at AS "madeAt",
           (SELECT coalesce(jsonb_agg(jsonb_build_object('unitId', l.unit_id, 'amountMinor', l.amount_minor::text)
                                      ORDER BY array_position(c.subjects, l.unit_id::text), l.unit_id), '[]')
              FROM payroll_lines l WHERE l.cycle_id = x.cycle_id AND l.number = x.number) AS lines
      FROM payroll_exports x JOIN cycles c ON c.id = x.cycle_id WHERE x.cycle_id = ${cycleId} ORDER BY x.number`;
}

export type PayrollForm = 'csv' | 'xlsx';

/** The bytes as they were made. */
export async function exportBytes(
  sql: Query,
  cycleId: string,
  number: number,
  form: PayrollForm,
): Promise<Buffer | undefined> {
  const [row] = await sql<{ bytes: Buffer }[]>`
    SELECT ${sql(form)} AS bytes FROM payroll_exports WHERE cycle_id = ${cycleId} AND number = ${number}`;
  return row?.bytes;
}

/** Who fetches it; returns whether it is a copy: only the first of each form is not. */
export async function noteDownload(
  sql: Query,
  it: { readonly cycleId: string; readonly number: number; readonly form: PayrollForm; readonly by: string },
): Promise<boolean> {
  const { cycleId, number, form, by } = it;
  await sql`SELECT pg_advisory_xact_lock(730511225, hashtext(${`${cycleId}/${String(number)}/${form}`}))`;
  const [row] = await sql<{ copy: number }[]>`
    INSERT INTO payroll_downloads (cycle_id, number, form, copy, person_id, at)
    SELECT ${cycleId}, ${number}, ${form}, (SELECT count(*) FROM payroll_downloads
             WHERE cycle_id = ${cycleId} AND number = ${number} AND form = ${form}), ${by}, coalesce(now_at, clock_timestamp())
      FROM cycle_clocks WHERE cycle_id = ${cycleId} RETURNING copy`;
  return row === undefined || row.copy > 0;
}

export interface PayrollDownload {
  readonly number: number;
  readonly form: PayrollForm;
  readonly copy: number;
  readonly person: string;
  /** Cycle time, as that of the export itself. */
  readonly at: number;
}

export async function listDownloads(sql: Query, cycleId: string): Promise<readonly PayrollDownload[]> {
  return sql<PayrollDownload[]>`
    SELECT number, form, copy, person_id AS person, at FROM payroll_downloads
     WHERE cycle_id = ${cycleId} ORDER BY number, form, copy`;
}
